"""What she says first, by what came before."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from decroche.calls.models import Call, Script
from decroche.calls.reading import OutcomeInput
from decroche.calls.rules import TalkFacts, situation_of_talk
from decroche.calls.scripts import write_opening
from decroche.correspondence.models import Message
from decroche.shared.spoken.parts import Precision
from decroche.team.models import Member
from tests.cast import TUESDAY, company, log
from tests.desk.test_pages import post
from tools.outcomes import log_outcome


@pytest.mark.parametrize(
    ("earlier", "facts", "expected"),
    [
        ([], {}, "first"),
        (["no_answer", "gatekeeper"], {}, "first"),
        ([], {"sent": True}, "after_referral"),
        (["no_answer", "no_need"], {}, "after_no"),
        (["hung_up"], {"sent": True}, "after_no"),
        (["voicemail", "email_requested", "no_need"], {}, "after_mail"),
        (["call_back"], {}, "promised"),
        (["no_need"], {"promised": True}, "promised"),
        ([], {"after_mail": True}, "after_mail"),
        (["email_requested"], {"written": False}, "mail_wanted"),
        (["email_requested"], {"written": False, "sent": True}, "mail_wanted"),
        (["call_back"], {"late": True}, "late"),
        (["call_back"], {"promised": True, "late": True, "relayed": True}, "relayed"),
        (["no_answer", "meeting"], {"appointment": "to_come"}, "before_meeting"),
        (["no_answer", "meeting"], {"appointment": "over"}, "after_meeting"),
        (["meeting"], {"appointment": "cancelled"}, "after_no"),
        (["call_back", "meeting"], {"appointment": "over"}, "promised"),
    ],
)
def test_what_came_before_decides(earlier: list[str], facts: dict[str, Any], expected: str) -> None:
    assert situation_of_talk(earlier, TalkFacts(**facts)) == expected


def test_a_promise_has_its_own_opening_with_its_day_and_it_is_kept_with_the_call(
    page: Client, member: Member
) -> None:
    card = company(member, "Imprimerie Vasseur & Fils 03 53 01 01 42 Lille com: Mme Durand")
    log_outcome(
        by=member,
        company_id=card.pk,
        outcome="call_back",
        said=OutcomeInput(when=TUESDAY, precision="minute"),
        at=TUESDAY - timedelta(days=7),
    )
    shown = page.get("/calls/").content.decode()
    assert "Bonjour <mark>Madame Durand</mark>, Camille Arnaud à l’appareil." in shown
    assert "de vous rappeler <mark>aujourd’hui à 10\u00a0h\u00a0" in shown
    post(page, member, outcome="no_answer", asked_for="communication", situation="promised")
    assert Call.objects.latest("pk").opening.startswith("Bonjour [contact]")


def test_her_own_french_line_stays_french_on_an_english_page(page: Client, member: Member) -> None:
    write_opening(by=member, situation="promised", text="Bonjour, je vous rappelle [promis] !")
    card = company(member)
    log_outcome(
        by=member,
        company_id=card.pk,
        outcome="call_back",
        said=OutcomeInput(when=TUESDAY, precision="minute"),
        at=TUESDAY - timedelta(days=7),
    )
    Member.objects.update(language="en")
    shown = page.get("/calls/").content.decode()
    assert 'lang="en"' in shown
    assert "je vous rappelle <mark>aujourd’hui à 10\u00a0h" in shown


def test_what_is_not_known_leaves_no_hole(page: Client, member: Member) -> None:
    card = company(member)
    log_outcome(by=member, company_id=card.pk, outcome="no_need", at=TUESDAY - timedelta(days=200))
    shown = page.get("/calls/").content.decode()
    assert "Bonjour, Camille Arnaud à l’appareil. Nous nous étions parlé <mark>le " in shown
    assert "[" not in shown.partition('<div class="script">')[2].partition("</div>")[0]


def test_an_opening_is_written_in_mon_offre_and_an_empty_one_is_proposed_again(
    page: Client, member: Member
) -> None:
    assert 'name="after_no"' in page.get("/offer/").content.decode()
    page.post("/offer/openings/", {"after_no": "Rebonjour <b>!", "role-hr": "Bonjour les RH"})
    assert Script.objects.get(situation="after_no").text == "Rebonjour <b>!"
    assert Script.objects.get(role="hr").text == "Bonjour les RH"
    assert Script.objects.filter(role="communication").exists()  # not in the form: left alone
    card = company(member)
    log_outcome(by=member, company_id=card.pk, outcome="no_need", at=TUESDAY - timedelta(days=200))
    assert "Rebonjour &lt;b&gt;" in page.get("/calls/").content.decode()
    page.post("/offer/openings/", {"after_no": " "})
    assert "Nous nous étions parlé" in page.get("/calls/").content.decode()
    with pytest.raises(ValueError, match="later talk"):
        write_opening(by=member, situation="first", text="x")


def test_nothing_is_said_of_a_mail_that_has_not_left(page: Client, member: Member) -> None:
    card = company(member, "Imprimerie Vasseur & Fils 03 53 01 01 42 Lille com: Mme Durand")
    log_outcome(
        by=member,
        company_id=card.pk,
        outcome="email_requested",
        said=OutcomeInput(email="durand@vasseur.example"),
        at=TUESDAY - timedelta(days=9),
    )
    assert "Je vous ai envoyé" not in page.get("/calls/").content.decode()
    Message.objects.update(state="sent", closed_at=TUESDAY - timedelta(days=8))
    assert "Je vous ai envoyé" in page.get("/calls/").content.decode()


def _promised(member: Member, days: int) -> int:
    """A card that she promised to call again on Tuesday `days` days ago; its key."""
    card = company(member, "Imprimerie Vasseur & Fils 03 53 01 01 42 Lille com: Mme Durand")
    log_outcome(
        by=member,
        company_id=card.pk,
        outcome="call_back",
        said=OutcomeInput(when=TUESDAY - timedelta(days=days), precision="day"),
        at=TUESDAY - timedelta(days=20),
    )
    return card.pk


def test_a_late_promise_is_opened_with_its_day_and_an_apology(page: Client, member: Member) -> None:
    _promised(member, 7)
    shown = page.get("/calls/").content.decode()
    assert "je devais vous rappeler <mark>le mardi 17 novembre</mark>, pardon de ce retard" in shown
    assert 'name="situation" value="late"' in shown


def test_a_promise_that_is_not_late_is_opened_without_an_apology(
    page: Client, member: Member
) -> None:
    _promised(member, 0)
    assert "pardon de ce retard" not in page.get("/calls/").content.decode()


def test_a_call_that_comes_in_has_an_opening_of_its_own_which_she_may_change(
    page: Client, member: Member
) -> None:
    card = company(member, "Imprimerie Vasseur & Fils 03 53 01 01 42 Lille com: Mme Durand")
    address = f"/calls/?company={card.pk}&origin=incoming"
    log(member, card, "no_answer", at=TUESDAY - timedelta(days=9))
    assert "merci de me rappeler" in page.get(address).content.decode()
    assert 'name="incoming"' in page.get("/offer/").content.decode()
    page.post("/offer/openings/", {"incoming": "Bonjour, quelle surprise !"})
    assert "quelle surprise" in page.get(address).content.decode()
    assert "merci de me rappeler" not in page.get("/calls/").content.decode()


def test_who_was_never_called_is_not_thanked_for_calling_back(page: Client, member: Member) -> None:
    card = company(member, "Imprimerie Vasseur & Fils 03 53 01 01 42 Lille com: Mme Durand")
    shown = page.get(f"/calls/?company={card.pk}&origin=incoming").content.decode()
    assert "Que puis-je faire pour vous" in shown
    assert "merci de me rappeler" not in shown
    assert 'name="situation" value="incoming_first"' in shown


def test_a_talk_of_the_same_day_is_not_said_with_its_date(page: Client, member: Member) -> None:
    card = company(member, "Imprimerie Vasseur & Fils 03 53 01 01 42 Lille com: Mme Durand")
    log(member, card, "no_need", at=TUESDAY - timedelta(hours=1))
    shown = page.get(f"/calls/?company={card.pk}&origin=incoming").content.decode()
    assert "Nous nous étions parlé <mark>tout à l’heure</mark>" in shown


def test_somebody_spoken_to_before_is_not_asked_again_how_they_work(
    page: Client, member: Member
) -> None:
    card = company(member, "Imprimerie Vasseur & Fils 03 53 01 01 42 Lille com: Mme Durand")
    address = f"/calls/?company={card.pk}&origin=incoming"
    log(member, card, "no_answer", at=TUESDAY - timedelta(days=9))
    assert "comment vous travaillez" in page.get(address).content.decode()
    log(member, card, "no_need", at=TUESDAY - timedelta(days=8))
    shown = page.get(address).content.decode()
    assert "comment vous travaillez" not in shown
    assert "Nous nous étions parlé <mark>le lundi 16 novembre</mark>" in shown
    assert 'name="situation" value="incoming_again"' in shown


def test_the_follow_up_of_a_mail_is_announced_with_its_date(page: Client, member: Member) -> None:
    card = company(member)
    shown = page.get("/calls/").content.decode()
    assert "relance 1er déc." in shown
    kept = post(page, member, company=str(card.pk), outcome="email_requested", email="a@b.example")
    assert "e-mail, relance mardi 1er décembre" in kept


def test_a_caller_she_talked_with_before_is_greeted_with_what_was_said(
    page: Client, member: Member
) -> None:
    card = company(member, "Imprimerie Vasseur & Fils 03 53 01 01 42 Lille com: Mme Durand")
    log(member, card, "no_answer", at=TUESDAY - timedelta(days=9))
    asked = page.get(f"/calls/?origin=incoming&company={card.pk}").content.decode()
    assert "comment vous travaillez" in asked
    log_outcome(
        by=member,
        company_id=card.pk,
        outcome="no_need",
        said=OutcomeInput(note="Refont leur site en mars. Le budget est voté."),
        at=TUESDAY - timedelta(days=7),
    )
    shown = page.get(f"/calls/?origin=incoming&company={card.pk}").content.decode()
    assert "Bonjour <mark>Madame Durand</mark>, merci de me rappeler." in shown
    assert "Nous nous étions parlé <mark>le mardi 17 novembre</mark>" in shown
    assert "comment vous travaillez" not in shown
    script = shown.partition('<div class="script">')[2].partition("</div>")[0]
    assert "budget" not in script, "her note is for her eyes, unless she says otherwise"
    page.post("/offer/openings/", {"incoming_again": "Bonjour [contact] : [dernière note]."})
    shown = page.get(f"/calls/?origin=incoming&company={card.pk}").content.decode()
    assert "<mark>«\u00a0Refont leur site en mars. Le budget est voté\u00a0»</mark>" in shown


@pytest.mark.parametrize(
    ("precision", "said"), [("week", "vers le lundi 7"), ("day", "le lundi 7")]
)
def test_a_promise_for_a_week_is_said_as_one(
    page: Client, member: Member, precision: Precision, said: str
) -> None:
    card = company(member)
    log_outcome(
        by=member,
        company_id=card.pk,
        outcome="call_back",
        said=OutcomeInput(when=TUESDAY + timedelta(days=13), precision=precision),
        at=TUESDAY - timedelta(days=7),
    )
    page.post(f"/calls/take/{card.pk}/")
    assert f"de vous rappeler <mark>{said} décembre" in page.get("/calls/").content.decode()


def test_openings_of_before_say_what_was_sent_and_when_and_keep_her_other_words(
    member: Member,
) -> None:
    old = "Salut ! Je vous ai envoyé ma présentation [dernière fois], l’avez-vous ?"
    write_opening(by=member, situation="after_mail", text=old)
    write_opening(by=member, situation="after_no", text=old)
    migration = import_module("decroche.calls.migrations.0015_openings_after_a_mail")
    migration.say_what_was_sent(apps, None)
    kept = dict(Script.objects.exclude(situation="first").values_list("situation", "text"))
    assert kept["after_mail"] == "Salut ! Je vous ai envoyé [envoi] [parti], l’avez-vous ?"
    assert kept["after_no"] == old
