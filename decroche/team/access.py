"""Who may come in, and as whom.

There is no account: who can read the data folder can make a link that opens the desk (see
door.py). That a request comes from this machine proves nothing, since others may use it too.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import cast
from urllib.parse import urlsplit

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
    UnreadablePostError,
)
from django.shortcuts import render
from django.utils import translation

from decroche.shared.typed import has_control, without_control
from decroche.team.actions import ensure_local_member
from decroche.team.door import is_in, let_in, session_for, token_matches
from decroche.team.language import page_language, visitor_language
from decroche.team.models import Member, Workspace
from decroche.team.queries import local_member
from decroche.team.roles import require_work_for

LINK = "/open/"
"""Where the link of the start leads, with its key."""
OPEN = ("/ping/", "/api/v1/openapi.json")
_AT_WORK = threading.BoundedSemaphore(max(1, 2 // settings.WORKERS))
"""Pages made at the same time by this process: Python does one thing at a time, and more of them
only wait for each other. Requests whose body is still on its way do not count.
"""
_HAS_PLACE: ContextVar[bool] = ContextVar("has_place", default=False)
_NO_ROW = 2**62
"""No row has this number or a higher one; databases count to 2**63."""
Answer = Callable[[HttpRequest], HttpResponse]


class MemberRequest(HttpRequest):
    """A request that was let in: it carries its member and workspace."""

    member: Member
    workspace: Workspace


class AccessMiddleware:
    """Lets a browser in that has a session, and gives it one for the key of a link; other pages'
    requests and other browsers get nothing. The API and the calendars ask for keys of their own.

    What is decided here needs no database. The body is read for the key of a link only.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.get_host()  # raises DisallowedHost for a name that is not this machine's
        foreign = _is_foreign(request)
        if foreign and not _is_visit(request):
            return _plain(403, "Décroche: a request of another page is not answered.")
        if request.path == LINK:
            return _opened(request)
        if _is_open(request):
            return self.answer(request)
        if is_api(request):
            if not _has_token(request):
                return JsonResponse({"detail": "Unauthorized"}, status=401)
        elif foreign or not is_in(request):
            with translation.override(visitor_language(request)):
                return render(request, "ui/door.html", {"foreign": foreign}, status=403)
        if not _is_whole(request):
            return _plain(408, "Décroche: the rest of what was sent did not come.")
        if _holds_nul(request):
            return _plain(400, "A text with a NUL character can't be kept.")
        if not is_api(request):  # it refuses them, by name
            _clean(request)
        with _place_at_work():
            answer = self.answer(request)
        if answer.status_code == 405 and is_api(request):
            words = {"detail": f"{request.method}: not at this address."}
            return JsonResponse(words, status=405, headers={"Allow": answer.headers["Allow"]})
        return answer


@contextmanager
def _place_at_work() -> Iterator[None]:
    with _AT_WORK:
        token = _HAS_PLACE.set(True)
        try:
            yield
        finally:
            _HAS_PLACE.reset(token)


@contextmanager
def making_room() -> Iterator[None]:
    """While a request waits for another one it gives its place among those at work to whoever can
    go on.
    """
    if not _HAS_PLACE.get():
        yield
        return
    _AT_WORK.release()
    try:
        yield
    finally:
        _AT_WORK.acquire()


def is_api(request: HttpRequest) -> bool:
    """Whether a program asks, which is answered in JSON."""
    return request.path.startswith("/api/")


def _is_open(request: HttpRequest) -> bool:
    """Whether anybody may ask: no such request has a body, and what is read there is public or has
    its key in the address.
    """
    open_to_all = request.path in OPEN or request.path.startswith("/feeds/")
    return open_to_all and "\x00" not in request.path and request.method in ("GET", "HEAD")


def _has_token(request: HttpRequest) -> bool:
    """Whether the API's key came along."""
    kind, _space, given = request.headers.get("Authorization", "").partition(" ")
    return kind.lower() == "bearer" and token_matches(given.strip())


def _is_whole(request: HttpRequest) -> bool:
    """Reads the body, before a place among those at work is taken; False when it does not come."""
    try:
        if request.content_type == "multipart/form-data":
            request.POST  # noqa: B018 (reading it takes the files in)
        else:
            request.body  # noqa: B018 (reading it keeps it)
    except UnreadablePostError:
        return False
    return True


def _plain(status: int, words: str) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


def _opened(request: HttpRequest) -> HttpResponse:
    """The link of the start: used once, it leaves a session and leads to the first page."""
    session = session_for(request.GET.get("key", "")) if request.method == "GET" else None
    if session is None:
        return HttpResponseRedirect("/")
    response = HttpResponseRedirect("/")
    let_in(request, response, session)
    return response


def _is_foreign(request: HttpRequest) -> bool:
    """Whether another page, or none of ours, made the browser ask. Another port of this machine is
    another page.
    """
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        return True
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.get_host()


def _is_visit(request: HttpRequest) -> bool:
    """Whether somebody followed a link: it is answered with the door, without looking inside."""
    return (
        request.method == "GET"
        and request.headers.get("Sec-Fetch-Mode") == "navigate"
        and request.headers.get("Sec-Fetch-Dest") == "document"
    )


def member_for(_request: HttpRequest) -> Member:
    """Who makes a request: today the one member who sits at this machine, made with the workspace
    at the first start. Every session is hers.
    """
    return local_member() or ensure_local_member()


class MemberMiddleware:
    """Puts the member and the workspace on the request and speaks her language."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        member = member_for(request)
        inside = cast("MemberRequest", request)
        inside.member, inside.workspace = member, member.workspace
        language = page_language(member, request)
        with translation.override(language):
            response = self.answer(request)
            response.headers.setdefault("Content-Language", language)
            return response

    def process_view(
        self,
        request: HttpRequest,
        _view: object,
        _positional: object,
        parts: dict[str, object],
    ) -> None:
        """Refuses, before any page or API operation runs: an address that names no row, and a
        change asked for by a member who only reads.
        """
        _require_possible_rows(parts)
        require_work_for(request, cast("MemberRequest", request).member)


def _require_possible_rows(parts: dict[str, object]) -> None:
    """Raises Http404 when a number in the address is higher than that of any row: the database
    would refuse the statement that looks for it.
    """
    if any(isinstance(part, int) and part >= _NO_ROW for part in parts.values()):
        raise Http404


def _clean(request: HttpRequest) -> None:
    """Takes control characters out of what was typed or stands in the address: they can't be seen,
    so nobody can mean them.
    """
    for name in ("GET", "POST"):
        data: QueryDict = getattr(request, name)
        if any(has_control(one) for key, found in data.lists() for one in (key, *found)):
            clean = QueryDict(mutable=True, encoding=data.encoding)
            for key, found in data.lists():
                clean.setlist(without_control(key), [without_control(one) for one in found])
            clean._mutable = False
            setattr(request, name, clean)


def _holds_nul(request: HttpRequest) -> bool:
    """No keyboard types it and PostgreSQL refuses it: kept out at the door."""
    if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path:
        return True
    return (
        request.method == "POST"
        and request.content_type == "application/x-www-form-urlencoded"
        and b"%00" in request.body
    )
