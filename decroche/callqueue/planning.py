"""The frozen order of a sitting: made from strata of alike cards and from the cards to try again,
whatever the size of the file.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from decroche.callqueue.back_filling import place_cards
from decroche.callqueue.from_file import rows_for
from decroche.callqueue.kinds import Kind, cards_of, kinds, youngest
from decroche.callqueue.learning import learned
from decroche.callqueue.models import CallPlan
from decroche.callqueue.ordering import Place, arrange, value, worth
from decroche.callqueue.ranking_situations import PreviousCall, age_in_days, same_part
from decroche.callqueue.regions import Region, outside, regions_of
from decroche.calls.models import Call, CallState
from decroche.calls.offered import offered
from decroche.calls.rules import POSITIVE, RIGHT_PARTY_CONTACT
from decroche.calls.sittings import session_of
from decroche.calls.strata import SECTORS
from decroche.database.fetching import Fetch, fetch_now, first
from decroche.database.prepared import PreparedQuery, WrittenOut
from decroche.shared.clock import day_of
from decroche.shared.places import tz
from decroche.team.models import Member

if TYPE_CHECKING:
    from decroche.callqueue.features import Situation

_RETRIES = 1500
_PLACED = 1000
"""How many cards of an older file get their stratum with one order."""
PLAN = PreparedQuery(
    lambda workspace, member: CallPlan.objects.filter(workspace_id=workspace, member_id=member)
)


@dataclass(frozen=True, slots=True)
class PlannedCard:
    """One card of an order: which, whether it was drawn at random, and with what probability it
    came to its place.
    """

    company_id: int
    arm: str
    propensity: float


def plan_of(member: Member, at: datetime, fetch: Fetch = fetch_now) -> CallPlan | None:
    """Her order, while it holds: for one sitting, and for one day at most."""
    found = first(fetch(PLAN, member.workspace_id, member.pk))
    if found is None or day_of(found.made_at) != day_of(at):
        return None
    return found if found.session_id == _session(member, fetch) else None


def arm_of(member: Member, company_id: int) -> tuple[str, float]:
    """How a card came to its place in her order: (arm, propensity); chosen by hand when it has
    none.
    """
    order = PLAN.first(member.workspace_id, member.pk)
    places = order.places if order else []
    return next(
        ((arm, propensity) for key, arm, propensity in places if key == company_id), ("chosen", 0.0)
    )


def make_plan(
    member: Member,
    at: datetime,
    shut: list[Region],
    left_out: Set[int],
    *,
    dice: Random | None = None,
) -> CallPlan:
    """A new order for her sitting, kept until it is used up.

    `shut` regions and `left_out` cards are left out.
    """
    place_cards(member.workspace_id, _PLACED)
    session = _session(member)
    dice = dice or Random(
        f"{member.workspace.fingerprint_key}:{member.pk}:{session}:{at.isoformat()}"
    )
    groups = _groups(member, at, shut, left_out)
    found = _named(member, at, left_out, groups, _arranged(member, at, groups, dice))
    head = (
        offered(member.workspace_id)
        .filter(attempts=0)
        .order_by("position")
        .values_list("position", flat=True)
    )
    order, _ = CallPlan.objects.update_or_create(
        workspace_id=member.workspace_id,
        member=member,
        defaults={
            "session_id": session,
            "made_at": at,
            "head": next(iter(head[:1]), 0),
            "places": [[one.company_id, one.arm, one.propensity] for one in found],
        },
    )
    return order


def _session(member: Member, fetch: Fetch = fetch_now) -> int | None:
    session = session_of(member, fetch)
    return session.pk if session else None


@dataclass(frozen=True, slots=True)
class _Group:
    """Alike cards: those of a kind, in the order of the file, or one card that is to be tried
    again.
    """

    situation: Situation
    size: int
    kind: Kind | None = None
    only: int = 0


def _groups(member: Member, at: datetime, shut: list[Region], left_out: Set[int]) -> list[_Group]:
    rows = outside(rows_for(member).exclude(pk__in=left_out), shut)
    return [*_fresh(member, at, shut, left_out), *_again(rows, at)]


def _fresh(member: Member, at: datetime, shut: list[Region], left_out: Set[int]) -> list[_Group]:
    from decroche.callqueue.features import Situation

    opened = [region for region in regions_of(member.workspace) if region not in shut]
    return [
        _Group(
            Situation(kind.stratum, at.astimezone(tz(kind.region.zone)), age=youngest(kind.age)),
            kind.size,
            kind,
        )
        for kind in kinds(member, opened, at, left_out)
    ]


def _again(rows: QuerySet[CallState], at: datetime) -> list[_Group]:
    from decroche.callqueue.features import Situation

    fields = (
        "pk",
        "zone",
        "stratum",
        "known_since",
        "attempts",
        "last_called_at",
        "last_outcome",
    )
    rows = rows.filter(attempts__gt=WrittenOut(0), not_before__lte=at).order_by("not_before", "pk")
    found = []
    for pk, zone, stratum, since, attempts, last, outcome in rows.values_list(*fields)[:_RETRIES]:
        local = at.astimezone(tz(zone))
        same = same_part(PreviousCall(outcome, last) if last else None, local)
        found.append(
            _Group(
                Situation(stratum or 0, local, attempts, same, age_in_days(since, at)),
                1,
                only=pk,
            )
        )
    return found


def _arranged(member: Member, at: datetime, groups: list[_Group], dice: Random) -> list[Place]:
    from decroche.callqueue.features import SECTOR, table

    if not groups:
        return []
    known = learned(member.workspace)
    levels = table([group.situation for group in groups])
    values = _values(member.workspace_id)
    chances = known.model.chance(levels)
    worths = [
        worth(float(chance), values[int(sector)])
        for chance, sector in zip(chances, levels[:, SECTOR], strict=True)
    ]
    return arrange([group.size for group in groups], worths, dice)


def _values(workspace_id: int) -> list[float]:
    """What reaching somebody is worth, by sector: P(positive | reached), the same for all while
    positives are few.
    """
    from decroche.callqueue.features import SECTOR, read

    rows = Call.objects.filter(workspace_id=workspace_id, outcome__in=RIGHT_PARTY_CONTACT).exclude(
        situation=""
    )
    positives, reached = [0] * len(SECTORS), [0] * len(SECTORS)
    total = rows.filter(outcome__in=POSITIVE).count()
    if value(0, 0, total, max(total, 1)) == 1.0:
        return [1.0] * len(SECTORS)
    for outcome, levels in rows.order_by("-id").values_list("outcome", "situation")[:5000]:
        known = read(levels)
        sector = known[SECTOR] if known else len(SECTORS) - 1
        reached[sector] += 1
        positives[sector] += outcome in POSITIVE
    return [
        value(good, all_, sum(positives), sum(reached))
        for good, all_ in zip(positives, reached, strict=True)
    ]


def _named(
    member: Member,
    at: datetime,
    left_out: Set[int],
    groups: list[_Group],
    places: list[Place],
) -> list[PlannedCard]:
    """The cards at these places."""
    runs: dict[int, int] = {}
    for place in places:
        if place.arm == "ranked":
            runs[place.group] = max(runs.get(place.group, 0), place.offset + 1)
    heads = {
        index: cards_of(member, kind, at, left_out, first=0, most=end)
        for index, end in runs.items()
        if (kind := groups[index].kind) is not None
    }
    found: dict[int, PlannedCard] = {}
    for place in places:
        group, run = groups[place.group], heads.get(place.group, [])
        if group.kind is None:
            keys = [group.only]
        elif place.offset < len(run):
            keys = [run[place.offset]]
        else:
            keys = cards_of(member, group.kind, at, left_out, first=place.offset, most=1)
        for key in keys:
            found.setdefault(key, PlannedCard(key, place.arm, round(place.propensity, 9)))
    return list(found.values())
