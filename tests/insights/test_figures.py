from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from decroche.calls.actions import Said, record_outcome
from decroche.insights.queries import figures, heat_map, week_of
from decroche.insights.rules import rate
from decroche.team.models import Member
from tests.cast import TUESDAY, company, file_of


def test_the_interval_covers_what_it_says() -> None:
    draw = random.Random(1)
    for truth, calls in ((0.05, 112), (0.3, 40), (0.5, 20)):
        hits = 0
        for _ in range(4000):
            found = rate(sum(draw.random() < truth for _ in range(calls)), calls)
            hits += found.low <= truth <= found.high
        assert 0.92 <= hits / 4000 <= 0.985


@pytest.mark.parametrize(("part", "whole", "one_in"), [(5, 112, 22), (0, 5, None), (1, 1, 1)])
def test_one_in(part: int, whole: int, one_in: int | None) -> None:
    assert rate(part, whole).one_in == one_in


def test_nothing_is_said_of_a_handful_of_calls() -> None:
    assert not rate(3, 8).enough
    assert rate(0, 0).high == 1.0


def test_counts_are_those_of_the_span_and_the_workspace(member: Member, stranger: Member) -> None:
    cards = file_of(member, 6)
    for card, outcome in zip(cards, ("no_answer", "gatekeeper", "hung_up", "no_need", "email_requested", "meeting"), strict=True):
        said = Said(email="a@b.example", when=TUESDAY + timedelta(days=1))
        record_outcome(by=member, company_id=card.pk, outcome=outcome, said=said)
    record_outcome(by=member, company_id=cards[0].pk, outcome="no_answer", at=TUESDAY - timedelta(days=40))
    record_outcome(by=stranger, company_id=company(stranger).pk, outcome="no_answer")
    found = figures(member.workspace, *week_of(TUESDAY.date()))
    assert (found.calls, found.reached, found.decision_makers, found.emails_requested, found.meetings, found.hung_up) == (6, 5, 3, 1, 1, 1)
    assert figures(member.workspace).calls == 7


def test_a_cell_with_few_calls_is_drawn_towards_the_middle(member: Member) -> None:
    record_outcome(by=member, company_id=company(member).pk, outcome="no_need")
    cell = heat_map(member.workspace)[1][1]
    assert (cell.calls, cell.reached) == (1, 1)
    assert cell.level < 4


def test_weeks_begin_on_monday() -> None:
    assert week_of(date(2026, 11, 29)) == (date(2026, 11, 23), date(2026, 11, 29))
