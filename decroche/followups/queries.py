"""Named queries about dated next steps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from decroche.calls.models import Call
from decroche.calls.offered import callable_by
from decroche.calls.rules import APPOINTMENTS
from decroche.calls.whom_to_ask import best_number
from decroche.database.fetching import Fetch, Queries, fetch_now
from decroche.database.prepared import PreparedQuery
from decroche.followups.models import FollowUp
from decroche.followups.rules import EARLY
from decroche.journal.models import Entry
from decroche.prospects.models import Company, PhoneNumber
from decroche.shared.clock import PARIS
from decroche.team.models import Workspace

_IN_ORDER = ("-kind", "due_at", "pk")
"""“promised” before “advised”, then by the hour: the order in which the queue calls them."""


def all_open(workspace: Workspace) -> QuerySet[FollowUp]:
    """All that is open in a workspace, each with its company and person, soonest first."""
    rows = FollowUp.objects.filter(workspace=workspace, closed_at=None)
    return rows.select_related("company__state", "company__provenance", "contact").order_by(
        "due_at"
    )


def numbers_to_dial(workspace: Workspace, steps: Collection[FollowUp]) -> dict[int, str]:
    """{key of a follow-up: the number to dial for it, as it is shown}: the one that its call
    dialled, as long as it may be, else the person's own, else the first of the company. Asks two
    queries.
    """
    companies = [step.company_id for step in steps]
    rows = PhoneNumber.objects.filter(workspace=workspace, company__in=companies)
    numbers: dict[int, list[PhoneNumber]] = defaultdict(list)
    for row in rows.order_by("position", "id"):
        numbers[row.company_id].append(row)
    calls = Call.objects.filter(pk__in=[step.call_id for step in steps if step.call_id])
    dialled: dict[int | None, int | None] = dict(calls.values_list("pk", "number_id"))
    found = {}
    for step in steps:
        here = numbers[step.company_id]
        same = [one for one in here if one.usable and one.pk == dialled.get(step.call_id)]
        number = same[0] if same else best_number(step.company, here, step.contact)
        if number:
            found[step.pk] = _as_shown(number)
    return found


def _as_shown(number: PhoneNumber) -> str:
    """A number with its extension, as the card shows it."""
    if not number.extension:
        return number.national
    return f"{number.national} {_('ext. %(ext)s') % {'ext': number.extension}}"


def promise_of(call: Call) -> FollowUp | None:
    """The promise that this call led to, as long as it is open."""
    rows = FollowUp.objects.filter(
        workspace_id=call.workspace_id,
        call=call,
        kind=FollowUp.Kind.PROMISED,
        closed_at=None,
    )
    return rows.order_by("pk").first()


def promises_of(calls: list[Call]) -> dict[int, FollowUp]:
    """The open promise that each of these calls of one workspace led to, by the call's key."""
    rows = FollowUp.objects.filter(
        call__in=calls, kind=FollowUp.Kind.PROMISED, closed_at=None
    ).order_by("-pk")
    return {row.call_id: row for row in rows if row.call_id is not None}


def open_with_any(workspace: Workspace, companies: Collection[int]) -> list[FollowUp]:
    """What is open with any of these companies (keys), soonest first, each with its person."""
    return list(all_open(workspace).filter(company__in=companies))


def due_by(workspace: Workspace, until: datetime) -> QuerySet[FollowUp]:
    """The open follow-ups that are due by `until`, with their company: promises before those that
    are only suggested, and of each the soonest first, so that late ones lead.
    """
    rows = FollowUp.objects.filter(workspace=workspace, closed_at=None, due_at__lte=until)
    return rows.select_related("company__state", "company__provenance").order_by(*_IN_ORDER)


def waiting_on(workspace: Workspace, day: date) -> list[FollowUp]:
    """The open follow-ups of a day, promises first, by the hour, with their company and person."""
    start = datetime.combine(day, time(), PARIS)
    rows = all_open(workspace).filter(due_at__gte=start, due_at__lt=start + timedelta(days=1))
    return list(rows.order_by(*_IN_ORDER))


def next_waiting(workspace: Workspace, day: date) -> list[FollowUp]:
    """The open follow-ups of the first day from `day` on that has any."""
    start = datetime.combine(day, time(), PARIS)
    first = all_open(workspace).filter(due_at__gte=start).order_by("due_at").first()
    return waiting_on(workspace, first.due_at.astimezone(PARIS).date()) if first else []


def due_count(workspace: Workspace, until: datetime) -> int:
    """How many open follow-ups are due by `until`."""
    return FollowUp.objects.filter(workspace=workspace, closed_at=None, due_at__lte=until).count()


def promised_by(workspace: Workspace, until: datetime) -> QuerySet[FollowUp]:
    """The promises due by `until` that are kept by calling, soonest first, with their company;
    appointments are kept in person.
    """
    promised = due_by(workspace, until).filter(kind=FollowUp.Kind.PROMISED)
    return promised.exclude(purpose__in=APPOINTMENTS)


def past_due_by_member(workspace: Workspace, at: datetime) -> dict[int, int]:
    """{key of a member: how many of their promises were due before `at` and are still open}; those
    of no member in particular are counted under 0.
    """
    rows = FollowUp.objects.filter(
        workspace=workspace, closed_at=None, kind=FollowUp.Kind.PROMISED, due_at__lt=at
    )
    counted = rows.exclude(purpose__in=APPOINTMENTS).values("member").annotate(late=Count("pk"))
    return {one["member"] or 0: one["late"] for one in counted}


def next_with_each(workspace: Workspace, companies: Collection[int]) -> dict[int, FollowUp]:
    """{key of a company: what comes next with it}: of the steps that are open, the soonest."""
    rows = FollowUp.objects.filter(workspace=workspace, company__in=companies, closed_at=None)
    found: dict[int, FollowUp] = {}
    for row in rows.order_by("due_at", "pk"):
        found.setdefault(row.company_id, row)
    return found


def open_in_order(company: Company) -> list[FollowUp]:
    """What is open with a company, soonest first, for the page of its card."""
    rows = FollowUp.objects.filter(
        workspace_id=company.workspace_id, company=company, closed_at=None
    )
    return list(rows.order_by("due_at"))


_OPEN = PreparedQuery(
    lambda workspace, company: FollowUp.objects.filter(
        workspace_id=workspace, company_id=company, closed_at=None
    )
)


def open_queries(workspace_id: int, company_id: int) -> Queries:
    """The query of `open_with`, to be sent with others."""
    return [_OPEN.bind(workspace_id, company_id)]


def open_with(workspace_id: int, company_id: int, fetch: Fetch = fetch_now) -> list[FollowUp]:
    """What is open with a company, in no order; its query is one of those that a key press sends
    together.
    """
    return fetch(_OPEN, workspace_id, company_id)


_MAYBE_STOPPED = PreparedQuery(
    lambda workspace, evening: (
        FollowUp.objects.filter(
            Q(company__state__consumer=True) | ~callable_by("company__state"),
            workspace_id=workspace,
            closed_at=None,
            kind=FollowUp.Kind.PROMISED,
            due_at__lte=evening,
        )
        .exclude(purpose__in=APPOINTMENTS)
        .select_related("company__state", "company__provenance")
        .order_by("due_at")[:10]
    )
)


def maybe_stopped_queries(workspace_id: int, at: datetime) -> Queries:
    """The query of `maybe_stopped`, to be sent with others."""
    return [_MAYBE_STOPPED.bind(workspace_id, _evening(at))]


def maybe_stopped(workspace_id: int, at: datetime, fetch: Fetch = fetch_now) -> list[FollowUp]:
    """Calls promised for today or before to a card that a rule of the law may stop: a consumer, or
    a card that may not be called. Soonest first, each with its company and call state.
    """
    return fetch(_MAYBE_STOPPED, workspace_id, _evening(at))


def _evening(at: datetime) -> datetime:
    """23:59 of the day of that moment, in Paris."""
    return at.astimezone(PARIS).replace(hour=23, minute=59, second=0, microsecond=0)


def opened_by(workspace: Workspace, call_id: int) -> FollowUp | None:
    """The next step that a call gave."""
    return FollowUp.objects.filter(workspace=workspace, call_id=call_id).first()


def advised_by(workspace: Workspace, call_id: int) -> FollowUp | None:
    """The next step that a call suggested, while it is open."""
    rows = FollowUp.objects.filter(workspace=workspace, call_id=call_id, closed_at=None)
    return rows.filter(kind=FollowUp.Kind.ADVISED).first()


def moved_by_hand(row: FollowUp) -> bool:
    """Whether she gave a follow-up of this company another day since it was made."""
    moves = Entry.objects.filter(
        workspace_id=row.workspace_id, company_id=row.company_id, verb="follow_up.moved"
    )
    return moves.filter(at__gte=row.created_at, undone_at=None).exists()


def latest_meeting(company: Company) -> FollowUp | None:
    """The meeting that was agreed last with a company, kept, to come or dropped."""
    rows = FollowUp.objects.filter(
        workspace_id=company.workspace_id, company=company, purpose__in=APPOINTMENTS
    )
    return rows.order_by("-id").first()


def call_promised(rows: Iterable[FollowUp], at: datetime) -> bool:
    """Whether a call is promised for that moment, or was for an earlier one and is not kept yet."""
    return any(
        row.kind == FollowUp.Kind.PROMISED
        and row.purpose not in APPOINTMENTS
        and row.due_at <= at + EARLY
        for row in rows
    )
