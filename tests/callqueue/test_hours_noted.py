"""A card whose note asks for another hour waits for that hour, unless no other card is left."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from decroche.callqueue.from_plan import forget_progress
from decroche.callqueue.models import CallPlan
from decroche.callqueue.next_card import next_for
from decroche.callqueue.search import Pick
from decroche.calls.notes import write_note
from decroche.calls.sessions import begin
from decroche.prospects.models import Company
from decroche.shared import clock
from decroche.team.models import Member
from tests.cast import TUESDAY, file_of, log

NEXT_WEEK = TUESDAY + timedelta(days=7)
AFTERNOON = TUESDAY.replace(hour=14, minute=30)


def note(card: Company, words: str) -> None:
    Company.objects.filter(pk=card.pk).update(notes=words)


def shown(member: Member, at: datetime = TUESDAY) -> int | None:
    with clock.frozen(at):
        found = next_for(member, at)
    return found.company.pk if isinstance(found, Pick) else None


@pytest.fixture(params=["ranked", "in file order"])
def order(request: pytest.FixtureRequest) -> None:
    """The queue of the default order, and that of the file."""
    if request.param == "in file order":
        request.getfixturevalue("in_file_order")


@pytest.mark.usefixtures("order")
def test_a_card_waits_for_the_hour_that_its_note_asks_for(member: Member) -> None:
    one, two = file_of(member, 2)
    note(one, "voir Mme Roux, pas avant 14h")
    begin(by=member)
    assert shown(member) == two.pk
    log(member, two)
    assert shown(member, AFTERNOON) == one.pk


@pytest.mark.usefixtures("order")
@pytest.mark.parametrize("kept", ["with a call", "without a call"])
def test_a_card_waits_for_the_hour_that_a_past_call_gave(member: Member, kept: str) -> None:
    one, two = file_of(member, 2)
    for card, words in ((one, "seulement l’après-midi"), (two, "très aimable")):
        if kept == "with a call":
            log(member, card, note=words)
        else:
            log(member, card)
            write_note(by=member, company=card, text=words, at=TUESDAY)
    begin(by=member)
    assert shown(member, NEXT_WEEK) == two.pk
    log(member, two, at=NEXT_WEEK)
    assert shown(member, NEXT_WEEK.replace(hour=14, minute=30)) == one.pk


@pytest.mark.usefixtures("order")
def test_the_last_call_that_names_an_hour_counts_and_the_card_says_so(
    member: Member, page: Client
) -> None:
    (only,) = file_of(member, 1)
    note(only, "pas avant 17h")
    log(member, only, note="pas avant 14h")
    log(member, only, at=TUESDAY + timedelta(days=3), note="voix enrouée")
    with clock.frozen(NEXT_WEEK):
        assert "Votre note\u00a0: pas avant 14\u00a0h." in page.get("/calls/").content.decode()
    with clock.frozen(NEXT_WEEK.replace(hour=14, minute=30)):
        assert "Votre note\u00a0: pas avant" not in page.get("/calls/").content.decode()


@pytest.mark.usefixtures("order")
def test_when_nobody_else_is_left_it_comes_all_the_same_and_says_so(
    member: Member, page: Client
) -> None:
    (only,) = file_of(member, 1)
    note(only, "pas avant 14h")
    assert shown(member) == only.pk
    assert "Votre note\u00a0: pas avant 14\u00a0h." in page.get("/calls/").content.decode()
    with clock.frozen(AFTERNOON):
        assert "pas avant 14\u00a0h." not in page.get("/calls/").content.decode()


@pytest.mark.parametrize("noted", [False, True])
def test_cards_that_wait_at_the_head_of_a_plan_cost_no_statement_more(
    member: Member, noted: bool
) -> None:
    cards = file_of(member)
    first = {card.pk for card in cards[:6]}
    for card in cards[:6]:
        note(card, "uniquement l’après-midi" if noted else "vu au salon")
    shown(member)  # makes the plan
    plan = CallPlan.objects.get()
    plan.places.sort(key=lambda place: place[0] not in first)
    plan.save()
    forget_progress()
    asked = []
    for minute in range(5):
        with CaptureQueriesContext(connection) as statements:
            found = shown(member)
        asked.append(len(statements))
        assert found is not None
        assert not (noted and found in first)
        log(member, Company.objects.get(pk=found), at=TUESDAY + timedelta(minutes=minute))
    assert asked[2:] == [6, 6, 6]
