"""What the call screen and the recap say is the fact, whole and once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from decroche.calls.models import CallSession
from decroche.correspondence.actions import keep_mailbox
from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.cast import TUESDAY, company, file_of, log
from tests.desk.messages.test_mail import BOX
from tests.desk.test_pages import post

pytestmark = pytest.mark.usefixtures("in_file_order", "tuesday")


def test_the_other_day_is_offered_beside_more_words_and_keeps_them(
    page: Client, member: Member
) -> None:
    target = {"HX-Target": "heard-meeting-when"}
    asked = {"when": "mardi 14h30 chez eux"}
    said = page.get("/calls/hear/when/", asked, headers=target).content.decode()
    assert "aujourd’hui, mardi 24 novembre à 14" in said
    assert (
        'data-fill="mardi 1er décembre à 14\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30, chez eux"'
        in said
    )


def test_when_nobody_waits_on_the_next_day_the_recap_says_who_waits_after_it(
    page: Client, member: Member
) -> None:
    card = company(member)
    page.post("/calls/begin/")
    log(member, card, "call_back", when=TUESDAY + timedelta(days=2), precision="minute")
    page.post("/calls/end/")
    address = f"/calls/recap/{CallSession.objects.get().pk}/"
    shown = page.get(address).content.decode()
    assert "Personne n’attend votre appel ce jour-là" in shown
    after = shown[shown.index("Puis, jeudi 26 novembre") :]
    assert card.name.replace("&", "&amp;") in after[: after.index("<h2")]
    log(member, card, "call_back", when=TUESDAY + timedelta(days=1), precision="minute")
    assert "Puis, jeudi" not in page.get(address).content.decode()


def test_of_a_call_that_came_in_nobody_is_asked_for_and_no_message_left(
    page: Client, member: Member
) -> None:
    card = company(member)
    made, came = (
        page.get(f"/calls/?origin={origin}&company={card.pk}").content.decode()
        for origin in ("elsewhere", "incoming")
    )
    assert 'name="message_left"' in made
    assert 'name="message_left"' not in came
    assert '<p class="ask">' in made
    assert '<p class="ask">' not in came


def test_a_role_is_said_once_of_who_is_recommended(page: Client, member: Member) -> None:
    line = "Scierie Bonnel 03 53 01 42 60 Mme Garnier communication Arras"
    card: Company = file_of(member, 1)[0]
    asked = {"referral": line, "company": str(card.pk)}
    shown = page.get("/calls/hear/referral/", asked).content.decode()
    assert "Mme Garnier" in shown
    assert shown.count("communication") == 1


def test_a_mail_that_no_mailbox_can_send_is_said_to_wait(
    page: Client, member: Member, no_keyring: None
) -> None:
    file_of(member, 2)
    waits, will = "l’e-mail attend dans Messages", "l’e-mail attendra dans Messages"
    assert will in page.get("/calls/").content.decode()
    typed = {"outcome": "email_requested", "email": "a@b.example"}
    assert waits in post(page, member, **typed)
    keep_mailbox(by=member, values=BOX)
    assert will not in page.get("/calls/").content.decode()
    answer = post(page, member, **typed)
    assert waits not in answer
    assert "part dans 30 secondes" in answer
