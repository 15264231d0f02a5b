"""Her mailbox: filled in from her address, tried for real."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from decroche.correspondence import actions
from decroche.correspondence.models import Mailbox
from decroche.correspondence.outbox import secret_name
from decroche.correspondence.providers import HOSTS, provider_of
from decroche.correspondence.trial import try_mailbox
from decroche.correspondence.wording import (
    hint_in_words,
    trial_in_words,
)
from decroche.desk.parts.asking import whole_number
from decroche.gateways import vault
from decroche.offer.queries import offer_of
from decroche.shared.addresses import check_address
from decroche.team.access import MemberRequest


@require_http_methods(["GET", "POST"])
def mailbox(request: MemberRequest) -> HttpResponse:
    """Her mailbox: filled in from the address, tried for real."""
    kept = Mailbox.objects.filter(workspace=request.workspace).first()
    if request.method == "GET":
        return _mailbox_page(request, kept, {})
    if "forget" in request.POST:
        actions.forget_mailbox(by=request.member)
        vault.forget(settings.DATA_FOLDER, secret_name(request.workspace.pk))
        return HttpResponseRedirect("/mailbox/")
    checked = check_address(request.POST.get("address", ""))
    if not checked.ok:
        return _mailbox_page(
            request, kept, {"error": _("This is not an e-mail address.")}, status=422
        )
    row = actions.keep_mailbox(
        by=request.member, values=_mailbox_values(request.POST, checked.address)
    )
    if request.POST.get("password"):
        vault.keep(
            settings.DATA_FOLDER, secret_name(request.workspace.pk), request.POST["password"]
        )
    trial = try_mailbox(by=request.member, mailbox=row)
    return _mailbox_page(
        request, Mailbox.objects.get(pk=row.pk), {"trial": trial, "told": trial_in_words(trial)}
    )


def _mailbox_values(post: Any, address: str) -> dict[str, Any]:
    base = provider_of(address)
    securities = Mailbox.Security.values
    return {
        "address": address,
        "smtp_host": post.get("smtp_host", "").strip()[:200] or base.smtp_host,
        "smtp_port": whole_number(post.get("smtp_port"), base.smtp_port, 1, 65535),
        "smtp_security": post.get("smtp_security")
        if post.get("smtp_security") in securities
        else base.smtp_security,
        "smtp_user": post.get("smtp_user", "").strip()[:254] or address,
        "imap_host": post.get("imap_host", base.imap_host).strip()[:200],
        "imap_port": whole_number(post.get("imap_port"), base.imap_port, 1, 65535),
        "imap_security": post.get("imap_security")
        if post.get("imap_security") in securities
        else base.imap_security,
        "imap_user": post.get("imap_user", "").strip()[:254],
        "daily_limit": whole_number(post.get("daily_limit"), 80, 1, 500),
        "pace_seconds": whole_number(post.get("pace_seconds"), 20, 0, 3600),
    }


def _mailbox_page(
    request: MemberRequest, kept: Mailbox | None, extra: dict[str, Any], status: int = 200
) -> HttpResponse:
    address = request.POST.get("address") or (
        kept.address if kept else offer_of(request.member).email
    )
    known = provider_of(address) if address else None
    values = (
        _mailbox_values(request.POST, address)
        if request.method == "POST" and address
        else vars(kept)
        if kept
        else _mailbox_values({}, address)
        if address
        else {}
    )
    context = {
        "kept": kept,
        "values": values,
        "provider": known,
        "hint": hint_in_words(known.hint) if known else "",
        "hosts": HOSTS,
        "securities": Mailbox.Security.choices,
        "has_password": bool(
            kept and vault.read(settings.DATA_FOLDER, secret_name(request.workspace.pk))
        ),
        "trial": None,
        "told": "",
        "error": "",
        **extra,
    }
    return render(request, "desk/mailbox/mailbox.html", context, status=status)


@require_GET
def servers(request: MemberRequest) -> HttpResponse:
    """The servers of an address as it is typed, or of a provider chosen by name."""
    address, host = request.GET.get("address", "").strip(), request.GET.get("host", "")
    known = next((one for one in HOSTS if one.name == host), None) or (
        provider_of(address) if check_address(address).ok else None
    )
    values = (
        {
            name: getattr(known, name)
            for name in (
                "smtp_host",
                "smtp_port",
                "smtp_security",
                "imap_host",
                "imap_port",
                "imap_security",
            )
        }
        if known
        else {}
    )
    return render(
        request,
        "desk/mailbox/_servers.html",
        {
            "values": values,
            "provider": known,
            "hint": hint_in_words(known.hint) if known else "",
            "hosts": HOSTS,
            "securities": Mailbox.Security.choices,
        },
    )
