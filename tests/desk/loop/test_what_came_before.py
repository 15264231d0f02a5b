"""The opening line tells what came before: the day a mail left and what was attached to it, a
meeting that is over, who asked for the call; and it apologises only for a promise that is late.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from decroche.correspondence.actions import close
from decroche.correspondence.models import Message
from decroche.followups.actions import close as close_follow_up
from decroche.followups.actions import move
from decroche.followups.models import FollowUp
from decroche.journal.actions import undo
from decroche.prospects.models import Company
from decroche.shared import clock
from decroche.shared.clock import PARIS
from decroche.team.models import Member
from tests.cast import TUESDAY, company, keep_offer, log
from tests.desk.test_pages import post

BRUN = "Imprimerie Vasseur & Fils 03 53 01 01 42 Lille com: M. Brun"
FIRST_OF_DECEMBER = datetime(2026, 12, 1, 10, 5, tzinfo=PARIS)
THIRD_OF_DECEMBER = datetime(2026, 12, 3, 10, 5, tzinfo=PARIS)


@pytest.fixture
def card(member: Member) -> Company:
    return company(member, BRUN)


def opening(page: Client, card: Company, at: datetime) -> str:
    """The opening line of a card that she takes at that moment, without its marks."""
    with clock.frozen(at):
        page.post(f"/calls/take/{card.pk}/")
        shown = page.get("/calls/").content.decode()
    script = shown.partition('<div class="script">')[2].partition("</p>")[0]
    return " ".join(re.sub(r"<[^>]+>", "", script).replace("\u00a0", " ").split())


def _asked_for_mail(member: Member, card: Company) -> Message:
    log(member, card, "email_requested", email="com@vasseur.example")
    return Message.objects.get()


def _marked_sent(member: Member, message: Message) -> None:
    with clock.frozen(FIRST_OF_DECEMBER):
        close(by=member, message=message, how="sent")


def test_a_mail_is_spoken_of_with_the_day_it_left_and_what_it_carried(
    page: Client, member: Member, card: Company
) -> None:
    _marked_sent(member, _asked_for_mail(member, card))
    said = opening(page, card, THIRD_OF_DECEMBER)
    assert "Je vous ai envoyé mes coordonnées mardi :" in said
    assert "présentation" not in said


def test_a_presentation_is_spoken_of_when_it_was_attached(
    page: Client, member: Member, card: Company
) -> None:
    keep_offer(member)
    _marked_sent(member, _asked_for_mail(member, card))
    said = opening(page, card, THIRD_OF_DECEMBER)
    assert "Je vous ai envoyé ma présentation mardi :" in said


def test_the_follow_up_of_a_mail_counts_from_the_day_it_left(member: Member, card: Company) -> None:
    message = _asked_for_mail(member, card)
    row = FollowUp.objects.get()
    assert row.due_at.astimezone(PARIS).date() == FIRST_OF_DECEMBER.date()
    _marked_sent(member, message)
    row.refresh_from_db()
    assert row.due_at.astimezone(PARIS).date() == FIRST_OF_DECEMBER.date() + timedelta(days=7)
    card.state.refresh_from_db()
    assert card.state.not_before == row.due_at
    undo(by=member)
    row.refresh_from_db()
    assert row.due_at.astimezone(PARIS).date() == FIRST_OF_DECEMBER.date()
    message.refresh_from_db()
    assert (message.state, message.with_presentation) == ("draft", True)


def test_a_follow_up_that_she_moved_herself_stays_when_its_mail_leaves(
    member: Member, card: Company
) -> None:
    message = _asked_for_mail(member, card)
    row = FollowUp.objects.get()
    move(by=member, follow_up=row, due_at=THIRD_OF_DECEMBER, precision="day")
    _marked_sent(member, message)
    row.refresh_from_db()
    assert row.due_at == THIRD_OF_DECEMBER


def test_a_mail_that_has_not_left_is_spoken_of_as_one_they_wait_for(
    page: Client, member: Member, card: Company
) -> None:
    _asked_for_mail(member, card)
    said = opening(page, card, THIRD_OF_DECEMBER)
    assert "Bonjour Monsieur Brun, Camille Arnaud" in said
    assert "Vous m’aviez demandé un e-mail le mardi 24 novembre" in said


def test_a_mail_that_came_back_was_not_received(
    page: Client, member: Member, card: Company
) -> None:
    _marked_sent(member, _asked_for_mail(member, card))
    Message.objects.update(bounced_at=FIRST_OF_DECEMBER)
    assert "Vous m’aviez demandé un e-mail" in opening(page, card, THIRD_OF_DECEMBER)


def _meeting(member: Member, card: Company) -> FollowUp:
    log(member, card, "meeting", when=datetime(2026, 12, 2, 10, tzinfo=PARIS), precision="minute")
    return FollowUp.objects.get()


def test_a_meeting_that_is_over_is_thanked_for_and_is_not_late(
    page: Client, member: Member, card: Company
) -> None:
    _meeting(member, card)
    thanks = "Merci pour notre rendez-vous"
    assert f"{thanks} d’hier." in opening(page, card, THIRD_OF_DECEMBER)
    with clock.frozen(THIRD_OF_DECEMBER):
        for address in ("/", "/follow-ups/", f"/companies/{card.pk}/", "/calls/"):
            shown = page.get(address).content.decode()
            assert re.search(r"[Rr]endez-vous passé\s: comment s’est-il passé\s\?", shown), address
            assert "de retard" not in shown, address
        assert "En retard" not in page.get("/follow-ups/").content.decode()
    log(member, card, "no_answer", at=THIRD_OF_DECEMBER)
    later = opening(page, card, THIRD_OF_DECEMBER + timedelta(days=4))
    assert f"{thanks} de mercredi." in later


def test_a_meeting_to_come_is_what_a_call_before_it_is_about(
    page: Client, member: Member, card: Company
) -> None:
    row = _meeting(member, card)
    said = opening(page, card, FIRST_OF_DECEMBER)
    assert "Je vous appelle pour notre rendez-vous de demain" in said
    close_follow_up(by=member, follow_up=row, how="dropped")
    said = opening(page, card, THIRD_OF_DECEMBER)
    assert "rendez-vous" not in said
    assert "ce n’était pas le moment" in said


def _call_back(page: Client, member: Member, **said: str) -> None:
    post(page, member, outcome="call_back", **said)


def test_somebody_not_spoken_to_hears_neither_of_a_promise_nor_an_apology(
    page: Client, member: Member, card: Company
) -> None:
    _call_back(page, member, when="demain à 9h", note="Son assistante : plutôt le matin")
    said = opening(page, card, TUESDAY + timedelta(days=2))
    assert "On m’a dit que je pourrais vous joindre" in said
    assert "je devais vous rappeler" not in said
    assert "m’aviez dit" not in said


def test_after_two_o_clock_is_not_missed_on_the_same_day(
    page: Client, member: Member, card: Company
) -> None:
    _call_back(page, member, when="après 14h")
    said = opening(page, card, TUESDAY.replace(hour=15, minute=20))
    assert "Vous m’aviez dit de vous rappeler aujourd’hui à 14 h" in said
    assert "pardon" not in said
    assert "pardon de ce retard" in opening(page, card, TUESDAY + timedelta(days=1))


def test_at_two_o_clock_is_missed_at_twenty_past_three(
    page: Client, member: Member, card: Company
) -> None:
    _call_back(page, member, when="14h")
    assert "pardon" in opening(page, card, TUESDAY.replace(hour=15, minute=20))


def test_nobody_is_told_sorry_for_a_call_that_was_tried(
    page: Client, member: Member, card: Company
) -> None:
    _call_back(page, member, when="mardi 1er décembre")
    log(member, card, "no_answer", at=FIRST_OF_DECEMBER)
    said = opening(page, card, THIRD_OF_DECEMBER)
    assert "Vous m’aviez dit de vous rappeler mardi" in said
    assert "pardon" not in said


def test_a_call_they_made_is_not_an_attempt_of_hers(
    page: Client, member: Member, card: Company
) -> None:
    _call_back(page, member, when="mardi 1er décembre")
    log(member, card, "gatekeeper", at=FIRST_OF_DECEMBER, origin="incoming")
    assert "pardon" in opening(page, card, THIRD_OF_DECEMBER)


@pytest.mark.parametrize(
    ("due", "at", "said"),
    [
        (TUESDAY, TUESDAY + timedelta(days=1), "rappeler hier, pardon de ce retard"),
        (TUESDAY, TUESDAY + timedelta(days=2), "rappeler mardi, pardon de ce retard"),
        (TUESDAY, TUESDAY + timedelta(days=7), "rappeler le mardi 24 novembre, pardon"),
        (TUESDAY, TUESDAY - timedelta(minutes=8), "rappeler aujourd’hui vers 10 h 05. Où"),
        (TUESDAY, TUESDAY + timedelta(minutes=2), "rappeler aujourd’hui à 10 h 05. Où"),
    ],
)
def test_a_promise_is_spoken_of_as_one_says_it(
    page: Client, member: Member, card: Company, due: datetime, at: datetime, said: str
) -> None:
    given = TUESDAY - timedelta(days=4)
    log(member, card, "call_back", when=due, precision="minute", at=given)
    assert said in opening(page, card, at)


def test_who_did_not_ask_for_the_call_hears_that_it_is_late(
    page: Client, member: Member, card: Company
) -> None:
    note, given = "son assistante : mardi à 10 h", TUESDAY - timedelta(days=4)
    log(member, card, "call_back", when=TUESDAY, precision="minute", note=note, at=given)
    said = opening(page, card, TUESDAY + timedelta(days=2))
    assert "On m’a dit que je pourrais vous joindre mardi, et je vous appelle avec un peu" in said


@pytest.mark.parametrize(
    ("later", "said"),
    [
        (timedelta(hours=5), "Merci pour notre rendez-vous de ce matin. Où"),
        (timedelta(days=1), "Merci pour notre rendez-vous d’hier. Où"),
        (timedelta(days=3), "Merci pour notre rendez-vous de mardi. Où"),
        (timedelta(days=8), "Merci pour notre rendez-vous du mardi 24 novembre. Où"),
        (-timedelta(hours=1), "Je vous appelle pour notre rendez-vous de ce matin : est-il"),
        (-timedelta(days=1), "Je vous appelle pour notre rendez-vous de demain : est-il"),
    ],
)
def test_a_meeting_is_spoken_of_as_one_says_it(
    page: Client, member: Member, card: Company, later: timedelta, said: str
) -> None:
    given = TUESDAY - timedelta(days=4)
    log(member, card, "meeting", when=TUESDAY, precision="minute", at=given)
    assert said in opening(page, card, TUESDAY + later)
