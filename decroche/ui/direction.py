"""No page shows a sign that turns the direction of a text (shared/direction.py)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from decroche.shared.direction import page_without_direction


class DirectionMiddleware:
    """Takes such signs out of the pages; what programs read (JSON, exports) is what was kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if is_page and not response.streaming:
            kept = response.content
            shown = page_without_direction(kept)
            if shown is not kept:
                response.content = shown
        return response
