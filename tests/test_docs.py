"""The map and the glossary are right: every name in backticks is one of the code's own."""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from decroche.cli.grammar import build_parser

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "decroche"
MAPS = ("map.md", *sorted(f"map/{page.name}" for page in (ROOT / "docs/map").glob("*.md")))
PAGES = (*MAPS, "glossary.md")


def defined(body: list[ast.stmt]) -> Iterator[tuple[str, list[ast.stmt]]]:
    """Yields (name, what it contains) of each class, function, constant and field of a block."""
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield node.name, node.body
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, []
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                yield from (
                    (name.id, []) for name in ast.walk(target) if isinstance(name, ast.Name)
                )
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id, []
        elif isinstance(node, ast.If):
            yield from defined([*node.body, *node.orelse])


@cache
def names_of(path: Path) -> frozenset[str]:
    """The names a module defines, those of its classes' members with their class before them and
    without.
    """
    found: set[str] = set()
    for name, inside in defined(ast.parse(path.read_text(encoding="utf-8")).body):
        members = {member for member, _ in defined(inside)}
        found |= {name, *members, *(f"{name}.{member}" for member in members)}
    return frozenset(found)


def sources() -> list[Path]:
    return [path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts]


@cache
def every_name() -> frozenset[str]:
    """Every name of the product, and its packages and modules as `a` and `a.b`."""
    found = {name for path in sources() for name in names_of(path)}
    for path in sources():
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found |= {parts[0], ".".join(part for part in parts if part != "__init__")}
    return frozenset(found)


def exists(name: str, packages: set[str]) -> bool:
    """Whether a name in backticks is one of the code's. A bare file name is looked for in the
    packages that the same paragraph has named before.
    """
    path, _, inside = re.sub(r"<\w+>", "*", name).partition(":")
    if "/" not in path and not path.endswith(".py"):
        return name in every_name()
    if "/" in path:
        found = [*PACKAGE.glob(path.rstrip("/")), *ROOT.glob(path.rstrip("/"))]
    else:
        found = [one for package in packages for one in (PACKAGE / package).rglob(path)]
    return bool(found) and (not inside or any(inside in names_of(one) for one in found))


def missing(text: str) -> Iterator[str]:
    """The names in backticks that don't exist, paragraph by paragraph (a table is one)."""
    for paragraph in re.split(r"\n\s*\n", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)):
        packages: set[str] = set()
        for name in re.findall(r"`([^`]+)`", paragraph):
            yield from () if exists(name, packages) else (name,)
            first = name.partition("/")[0]
            packages |= {first} if (PACKAGE / first).is_dir() else set()


@pytest.mark.parametrize("page", PAGES)
def test_every_name_in_backticks_is_the_codes_own(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert len(re.findall(r"`[^`]+`", text)) > (5 if page.startswith("map/") else 40)
    assert list(missing(text)) == []


def test_the_first_page_of_the_map_leads_to_each_other_one() -> None:
    text = (ROOT / "docs/map.md").read_text(encoding="utf-8")
    assert len(MAPS) > 5
    assert [page for page in MAPS[1:] if f"]({page})" not in text] == []


FILES_AT_MOST = 3


def files_of_questions(text: str) -> dict[str, set[str]]:
    """Returns {question of the map: the files in its row}, without patterns and folders."""
    table = text.partition("| question | first | then |")[2].split("\n\n", maxsplit=1)[0]
    rows = [row.strip("| ").split(" | ", 1) for row in table.splitlines()[2:]]
    return {
        question: {
            path
            for name in re.findall(r"`([^`]+)`|\]\(([^)]+)\)", rest)
            for path in ("".join(name).partition(":")[0],)
            if re.search(r"\.(?:py|js|md)$", path) and "*" not in path
        }
        for question, rest in rows
    }


def test_each_question_of_the_map_is_answered_in_three_files_at_most() -> None:
    found: dict[str, set[str]] = {}
    for page in MAPS:
        found |= files_of_questions((ROOT / "docs" / page).read_text(encoding="utf-8"))
    assert len(found) > 60
    assert [question for question, files in found.items() if not files] == []
    assert {
        question: sorted(files) for question, files in found.items() if len(files) > FILES_AT_MOST
    } == {}


PACKAGES = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


@pytest.mark.parametrize("package", PACKAGES)
def test_the_first_lines_of_a_package_name_verbs_that_it_has(package: str) -> None:
    text = ast.get_docstring(ast.parse((PACKAGE / package / "__init__.py").read_text("utf-8")))
    assert text
    below = [path for path in sources() if path.is_relative_to(PACKAGE / package)]
    named = [name for name in re.findall(r"`([^`]+)`", text) if re.fullmatch(r"[\w.]+", name)]
    own = {name for path in below for name in names_of(path)} | {path.stem for path in below}
    assert [name for name in named if name not in own and not name.endswith(".py")] == []
    assert not re.search(r"(?:Verbs?|Questions?): [^`]", text)


def missing_tests(text: str) -> list[str]:
    """The tests in backticks (a file, or a file and a name in it) that don't exist."""
    found = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", text)
    return [
        f"{path}::{name}"
        for path, name in found
        if not (ROOT / path).is_file() or (name and name not in names_of(ROOT / path))
    ]


@pytest.mark.parametrize("page", ["asvs.md", "threat-model.md"])
def test_every_test_that_a_page_names_exists(page: str) -> None:
    text = (ROOT / "docs" / "reference" / page).read_text(encoding="utf-8")
    assert missing_tests(text) == []
    rows = [
        line for line in text.splitlines() if re.match(r"\| (?!---|who \| wants|line \|)", line)
    ]
    assert len(rows) > 15
    answers = [row.rstrip(" |").rpartition(" | ")[2] for row in rows]
    said = re.compile(
        r"`tests/|^– |\*\*(?:not met|decided otherwise)\*\*|^git;|^see 6\.1|^a name for each port"
    )
    assert [row for row, answer in zip(rows, answers, strict=True) if not said.search(answer)] == []


def test_a_test_that_is_gone_is_found() -> None:
    gone = ["tests/team/test_door.py::test_nothing", "tests/nowhere.py::"]
    said = "`tests/team/test_door.py` `tests/team/test_door.py::test_nothing` `tests/nowhere.py`"
    assert missing_tests(said) == gone


@pytest.mark.parametrize(
    "name",
    ["Nobody", "Company.nothing", "calls/nowhere.py", "calls/actions.py:no_verb", "nowhere.py"],
)
def test_a_name_that_is_gone_is_found(name: str) -> None:
    assert list(missing(f"Here `calls/rules.py` and `Company` stand beside `{name}`.")) == [name]


def commands() -> dict[str, set[str]]:
    """What each command of the command line takes: its options, by their long names."""
    (chosen,) = (
        action
        for action in build_parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    everywhere = {"--help", "--data", "--json"}
    return {
        name: {
            option
            for action in command._actions
            for option in action.option_strings
            if option.startswith("--")
        }
        - everywhere
        for name, command in chosen.choices.items()
    }


@pytest.mark.parametrize("name", sorted(commands()))
def test_the_page_of_the_command_line_names_every_option(name: str) -> None:
    page = (ROOT / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")
    rows = [
        line.split(" | ")[0]
        for line in page.splitlines()
        if line.startswith("| `") and re.search(rf"`{name}[ `]", line.split(" | ")[0])
    ]
    assert rows, f"{name} has no row"
    written = set(re.findall(r"--[a-z-]+", rows[0]))
    assert written == commands()[name]
