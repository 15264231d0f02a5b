"""A call that is corrected on its page: what was promised stands there, and a next step that
repeats the note of the call has its corrected words.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.test import Client

from decroche.calls.models import Call
from decroche.desk.company import past_outcome
from decroche.followups.actions import move
from decroche.followups.models import FollowUp
from decroche.journal.actions import undo
from decroche.journal.models import Entry
from decroche.shared.clock import PARIS
from decroche.team.models import Member
from tests.cast import TUESDAY, company, log

pytestmark = pytest.mark.usefixtures("tuesday")
THURSDAY = datetime(2026, 11, 26, 10, tzinfo=PARIS)
WRONG, RIGHT = "Budget voté lundi", "Budget voté vendredi"


def promised(member: Member, note: str = WRONG) -> Call:
    card = company(member)
    return log(member, card, "call_back", when=THURSDAY, precision="minute", note=note).call


def correct_note(page: Client, call: Call, note: str, **typed: str) -> str:
    sent = {"outcome": call.outcome, "note": note, "reason": call.reason, **typed}
    there = f"/calls/{call.pk}/correct/"
    return page.post(there, sent, follow=True).content.decode()


def when_of(shown: str) -> str:
    """The text in the field of the moment."""
    field = re.search(r'id="when-corrected"\s+name="when"\s+value="([^"]*)"', shown)
    assert field
    return unescape(field[1]).replace("\u00a0", " ")


def test_a_next_step_says_the_corrected_note(member: Member, page: Client) -> None:
    call = promised(member)
    shown = correct_note(page, call, RIGHT)
    assert FollowUp.objects.get().note == RIGHT
    assert WRONG not in shown.partition("Tous les changements")[0]
    undo(by=member)
    assert (FollowUp.objects.get().note, Call.objects.get().note) == (WRONG, WRONG)


def test_a_step_that_repeats_an_earlier_call_is_corrected_with_it(
    member: Member, page: Client
) -> None:
    card = company(member)
    first = log(member, card, "no_answer", TUESDAY - timedelta(days=1), note=WRONG).call
    log(member, card, "call_back", when=THURSDAY)
    assert FollowUp.objects.get().note == WRONG
    correct_note(page, first, RIGHT)
    assert FollowUp.objects.get().note == RIGHT
    correct_note(page, Call.objects.get(pk=first.pk), "")
    assert FollowUp.objects.get().note == ""


def test_a_note_that_is_written_later_stands_at_the_step_it_led_to(
    member: Member, page: Client
) -> None:
    call = promised(member, note="")
    correct_note(page, call, RIGHT)
    assert FollowUp.objects.get().note == RIGHT


def test_a_step_that_was_closed_keeps_what_it_said(member: Member, page: Client) -> None:
    call = promised(member)
    FollowUp.objects.update(closed_at=TUESDAY)
    correct_note(page, call, RIGHT)
    assert FollowUp.objects.get().note == WRONG


def test_a_call_is_taken_back_whole_after_its_note_was_corrected(
    member: Member, page: Client
) -> None:
    call = promised(member)
    correct_note(page, call, RIGHT)
    undo(by=member, entry_id=Entry.objects.get(verb="call.logged").pk)
    assert not FollowUp.objects.exists()
    assert not Call.objects.exists()


@pytest.mark.parametrize(
    ("precision", "said"),
    [
        ("minute", "jeudi 26 novembre à 10 h"),
        ("day", "jeudi 26 novembre"),
        ("half_day", "jeudi 26 novembre à 10 h"),
        ("week", "vers le jeudi 26 novembre"),
    ],
)
def test_the_promised_moment_stands_in_its_field_and_left_there_changes_nothing(
    member: Member, page: Client, precision: str, said: str
) -> None:
    card = company(member)
    log(member, card, "call_back", when=THURSDAY, precision=precision, note=WRONG)
    call, before = Call.objects.get(), FollowUp.objects.values().get()
    when = when_of(page.get(f"/calls/{call.pk}/correct/").content.decode())
    assert said in when
    correct_note(page, call, RIGHT, when=past_outcome._promised(call))
    assert Call.objects.get().pk == call.pk
    assert FollowUp.objects.values().get() == {**before, "note": RIGHT}


def test_the_moment_goes_along_to_another_outcome(member: Member, page: Client) -> None:
    call = promised(member)
    when = past_outcome._promised(call)
    page.post(f"/calls/{call.pk}/correct/", {"outcome": "interested", "when": when, "note": WRONG})
    row = FollowUp.objects.get(closed_at=None)
    assert (row.purpose, row.due_at) == ("interested", THURSDAY)


def test_a_moved_promise_stands_as_it_is_now_and_a_late_one_is_only_said(
    member: Member, page: Client
) -> None:
    call = promised(member)
    friday = THURSDAY + timedelta(days=1)
    move(by=member, follow_up=FollowUp.objects.get(), due_at=friday, precision="minute")
    there = f"/calls/{call.pk}/correct/"
    assert "vendredi 27 novembre à 10 h" in when_of(page.get(there).content.decode())
    FollowUp.objects.update(due_at=TUESDAY - timedelta(days=4))
    shown = page.get(there).content.decode()
    assert when_of(shown) == ""
    assert "Promis : vendredi 20 novembre" in shown.replace("\u00a0", " ")
