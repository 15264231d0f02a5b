"""The way Space dials, and the address of a desk telephone or a provider that is asked for it."""

from __future__ import annotations

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from decroche.calls.asked_address import AddressAsked, ask_soon, keep_address
from decroche.calls.dialling import WAYS
from decroche.calls.permission import may_call
from decroche.calls.preferences import keep_way
from decroche.calls.wording import not_dialled_in_words
from decroche.desk.parts.asking import flash, get_own_or_404
from decroche.desk.parts.refused import NotKept, Problem, render_not_kept
from decroche.prospects.models import PhoneNumber
from decroche.shared.choices import whole
from decroche.shared.clock import now
from decroche.team.access import MemberRequest


@require_POST
def keep(request: MemberRequest) -> HttpResponse:
    """Keeps the way she dials, and the address."""
    way = request.POST.get("way", "")
    if way not in WAYS:
        raise Http404
    chosen = AddressAsked.read(
        {
            "template": request.POST.get("template", "").strip(),
            "user": request.POST.get("user", "").strip(),
            "own_network": request.POST.get("own_network") == "1",
        }
    )
    problem = keep_address(
        by=request.member, chosen=chosen, password=request.POST.get("password", "")
    )
    if problem:
        wrong = Problem("template", _("The address that is asked"), not_dialled_in_words(problem))
        return render_not_kept(request, NotKept([wrong]), reverse("telephone"))
    keep_way(workspace=request.workspace, way=way)
    flash(request, _("Kept."))
    return redirect("telephone")


@require_POST
def ask(request: MemberRequest) -> HttpResponse:
    """Asks for a number to be dialled; a number that may not be called is asked of nobody."""
    number = get_own_or_404(request, PhoneNumber, whole(request.POST.get("number")) or 0)
    if not may_call(request.workspace, number.company.state, now(), numbers=[number]).allowed:
        raise Http404
    problem = ask_soon(request.workspace, number)
    if problem is None:
        return JsonResponse({"said": _("no answer yet from the telephone that is to dial")})
    return JsonResponse({"said": not_dialled_in_words(problem) if problem else _("it dials")})
