"""Which language is meant is decided in one place; nothing else chooses between the two."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.utils.translation import override

from decroche.insights.wording import short_date
from decroche.shared.language import known_language, spoken_language
from decroche.team.language import member_language
from decroche.team.models import Member
from decroche.ui.language import current_language, written_day

PACKAGE = Path(__file__).resolve().parent.parent / "decroche"
DECIDE = {"shared/language.py", "ui/language.py", "team/language.py"}
ASKS = {"get_language", "get_language_from_request", "get_language_from_path"}
SPOKEN = {"fr", "en"}


def constants(*nodes: ast.expr) -> set[object]:
    return {node.value for node in nodes if isinstance(node, ast.Constant)}


def decisions(tree: ast.AST) -> Iterator[int]:
    """Lines that choose: “en” if … else “fr”, … or “fr”, in (“fr”, “en”), or Django is asked."""
    for node in ast.walk(tree):
        match node:
            case ast.IfExp(body=one, orelse=other) if constants(one, other) == SPOKEN:
                yield node.lineno
            case ast.BoolOp(op=ast.Or(), values=values) if constants(*values) & SPOKEN:
                yield node.lineno
            case ast.Compare(comparators=[ast.Tuple() | ast.List() | ast.Set() as group]) if (
                constants(*group.elts) >= SPOKEN
            ):
                yield node.lineno
            case ast.Subscript(value=ast.Name(id="Literal"), slice=ast.Tuple(elts=elements)) if (
                constants(*elements) >= SPOKEN
            ):
                yield node.lineno
            case ast.ImportFrom(names=names) if {name.name for name in names} & ASKS:
                yield node.lineno
            case ast.Attribute(attr=name) if name in ASKS:
                yield node.lineno


def test_no_other_place_decides_on_a_language() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if str(path.relative_to(PACKAGE)) not in DECIDE and "node_modules" not in path.parts
        for line in decisions(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == [], (
        "use known_language (a code), current_language (the page) or member_language (a member): "
        f"{found}"
    )


@pytest.mark.parametrize(
    "text",
    [
        'x = "en" if by.language == "en" else "fr"',
        'x = by.language or "fr"',
        'if code in ("fr", "en"): pass',
        'Tongue = Literal["fr", "en"]',
        "from django.utils.translation import get_language",
        "translation.get_language()",
    ],
)
def test_a_second_decision_is_seen(text: str) -> None:
    assert list(decisions(ast.parse(text))) == [1]


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (("en",), "en"),
        (("en-GB",), "en"),
        (("FR",), "fr"),
        (("", None, "en"), "en"),
        (("de", "en"), "en"),
        (("fr", "en"), "fr"),
        (("de",), "fr"),
        ((), "fr"),
    ],
)
def test_the_first_language_that_is_spoken_is_taken(
    codes: tuple[str | None, ...], expected: str
) -> None:
    assert known_language(*codes) == expected


def test_an_unsupported_language_counts_as_none() -> None:
    assert spoken_language("de") is None
    assert spoken_language("") is None


def test_the_page_and_the_member_are_asked_apart() -> None:
    member = Member(language="")
    with override("en"):
        assert current_language() == "en"
        assert member_language(member) == "fr"
    member.language = "en"
    with override("fr"):
        assert current_language() == "fr"
        assert member_language(member) == "en"


BOTH_GENDERS = re.compile(
    r"[a-zà-ÿ]\((?:e|es|ne|nes|le|les|se|ses|ve|te|trice|rice|euse|ère)\)"
    r"|[a-zà-ÿ]·(?:e|es|ne|nes|se|trice|rice|euse|s)\b"
    r"|\b(?:il/elle|elle/il|ils/elles|celui/celle|un/une|le/la|du/de la)\b",
    re.IGNORECASE,
)
"""“contacté(e)”, “appelant·e”, “il/elle”: French words in two genders at once."""
_WITH_WORDS = {".po", ".html", ".py", ".md", ".typ", ".txt", ".js", ".xml"}


def test_no_french_text_is_in_two_genders_at_once() -> None:
    """Sentences are written so that they fit everybody, in the catalogue, the templates, the
    documents made by code and the French guides.
    """
    root = PACKAGE.parent
    found = [
        f"{path.relative_to(root)}:{number}: {line.strip()[:80]}"
        for folder in (PACKAGE, root / "docs" / "fr", root / "packaging")
        for path in sorted(folder.rglob("*"))
        if path.suffix in _WITH_WORDS and not {"node_modules", "static"} & set(path.parts)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if BOTH_GENDERS.search(line)
    ]
    assert found == []


def test_the_first_of_a_month_is_written_in_one_place() -> None:
    """“le 1 décembre” is no French: a day of the month goes through `written_day`."""
    found = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path != PACKAGE / "ui/language.py" and "node_modules" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "date_format"
        for pattern in constants(*node.args)
        if re.search(r"[jd].", str(pattern))
    ]
    assert found == []


def test_the_first_of_a_month_is_premier_in_french() -> None:
    first, other = date(2026, 12, 1), date(2026, 12, 21)
    with override("fr"):
        assert written_day(first, "l j F") == "mardi 1er décembre"
        assert written_day(first) == "1er déc. 2026"
        assert written_day(other, "l j F Y") == "lundi 21 décembre 2026"
        assert short_date(first) == "1er déc. 2026"
        assert short_date(other, year=False) == "21 déc."
    with override("en"):
        assert written_day(first, "j F Y") == "1 December 2026"
        assert short_date(first, year=False) == "1 Dec."
