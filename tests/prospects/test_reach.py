"""How far “never call again” reaches: one establishment, or its whole company if she says so."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from decroche.calls.permission import may_write
from decroche.calls.reading import OutcomeInput
from decroche.compliance.models import Suppression
from decroche.correspondence.models import Message
from decroche.followups.models import FollowUp
from decroche.intake.queries import left_alone_rows
from decroche.journal.actions import undo
from decroche.prospects import actions
from decroche.prospects.legal_actions import leave_alone, lift_company
from decroche.prospects.models import Company, Contact
from decroche.shared.numbers import read_numbers
from decroche.team.models import Member
from tests.cast import LINES, TUESDAY, company, file_of
from tests.intake.test_import import bring, write
from tools.outcomes import log_outcome

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
TOWN = "217801901"
"""The SIREN of a town, to which all its schools belong (made up, with a right check digit)."""


@pytest.fixture
def schools(member: Member) -> list[Company]:
    """Three schools of one town."""
    cards = file_of(member, 3)
    for number, card in enumerate(cards):
        card.siren, card.siret = TOWN, f"{TOWN}0000{number}"
        card.save()
    return cards


def refuse(member: Member, card: Company, *, everywhere: bool = False) -> None:
    log_outcome(
        by=member,
        company_id=card.pk,
        outcome="do_not_call",
        said=OutcomeInput(details={"everywhere": "1"} if everywhere else {}),
        at=TUESDAY,
    )


def opposed(cards: list[Company]) -> list[bool]:
    for card in cards:
        card.refresh_from_db()
    return [card.opposed_at is not None for card in cards]


def promise(member: Member, card: Company, person: Contact | None = None) -> FollowUp:
    return FollowUp.objects.create(
        workspace=member.workspace,
        company=card,
        contact=person,
        kind=FollowUp.Kind.PROMISED,
        purpose="call_back",
        precision="minute",
        due_at=TUESDAY + timedelta(days=2),
        created_at=TUESDAY,
    )


def test_one_school_refuses_for_itself(member: Member, schools: list[Company]) -> None:
    kept = promise(member, schools[1])
    refuse(member, schools[0])
    assert opposed(schools) == [True, False, False]
    kept.refresh_from_db()
    assert kept.closed_at is None
    kinds = set(Suppression.objects.values_list("kind", flat=True))
    assert "siret" in kinds
    assert "siren" not in kinds
    assert not may_write(member.workspace, schools[0], "mairie@exemple.example", TUESDAY).allowed
    assert may_write(member.workspace, schools[1], "autre@exemple.example", TUESDAY).allowed


def test_an_opposition_reaches_the_whole_company_when_she_says_so(
    member: Member, schools: list[Company]
) -> None:
    gone = promise(member, schools[1])
    refuse(member, schools[0], everywhere=True)
    assert opposed(schools) == [True, True, True]
    gone.refresh_from_db()
    assert gone.closed_how == "opposed"


def test_a_card_with_the_same_number_stops_too(member: Member, schools: list[Company]) -> None:
    shared = schools[0].numbers.order_by("pk")[0]
    number = schools[2].numbers.order_by("pk")[0]
    number.e164, number.national = shared.e164, shared.national
    number.save()
    refuse(member, schools[0])
    assert opposed(schools) == [True, False, True]


def test_a_short_number_is_known_again_whatever_its_spaces(
    member: Member, schools: list[Company], tmp_path: Path
) -> None:
    for card in (schools[0], schools[2]):
        card.numbers.all().delete()
        actions.add_number(by=member, company=card, number=read_numbers("39 49").numbers[0])
    refuse(member, schools[0])
    assert opposed(schools) == [True, False, True]
    batch = bring(member, write(tmp_path, "Société;Téléphone\nService des Eaux;3949\n"))
    assert [row.cells for row in left_alone_rows(batch)] == [["Service des Eaux", "3949"]]


def test_an_address_of_one_of_its_people_counts_as_well(
    member: Member, schools: list[Company]
) -> None:
    for card in schools[:2]:
        Contact.objects.create(
            workspace=member.workspace, company=card, name="Mme Roy", email="roy@ville.example"
        )
    refuse(member, schools[0])
    assert opposed(schools) == [True, True, False]


def test_lifting_what_was_said_of_all_lifts_it_for_all(
    member: Member, schools: list[Company]
) -> None:
    refuse(member, schools[0], everywhere=True)
    undo(by=member, reason="dit par erreur pour tous")
    assert opposed(schools) == [False, False, False]
    assert not Suppression.objects.exists()
    refuse(member, schools[0])
    assert opposed(schools) == [True, False, False]
    lift_company(by=member, company=schools[0], reason="ils ont rappelé eux-mêmes")
    assert opposed(schools) == [False, False, False]


def test_a_siren_typed_among_the_oppositions_stops_the_whole_company(
    member: Member, schools: list[Company]
) -> None:
    leave_alone(by=member, values=[("siren", TOWN)], channel="mail")
    assert opposed(schools) == [True, True, True]


def test_the_same_establishment_is_known_again_in_another_file(
    member: Member, schools: list[Company], tmp_path: Path
) -> None:
    """By its SIRET, under another name and number; another establishment comes in as it is."""
    Company.objects.filter(pk=schools[0].pk).update(siret="73282932000074", siren="732829320")
    schools[0].refresh_from_db()
    refuse(member, schools[0])
    Company.objects.filter(pk=schools[0].pk).update(siret="", siren="", name_key="autre|")
    table = (
        "Société;Téléphone;SIRET\n"
        "Nouveau nom;03 53 01 88 11;73282932000074\n"
        "Autre établissement;03 53 01 88 12;73282932000017\n"
    )
    batch = bring(member, write(tmp_path, table))
    assert not Company.objects.filter(name="Nouveau nom").exists()
    assert Company.objects.get(name="Autre établissement").opposed_at is None
    assert [row.cells[0] for row in left_alone_rows(batch)] == ["Nouveau nom"]


def test_what_it_takes_away_is_said_before(
    page: Client, member: Member, schools: list[Company]
) -> None:
    person = Contact.objects.create(
        workspace=member.workspace, company=schools[0], name="Mme Durand"
    )
    promise(member, schools[0], person)
    Message.objects.create(
        workspace=member.workspace,
        company=schools[0],
        to="ecole@ville.example",
        state=Message.State.QUEUED,
    )
    shown = page.get(f"/calls/reach/?company={schools[0].pk}").content.decode()
    assert "jeudi 26 novembre à 10\xa0h\xa005 (Mme Durand)" in shown
    assert "ecole@ville.example" in shown
    assert 'name="everywhere"' in shown
    assert schools[1].name in shown
    assert schools[2].name in shown


def test_it_names_the_numbers_the_addresses_and_the_people(page: Client, member: Member) -> None:
    card = company(member, LINES[1], email="contact@caps.example")
    person = Contact.objects.get(company=card)
    Contact.objects.filter(pk=person.pk).update(email="roussel@caps.example")
    shown = page.get(f"/calls/reach/?company={card.pk}").content.decode()
    for silenced in (
        card.numbers.get().national,
        "contact@caps.example, roussel@caps.example",
        "Mme Roussel",
    ):
        assert silenced in shown


def test_a_company_alone_is_asked_nothing_more(page: Client, member: Member) -> None:
    card, *_ = file_of(member, 2)
    shown = page.get(f"/calls/reach/?company={card.pk}").content.decode()
    assert "everywhere" not in shown
    assert page.get("/calls/reach/?company=999999").status_code == 404
    assert page.get("/calls/reach/?company=x").status_code == 404
