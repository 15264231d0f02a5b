"""What the card shows besides the name, the number and whom to ask for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from decroche.callqueue.next_card import next_for
from decroche.callqueue.search import Pick
from decroche.calls.models import Question
from decroche.calls.preferences import RolesAsked
from decroche.desk.loop.card import build
from decroche.prospects.legal_actions import leave_person_alone
from decroche.prospects.models import Company, Contact
from decroche.shared import clock
from decroche.shared.clock import now
from decroche.team.models import Member
from decroche.team.preferences import save_preferences
from tests.cast import TUESDAY, company, log, state_of

pytestmark = pytest.mark.usefixtures("in_file_order")
BARE = "Imprimerie Vasseur & Fils 03 53 01 01 42 Lille"


def otherwise(member: Member) -> str:
    found = next_for(member, now())
    assert isinstance(found, Pick)
    return ", ".join(build(member, found, now()).otherwise)


def person(card: Company, role: str, name: str, **fields: bool) -> Contact:
    return Contact.objects.create(
        workspace_id=card.workspace_id, company=card, role=role, name=name, **fields
    )


def test_otherwise_is_the_second_of_her_order_when_nobody_is_known(member: Member) -> None:
    company(member, BARE)
    assert otherwise(member) == str(Contact.Role.HR.label)


def test_otherwise_is_somebody_of_that_role_by_name(member: Member) -> None:
    card = company(member, BARE)
    person(card, "management", "Mme Zola")
    person(card, "hr", "")
    person(card, "hr", "Mme Roussel")
    person(card, "hr", "M. Petit")
    assert otherwise(member) == "le service communication, Mme Roussel"


def test_otherwise_is_never_the_role_that_is_asked_for_first(member: Member) -> None:
    """When the decision maker is asked for first, the first role of her order comes second."""
    card = company(member, BARE)
    person(card, "hr", "Mme Roussel", decides=True)
    person(card, "communication", "M. Haddad")
    assert otherwise(member) == "M. Haddad"


def test_otherwise_follows_her_own_order_to_its_end(member: Member) -> None:
    card = company(member, BARE)
    person(card, "hr", "Mme Roussel")
    save_preferences(workspace=member.workspace, section=RolesAsked(("hr", "marketing")))
    assert otherwise(member) == str(Contact.Role.MARKETING.label)
    save_preferences(workspace=member.workspace, section=RolesAsked(("hr",)))
    assert otherwise(member) == ""


def test_whoever_asked_for_silence_is_not_named(member: Member, page: Client) -> None:
    card = company(member, BARE)
    asked_first = person(card, "communication", "M. Haddad")
    second = person(card, "hr", "Mme Roussel")
    shown = page.get("/calls/").content.decode()
    asked = shown.partition('class="says"')[0]
    assert "M. Haddad" in asked
    assert "Mme Roussel" in asked
    for one in (asked_first, second):
        leave_person_alone(by=member, person=one)
    assert otherwise(member) == str(Contact.Role.HR.label)
    shown = page.get("/calls/").content.decode()
    asked, _, told = shown.partition('class="says"')
    assert "M. Haddad" not in asked
    assert "Mme Roussel" not in asked
    assert told.count("à ne plus contacter") == 2


def test_the_agency_and_the_end_of_its_contract_are_on_the_card(
    member: Member, page: Client
) -> None:
    card = company(member, BARE)
    log(
        member,
        card,
        "no_need",
        reason="agency",
        details={"agency": "Agence Bleue", "until": "fin mars"},
    )
    state = state_of(card)
    assert f"{state.not_before:%Y-%m-%d}" == "2027-01-28"  # eight weeks before
    with clock.frozen(TUESDAY + timedelta(days=90)):
        shown = page.get("/calls/").content.decode()
    line = " ".join(shown.partition('class="contract')[2].partition("</p>")[0].split())
    assert "<strong>Agence Bleue</strong>" in line
    assert "fin mars" in line


def test_the_card_says_that_a_length_is_an_estimate(member: Member, page: Client) -> None:
    card = company(member, BARE)
    log(member, card, note="Budget voté", details={"guess": 240})
    with clock.frozen(TUESDAY + timedelta(days=6)):
        shown = page.get("/calls/").content.decode()
    assert "environ 4 min, estimation" in " ".join(shown.split()).replace("\xa0", " ")


def test_a_decision_maker_in_her_note_is_offered_and_kept_only_when_she_accepts(
    member: Member, page: Client
) -> None:
    card = company(member, BARE)
    log(member, card, "gatekeeper", note="la gérante, Mme Roux, après 14h")
    with clock.frozen(TUESDAY + timedelta(days=6)):
        shown = page.get("/calls/").content.decode()
        assert '<button type="submit" class="chip guess" name="value" value="Mme Roux">' in shown
        assert not Contact.objects.filter(name="Mme Roux").exists()
        asked = Question.objects.get(asks="decider")
        address = f"/calls/{card.pk}/answer/{asked.pk}/"
        assert address in shown
        page.post(address, {"value": "Mme Roux"})
        decider = Contact.objects.get(company=card)
        assert decider.name == "Mme Roux"
        again = page.get("/calls/").content.decode()
        assert "chip guess" not in again
        assert "Mme Roux" in again
