"""Follow-ups: late, due and coming; and the calendar feed of them."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from decroche.calls.wording import current_language, outcome_names
from decroche.desk.parts.asking import flash, get_own_or_404, redirect_back
from decroche.followups import actions
from decroche.followups.feed import close_feed, feed_of, open_feed
from decroche.followups.models import FollowUp
from decroche.followups.rules import stage
from decroche.shared.clock import PARIS, now
from decroche.shared.spoken import NotUnderstood, understand
from decroche.team.access import MemberRequest

_SHOWN = 300


@require_GET
def followups(request: MemberRequest) -> HttpResponse:
    """Late, due, today and later."""
    at = now().astimezone(PARIS)
    rows = (
        FollowUp.objects.filter(workspace=request.workspace, closed_at=None)
        .select_related("company", "contact")
        .order_by("due_at")
    )
    groups: dict[str, list[FollowUp]] = {"late": [], "due": [], "today": [], "later": []}
    for row in rows[:_SHOWN]:
        groups[stage(row.due_at, row.precision, at)].append(row)
    names = {
        "late": _("Late"),
        "due": _("Due now"),
        "today": _("Later today"),
        "later": _("Coming"),
    }
    context = {
        "groups": [(names[name], name, found) for name, found in groups.items() if found],
        "at": at,
        "more": rows.count() > _SHOWN,
        "outcomes": outcome_names(),
    }
    return render(request, "desk/followups/followups.html", context)


@require_POST
def follow_up(request: MemberRequest, pk: int, what: str) -> HttpResponse:
    """Moves, finishes or drops one."""
    row = get_own_or_404(request, FollowUp, pk)
    if what == "move":
        try:
            heard = understand(
                request.POST.get("when", ""),
                now=now(),
                zone=row.company.zone,
                language=current_language(),
            )
        except NotUnderstood as error:
            flash(request, str(error))
            return redirect_back(request, "/follow-ups/")
        entry = actions.move(
            by=request.member, follow_up=row, due_at=heard.at, precision=heard.precision
        )
        flash(
            request,
            _("%(name)s: %(when)s.") % {"name": row.company.name, "when": heard.said_back},
            entry.pk,
        )
    elif what in ("done", "dropped"):
        entry = actions.close(by=request.member, follow_up=row, how=what)
        flash(request, _("%(name)s is off the list.") % {"name": row.company.name}, entry.pk)
    return redirect_back(request, "/follow-ups/")


@require_http_methods(["GET", "POST"])
def calendar_feed(request: MemberRequest) -> HttpResponse:
    """Her follow-ups in her calendar program: the secret address, made anew or closed."""
    if request.method == "POST":
        if "close" in request.POST:
            close_feed(by=request.member)
        else:
            open_feed(by=request.member)
        return HttpResponseRedirect("/follow-ups/calendar/")
    found = feed_of(request.member)
    address = request.build_absolute_uri(f"/feeds/{found.token}.ics") if found else ""
    return render(request, "desk/followups/calendar.html", {"feed": found, "address": address})
