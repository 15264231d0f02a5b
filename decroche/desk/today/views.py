"""The first pages of the day, and of the very first day."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from decroche.accountability.due import pressing
from decroche.callqueue.queries import ready_count
from decroche.calls.models import Moment
from decroche.calls.queries import session_of, sitting_goal
from decroche.calls.rules import APPOINTMENTS
from decroche.calls.scripts import seed_texts
from decroche.followups.models import FollowUp
from decroche.insights.funnel import summed
from decroche.insights.periods import Span, by_hour, week_of, within
from decroche.insights.timing import heat, rhythm, standing
from decroche.insights.wording import forecast_in_words
from decroche.prospects.models import Company
from decroche.shared.clock import PARIS, now
from decroche.team.access import MemberRequest
from decroche.team.actions import introduce
from decroche.team.models import Workspace
from decroche.ui.language import current_language

MINUTES_PER_CARD = 3.5
"""How long a card takes, dialling and noting included, until her own rhythm is known."""


def minutes_per_card(workspace: Workspace, day: date) -> float:
    """Her own rhythm of the last month, or what is usual while that is unknown."""
    return (
        rhythm(workspace, Span("custom", day - timedelta(days=30), day)).between or MINUTES_PER_CARD
    )


def today(request: MemberRequest) -> HttpResponse:
    """One great moment, what is ready, the promises by hour, the week in one picture."""
    if not request.member.introduced():
        return redirect("welcome")
    at = now().astimezone(PARIS)
    ready = ready_count(request.workspace, at)
    sitting = min(
        ready,
        sitting_goal(request.workspace),
    )
    due = FollowUp.objects.filter(
        workspace=request.workspace, closed_at=None, due_at__lte=at.replace(hour=23, minute=59)
    )
    promises = (
        due.filter(kind="promised").exclude(purpose__in=APPOINTMENTS).count()
    )  # a meeting is kept in person, not dialled
    monday, sunday = week_of(at.date())
    moments, rows = (
        Moment.objects.filter(workspace=request.workspace),
        by_hour(request.workspace, at.date() - timedelta(days=400)),
    )
    day = standing(request.workspace, rows, at.date())
    context = {
        "at": at,
        "ready": ready,
        "promises": promises,
        "others": max(0, ready - promises),
        "sitting": sitting,
        "minutes": round(sitting * minutes_per_card(request.workspace, at.date()) / 5) * 5 or 5,
        "due": due.select_related("company").order_by("due_at")[:8],
        "session": session_of(request.member),
        "moment": moments.order_by("-at")[at.toordinal() % max(1, min(moments.count(), 30))]
        if moments.exists()
        else None,
        "week": summed(within(rows, Span("custom", monday, sunday))),
        "heat": heat(
            within(rows, Span("custom", at.date() - timedelta(days=120), None)),
            hours_shown=range(9, 18),
        ),
        "hours_shown": range(9, 18),
        "law": pressing(request.workspace, at),
        "day": day,
        "forecast": forecast_in_words(day.forecast) if day.forecast else "",
        "any_company": Company.objects.filter(workspace=request.workspace)
        .filter(Q(removed_at=None))
        .exists(),
    }
    return render(request, "desk/today/today.html", context)


@require_http_methods(["GET", "POST"])
def welcome(request: MemberRequest) -> HttpResponse:
    """Who she is (skippable), then how to bring her file."""
    if request.method == "POST":
        skipped = "skip" in request.POST
        introduce(
            by=request.member,
            name="" if skipped else request.POST.get("name", ""),
            trade="" if skipped else request.POST.get("trade", ""),
        )
        seed_texts(by=request.member, language=current_language())
        return redirect("import")
    return render(request, "desk/today/welcome.html")
