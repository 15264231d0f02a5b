"""What happened to one's account elsewhere, said on the first page and under “My account”."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from decroche.membership.news import has_seen, news_for
from decroche.membership.news_wording import event_in_words
from decroche.team.access import MemberRequest


def news_of(request: MemberRequest) -> list[str]:
    """What this browser has not been told yet, in words; nothing where nobody signs in."""
    if not request.workspace.shared:
        return []
    return [event_in_words(event) for event in news_for(request.member, request.signed)]


@require_POST
def seen(request: MemberRequest) -> HttpResponse:
    """Notes, for this browser, that the member has read the news."""
    has_seen(request.member, request.signed)
    return redirect("account" if "account" in request.POST else "today")
