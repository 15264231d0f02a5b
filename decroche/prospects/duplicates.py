"""Duplicates: pairs of cards that may be the same company. They are found by blocking.py and
likeness.py, and stored as DuplicateCandidate until she decides.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from decroche.journal.record import Verb
from decroche.prospects.blocking import Pair, pairs_within
from decroche.prospects.likeness import ASK, DIFFERENT, SAME, Rarity
from decroche.prospects.models import Company, DistinctPair, DuplicateCandidate, PhoneNumber
from decroche.prospects.traits import Traits, traits
from decroche.shared.clock import now
from decroche.team.models import Workspace

_PART = 5000
"""Cards that are read with one query."""
_SAMPLE = 20_000
"""Cards by which the rarity of words is estimated."""
_AT_ONCE = 200_000
"""Cards that are compared with each other in memory at most (some two kilobytes each)."""
_KEPT = 5_000
"""The likeliest pairs of one search that are stored: nobody looks at more."""


def traits_of(workspace: Workspace, chosen: Iterable[int] | None = None) -> Iterator[Traits]:
    """What is compared of the companies with the keys `chosen`, or of all that are not removed."""
    rows = Company.objects.filter(workspace=workspace, removed_at=None)
    keys = (
        list(rows.order_by("pk").values_list("pk", flat=True)) if chosen is None else sorted(chosen)
    )
    for start in range(0, len(keys), _PART):
        part = keys[start : start + _PART]
        numbers: dict[int, list[str]] = {}
        for company, e164, national in PhoneNumber.objects.filter(company_id__in=part).values_list(
            "company_id", "e164", "national"
        ):
            numbers.setdefault(company, []).append(e164 or national)
        # By key alone: with the workspace among the conditions, SQLite would read all of its rows.
        fields = (
            Company.objects.filter(pk__in=part)
            .order_by("pk")
            .values_list(
                *("workspace_id", "removed_at", "pk", "name", "siret", "siren", "email", "website"),
                *("postcode", "city", "address"),
            )
        )
        for workspace_id, removed, *card in fields:
            if workspace_id != workspace.pk or removed is not None:
                continue
            pk, name, siret, siren, email, website, postcode, city, address = card
            yield traits(
                pk,
                name,
                numbers.get(pk, ()),
                siret=siret,
                siren=siren,
                email=email,
                website=website,
                postcode=postcode,
                city=city,
                address=address,
            )


def rarity_of(workspace: Workspace) -> Rarity:
    """How rare words, numbers and addresses are in this file, by `_SAMPLE` of its cards at most."""
    rarity = Rarity()
    rarity.learn(
        traits_of(
            workspace,
            Company.objects.filter(workspace=workspace, removed_at=None)
            .order_by("pk")
            .values_list("pk", flat=True)[:_SAMPLE],
        )
    )
    return rarity


def find_duplicates(workspace: Workspace, *, only: Iterable[int] | None = None) -> int:
    """Compares all cards (or the cards with the keys `only` with all) and stores the pairs that may
    be one company and were not found before. Returns how many it stored.
    """
    known = {
        tuple(pair)
        for model in (DistinctPair, DuplicateCandidate)
        for pair in model.objects.filter(workspace=workspace).values_list("first_id", "second_id")
    }
    chosen = None if only is None else frozenset(only)
    found = [
        pair
        for part in _parts(workspace)
        for pair in _with_pauses(pairs_within(part, chosen))
        if (pair.one, pair.two) not in known
    ]
    found.sort(key=lambda pair: -pair.likeness.points)
    return keep_pairs(workspace, found[:_KEPT])


def _parts(workspace: Workspace) -> Iterator[list[Traits]]:
    """The cards to compare with each other: all of the file, or of a very large file (see
    `_AT_ONCE`) those of one department after the other.
    """
    rows = Company.objects.filter(workspace=workspace, removed_at=None)
    if rows.count() <= _AT_ONCE:
        yield list(traits_of(workspace))
        return
    for department in rows.order_by("department").values_list("department", flat=True).distinct():
        yield list(
            traits_of(
                workspace,
                rows.filter(department=department).values_list("pk", flat=True)[:_AT_ONCE],
            )
        )


def keep_pairs(workspace: Workspace, pairs: Iterable[Pair]) -> int:
    """Stores pairs for her to decide on, and returns how many. Pairs of which a card was removed
    meanwhile are left out. Where each name has a rare word that the other lacks (own_words), the
    verdict is ASK whatever the points say.
    """
    rows = [
        DuplicateCandidate(
            workspace=workspace,
            first_id=min(pair.one, pair.two),
            second_id=max(pair.one, pair.two),
            points=pair.likeness.points,
            verdict=ASK if ("own_words", False) in pair.likeness.reasons else pair.likeness.verdict,
            reasons=[list(reason) for reason in pair.likeness.reasons],
            created_at=now(),
        )
        for pair in pairs
    ]
    with transaction.atomic():
        present = set(
            Company.objects.filter(
                workspace=workspace,
                removed_at=None,
                pk__in={row.first_id for row in rows} | {row.second_id for row in rows},
            ).values_list("pk", flat=True)
        )
        rows = [row for row in rows if row.first_id in present and row.second_id in present]
        DuplicateCandidate.objects.bulk_create(rows, 500, ignore_conflicts=True)
    return len(rows)


def ask_whether_same(verb: Verb, one: Company, other: Company) -> None:
    """Puts two cards among the pairs she is asked about, whatever the points say: a card that was
    made though it may be one that was there. Called inside the verb that made it.
    """
    cards = list(traits_of(one.workspace, {one.pk, other.pk}))
    rarity = Rarity()
    rarity.learn(cards)
    likeness = rarity.compare(*cards)
    verb.create(
        DuplicateCandidate(
            workspace_id=one.workspace_id,
            first_id=min(one.pk, other.pk),
            second_id=max(one.pk, other.pk),
            points=likeness.points,
            verdict=ASK,
            reasons=[list(reason) for reason in likeness.reasons],
            created_at=now(),
        )
    )


def _with_pauses(pairs: Iterator[Pair]) -> Iterator[Pair]:
    """The pairs, with a pause of a millisecond after each twenty. Comparing takes minutes in a
    large file; in the pauses, the threads of the same process that serve pages get the interpreter.
    """
    for index, pair in enumerate(pairs):
        if index % 20 == 0:
            time.sleep(0.001)
        yield pair


def pairs_to_look_at(workspace: Workspace) -> QuerySet[DuplicateCandidate]:
    """The pairs that wait for her decision, the likeliest first."""
    apart = DistinctPair.objects.filter(
        workspace=workspace, first_id=OuterRef("first_id"), second_id=OuterRef("second_id")
    )
    rows = DuplicateCandidate.objects.filter(
        workspace=workspace, first__removed_at=None, second__removed_at=None
    )
    return rows.exclude(Exists(apart)).order_by("-points", "pk")


def pair_at(workspace: Workspace, place: int) -> DuplicateCandidate | None:
    """The pair at a place (from 0) among those that wait, with both cards; None beyond the last."""
    rows = pairs_to_look_at(workspace).select_related("first", "second")
    return rows[place : place + 1].first()


def sure_pairs(workspace: Workspace) -> QuerySet[DuplicateCandidate]:
    """The pairs that wait and are surely one company, by their points."""
    return pairs_to_look_at(workspace).filter(verdict=SAME)


class LookAlike(NamedTuple):
    """A company that is or may be the same as another one. A reason is (code, whether it makes that
    more likely); see likeness.py.
    """

    company: Company
    reasons: list[tuple[str, bool]]


def look_alikes(workspace: Workspace, company: Company, limit: int = 5) -> list[LookAlike]:
    """Returns the companies that are or may be the same as this one, the most likely first, `limit`
    at most.

    Only cards with the same SIREN, name, address or number are compared, and those stored as
    candidates before, so that a card is shown at once in a file of any size.
    """
    chosen = _alike_by_a_key(workspace, company, 4 * limit) | _candidates_of(workspace, company)
    chosen -= {pk for pair in _distinct_pairs(workspace, company) for pk in pair}
    rarity = Rarity()
    cards = list(traits_of(workspace, {company.pk, *chosen})) if chosen else []
    rarity.learn(cards)
    own = next((card for card in cards if card.key == company.pk), None)
    if own is None:
        return []
    compared = [(rarity.compare(own, card), card.key) for card in cards if card.key != company.pk]
    alike = [(likeness, pk) for likeness, pk in compared if likeness.verdict != DIFFERENT]
    alike.sort(key=lambda found: -found[0].points)
    companies = Company.objects.in_bulk([pk for _, pk in alike[:limit]])
    return [LookAlike(companies[pk], list(likeness.reasons)) for likeness, pk in alike[:limit]]


def _alike_by_a_key(workspace: Workspace, company: Company, most: int) -> set[int]:
    """Returns the keys of cards with the same SIREN, name, e-mail address or number, `most` for
    each of these.
    """
    numbers = PhoneNumber.objects.filter(company=company).values_list("e164", flat=True)
    own_numbers = [e164 for e164 in numbers if e164]
    name = company.name_key.partition("|")[0]
    rows = Company.objects.filter(workspace=workspace, removed_at=None).exclude(pk=company.pk)
    chosen: set[int] = set()
    for condition in (
        Q(siren=company.siren) if company.siren else None,
        Q(name_key__gte=f"{name}|", name_key__lt=f"{name}}}") if name else None,
        Q(email=company.email) if company.email else None,
    ):
        if condition is not None:
            found = rows.filter(condition).order_by("id").values_list("pk", flat=True)
            chosen.update(found[:most])
    same_number = PhoneNumber.objects.filter(
        workspace=workspace, e164__in=own_numbers, company__removed_at=None
    ).exclude(company=company)
    keys = same_number.order_by("company_id").values_list("company_id", flat=True)
    chosen.update(keys.distinct()[:most])
    return chosen


def _candidates_of(workspace: Workspace, company: Company) -> set[int]:
    """Returns the keys of the cards that were stored as possible duplicates of this one."""
    pairs = DuplicateCandidate.objects.filter(
        Q(first=company) | Q(second=company), workspace=workspace
    )
    return {pair.second_id if pair.first_id == company.pk else pair.first_id for pair in pairs}


def _distinct_pairs(workspace: Workspace, company: Company) -> list[tuple[int, int]]:
    """The pairs of keys with this company that she said are different companies."""
    rows = DistinctPair.objects.filter(workspace=workspace).filter(
        Q(first=company) | Q(second=company)
    )
    return [(first, second) for first, second in rows.values_list("first_id", "second_id")]
