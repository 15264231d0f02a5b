"""Ctrl+Z on the call screen: it names what it takes back, and reaches the sitting under way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from decroche.callqueue.models import Claim
from decroche.calls import sessions
from decroche.calls.correcting import correct
from decroche.calls.models import Call
from decroche.desk.loop.taking_back import take_back_outcome
from decroche.journal.models import Entry
from decroche.shared import clock
from decroche.team.models import Member
from tests.cast import TUESDAY, file_of, log
from tests.desk.loop.test_clock import press

pytestmark = pytest.mark.usefixtures("in_file_order")
UNDO = 'data-key="ctrl+z"'
WHAT = "Imprimerie Vasseur &amp; Fils, pas de réponse"


def test_the_button_names_what_it_takes_back_and_so_does_the_sentence(
    page: Client, member: Member
) -> None:
    file_of(member, 3)
    page.post("/calls/begin/")
    press(page, "no_answer")
    shown = page.get("/calls/").content.decode()
    for attribute in ("title", "aria-label"):
        assert f'{attribute}="Annuler\u00a0: {WHAT}"' in shown
    answer = page.post("/calls/undo/", headers={"HX-Request": "true"}).content.decode()
    assert f"Annulé\u00a0: {WHAT}, avec tout ce qui en découlait." in answer
    assert UNDO not in answer


def test_the_answer_to_a_press_names_it_too(page: Client, member: Member) -> None:
    file_of(member, 3)
    page.get("/calls/")
    fields = {"company": Claim.objects.get().company_id, "outcome": "voicemail"}
    answer = page.post("/calls/log/", fields, headers={"HX-Request": "true"}).content.decode()
    assert "Annuler\u00a0: Imprimerie Vasseur &amp; Fils, répondeur" in answer


def test_what_was_corrected_days_ago_is_not_within_reach(page: Client, member: Member) -> None:
    card, *_ = file_of(member, 3)
    with clock.frozen(TUESDAY - timedelta(days=6)):
        log(member, card, "voicemail", at=TUESDAY - timedelta(days=6))
        correct(by=member, call=Call.objects.get(), outcome="no_answer", typed={}, at=clock.now())
    for begin in (False, True):
        if begin:
            page.post("/calls/begin/")
        assert UNDO not in page.get("/calls/").content.decode()
        answer = page.post("/calls/undo/", headers={"HX-Request": "true"}).content.decode()
        assert "Il n’y a pas d’issue de cette séance à annuler" in answer
    assert Call.objects.get().outcome == "no_answer"


def test_what_was_noted_before_the_sitting_is_not_within_reach(
    page: Client, member: Member
) -> None:
    card, *_ = file_of(member, 3)
    log(member, card)
    assert UNDO in page.get("/calls/").content.decode()  # of today, without a sitting
    with clock.frozen(TUESDAY + timedelta(minutes=1)):
        sessions.begin(by=member)
        assert UNDO not in page.get("/calls/").content.decode()
        assert "pas d’issue" in take_back_outcome(member, None).words
    assert Call.objects.exists()


def test_an_older_call_is_taken_back_from_its_card(page: Client, member: Member) -> None:
    card, *_ = file_of(member, 3)
    with clock.frozen(TUESDAY - timedelta(days=6)):
        entry = log(member, card, "voicemail", at=TUESDAY - timedelta(days=6)).entry
    shown = page.get(f"/calls/{Call.objects.get().pk}/correct/").content.decode()
    assert f'action="/undo/{entry.pk}/"' in shown
    answer = page.post(f"/undo/{entry.pk}/", {"next": f"/companies/{card.pk}/"})
    assert answer.headers["Location"] == f"/companies/{card.pk}/"
    assert not Call.objects.exists()
    assert Entry.objects.get(pk=entry.pk).undone_at is not None
