"""What came of the calls: messages, agencies, projects to come, referrals, clients."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from decroche.correspondence.wording import situation_words
from decroche.desk.figures.frame import frame
from decroche.insights.funnel import (
    latest_wins,
)
from decroche.insights.results import mails, projects, referral_tree, switching_points
from decroche.insights.wording import (
    rate_in_words,
)
from decroche.shared.clock import day_of
from decroche.team.access import MemberRequest

_LISTED = 30


@require_GET
def after(request: MemberRequest) -> HttpResponse:
    """Messages, agencies, projects to come, referrals, clients."""
    span, context = frame(request, "aftermath")
    names = situation_words()
    agencies = switching_points(request.workspace)
    coming = projects(request.workspace, day_of(context["at"]))
    context |= {
        "mails": [
            (names.get(one.situation, _("Own words")), one, rate_in_words(one.answer_rate))
            for one in mails(request.workspace, span)
        ],
        "agencies": agencies[:_LISTED],
        "more_agencies": len(agencies) - _LISTED,
        "projects": coming[:_LISTED],
        "more_projects": len(coming) - _LISTED,
        "tree": referral_tree(request.workspace),
        "clients": latest_wins(request.workspace, span, _LISTED),
    }
    return render(request, "desk/figures/after.html", context)
