"""Reports the longest files and functions, and holds the weight of what the browser loads.

Lengths are looked at, not forbidden: a limit on lines makes the lines long. What is over the mark
is worth a look for a second subject. Only the packed assets have limits that fail.
"""

from __future__ import annotations

import ast
import gzip
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE_LINES, FUNCTION_LINES, SCRIPT_LINES = 400, 50, 60
BUILT_KB = {
    "app.js": 8,
    "app.css": 14,
    "pages.css": 6,
    "charts.js": 220,
    "telephone.js": 10,
    "telephone-later.js": 2,
    "telephone.css": 4,
}
"""Kilobytes, packed with gzip, that each built asset may weigh."""


def main() -> int:
    """Prints the report; 1 when an asset is too heavy."""
    sources = sorted(
        [*ROOT.glob("decroche/**/*.py"), *ROOT.glob("tools/*.py"), *ROOT.glob("tests/**/*.py")]
    )
    for path in sources:
        if "migrations" not in path.parts:
            for line in _long_parts(path):
                print(line)
    for path in sorted(ROOT.glob("decroche/ui/assets/js/*.js")):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > SCRIPT_LINES:
            print(f"{path.relative_to(ROOT)}: {lines} lines")
    heavy = list(_heavy_assets())
    print("\n".join(heavy) or "assets within their limits")
    return 1 if heavy else 0


def _heavy_assets() -> Iterator[str]:
    for name, most in BUILT_KB.items():
        packed = len(gzip.compress((ROOT / "decroche/ui/static/built" / name).read_bytes())) / 1024
        if packed > most:
            yield f"{name}: {packed:.1f} KB packed, {most} at most"


def _long_parts(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    if (lines := len(text.splitlines())) > FILE_LINES:
        yield f"{path.relative_to(ROOT)}: {lines} lines"
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.FunctionDef):
            continue
        length = (node.end_lineno or 0) - node.lineno + 1
        if length > FUNCTION_LINES:
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {length} lines"


if __name__ == "__main__":
    sys.exit(main())
