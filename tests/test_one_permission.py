"""One rule says who may be called, written to or exported: the code is read for a second one.

What the rule rests on (an opposition, the block of a call state, a consumer, the state of a number)
may be looked at only where it is listed here, with what is done with it there. To ask whether
something may be done, ask `compliance.permission.permit` through `calls.permission`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "decroche"
FACTS = ("opposed_at", "erased_at", "blocked_by")
"""Columns that forbid; removed_at only takes a card out of lists."""
IN_SQL = re.compile(rf"\b(?:{'|'.join(FACTS)})\b")
HOURS = ("open_now", "next_opening", "hour_verdict")
"""Rules about the hour, which is a part of the permission."""
STATES = ("valid", "doubtful", "unreadable", "wrong", "suppressed")
MARKS = ("CONSUMER", "SUPPRESSED", "WRONG", "UNREADABLE", "DOUBTFUL")

RULE = "the rule itself, and what it is asked with"
KEEPS = "keeps or lifts oppositions: a fact is written, nothing is allowed by it"
LISTS = "lists or counts what is kept, for the pages and documents of the law"
FIRST = "the first state of a number, decided nowhere else"
STORED = "names of columns: how a row is stored, exported or erased"

ALLOWED: dict[str, tuple[tuple[str, ...], str]] = {
    "compliance.permission": (("consumer", "valid", "doubtful", "open_now", "hour_verdict"), RULE),
    "compliance.advice": (("hour_verdict",), "advice: says that it is late, forbids nothing"),
    "compliance.rules": (("next_opening",), "the calendar that the rule asks"),
    "callqueue.regions": (
        ("hour_verdict", "consumer"),
        "asks the rule about the hour of a place, for each kind of card",
    ),
    "callqueue.claiming": (
        ("blocked_by",),
        "a card that changed since it was read is not reserved",
    ),
    "callqueue.standing": (("blocked_by", "CALLABLE"), "tells an open page that it stopped"),
    "callqueue.why_none": (("next_opening",), "says when the next one is ready"),
    "callqueue.kinds": (("blocked_by",), "names the cards of the index that the queue reads"),
    "calls.drafts": (("erased_at",), "an erased card is no card: nothing is kept on it"),
    "followups.listing": (("blocked_by",), "leaves out of the list what is no card any more"),
    "storage.database": (
        ("opposed_at", "blocked_by"),
        "checks that what is kept agrees: an opposed card is in no queue",
    ),
    "compliance.queries": (("Suppression",), RULE),
    "calls.permission": (("opposed_at", "erased_at", "consumer", "SUPPRESSED"), RULE),
    "calls.state_inputs": (("opposed_at", "erased_at", "consumer"), RULE),
    "calls.offered": (("blocked_by", "CALLABLE"), "names the cards by what their state keeps"),
    "calls.models": (("blocked_by", "CALLABLE"), "the column, its indexes and its two predicates"),
    "calls.states": (("blocked_by", "consumer"), "writes what the rule says into the state"),
    "cli.rescuing": (
        ("suppressed", "opposed_at", "erased_at"),
        "reads the rows of a damaged file: leaves out who is left out of every export",
    ),
    "intake.settling": (("opposed_at",), "the refusals of a file, kept as oppositions"),
    "calls.gathering": (("erased_at",), "an erased card is no card: it is not found"),
    "api.fields": (("opposed_at",), "nothing is written on a card that must be left alone"),
    "cli.assistant": (
        ("opposed_at",),
        "tells an assistant no more than the name of a company, and nothing of a person",
    ),
    "webhooks.actions": (("opposed_at",), "tells a program that it is kept"),
    "desk.loop.log_form": (
        ("blocked_by",),
        "says after a wrong number whether another one is left, and decides nothing",
    ),
    "desk.loop.views": (("erased_at",), "an erased card is no card: it is not found"),
    "correspondence.receiving": (("UNREADABLE",), "of a mail that could not be read"),
    "prospects.models": (
        ("consumer", "valid", "unreadable", "wrong", "suppressed", "opposed_at", "erased_at"),
        "names of columns, indexes, and whether a person may be named as whom to ask for",
    ),
    "prospects.queries": (("opposed_at", "erased_at"), "who is kept out of lists, in one place"),
    "prospects.opposition": (("opposed_at", "erased_at", "SUPPRESSED"), KEEPS),
    "prospects.legal_actions": (("Suppression", "SUPPRESSED", "opposed_at"), KEEPS),
    "prospects.rules": (("valid", "doubtful", "unreadable", "suppressed"), FIRST),
    "prospects.merging": (("opposed_at",), KEEPS),
    "prospects.left_alone": (("opposed_at",), "whose an opposed number is, in words"),
    "prospects.handlers": (("Suppression",), "an opposition is not undone without a reason"),
    "prospects.contacts": (("opposed_at",), "whoever asked for silence is not made the decider"),
    "prospects.actions": (
        ("WRONG", "erased_at", "opposed_at"),
        "a wrong number is not counted as known; a silent card is silenced by nothing more",
    ),
    "prospects.people": (("opposed_at",), "a silent card is silenced by nothing more"),
    "prospects.numbers": (("WRONG",), "writes that a number is nobody's"),
    "prospects.audience": (("consumer",), "decides what a card is: the rule asks it"),
    "prospects.personal": (("opposed_at",), STORED),
    "compliance.actions": (("Suppression",), KEEPS),
    "intake.writing": (("opposed_at", "blocked_by", "consumer"), STORED),
    "intake.under_way": (
        ("blocked_by", "Suppression"),
        "keeps the cards of an import out of the queue until it is whole, and takes them out again",
    ),
    "intake.going": (("Suppression",), "what the undo of an import takes, counted"),
    "intake.undoing_imports": (("blocked_by", "Suppression"), "an import that is being taken back"),
    "intake.updating": (("opposed_at",), "what the undo of an import keeps"),
    "accountability.carrying": (("Suppression", "opposed_at", "erased_at"), KEEPS),
    "accountability.erasing": (("erased_at",), "erases"),
    "accountability.access": (("opposed_at", "erased_at"), LISTS),
    "config.sqlite.statistics": (
        ("consumer", "blocked_by"),
        "says of each column how many values it has",
    ),
    "accountability.controller": (("CONSUMER", "erased_at"), LISTS),
    "accountability.retention": (
        ("Suppression", "CONSUMER", "opposed_at", "erased_at"),
        "until when something is kept: another law",
    ),
    "cli.commands": (("opposed_at",), "says of a card that it was opposed"),
    "desk.parts.lawline": (("consumer",), "shows the consents of a consumer"),
    "calls.queries": (("erased_at",), "an erased card is no card: nobody who names it finds it"),
    "desk.parts.asking": (("erased_at",), "an erased card is not found by a form"),
}


def name_of(path: Path) -> str:
    inside = path.relative_to(PACKAGE).with_suffix("")
    return ".".join(inside.parts).removesuffix(".__init__")


def looked_at(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """(what, line) of everything in a module that the rule rests on."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in (*FACTS, *MARKS):
            yield node.attr, node.lineno
        elif isinstance(node, ast.Name) and node.id in ("Suppression", "CALLABLE", *HOURS):
            yield node.id, node.lineno
        elif isinstance(node, ast.keyword):
            yield from lookups(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            for fact in {*FACTS}.intersection(node.value.split("__")) | in_sql(node.value):
                yield fact, node.lineno
        elif isinstance(node, ast.Return | ast.Assign) and of_state(node):
            for part in constants(node):
                if part.value in STATES:
                    yield str(part.value), part.lineno
        elif isinstance(node, ast.Compare | ast.Dict | ast.IfExp | ast.Tuple):
            for part in constants(node):
                if part.value in ("wrong", "suppressed", "consumer"):
                    yield str(part.value), part.lineno


def in_sql(text: str) -> set[str]:
    """The facts that a statement names: a text with a word of SQL beside them."""
    if not re.search(r"\b(?:SELECT|WHERE|AND|INSERT|UPDATE|FROM)\b", text):
        return set()
    return set(IN_SQL.findall(text))


def lookups(node: ast.keyword) -> Iterator[tuple[str, int]]:
    """What a filter or a change by name speaks of: `company__opposed_at=None`, `state="valid"`."""
    parts = (node.arg or "").split("__")
    for fact in set(FACTS).intersection(parts):
        yield fact, node.value.lineno
    if "state" in parts:
        for part in constants(node.value):
            if part.value in STATES:
                yield str(part.value), part.lineno


def of_state(node: ast.Return | ast.Assign) -> bool:
    """Whether a state of a number may be what is assigned or returned: several states in one
    statement, or one assigned to a name that says so.
    """
    found = [part for part in constants(node) if part.value in STATES]
    named = isinstance(node, ast.Assign) and any(
        "state" in (target.id if isinstance(target, ast.Name) else "") for target in node.targets
    )
    returned = isinstance(node, ast.Return) and node.value in found
    return len(found) > 1 or bool(found and named) or returned


def constants(node: ast.AST) -> Iterator[ast.Constant]:
    return (part for part in ast.walk(node) if isinstance(part, ast.Constant))


def modules() -> dict[str, ast.Module]:
    found = {
        name_of(path): ast.parse(path.read_text(encoding="utf-8"))
        for path in PACKAGE.glob("**/*.py")
        if "node_modules" not in path.parts and "migrations" not in path.parts
    }
    assert len(found) > 200
    return found


def test_nothing_but_the_rule_decides_whether_somebody_may_be_called() -> None:
    second = [
        f"{module}:{line} looks at {what}"
        for module, tree in modules().items()
        for what, line in looked_at(tree)
        if what not in ALLOWED.get(module, ((), ""))[0]
    ]
    assert second == [], "ask calls.permission instead, or say here what is done with it"


def test_nothing_is_allowed_here_that_is_not_there() -> None:
    found = {module: {what for what, _ in looked_at(tree)} for module, tree in modules().items()}
    gone = {
        module: sorted(set(names) - found.get(module, set()))
        for module, (names, _) in ALLOWED.items()
        if set(names) - found.get(module, set())
    }
    assert gone == {}


def test_a_second_decision_would_be_seen() -> None:
    for code, what in (
        ("if company.opposed_at: pass", "opposed_at"),
        ("rows.filter(company__opposed_at=None)", "opposed_at"),
        ("rows.exclude(state__blocked_by='client')", "blocked_by"),
        ("x = {'state__blocked_by': ''}", "blocked_by"),
        ("if card.audience == 'consumer': pass", "consumer"),
        ("if card.audience == Company.Audience.CONSUMER: pass", "CONSUMER"),
        ("if number.state != 'suppressed': pass", "suppressed"),
        ("state = 'valid' if number.valid else 'doubtful'", "doubtful"),
        ("return 'suppressed'", "suppressed"),
        ("ok = number.state == PhoneNumber.State.WRONG", "WRONG"),
        ("numbers.filter(state__in=('valid', 'doubtful'))", "valid"),
        ("x = 'SELECT 1 FROM c WHERE s.blocked_by = 1'", "blocked_by"),
        ("x = f'SELECT id FROM c WHERE {where} AND opposed_at IS NULL'", "opposed_at"),
        ("if open_now(hours, zone, at).allowed: pass", "open_now"),
        ("Suppression.objects.filter(kind='number').exists()", "Suppression"),
    ):
        assert what in {found for found, _ in looked_at(ast.parse(code))}, code
