"""The budgets of the house: no Python file over 400 lines, no function over 50, no controller over
60, no asset too heavy.
"""

from __future__ import annotations

import ast
import gzip
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE_LINES, FUNCTION_LINES, VIEW_LINES, SCRIPT_LINES = 400, 50, 15, 60
BUILT_KB = {"app.js": 8, "app.css": 14, "charts.js": 220}


def main() -> int:
    """1 when a budget is broken."""
    wrong = [
        problem
        for path in sorted(
            [*ROOT.glob("decroche/**/*.py"), *ROOT.glob("tools/*.py"), *ROOT.glob("tests/**/*.py")]
        )
        for problem in _python(path)
    ]
    for path in sorted(ROOT.glob("decroche/ui/assets/js/*.js")):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > SCRIPT_LINES:
            wrong.append(f"{path.relative_to(ROOT)}: {lines} lines, {SCRIPT_LINES} at most")
    for name, most in BUILT_KB.items():
        packed = len(gzip.compress((ROOT / "decroche/ui/static/built" / name).read_bytes())) / 1024
        if packed > most:
            wrong.append(f"{name}: {packed:.1f} KB packed, {most} at most")
    print("\n".join(wrong) or "within the budgets")
    return 1 if wrong else 0


def _python(path: Path) -> list[str]:
    if "migrations" in path.parts:
        return []
    text = path.read_text(encoding="utf-8")
    wrong = []
    if (lines := len(text.splitlines())) > FILE_LINES:
        wrong.append(f"{path.relative_to(ROOT)}: {lines} lines, {FILE_LINES} at most")
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.FunctionDef)
            and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES
        ):
            wrong.append(
                f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: "
                f"{(node.end_lineno or 0) - node.lineno + 1} lines, {FUNCTION_LINES} at most"
            )
    return wrong


if __name__ == "__main__":
    sys.exit(main())
