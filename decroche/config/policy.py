"""What every answer tells the browser: what a page may load (Content-Security-Policy), that nobody
else may show or read it, that nothing is kept of it.
"""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import HEADER
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse


class PolicyMiddleware:
    """Adds the policy of the settings, and what goes with it, to each answer: also to those that
    are given before a page is asked, so it stands first of all.

    The policy is the same for all of them (no page has a nonce or a policy of its own), so it is
    written once, not twice for each answer as django-csp's own middleware does.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer, self.policy = answer, build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        response.headers.setdefault(HEADER, self.policy)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
