"""A line that is replaced is taken back inside the new verb; undoing that verb puts it back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from decroche.journal.actions import replace, undo
from decroche.journal.models import Entry
from decroche.journal.record import Verb, record
from decroche.prospects.models import CallList, Company
from decroche.team.models import Member
from tests.cast import file_of

pytestmark = pytest.mark.django_db


def names() -> list[str]:
    return sorted(CallList.objects.values_list("name", flat=True))


def made(verb: Verb, member: Member) -> None:
    verb.create(CallList(workspace=member.workspace, name="Foire"))


def removed(verb: Verb, member: Member) -> None:
    verb.delete(CallList.objects.get(name="Salon"))


def renamed(verb: Verb, member: Member) -> None:
    verb.update(CallList.objects.get(name="Salon"), name="Congrès")


def corrected(member: Member, entry: Entry) -> Entry:
    with record("said.otherwise", by=member) as verb:
        replace(verb, entry)
    return verb.entry


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        (made, ["Foire", "Nord", "Salon"]),
        (removed, ["Nord"]),
        (renamed, ["Congrès", "Nord"]),
    ],
)
def test_undoing_a_replacement_restores_what_was_replaced(
    member: Member, change: Callable[[Verb, Member], None], changed: list[str]
) -> None:
    for name in ("Salon", "Nord"):
        CallList.objects.create(workspace=member.workspace, name=name)
    with record("first.said", by=member) as verb:
        change(verb, member)
    first = verb.entry
    assert names() == changed
    second = corrected(member, first)
    assert names() == ["Nord", "Salon"]
    undo(by=member, entry_id=second.pk)
    assert names() == changed
    undo(by=member, entry_id=first.pk)  # the replaced line can be taken back again
    assert names() == ["Nord", "Salon"]


def test_each_row_has_again_what_the_replaced_line_gave_it(member: Member) -> None:
    cards = file_of(member, 3)
    cities = [card.city for card in cards]
    with record("cards.moved", by=member) as verb:
        verb.update_read(cards, city="Brest", headcount_min=7)
    second = corrected(member, verb.entry)
    assert [card.city for card in Company.objects.order_by("pk")] == cities
    undo(by=member, entry_id=second.pk)
    found = Company.objects.order_by("pk").values_list("city", "headcount_min")
    assert list(found) == [("Brest", 7)] * 3


def test_a_value_that_is_newer_is_touched_by_neither(member: Member) -> None:
    mine = CallList.objects.create(workspace=member.workspace, name="Salon")
    with record("list.renamed", by=member) as verb:
        verb.update(mine, name="Foire")
    CallList.objects.update(name="Congrès")
    second = corrected(member, verb.entry)
    assert second.changes == []
    assert names() == ["Congrès"]


def test_an_image_says_by_its_sign_what_became_of_the_row(member: Member) -> None:
    """The signs are those that the journal's reader of later changes knows: +, ~ and -."""
    card = file_of(member, 1)[0]
    with record("person.added", by=member) as verb:
        person = verb.create(card.contacts.model(workspace=member.workspace, company=card))
        number = card.numbers.order_by("pk")[0]
        verb.update(number, contact=person)
        verb.delete(person)
    assert [(image[0], image[1]) for image in verb.changes] == [
        ("+", "prospects.contact"),
        ("~", "prospects.phonenumber"),
        ("~", "prospects.phonenumber"),
        ("-", "prospects.contact"),
    ]
