"""The pairs of cards that may be one company: found by likeness (likeness.py),
kept with the points that speak for and against it until she says whether they are.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from decroche.prospects.blocking import Pair, pairs_within
from decroche.prospects.likeness import ASK, DIFFERENT, SAME, Rarity
from decroche.prospects.models import Company, DistinctPair, DuplicateCandidate, PhoneNumber
from decroche.prospects.traits import Traits, traits
from decroche.shared.clock import now
from decroche.team.models import Workspace

_PART = 5000
_SAMPLE = 20_000
_AT_ONCE = 200_000
_KEPT = 5_000
"""Pairs of one look over the file: nobody looks at more."""


def traits_of(workspace: Workspace, chosen: Iterable[int] | None = None) -> Iterator[Traits]:
    """What is compared of these companies (of all that are not removed, when none are named)."""
    rows = Company.objects.filter(workspace=workspace, removed_at=None)
    keys = (
        list(rows.order_by("pk").values_list("pk", flat=True)) if chosen is None else sorted(chosen)
    )
    for start in range(0, len(keys), _PART):
        part = keys[start : start + _PART]
        called: dict[int, list[str]] = {}
        for company, e164, national in PhoneNumber.objects.filter(company_id__in=part).values_list(
            "company_id", "e164", "national"
        ):
            called.setdefault(company, []).append(e164 or national)
        # Asked by key alone: asked for the workspace as well, SQLite reads the whole of it.
        fields = (
            Company.objects.filter(pk__in=part)
            .order_by("pk")
            .values_list(
                *("workspace_id", "removed_at", "pk", "name", "siret", "siren", "email", "website"),
                *("postcode", "city", "address"),
            )
        )
        for here, removed, *card in fields:
            if here != workspace.pk or removed is not None:
                continue
            pk, name, siret, siren, email, website, postcode, city, address = card
            yield traits(
                pk,
                name,
                called.get(pk, ()),
                siret=siret,
                siren=siren,
                email=email,
                website=website,
                postcode=postcode,
                city=city,
                address=address,
            )


def rarity_of(workspace: Workspace) -> Rarity:
    """How rare the words of this file are: from twenty thousand of its cards at most."""
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
    """Looks the file over (or the pairs of some cards) and keeps the pairs that she has not decided
    on; how many are new.
    """
    settled = {
        tuple(pair)
        for model in (DistinctPair, DuplicateCandidate)
        for pair in model.objects.filter(workspace=workspace).values_list("first_id", "second_id")
    }
    chosen = None if only is None else frozenset(only)
    found = [
        pair
        for part in _parts(workspace)
        for pair in _unhurried(pairs_within(part, chosen))
        if (pair.one, pair.two) not in settled
    ]
    found.sort(key=lambda pair: -pair.likeness.points)
    return keep_pairs(workspace, found[:_KEPT])


def _parts(workspace: Workspace) -> Iterator[list[Traits]]:
    """The file as one part; a very large one by departments, since a card costs about two kilobytes
    while it is compared.
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
    """Keeps pairs for her to look at; how many. Pairs gone since are left out; where each name has
    a word of its own, she is asked in any case.
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
        there = set(
            Company.objects.filter(
                workspace=workspace,
                removed_at=None,
                pk__in={row.first_id for row in rows} | {row.second_id for row in rows},
            ).values_list("pk", flat=True)
        )
        rows = [row for row in rows if row.first_id in there and row.second_id in there]
        DuplicateCandidate.objects.bulk_create(rows, 500, ignore_conflicts=True)
    return len(rows)


def _unhurried(pairs: Iterator[Pair]) -> Iterator[Pair]:
    """Lets the pages breathe while a large file is looked over beside them."""
    for index, pair in enumerate(pairs):
        if index % 20 == 0:
            time.sleep(0.001)
        yield pair


def pairs_to_look_at(workspace: Workspace) -> QuerySet[DuplicateCandidate]:
    """Those that wait for her word, likeliest first."""
    apart = DistinctPair.objects.filter(
        workspace=workspace, first_id=OuterRef("first_id"), second_id=OuterRef("second_id")
    )
    rows = DuplicateCandidate.objects.filter(
        workspace=workspace, first__removed_at=None, second__removed_at=None
    )
    return rows.exclude(Exists(apart)).order_by("-points", "pk")


def pair_at(workspace: Workspace, place: int) -> DuplicateCandidate | None:
    """The pair at a place among those that wait, with both cards."""
    rows = pairs_to_look_at(workspace).select_related("first", "second")
    return rows[place : place + 1].first()


def sure_pairs(workspace: Workspace) -> QuerySet[DuplicateCandidate]:
    """Those that are surely one company, among the pairs that wait."""
    return pairs_to_look_at(workspace).filter(verdict=SAME)


def look_alikes(
    workspace: Workspace, company: Company, limit: int = 5
) -> list[tuple[Company, list[tuple[str, bool]]]]:
    """[(company, reasons)] that are or may be the same as this one, likeliest first."""
    name = company.name_key.partition("|")[0]
    numbers = [
        e164
        for e164 in PhoneNumber.objects.filter(company=company).values_list("e164", flat=True)
        if e164
    ]
    rows = Company.objects.filter(workspace=workspace, removed_at=None).exclude(pk=company.pk)
    chosen: set[int] = set()
    for condition in (
        Q(siren=company.siren) if company.siren else None,
        Q(name_key__gte=f"{name}|", name_key__lt=f"{name}}}") if name else None,
        Q(email=company.email) if company.email else None,
    ):
        if condition is not None:
            chosen.update(
                rows.filter(condition).order_by("id").values_list("pk", flat=True)[: 4 * limit]
            )
    bearers = PhoneNumber.objects.filter(
        workspace=workspace, e164__in=numbers, company__removed_at=None
    )
    chosen.update(
        bearers.exclude(company=company)
        .order_by("company_id")
        .values_list("company_id", flat=True)
        .distinct()[: 4 * limit]
    )
    for pair in DuplicateCandidate.objects.filter(workspace=workspace).filter(
        Q(first=company) | Q(second=company)
    ):
        chosen.add(pair.second_id if pair.first_id == company.pk else pair.first_id)
    chosen -= {pk for pair in _told_apart(workspace, company) for pk in pair}
    rarity = Rarity()
    cards = list(traits_of(workspace, {company.pk, *chosen})) if chosen else []
    rarity.learn(cards)
    own = next((card for card in cards if card.key == company.pk), None)
    if own is None:
        return []
    compared = [(rarity.compare(own, card), card.key) for card in cards if card.key != company.pk]
    kept = sorted(
        ((found, pk) for found, pk in compared if found.verdict != DIFFERENT),
        key=lambda one: -one[0].points,
    )[:limit]
    there = Company.objects.in_bulk([pk for _, pk in kept])
    return [(there[pk], list(found.reasons)) for found, pk in kept]


def _told_apart(workspace: Workspace, company: Company) -> list[tuple[int, int]]:
    told = DistinctPair.objects.filter(workspace=workspace).filter(
        Q(first=company) | Q(second=company)
    )
    return [(first, second) for first, second in told.values_list("first_id", "second_id")]
