"""The wall of great moments."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from decroche.calls.actions import keep_moment
from decroche.calls.moments import moments_of_workspace
from decroche.desk.parts.asking import flash, get_own_or_404, redirect_back
from decroche.prospects.models import Company
from decroche.shared.typed import row_key
from decroche.team.access import MemberRequest

_SHOWN = 300


@require_GET
def moments(request: MemberRequest) -> HttpResponse:
    """The latest great moments."""
    context = {"moments": moments_of_workspace(request.workspace)[:_SHOWN]}
    return render(request, "desk/moments/moments.html", context)


@require_POST
def pin(request: MemberRequest) -> HttpResponse:
    """Keeps a sentence as a great moment, from the wall or from a card."""
    sentence = request.POST.get("sentence", "").strip()
    pk = row_key(request.POST.get("company"))
    if sentence:
        company = get_own_or_404(request, Company, pk) if pk else None
        keep_moment(by=request.member, sentence=sentence, company=company)
        flash(request, _("Kept."))
    return redirect_back(request, "moments")
