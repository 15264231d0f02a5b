"""Whom she asks for: a person known by name comes before a department, also when nobody said what
they do.
"""

from __future__ import annotations

from typing import Any

from django.test import Client

from decroche.calls.queries import ask_for
from decroche.prospects.models import Company, Contact
from decroche.team.models import Member
from tests.cast import company

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


def test_an_accountant_a_gatekeeper_and_who_asked_for_silence_are_not_asked_for(
    member: Member,
) -> None:
    card = company(member, "Imprimerie Vasseur & Fils 03 53 01 01 42 Lille")
    _add(card, "M. Comte", title="comptable")
    _add(card, "Mme Porte", gatekeeper=True)
    assert ask_for(card, order=ORDER) == ("communication", None)
