"""Merging two cards of one company: which fields, numbers and people the kept card has afterwards,
and the event by which the other packages move what hangs on the other card.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from decroche.journal.models import Entry
from decroche.journal.record import Verb, record
from decroche.prospects.events import CompaniesChanged, CompaniesMerged
from decroche.prospects.models import CallListEntry, Company, Contact, DistinctPair, PhoneNumber
from decroche.prospects.opposition import oppose_company
from decroche.prospects.refreshing import refresh
from decroche.shared.clock import now
from decroche.shared.events import publish
from decroche.shared.folding import fold
from decroche.team.models import Member

FIELDS = (
    "name",
    "activity",
    "naf",
    "headcount",
    "address",
    "postcode",
    "city",
    "website",
    "email",
    "siret",
)


def merge(*, by: Member, kept: Company, other: Company, from_other: Iterable[str] = ()) -> Entry:
    """Joins `other` into `kept`, in one entry that one undo takes back.

    `from_other` names the fields whose value is the other's; an empty field takes the other's
    anyway. Numbers, people, lists, tags and notes are joined, whatever higher packages hold follows
    (CompaniesMerged). An opposition of either holds for both.
    """
    with record("companies.merged", by=by, company_id=kept.pk, name=other.name) as verb:
        _merge(verb, by, kept, other, set(from_other))
    return verb.entry


InOrder = Callable[[Company, Company], tuple[Company, Company]]
"""Of two cards: (the one that stays, the one that joins it)."""


def merge_all(
    *, by: Member, pairs: Iterable[tuple[int, int]], in_order: InOrder
) -> tuple[Entry, int]:
    """Joins many pairs of cards in one entry that one undo takes back: (the entry, how many cards
    joined another).

    `in_order` says of two cards which one stays. A card that has joined another already passes its
    pairs on.
    """
    into: dict[int, int] = {}
    joined = 0
    with record("companies.merged", by=by) as verb:
        for pair in pairs:
            keys = sorted({_last(into, pk) for pk in pair})
            there = Company.objects.filter(workspace_id=by.workspace_id, removed_at=None).in_bulk(
                keys
            )
            if len(there) == 2:
                kept, other = in_order(*there.values())
                _merge(verb, by, kept, other, set())
                into[other.pk] = kept.pk
                joined += 1
        verb.entry.particulars |= {"cards": joined}
    return verb.entry, joined


def _last(into: dict[int, int], pk: int) -> int:
    while pk in into:
        pk = into[pk]
    return pk


def _merge(verb: Verb, by: Member, kept: Company, other: Company, chosen: set[str]) -> None:
    if kept.pk == other.pk or kept.workspace_id != other.workspace_id:
        raise ValueError("two different companies of one workspace are merged")
    verb.update(kept, **_fields(kept, other, chosen), edited_at=now())
    _people(verb, kept, other)
    _numbers(verb, kept, other)
    _lists(verb, kept, other)
    publish(CompaniesMerged(verb, by, kept, other))
    verb.update(other, removed_at=now())
    publish(CompaniesChanged(verb, by.workspace_id, (other.pk,)))
    if kept.opposed_at or other.opposed_at:
        oppose_company(verb=verb, by=by, company=kept)
    refresh(verb, kept)


def _fields(kept: Company, other: Company, chosen: set[str]) -> dict[str, object]:
    changes: dict[str, object] = {
        name: getattr(other, name)
        for name in FIELDS
        if getattr(other, name) and (name in chosen or not getattr(kept, name))
    }
    if "siret" in changes or not kept.siren:
        changes["siren"] = other.siren or kept.siren
    if "postcode" in changes:
        changes["department"] = other.department
    if "headcount" in changes:
        changes["headcount_min"] = other.headcount_min
    notes = [text for text in (kept.notes, other.notes) if text]
    changes["notes"] = "\n".join(dict.fromkeys(notes))
    changes["tags"] = list(dict.fromkeys([*kept.tags, *other.tags]))
    changes["details"] = join_details(kept.details, other.details)
    changes["notes_index"] = f"{kept.notes_index} {other.notes_index}".strip()
    return changes


def join_details(kept: dict[str, str], other: dict[str, str]) -> dict[str, str]:
    """Both cards' columns; where both hold one and differ, both texts."""
    joined = dict(kept)
    for column, text in other.items():
        there = joined.get(column, "")
        joined[column] = f"{there} / {text}" if there and there != text else text
    return joined


def _people(verb: Verb, kept: Company, other: Company) -> None:
    """The other's people come along; one who is there already gives what was missing, and the
    numbers.
    """
    there = list(Contact.objects.filter(company=kept))
    for person in Contact.objects.filter(company=other).order_by("id"):
        same = next((one for one in there if _same_person(one, person)), None)
        if same is None:
            verb.update(person, company=kept)
            continue
        verb.update(
            same,
            email=same.email or person.email,
            title=same.title or person.title,
            decides=same.decides or person.decides,
        )
        for number in PhoneNumber.objects.filter(contact=person):
            verb.update(number, contact=same)


def _same_person(one: Contact, two: Contact) -> bool:
    if one.email and one.email == two.email:
        return True
    return (bool(one.name) and fold(one.name) == fold(two.name)) or (
        not one.name and not two.name and not two.email and one.role == two.role
    )


def _numbers(verb: Verb, kept: Company, other: Company) -> None:
    there = {number.dial for number in PhoneNumber.objects.filter(company=kept)}
    place = len(there)
    for number in PhoneNumber.objects.filter(company=other).order_by("position", "id"):
        if number.dial not in there:
            verb.update(number, company=kept, position=place)
            place += 1


def _lists(verb: Verb, kept: Company, other: Company) -> None:
    there = set(CallListEntry.objects.filter(company=kept).values_list("call_list_id", flat=True))
    for entry in CallListEntry.objects.filter(company=other):
        if entry.call_list_id not in there:
            verb.create(
                CallListEntry(
                    workspace_id=kept.workspace_id, call_list_id=entry.call_list_id, company=kept
                )
            )


def never_the_same(*, by: Member, one: Company, two: Company) -> Entry:
    """These two look alike and are not: never asked again."""
    first, second = sorted((one.pk, two.pk))
    with record("companies.told_apart", by=by, company_id=one.pk, name=two.name) as verb:
        if not DistinctPair.objects.filter(
            workspace_id=by.workspace_id, first_id=first, second_id=second
        ).exists():
            verb.create(
                DistinctPair(workspace_id=by.workspace_id, first_id=first, second_id=second)
            )
    return verb.entry
