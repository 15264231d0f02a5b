"""A person of a card is corrected in place and taken off it, and both are taken back."""

from __future__ import annotations

import pytest
from django.test import Client

from decroche.journal.actions import undo
from decroche.journal.models import Entry
from decroche.prospects.actions import add_person
from decroche.prospects.left_alone import SilentValue
from decroche.prospects.legal_actions import leave_alone, leave_person_alone
from decroche.prospects.models import Company, Contact
from decroche.prospects.people import AskedForSilence, edit_person, remove_person
from decroche.prospects.search import search
from decroche.team.models import Member
from tests.cast import company, log

HTMX = {"HX-Request": "true"}
SAID = {"name": "Anne Lange", "role": "management", "email": "anne.lange@theatre.example"}


@pytest.fixture
def card(member: Member) -> Company:
    found = company(member)
    add_person(
        by=member, company=found, role="hr", name="Anne Lang", email="a.lang@theatre.example"
    )
    return found


@pytest.fixture
def person(card: Company) -> Contact:
    return Contact.objects.get(company=card)


def test_a_person_is_corrected_in_place(page: Client, member: Member, person: Contact) -> None:
    shown = page.get(f"/companies/{person.company_id}/").content.decode()
    assert f'hx-get="/people/{person.pk}/?edit"' in shown
    form = page.get(f"/people/{person.pk}/?edit", headers=HTMX).content.decode()
    assert 'value="Anne Lang"' in form
    kept = page.post(f"/people/{person.pk}/edit/", SAID, headers=HTMX).content.decode()
    assert "Anne Lange" in kept
    assert "direction" in kept
    person.refresh_from_db()
    assert {name: getattr(person, name) for name in SAID} == SAID
    assert search(member.workspace, "anne.lange")
    history = page.get(f"/companies/{person.company_id}/").content.decode()
    assert "Anne Lang → Anne Lange" in history
    assert "les ressources humaines → la direction" in history
    undo(by=member)
    person.refresh_from_db()
    assert (person.name, person.role, person.email) == ("Anne Lang", "hr", "a.lang@theatre.example")
    assert not search(member.workspace, "lange")


def test_a_person_is_taken_off_the_card_and_comes_back_with_calls_and_numbers(
    page: Client, member: Member, card: Company, person: Contact
) -> None:
    number = card.numbers.get()
    number.contact = person
    number.save()
    call = log(member, card, "no_answer").call
    call.contact = person
    call.save()
    answer = page.post(f"/people/{person.pk}/remove/", follow=True).content.decode()
    assert "Anne Lang n’est plus sur la fiche." in answer
    assert not Contact.objects.filter(pk=person.pk).exists()
    number.refresh_from_db()
    assert (number.contact_id, number.company) == (None, card)
    assert not search(member.workspace, "lang")
    page.post(f"/undo/{Entry.objects.latest('pk').pk}/")
    number.refresh_from_db()
    call.refresh_from_db()
    assert (number.contact, call.contact) == (person, person)
    assert search(member.workspace, "lang")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"email": "anne.lang@"}, "Ce n’est pas une adresse e-mail."),
        ({"name": " "}, "Il faut un nom."),
        ({"name": "x" * 161}, "C’est trop long."),
    ],
)
def test_what_cannot_be_kept_stays_in_its_field_with_the_reason(
    page: Client, person: Contact, typed: dict[str, str], said: str
) -> None:
    answer = page.post(f"/people/{person.pk}/edit/", SAID | typed, headers=HTMX)
    shown = answer.content.decode()
    assert said in shown
    assert "anne.lang" in shown
    before = person.name
    person.refresh_from_db()
    assert person.name == before


def test_what_does_not_differ_writes_no_line(member: Member, person: Contact) -> None:
    lines = Entry.objects.count()
    same = {"name": person.name, "role": person.role, "email": person.email}
    assert edit_person(by=member, person=person, **same) is None
    assert Entry.objects.count() == lines


def test_somebody_who_asked_for_silence_is_neither_changed_nor_removed(
    page: Client, member: Member, person: Contact
) -> None:
    leave_person_alone(by=member, person=person)
    person.refresh_from_db()
    with pytest.raises(AskedForSilence):
        edit_person(by=member, person=person, **SAID)
    with pytest.raises(AskedForSilence):
        remove_person(by=member, person=person)
    for verb in ("edit", "remove"):
        assert page.post(f"/people/{person.pk}/{verb}/", SAID).status_code == 404
    assert "remove" not in page.get(f"/people/{person.pk}/?edit").content.decode()


def test_an_address_that_asked_for_silence_is_refused_when_it_is_typed_again(
    member: Member, person: Contact
) -> None:
    leave_alone(by=member, values=[("email", SAID["email"])], channel="mail")
    with pytest.raises(SilentValue):
        edit_person(by=member, person=person, **SAID)
    person.company.refresh_from_db()
    person.refresh_from_db()
    assert person.email != SAID["email"]
    assert person.opposed_at is None
    assert person.company.opposed_at is None


def test_a_stranger_finds_nobody_there(page: Client, member: Member, stranger: Member) -> None:
    theirs = company(stranger, "Verrerie 01 99 00 05 31 Paris com: M. Noir").contacts.get()
    assert page.get(f"/people/{theirs.pk}/").status_code == 404
    for verb in ("edit", "remove"):
        assert page.post(f"/people/{theirs.pk}/{verb}/", SAID).status_code == 404
