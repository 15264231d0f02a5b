"""Settings: what she says, whom she asks for, what each outcome leads to, her hours."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from decroche.callqueue.preferences import is_ranked
from decroche.calls.models import Question
from decroche.calls.outcome_spec import Delays
from decroche.calls.own_texts import answers, questions, scripts_by_role
from decroche.calls.rules import delays
from decroche.calls.scripts import seed_texts
from decroche.calls.sittings import sitting_goal
from decroche.calls.whom_to_ask import roles_asked, roles_by_list
from decroche.compliance.queries import hours
from decroche.desk.parts.asking import flash
from decroche.desk.parts.refused import NotKept, render_not_kept
from decroche.desk.settings.days_off import days_off_in_words
from decroche.desk.settings.sections import SECTIONS
from decroche.insights.goals import goals
from decroche.journal.record import all_or_nothing
from decroche.prospects.models import Contact
from decroche.prospects.queries import lists_of
from decroche.shared.language import known_language
from decroche.team import door
from decroche.team.access import MemberRequest
from decroche.team.models import Workspace
from decroche.team.needs import OWN, allows
from decroche.team.preferences import preferred
from decroche.telephone.service import telephones
from decroche.ui.language import current_language


@require_GET
def settings(request: MemberRequest) -> HttpResponse:
    """All the settings on one page."""
    seed_texts(by=request.member, language=current_language())
    workspace = request.workspace
    kept, texts = preferred(workspace, Delays), scripts_by_role(workspace)
    context = {
        "delays": [(delay.name, _(delay.words), kept.of(delay), delay.most) for delay in delays()],
        **_hours(workspace),
        "ranked": is_ranked(workspace),
        "goals": goals(workspace),
        "role_lists": _role_lists(workspace),
        "scripts": [(role, label, texts.get(role, "")) for role, label in Contact.Role.choices],
        "answers": answers(workspace),
        "questions": questions(workspace),
        "new_answer": dict.fromkeys(("pk", "objection", "key", "response"), ""),
        "new_question": dict.fromkeys(("pk", "text", "choices", "asks"), ""),
        "asks": Question.Asks.choices,
        "roles": Contact.Role.choices,
        "goal": sitting_goal(workspace),
        "owns": allows(request.member, OWN),
        "sessions": door.open_sessions(request),
    }
    return render(request, "desk/settings/settings.html", context)


def _hours(workspace: Workspace) -> dict[str, Any]:
    """Her calling hours: each day as (number, name, whether she calls then, opens, closes)."""
    kept = hours(workspace)
    names = [
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    ]
    days = [
        (index, name, index in kept.weekdays, *kept.of(index)) for index, name in enumerate(names)
    ]
    return {"hours": kept, "days": days, "days_off": "\n".join(days_off_in_words(kept))}


def _role_lists(workspace: Workspace) -> list[tuple[str, str, list[str]]]:
    """Whom she asks for, everywhere and on each list: (key of the list, its name, roles)."""
    own = roles_by_list(workspace)
    lists = [(str(one.pk), one.name, own.get(one.pk, [])) for one in lists_of(workspace)]
    return [("", _("Everywhere"), roles_asked(workspace)), *lists]


@require_POST
def end_session(request: MemberRequest) -> HttpResponse:
    """Ends the session of this browser, another one, or all of them with the access token."""
    other = request.POST.get("number", "")
    if other:
        ended = door.end_number(other)
        flash(
            request, _("That session is ended.") if ended else _("That session was ended before.")
        )
        return HttpResponseRedirect(reverse("settings", fragment="session"))
    response = HttpResponseRedirect(reverse("today"))
    door.end(request, response)
    if "all" in request.POST:
        door.new_token()
        telephones.revoke_all()
    return response


@require_POST
def save(request: MemberRequest, section: str) -> HttpResponse:
    """Saves one section; nothing of it when a value of it can't be kept."""
    keep = SECTIONS.get(section)
    if keep is None:
        raise Http404
    there = reverse("settings", fragment=section)
    if section == "team":
        there = reverse("team", fragment="promises")
    try:
        with all_or_nothing():
            keep(request.member, request.POST)
    except NotKept as error:
        return render_not_kept(request, error, there)
    with override(known_language(request.member.language, current_language())):
        flash(request, _("Kept."))
    return HttpResponseRedirect(there)
