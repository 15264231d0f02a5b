"""Whom she asks for: a person known by name comes before a department, also when nobody said what
they do.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client

from decroche.calls.whom_to_ask import ask_for
from decroche.correspondence.composing import compose
from decroche.correspondence.models import Message
from decroche.prospects.models import Company, Contact
from decroche.team.models import Member
from tests.cast import TUESDAY, company, log

ORDER = ["communication", "hr"]


def _add(card: Company, name: str, **fields: Any) -> Contact:
    return Contact.objects.create(company=card, workspace_id=card.workspace_id, name=name, **fields)


def test_a_person_whose_role_nobody_knows_is_asked_for_then_the_departments(
    page: Client, member: Member
) -> None:
    card = company(member, "Imprimerie Vasseur & Fils 03 53 01 01 42 Lille")
    _add(card, "M. Lartigue")
    shown = page.get("/calls/").content.decode()
    assert "Demander M. Lartigue" in shown
    assert "sinon le service communication, puis les RH" in shown


def test_somebody_of_the_role_she_asks_for_comes_first(member: Member) -> None:
    card = company(member, "Imprimerie Vasseur & Fils 03 53 01 01 42 Lille")
    _add(card, "M. Lartigue")
    durand = _add(card, "Mme Durand", role="communication")
    assert ask_for(card, order=ORDER) == ("communication", durand)


def test_neither_an_accountant_nor_a_gatekeeper_nor_an_opposed_person_is_asked_for(
    member: Member,
) -> None:
    card = company(member, "Imprimerie Vasseur & Fils 03 53 01 01 42 Lille")
    _add(card, "M. Comte", title="comptable")
    _add(card, "Mme Porte", gatekeeper=True)
    assert ask_for(card, order=ORDER) == ("communication", None)


def test_somebody_of_a_role_she_does_not_ask_for_is_asked_for_by_name(
    page: Client, member: Member
) -> None:
    card = company(member, "Imprimerie Vasseur & Fils 03 53 01 01 42 Lille")
    _add(card, "Yann Le Goff", role="marketing", title="resp. marketing")
    shown = " ".join(page.get("/calls/").content.decode().split())
    assert "Demander Yann Le Goff" in shown
    assert "resp. marketing · sinon le service communication, puis les RH" in shown
    _add(card, "Mme Durand", role="communication")
    asked = ask_for(card, order=ORDER)[1]
    assert asked is not None
    assert asked.name == "Mme Durand"


def test_a_person_by_name_comes_before_a_department_nobody_named(member: Member) -> None:
    card = company(member, "Imprimerie Vasseur & Fils 03 53 01 01 42 Lille")
    _add(card, "", role="communication", email="com@vasseur.example")
    riou = _add(card, "Paul Riou", role="management")
    assert ask_for(card, order=ORDER) == ("management", riou)


def test_whom_the_switchboard_named_is_asked_for_until_somebody_was_talked_with(
    page: Client, member: Member
) -> None:
    card = company(member, "Imprimerie Vasseur & Fils 03 53 01 01 42 Lille")
    brun = _add(card, "M. Brun", role="management", decides=True)
    log(member, card, "gatekeeper", note="demander Mme Vasseur (com)")
    page.post(f"/calls/take/{card.pk}/")
    shown = " ".join(page.get("/calls/").content.decode().split())
    asked = shown.partition('<p class="ask">')[2].partition("</p>")[0]
    assert "<strong>Demander Mme Vasseur</strong>" in asked
    assert "communication" in asked.partition("</strong>")[2]
    log(member, card, "call_back", when=TUESDAY + timedelta(days=9), at=TUESDAY + timedelta(days=1))
    log(member, card, "no_answer", at=TUESDAY + timedelta(days=2))
    page.post(f"/calls/take/{card.pk}/")
    assert "Demander M. Brun" in page.get("/calls/").content.decode()
    brun.delete()
    page.post(f"/calls/take/{card.pk}/")
    assert "Demander Mme Vasseur" in page.get("/calls/").content.decode()


def test_a_name_given_by_the_switchboard_is_the_person_of_the_card_with_that_name(
    member: Member,
) -> None:
    card = company(member, "Imprimerie Vasseur & Fils 03 53 01 01 42 Lille")
    claire = _add(card, "Claire Vasseur", role="hr")
    log(member, card, "gatekeeper", note="voir avec Mme Vasseur")
    fresh = Company.objects.get(pk=card.pk)
    assert ask_for(fresh, order=ORDER) == ("hr", claire)
    claire.opposed_at = TUESDAY
    claire.save()
    assert ask_for(fresh, order=ORDER) == ("communication", None)


def test_an_address_goes_to_the_person_whose_name_it_carries_and_the_mail_greets_by_name(
    member: Member,
) -> None:
    card = company(member, "Imprimerie Vasseur & Fils 03 53 01 01 42 Lille")
    _add(card, "", role="communication")
    goff = _add(card, "Yann Le Goff", role="marketing")
    log(member, card, "email_requested", email="yann.legoff@vasseur.example")
    message = Message.objects.get()
    assert message.contact == goff
    letter = compose(by=member, message=message, situation="presentation", language="fr")
    assert letter.body.startswith("Bonjour Yann Le Goff,")


def test_whoever_answered_is_kept_by_name_when_the_address_confirms_it(member: Member) -> None:
    card = company(member, "Imprimerie Vasseur & Fils 03 53 01 01 42 Lille")
    log(
        member,
        card,
        "email_requested",
        email="y.legoff@vasseur.example",
        asked_for="communication",
        note="Eu Yann Le Goff, très aimable. Voir Mme Petit en mars",
    )
    fresh = Company.objects.get(pk=card.pk)
    asked = ask_for(fresh, order=ORDER)[1]
    assert asked is not None
    assert asked.name == "Yann Le Goff"
    log(member, card, "email_requested", email="com@vasseur.example", note="Mme Petit")
    assert not Contact.objects.filter(name="Mme Petit").exists()
