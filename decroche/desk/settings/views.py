"""Settings: what she says, whom she asks for, what each outcome leads to, her hours."""

from __future__ import annotations

from collections import Counter
from datetime import time
from itertools import zip_longest
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from decroche.callqueue.queries import ranked
from decroche.calls.models import Answer, Question, Script
from decroche.calls.outcome_spec import Delays
from decroche.calls.queries import questions, roles_asked, roles_by_list, sitting_goal
from decroche.calls.rules import delays, read_goal
from decroche.calls.scripts import seed_texts, write_answer, write_question, write_script
from decroche.compliance.queries import hours
from decroche.compliance.rules import Hours
from decroche.desk.parts.asking import flash, whole_number
from decroche.desk.settings.days_off import days_off_in_words, read_days_off
from decroche.insights.goals import Goals, goals, keep_goals
from decroche.prospects.models import CallList, Contact
from decroche.shared.choices import whole
from decroche.shared.language import known_language, spoken_language
from decroche.team.access import MemberRequest
from decroche.team.actions import introduce, save_preferences, speak
from decroche.ui.language import current_language


@require_GET
def settings(request: MemberRequest) -> HttpResponse:
    """All of it on one page."""
    seed_texts(by=request.member, language=current_language())
    kept = Delays.read(request.workspace.preferences.get("delays", {}))
    texts = dict(Script.objects.filter(workspace=request.workspace).values_list("role", "text"))
    day_names = [
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    ]
    open_hours = hours(request.workspace)
    context = {
        "delays": [(delay.name, _(delay.words), kept.of(delay), delay.most) for delay in delays()],
        "hours": open_hours,
        "days": [
            (index, name, index in open_hours.weekdays, *open_hours.of(index))
            for index, name in enumerate(day_names)
        ],
        "days_off": "\n".join(days_off_in_words(open_hours)),
        "ranked": ranked(request.workspace),
        "goals": goals(request.workspace),
        "role_lists": [
            ("", _("Everywhere"), roles_asked(request.workspace)),
            *(
                (str(one.pk), one.name, roles_by_list(request.workspace).get(one.pk, []))
                for one in CallList.objects.filter(workspace=request.workspace).order_by("name")
            ),
        ],
        "scripts": [(role, label, texts.get(role, "")) for role, label in Contact.Role.choices],
        "answers": Answer.objects.filter(workspace=request.workspace).order_by("position", "id"),
        "questions": questions(request.workspace),
        "asks": Question.Asks.choices,
        "roles": Contact.Role.choices,
        "goal": sitting_goal(request.workspace),
    }
    return render(request, "desk/settings/settings.html", context)


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
        "queue": _queue,
        "goals": _goals,
    }.get(section)
    if keep is None:
        return HttpResponse(status=404)
    problem = keep(request)
    with override(known_language(request.member.language, current_language())):
        flash(request, problem or _("Kept."))
    return HttpResponseRedirect(f"/settings/#{section}")


def _me(request: MemberRequest) -> str:
    post = request.POST
    introduce(by=request.member, name=post.get("name", ""), trade=post.get("trade", ""))
    language, theme = post.get("language", ""), post.get("theme", "")
    speak(
        by=request.member,
        language=spoken_language(language) or "",
        theme=theme if theme in ("light", "dark") else "",
    )
    save_preferences(
        workspace=request.workspace,
        section="sitting",
        values={"goal": read_goal(post.get("goal"))},
    )
    return ""


def _delays(request: MemberRequest) -> str:
    values = {
        delay.name: whole_number(request.POST.get(delay.name), delay.default, 1, delay.most)
        for delay in delays()
    }
    save_preferences(workspace=request.workspace, section="delays", values=values)
    return ""


def _queue(request: MemberRequest) -> str:
    order = "file" if request.POST.get("order") == "file" else "ranked"
    save_preferences(workspace=request.workspace, section="queue", values={"order": order})
    return ""


def _goals(request: MemberRequest) -> str:
    keep_goals(
        request.workspace,
        Goals(
            whole_number(request.POST.get("day"), 0, 0, 500),
            whole_number(request.POST.get("week"), 0, 0, 2500),
        ),
    )
    return ""


def _hours(request: MemberRequest) -> str:
    days = tuple(
        day
        for text in request.POST.getlist("day")
        if (day := whole(text)) is not None and day in range(7)
    )
    try:
        spans = {
            day: (_clock(request, f"opens-{day}"), _clock(request, f"closes-{day}")) for day in days
        }
        lunch = (
            (_clock(request, "lunch-from"), _clock(request, "lunch-to"))
            if request.POST.get("lunch-from")
            else None
        )
    except ValueError:
        return _("Write the hours like 08:30.")
    if not days or any(
        opens >= closes for opens, closes in [*spans.values(), *([lunch] if lunch else [])]
    ):
        return _("The day must open before it closes, on at least one day.")
    off, problem = read_days_off(request.POST.get("days_off", ""))
    usual = Counter(spans.values()).most_common(1)[0][0]
    own = tuple((day, *span) for day, span in spans.items() if span != usual)
    save_preferences(
        workspace=request.workspace,
        section="hours",
        values=Hours(*usual, days, lunch, own, off).stored(),
    )
    return problem


def _clock(request: MemberRequest, name: str) -> time:
    return time.fromisoformat(request.POST.get(name, ""))


def _roles(request: MemberRequest) -> str:
    orders: dict[str, list[str]] = {}
    for key in [
        "",
        *map(
            str, CallList.objects.filter(workspace=request.workspace).values_list("pk", flat=True)
        ),
    ]:
        chosen = [request.POST.get(f"{place}{key}", "") for place in ("first", "second", "third")]
        orders[key] = list(dict.fromkeys(role for role in chosen if role in Contact.Role.values))
    everywhere = orders.pop("")
    if not everywhere:
        return _("Choose at least one role.")
    save_preferences(
        workspace=request.workspace,
        section="roles",
        values={
            "order": everywhere,
            "lists": {key: order for key, order in orders.items() if order},
        },
    )
    return ""


def _scripts(request: MemberRequest) -> str:
    for role in Contact.Role.values:
        if role in request.POST:
            write_script(by=request.member, role=role, text=request.POST[role])
    return ""


def _rows(request: HttpRequest, names: tuple[str, ...]) -> list[dict[str, Any]]:
    columns = [request.POST.getlist(name) for name in ("id", *names)]
    return [
        dict(zip(("id", *names), row, strict=True)) for row in zip_longest(*columns, fillvalue="")
    ]


def _answers(request: MemberRequest) -> str:
    for row in _rows(request, ("objection", "response", "key")):
        write_answer(
            by=request.member,
            answer_id=whole_number(row["id"], 0, 0, 2**62) or None,
            objection=row["objection"],
            response=row["response"],
            key=row["key"],
        )
    return ""


def _questions(request: MemberRequest) -> str:
    for row in _rows(request, ("text", "choices", "asks")):
        choices = [part.strip() for part in row["choices"].split(",") if part.strip()]
        write_question(
            by=request.member,
            question_id=whole_number(row["id"], 0, 0, 2**62) or None,
            text=row["text"],
            choices=choices,
            asks=row["asks"] if row["asks"] in Question.Asks.values else "",
        )
    return ""
