"""Her mailbox: its settings, filled in from her address, and a real test of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from decroche.background import beside
from decroche.correspondence.actions import forget_mailbox, keep_mailbox
from decroche.correspondence.grant import is_granted_for, read_grant
from decroche.correspondence.models import Mailbox
from decroche.correspondence.password import is_kept_for, read_password, secret_elsewhere
from decroche.correspondence.providers import provider_of
from decroche.correspondence.queries import mailbox_for
from decroche.correspondence.servers import may_name_servers
from decroche.correspondence.trial import try_mailbox
from decroche.correspondence.whose import kept_of, mean_mailbox, whose_of
from decroche.correspondence.wording import trial_in_words
from decroche.desk.mailbox.errand import begin_trial, errand_of, tried
from decroche.desk.mailbox.form import (
    around_servers,
    chosen_provider,
    not_agreed,
    not_numbers,
    not_your_servers,
    read_mailbox,
    server_values,
    shown_values,
)
from decroche.desk.mailbox.shown import shows_another, whose_shown
from decroche.desk.parts.waiting import render_waiting
from decroche.offer.queries import offer_of
from decroche.shared.addresses import check_address
from decroche.team.access import MemberRequest
from decroche.team.needs import OWN, allows


@require_http_methods(["GET", "POST"])
def mailbox(request: MemberRequest) -> HttpResponse:
    """Shows the settings; a post saves what was typed, and tests it beside the page."""
    if request.method == "GET":
        return _page(request, kept_of(whose_of(request.member)))
    if "whose" in request.POST:
        mean_mailbox(by=request.member, own=request.POST["whose"] == "own")
        return redirect("mailbox")
    if shows_another(request):
        return redirect("mailbox")
    if "forget" in request.POST:
        beside.forget(errand_of(request))
        forget_mailbox(by=request.member)
        return redirect("mailbox")
    checked = check_address(request.POST.get("address", ""))
    if not checked.ok:
        error = _("This is not an e-mail address.")
        return _page(request, kept_of(whose_of(request.member)), error=error, status=422)
    values = read_mailbox(request.POST, checked.address)
    password = request.POST.get("password", "")
    error = "" if password else _asks_again(request, values)
    error = not_numbers(request.POST) or error or not_agreed(request.POST, checked.address)
    if not may_name_servers(request.member, values):
        error = not_your_servers()
    if error:
        return _page(request, kept_of(whose_of(request.member)), error=error, status=422)
    member = request.member
    kept = keep_mailbox(by=member, values=values, password=password)
    begin_trial(request, lambda: try_mailbox(by=member, mailbox=kept))
    return redirect("mailbox")


@require_GET
def trial(request: MemberRequest) -> HttpResponse:
    """How far the test is, for the page that waits for it."""
    told = _("The test is running: a message is sent to you, then looked for.")
    return render_waiting(request, beside.look(errand_of(request)), reverse("mailbox"), told)


def _asks_again(request: MemberRequest, values: dict[str, Any]) -> str:
    """Why the password must be typed again, in a sentence; "" when it need not."""
    if not is_granted_for(whose_of(request.member), values):
        return _(
            "Your mailbox is connected for other servers: connect it again for these, or type a "
            "password."
        )
    if is_kept_for(whose_of(request.member), values):
        return ""
    return _(
        "The servers are others than those your password was typed for: type it again to give it "
        "to them."
    )


def _page(
    request: MemberRequest,
    kept: Mailbox | None,
    *,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    trial = None if error else tried(request)
    grant = read_grant(whose_of(request.member))
    usual = kept.address if kept else offer_of(request.member).email
    address = request.POST.get("address") or usual
    context = {
        "kept": kept,
        "own": whose_shown(request) == "own",
        "shown": whose_shown(request),
        "may_choose": request.workspace.shared and allows(request.member, OWN),
        "used": mailbox_for(request.member),
        "values": shown_values(request.POST or None, kept, address),
        **around_servers(provider_of(address) if address else None),
        "elsewhere": secret_elsewhere(kept) if kept else "",
        "has_password": bool(kept and read_password(kept, "smtp")),
        "connected_at": grant.host if grant else "",
        "trial": trial,
        "waiting": not error and beside.look(errand_of(request)).state == "running",
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
