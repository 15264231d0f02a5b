"""The sections of the settings: each reads its part of the form and keeps it with one verb.

A section returns what she should know in a sentence, "" when everything was kept as typed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from itertools import zip_longest

from django.http import QueryDict
from django.utils.translation import gettext as _

from decroche.callqueue.actions import keep_order
from decroche.calls.models import Question
from decroche.calls.preferences import keep_delays, keep_goal, keep_roles
from decroche.calls.rules import PRESSED, delays, read_goal
from decroche.calls.scripts import write_answer, write_question, write_script
from decroche.compliance.actions import keep_hours
from decroche.compliance.rules import ClosedBeforeItOpens, Hours
from decroche.desk.settings.days_off import read_days_off
from decroche.insights.goals import Goals, keep_goals
from decroche.prospects.models import Contact
from decroche.prospects.queries import lists_of
from decroche.shared.choices import whole
from decroche.shared.language import spoken_language
from decroche.shared.typed import whole_number
from decroche.team.actions import introduce, speak
from decroche.team.models import Member


def _me(by: Member, post: QueryDict) -> str:
    introduce(by=by, name=post.get("name", ""), trade=post.get("trade", ""))
    language, theme = post.get("language", ""), post.get("theme", "")
    speak(
        by=by,
        language=spoken_language(language) or "",
        theme=theme if theme in ("light", "dark") else "",
    )
    keep_goal(workspace=by.workspace, goal=read_goal(post.get("goal")))
    return ""


def _delays(by: Member, post: QueryDict) -> str:
    values = {
        delay.name: whole_number(post.get(delay.name), delay.default, 1, delay.most)
        for delay in delays()
    }
    keep_delays(workspace=by.workspace, values=values)
    return ""


def _queue(by: Member, post: QueryDict) -> str:
    keep_order(workspace=by.workspace, ranked=post.get("order") != "file")
    return ""


def _goals(by: Member, post: QueryDict) -> str:
    keep_goals(by.workspace, Goals.read(post))
    return ""


def _hours(by: Member, post: QueryDict) -> str:
    said = [whole(text) for text in post.getlist("day")]
    days = [day for day in said if day is not None and day in range(7)]
    off, problem = read_days_off(post.get("days_off", ""))
    try:
        spans = {day: _span(post, f"opens-{day}", f"closes-{day}") for day in days}
        lunch = _span(post, "lunch-from", "lunch-to") if post.get("lunch-from") else None
    except ValueError:
        return _("Write the hours like 08:30.")
    try:
        hours = Hours.of_days(spans, lunch=lunch, days_off=off)
    except ClosedBeforeItOpens:
        return _("The day must open before it closes, on at least one day.")
    keep_hours(workspace=by.workspace, hours=hours)
    return problem


def _span(post: QueryDict, first: str, last: str) -> tuple[time, time]:
    """Two hours of the clock. Raises ValueError."""
    return time.fromisoformat(post.get(first, "")), time.fromisoformat(post.get(last, ""))


def _roles(by: Member, post: QueryDict) -> str:
    everywhere = _order(post, "")
    if not everywhere:
        return _("Choose at least one role.")
    by_list = {one.pk: _order(post, str(one.pk)) for one in lists_of(by.workspace)}
    keep_roles(workspace=by.workspace, everywhere=everywhere, by_list=by_list)
    return ""


def _order(post: QueryDict, key: str) -> list[str]:
    """The roles asked for, first to third, each once."""
    said = [post.get(f"{place}{key}", "") for place in ("first", "second", "third")]
    return list(dict.fromkeys(role for role in said if role in Contact.Role.values))


def _scripts(by: Member, post: QueryDict) -> str:
    for role in Contact.Role.values:
        if role in post:
            write_script(by=by, role=role, text=post.get(role, ""))
    return ""


def _answers(by: Member, post: QueryDict) -> str:
    refused = list[str]()
    for row in _rows(post, ("objection", "response", "key")):
        key = row["key"].strip()[:1].upper()
        taken = key.lower() in PRESSED
        if taken and row["objection"].strip():
            refused.append(key)
        write_answer(
            by=by,
            answer_id=whole_number(row["id"], 0, 0, 2**62) or None,
            objection=row["objection"],
            response=row["response"],
            key="" if taken else key,
        )
    if not refused:
        return ""
    return _("Kept, without a key where it presses something else: %(keys)s.") % {
        "keys": ", ".join(refused)
    }


def _questions(by: Member, post: QueryDict) -> str:
    for row in _rows(post, ("text", "choices", "asks")):
        choices = [part.strip() for part in row["choices"].split(",") if part.strip()]
        write_question(
            by=by,
            question_id=whole_number(row["id"], 0, 0, 2**62) or None,
            text=row["text"],
            choices=choices,
            asks=row["asks"] if row["asks"] in Question.Asks.values else "",
        )
    return ""


def _rows(post: QueryDict, names: tuple[str, ...]) -> list[dict[str, str]]:
    """The lines of a table: the n-th value of each field makes the n-th line."""
    columns = [post.getlist(name) for name in ("id", *names)]
    return [
        dict(zip(("id", *names), row, strict=True)) for row in zip_longest(*columns, fillvalue="")
    ]


SECTIONS: dict[str, Callable[[Member, QueryDict], str]] = {
    "me": _me,
    "delays": _delays,
    "hours": _hours,
    "roles": _roles,
    "scripts": _scripts,
    "answers": _answers,
    "questions": _questions,
    "queue": _queue,
    "goals": _goals,
}
