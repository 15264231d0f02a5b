"""The opening line of a card: `opening_for_card` and `opening_when_they_call` say in which
situation she talks, and `opening` fills the facts of the card into her words for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from decroche.callqueue.rules import Reason
from decroche.calls.models import Call
from decroche.calls.rules import (
    LATE,
    PROMISED,
    RIGHT_PARTY_CONTACT,
    THEY_CALL,
    THEY_CALL_AGAIN,
    WANTS_MAIL,
    situation_of_talk,
)
from decroche.followups.models import FollowUp
from decroche.followups.rules import stage
from decroche.offer.rules import typeset
from decroche.shared.clock import PARIS
from decroche.shared.french_names import of_name
from decroche.shared.greeting import addressed
from decroche.shared.spoken.say import clock, day_in_words, say, this_half_day, time_said
from decroche.team.models import Member
from decroche.ui.language import current_language
from decroche.ui.templatetags.ui import quoted

_MAIL = (FollowUp.OtherPurpose.REPLY, FollowUp.OtherPurpose.BOUNCE)
"""What a card comes back for when it is not for an outcome (Reason.last_outcome)."""
_MARKS = {
    "contact": ("contact",),
    "last": ("dernière fois", "last time"),
    "words": ("dernière note", "last note"),
    "promised": ("promis", "promised"),
    "referrer": ("recommandé par", "referrer"),
}
"""The facts of a card and how she writes their places, in both languages."""
_GLANCE = 90
"""Letters of a note."""
_COLON = r"[ \u00a0\u202f]?:"
"""What announces a fact goes with it."""
_OPEN, _CLOSE = "\ue010", "\ue011"
"""Around a fact in the text, until it is HTML: characters for private use (Unicode)."""


def opening_for_card(
    reason: Reason, history: Sequence[Call], *, sent: bool, written: bool, late: bool = False
) -> str:
    """One of rules.TALK_SITUATIONS; `history` is newest first, `sent` when somebody recommended
    her, `written` when a mail to them has left, `late` when the call she promised is late.
    """
    wanted = reason.last_outcome in WANTS_MAIL and written
    mail = reason.source == "follow_up" and (wanted or reason.last_outcome in _MAIL)
    found = situation_of_talk(
        [call.outcome for call in history],
        promised=reason.source == "promise",
        after_mail=mail,
        sent=sent,
        written=written,
    )
    return LATE if found == PROMISED and late else found


def opening_when_they_call(history: Sequence[Call]) -> str:
    """Who was spoken to before is not asked again how they work."""
    talked = any(call.outcome in RIGHT_PARTY_CONTACT for call in history)
    return THEY_CALL_AGAIN if talked else THEY_CALL


def late_promise(follow_ups: Sequence[FollowUp], at: datetime) -> bool:
    """Whether the call that she promised first is late: she says so when they answer."""
    row = _first_promise(follow_ups)
    return (
        row is not None
        and not row.in_person
        and stage(row.due_at, row.precision, at.astimezone(PARIS)) == "late"
    )


def _first_promise(follow_ups: Sequence[FollowUp]) -> FollowUp | None:
    promises = [row for row in follow_ups if row.kind == FollowUp.Kind.PROMISED]
    return min(promises, key=lambda row: row.due_at, default=None)


def facts(
    at: datetime,
    who: str,
    history: Sequence[Call],
    follow_ups: Sequence[FollowUp],
    referrer: str,
) -> dict[str, str]:
    """What may be filled in, by the names of _MARKS; "" for what is not known."""
    talks = [call for call in history if call.outcome in RIGHT_PARTY_CONTACT]
    first = _first_promise(follow_ups)
    return {
        "contact": addressed(who, current_language()),
        "last": _day(talks[0].at, at) if talks else "",
        "words": _shortened(next((call.note for call in talks if call.note), "")),
        "promised": _moment(first, at) if first else "",
        "referrer": referrer,
    }


def _shortened(note: str) -> str:
    """The beginning of a note, as long as it is read at a glance, without a full stop."""
    first = next(iter(note.strip().splitlines()), "")
    said = first if len(first) <= _GLANCE else f"{first[:_GLANCE].rsplit(' ', 1)[0]}…"
    return quoted(said.rstrip(" .")) if said else ""


def _day(day: datetime, at: datetime) -> str:
    words = day_in_words(
        day.astimezone(PARIS).date(), at.astimezone(PARIS).year, current_language()
    )
    return _("on %(day)s") % {"day": words}


def _about(due: datetime, at: datetime) -> str:
    """“vers le lundi 7 décembre”: they named a week or a month."""
    return say(due, "week", at.astimezone(PARIS), current_language())


def _moment(row: FollowUp, at: datetime) -> str:
    due = row.due_at.astimezone(PARIS)
    if row.precision in ("week", "month"):
        return _about(due, at)
    if due.date() != at.astimezone(PARIS).date():
        part = time_said(due, row.precision, current_language())
        return f"{_day(due, at)} {part}" if part and row.precision == "half_day" else _day(due, at)
    if row.precision == "half_day":
        return this_half_day(due, current_language())
    if row.precision != "minute":
        return _("today")
    return _("today at %(hour)s") % {"hour": clock(due, current_language())}


def opening(text: str, member: Member, known: Mapping[str, str] | None = None) -> SafeString:
    """Her words as they are said: name and trade filled in, and the facts of the card, which are
    marked; a fact that is not known leaves no hole. No line begins with a question mark.
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
    """“de [recommandé par]” as it is said: “de la Clinique des Lilas”, with the name marked."""
    if current_language() != "fr":
        return text
    said = of_name(name)
    marked = (
        f"{said[: -len(name)]}{_OPEN}{name}{_CLOSE}"
        if said.endswith(name)
        else f"{_OPEN}{said}{_CLOSE}"
    )
    return text.replace(f"de [{mark}]", marked)
