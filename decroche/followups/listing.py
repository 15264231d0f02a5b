"""The file as a list: filtered and sorted by the card, its calls and its follow-ups.

A page of the list costs the same in any file. A list of a small file, or one whose companies an
index names because they are few, is counted and shown by blocks, each where it stands. Any other is
walked in its order, by an index: a page looks at a fixed number of companies, shows those that the
filters let through, and the next page goes on from there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from decroche.calls.models import CallState
from decroche.calls.offered import incomplete_by, incomplete_states, offered_by
from decroche.database.counting import at_most
from decroche.database.prepared import WrittenOut
from decroche.followups.models import FollowUp
from decroche.prospects.models import CallListEntry, Company, Contact
from decroche.prospects.queries import OPPOSED, companies, opposed_cards, with_numbers
from decroche.prospects.search import SHORTEST, holding, in_any_way, narrowed, ways_of
from decroche.shared.choices import whole
from decroche.shared.counted import Counted
from decroche.shared.folding import fold
from decroche.shared.typed import KEYS_END
from decroche.team.models import Workspace

SORTS: dict[str, tuple[Any, ...]] = {
    "name": ("sort_name", "id"),
    "city": ("city", "sort_name", "id"),
    "last_call": (F("state__last_called_at").desc(nulls_last=True), "-id"),
    "added": ("-id",),
    "queue": ("state__position", "id"),
}
PAGE = 100
"""Rows that are drawn at once."""
PRINTED = 2_000
"""Rows of a list that are printed at once: some fifty sheets."""
_FEW = 2_000
"""Companies that an index may name for all of them to be read at once."""
_LOOKED_AT, _STEP = 3_000, 1_000
"""Companies that a page of a walked list looks at, and how many of them at a time."""
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
        """Whether anything is filtered, or searched for."""
        return bool(self.text) or self.narrowed()

    def narrowed(self) -> bool:
        """Whether anything but the text is filtered."""
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
            )
        )


class Page(NamedTuple):
    """The first rows of a list, each with its call state and its numbers. `total`: how many there
    are, as far as they were counted. `after`: what the rows behind these are asked with
    (`page_after`) when the list is walked; empty when the others are in blocks, or there are none.
    """

    rows: list[Company]
    total: Counted
    after: str = ""


def first_page(workspace: Workspace, filters: Filters, at: datetime) -> Page:
    """The first hundred rows of a list."""
    found = _counted_list(workspace, filters, at)
    if found is None:
        return page_after(workspace, filters, at, "")
    return Page(block_of(found, 0), Counted(found.count()))


def block(workspace: Workspace, filters: Filters, at: datetime, number: int) -> list[Company]:
    """A hundred rows of a list that was counted."""
    found = _counted_list(workspace, filters, at)
    return block_of(filtered(workspace, filters, at) if found is None else found, number)


def page_after(workspace: Workspace, filters: Filters, at: datetime, after: str) -> Page:
    """The rows of a walked list behind those of a page before; none may be among the companies
    looked at, and others still come.
    """
    walk = _Walk(workspace, filters.sort)
    place, found, looked = walk.place(after), list[int](), 0
    while looked < _LOOKED_AT:
        step = walk.step(place, _STEP if filters.active() else PAGE)
        kept = _kept(workspace, filters, at, [key for key, _ in step])
        for key, place in step:
            looked += 1
            if key in kept:
                found.append(key)
                if len(found) == PAGE:
                    return Page(
                        _shown(found), _total(workspace, filters), json.dumps(place, default=str)
                    )
        if len(step) < (_STEP if filters.active() else PAGE):
            return Page(_shown(found), Counted(len(found), more=bool(after)))
    return Page(_shown(found), Counted(len(found), more=True), json.dumps(place, default=str))


def rows_to_print(
    workspace: Workspace, filters: Filters, at: datetime
) -> tuple[list[Company], bool]:
    """(the rows of a list from its first one on, whether there are more than these `PRINTED`)"""
    found = _counted_list(workspace, filters, at)
    if found is not None:
        rows = list(with_numbers(found)[: PRINTED + 1])
        return rows[:PRINTED], len(rows) > PRINTED
    page = page_after(workspace, filters, at, "")
    rows = page.rows
    while page.after and len(rows) < PRINTED:
        page = page_after(workspace, filters, at, page.after)
        rows += page.rows
    return rows[:PRINTED], bool(page.after) or len(rows) > PRINTED


def _kept(workspace: Workspace, filters: Filters, at: datetime, keys: list[int]) -> set[int]:
    """The companies, of those with these keys, that the filters let through. The query names keys
    only: with the workspace among its conditions SQLite would read the whole file.
    """
    rows = Company.objects.filter(pk__in=keys, removed_at=None)
    rows = _matching(rows, workspace, filters, at)
    if filters.text:
        rows = rows.filter(in_any_way(filters.text))
    return set(rows.values_list("pk", flat=True))


def _total(workspace: Workspace, filters: Filters) -> Counted:
    """The count shown for a walked list that goes on: one page, or for the whole file as far as it
    is counted.
    """
    return Counted(PAGE, more=True) if filters.active() else at_most(companies(workspace))


def _counted_list(workspace: Workspace, filters: Filters, at: datetime) -> QuerySet[Company] | None:
    """The companies of a list, in its order, when to count and sort them is quick in any file; None
    when the file is large and no index says that they are few.
    """
    rows = filtered(workspace, filters, at)
    if not at_most(companies(workspace)).more:
        return rows
    keys = _few(workspace, filters, at)
    return None if keys is None else rows.filter(pk__in=keys)


def _shown(keys: list[int]) -> list[Company]:
    """These companies in this order."""
    rows = with_numbers(Company.objects.filter(pk__in=keys).select_related("state"))
    by_key = {row.pk: row for row in rows}
    return [by_key[key] for key in keys if key in by_key]


def filtered(workspace: Workspace, filters: Filters, at: datetime) -> QuerySet[Company]:
    """The companies a list shows, in its order, each with its call state. Counting or sorting them
    takes time in proportion to the file.
    """
    rows = _matching(companies(workspace), workspace, filters, at)
    if filters.text:
        rows = narrowed(rows, filters.text)
    return rows.select_related("state").order_by(*SORTS.get(filters.sort, SORTS["name"]))


def everything(workspace: Workspace, filters: Filters, at: datetime) -> QuerySet[Company]:
    """The companies a list shows, in no order, for a verb over all of them."""
    return filtered(workspace, filters, at).order_by()


def block_of(rows: QuerySet[Company], number: int) -> list[Company]:
    """The rows of one block of the list, each with its numbers."""
    return list(with_numbers(rows)[number * PAGE : (number + 1) * PAGE])


def _few(workspace: Workspace, filters: Filters, at: datetime) -> list[int] | None:
    """The keys of few companies, among them all that the filters let through; None when no index
    narrows them down to few.
    """
    for named in _named(workspace, filters, at):
        keys = list(dict.fromkeys(named))
        if len(keys) <= _FEW:
            return keys
    return None


def _named(workspace: Workspace, filters: Filters, at: datetime) -> Iterator[Iterable[int]]:
    """The keys that each index names for these filters; at most one more than `_FEW`."""
    most = _FEW + 1
    states = CallState.objects.filter(workspace=workspace)
    if filters.call_list:
        yield _on_list(workspace, filters.call_list).values_list("company_id", flat=True)[:most]
    if filters.due:
        yield _due(workspace, at).values_list("company_id", flat=True)[:most]
    if filters.outcome:
        called = states.filter(last_outcome__gt=WrittenOut(""), last_outcome=filters.outcome)
        yield called.values_list("pk", flat=True)[:most]
    if filters.state == "tried":
        yield states.filter(last_called_at__isnull=False).values_list("pk", flat=True)[:most]
    if filters.state == "to_complete":
        yield incomplete_states(workspace).values_list("pk", flat=True)[:most]
    if filters.state == "opposed":
        yield opposed_cards(workspace).order_by().values_list("pk", flat=True)[:most]
    if filters.role:
        yield _people(workspace, filters.role).values_list("company_id", flat=True)[:most]
    for ways in (
        ways_of(filters.text),
        *([fold(text).split()] for text in (filters.activity, filters.tag, filters.place)),
    ):
        if all(any(len(word.strip()) >= SHORTEST for word in words) for words in ways):
            yield [key for words in ways for key, _ in holding(workspace, words, most)]


_Place = list[Any]
"""Where a walk is: the values, by which it is ordered, of the last card looked at. Empty: before
the first card.
"""

_WALKS: dict[str, tuple[str, _Place]] = {
    "name": (
        "SELECT id, sort_name, id FROM prospects_company WHERE workspace_id = %s "
        "AND removed_at IS NULL AND (sort_name, id) > (%s, %s) ORDER BY sort_name, id LIMIT %s",
        ["", 0],
    ),
    "city": (
        "SELECT id, city, sort_name, id FROM prospects_company WHERE workspace_id = %s "
        "AND removed_at IS NULL AND (city, sort_name, id) > (%s, %s, %s) "
        "ORDER BY city, sort_name, id LIMIT %s",
        ["", "", 0],
    ),
    "added": (
        "SELECT id, id FROM prospects_company WHERE workspace_id = %s "
        "AND removed_at IS NULL AND id < %s ORDER BY id DESC LIMIT %s",
        [KEYS_END],
    ),
    "queue": (
        "SELECT company_id, position, company_id FROM calls_callstate WHERE workspace_id = %s "
        "AND blocked_by NOT IN ('removed', 'erased') "
        "AND (position, company_id) > (%s, %s) ORDER BY position, company_id LIMIT %s",
        [-KEYS_END, 0],
    ),
    "called": (
        "SELECT company_id, last_called_at, company_id FROM calls_callstate "
        "WHERE workspace_id = %s AND last_called_at IS NOT NULL "
        "AND (last_called_at, company_id) < (%s, %s) "
        "ORDER BY last_called_at DESC, company_id DESC LIMIT %s",
        ["9999-01-01 00:00:00", 0],
    ),
    "not_called": (
        "SELECT company_id, company_id FROM calls_callstate WHERE workspace_id = %s "
        "AND last_called_at IS NULL AND company_id < %s ORDER BY company_id DESC LIMIT %s",
        [KEYS_END],
    ),
}
"""By order: what gives (company, the values of its order) of the next, and where it begins."""


_INSTANT = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9][.+:0-9]*$")


class _Walk:
    """The cards of a workspace in one order."""

    def __init__(self, workspace: Workspace, sort: str) -> None:
        self.workspace = workspace
        self.parts = ("called", "not_called") if sort == "last_call" else (sort,)

    def step(self, place: _Place, most: int) -> list[tuple[int, _Place]]:
        """(company, its place) of the next cards behind a place, at most `most` of them."""
        name, *values = place or [self.parts[0]]
        found = list[tuple[int, _Place]]()
        for part in self.parts[self.parts.index(name) :]:
            statement, start = _WALKS[part]
            with connection.cursor() as cursor:
                asked = [self.workspace.pk, *(values or start), most - len(found)]
                cursor.execute(statement, asked)
                found += [(key, [part, *more]) for key, *more in cursor.fetchall()]
            if len(found) == most:
                break
            values = []
        return found

    def place(self, after: str) -> _Place:
        """A place as an address wrote it; the beginning when it says nothing."""
        try:
            name, *values = json.loads(after)
        except (TypeError, ValueError, RecursionError):
            return []
        start = _WALKS[name][1] if name in self.parts else None
        fits = start is not None and [type(one) for one in values] == [type(one) for one in start]
        if not fits or any(isinstance(one, int) and abs(one) > KEYS_END for one in values):
            return []
        if name == "called" and not _INSTANT.match(values[0]):
            return []
        return [name, *values]


def _matching(
    rows: QuerySet[Company], workspace: Workspace, filters: Filters, at: datetime
) -> QuerySet[Company]:
    """Those of these companies that the filters let through, in no order; the text that is searched
    for is not looked at. Each company is asked about by itself: quick when these are few.
    """
    rows = _by_state(rows, filters.state, at)
    if filters.call_list:
        rows = rows.filter(_has(_on_list(workspace, filters.call_list)))
    if filters.role:
        rows = rows.filter(_has(Contact.objects.filter(role=filters.role)))
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
        rows = rows.filter(state__last_outcome=filters.outcome)
    if filters.tag:
        rows = rows.filter(tags__icontains=f'"{filters.tag}"')
    if filters.due:
        rows = rows.filter(_has(FollowUp.objects.filter(closed_at=None, due_at__lte=at)))
    return rows


def _on_list(workspace: Workspace, call_list: int) -> QuerySet[CallListEntry]:
    return CallListEntry.objects.filter(workspace=workspace, call_list_id=call_list)


def _people(workspace: Workspace, role: str) -> QuerySet[Contact]:
    return Contact.objects.filter(workspace=workspace, role=role)


def _due(workspace: Workspace, at: datetime) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(workspace=workspace, closed_at=None, due_at__lte=at)


def _has(rows: QuerySet[Any]) -> Exists:
    """Whether a company has one of these rows. Those of people and follow-ups are not narrowed to
    the workspace, which is the company's: SQLite would read all that have the role.
    """
    return Exists(rows.filter(company_id=OuterRef("pk")))


def _by_state(rows: QuerySet[Company], state: str, at: datetime) -> QuerySet[Company]:
    if state == "new":
        return rows.filter(offered_by("state"), state__attempts=0)
    if state == "tried":
        return rows.filter(state__attempts__gt=0)
    if state == "resting":
        return rows.filter(offered_by("state"), state__not_before__gt=at)
    if state == "to_complete":
        return rows.filter(incomplete_by("state"))
    if state == "opposed":
        return rows.filter(OPPOSED)
    return rows


def _by_size(rows: QuerySet[Company], size: str) -> QuerySet[Company]:
    low, _, high = size.replace("+", "-").partition("-")
    least, most = whole(low), whole(high)
    rows = rows if least is None else rows.filter(headcount_min__gte=least)
    return rows if most is None else rows.filter(headcount_min__lte=most)
