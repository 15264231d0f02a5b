"""The cards that were passed over today: they come again when nobody else is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from decroche.callqueue.due import due_of
from decroche.callqueue.from_file import rows_for
from decroche.callqueue.models import Skip
from decroche.callqueue.regions import region_of, time_has_come
from decroche.callqueue.rules import Reason
from decroche.callqueue.search import Pick, Search
from decroche.calls.models import CallState
from decroche.shared.clock import day_of


def next_passed_over(search: Search) -> Pick | None:
    """The card that was passed over longest ago today and may be called now, whether something is
    due with it or not: each pass puts it behind the others.
    """
    rows = Skip.objects.filter(workspace_id=search.member.workspace_id, day=day_of(search.at))
    keys = list(rows.order_by("at", "pk").values_list("company_id", flat=True))
    again = replace(search, passed_over=frozenset())
    due = due_of(again, frozenset(keys))
    states = rows_for(search.member).select_related("company__provenance").in_bulk(keys)
    found = (due.get(key) or _callable(search, states, key) for key in keys)
    return next(filter(None, found), None)


def _callable(search: Search, states: Mapping[int, CallState], key: int) -> Pick | None:
    state = states.get(key)
    left_out = search.held_by_others | search.waiting
    if state is None or key in left_out or not time_has_come(state, search.at):
        return None
    if state.any_hour or region_of(state) in search.opened:
        return Pick(state, Reason("passed", attempts=state.attempts))
    return None
