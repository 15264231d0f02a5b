"""The contract with their agency, read and changed wherever a card is seen."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from decroche.calls.contract_kept import ContractKept, contract_of, keep_contract
from decroche.desk.parts.asking import flash, get_own_or_404, is_htmx, redirect_back
from decroche.prospects.models import Company
from decroche.shared.clock import now
from decroche.team.access import MemberRequest
from decroche.ui.templatetags.ui import short_day


@require_GET
def contract(request: MemberRequest, pk: int) -> HttpResponse:
    """The contract, to read or (?edit) to write."""
    card = get_own_or_404(request, Company, pk)
    context = {
        "company": card,
        "contract": contract_of(card),
        "edit": "edit" in request.GET,
        "heard": f"contract-{card.pk}",
    }
    return render(request, "desk/parts/_contract.html", context)


@require_POST
def keep(request: MemberRequest, pk: int) -> HttpResponse:
    """Saves the contract as she wrote it. When the card comes back on another day because of it,
    she is told.
    """
    card = get_own_or_404(request, Company, pk)
    kept = keep_contract(
        by=request.member,
        company=card,
        agency=request.POST.get("agency", ""),
        until=request.POST.get("until", ""),
        at=now(),
    )
    if is_htmx(request):
        context = {"company": card, "contract": kept.contract, "back": _back(kept)}
        return render(request, "desk/parts/_contract.html", context)
    if kept.entry:
        said = _("The contract with their agency is noted.")
        flash(request, f"{said} {_back(kept)}".strip(), kept.entry.pk)
    return redirect_back(request, "company", pk)


def _back(kept: ContractKept) -> str:
    if kept.back is None:
        return ""
    return _("The card comes back on %(day)s.") % {"day": short_day(kept.back)}
