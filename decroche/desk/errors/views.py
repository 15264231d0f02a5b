"""Pages for what went wrong, each with what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was older than its protection: nothing was changed."""
    return render(request, "desk/errors/form_expired.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page or card."""
    return render(request, "desk/errors/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Our mistake; the page says that nothing typed before is lost."""
    return render(request, "desk/errors/broken.html", status=500)
