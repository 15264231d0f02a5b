"""Calendar feeds: read by calendar programs, which know no token header; the address itself is the
secret.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from decroche.followups.feed import calendar_for


@require_safe
def calendar(_request: HttpRequest, token: str) -> HttpResponse:
    """The follow-ups behind a secret address."""
    found = calendar_for(token)
    if found is None:
        raise Http404
    answer = HttpResponse(found, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    return answer
