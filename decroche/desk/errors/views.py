"""Pages for what went wrong, each with what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from decroche.team.roles import READERS_ONLY_READ, NotAllowed


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was older than its protection: nothing was changed."""
    return render(request, "desk/errors/form_expired.html", status=403)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Her role does not allow this; the API is told in JSON."""
    match = request.resolver_match
    if match is not None and match.namespace.startswith("api"):
        return JsonResponse({"detail": str(READERS_ONLY_READ)}, status=403)
    words = {"why": READERS_ONLY_READ if isinstance(exception, NotAllowed) else ""}
    return render(request, "desk/errors/not_allowed.html", words, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page or card."""
    return render(request, "desk/errors/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Our mistake; the page says that nothing typed before is lost."""
    return render(request, "desk/errors/broken.html", status=500)
