"""The sections of the settings: each reads its part of the form and keeps it with one verb.

A section with a value that can't be kept raises NotKept and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from itertools import zip_longest

from django.http import QueryDict
from django.utils.translation import gettext as _

from decroche.callqueue.preferences import PromisesPass, keep_order, keep_passing
from decroche.calls.models import Question
from decroche.calls.outcome_spec import Delays
from decroche.calls.preferences import keep_delays, keep_goal, keep_roles
from decroche.calls.rules import PRESSED, delays
from decroche.calls.scripts import write_answer, write_question, write_script
from decroche.calls.sittings import sitting_goal
from decroche.compliance.actions import keep_hours
from decroche.compliance.rules import ClosedBeforeItOpens, Hours
from decroche.desk.parts.refused import Checked, checked
from decroche.desk.settings.days_off import read_days_off
from decroche.insights.goals import Goals, goals, keep_goals
from decroche.prospects.models import Contact
from decroche.prospects.queries import lists_of
from decroche.shared.choices import whole
from decroche.shared.language import spoken_language
from decroche.shared.typed import KEYS_END
from decroche.team.actions import introduce, speak
from decroche.team.models import Member
from decroche.team.needs import OWN, allows
from decroche.team.preferences import preferred

_PLACES = ("first", "second", "third")
_LONGEST = 160
"""How many characters an objection or a question may have."""


def _me(by: Member, post: QueryDict) -> None:
    said = checked(post)
    name, trade = said.text("name", _("Name"), 120), said.text("trade", _("What you do"), 160)
    language = said.choice("language", _("Language"), ("fr", "en"))
    theme = said.choice("theme", _("Look"), ("light", "dark"))
    goal = said.number("goal", _("Calls in a session"), sitting_goal(by.workspace), 1, 500)
    said.stop()
    introduce(by=by, name=name, trade=trade)
    speak(by=by, language=spoken_language(language) or "", theme=theme)
    if allows(by, OWN):
        keep_goal(workspace=by.workspace, goal=goal)


def _delays(by: Member, post: QueryDict) -> None:
    said, kept = checked(post), preferred(by.workspace, Delays)
    values = {
        delay.name: said.number(delay.name, _(delay.words), kept.of(delay), 1, delay.most)
        for delay in delays()
    }
    said.stop()
    keep_delays(workspace=by.workspace, values=values)


def _queue(by: Member, post: QueryDict) -> None:
    said = checked(post)
    order = said.choice("order", _("The order of the cards"), ("ranked", "file"))
    said.stop()
    keep_order(workspace=by.workspace, ranked=order != "file")


def _team(by: Member, post: QueryDict) -> None:
    said, kept = checked(post), preferred(by.workspace, PromisesPass)
    words = _("Minutes after its hour")
    minutes = said.number("minutes", words, kept.minutes, kept.LEAST, kept.MOST)
    said.stop()
    keep_passing(workspace=by.workspace, minutes=minutes)


def _goals(by: Member, post: QueryDict) -> None:
    said, kept = checked(post), goals(by.workspace)
    wanted = Goals(
        said.number("day", _("Calls a day"), kept.day, 0, 500),
        said.number("week", _("Calls a week"), kept.week, 0, 2500),
    )
    said.stop()
    keep_goals(by.workspace, wanted)


def _hours(by: Member, post: QueryDict) -> None:
    said = checked(post)
    spans = dict[int, tuple[time, time]]()
    for place, text in enumerate(post.getlist("day")):
        day = whole(text)
        if day is None or day not in range(7):
            said.refuse("day", _("Day"), _("This is none of the choices."), place)
        else:
            spans[day] = _span(said, f"opens-{day}", f"closes-{day}")
    lunch = None
    if post.get("lunch-from") or post.get("lunch-to"):
        lunch = _span(said, "lunch-from", "lunch-to")
    off, problem = read_days_off(post.get("days_off", ""))
    if problem:
        said.refuse("days_off", _("Your days off"), problem)
    said.stop()
    try:
        hours = Hours.of_days(spans, lunch=lunch, days_off=off)
    except ClosedBeforeItOpens:
        words = _("The day must open before it closes, on at least one day.")
        for name, label in zip(_in_disorder(spans, lunch), (_("From"), _("To")), strict=True):
            said.refuse(name, label, words)
    said.stop()
    keep_hours(workspace=by.workspace, hours=hours)


def _in_disorder(
    spans: dict[int, tuple[time, time]], lunch: tuple[time, time] | None
) -> tuple[str, str]:
    """The two fields of the first span that ends before it begins."""
    if lunch is not None and lunch[0] >= lunch[1]:
        return "lunch-from", "lunch-to"
    day = next((day for day, (opens, closes) in spans.items() if opens >= closes), 0)
    return f"opens-{day}", f"closes-{day}"


def _span(said: Checked, first: str, last: str) -> tuple[time, time]:
    """The two hours of a span. A text that is no hour is noted as a problem, and midnight stands in
    its place.
    """
    found = list[time]()
    for name, label in ((first, _("From")), (last, _("To"))):
        try:
            found.append(_hour(said.post.get(name, "")))
        except ValueError:
            said.refuse(name, label, _("Write the hours like 08:30."))
            found.append(time())
    return found[0], found[1]


def _hour(text: str) -> time:
    """An hour of the clock, in no zone. Raises ValueError."""
    hour = time.fromisoformat(text)
    if hour.tzinfo is not None:
        raise ValueError("an hour of another zone")
    return hour


def _roles(by: Member, post: QueryDict) -> None:
    said, lists = checked(post), lists_of(by.workspace)
    for key in ("", *(str(one.pk) for one in lists)):
        for place in _PLACES:
            said.choice(f"{place}{key}", _("Whom you ask for"), Contact.Role.values)
    usual = _order(post, "")
    if not usual and not said.problems:
        said.refuse("first", _("First"), _("Choose at least one role."))
    said.stop()
    by_list = {one.pk: _order(post, str(one.pk)) for one in lists}
    keep_roles(workspace=by.workspace, usual=usual, by_list=by_list)


def _order(post: QueryDict, key: str) -> list[str]:
    """The roles that she asks for, in her order, each once."""
    said = [post.get(f"{place}{key}", "") for place in _PLACES]
    return list(dict.fromkeys(role for role in said if role in Contact.Role.values))


def _scripts(by: Member, post: QueryDict) -> None:
    for role in Contact.Role.values:
        if role in post:
            write_script(by=by, role=role, text=post.get(role, ""))


def _answers(by: Member, post: QueryDict) -> None:
    said, rows = checked(post), _rows(post, ("objection", "response", "key"))
    for place, row in enumerate(rows):
        key = row["key"].strip()[:1].upper()
        if key.lower() in PRESSED and key and row["objection"].strip():
            words = _("%(key)s presses something else on the call screen: choose another letter.")
            said.refuse("key", row["objection"].strip()[:80], words % {"key": key}, place)
        _fits(said, row, place, "objection", _("If they say…"))
        _is_a_row(said, row, place)
    said.stop()
    for row in rows:
        key = row["key"].strip()[:1].upper()
        write_answer(
            by=by,
            answer_id=whole(row["id"]),
            objection=row["objection"],
            response=row["response"],
            key="" if key.lower() in PRESSED else key,
        )


def _questions(by: Member, post: QueryDict) -> None:
    said, rows = checked(post), _rows(post, ("text", "choices", "asks"))
    for place, row in enumerate(rows):
        _fits(said, row, place, "text", _("Your questions"))
        _is_a_row(said, row, place)
        if row["asks"] and row["asks"] not in Question.Asks.values:
            said.refuse("asks", row["text"][:80], _("This is none of the choices."), place)
    said.stop()
    for row in rows:
        choices = [part.strip() for part in row["choices"].split(",") if part.strip()]
        write_question(
            by=by,
            question_id=whole(row["id"]),
            text=row["text"],
            choices=choices,
            asks=row["asks"],
        )


def _fits(said: Checked, row: dict[str, str], place: int, name: str, label: str) -> None:
    there = len(row[name].strip())
    if there > _LONGEST:
        words = _("Write at most %(n)s characters: there are %(there)s.")
        said.refuse(name, label, words % {"n": _LONGEST, "there": there}, place)


def _is_a_row(said: Checked, row: dict[str, str], place: int) -> None:
    number = whole(row["id"])
    if row["id"] and (number is None or not 0 <= number < KEYS_END):
        said.refuse("id", _("Line"), _("This is none of the choices."), place)


def _rows(post: QueryDict, names: tuple[str, ...]) -> list[dict[str, str]]:
    """The lines of a table: the n-th value of each field makes the n-th line."""
    columns = [post.getlist(name) for name in ("id", *names)]
    return [
        dict(zip(("id", *names), row, strict=True)) for row in zip_longest(*columns, fillvalue="")
    ]


SECTIONS: dict[str, Callable[[Member, QueryDict], None]] = {
    "me": _me,
    "delays": _delays,
    "hours": _hours,
    "roles": _roles,
    "scripts": _scripts,
    "answers": _answers,
    "questions": _questions,
    "queue": _queue,
    "goals": _goals,
    "team": _team,
}
