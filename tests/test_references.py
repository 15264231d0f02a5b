"""What the project says rests on what a reader of the project can open."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXTS = {".py", ".md", ".html", ".js", ".css", ".toml", ".sh"}
NAMED = re.compile(r"\b([\w/-]+\.md)\b")
CODE_NAMED = re.compile(r"(?<![\w./*-])((?:[\w-]+/)*\w+\.(?:py|js))\b(?::(\w+))?")
LEFT_OUT = {"CHANGELOG.md"}
"""Written by a release."""
MADE_UP = ROOT / "tests" / "tools"
"""Its tests write pages of their own."""


def test_every_page_that_is_named_is_in_the_project() -> None:
    """A comment must not refer to a file that is not in this repository."""
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


def test_every_file_that_a_comment_names_exists_with_the_name_it_is_said_to_define() -> None:
    """A file that was renamed is renamed in the comments and docstrings too."""
    files = [path for path in texts() if path.suffix in (".py", ".js")]
    lost = [
        f"{path.relative_to(ROOT)}: {said}"
        for path in files
        for said in lost_in(" ".join(remarks(path)), files)
    ]
    assert lost == [], "\n".join(lost)


def lost_in(text: str, files: list[Path]) -> Iterator[str]:
    """Returns the files that a text names and that do not exist, or lack the name after
    the colon.
    """
    for name, inside in CODE_NAMED.findall(text):
        found = [path for path in files if f"/{path.as_posix()}".endswith(f"/{name}")]
        word = re.compile(rf"\b{inside}\b")
        if not any(word.search(path.read_text(encoding="utf-8")) for path in found):
            yield f"{name}:{inside}" if inside else name


def remarks(path: Path) -> Iterator[str]:
    """The comments and docstrings of a file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".js":
        yield from re.findall(r"^\s*// (.*)$", text, re.MULTILINE)
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.string
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield str(node.value.value)


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("see compliance/permission.py:permit and team/roles.py", []),
        ("see calling.py", ["calling.py"]),
        ("see tests/cli/test_references.py", ["tests/cli/test_references.py"]),
        ("see compliance/permission.py:forbid", ["compliance/permission.py:forbid"]),
    ],
)
def test_a_missing_file_or_name_is_noticed(text: str, lost: list[str]) -> None:
    assert list(lost_in(text, texts())) == lost
