"""Follow-ups: late, due and coming; and the calendar feed of them."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from decroche.agenda.preferences import Agenda
from decroche.agenda.queries import asked
from decroche.callqueue.standing import marks_of_rows
from decroche.calls.contract_kept import contracts_of
from decroche.calls.contracts import Contract
from decroche.calls.queries import latest_calls
from decroche.desk.followups.held import after_meeting
from decroche.desk.parts.asking import flash, get_own_or_404, is_htmx, redirect_back
from decroche.desk.parts.first_step import first_step
from decroche.followups import actions
from decroche.followups.feed import close_feed, feed_of, open_feed
from decroche.followups.forbidden import later_today, stopped_by_law
from decroche.followups.models import FollowUp
from decroche.followups.queries import all_open, numbers_to_dial
from decroche.followups.rules import stage
from decroche.followups.wording import due_in_words, stopped_in_words, waits_in_words
from decroche.shared.clock import PARIS, now
from decroche.shared.spoken import NotUnderstood, understand
from decroche.team.access import MemberRequest
from decroche.team.needs import OWN, allows
from decroche.team.preferences import preferred
from decroche.ui.language import current_language

_SHOWN = 300


@require_GET
def followups(request: MemberRequest) -> HttpResponse:
    """Late, due, today and later."""
    at, rows = now().astimezone(PARIS), all_open(request.workspace)
    shown = list(rows[:_SHOWN])
    stopped = stopped_by_law(request.workspace, shown, at)
    context = {
        "groups": _groups(shown, at),
        "marks": marks_of_rows(request.workspace, [row.company_id for row in shown], at),
        "numbers": numbers_to_dial(request.workspace, shown),
        "late": {row.pk: waits_in_words(row, at) for row in shown},
        "stopped": {key: stopped_in_words(verdict, at) for key, verdict in stopped.items()},
        "decides": {key for key, verdict in stopped.items() if not later_today(verdict, at)},
        "last_calls": latest_calls(request.workspace, [row.company_id for row in shown]),
        "contracts": _contracts(request, shown),
        "at": at,
        "asked": _asked_in_calendar(request),
        "more": rows.count() > _SHOWN,
        "first_step": "" if shown else first_step(request, at),
    }
    return render(request, "desk/followups/followups.html", context)


def _asked_in_calendar(request: MemberRequest) -> int:
    """How many follow-ups she moved or deleted in her calendar and has not decided about yet."""
    if not (allows(request.member, OWN) and preferred(request.workspace, Agenda).runs):
        return 0
    return asked(request.workspace).count()


def _contracts(request: MemberRequest, rows: list[FollowUp]) -> dict[int, Contract]:
    """The contract with their agency, shown beside a follow-up: once for each company."""
    said = contracts_of(request.workspace.pk, [row.company_id for row in rows])
    first = {row.company_id: row.pk for row in reversed(rows)}
    return {first[company]: contract for company, contract in said.items()}


def _groups(rows: list[FollowUp], at: datetime) -> list[tuple[str, str, list[FollowUp]]]:
    """[(title, stage, its follow-ups)], without empty stages. Up to today promises come before
    advised follow-ups. A meeting that is over is not late: it waits for her to say how it went.
    """
    titles = {
        "late": _("Late"),
        "due": _("Due now"),
        "today": _("Later today"),
        "later": _("Coming"),
    }
    found: dict[str, list[FollowUp]] = {code: [] for code in titles}
    for row in rows:
        place = stage(row.due_at, row.precision, at)
        found["due" if place == "late" and row.in_person else place].append(row)
    for code in ("late", "due", "today"):
        found[code].sort(key=lambda row: row.kind != FollowUp.Kind.PROMISED)
    return [(titles[code], code, inside) for code, inside in found.items() if inside]


@require_POST
def move(request: MemberRequest, pk: int) -> HttpResponse:
    """Moves a follow-up to a day in her words. Words that are no date stay in their field, with the
    answer beneath.
    """
    row = get_own_or_404(request, FollowUp, pk)
    text, zone = request.POST.get("when", ""), row.company.state.zone
    try:
        heard = understand(text, now=now(), zone=zone, language=current_language())
    except NotUnderstood as error:
        if is_htmx(request):
            return render(request, "desk/loop/_heard_when.html", {"error": str(error)})
        flash(request, str(error))
        return redirect_back(request, "followups")
    try:
        entry = actions.move(
            by=request.member, follow_up=row, due_at=heard.at, precision=heard.precision
        )
    except actions.ClosedBefore:
        return _closed_before(request, row)
    words = {"name": row.company.name, "when": heard.said_back}
    flash(request, _("%(name)s: %(when)s.") % words, entry.pk)
    return redirect_back(request, "followups")


@require_POST
def close(request: MemberRequest, pk: int, how: str) -> HttpResponse:
    """Finishes or drops a follow-up; a meeting may have made the company a client (`won`)."""
    row = get_own_or_404(request, FollowUp, pk)
    if how not in ("done", "dropped"):
        raise Http404
    if how == "done" and row.in_person and "held" in request.POST:
        return _held(request, row)
    won = how == "done" and "won" in request.POST
    try:
        entry = actions.close(by=request.member, follow_up=row, how=how, won=won)
    except actions.ClosedBefore:
        return _closed_before(request, row)
    said = _("%(name)s is your client.") if won else _("%(name)s is off the list.")
    flash(request, said % {"name": row.company.name}, entry.pk)
    return redirect_back(request, "followups")


def _held(request: MemberRequest, row: FollowUp) -> HttpResponse:
    """A meeting took place: what comes next is kept with it, or stands in the list for tomorrow."""
    after = after_meeting(request.POST, zone=row.company.state.zone, at=now())
    if isinstance(after, str):
        if is_htmx(request):
            return render(request, "desk/loop/_heard_when.html", {"error": after})
        flash(request, after)
        return redirect_back(request, "followups")
    try:
        entry, step = actions.hold(by=request.member, appointment=row, after=after)
    except actions.ClosedBefore:
        return _closed_before(request, row)
    waits = _("%(name)s: the meeting took place. What comes next waits in Follow-ups, %(when)s.")
    said = _("%(name)s: %(when)s.") if after.due_at else waits
    words = {"name": row.company.name, "when": due_in_words(step, now())}
    flash(request, said % words, entry.pk)
    return redirect_back(request, "followups")


def _closed_before(request: MemberRequest, row: FollowUp) -> HttpResponse:
    said = _("%(name)s: this follow-up was closed already, nothing was changed.")
    flash(request, said % {"name": row.company.name})
    return redirect_back(request, "followups")


@require_http_methods(["GET", "POST"])
def calendar_feed(request: MemberRequest) -> HttpResponse:
    """Her follow-ups in her calendar program: the secret address, renewed or closed."""
    if request.method == "POST":
        change = close_feed if "close" in request.POST else open_feed
        change(by=request.member)
        return redirect("calendar-feed")
    found = feed_of(request.member)
    address = request.build_absolute_uri(reverse("feed", args=[found.token])) if found else ""
    return render(request, "desk/followups/calendar.html", {"feed": found, "address": address})
