"""Named questions about the file: search, the filtered list, a card's doubles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet

from decroche.prospects.models import ALWAYS, Company, Contact, PhoneNumber
from decroche.prospects.rules import similar_names
from decroche.prospects.standing import name_key
from decroche.shared.folding import fold, fold_name, strip_marks
from decroche.team.models import Workspace

_CANDIDATES = 300
_SPARE = 20
SORTS = {
    "name": ("sort_name", "id"),
    "city": ("city", "sort_name", "id"),
    "last_call": ("-last_called_at", "id"),
    "added": ("-id",),
    "queue": ("position", "id"),
}
STATES = ("new", "tried", "resting", "to_complete", "opposed")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list of companies shows."""

    state: str = ""
    call_list: int | None = None
    role: str = ""
    activity: str = ""
    size: str = ""
    place: str = ""
    outcome: str = ""
    tag: str = ""
    due: str = ""
    text: str = ""
    sort: str = "name"

    def active(self) -> bool:
        """Whether anything is filtered."""
        return any(
            (
                self.state,
                self.call_list,
                self.role,
                self.activity,
                self.size,
                self.place,
                self.outcome,
                self.tag,
                self.due,
                self.text,
            )
        )


def companies(workspace: Workspace) -> QuerySet[Company]:
    """Those of the file, without what was removed."""
    return Company.objects.filter(workspace=workspace, removed_at=None)


def to_complete(workspace: Workspace) -> QuerySet[Company]:
    """Cards without a number that can be dialled, in the order of the file; those with an
    opposition are left alone.
    """
    return _by_state(companies(workspace), "to_complete", ALWAYS).order_by("position", "id")


def filtered(workspace: Workspace, filters: Filters, at: datetime) -> QuerySet[Company]:
    """The companies a list shows, in its order."""
    rows = _by_state(companies(workspace), filters.state, at)
    if filters.call_list:
        rows = rows.filter(list_entries__call_list_id=filters.call_list)
    if filters.role:
        rows = rows.filter(pk__in=_with_role(workspace, filters.role))
    if filters.activity:
        rows = rows.filter(activity__icontains=filters.activity)
    if filters.size:
        rows = _by_size(rows, filters.size)
    if filters.place:
        rows = rows.filter(
            Q(department=filters.place.upper())
            | Q(postcode__startswith=filters.place)
            | Q(city__istartswith=filters.place)
        )
    if filters.outcome:
        rows = rows.filter(last_outcome=filters.outcome)
    if filters.tag:
        rows = rows.filter(tags__icontains=f'"{filters.tag}"')
    if filters.due:
        rows = rows.filter(
            pk__in=Company.objects.filter(
                workspace=workspace, followups__closed_at=None, followups__due_at__lte=at
            ).values("pk")
        )
    if filters.text:
        found = [company.pk for company, _ in search(workspace, filters.text, limit=1000)]
        rows = rows.filter(pk__in=found)
    order = SORTS.get(filters.sort, SORTS["name"])
    if filters.sort == "last_call":
        return rows.order_by(F("last_called_at").desc(nulls_last=True), "id")
    return rows.order_by(*order)


def _by_state(rows: QuerySet[Company], state: str, at: datetime) -> QuerySet[Company]:
    if state == "new":
        return rows.filter(callable=True, attempts=0)
    if state == "tried":
        return rows.filter(attempts__gt=0)
    if state == "resting":
        return rows.filter(callable=True, not_before__gt=at)
    if state == "to_complete":
        return rows.filter(callable=False, opposed_at=None)
    if state == "opposed":
        return rows.filter(opposed_at__isnull=False)
    return rows


def _by_size(rows: QuerySet[Company], size: str) -> QuerySet[Company]:
    low, _, high = size.replace("+", "-").partition("-")
    rows = rows.filter(headcount_min__gte=int(low)) if low.isdigit() else rows
    return rows.filter(headcount_min__lte=int(high)) if high.isdigit() else rows


def _with_role(workspace: Workspace, role: str) -> QuerySet[Any, Any]:

    return Contact.objects.filter(workspace=workspace, role=role).values("company_id")


def search(workspace: Workspace, text: str, *, limit: int = 20) -> list[tuple[Company, str]]:
    """Companies by any part of a name, town, number in any spelling, address, SIREN or note; with
    where it matched.

    Names that begin with the text come first, then names that hold it, then the rest.
    """
    words = _words(text)
    if not words:
        return []
    found = dict(
        _candidates(workspace, words) + _begin_with(workspace, strip_marks(text.strip()), limit)
    )
    folded = " ".join(words)
    chosen = sorted(found, key=lambda pk: (_rank(found[pk], folded), found[pk]))[: limit + _SPARE]
    rows = Company.objects.in_bulk(
        chosen
    )  # by key alone: both questions above kept to the workspace
    matched = [
        rows[pk]
        for pk in chosen
        if pk in rows and all(word in rows[pk].search_text for word in words)
    ]
    return [(company, _where(company, words)) for company in matched[:limit]]


def _words(text: str) -> list[str]:
    bare = "".join(c for c in text if c not in " .-()/+\u00a0\u202f")
    if bare.isdigit() and len(bare) >= 2:
        return [_dialled(text, bare)]
    return fold(text).split()


def _dialled(text: str, bare: str) -> str:
    """+33 3 20…, 0033 3 20… and 33 3 20… are looked for as 0320…"""
    for prefix in ("0033", "33"):
        if bare.startswith(prefix) and (len(bare) > 9 or text.strip().startswith(("+", "00"))):
            return "0" + bare[len(prefix) :].removeprefix("0")
    return bare


def _candidates(workspace: Workspace, words: list[str]) -> list[tuple[int, str]]:
    """(company, its name for sorting) of the first that hold every word of three letters or
    more.
    """
    long_words = [word for word in words if len(word) >= 3]
    if not long_words:
        return []
    if connection.vendor == "sqlite":
        match = " AND ".join('"' + word.replace('"', '""') + '"' for word in long_words)
        with connection.cursor() as cursor:
            cursor.execute(_MATCHING, [match, workspace.pk, _CANDIDATES])
            return [(int(pk), str(name)) for pk, name in cursor.fetchall()]
    rows = companies(workspace)
    for word in long_words:
        rows = rows.filter(search_text__contains=word)
    return list(rows.values_list("pk", "sort_name")[:_CANDIDATES])


# CROSS JOIN holds SQLite to this order: the index first, then its companies.
_MATCHING = """
SELECT c.id, c.sort_name FROM prospects_search s CROSS JOIN prospects_company c
WHERE c.id = s.rowid AND s.search_text MATCH %s AND c.workspace_id = %s
AND c.removed_at IS NULL LIMIT %s"""


def _begin_with(workspace: Workspace, start: str, limit: int) -> list[tuple[int, str]]:
    """Those whose name begins with the text, by a range of the index (LIKE would read the whole
    file).
    """
    if not start:
        return []
    rows = (
        companies(workspace)
        .filter(sort_name__gte=start, sort_name__lt=start + "\U0010ffff")
        .order_by("sort_name")
    )
    return list(rows.values_list("pk", "sort_name")[:limit])


def _rank(name: str, folded: str) -> int:
    if name.startswith(folded):
        return 0
    if f" {folded}" in name:
        return 1
    return 2 if folded in name else 3


def _where(company: Company, words: list[str]) -> str:
    name = fold(company.name)
    if all(word in name for word in words):
        return "name"
    if len(words) == 1 and words[0].isdigit():
        return "siren" if words[0] in (company.siret or company.siren) else "number"
    if any("@" in word for word in words):
        return "email"
    if all(word in fold(f"{company.name} {company.city} {company.postcode}") for word in words):
        return "place"
    return (
        "note"
        if all(word in company.notes_index or word in fold(company.notes) for word in words)
        else "other"
    )


def by_number(workspace: Workspace, e164: str) -> list[Company]:
    """The companies that have this number (an incoming call)."""
    numbers = PhoneNumber.objects.filter(workspace=workspace, e164=e164).values("company_id")
    return list(companies(workspace).filter(pk__in=numbers)[:20])


def duplicates_of(
    workspace: Workspace,
    *,
    name: str,
    postcode: str,
    city: str,
    e164s: list[str],
    email: str = "",
    siret: str = "",
) -> list[Company]:
    """Cards that a new one would double: same SIRET, same address, same name and place, or a number
    with a similar name.
    """
    rows = companies(workspace)
    found: dict[int, Company] = {}
    exact = Q(name_key=name_key(name, postcode, city))
    if siret:
        exact |= Q(siret=siret)
    if email:
        exact |= Q(email=email)
    for company in rows.filter(exact)[:10]:
        found[company.pk] = company
    if e164s:
        folded = fold_name(name)
        for company in rows.filter(numbers__e164__in=e164s).distinct()[:20]:
            if similar_names(folded, fold_name(company.name)):
                found[company.pk] = company
    return list(found.values())


def counts(workspace: Workspace) -> int:
    """How many companies the file holds."""
    return companies(workspace).count()
