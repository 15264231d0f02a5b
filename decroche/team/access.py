"""Who may come in, and as whom.

Whoever can read the data folder can make a link that opens the desk (see door.py): one person at
her own machine needs no account. That a request comes from this machine proves nothing, since
others may use it too. In a shared workspace each member signs in (signing.py), and the link of the
start is the owner's.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import cast

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
from django.urls import reverse
from django.utils import translation

from decroche.shared.typed import KEYS_END, has_control, without_control
from decroche.team.actions import ensure_local_member
from decroche.team.door import desk_mark, is_in, let_in, session_for, token_matches
from decroche.team.keys import api_key_for
from decroche.team.language import page_language, visitor_language
from decroche.team.models import ApiKey, Member, MemberSession, Workspace
from decroche.team.needs import OWN, NotAllowed, require
from decroche.team.needs_of_pages import need_of_request
from decroche.team.queries import local_member, shared_workspace
from decroche.team.refused import log_refused
from decroche.team.roles import ENDPOINTS, require_scope
from decroche.team.signing import session_of_request, who_left

LINK = "/open/"
"""Where the link of the start leads, with its key."""
_MAILBOX_BACK = "/mailbox/back/"
"""Where her mail provider sends her browser back to, from its own page."""
_PUBLIC_PATHS = ("/ping/", "/api/v1/openapi.json")
"""What anybody may read without a key or a session, beside the calendars below /feeds/, whose key
stands in their address.
"""
SIGN_IN_PATHS = ("/sign-in/", "/take-up/")
"""Where somebody signs in, or takes an invitation up."""
_AT_WORK = threading.BoundedSemaphore(max(1, 2 // settings.WORKERS))
"""Pages made at the same time by this process: Python does one thing at a time, and more of them
only wait for each other. Requests whose body is still on its way do not count.
"""
_HAS_PLACE: ContextVar[bool] = ContextVar("has_place", default=False)
_SIGNING = threading.BoundedSemaphore(1)
"""Passwords tried at the same time by this process: each takes its time by design, and however many
are tried, the pages have theirs.
"""
Answer = Callable[[HttpRequest], HttpResponse]


class MemberRequest(HttpRequest):
    """A request that was let in: it carries its member and workspace."""

    member: Member
    workspace: Workspace
    signed: MemberSession | None
    """What a member signed in with; None for the one at this machine and for programs."""
    api_key: ApiKey | None
    """The key of a member that a program brought; None for the access token of the data folder."""
    signing_in: bool
    """Whether it is for a page where somebody signs in: nobody is known yet."""


class AccessMiddleware:
    """Lets a browser in that has a session, and gives it one for the key of a link; other pages'
    requests and other browsers get nothing. The API and the calendars ask for keys of their own.

    What is decided here needs no database, except for a browser that brings the key of a member's
    session, and for whether members may sign in. The body is read for the key of a link only.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.get_host()  # raises DisallowedHost for a name that is not this machine's
        foreign = _is_foreign(request)
        if foreign and not _follows_a_link(request):
            log_refused("a request of another page", request)
            return _plain_text(403, "Décroche: a request of another page is not answered.")
        if request.path == LINK:
            return _start_session(request)
        if _is_public(request):
            return self.answer(request)
        if is_api(request):
            if not _has_token(request):
                log_refused("a program without a key that is kept", request)
                return JsonResponse({"detail": "Unauthorized"}, status=401)
        elif _is_sign_in(request) and shared_workspace() is not None:
            cast("MemberRequest", request).signing_in = True
        elif foreign or not _has_session(request):
            return _not_let_in(request, foreign)
        refusal = _refuse_body(request)
        return self._answered(request) if refusal is None else refusal

    def _answered(self, request: HttpRequest) -> HttpResponse:
        """Makes the page, once one of the places for pages at work is free."""
        if is_signing_in(request):
            with _SIGNING:
                return self.answer(request)
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
    """While a request waits for another one, it gives its place among the pages at work to
    another.
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


def is_signing_in(request: HttpRequest) -> bool:
    """Whether it was let in as a page where members sign in, or somebody becomes one."""
    return bool(getattr(request, "signing_in", False))


def _is_sign_in(request: HttpRequest) -> bool:
    """Whether it is the address of a page where members sign in, or somebody becomes one."""
    return request.path.startswith(SIGN_IN_PATHS)


def _has_session(request: HttpRequest) -> bool:
    """Whether the browser has a session: one of the link of the start, or a member's."""
    inside = cast("MemberRequest", request)
    inside.signed = session_of_request(request)
    return inside.signed is not None or is_in(request)


def _not_let_in(request: HttpRequest, foreign: bool) -> HttpResponse:
    """The page for somebody who is not let in. For somebody who comes back from her mail provider,
    one that leads on to the desk: from there the browser sends its session along, which it does not
    on the way from another page or from another name of this machine. A member who has left is
    told so. Where members sign in, whoever asks for a page is led there; a part of a page and a
    form are refused, so that what was typed stays where it is.
    """
    if way := _way_back_to_desk(request, foreign):
        with translation.override(visitor_language(request)):
            return render(request, "ui/back.html", {"way": way})
    members = not foreign and shared_workspace() is not None
    if members and request.method == "GET" and "HX-Request" not in request.headers:
        return HttpResponseRedirect(reverse("sign-in"))
    log_refused("a browser without a session", request)
    with translation.override(visitor_language(request)):
        way = f"/{request.path.lstrip('/')}"  # two slashes would begin the name of another site
        left = who_left(request) if members else None
        context = {"foreign": foreign, "members": members, "way": way, "left": left}
        return render(request, "ui/door.html", context, status=403)


def _way_back_to_desk(request: HttpRequest, foreign: bool) -> str:
    """The address to which somebody is led who comes back from her mail provider; "" for every
    other request.
    """
    if request.path != _MAILBOX_BACK or request.method != "GET":
        return ""
    host, _colon, port = request.get_host().partition(":")
    if foreign:
        return request.get_full_path()
    if host == "localhost":
        return f"{request.scheme}://127.0.0.1:{port}{request.get_full_path()}"
    return ""


def _is_public(request: HttpRequest) -> bool:
    """Whether anybody may ask: no such request has a body, and what is read there is public or has
    its key in the address.
    """
    open_to_all = request.path in _PUBLIC_PATHS or request.path.startswith("/feeds/")
    return open_to_all and "\x00" not in request.path and request.method in ("GET", "HEAD")


def _has_token(request: HttpRequest) -> bool:
    """Whether the access token of the data folder came along, or the key of a member."""
    kind, _space, given = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer":
        return False
    if token_matches(given.strip()):
        return True
    inside = cast("MemberRequest", request)
    inside.api_key = api_key_for(given.strip())
    return inside.api_key is not None


def _refuse_body(request: HttpRequest) -> HttpResponse | None:
    """Reads what was sent and cleans it; what is answered when it can't be taken, None when it can.
    The API gets control characters as they are: it refuses them, by name.
    """
    if not _is_whole(request):
        return _plain_text(408, "Décroche: the rest of what was sent did not come.")
    if _holds_nul(request):
        return _plain_text(400, "A text with a NUL character can't be kept.")
    if not is_api(request):
        _clean(request)
    return None


def _is_whole(request: HttpRequest) -> bool:
    """Reads the body, before a place among those at work is taken; False when it does not come."""
    try:
        if request.content_type == "multipart/form-data":
            request.POST  # noqa: B018 (reading it takes the files in)
        else:
            request.body  # noqa: B018 (reading it keeps it)
    except OSError as error:
        for handler in request.upload_handlers:
            with suppress(OSError):
                handler.upload_interrupted()  # the file that was being written goes
        if isinstance(error, UnreadablePostError):
            return False
        raise  # a full disk
    return True


def _plain_text(status: int, words: str) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


def _start_session(request: HttpRequest) -> HttpResponse:
    """The link of the start: used once, it leaves a session and leads to the first page."""
    session = session_for(request.GET.get("key", "")) if request.method == "GET" else None
    if session is None:
        log_refused("a link that opens nothing", request)
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
    return origin is not None and origin.partition("//")[2] != request.get_host()


def _follows_a_link(request: HttpRequest) -> bool:
    """Whether somebody followed a link of another page: it is answered with the page for people who
    are not let in, whatever its address.
    """
    return (
        request.method == "GET"
        and request.headers.get("Sec-Fetch-Mode") == "navigate"
        and request.headers.get("Sec-Fetch-Dest") == "document"
    )


def member_for(request: HttpRequest) -> Member | None:
    """Who makes a request.

    A browser with a member's session, a program with a key of theirs: that member. The link of the
    start and the access token of the data folder: the one who sits at this machine, made with the
    workspace at the first start; in a shared workspace, its owner. A page that asks for nobody: her
    as long as she is alone, nobody in a shared workspace.
    """
    inside = cast("MemberRequest", request)
    brought: ApiKey | None = getattr(inside, "api_key", None)
    if brought is not None:
        return brought.member
    if getattr(inside, "signed", None) is not None:
        return cast("MemberSession", inside.signed).member
    inside.signed = None
    member = local_member() or ensure_local_member()
    return None if member.workspace.shared and _is_public(request) else member


def _is_of_another_desk(request: HttpRequest, member: Member) -> bool:
    """Whether a script of another member's page asks: in this browser somebody else has signed in
    since. What was pressed there is not noted in their name.
    """
    mark = request.headers.get("X-Desk")
    return bool(mark) and mark != desk_mark(member.workspace_id, member.pk)


class MemberMiddleware:
    """Puts the member and the workspace on the request and speaks her language; refuses what her
    role does not allow.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        member = None if is_signing_in(request) else member_for(request)
        if member is None:
            language = visitor_language(request)
        else:
            inside = cast("MemberRequest", request)
            inside.member, inside.workspace = member, member.workspace
            if _is_of_another_desk(request, member):
                return _not_let_in(request, foreign=False)
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
        """Refuses, before any page or API operation runs: an address that names no row, and what
        the member's role does not allow there (needs_of_pages.py).
        """
        _require_possible_rows(parts)
        member: Member | None = getattr(request, "member", None)
        if member is None:
            return  # of a page that shows nothing of the workspace, or asks for a key
        try:
            _require_allowed(request, member, str(parts.get("section", "")))
        except NotAllowed:
            log_refused(f"what the role of member {member.pk} does not allow", request)
            raise


def _require_allowed(request: HttpRequest, member: Member, section: str) -> None:
    """Raises NotAllowed when neither her role nor the key she brought allows it."""
    match = request.resolver_match
    name = (match.url_name if match else None) or ""
    if is_api(request):
        require(member, ENDPOINTS.get(endpoint(request), OWN))
        brought: ApiKey | None = getattr(request, "api_key", None)
        if brought is not None:
            require_scope(brought.covers, endpoint(request))
    elif not _is_public(request):
        require(member, need_of_request(request, name, section))


def endpoint(request: HttpRequest) -> str:
    """The method and the address of the API as in roles.ENDPOINTS: `POST /skip/{company}`."""
    match = request.resolver_match
    route = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", match.route if match else "")
    return f"{request.method} /{route.removeprefix('api/v1/')}"


def _require_possible_rows(parts: dict[str, object]) -> None:
    """Raises Http404 when a number in the address is higher than that of any row: the database
    would refuse the statement that looks for it.
    """
    if any(isinstance(part, int) and part >= KEYS_END for part in parts.values()):
        raise Http404


def _clean(request: HttpRequest) -> None:
    """Takes control characters out of what was typed and out of the address: they can't be seen, so
    nobody can mean them.
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
    """Whether the address, or a form for another program, holds the character NUL, which no
    keyboard types and PostgreSQL refuses. It is taken out of what is pasted into a page.
    """
    if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path:
        return True
    return (
        is_api(request)
        and request.method == "POST"
        and request.content_type == "application/x-www-form-urlencoded"
        and b"%00" in request.body
    )
