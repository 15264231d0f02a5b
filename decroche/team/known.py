"""Whether a member signed in with this browser before: it keeps a mark of theirs for a year, which
opens nothing. A sign-in from any other browser is told to them (membership/news.py).
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse

from decroche.team.models import Member

_SALT = "decroche.known"
_KEPT = timedelta(days=365)
_MOST = 20
"""Members whose marks one browser keeps; the oldest go first."""


def knows(request: HttpRequest, member: Member) -> bool:
    """Whether the browser brought a mark of this member."""
    return member.pk in _members(request)


def leave_mark(request: HttpRequest, response: HttpResponse, member: Member) -> None:
    """Leaves the mark of this member in the browser, beside those of others."""
    members = [pk for pk in _members(request) if pk != member.pk][1 - _MOST :]
    response.set_cookie(
        _cookie(request),
        signing.dumps([*members, member.pk], salt=_SALT),
        max_age=_KEPT,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure(),
    )


def _members(request: HttpRequest) -> list[int]:
    try:
        found = signing.loads(request.COOKIES.get(_cookie(request), ""), salt=_SALT, max_age=_KEPT)
    except signing.BadSignature:
        return []
    return [pk for pk in found if isinstance(pk, int)]


def _cookie(request: HttpRequest) -> str:
    name = f"decroche-known-{request.get_port()}"
    return f"__Host-{name}" if request.is_secure() else name
