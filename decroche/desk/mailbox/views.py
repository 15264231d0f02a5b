"""Her mailbox: filled in from her address, tried for real."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from decroche.correspondence.actions import forget_mailbox, keep_mailbox
from decroche.correspondence.models import Mailbox
from decroche.correspondence.password import read_password
from decroche.correspondence.providers import provider_of
from decroche.correspondence.queries import mailbox_of
from decroche.correspondence.trial import Trial, try_mailbox
from decroche.correspondence.wording import trial_in_words
from decroche.desk.mailbox.form import (
    around_servers,
    chosen_provider,
    read_mailbox,
    server_values,
    shown_values,
)
from decroche.offer.queries import offer_of
from decroche.shared.addresses import check_address
from decroche.team.access import MemberRequest


@require_http_methods(["GET", "POST"])
def mailbox(request: MemberRequest) -> HttpResponse:
    """What is kept; a post keeps what was typed and tries it."""
    if request.method == "GET":
        return _page(request, mailbox_of(request.workspace))
    if "forget" in request.POST:
        forget_mailbox(by=request.member)
        return redirect("mailbox")
    checked = check_address(request.POST.get("address", ""))
    if not checked.ok:
        error = _("This is not an e-mail address.")
        return _page(request, mailbox_of(request.workspace), error=error, status=422)
    kept = keep_mailbox(
        by=request.member,
        values=read_mailbox(request.POST, checked.address),
        password=request.POST.get("password", ""),
    )
    trial = try_mailbox(by=request.member, mailbox=kept)
    return _page(request, mailbox_of(request.workspace), trial=trial)


def _page(
    request: MemberRequest,
    kept: Mailbox | None,
    *,
    trial: Trial | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    usual = kept.address if kept else offer_of(request.member).email
    address = request.POST.get("address") or usual
    context = {
        "kept": kept,
        "values": shown_values(request.POST or None, kept, address),
        **around_servers(provider_of(address) if address else None),
        "has_password": bool(kept and read_password(request.workspace.pk)),
        "trial": trial,
        "told": trial_in_words(trial) if trial else "",
        "error": error,
    }
    return render(request, "desk/mailbox/mailbox.html", context, status=status)


@require_GET
def servers(request: MemberRequest) -> HttpResponse:
    """The servers of an address as it is typed, or of a provider chosen by name."""
    found = chosen_provider(request.GET.get("address", "").strip(), request.GET.get("host", ""))
    context = {"values": server_values(found), **around_servers(found)}
    return render(request, "desk/mailbox/_servers.html", context)
