"""Something newer is in the place where undo would put a row or a value back: the newer one
stays.
"""

from __future__ import annotations

import pytest

from decroche.journal.actions import undo
from decroche.journal.models import Entry
from decroche.journal.record import record
from decroche.prospects.models import CallList, CallListEntry, Company, Contact, PhoneNumber
from decroche.team.models import Member
from tests.cast import file_of

pytestmark = pytest.mark.django_db


def a_list(member: Member, name: str) -> CallList:
    return CallList.objects.create(workspace=member.workspace, name=name)


def stays(entry: Entry) -> list[list[str]]:
    entry.refresh_from_db()
    found: list[list[str]] = entry.particulars.get("stays", [])
    return found


def test_a_list_that_was_removed_does_not_replace_one_of_the_same_name(member: Member) -> None:
    old = a_list(member, "Salon")
    with record("list.removed", by=member, why="tidied") as verb:
        verb.delete(old)
    a_list(member, "Salon")
    entry = undo(by=member)
    assert CallList.objects.filter(name="Salon").count() == 1
    assert stays(entry) == [["newer", "Salon"]]
    assert entry.particulars["why"] == "tidied"


def test_a_name_that_another_list_has_by_now_is_not_put_back(member: Member) -> None:
    a_list(member, "Autre")
    other, mine = a_list(member, "Zèbre"), a_list(member, "Salon")
    with record("list.renamed", by=member) as verb:
        verb.update(mine, name="Foire")
    other.name = "Salon"
    other.save()
    entry = undo(by=member)
    mine.refresh_from_db()
    assert mine.name == "Foire"
    assert stays(entry) == [["newer", "Foire"]]


def test_a_place_on_a_list_that_is_gone_is_not_put_back(member: Member) -> None:
    card, *_ = file_of(member, 2)
    place = CallListEntry.objects.create(
        workspace=member.workspace, call_list=a_list(member, "Salon"), company=card
    )
    with record("list.left", by=member) as verb:
        verb.delete(place)
    CallList.objects.filter(name="Salon").delete()
    a_list(member, "Autre")
    entry = undo(by=member)
    assert not CallListEntry.objects.exists()
    assert [code for code, _ in stays(entry)] == ["newer"]


def test_a_number_comes_back_without_its_person_when_they_are_gone(member: Member) -> None:
    card, other = file_of(member, 2)
    person, someone = (
        Contact.objects.create(workspace=member.workspace, company=one, name=name)
        for one, name in ((card, "Mme Durand"), (other, "M. Petit"))
    )
    number = card.numbers.order_by("pk")[0]
    PhoneNumber.objects.filter(pk=number.pk).update(contact=person)
    number.refresh_from_db()
    key = number.pk  # an instance that was deleted has none any more
    with record("number.removed", by=member) as verb:
        verb.delete(number)
    Contact.objects.filter(pk=person.pk).delete()
    entry = undo(by=member)
    back = PhoneNumber.objects.get(pk=key)
    assert (back.contact, back.company, back.e164) == (None, card, number.e164)
    assert stays(entry) == []
    assert Contact.objects.filter(pk=someone.pk).exists()


def test_a_person_who_comes_back_has_their_numbers_again(member: Member) -> None:
    """A link that the deletion emptied is an image too; nobody else's link is touched."""
    card, other = file_of(member, 2)
    person, someone = (
        Contact.objects.create(workspace=member.workspace, company=one, name=name)
        for one, name in ((card, "Mme Durand"), (other, "M. Petit"))
    )
    mine, theirs = card.numbers.order_by("pk")[0], other.numbers.order_by("pk")[0]
    PhoneNumber.objects.filter(pk=mine.pk).update(contact=person)
    PhoneNumber.objects.filter(pk=theirs.pk).update(contact=someone)
    key = person.pk
    with record("person.removed", by=member) as verb:
        verb.delete(person)
    mine.refresh_from_db()
    assert mine.contact is None
    undo(by=member)
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.contact_id, theirs.contact_id) == (key, someone.pk)
    assert Company.objects.count() == 2
