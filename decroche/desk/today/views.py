"""The first page of the day, and of the very first day."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from decroche.accountability.due import pressing
from decroche.callqueue.standing import marks_of_rows
from decroche.calls.moments import moment_of_the_day
from decroche.calls.preferences import Dialled
from decroche.calls.queries import any_call
from decroche.calls.scripts import seed_texts
from decroche.calls.sessions import of_an_earlier_day
from decroche.calls.sittings import session_of
from decroche.correspondence.queries import in_doubt, mailbox_for
from decroche.correspondence.standing import mails_not_gone
from decroche.correspondence.standing_wording import not_gone_in_words
from decroche.desk.team.news import news_of
from decroche.desk.today.counted import counted_of, end_of
from decroche.followups.forbidden import later_today, stopped_by_law
from decroche.followups.queries import due_by
from decroche.followups.wording import stopped_in_words, waits_in_words
from decroche.intake.sample import sample_in
from decroche.offer.queries import is_read
from decroche.prospects.queries import companies
from decroche.shared.clock import PARIS, day_of, now
from decroche.storage.copies import health
from decroche.storage.server_requests import can_request
from decroche.team.access import MemberRequest
from decroche.team.actions import introduce
from decroche.team.models import Member
from decroche.team.preferences import preferred_by
from decroche.ui.language import current_language

_DUE_SHOWN = 8
_DOUBTS_SHOWN = 3


@require_GET
def today(request: MemberRequest) -> HttpResponse:
    """The first page: one great moment, what is ready, the promises by hour, the week as a
    picture.
    """
    if not request.member.introduced():
        return redirect("welcome")
    workspace, at = request.workspace, now().astimezone(PARIS)
    due = list(due_by(workspace, end_of(at))[:_DUE_SHOWN])
    stopped = stopped_by_law(workspace, due, at)
    session = session_of(request.member)
    context = {
        "at": at,
        **counted_of(request.member, at),
        "mails": not_gone_in_words(mails_not_gone(request.member, at)),
        "due": due,
        "marks": marks_of_rows(workspace, [row.company_id for row in due], at),
        "late": {row.pk: waits_in_words(row, at) for row in due},
        "stopped": {key: stopped_in_words(verdict, at) for key, verdict in stopped.items()},
        "decides": {key for key, verdict in stopped.items() if not later_today(verdict, at)},
        "goes_on": session is not None and not of_an_earlier_day(session, at),
        "moment": moment_of_the_day(workspace, day_of(at)),
        "law": pressing(workspace, at),
        "doubts": in_doubt(workspace)[:_DOUBTS_SHOWN],
        "copies": health(workspace),
        "any_company": companies(workspace).exists(),
        "steps": _first_steps(request.member),
        "sample": sample_in(workspace),
        "news": news_of(request),
    }
    return render(request, "desk/today/today.html", context)


def _first_steps(member: Member) -> list[dict[str, Any]]:
    """The five steps to the first call, each with whether it is done and where it leads; none once
    a call was made.
    """
    workspace = member.workspace
    if any_call(workspace):
        return []
    return [
        {
            "name": "you",
            "done": bool(member.name) and is_read(workspace),
            "to": reverse("offer"),
        },
        {"name": "file", "done": companies(workspace).exists(), "to": reverse("import")},
        {
            "name": "dial",
            "done": bool(preferred_by(member, Dialled).way),
            "to": reverse("telephone"),
        },
        {"name": "mail", "done": mailbox_for(member) is not None, "to": reverse("mailbox")},
        {"name": "call", "done": False, "to": ""},
    ]


@require_http_methods(["GET", "POST"])
def welcome(request: MemberRequest) -> HttpResponse:
    """The first questions: who she is (may be skipped). Then she imports her file, or, where it is
    there already, goes to her day.
    """
    if request.method == "GET":
        can_move = can_request() and not companies(request.workspace).exists()
        return render(request, "desk/today/welcome.html", {"can_move": can_move})
    skipped = "skip" in request.POST
    name, trade = ("" if skipped else request.POST.get(part, "") for part in ("name", "trade"))
    introduce(by=request.member, name=name, trade=trade)
    seed_texts(by=request.member, language=current_language())
    return redirect("today" if companies(request.workspace).exists() else "import")
