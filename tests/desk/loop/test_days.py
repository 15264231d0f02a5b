"""A sitting belongs to its day: the next day begins a new one, and the end of one says what
comes.
"""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from decroche.callqueue.models import Claim
from decroche.callqueue.next_card import next_for
from decroche.callqueue.search import Pick
from decroche.calls import sessions
from decroche.calls.models import CallSession
from decroche.shared import clock
from decroche.team.models import Member
from tests.cast import TUESDAY, file_of, log


def test_a_new_day_begins_a_new_sitting_and_offers_the_card_she_had_left(
    page: Client, member: Member
) -> None:
    """A promise comes first on that day: the card of the day before is named beside it."""
    *_, promised = file_of(member, 3)
    log(member, promised, "call_back", when=TUESDAY + timedelta(days=1), precision="minute")
    sessions.begin(by=member)
    held = next_for(member, TUESDAY)
    assert isinstance(held, Pick)
    sessions.pause(by=member)
    assert "Continuer" in page.get("/").content.decode()
    with clock.frozen(TUESDAY + timedelta(days=1)):
        assert "Continuer" not in page.get("/").content.decode()
        assert page.get("/calls/").headers["Location"] == "/"
        shown = page.post("/calls/begin/", follow=True).content.decode()
        assert "était devant vous" in shown
        assert held.company.name.replace("&", "&amp;") in shown
        first, second = CallSession.objects.order_by("pk")
    assert (first.ended_at, second.ended_at, second.paused_at) == (TUESDAY, None, None)
    assert Claim.objects.get().at > TUESDAY


def test_the_same_day_takes_the_sitting_up_again(page: Client, member: Member) -> None:
    file_of(member, 2)
    sessions.begin(by=member)
    sessions.pause(by=member)
    with clock.frozen(TUESDAY + timedelta(hours=4)):
        page.post("/calls/begin/")
    assert CallSession.objects.get().paused_at is None


def test_the_end_of_a_sitting_says_who_waits_on_the_next_working_day(
    page: Client, member: Member
) -> None:
    card = file_of(member, 2)[0]
    page.post("/calls/begin/")
    promise = {"company": card.pk, "outcome": "call_back", "when": "demain 10h", "said": "Budget"}
    page.post("/calls/log/", {**promise, "moment": "Vous êtes moi !"})
    shown = page.post("/calls/end/", follow=True).content.decode()
    for part in (
        "mercredi 25 novembre",
        "10\u00a0h",
        "Vous êtes moi !",
        "1 personne a pris le temps de vous parler",
    ):
        assert part in shown, part
    assert "qui décide" not in shown, "an assistant who says when to call decides nothing"
