"""A message left on a machine is shown wherever the call is."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from decroche.calls.models import Call
from decroche.shared import clock
from decroche.team.models import Member
from tests.cast import TUESDAY, company, log
from tests.desk.test_pages import post

SAID = "Répondeur, message laissé"


def test_a_message_left_is_shown_on_the_card_in_its_history_and_in_the_list_of_what_is_due(
    page: Client, member: Member
) -> None:
    card = company(member)
    log(member, card, "call_back", when=TUESDAY, at=TUESDAY - timedelta(days=7))
    post(page, member, outcome="voicemail", message_left="1")
    assert SAID in page.get("/follow-ups/").content.decode()
    assert page.get(f"/companies/{card.pk}/").content.decode().count(SAID) == 2
    with clock.frozen(TUESDAY + timedelta(days=3)):
        page.post(f"/calls/take/{card.pk}/")
        assert SAID in page.get("/calls/").content.decode()


def test_without_a_message_nothing_is_said_of_one(page: Client, member: Member) -> None:
    card = company(member)
    log(member, card, "call_back", when=TUESDAY, at=TUESDAY - timedelta(days=7))
    post(page, member, outcome="voicemail")
    for address in ("/follow-ups/", f"/companies/{card.pk}/"):
        assert "message laissé" not in page.get(address).content.decode()


def test_a_call_that_was_answered_after_all_left_no_message(page: Client, member: Member) -> None:
    card = company(member)
    log(member, card, "voicemail", message_left=True)
    Call.objects.update(outcome="no_need")
    assert SAID not in page.get("/calls/").content.decode()
    page.post(f"/calls/take/{card.pk}/")
    shown = page.get("/calls/").content.decode()
    assert "Pas de besoin, message laissé" not in shown
