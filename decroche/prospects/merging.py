"""Merging two cards of one company: which fields, numbers and people the kept card has afterwards.
By the event CompaniesMerged, packages above move their own rows to the kept card.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from decroche.journal.models import Entry
from decroche.journal.record import Verb, record
from decroche.journal.verbs import JOINED
from decroche.prospects.events import CompaniesChanged, CompaniesMerged
from decroche.prospects.models import CallListEntry, Company, Contact, DistinctPair, PhoneNumber
from decroche.prospects.opposition import oppose_company
from decroche.prospects.queries import people_of
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
    """Merges `other` into `kept`, as one journal line that can be undone as a whole.

    `from_other` names the fields that take the other's value; fields that are empty take it anyway.
    Numbers, people, lists, tags and notes of both are kept, and so are rows of other packages (see
    CompaniesMerged). If one of the two has an opposition, the merged card has it.
    """
    with record(JOINED, by=by, company_id=kept.pk, name=other.name) as verb:
        _merge(verb, by, kept, other, set(from_other))
    return verb.entry


InOrder = Callable[[Company, Company], tuple[Company, Company]]
"""Decides which of two cards stays: (the one that stays, the one that is merged into it)."""


def merge_all(
    *, by: Member, pairs: Iterable[tuple[int, int]], in_order: InOrder
) -> tuple[Entry, int]:
    """Merges pairs of cards, as one journal line: (the line, how many cards were merged into
    another).

    `in_order` decides which card of a pair stays. When a card was merged into another by an earlier
    pair, that other one takes its place in later pairs.
    """
    merged_into: dict[int, int] = {}
    count = 0
    with record(JOINED, by=by) as verb:
        for pair in pairs:
            keys = sorted({_final_card(merged_into, pk) for pk in pair})
            cards = Company.objects.filter(workspace_id=by.workspace_id, removed_at=None).in_bulk(
                keys
            )
            if len(cards) == 2:
                kept, other = in_order(*cards.values())
                _merge(verb, by, kept, other, set())
                merged_into[other.pk] = kept.pk
                count += 1
        verb.entry.particulars |= {"cards": count}
    return verb.entry, count


def _final_card(merged_into: dict[int, int], pk: int) -> int:
    """The key of the card that a card was merged into, perhaps in several steps; else its own."""
    while pk in merged_into:
        pk = merged_into[pk]
    return pk


def _merge(verb: Verb, by: Member, kept: Company, other: Company, chosen: set[str]) -> None:
    """Merges `other` into `kept`; `chosen` are the fields that take the other's value."""
    if kept.pk == other.pk or kept.workspace_id != other.workspace_id:
        raise ValueError("two different companies of one workspace are merged")
    verb.update(kept, **_merged_fields(kept, other, chosen), edited_at=now())
    _move_people(verb, kept, other)
    _move_numbers(verb, kept, other)
    _copy_lists(verb, kept, other)
    publish(CompaniesMerged(verb, by, kept, other))
    verb.update(other, removed_at=now())
    publish(CompaniesChanged(verb, by.workspace_id, (other.pk,)))
    if kept.opposed_at or other.opposed_at:
        oppose_company(verb=verb, by=by, company=kept)
    refresh(verb, kept)


def _merged_fields(kept: Company, other: Company, chosen: set[str]) -> dict[str, object]:
    """The fields of the kept card that change."""
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
    """The details (columns of imported files) of two cards; where both have one and they differ,
    both texts with a slash between them.
    """
    joined = dict(kept)
    for column, text in other.items():
        present = joined.get(column, "")
        joined[column] = f"{present} / {text}" if present and present != text else text
    return joined


def _move_people(verb: Verb, kept: Company, other: Company) -> None:
    """Moves the other's people to the kept card. A person who is on both stays once, completed by
    what the other row has, and with its numbers.
    """
    own_people = people_of(kept)
    for person in Contact.objects.filter(company=other).order_by("id"):
        same = next((own for own in own_people if _same_person(own, person)), None)
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
    """Whether two rows are one person: the same address or name; of two that have neither, the same
    role.
    """
    if one.email and one.email == two.email:
        return True
    return (bool(one.name) and fold(one.name) == fold(two.name)) or (
        not one.name and not two.name and not two.email and one.role == two.role
    )


def _move_numbers(verb: Verb, kept: Company, other: Company) -> None:
    """Moves those of the other's numbers that the kept card does not have, behind its own."""
    own_numbers = {number.dial for number in PhoneNumber.objects.filter(company=kept)}
    position = len(own_numbers)
    for number in PhoneNumber.objects.filter(company=other).order_by("position", "id"):
        if number.dial not in own_numbers:
            verb.update(number, company=kept, position=position)
            position += 1


def _copy_lists(verb: Verb, kept: Company, other: Company) -> None:
    """Puts the kept card on the lists that the other is on."""
    own_lists = set(
        CallListEntry.objects.filter(company=kept).values_list("call_list_id", flat=True)
    )
    for entry in CallListEntry.objects.filter(company=other):
        if entry.call_list_id not in own_lists:
            verb.create(
                CallListEntry(
                    workspace_id=kept.workspace_id, call_list_id=entry.call_list_id, company=kept
                )
            )


def never_the_same(*, by: Member, one: Company, two: Company) -> Entry:
    """Notes that two cards are different companies, so that they are never shown as duplicates."""
    first, second = sorted((one.pk, two.pk))
    with record("companies.told_apart", by=by, company_id=one.pk, name=two.name) as verb:
        if not DistinctPair.objects.filter(
            workspace_id=by.workspace_id, first_id=first, second_id=second
        ).exists():
            verb.create(
                DistinctPair(workspace_id=by.workspace_id, first_id=first, second_id=second)
            )
    return verb.entry
