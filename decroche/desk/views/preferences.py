"""Settings: what she says, whom she asks for, what each outcome leads to, her hours."""

from __future__ import annotations

from dataclasses import fields
from datetime import time
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from decroche.calls.models import Answer, Question, Script
from decroche.calls.queries import roles_asked
from decroche.calls.rules import Delays
from decroche.calls.scripts import seed_texts, write_answer, write_question, write_script
from decroche.calls.wording import tongue
from decroche.compliance.queries import hours
from decroche.compliance.rules import Hours
from decroche.desk.asking import say, whole_number
from decroche.prospects.models import Contact
from decroche.team.actions import introduce, prefer, speak
from decroche.team.door import MemberRequest


def delay_words() -> dict[str, str]:
    """Each delay in words, with its unit."""
    return {
        "no_answer_days": _("No answer: again after (working days)"), "voicemail_days": _("Voicemail: again after (working days)"), "unanswered_limit": _("Unanswered calls in a row before a rest"),
        "unanswered_rest_days": _("Length of that rest (days)"), "email_days": _("Follow-up after an e-mail (days)"), "no_need_months": _("No need: again after (months)"), "hung_up_months": _("Hung up: again after (months)"),
    }  # fmt: skip


@require_GET
def settings(request: MemberRequest) -> HttpResponse:
    """All of it on one page."""
    seed_texts(by=request.member, language=tongue())
    delays = Delays.read(request.workspace.preferences.get("delays", {}))
    texts = dict(Script.objects.filter(workspace=request.workspace).values_list("role", "text"))
    day_names = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]
    open_hours = hours(request.workspace)
    context = {
        "delays": [(field.name, delay_words()[field.name], getattr(delays, field.name)) for field in fields(Delays)], "hours": open_hours,
        "days": [(index, name, index in open_hours.weekdays) for index, name in enumerate(day_names)],
        "scripts": [(role, label, texts.get(role, "")) for role, label in Contact.Role.choices], "answers": Answer.objects.filter(workspace=request.workspace).order_by("position", "id"),
        "questions": Question.objects.filter(workspace=request.workspace).order_by("position", "id"), "roles": Contact.Role.choices, "asked": roles_asked(request.workspace),
        "goal": whole_number(request.workspace.preferences.get("sitting", {}).get("goal"), 40, 1, 500),
    }  # fmt: skip
    return render(request, "desk/settings.html", context)


@require_POST
def save(request: MemberRequest, section: str) -> HttpResponse:
    """Keeps one section."""
    keep = {
        "me": _me,
        "delays": _delays,
        "hours": _hours,
        "roles": _roles,
        "scripts": _scripts,
        "answers": _answers,
        "questions": _questions,
    }.get(section)
    if keep is None:
        return HttpResponse(status=404)
    problem = keep(request)
    with override(request.member.language or tongue()):
        say(request, problem or _("Kept."))
    return HttpResponseRedirect(f"/settings/#{section}")


def _me(request: MemberRequest) -> str:
    post = request.POST
    introduce(by=request.member, name=post.get("name", ""), trade=post.get("trade", ""))
    language, theme = post.get("language", ""), post.get("theme", "")
    speak(by=request.member, language=language if language in ("fr", "en") else "", theme=theme if theme in ("light", "dark") else "")
    prefer(workspace=request.workspace, section="sitting", values={"goal": whole_number(post.get("goal"), 40, 1, 500)})
    return ""


def _delays(request: MemberRequest) -> str:
    base = Delays()
    values = {field.name: whole_number(request.POST.get(field.name), getattr(base, field.name), 1, 400) for field in fields(Delays)}
    prefer(workspace=request.workspace, section="delays", values=Delays.read(values).stored())
    return ""


def _hours(request: MemberRequest) -> str:
    try:
        opens, closes = time.fromisoformat(request.POST.get("opens", "")), time.fromisoformat(request.POST.get("closes", ""))
    except ValueError:
        return _("Write the hours like 08:30.")
    days = tuple(int(day) for day in request.POST.getlist("day") if day.isdigit() and int(day) < 7)
    if opens >= closes or not days:
        return _("The day must open before it closes, on at least one day.")
    prefer(workspace=request.workspace, section="hours", values=Hours(opens, closes, days).stored())
    return ""


def _roles(request: MemberRequest) -> str:
    chosen: list[str] = []
    for place in ("first", "second", "third"):
        role = request.POST.get(place, "")
        if role in Contact.Role.values and role not in chosen:
            chosen.append(role)
    if not chosen:
        return _("Choose at least one role.")
    prefer(workspace=request.workspace, section="roles", values={"order": chosen})
    return ""


def _scripts(request: MemberRequest) -> str:
    for role in Contact.Role.values:
        if role in request.POST:
            write_script(by=request.member, role=role, text=request.POST[role])
    return ""


def _rows(request: HttpRequest, names: tuple[str, ...]) -> list[dict[str, Any]]:
    columns = [request.POST.getlist(name) for name in ("id", *names)]
    return [dict(zip(("id", *names), row, strict=True)) for row in zip(*columns, strict=False)]


def _answers(request: MemberRequest) -> str:
    for row in _rows(request, ("they_say", "she_says", "key")):
        write_answer(
            by=request.member,
            answer_id=whole_number(row["id"], 0, 0, 2**62) or None,
            they_say=row["they_say"],
            she_says=row["she_says"],
            key=row["key"],
        )
    return ""


def _questions(request: MemberRequest) -> str:
    for row in _rows(request, ("text", "choices")):
        choices = [part.strip() for part in row["choices"].split(",") if part.strip()]
        write_question(by=request.member, question_id=whole_number(row["id"], 0, 0, 2**62) or None, text=row["text"], choices=choices)
    return ""
