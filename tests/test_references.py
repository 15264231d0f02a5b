"""What the project says rests on what a reader of the project can open."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXTS = {".py", ".md", ".html", ".js", ".css", ".toml", ".sh"}
NAMED = re.compile(r"\b([\w/-]+\.md)\b")
LEFT_OUT = {"CHANGELOG.md"}
"""Written by a release."""
MADE_UP = ROOT / "tests" / "tools"
"""Its tests write pages of their own."""


def test_every_page_that_is_named_is_in_the_project() -> None:
    """A comment that refers to “law.md” is a riddle to whoever has only this repository."""
    pages = {path.name for path in ROOT.rglob("*.md") if ".venv" not in path.parts} | LEFT_OUT
    missing = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in texts()
        for name in NAMED.findall(path.read_text(encoding="utf-8"))
        if Path(name).name not in pages
    ]
    assert missing == [], "\n".join(missing)


def texts() -> list[Path]:
    places = [ROOT / "decroche", ROOT / "tests", ROOT / "tools", ROOT / "docs"]
    return [
        path
        for place in places
        for path in sorted(place.rglob("*"))
        if path.suffix in TEXTS
        and "node_modules" not in path.parts
        and MADE_UP not in path.parents
        and path != Path(__file__)
    ]
