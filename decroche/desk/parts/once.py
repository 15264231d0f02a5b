"""A form that arrives twice is carried out once, and gets the same answer twice: after a double
press, from two tabs, or sent again because the first answer did not come.

The journal refuses what was done already (journal/sent.py); here two arrivals of one form are
handled one after the other, and the later one gets the answer of the first.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from decroche.config.data_mark import is_of_this_data
from decroche.desk.parts.asking import flash, redirect_back
from decroche.journal.sent import SentBefore, answering, still_holds
from decroche.shared.digest import digest_of
from decroche.team.access import MemberRequest, is_api, making_room
from decroche.team.models import Member
from decroche.ui.templatetags.ui import FORM_KEY

PAGE_KEY = "page_key"
"""The field with the key of the page for what is kept while it is typed: it is no form that is sent
once (ui/assets/js/note.js).
"""
_KEPT = 50
_LONGEST = 150_000
"""The largest answer, in bytes, that is kept to be given again."""


@dataclass(frozen=True, slots=True)
class _Given:
    """An answer that was given; `entry_id` is the journal line that it reported, if there was
    one.
    """

    response: HttpResponse
    entry_id: int | None


class OnceMiddleware:
    """Gives a form that was carried out already the answer it had, and refuses a form of a page
    from before a restore.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer
        self._given = OrderedDict[str, _Given]()
        self._held = dict[str, tuple[threading.Lock, int]]()
        self._guard = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = _page_key(cast("MemberRequest", request))
        if key and not is_of_this_data(key):
            return render(request, "desk/errors/replaced.html", status=409)
        name = _name_of(cast("MemberRequest", request))
        if name is None:
            return self.answer(request)
        with self._one_at_a_time(name), answering(name) as form:
            before = self._given.get(name)
            if before is not None and still_holds(before.entry_id):
                return _again(before.response)
            response = self.answer(request)
            if form.done and isinstance(response, HttpResponse) and response.status_code < 400:
                self._keep(name, _Given(response, form.entry_id))
            return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answers a form that was carried out before, and whose answer is no longer known."""
        if not isinstance(exception, SentBefore):
            return None
        entry = exception.entry
        if entry.undone_at is None:
            flash(request, _("This had arrived already: it was done once."))
        else:
            words = _(
                "This had arrived already, and was taken back since: nothing was done. To send it "
                "again, reload the page first."
            )
            messages.warning(request, words)
        if entry.company_id is not None:
            return redirect_back(request, "company", entry.company_id)
        return redirect_back(request, "today")

    def _keep(self, name: str, given: _Given) -> None:
        if len(given.response.content) > _LONGEST:
            return
        with self._guard:
            self._given[name] = _Given(_again(given.response), given.entry_id)
            while len(self._given) > _KEPT:
                self._given.popitem(last=False)

    @contextmanager
    def _one_at_a_time(self, name: str) -> Iterator[None]:
        """Makes two arrivals of one form wait for each other."""
        with self._guard:
            lock, waiting = self._held.get(name, (threading.Lock(), 0))
            self._held[name] = lock, waiting + 1
        try:
            if not lock.acquire(blocking=False):
                with making_room():
                    lock.acquire()
            try:
                yield
            finally:
                lock.release()
        finally:
            with self._guard:
                _, waiting = self._held.pop(name)
                if waiting > 1:
                    self._held[name] = lock, waiting - 1


def _page_key(request: MemberRequest) -> str:
    """The key of the page that a form, or what is typed so far, was sent from; "" when it was sent
    from none.
    """
    member: Member | None = getattr(request, "member", None)
    if request.method != "POST" or member is None or is_api(request):
        return ""
    return request.POST.get(FORM_KEY) or request.POST.get(PAGE_KEY, "")


def _name_of(request: MemberRequest) -> str | None:
    """A digest of the form's key with everything that was sent, so that a form counts as another
    one when it was changed before it was sent again. None when the request is no form of a page.
    """
    if not _page_key(request) or not request.POST.get(FORM_KEY):
        return None
    return digest_of(_pieces(request, request.member))


def _pieces(request: MemberRequest, member: Member) -> Iterator[str | bytes]:
    yield from (str(member.pk), request.POST.get(FORM_KEY, ""), request.get_full_path())
    for field, values in sorted(request.POST.lists()):
        if field != "csrfmiddlewaretoken":
            yield from (field, *values)
    for field, files in sorted(request.FILES.lists()):
        for file in files:
            yield from (field, file.name or "", str(file.size))
            yield from file.chunks()
            file.seek(0)


def _again(response: HttpResponse) -> HttpResponse:
    """A copy of an answer that can be sent once more."""
    made = HttpResponse(response.content, status=response.status_code, headers=response.headers)
    for name, cookie in response.cookies.items():
        made.cookies[name] = cookie
    return made
