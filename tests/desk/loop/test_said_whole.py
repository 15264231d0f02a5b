"""What the call screen and the recap say is the fact, whole and once."""

from __future__ import annotations

import re
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
    waits, will = ">attend dans Messages", "l’e-mail attendra dans Messages"
    assert will in page.get("/calls/").content.decode()
    typed = {"outcome": "email_requested", "email": "a@b.example"}
    assert waits in post(page, member, **typed)
    keep_mailbox(by=member, values=BOX)
    assert will not in page.get("/calls/").content.decode()
    answer = post(page, member, **typed)
    assert waits not in answer
    assert "part dans 30\N{NO-BREAK SPACE}s" in answer


def test_without_a_mailbox_the_panel_of_a_mail_says_one_short_thing_while_they_spell(
    page: Client, member: Member, no_keyring: None
) -> None:
    file_of(member, 2)
    lacking = "Votre numéro de téléphone manque"
    shown = page.get("/calls/").content.decode()
    assert "l’e-mail attendra dans Messages" in shown
    assert lacking not in shown
    keep_mailbox(by=member, values=BOX)
    assert lacking in page.get("/calls/").content.decode()


def test_the_cursor_stands_in_the_note_of_a_call_that_came_in_so_no_key_leads_there(
    page: Client, member: Member
) -> None:
    card: Company = file_of(member, 1)[0]
    leads = re.compile(r">N</kbd>\s*écrire")
    assert leads.search(page.get("/calls/").content.decode())
    came = page.get("/calls/", {"origin": "incoming", "company": str(card.pk)}).content.decode()
    assert not leads.search(came)
    assert "puis un chiffre" in came


def test_a_fresh_card_says_once_that_nobody_called_them(page: Client, member: Member) -> None:
    company(member)
    shown = page.get("/calls/").content.decode()
    assert shown.count("Aucun appel encore") == 1
    assert "Premier appel." not in shown


def test_whom_she_asks_for_is_named_once_unless_more_is_known(page: Client, member: Member) -> None:
    card = company(member, "Port fluvial de Béthune 03 53 01 03 77 Béthune com: M. Haddad")
    shown = page.get("/calls/").content.decode()
    assert shown[: shown.index("data-loop")].count("M. Haddad") == 1
    card.contacts.update(email="haddad@port.example")
    shown = page.get("/calls/").content.decode()
    assert "haddad@port.example" in shown


def test_what_a_sitting_counts_are_conversations(page: Client, member: Member) -> None:
    first, _second = file_of(member, 2)
    page.post("/calls/begin/")
    said = post(page, member, outcome="hung_up")
    assert "1 appel<" in " ".join(said.split()).replace(" <", "<")
    log(member, first, "call_back", when=TUESDAY + timedelta(days=2))
    page.post("/calls/end/")
    recap = page.get(f"/calls/recap/{CallSession.objects.get().pk}/").content.decode()
    assert "conversation" in recap
    assert "décideur" not in recap
    assert "décideur" not in page.get("/").content.decode()


@pytest.mark.parametrize(
    ("when", "step"),
    [("jeudi 10h", "deux exemples, puis un devis"), ("envoyer le devis jeudi 10h", "")],
)
def test_interest_is_confirmed_with_its_step(
    page: Client, member: Member, when: str, step: str
) -> None:
    file_of(member, 2)
    typed = {"outcome": "interested", "when": when, "said": step}
    said = post(page, member, **typed)
    named = step or "envoyer le devis"
    assert f"· promis\u00a0: jeudi 26 novembre à 10\u00a0h · {named}" in said


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ("", "faux numéro, pas d’autre\u00a0: fiche à compléter"),
        (" 03 53 01 99 42", "faux numéro, le suivant sera appelé"),
    ],
)
def test_a_wrong_number_is_confirmed_with_what_became_of_the_card(
    page: Client, member: Member, others: str, said: str
) -> None:
    company(member, f"Imprimerie Vasseur 03 53 01 01 42{others} Lille")
    company(member, "Brasserie du Beffroi 03 53 01 10 85 Douai")
    shown = post(page, member, outcome="wrong_number")
    assert said in shown
