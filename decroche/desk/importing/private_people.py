"""The cards of an import that may be private people, who work alone: shown one by one, or answered
all at once.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from decroche.desk.parts.asking import flash, get_own_or_404, redirect_back
from decroche.intake.models import Batch
from decroche.intake.queries import in_doubt_of
from decroche.prospects.legal_actions import choose_audience_of_all
from decroche.team.access import MemberRequest

_SHOWN = 8


def cards_in_doubt(batch: Batch) -> dict[str, Any]:
    """The first of the cards of an import that wait for her answer, and how many there are."""
    cards = in_doubt_of(batch)
    return {"in_doubt": cards[:_SHOWN], "in_doubt_count": cards.count()}


@require_POST
def audience(request: MemberRequest, pk: int) -> HttpResponse:
    """Professional or consumer, as she says of all the cards of an import that wait for it. Those
    she answered one by one stay as she said.
    """
    batch, chosen = get_own_or_404(request, Batch, pk), request.POST.get("audience", "")
    reason = _("called for their trade") if chosen == "professional" else ""
    cards = in_doubt_of(batch)
    try:
        entry = choose_audience_of_all(
            by=request.member, companies=cards, audience=chosen, reason=reason
        )
    except ValueError:
        raise Http404 from None
    if entry.pk:
        flash(request, _("Kept."), entry.pk)
    else:
        flash(request, _("These cards were answered for already: nothing was changed."))
    return redirect_back(request, "batch", pk)
