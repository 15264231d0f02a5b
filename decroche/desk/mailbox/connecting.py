"""Connecting her mailbox with her provider's consent: what she types, the way to the provider and
back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from decroche.background import beside
from decroche.correspondence.authorizing import (
    AuthorizerChosen,
    authorizer_of,
    begin_connecting,
)
from decroche.correspondence.models import Mailbox
from decroche.correspondence.providers import AUTHORIZERS, provider_of
from decroche.correspondence.servers import may_name_servers
from decroche.correspondence.trial import disconnect_and_tell, finish_and_try
from decroche.correspondence.whose import kept_of, whose_of
from decroche.correspondence.wording import not_agreed_in_words, wrong_authorizer_in_words
from decroche.desk.mailbox.errand import begin_trial, errand_of
from decroche.desk.mailbox.form import not_numbers, not_your_servers, read_mailbox
from decroche.desk.mailbox.shown import is_of_another, not_changed, shows_another, whose_shown
from decroche.desk.parts.asking import is_htmx
from decroche.offer.queries import offer_of
from decroche.shared.addresses import check_address
from decroche.team.access import MemberRequest
from decroche.team.door import session_mark

_ERROR_CODE = re.compile(r"[a-z0-9_.-]{1,60}")
"""The code of an error, as RFC 6749 (4.1.2.1) and providers write it: one word."""


@require_http_methods(["GET", "POST"])
def connect(request: MemberRequest) -> HttpResponse:
    """Shows what is known about her provider; a post leads her there, and sends no request yet."""
    kept = kept_of(whose_of(request.member))
    if request.method == "GET":
        return _page(request, kept, authorizer_of(request.member))
    chosen = AuthorizerChosen.read(request.POST)
    checked = check_address(request.POST.get("address", ""))
    error = not_changed() if is_of_another(request) else ""
    error = error or ("" if checked.ok else _("This is not an e-mail address."))
    values = _columns(request.POST, checked.address, chosen, kept)
    error = error or wrong_authorizer_in_words(chosen.wrong()) or not_numbers(request.POST)
    if not error and not values["smtp_host"]:
        error = _("Say which server takes your mails.")
    if not error and not may_name_servers(request.member, values):
        error = not_your_servers()
    if error:
        return _page(request, kept, chosen, error=error, status=422)
    asking = begin_connecting(
        by=request.member,
        session=_session(request),
        redirect=_way_back(request, chosen.provider),
        values=values,
        chosen=chosen,
        secret=request.POST.get("secret", "").strip()[:500],
    )
    return render(request, "desk/mailbox/leaving.html", {"asking": asking})


@require_http_methods(["GET", "POST"])
def back(request: MemberRequest) -> HttpResponse:
    """The page to which her provider sends her back; a post trades the code she brought for access,
    beside the page.
    """
    said = request.POST if request.method == "POST" else request.GET
    code, state = said.get("code", "")[:4000], said.get("state", "")[:200]
    if request.method == "GET" and "error" in said:
        # Anybody's link can lead here: what is no code of a provider is not shown.
        code = said["error"] if _ERROR_CODE.fullmatch(said["error"]) else "?"
        error = not_agreed_in_words(code)
        kept = kept_of(whose_of(request.member))
        return _page(request, kept, authorizer_of(request.member), error=error, status=422)
    if not code or not state:
        return redirect("connect-mailbox")
    if request.method == "GET":
        return render(
            request, "desk/mailbox/back.html", {"brought": {"code": code, "state": state}}
        )
    member, session = request.member, _session(request)
    beside.forget(errand_of(request))
    begin_trial(request, lambda: finish_and_try(by=member, session=session, state=state, code=code))
    if is_htmx(request):
        return HttpResponse(headers={"HX-Redirect": reverse("mailbox")})
    return redirect("mailbox")


@require_POST
def disconnect(request: MemberRequest) -> HttpResponse:
    """Ends the access, here and at the provider."""
    if shows_another(request):
        return redirect("mailbox")
    member = request.member
    beside.forget(errand_of(request))
    begin_trial(request, lambda: disconnect_and_tell(by=member))
    return redirect("mailbox")


@require_GET
def known(request: MemberRequest) -> HttpResponse:
    """The fields for a provider, filled in when one is chosen."""
    chosen = AuthorizerChosen.read(request.GET)
    context = _fields(request, kept_of(whose_of(request.member)), chosen)
    return render(request, "desk/mailbox/_authorizer.html", context)


def _session(request: MemberRequest) -> str:
    """A name for the session of this browser, with which nobody can open the desk."""
    return request.signed.digest[:32] if request.signed else session_mark(request)


def _columns(
    data: Mapping[str, str], address: str, chosen: AuthorizerChosen, kept: Mailbox | None
) -> dict[str, Any]:
    """The columns of the mailbox to connect: the servers of a provider that is known, else those
    that were typed; the pace stays.
    """
    typed = {name: data[name] for name in data if name.startswith(("smtp_", "imap_"))}
    preset = AUTHORIZERS.get(chosen.provider)
    if preset is not None:
        own = provider_of(address)
        mail = own if own.imap_host == preset.mail.imap_host else preset.mail
        typed = {
            name: str(getattr(mail, name))
            for way in ("smtp", "imap")
            for name in (f"{way}_host", f"{way}_port", f"{way}_security")
        }
    pace = {name: str(getattr(kept, name)) for name in ("daily_limit", "pace_seconds") if kept}
    values = read_mailbox({**typed, **pace}, address)
    # A server that was only guessed may be asked for a password, but never gets a token.
    if preset is None:
        values["smtp_host"] = typed.get("smtp_host", "").strip()[:200]
    return values


def _way_back(request: MemberRequest, provider: str) -> str:
    """The address of this desk to which the provider sends her back, written as the provider
    accepts it.
    """
    host = request.get_host()
    preset = AUTHORIZERS.get(provider)
    if preset is not None and preset.local_name and host.startswith("127.0.0.1"):
        host = f"localhost{host.removeprefix('127.0.0.1')}"
    return f"{request.scheme}://{host}{reverse('mailbox-back')}"


def _page(
    request: MemberRequest,
    kept: Mailbox | None,
    chosen: AuthorizerChosen,
    *,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    usual = kept.address if kept else offer_of(request.member).email
    context = {
        "address": request.POST.get("address") or usual,
        "shown": whose_shown(request),
        "error": error,
        **_fields(request, kept, chosen),
    }
    return render(request, "desk/mailbox/connect.html", context, status=status)


def _fields(
    request: MemberRequest, kept: Mailbox | None, chosen: AuthorizerChosen
) -> dict[str, Any]:
    preset = AUTHORIZERS.get(chosen.provider)
    typed = request.POST
    values: dict[str, Any] = {**(vars(kept) if kept else {}), **typed.dict()}
    return {
        "chosen": chosen,
        "preset": preset,
        "way_back": _way_back(request, chosen.provider),
        "registered": f"http://localhost{reverse('mailbox-back')}",
        "providers": [
            ("", "–"),
            *((code, one.name) for code, one in AUTHORIZERS.items()),
            ("other", _("Another provider")),
        ],
        "values": values,
        "securities": Mailbox.Security.choices,
    }
