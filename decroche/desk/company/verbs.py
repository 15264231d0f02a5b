"""What is done with a whole card: opposition, removal, client or not, a rest."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from decroche.calls import actions as calls
from decroche.calls.states import rest as put_to_rest
from decroche.desk.parts.asking import flash, get_own_or_404, redirect_back
from decroche.prospects import actions
from decroche.prospects.models import Company
from decroche.prospects.queries import rows_of
from decroche.team.access import MemberRequest

_REST = 30
"""Days for which a card rests."""


@require_POST
def oppose(request: MemberRequest, pk: int) -> HttpResponse:
    """Notes an opposition: the company is never called again."""
    card = get_own_or_404(request, Company, pk)
    entry = actions.oppose_all(by=request.member, companies=rows_of(card))
    flash(request, _("%(name)s will never be called again.") % {"name": card.name}, entry.pk)
    return redirect_back(request, "company", pk)


@require_POST
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Removes the card from the file."""
    card = get_own_or_404(request, Company, pk)
    entry = actions.remove(by=request.member, companies=rows_of(card))
    flash(request, _("%(name)s has been removed from the file.") % {"name": card.name}, entry.pk)
    return redirect_back(request, "file")


@require_POST
def win(request: MemberRequest, pk: int) -> HttpResponse:
    """Notes that the company is her client from now on."""
    card = get_own_or_404(request, Company, pk)
    entry = calls.win(by=request.member, company=card)
    flash(request, _("%(name)s is your client.") % {"name": card.name}, entry.pk)
    return redirect_back(request, "company", pk)


@require_POST
def lose(request: MemberRequest, pk: int) -> HttpResponse:
    """Notes that the company is no longer her client, or never was."""
    card = get_own_or_404(request, Company, pk)
    entry = calls.lose(by=request.member, company=card)
    flash(
        request,
        _("%(name)s is no longer a client, and is back in the queue.") % {"name": card.name},
        entry.pk,
    )
    return redirect_back(request, "company", pk)


@require_POST
def rest(request: MemberRequest, pk: int) -> HttpResponse:
    """Keeps the card out of the queue for a while."""
    card = get_own_or_404(request, Company, pk)
    entry = put_to_rest(by=request.member, companies=rows_of(card), days=_REST)
    flash(request, _("%(name)s rests for 30 days.") % {"name": card.name}, entry.pk)
    return redirect_back(request, "company", pk)
