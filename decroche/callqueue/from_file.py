"""The next card without a plan: in the order of the file, or at any hour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from decroche.callqueue.regions import outside, ready
from decroche.callqueue.reserved import open_to
from decroche.callqueue.search import Pick, Search, undated
from decroche.calls.models import CallState
from decroche.calls.offered import offered
from decroche.calls.written import written_on
from decroche.database.prepared import BoundQuery, PreparedQuery, WrittenOut
from decroche.prospects.models import CallListEntry
from decroche.team.models import Member

_CANDIDATES = 25
"""Cards of a kind that are looked at, beyond those that are left out."""
_FRESH = PreparedQuery(lambda workspace, at: _fresh(workspace, at)[:1])
_FRESH_TO = PreparedQuery(
    lambda workspace, at, member: _fresh(workspace, at).filter(open_to(member))[:1]
)
"""In a shared workspace: without the cards of lists that others call."""


def _fresh(workspace: int, at: datetime) -> QuerySet[CallState]:
    return (
        offered(workspace)
        .filter(ready(at), attempts=WrittenOut(0))
        .select_related("company__provenance")
        .order_by("position")
    )


def file_query(member: Member, at: datetime) -> BoundQuery:
    """The query for the first new card."""
    if member.workspace.shared:
        return _FRESH_TO.bind(member.workspace_id, at, member.pk)
    return _FRESH.bind(member.workspace_id, at)


def rows_for(member: Member) -> QuerySet[CallState]:
    """The cards that the queue may offer to a member, whenever their time comes."""
    rows = offered(member.workspace_id)
    return rows.filter(open_to(member.pk)) if member.workspace.shared else rows


def next_of_file(search: Search, call_list: int | None) -> Pick | None:
    """New cards in the order of the file (of a list when one is given), then those to try again."""
    at, left_out = search.at, search.left_out
    if not search.shut and not call_list:  # the usual case has a statement that is ready
        query = _FRESH_TO if search.member.workspace.shared else _FRESH
        arguments = file_query(search.member, at).arguments
        found = _first(search, search.fetch(query, *arguments))
        if found:
            return found
    rows = outside(rows_for(search.member).select_related("company__provenance"), search.shut)
    if call_list:
        rows = rows.filter(
            pk__in=CallListEntry.objects.filter(call_list_id=call_list).values("company_id")
        )
    fresh = rows.filter(ready(at), attempts=0).order_by("position")
    tried = rows.filter(attempts__gt=WrittenOut(0), not_before__lte=at).order_by("not_before", "pk")
    most = _CANDIDATES + len(left_out)
    return _first(search, fresh[:most]) or _first(
        search, _with_what_was_written(search, tried[:most])
    )


def _with_what_was_written(search: Search, states: QuerySet[CallState]) -> list[CallState]:
    """The cards, after the notes of those that were called were read with one more statement."""
    read = list(states)
    if read:
        keys = [state.pk for state in read]
        search.written.update(written_on(search.member.workspace_id, keys))
    return read


def next_at_any_hour(search: Search) -> Pick | None:
    """A consumer of a place where it is too late for others, who agreed to calls at any hour, or a
    made-up company.
    """
    if not search.shut:
        return None
    rows = rows_for(search.member).filter(ready(search.at), any_hour=True)
    ordered = rows.select_related("company__provenance").order_by("position")
    return _first(search, ordered[: 1 + len(search.left_out)])


def _first(search: Search, states: Iterable[CallState]) -> Pick | None:
    """The first of these cards that is not left out, and whose notes allow a call now."""
    fitting = (one for one in states if one.pk not in search.left_out and search.at_its_hour(one))
    state = next(fitting, None)
    return undated(state, arm="file") if state else None
