"""The wall of great moments."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from decroche.calls.actions import keep_moment
from decroche.calls.models import Moment
from decroche.desk.parts.asking import get_own_or_404, redirect_back
from decroche.prospects.models import Company
from decroche.team.access import MemberRequest

_SHOWN = 300


@require_GET
def moments(request: MemberRequest) -> HttpResponse:
    """The wall of great moments."""
    rows = (
        Moment.objects.filter(workspace=request.workspace).select_related("company").order_by("-at")
    )
    return render(request, "desk/moments/moments.html", {"moments": rows[:_SHOWN]})


@require_POST
def pin(request: MemberRequest) -> HttpResponse:
    """Pins a sentence, from the wall or a card."""
    sentence, company = request.POST.get("sentence", "").strip(), request.POST.get("company", "")
    if sentence:
        keep_moment(
            by=request.member,
            sentence=sentence,
            company=get_own_or_404(request, Company, int(company)) if company.isdigit() else None,
        )
    return redirect_back(request, "/moments/")
