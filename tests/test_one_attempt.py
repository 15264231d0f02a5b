"""A call that they made to her is no attempt: the rule is written in one place (`is_attempt`), and
the code is read for a second one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from decroche.calls.outcomes import OUTCOMES
from decroche.calls.rules import ELSEWHERE, INCOMING, NEVER_INCOMING, is_attempt, may_give
from tests.test_one_permission import modules

NAMES = ("INCOMING", "NEVER_INCOMING")
IN_SQL = re.compile(r"(?<![?&])\borigin\s*(?:<>|!=|=|(?:NOT\s+)?(?:IN|LIKE)\b)", re.IGNORECASE)
"""The column compared; `?origin=` is a part of an address."""

ALLOWED = {
    "calls.rules": "the rule itself, and how it is said in SQL",
    "calls.models": "the stored codes, and the rule for a queryset",
    "desk.loop.buttons": "shows the buttons of a call that comes in",
    "desk.loop.card": "shows the card of a call that comes in, with its opening",
}


def written_out(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yields (file, line) wherever a module decides by itself who called whom."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in NAMES:
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute) and node.attr in NAMES:
            yield node.attr, node.lineno
        elif isinstance(node, ast.Compare | ast.keyword) and names_the_code(node):
            yield f"“{INCOMING}”", getattr(node, "lineno", 0)
        elif isinstance(node, ast.Constant) and IN_SQL.search(str(node.value)):
            yield "the column, in SQL", node.lineno


def names_the_code(node: ast.AST) -> bool:
    """Whether a comparison or a filter names the stored code itself."""
    return any(isinstance(part, ast.Constant) and part.value == INCOMING for part in ast.walk(node))


def test_one_place_says_that_a_call_received_is_no_attempt() -> None:
    second = [
        f"{module}:{line} writes out {what}"
        for module, tree in modules().items()
        if module not in ALLOWED
        for what, line in written_out(tree)
    ]
    assert second == [], "ask is_attempt, Call.objects.attempts() or ATTEMPT_SQL instead"


def test_each_file_that_may_write_it_out_does() -> None:
    found = modules()
    assert [module for module in ALLOWED if not [*written_out(found[module])]] == []


@pytest.mark.parametrize(
    "line",
    [
        "made = call.origin != INCOMING",
        "made = call.origin == Call.Origin.INCOMING",
        "made = call.origin != 'incoming'",
        "made = call.origin in ('', 'elsewhere') or call.origin not in ('incoming',)",
        "rows = Call.objects.exclude(origin='incoming')",
        "rows = Note.objects.filter(call__origin__in=['incoming'])",
        "run('SELECT count(*) FROM calls_call c WHERE c.origin <> %s')",
        "run(f'SELECT 1 FROM {table} WHERE origin NOT IN (%s)')",
        "codes = rules.NEVER_INCOMING",
    ],
)
def test_each_way_to_write_it_out_is_found(line: str) -> None:
    assert [*written_out(ast.parse(line))]


@pytest.mark.parametrize(
    "line",
    [
        "made = is_attempt(call.origin)",
        "rows = Call.objects.attempts().filter(workspace=workspace)",
        "words = {'incoming': 'They call you'}",
        "call = Call(origin=said.origin)",
        "run(f'SELECT count(*) FROM calls_call WHERE workspace_id = %s AND {ATTEMPT_SQL}')",
    ],
)
def test_what_asks_the_rule_is_left_alone(line: str) -> None:
    assert [*written_out(ast.parse(line))] == []


def test_every_call_is_an_attempt_but_those_that_they_made() -> None:
    assert is_attempt("")
    assert is_attempt(ELSEWHERE)
    assert not is_attempt(INCOMING)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_call_received_gives_every_outcome_but_those_where_nobody_talks(outcome: str) -> None:
    assert may_give("", outcome)
    assert may_give(ELSEWHERE, outcome)
    assert may_give(INCOMING, outcome) == (outcome not in NEVER_INCOMING)
