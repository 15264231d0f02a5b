"""The opening line of a card: `opening_for_card` and `opening_when_they_call` find the situation of
the talk (by what `before_talk` gathered), and `opening` fills the facts of the card into her line
for that situation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from decroche.callqueue.rules import Reason
from decroche.calls.models import Call
from decroche.calls.rules import (
    APPOINTMENTS,
    RIGHT_PARTY_CONTACT,
    THEY_CALL,
    THEY_CALL_AGAIN,
    THEY_CALL_FIRST,
    WANTS_MAIL,
    TalkFacts,
    is_attempt,
    situation_of_talk,
)
from decroche.correspondence.models import Message
from decroche.followups.models import FollowUp
from decroche.followups.rules import EARLY, meeting_stands, stage
from decroche.offer.rules import typeset
from decroche.prospects.go_betweens import go_between_spoke
from decroche.prospects.greeting import addressed
from decroche.shared.clock import PARIS, day_of
from decroche.shared.french_names import of_name
from decroche.shared.language import Language
from decroche.shared.spoken.say import (
    clock,
    day_in_words,
    day_looking_back,
    half_day_looking_back,
    of_near_day,
    say,
    this_half_day,
    time_said,
)
from decroche.team.models import Member
from decroche.ui.language import current_language
from decroche.ui.templatetags.ui import quoted

_MARKS = {
    "contact": ("contact",),
    "last": ("dernière fois", "last time"),
    "words": ("dernière note", "last note"),
    "promised": ("promis", "promised"),
    "enclosed": ("envoi", "sent"),
    "left": ("parti", "left"),
    "agreed": ("rendez-vous", "meeting day"),
    "referrer": ("recommandé par", "referrer"),
}
"""The facts of a card, with the words in square brackets that she writes for them in both
languages.
"""
_FRENCH = {"nom", "métier", *(marks[0] for marks in _MARKS.values())} - {"contact"}
_ENGLISH = {"name", "trade", *(marks[-1] for marks in _MARKS.values())} - {"contact"}
"""The words of each language alone."""
_NOTE_LENGTH = 90
"""How many letters of a note are shown."""
_COLON = r"[ \u00a0\u202f]?:"
"""A colon that announces a fact is removed together with a fact that is not known."""
_OPEN, _CLOSE = "\ue010", "\ue011"
"""Marks around a fact until the text is HTML: characters for private use (Unicode)."""


@dataclass(frozen=True, slots=True)
class Before:
    """What came before a talk: the calls, newest first; the open follow-ups; the mail that they
    asked for, once it has left; the meeting that was agreed on last.
    """

    history: Sequence[Call]
    follow_ups: Sequence[FollowUp]
    mail: Message | None = None
    appointment: FollowUp | None = None

    @property
    def promise(self) -> FollowUp | None:
        """The first call that she promised; a meeting is not a call."""
        promises = (row for row in self.follow_ups if row.kind == FollowUp.Kind.PROMISED)
        calls = (row for row in promises if not row.in_person)
        return min(calls, key=lambda row: row.due_at, default=None)

    @property
    def promised_in(self) -> Call | None:
        """The call in which she promised `promise`, else the last talk."""
        talks = (call for call in self.history if call.outcome in RIGHT_PARTY_CONTACT)
        row = self.promise
        given = (call for call in self.history if row is not None and call.pk == row.call_id)
        return next(given, None) or next(talks, None)


def before_talk(
    history: Sequence[Call],
    follow_ups: Sequence[FollowUp],
    messages: Sequence[Message],
    latest_meeting: Callable[[], FollowUp | None],
) -> Before:
    """Gathers what came before a talk. `latest_meeting` is called when the last talk agreed on a
    meeting and none is open any more.
    """
    meetings = [row for row in follow_ups if row.in_person]
    appointment = max(meetings, key=lambda row: row.due_at, default=None)
    last = next((one.outcome for one in history if one.outcome in RIGHT_PARTY_CONTACT), "")
    if appointment is None and last in APPOINTMENTS:
        appointment = latest_meeting()
    return Before(history, follow_ups, _mail_that_left(history, messages), appointment)


def _mail_that_left(history: Sequence[Call], messages: Sequence[Message]) -> Message | None:
    """Returns the last mail that left since they asked for one and did not bounce; an invitation
    does not count.
    """
    asked = next((call.at for call in history if call.outcome in WANTS_MAIL), None)
    left = [
        (one.closed_at, one)
        for one in messages
        if one.state == Message.State.SENT and not one.calendar and one.bounced_at is None
        if one.closed_at is not None and (asked is None or one.closed_at >= asked)
    ]
    return max(left, key=lambda pair: pair[0])[1] if left else None


def opening_for_card(reason: Reason, before: Before, at: datetime, *, sent: bool) -> str:
    """Returns the situation of a talk, one of rules.TALK_SITUATIONS; `sent` says that somebody
    recommended her.
    """
    wanted = reason.last_outcome in WANTS_MAIL and before.mail is not None
    answered = reason.last_outcome == FollowUp.OtherPurpose.REPLY
    appointment, given = before.appointment, before.promised_in
    known = TalkFacts(
        promised=reason.source == "promise",
        late=late_promise(before, at),
        relayed=given is not None and go_between_spoke(given.note),
        after_mail=reason.source == "follow_up" and (wanted or answered),
        appointment=meeting_stands(appointment.due_at, at, appointment.closed_how)
        if appointment
        else "",
        sent=sent,
        written=before.mail is not None,
    )
    return situation_of_talk([call.outcome for call in before.history], known)


def opening_when_they_call(history: Sequence[Call]) -> str:
    """Returns the situation of a call that they make to her, by whether she has called them, or
    talked with them, before.
    """
    if not history:
        return THEY_CALL_FIRST
    talked = any(call.outcome in RIGHT_PARTY_CONTACT for call in history)
    return THEY_CALL_AGAIN if talked else THEY_CALL


def late_promise(before: Before, at: datetime) -> bool:
    """Whether the first call that she promised is late, so that she apologises when they answer. It
    is not once she tried to call in time or since, nor on the day itself when they said “after two
    o’clock”.
    """
    row, given = before.promise, before.promised_in
    if row is None or stage(row.due_at, row.precision, at.astimezone(PARIS)) != "late":
        return False
    if any(is_attempt(call.origin) and call.at >= row.due_at - EARLY for call in before.history):
        return False
    from_then_on = given is not None and bool(given.details.get("after"))
    return not from_then_on or day_of(row.due_at) < day_of(at)


def language_of_line(text: str) -> Language:
    """The language in which she wrote an opening line, by the words in its square brackets; that of
    the page where they don't say. Her line stays in French when the page is in English.
    """
    words = set(re.findall(r"\[([^\]]+)\]", text))
    here: Language = current_language()
    if here == "en":
        return "fr" if words & _FRENCH and not words & _ENGLISH else here
    return "en" if words & _ENGLISH and not words & _FRENCH else here


def facts(at: datetime, who: str, before: Before, referrer: str) -> dict[str, str]:
    """Returns the facts that may be filled in, by the names of _MARKS; "" for an unknown one."""
    talks = [call for call in before.history if call.outcome in RIGHT_PARTY_CONTACT]
    promise, mail, appointment = before.promise, before.mail, before.appointment
    attached = mail is not None and mail.with_presentation
    return {
        "contact": addressed(who, current_language()),
        "last": _day(talks[0].at, at) if talks else "",
        "words": _shortened(next((call.note for call in talks if call.note), "")),
        "promised": _promised(before, promise, at) if promise else "",
        "enclosed": _("my presentation") if attached else _("my contact details"),
        "left": _day(mail.closed_at, at) if mail and mail.closed_at else "",
        "agreed": _of_day(appointment.due_at, at) if appointment else "",
        "referrer": referrer,
    }


def _shortened(note: str) -> str:
    """Returns the beginning of a note in quotation marks, without a full stop."""
    first = next(iter(note.strip().splitlines()), "")
    cut = first if len(first) <= _NOTE_LENGTH else f"{first[:_NOTE_LENGTH].rsplit(' ', 1)[0]}…"
    return quoted(cut.rstrip(" .")) if cut else ""


def _day(day: datetime, at: datetime) -> str:
    """“le mercredi 2 décembre”; “tout à l’heure” for a moment of the same day, “hier” or “mardi”
    for one of the last week.
    """
    if day_of(day) == day_of(at):
        return _("earlier today")
    if near := day_looking_back(day_of(day), day_of(at), current_language()):
        return near
    return _("on %(day)s") % {"day": _day_alone(day, at)}


def _of_day(day: datetime, at: datetime) -> str:
    """“du mercredi 2 décembre”; “de ce matin”, “d’hier”."""
    here, now = day.astimezone(PARIS), at.astimezone(PARIS)
    if near := of_near_day(here, now, current_language()):
        return near
    return _("of %(day)s") % {"day": _day_alone(day, at)}


def _day_alone(day: datetime, at: datetime) -> str:
    year = at.astimezone(PARIS).year
    return day_in_words(day.astimezone(PARIS).date(), year, current_language())


def _promised(before: Before, promise: FollowUp, at: datetime) -> str:
    """Returns when she was to call. Who did not ask for the call themselves hears it with the
    delay: the line for them has no apology of its own.
    """
    when, given = _moment(promise, at), before.promised_in
    relayed = given is not None and go_between_spoke(given.note)
    if relayed and late_promise(before, at):
        return _("%(when)s, and I am a little late in calling") % {"when": when}
    return when


def _moment(row: FollowUp, at: datetime) -> str:
    """Returns when a follow-up is due, as exactly as they said it: “vers le lundi 7 décembre” for a
    week or a month.
    """
    due = row.due_at.astimezone(PARIS)
    if row.precision in ("week", "month"):
        return say(due, "week", at.astimezone(PARIS), current_language())
    if due.date() != at.astimezone(PARIS).date():
        near = half_day_looking_back(due, day_of(at), current_language())
        if near and row.precision == "half_day":
            return near
        part = time_said(due, row.precision, current_language())
        return f"{_day(due, at)} {part}" if part and row.precision == "half_day" else _day(due, at)
    if row.precision == "half_day":
        return this_half_day(due, current_language())
    if row.precision != "minute":
        return _("today")
    if due > at:  # the card comes some minutes before its time
        return _("today around %(hour)s") % {"hour": clock(due, current_language())}
    return _("today at %(hour)s") % {"hour": clock(due, current_language())}


def opening(text: str, member: Member, known: Mapping[str, str] | None = None) -> SafeString:
    """Returns an opening line as HTML, with her name, her trade and the facts of the card, which
    are marked. The words around an unknown fact are closed up; no line begins with a question mark.
    """
    name, trade = member.name or _("[your name]"), member.trade or _("[your trade]")
    for mark, words in (("nom", name), ("name", name), ("métier", trade), ("trade", trade)):
        text = text.replace(f"[{mark}]", words)
    for fact, marks in _MARKS.items():
        value = (known or {}).get(fact, "")
        for mark in marks:
            if value:
                text = _of_referrer(text, mark, value) if fact == "referrer" else text
                text = text.replace(f"[{mark}]", f"{_OPEN}{value}{_CLOSE}")
            else:
                text = re.sub(rf"(?:{_COLON})? ?\[{mark}\]", "", text)
    html = escape(typeset(text, current_language()))
    return mark_safe(html.replace(_OPEN, "<mark>").replace(_CLOSE, "</mark>"))


def _of_referrer(text: str, mark: str, name: str) -> str:
    """Replaces “de [recommandé par]” in a French text by “de la Clinique des Lilas”, with the name
    marked.
    """
    if current_language() != "fr":
        return text
    said = of_name(name)
    marked = (
        f"{said[: -len(name)]}{_OPEN}{name}{_CLOSE}"
        if said.endswith(name)
        else f"{_OPEN}{said}{_CLOSE}"
    )
    return text.replace(f"de [{mark}]", marked)
