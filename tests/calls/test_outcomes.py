"""The specification of each outcome is complete, and no other file names the code of an outcome."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from django.utils.translation import gettext, override

from decroche.calls import outcomes, rules
from decroche.calls.keys import DESK_KEYS, NUMBER_LETTERS, letters_left
from decroche.calls.models import Call
from decroche.calls.outcome_spec import CallFacts, CallHistory, Delays, OutcomeSpec
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.reading import FIELDS
from decroche.calls.texts import ANSWERS
from decroche.followups.models import FollowUp
from decroche.shared.language import Language
from tests.cast import TUESDAY

ROOT = Path(__file__).resolve().parents[2]
each = pytest.mark.parametrize("spec", OUTCOMES.values(), ids=list(OUTCOMES))


def test_every_file_of_the_folder_is_an_outcome_in_the_order_of_its_position() -> None:
    folder = Path(outcomes.__path__[0])
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert set(OUTCOMES) == files
    assert [spec.position for spec in OUTCOMES.values()] == sorted(
        spec.position for spec in OUTCOMES.values()
    )


@each
def test_an_outcome_is_whole(spec: OutcomeSpec) -> None:
    longest = min(
        Call._meta.get_field("outcome").max_length or 0,
        FollowUp._meta.get_field("purpose").max_length or 0,
    )
    assert len(spec.code) <= longest
    assert spec.key not in DESK_KEYS
    assert spec.key == spec.key.lower()
    assert spec.needs <= spec.takes
    assert spec.share >= 0
    if spec.panel:
        asked = [field.name for field in spec.panel.fields]
        assert set(asked) <= set(FIELDS)
        deciding = {name for name in asked if name in ("when", "email", "invite", "mail", "cv")}
        assert deciding <= spec.takes
        assert spec.needs <= set(asked), "what an outcome needs is asked for"
    if spec.mail:
        languages: tuple[Language, ...] = ("fr", "en")
        assert all(len(spec.mail.letters[language]) == 2 for language in languages)


@each
def test_an_outcome_that_needs_a_moment_says_that_it_asks(spec: OutcomeSpec) -> None:
    facts = CallFacts(CallHistory(), TUESDAY, Delays())
    assert (spec.consequence(facts).kind == "ask") is ("when" in spec.needs)
    assert bool(spec.asks) is ("when" in spec.needs)


@each
def test_an_outcome_that_needs_something_has_a_panel(spec: OutcomeSpec) -> None:
    assert spec.panel is not None or not spec.needs


def test_each_stage_is_a_part_of_the_one_before() -> None:
    stages = (
        tuple(OUTCOMES),
        rules.ANSWERED,
        rules.RIGHT_PARTY_CONTACT,
        rules.CONVERSATIONS,
        rules.POSITIVE,
        rules.APPOINTMENTS,
    )
    for larger, smaller in pairwise(stages):
        assert set(smaller) < set(larger)
    assert not set(rules.UNANSWERED) & set(rules.ANSWERED)
    assert set(rules.HANG_UPS) < set(rules.REFUSALS) < set(rules.RIGHT_PARTY_CONTACT)


def test_the_keys_of_the_call_screen_are_those_of_its_templates() -> None:
    desk = ROOT / "decroche" / "desk" / "loop"
    drawn = [*desk.glob("*.html"), *(ROOT / "decroche" / "ui").glob("_*.html")]
    found = {
        key for path in drawn for key in re.findall(r'data-key="([^"{]+)"', path.read_text("utf-8"))
    }
    assert found == DESK_KEYS, "decroche/calls/keys.py has one list of them"


def test_an_outcome_cannot_have_a_key_of_the_call_screen() -> None:
    one = next(iter(OUTCOMES.values()))
    with pytest.raises(ValueError, match="one of the call screen"):
        outcomes.in_order([replace(one, key="q")])


def test_a_letter_that_presses_something_dials_no_number() -> None:
    assert letters_left([]) == list("dfghj")
    assert letters_left({"q", "f"}) == list("dghj")
    assert not DESK_KEYS & set(NUMBER_LETTERS)


def test_no_proposed_answer_has_a_key_that_presses_something_else() -> None:
    for proposed in ANSWERS.values():
        keys = [key.lower() for _, _, key in proposed if key]
        assert not rules.PRESSED & set(keys)
        assert len(keys) == len(set(keys))


def test_two_outcomes_cannot_share_a_key_a_place_or_a_code() -> None:
    one, two = list(OUTCOMES.values())[:2]
    with pytest.raises(ValueError, match="same code"):
        outcomes.in_order([one, one, two])


TALKS = {"call_back", "email_requested", "interested", "meeting", "no_need"}
GROUPS = [
    (rules.UNANSWERED, {"no_answer", "voicemail"}),
    (rules.ANSWERED, {"gatekeeper", *TALKS, "hung_up", "do_not_call"}),
    (rules.RIGHT_PARTY_CONTACT, {*TALKS, "hung_up", "do_not_call"}),
    (rules.CONVERSATIONS, TALKS),
    (rules.POSITIVE, {"email_requested", "interested", "meeting"}),
    (rules.REFUSALS, {"no_need", "hung_up", "do_not_call"}),
    (rules.FROM_THEM, {"call_back", "email_requested", "interested", "meeting"}),
    (rules.ASKED_FOR_MAIL, {"call_back", "email_requested", "interested", "meeting"}),
    (
        [code for code, spec in OUTCOMES.items() if "when" in spec.needs],
        {"call_back", "interested", "meeting"},
    ),
    (rules.WANTS_MAIL, {"email_requested"}),
    (rules.OPPOSITIONS, {"do_not_call"}),
    (rules.APPOINTMENTS, {"meeting"}),
    (rules.HANG_UPS, {"hung_up"}),
    (rules.KEEPS_FOLLOW_UPS, {"no_answer", "voicemail", "gatekeeper"}),
    (rules.NAMES_WHOM_TO_ASK, {"gatekeeper"}),
    (rules.NUMBER_ONLY, {"wrong_number"}),
    (rules.CALLED_EARLY, {"call_back"}),
    (rules.NEXT_PROJECT, {"no_need"}),
]
FIRST_ELEVEN = {*rules.UNANSWERED, *rules.ANSWERED, *rules.NUMBER_ONLY} & {
    code for _, found in GROUPS for code in found
}


def test_the_groups_are_as_they_are_counted() -> None:
    """The figures, the ranking and the law depend on these groups. The groups of an outcome that is
    added later are those of its own file.
    """
    for group, codes in GROUPS:
        assert set(group) & FIRST_ELEVEN == codes
        assert list(group) == [code for code in OUTCOMES if code in group]


# --- a code stands in its own file, and nowhere else

SOURCES = [
    *(path for folder in ("decroche", "tools") for path in (ROOT / folder).rglob("*")),
    *(ROOT / "bin").iterdir(),
]
WRITTEN = (".js", ".css", ".sql", ".json", ".toml", ".typ", ".tsv", ".sh", "")
"""Kinds of files besides Python and templates in which a code could stand."""
APART = ("migrations", "locale", "node_modules", "static", "__pycache__")
NAMESAKES = {
    ("decroche/intake/writing.py", "gatekeeper"): (1, "a column of Contact: the person is one"),
    ("decroche/intake/changing.py", "gatekeeper"): (1, "the same column"),
    ("decroche/prospects/models.py", "gatekeeper"): (1, "the same column"),
    ("decroche/prospects/actions.py", "gatekeeper"): (3, "the same column"),
    ("decroche/prospects/people.py", "gatekeeper"): (2, "the same column"),
    ("decroche/desk/loop/before.py", "gatekeeper"): (2, "the same column"),
    ("decroche/desk/loop/page.py", "gatekeeper"): (1, "the same column"),
    ("decroche/calls/whom_to_ask.py", "gatekeeper"): (2, "the same column"),
    ("decroche/intake/past_kept.py", "gatekeeper"): (1, "the same column"),
    ("decroche/storage/exporting.py", "gatekeeper"): (1, "the same column"),
    ("decroche/correspondence/incoming.py", "meeting"): (28, "the invitation a mail answers"),
    ("decroche/correspondence/receiving.py", "meeting"): (2, "the same field"),
    ("decroche/correspondence/about.py", "meeting"): (3, "the same field"),
    ("tools/bent.toml", "gatekeeper"): (1, "the path of its own file, where a rule is bent"),
}
"""(file, word): how often it stands there for another thing, with what it is there."""


def sources() -> Iterator[Path]:
    """Every file of the product and its tools that a person writes."""
    for path in SOURCES:
        if path.is_file() and not set(path.parts) & set(APART):
            yield path


def codes_in(path: Path, text: str) -> Counter[str]:
    """The codes that a file spells, in strings, names and quoted words, and how often."""
    if path.suffix == ".py":
        return _in_python(ast.parse(text))
    if path.suffix == ".html":
        text = re.sub(r"\{% (?:translate|trans) .*?%\}", "", text)
        text = re.sub(r"\{% blocktranslate.*?\{% endblocktranslate %\}", "", text, flags=re.S)
        return _in_text(text)
    if path.suffix in WRITTEN:
        return _in_text(text)
    return Counter()


def _in_text(text: str) -> Counter[str]:
    return Counter({code: times for code in OUTCOMES if (times := _spelt(code, text))})


def _in_python(tree: ast.Module) -> Counter[str]:
    found = Counter[str]()
    words = _translated(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in words:
                found += _in_text(node.value)
        else:
            found.update(name for name in _names(node) if name in OUTCOMES)
    return found


def _names(node: ast.AST) -> list[str]:
    """The names that a part of the code makes or uses, in small letters."""
    if isinstance(node, ast.ImportFrom | ast.Import):
        parts = [part for one in node.names for part in (*one.name.split("."), one.asname or "")]
        parts += (node.module or "").split(".") if isinstance(node, ast.ImportFrom) else []
        return [part.lower() for part in parts]
    for attribute in ("attr", "id", "arg", "name"):
        if isinstance(found := getattr(node, attribute, None), str):
            return [found.lower()]
    return []


def _translated(tree: ast.Module) -> set[int]:
    """Texts on screen and docstrings: the words of a sentence are no codes."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in ("_", "gettext", "gettext_lazy", "ngettext"):
                found |= {id(part) for part in ast.walk(node)}
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.add(id(node.value))
    return found


def _spelt(code: str, text: str) -> int:
    """How often a text names a code: alone, quoted, in an identifier of a page, or, when no word of
    the language is spelt so, anywhere.
    """
    if "_" in code:
        return len(re.findall(rf"(?<![\w]){code}(?![\w])", text))
    quoted = rf"""['"`]{code}['"`]|(?<=ask-){code}\b|={code}\b|/{code}\.py\b"""
    return len(re.findall(quoted, text)) or int(text.strip() == code)


def test_the_code_of_an_outcome_is_written_in_its_own_file_only() -> None:
    found: dict[tuple[str, str], int] = {}
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        text = path.read_text(encoding="utf-8", errors="replace")
        own = path.stem if path.parent.name == "outcomes" else ""
        found |= {
            (name, code): times for code, times in codes_in(path, text).items() if code != own
        }
    listed = {place: times for place, (times, _) in NAMESAKES.items()}
    assert found == listed, "ask the specifications (decroche/calls/outcomes) instead"


@pytest.mark.parametrize(
    "page", ["docs/reference/command-line.md", "decroche/desk/help/guide_fr.md"]
)
def test_the_two_pages_that_list_the_outcomes_name_each(page: str) -> None:
    """The command line by their codes, the manual by their keys and French names."""
    text = (ROOT / page).read_text(encoding="utf-8")
    for spec in OUTCOMES.values():
        if page.endswith("command-line.md"):
            assert re.search(rf"\b{spec.code}\b", text), spec.code
        else:
            with override("fr"):
                named = gettext(spec.label)
            assert re.search(rf"^\| .*\b{spec.key.upper()}\b.*{named}", text, re.M), named


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("a.py", 'if call.outcome == "meeting": pass', "meeting"),
        ("a.py", "SQL = \"outcome IN ('hung_up', 'interested')\"", "interested"),
        ("a.py", "Outcome.NO_NEED", "no_need"),
        ("a.py", "found.hung_up", "hung_up"),
        ("a.py", "count(no_answer=3)", "no_answer"),
        ("a.py", 'address = "/file/?outcome=voicemail"', "voicemail"),
        ("a.html", '{% if row.purpose == "meeting" %}', "meeting"),
        ("a.html", '<fieldset id="ask-interested">', "interested"),
        ("a.html", '<button value="do_not_call">', "do_not_call"),
        ("a.js", "if (outcome === 'voicemail') stop();", "voicemail"),
        ("a.py", "from decroche.calls.outcomes import meeting", "meeting"),
        ("a.py", "from decroche.calls.outcomes.hung_up import SPEC", "hung_up"),
        ("a.py", "def voicemail(): pass", "voicemail"),
        ("a.py", "def count(no_need): pass", "no_need"),
        ("a.toml", 'modules = ["calls/outcomes/interested.py"]', "interested"),
        ("a.sh", "decroche log no_answer --company 1", "no_answer"),
        ("a.tsv", "nouveau\tno_need", "no_need"),
        ("a.typ", '#if row.outcome == "meeting" [x]', "meeting"),
    ],
)
def test_a_code_is_found_however_it_is_spelt(name: str, text: str, code: str) -> None:
    assert code in codes_in(Path(name), text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", '_("A meeting")'),
        ("a.py", '"""Whoever is interested in a meeting."""'),
        ("a.html", '{% translate "meeting" %}'),
        ("a.html", "<p>interested</p>"),
    ],
)
def test_words_of_a_sentence_are_no_codes(name: str, text: str) -> None:
    assert not codes_in(Path(name), text)
