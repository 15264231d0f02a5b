"""The security headers of every response: what a page may load (Content-Security-Policy), that
other sites may not read it, and that it is not kept in any cache.
"""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import HEADER
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse


class PolicyMiddleware:
    """Adds the headers to each response. It is the first middleware, so that responses of the
    others have them as well.

    No page has a nonce or a policy of its own, so the text of the policy is built once here. The
    middleware of django-csp would build it twice for each response.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response, self.policy = get_response, build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, self.policy)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
