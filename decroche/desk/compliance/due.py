"""Conformité, the first page: what is due, and the erasing of what is kept too long."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from decroche.accountability.due import anybody_kept_a_month, first_to_inform, look_at, yearly
from decroche.accountability.retention import apply_retention, plan, soon
from decroche.accountability.scrubbing import scrub_database
from decroche.compliance.queries import open_requests
from decroche.compliance.wording import reference
from decroche.desk.compliance.pages import tabs
from decroche.desk.parts.asking import flash, redirect_back
from decroche.prospects.queries import in_doubt_count
from decroche.shared.clock import now
from decroche.shared.counted import Counted
from decroche.team.access import MemberRequest

_SHOWN = 8
_LOOKED = 200
"""Cards at the end of their retention that a page names or counts."""


@require_GET
def law(request: MemberRequest) -> HttpResponse:
    """Shows what is due."""
    at = now()
    todo, ahead = plan(request.workspace, at, most=_LOOKED), soon(request.workspace, at, _LOOKED)
    people, told_none = first_to_inform(request.workspace, at, _SHOWN)
    context = {
        "tabs": tabs("due"),
        "plan": todo,
        "soon": ahead.cards[:_SHOWN],
        "soon_count": Counted(len(ahead.cards), ahead.more),
        "people": people,
        "people_count": told_none,
        "kept_a_month": anybody_kept_a_month(request.workspace, at),
        "requests": open_requests(request.workspace),
        "at": at,
        "doubtful": in_doubt_count(request.workspace),
        "yearly": [(one, reference(one.rule)) for one in yearly(request.workspace, at)],
        "references": {name: reference(name) for name in ("notice", "requests", "retention")},
    }
    return render(request, "desk/compliance/due.html", context)


@require_POST
def looked(request: MemberRequest, code: str) -> HttpResponse:
    """Notes that a point of the yearly list was checked."""
    if code not in {one.code for one in yearly(request.workspace, now())}:
        raise Http404
    look_at(workspace=request.workspace, code=code, at=now(), done="done" in request.POST)
    return redirect_back(request, "compliance")


@require_http_methods(["GET", "POST"])
def keep(request: MemberRequest) -> HttpResponse:
    """Shows what is kept too long; a post erases it."""
    at = now()
    if request.method == "POST":
        done = apply_retention(by=request.member, at=at)
        scrub_database()  # also what an erasure that was cut short left in free pages
        flash(
            request,
            ngettext("Done: %(n)s card.", "Done: %(n)s cards.", len(done.cards))
            % {"n": len(done.cards)},
        )
        return redirect("compliance")
    context = {
        "tabs": tabs("due"),
        "plan": plan(request.workspace, at, most=_LOOKED),
        "reference": reference("retention"),
    }
    return render(request, "desk/compliance/keep.html", context)
