"""What happened to one's account elsewhere, said on the first page and under “My account”."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from decroche.membership.news import OF_FIGURES, has_seen, news_for
from decroche.membership.news_wording import event_in_words
from decroche.team.access import MemberRequest


class News(NamedTuple):
    """What this browser has not been told yet, in words: what was done to the account, by her or by
    somebody else; and what the owners decided about her figures.
    """

    account: list[str]
    figures: list[str]


def news_of(request: MemberRequest) -> News | None:
    """What to tell in this browser; None where nobody signs in, or there is nothing."""
    events = news_for(request.member, request.signed) if request.workspace.shared else []
    if not events:
        return None
    return News(
        [event_in_words(one) for one in events if one.kind not in OF_FIGURES],
        [event_in_words(one) for one in events if one.kind in OF_FIGURES],
    )


@require_POST
def seen(request: MemberRequest) -> HttpResponse:
    """Notes, for this browser, that the member has read the news."""
    has_seen(request.member, request.signed)
    return redirect("account" if "account" in request.POST else "today")
