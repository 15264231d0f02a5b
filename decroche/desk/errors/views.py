"""Pages for what went wrong, each with what to do."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from decroche.membership.wording import role_changed_in_words
from decroche.shared.away import is_away
from decroche.shared.clock import now
from decroche.shared.room import is_full
from decroche.team.access import is_api
from decroche.team.models import Member
from decroche.team.needs import READERS_ONLY_READ, NotAllowed

_SOON = 5
"""Seconds after which it is worth asking again."""


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's protection had expired because its page was open for long: nothing was changed."""
    return render(request, "desk/errors/form_expired.html", status=403)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The member's role does not allow this. A program that uses the API gets the answer as
    JSON.
    """
    why = exception.sentence if isinstance(exception, NotAllowed) else ""
    if is_api(request):
        return JsonResponse({"detail": str(why or READERS_ONLY_READ)}, status=403)
    member: Member | None = getattr(request, "member", None)
    changed = role_changed_in_words(member, now()) if why and member is not None else ""
    words = {"why": changed or why or _("You are not allowed to do this. Nothing was changed.")}
    return render(request, "desk/errors/not_allowed.html", words, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent is not what the desk asks for: too long, too many fields, an unknown name."""
    words = _("This request can't be read: it is too long, or damaged.")
    if is_api(request):
        return JsonResponse({"detail": words}, status=400)
    return HttpResponse(words, status=400, content_type="text/plain; charset=utf-8")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page or card."""
    if is_api(request):
        return JsonResponse({"detail": _("There is nothing at this address.")}, status=404)
    return render(request, "desk/errors/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Our mistake, a full disk, or a database that does not answer; the page says that nothing
    typed before is lost.
    """
    if is_away(sys.exc_info()[1]):
        return _away(request)
    if is_full(sys.exc_info()[1]):
        return _no_room(request)
    if is_api(request):
        words = _("Something went wrong here, and nothing was kept of this request.")
        return JsonResponse({"detail": words}, status=500)
    return render(request, "desk/errors/broken.html", status=500)


def _no_room(request: HttpRequest) -> HttpResponse:
    words = _("Nothing was kept of this. Free some space on the disk, then send it again.")
    if is_api(request):
        return JsonResponse({"detail": words}, status=507)
    return render(request, "desk/errors/broken.html", {"why": words}, status=507)


def _away(request: HttpRequest) -> HttpResponse:
    """A page without a menu, because the menu asks the database, which does not answer."""
    words = _(
        "What was confirmed is kept. What you note stays in this browser and is sent by itself as "
        "soon as the database answers again."
    )
    if is_api(request):
        detail = _("The database does not answer: nothing was kept of this request. Send it again.")
        answer: HttpResponse = JsonResponse({"detail": detail}, status=503)
    else:
        context = {"why": words, "menu": []}
        answer = render(request, "desk/errors/away.html", context, status=503)
        if request.method == "GET":  # a form is not sent again by itself
            answer.headers["Refresh"] = str(_SOON)
    answer.headers["Retry-After"] = str(_SOON)
    return answer
