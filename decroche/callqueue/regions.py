"""Where it is time to call: the clock of a place, and whether consumers live there.

Professionals are called within her hours, consumers within those of the law; both on the clock and
the holidays of their place. So a zone and a boolean decide for all the cards that share them,
except for the few consumers who agreed to calls at any hour, and the made-up companies
(`CallState.any_hour`).
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from decroche.calls.models import CallState
from decroche.compliance.permission import hour_verdict
from decroche.compliance.queries import hours, policy
from decroche.compliance.rules import Verdict
from decroche.database.fetching import Fetch, fetch_now
from decroche.database.prepared import SqlQuery
from decroche.team.models import Workspace


class Region(NamedTuple):
    """A zone of shared.places, and whether those called there are consumers."""

    zone: str
    consumer: bool


# Steps from one region of the index to the next, rather than over all rows. Whether a region occurs
# is not asked with EXISTS: PostgreSQL makes a join of that, and reads every row of the workspace.
# The two halves of a step are asked apart: for “(zone, consumer) > …” SQLite reads a whole zone.
REGIONS = SqlQuery(
    """
WITH RECURSIVE step(company_id, zone, consumer) AS (
  SELECT company_id, zone, consumer FROM calls_callstate WHERE company_id = (
    SELECT company_id FROM calls_callstate WHERE workspace_id = %s ORDER BY zone, consumer LIMIT 1)
  UNION ALL
  SELECT following.company_id, following.zone, following.consumer
  FROM step JOIN calls_callstate AS following ON following.company_id = COALESCE(
    (SELECT state.company_id FROM calls_callstate AS state
     WHERE state.workspace_id = %s AND state.zone = step.zone AND state.consumer > step.consumer
     ORDER BY state.consumer LIMIT 1),
    (SELECT state.company_id FROM calls_callstate AS state
     WHERE state.workspace_id = %s AND state.zone > step.zone
     ORDER BY state.zone, state.consumer LIMIT 1))
)
SELECT zone AS col1, consumer AS col2 FROM step""",
    columns=2,
    places=(0, 0, 0),
)


def regions_of(workspace: Workspace, fetch: Fetch = fetch_now) -> list[Region]:
    """The regions that occur in the file."""
    return [Region(zone, bool(consumer)) for zone, consumer in fetch(REGIONS, workspace.pk)]


def open_regions(
    workspace: Workspace, at: datetime, regions: list[Region] | None = None
) -> list[Region]:
    """The regions in which it is time to call now."""
    settings, law = hours(workspace), policy(workspace)
    return [
        region
        for region in (regions_of(workspace) if regions is None else regions)
        if hour_verdict(settings, region.zone, at, consumer=region.consumer, policy=law).allowed
    ]


def region_of(state: CallState) -> Region:
    """The region of a card."""
    return Region(state.zone, state.consumer)


def hour_of_card(workspace: Workspace, state: CallState, at: datetime) -> Verdict:
    """Whether it is time to call a card."""
    return hour_verdict(
        hours(workspace),
        state.zone,
        at,
        consumer=state.consumer,
        any_hour=state.any_hour,
        policy=policy(workspace),
    )


def outside(rows: QuerySet[CallState], shut: list[Region]) -> QuerySet[CallState]:
    """Without the cards of these regions: named by what is shut, so that the order of an index over
    the whole file stays usable.
    """
    for region in shut:
        rows = rows.exclude(zone=region.zone, consumer=region.consumer)
    return rows


def within(rows: QuerySet[CallState], regions: list[Region]) -> QuerySet[CallState]:
    """Only the cards of these regions."""
    return rows.filter(regions_by("", regions))


def regions_by(path: str, regions: list[Region]) -> Q:
    """A condition for rows whose card is in one of these regions; `path` leads from them to the
    card's state.
    """
    before = f"{path}__" if path else ""
    asked = Q(pk__in=[])
    for region in regions:
        asked |= Q(
            **{f"{before}zone": region.zone, f"{before}consumer": region.consumer},
        )
    return asked


def ready(at: datetime) -> Q:
    """A condition on call states: their time has come."""
    return Q(not_before=None) | Q(not_before__lte=at)


def time_has_come(state: CallState, at: datetime) -> bool:
    """Whether the time of one card has come."""
    return state.not_before is None or state.not_before <= at
