"""How one member calls: their own page, and the owner's once the members were told."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from decroche.desk.parts.asking import flash
from decroche.insights.members import OwnFigures, figures_of
from decroche.insights.periods import span_of
from decroche.insights.wording import rate_in_words, span_names
from decroche.membership.actions import NotDone
from decroche.membership.figures import end_shown_figures, say_figures_are_shown
from decroche.membership.preferences import shown_figures
from decroche.membership.wording import not_done_in_words
from decroche.shared.clock import PARIS, now
from decroche.team.access import MemberRequest
from decroche.team.models import Member
from decroche.team.queries import members_of

_SPANS = ("week", "month", "quarter")


@require_GET
def own_figures(request: MemberRequest) -> HttpResponse:
    """A member's own figures, and who else sees them."""
    today, names = now().astimezone(PARIS).date(), span_names()
    rows = [_row(names[code], figures_of(request.member, span_of(code, today))) for code in _SPANS]
    context = {"rows": rows, "shown": shown_figures(request.workspace)}
    return render(request, "desk/team/own_figures.html", context)


@require_http_methods(["GET", "POST"])
def members_figures(request: MemberRequest) -> HttpResponse:
    """What was said to the members, and their figures since; a post says it, or ends it."""
    if not request.workspace.shared:
        return redirect("team")
    if request.method == "GET":
        return _page(request)
    if "end" in request.POST:
        end_shown_figures(by=request.member)
        flash(request, _("Their figures are theirs again; each of them is told."))
        return redirect("members-figures")
    try:
        say_figures_are_shown(by=request.member, why=request.POST.get("why", ""))
    except NotDone as problem:
        return _page(request, problem=not_done_in_words(problem), status=422)
    flash(request, _("Each member is told on their next page."))
    return redirect("members-figures")


def _page(request: MemberRequest, problem: str = "", status: int = 200) -> HttpResponse:
    said, at = shown_figures(request.workspace), now()
    month = span_of("month", at.astimezone(PARIS).date())
    rows = []
    if said.since is not None and said.since <= at:
        for member in members_of(request.workspace):
            if member.role != Member.Role.READER:
                rows.append(_row(str(member), figures_of(member, month, said.since)))
    context = {"shown": said, "rows": rows, "problem": problem}
    return render(request, "desk/team/members_figures.html", context, status=status)


def _row(name: str, found: OwnFigures) -> dict[str, Any]:
    return {
        "name": name,
        "found": found,
        "talks": rate_in_words(found.talk_rate),
    }
