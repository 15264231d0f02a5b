"""What calls led to: mails and their answers, agencies and the end of their contracts, projects to
come, referrals, and what the ranking of the queue gains (uplift).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Q

from decroche.calls.contract_kept import contracts_of
from decroche.calls.models import Call, Win
from decroche.calls.rules import (
    APPOINTMENTS,
    CALLED_EARLY,
    CONVERSATIONS,
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
from decroche.team.models import Workspace

_SENT = ("handed", "sent", "check")
"""The states of messages that left, or may have left."""
_EARLY = timedelta(days=28)
"""A follow-up that was made for at least this much later means that she called too early."""


@dataclass(frozen=True, slots=True)
class Mails:
    """The messages of one situation (template): how many were sent, bounced, and answered."""

    situation: str
    sent: int
    bounced: int
    answered: int

    @property
    def answer_rate(self) -> Rate:
        """Answers per message that did not bounce."""
        return rate(self.answered, max(0, self.sent - self.bounced))


def mails(workspace: Workspace, span: Span) -> list[Mails]:
    """The messages of a span by template, most sent first."""
    rows = Message.objects.filter(workspace=workspace, state__in=_SENT)
    rows = rows.filter(created_at__gte=span.starts) if span.starts else rows
    rows = rows.filter(created_at__lt=span.ends) if span.ends else rows
    counted = (
        rows.order_by()
        .values_list("situation")
        .annotate(sent=Count("id"), back=Count("bounced_at"), answered=Count("replied_at"))
    )
    found = [Mails(*row) for row in counted]
    return sorted(found, key=lambda of_template: (-of_template.sent, of_template.situation))


@dataclass(frozen=True, slots=True)
class SwitchingPoint:
    """The agency that a company works with, and when the contract ends: `until` is None when that
    was not said or not understood, `said` is the text.
    """

    company: Company
    agency: str
    until: date | None
    said: str


def switching_points(workspace: Workspace) -> list[SwitchingPoint]:
    """What each company said last about its agency; the contracts that end first come first, then
    those without a date.
    """
    contracts = contracts_of(
        workspace.pk, Company.objects.filter(approachable(), workspace=workspace)
    )
    cards = Company.objects.only("name", "sort_name").in_bulk(list(contracts))
    points = [
        SwitchingPoint(cards[key], contract.agency, contract.ends, contract.said)
        for key, contract in contracts.items()
    ]
    return sorted(
        points,
        key=lambda point: (point.until is None, point.until or date.max, point.company.sort_name),
    )


@dataclass(frozen=True, slots=True)
class Project:
    """A project that is to start on a day. `late`: she called too late for the one before it;
    otherwise she called too early for this one.
    """

    company: Company
    starts: date
    late: bool
    note: str


def projects(workspace: Workspace, today: date) -> list[Project]:
    """The projects to come, the soonest first, from open follow-ups: those that were made because
    she was too late for a project, or too early by a month or more.
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
    """A company in the tree of referrals: the sentence by which she was referred to it, the counts
    of its own calls, and the companies it referred her to (`below`).
    """

    company: Company
    sentence: str = ""
    calls: int = 0
    talks: int = 0
    meetings: int = 0
    client: bool = False
    below: list[Branch] = field(default_factory=list)

    def total(self, name: str) -> int:
        """The sum of a count (calls, talks, meetings, clients) over the company and those below."""
        return int(getattr(self, name)) + sum(branch.total(name) for branch in self.below)

    @property
    def clients(self) -> int:
        """1 when the company is a client, else 0."""
        return int(self.client)


def referral_tree(workspace: Workspace) -> list[Branch]:
    """The trees of referrals: their roots are companies that referred her to others and to which
    nobody referred her. A company that was referred twice is below the first that did it.
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
    for pk, outcome, count, relayed in (
        Call.objects.attempts()
        .filter(workspace=workspace, company_id__in=list(companies))
        .order_by()
        .values_list("company_id", "outcome")
        .annotate(n=Count("id"), r=Count("id", filter=Q(relayed=True)))
    ):
        branch = branches[pk]
        branch.calls += count
        branch.talks += count - relayed if outcome in CONVERSATIONS else 0
        branch.meetings += count if outcome in APPOINTMENTS else 0
    for pk in Win.objects.filter(workspace=workspace, company_id__in=list(companies)).values_list(
        "company_id", flat=True
    ):
        branches[pk].client = True
    parent_of: dict[int, int] = {}
    for row in rows:
        child, parent = row.to_company_id, row.from_company_id
        if child in parent_of or child == parent or _is_ancestor(parent_of, child, parent):
            continue
        parent_of[child] = parent
        branches[child].sentence = row.sentence
        branches[parent].below.append(branches[child])
    return [branch for pk, branch in branches.items() if pk not in parent_of and branch.below]


def _is_ancestor(parent_of: dict[int, int], candidate: int, start: int) -> bool:
    """Whether `candidate` is `start` or above it. Companies that referred her to each other would
    make a circle of the tree.
    """
    current: int | None = start
    while current is not None:
        if current == candidate:
            return True
        current = parent_of.get(current)
    return False


@dataclass(frozen=True, slots=True)
class Uplift:
    """The share of calls that reached somebody beyond the switchboard: of cards chosen by the
    ranking, and of the random tenth. `gap` is the difference; it is shown from `needed` random
    calls on.
    """

    ranked: Rate
    random: Rate
    needed: int
    gap: Difference

    @property
    def enough(self) -> bool:
        """Whether there are enough random calls to show the difference."""
        return self.random.whole >= self.needed


def uplift(workspace: Workspace) -> Uplift:
    """The uplift over all calls whose card was drawn (by rank or at random). Calls that were due,
    chosen by hand or taken in the order of the file do not count.
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
