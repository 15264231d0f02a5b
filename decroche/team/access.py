"""Who may come in, and as whom.

On this machine there is no account. From another address (her telephone on the same network) the
token of the data folder opens the door once and leaves a signed cookie. Rebinding and foreign
pages are kept out by ALLOWED_HOSTS, SameSite cookies and the CSRF token.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from ipaddress import ip_address
from typing import cast

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import split_domain_port
from django.utils import translation

from decroche.team.actions import ensure_local_member
from decroche.team.language import page_language
from decroche.team.models import Member, Workspace
from decroche.team.queries import local_member
from decroche.team.roles import require_work_for

_COOKIE = "decroche-door"
_SALT = "decroche.door"
Answer = Callable[[HttpRequest], HttpResponse]


class MemberRequest(HttpRequest):
    """A request that was let in: it carries its member and workspace."""

    member: Member
    workspace: Workspace


def token_matches(given: str) -> bool:
    """Whether this is the token of the data folder (the API's key), compared in constant time."""
    return hmac.compare_digest(given.encode(), settings.ACCESS_TOKEN.encode())


class AccessMiddleware:
    """Lets this machine in; asks others for the token."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _holds_nul(request):
            return HttpResponse(
                "A text with a NUL character can't be kept.",
                status=400,
                content_type="text/plain; charset=utf-8",
            )
        if (
            _is_local(request)
            or _has_cookie(request)
            or request.path.startswith(("/api/", "/feeds/"))
        ):
            return self.answer(request)
        if token_matches(request.GET.get("token", "")):
            response: HttpResponse = HttpResponseRedirect("/")
            response.set_cookie(
                _COOKIE,
                signing.dumps("in", salt=_SALT),
                max_age=90 * 86400,
                httponly=True,
                samesite="Strict",
            )
            return response
        return HttpResponse(
            "Décroche: open the address with its token, as the computer shows it.",
            status=403,
            content_type="text/plain; charset=utf-8",
        )


class MemberMiddleware:
    """Puts the member and the workspace on the request and speaks her language."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        member = local_member() or ensure_local_member()
        inside = cast("MemberRequest", request)
        inside.member, inside.workspace = member, member.workspace
        language = page_language(member, request)
        with translation.override(language):
            response = self.answer(request)
            response.headers.setdefault("Content-Language", language)
            return response

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """A member who only reads changes nothing, whatever the page or the API's address."""
        require_work_for(request, cast("MemberRequest", request).member)


def _holds_nul(request: HttpRequest) -> bool:
    """No keyboard types it and PostgreSQL refuses it: kept out at the door."""
    if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path:
        return True
    return (
        request.method == "POST"
        and request.content_type == "application/x-www-form-urlencoded"
        and b"%00" in request.body
    )


def _is_local(request: HttpRequest) -> bool:
    """Whether the request comes from this machine and names it.

    A page elsewhere whose name was made to point to 127.0.0.1 comes from this machine as well, but
    under its own name: it needs the token, also when the desk is open to other devices.
    """
    address = request.META.get("REMOTE_ADDR", "")
    name, _port = split_domain_port(request.get_host())
    try:
        return name in settings.ALLOWED_HOSTS and (not address or ip_address(address).is_loopback)
    except ValueError:
        return False


def _has_cookie(request: HttpRequest) -> bool:
    try:
        return bool(
            signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT, max_age=90 * 86400) == "in"
        )
    except signing.BadSignature:
        return False
