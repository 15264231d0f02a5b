"""What open pages ask every other second in a shared workspace (ui/assets/live.js). A page sends
what it has `seen`; the answer is empty (204) as long as nothing has changed.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from decroche.callqueue.standing import (
    Standing,
    mark_of_rows,
    pulse,
    rows_standing,
    standing_of,
)
from decroche.calls.queries import latest_call
from decroche.desk.parts.following import rows_asked, what_came
from decroche.desk.telephone.following import stop_dialling
from decroche.membership.queries import board
from decroche.shared.clock import now
from decroche.shared.typed import row_key, whole_number
from decroche.team.access import MemberRequest

_NO_CHANGE = 204


@require_GET
def live_board(request: MemberRequest) -> HttpResponse:
    """Tells the page of the team which member holds which card, and what was done last."""
    if not request.workspace.shared:
        raise Http404
    at = now()
    mark = pulse(request.workspace, at)
    if request.GET.get("seen") == mark:
        return HttpResponse(status=_NO_CHANGE)
    context = {"board": board(request.workspace, at), "mark": mark}
    return render(request, "desk/team/_board.html", context)


@require_GET
def live_card(request: MemberRequest, company: int) -> HttpResponse:
    """Tells the call screen whether she still holds its card and whether it may be called. `number`
    is the number that the page offers to dial.
    """
    number = row_key(request.GET.get("number"))
    standing = _standing(request, company, number)
    if request.GET.get("seen") == standing.mark:
        return HttpResponse(status=_NO_CHANGE)
    context: dict[str, Any] = {
        "company_id": company,
        "number_id": number,
        "mark": standing.mark,
        "gone": "",
    }
    if standing.stopped:
        context["gone"] = _("Do not call them: a colleague has noted that they must not be called.")
        stop_dialling(request.member, company, context["gone"])
    elif standing.with_another(request.member):
        words = _("%(name)s has this card before them now.")
        context["gone"] = words % {"name": standing.holder_name or _("A colleague")}
    return render(request, "desk/loop/_lease.html", context)


@require_GET
def live_company(request: MemberRequest, company: int) -> HttpResponse:
    """Tells the page of a company who holds its card, and what a colleague has noted since the page
    was made, when `attempts` calls had been counted.
    """
    standing = _standing(request, company, 0)
    if request.GET.get("seen") == standing.mark:
        return HttpResponse(status=_NO_CHANGE)
    attempts = whole_number(request.GET.get("attempts"), 0, 0, 2**31)
    context = {
        "company_id": company,
        "attempts": attempts,
        "mark": standing.mark,
        "stopped": standing.stopped,
        "holder": standing.holder_name if standing.with_another(request.member) else "",
        "call": latest_call(request.workspace, company) if standing.attempts > attempts else None,
    }
    return render(request, "desk/company/_live.html", context)


@require_GET
def live_rows(request: MemberRequest) -> HttpResponse:
    """Tells the page of a list which rows in view may no longer be called, which a colleague holds,
    and which were changed. `rows` has their marks, as they were when the page was made.
    """
    if not request.workspace.shared:
        raise Http404
    asked = rows_asked(request)
    standing = rows_standing(request.workspace, list(asked), now())
    mark = mark_of_rows(standing)
    if request.GET.get("seen") == mark:
        return HttpResponse(status=_NO_CHANGE)
    context = {
        "rows": what_came(request, standing, asked),
        "mark": mark,
        "address": "live-rows",
        "counts": False,
    }
    return render(request, "desk/parts/_rows_standing.html", context)


def _standing(request: MemberRequest, company: int, number: int) -> Standing:
    """The state of the card. Raises Http404 outside a shared workspace, and for a card of another
    workspace.
    """
    found = standing_of(request.workspace, company, number) if request.workspace.shared else None
    if found is None:
        raise Http404
    return found
