"""In a shared file, what is counted and printed for a member is what she is offered: the promise of
a colleague is hers only once it passes on.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from decroche.callqueue.claims import LEASE
from decroche.callqueue.next_card import next_for
from decroche.callqueue.preferences import keep_passing
from decroche.callqueue.queries import next_on_paper
from decroche.callqueue.search import Nothing
from decroche.desk.today.ready import ready_of
from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.callqueue.test_reserved import list_of
from tests.callqueue.test_team import colleague, given_to, shared
from tests.cast import TUESDAY, file_of, log

EVENING = TUESDAY.replace(hour=23, minute=59)


@pytest.fixture
def team(member: Member, in_file_order: None) -> list[Member]:
    """Makes two members who call from one file."""
    owner = shared(member)
    return [owner, colleague(owner, "Noé")]


def promised(by: Member, card: Company) -> None:
    """She promised to call at this hour, four days ago."""
    before = TUESDAY - timedelta(days=4)
    log(by, card, "call_back", before, when=TUESDAY, precision="minute")


def printed(member: Member) -> set[Company]:
    return set(next_on_paper(member, TUESDAY, 20))


def test_a_call_sheet_begins_with_her_own_promise(team: list[Member]) -> None:
    theirs, mine, fresh = file_of(team[0], 3)
    promised(team[0], mine)
    promised(team[1], theirs)
    assert (given_to(team[0]), given_to(team[1])) == (mine, theirs)
    assert next_on_paper(team[0], TUESDAY, 20) == [mine, fresh]
    assert next_on_paper(team[1], TUESDAY, 20) == [theirs, fresh]


def test_a_call_sheet_has_her_own_promise_though_others_call_its_list(team: list[Member]) -> None:
    card, other = file_of(team[0], 2)
    list_of(team, "Lyon", [card, other], team[1])
    promised(team[0], card)
    assert given_to(team[0]) == card
    assert printed(team[0]) == {card}


def test_today_says_the_promises_that_she_is_offered(team: list[Member]) -> None:
    mine, theirs, more = file_of(team[0], 3)
    promised(team[0], mine)
    promised(team[1], theirs)
    promised(team[1], more)
    assert ready_of(team[0], TUESDAY, EVENING).first == 1
    assert ready_of(team[1], TUESDAY, EVENING).promises == 2


def test_a_promise_that_passed_on_is_printed_and_said(team: list[Member]) -> None:
    keep_passing(workspace=team[0].workspace, minutes=30)
    (card,) = file_of(team[0], 1)
    promised(team[0], card)
    at = TUESDAY + LEASE + timedelta(hours=1)
    assert given_to(team[1], at) == card
    assert next_on_paper(team[1], at, 20) == [card]
    assert ready_of(team[1], at, EVENING).first == 1


def test_a_promise_is_nobody_elses_ordinary_card(team: list[Member]) -> None:
    """At its minute the card is one to try again as well: it went to whoever pressed first."""
    (card,) = file_of(team[0], 1)
    promised(team[1], card)
    assert isinstance(next_for(team[0], TUESDAY), Nothing)
    assert given_to(team[1]) == card
