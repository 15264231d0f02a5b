"""What calls led to: mails, agencies and when their contracts end, projects to come, referrals, the
uplift of the ranking.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.db.models import Count, Q

from decroche.calls.models import Call, Win
from decroche.calls.rules import (
    APPOINTMENTS,
    CALLED_EARLY,
    CONVERSATIONS,
    INCOMING,
    NEXT_PROJECT,
    RIGHT_PARTY_CONTACT,
)
from decroche.correspondence.models import Message
from decroche.followups.models import FollowUp
from decroche.insights.periods import Span
from decroche.insights.rules import Difference, Rate, difference, enough_to_tell, rate
from decroche.prospects.models import Company
from decroche.prospects.queries import approachable
from decroche.referrals.models import Referral
from decroche.shared.clock import PARIS
from decroche.shared.spoken import NotUnderstood, day_meant
from decroche.team.models import Workspace

_GONE = ("handed", "sent", "check")
_EARLY = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Mails:
    """Messages of one situation: gone, come back, answered."""

    situation: str
    sent: int
    bounced: int
    answered: int

    @property
    def answer_rate(self) -> Rate:
        """Answered per message that arrived."""
        return rate(self.answered, max(0, self.sent - self.bounced))


def mails(workspace: Workspace, span: Span) -> list[Mails]:
    """By template, most sent first."""
    rows = Message.objects.filter(workspace=workspace, state__in=_GONE)
    rows = rows.filter(created_at__gte=span.starts) if span.starts else rows
    rows = rows.filter(created_at__lt=span.ends) if span.ends else rows
    counted = (
        rows.order_by()
        .values_list("situation")
        .annotate(sent=Count("id"), back=Count("bounced_at"), answered=Count("replied_at"))
    )
    return sorted((Mails(*row) for row in counted), key=lambda one: (-one.sent, one.situation))


@dataclass(frozen=True, slots=True)
class SwitchingPoint:
    """An agency that a prospect named, and when its contract ends (None when that was not said or
    not understood).
    """

    company: Company
    agency: str
    until: date | None
    said: str
    call: Call


def switching_points(workspace: Workspace) -> list[SwitchingPoint]:
    """The latest word of each company about its agency; those that end soonest first, then those
    without a date.
    """
    rows = Call.objects.filter(approachable("company"), workspace=workspace)
    rows = (
        rows.filter(Q(details__has_key="agency") | Q(details__has_key="until"))
        .select_related("company")
        .order_by("at", "id")
    )
    rows = rows.only("at", "details", "company_id", "company__name", "company__sort_name")
    latest = {call.company_id: call for call in rows}
    found = [_switching(call) for call in latest.values()]
    return sorted(
        found, key=lambda one: (one.until is None, one.until or date.max, one.company.sort_name)
    )


_UNTIL = re.compile(
    r"(?P<name>.*)(?<!\w)(?:jusqu[’']|until\s|till\s)(?:(?:à la|à|au|en|a)\s+)?(?P<end>.+)",
    re.DOTALL,
)


def _switching(call: Call) -> SwitchingPoint:
    agency, said = (
        str(call.details.get("agency", "")).strip(),
        str(call.details.get("until", "")).strip(),
    )
    end = _end(said, call.at) if said else None
    if not said and agency:  # both in one field: “Agence Bleue jusqu’à fin mars”
        found = _UNTIL.fullmatch(agency)
        if found:
            end = _end(found["end"], call.at)
            if end:
                agency, said = found["name"].strip(" ,;:–-"), found["end"]
    return SwitchingPoint(call.company, agency, end, said, call)


def _end(text: str, at: datetime) -> date | None:
    return _end_meant(text, at.astimezone(PARIS).date())


@lru_cache(maxsize=4096)
def _end_meant(text: str, on: date) -> date | None:
    """The same words said on the same day always mean the same one."""
    try:
        return day_meant(text, now=datetime.combine(on, time(9), PARIS))
    except NotUnderstood:
        return None


@dataclass(frozen=True, slots=True)
class Project:
    """A project that starts on a day, and whether she came too late for the last one or too early
    for this one.
    """

    company: Company
    starts: date
    late: bool
    note: str


def projects(workspace: Workspace, today: date) -> list[Project]:
    """Whom to call before: too late this time (a date was given), or too early (to be called in a
    month or more); soonest first.
    """
    rows = FollowUp.objects.filter(approachable("company"), workspace=workspace, closed_at=None)
    rows = (
        rows.filter(purpose__in=(*NEXT_PROJECT, *CALLED_EARLY))
        .select_related("company", "call")
        .order_by("due_at")
    )
    found = []
    for row in rows:
        starts = row.due_at.astimezone(PARIS).date()
        late = row.purpose in NEXT_PROJECT
        if late or row.due_at - row.created_at >= _EARLY:
            found.append(
                Project(row.company, starts, late, row.note or (row.call.note if row.call else ""))
            )
    return found


@dataclass(slots=True)
class Branch:
    """A company in the tree of referrals: what was said of it, what its own calls gave, and whom it
    sent her to.
    """

    company: Company
    sentence: str = ""
    calls: int = 0
    talks: int = 0
    meetings: int = 0
    client: bool = False
    below: list[Branch] = field(default_factory=list)

    def total(self, name: str) -> int:
        """A count over the branch, itself included."""
        return int(getattr(self, name)) + sum(one.total(name) for one in self.below)

    @property
    def clients(self) -> int:
        """1 for a client."""
        return int(self.client)


def referral_tree(workspace: Workspace) -> list[Branch]:
    """The companies nobody sent her to that sent her on, each with its branches; whoever was
    referred twice hangs under the first.
    """
    rows = list(
        Referral.objects.filter(workspace=workspace)
        .select_related("from_company", "to_company")
        .order_by("at", "id")
    )
    companies = {
        company.pk: company for row in rows for company in (row.from_company, row.to_company)
    }
    branches = {pk: Branch(company) for pk, company in companies.items()}
    for pk, outcome, count in (
        Call.objects.filter(workspace=workspace, company_id__in=list(companies))
        .exclude(origin=INCOMING)
        .order_by()
        .values_list("company_id", "outcome")
        .annotate(n=Count("id"))
    ):
        branch = branches[pk]
        branch.calls += count
        branch.talks += count if outcome in CONVERSATIONS else 0
        branch.meetings += count if outcome in APPOINTMENTS else 0
    for pk in Win.objects.filter(workspace=workspace, company_id__in=list(companies)).values_list(
        "company_id", flat=True
    ):
        branches[pk].client = True
    above: dict[int, int] = {}
    for row in rows:
        child, parent = row.to_company_id, row.from_company_id
        if child in above or child == parent or _leads_to(above, parent, child):
            continue
        above[child] = parent
        branches[child].sentence = row.sentence
        branches[parent].below.append(branches[child])
    return [branch for pk, branch in branches.items() if pk not in above and branch.below]


def _leads_to(above: dict[int, int], start: int, wanted: int) -> bool:
    """Whether `wanted` is `start` or stands above it: who sent each other would make a circle."""
    seen: int | None = start
    while seen is not None:
        if seen == wanted:
            return True
        seen = above.get(seen)
    return False


@dataclass(frozen=True, slots=True)
class Uplift:
    """Somebody reached per call: cards by the ranking against the random tenth. `needed` random
    calls before it is shown.
    """

    ranked: Rate
    random: Rate
    needed: int
    gap: Difference

    @property
    def enough(self) -> bool:
        """Whether there are random calls enough to tell."""
        return self.random.whole >= self.needed


def uplift(workspace: Workspace) -> Uplift:
    """Over all calls that were drawn; calls that were due, chosen by hand or in the order of the
    file say nothing of it.
    """
    drawn = Call.objects.filter(workspace=workspace, arm__in=(Call.Arm.RANKED, Call.Arm.RANDOM))
    counted = drawn.order_by().values_list("arm", "outcome").annotate(n=Count("id"))
    reached, made = Counter[str](), Counter[str]()
    for arm, outcome, n in counted:
        reached[arm] += n if outcome in RIGHT_PARTY_CONTACT else 0
        made[arm] += n
    ranked = (reached[Call.Arm.RANKED], made[Call.Arm.RANKED])
    random = (reached[Call.Arm.RANDOM], made[Call.Arm.RANDOM])
    base = (ranked[0] + random[0] + 1.5) / (ranked[1] + random[1] + 10)
    return Uplift(rate(*ranked), rate(*random), enough_to_tell(base), difference(ranked, random))
