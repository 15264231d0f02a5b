"""Why this card now, and why none, in one sentence made of facts."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decroche.callqueue.rules import FEW, Outlook, Reason
from decroche.callqueue.search import Nothing
from decroche.calls.wording import outcome_words, when_in_words
from decroche.followups.models import FollowUp
from decroche.followups.wording import late_in_words, noted_in_words
from decroche.prospects.models import Company
from decroche.shared.choices import one_of
from decroche.shared.clock import PARIS
from decroche.shared.spoken.parts import Precision
from decroche.shared.spoken.say import clock, say, this_half_day
from decroche.ui.language import current_language

_SAID: tuple[Precision, ...] = ("minute", "half_day")


def reason_in_words(reason: Reason, at: datetime) -> str:
    """“Promised for 10 h, 20 minutes ago.”"""
    if reason.source == "follow_up" and reason.last_outcome == FollowUp.OtherPurpose.REPLY:
        return (
            _("They replied to your e-mail: “%(words)s”") % {"words": reason.note[:140]}
            if reason.note
            else _("They replied to your e-mail.")
        )
    if reason.source == "follow_up" and reason.last_outcome == FollowUp.OtherPurpose.BOUNCE:
        return _("Your e-mail bounced: ask for the right address.")
    if reason.source == "follow_up" and reason.last_outcome == FollowUp.OtherPurpose.FILE:
        due = datetime.fromisoformat(reason.due).astimezone(PARIS)
        return noted_in_words(reason.note, _due_in_words(reason, due, at))
    if reason.source == "follow_up" and reason.last_outcome == FollowUp.OtherPurpose.HELD:
        return _("The meeting took place: what comes next?")
    if reason.source in ("promise", "follow_up"):
        due = datetime.fromisoformat(reason.due).astimezone(PARIS)
        said = _due_in_words(reason, due, at)
        head = (
            _("Promised for %(when)s.")
            if reason.source == "promise"
            else _("Follow-up due %(when)s.")
        )
        late = late_in_words(due, reason.precision, at, since=False)
        late = f"{late[:1].upper()}{late[1:]}." if late else _ago(reason)
        return " ".join(part for part in (head % {"when": said}, late) if part)
    if reason.source == "fresh":
        return _("First call.")
    if reason.source == "retry":
        last = outcome_words(reason.last_outcome)
        head = ngettext(
            "%(n)s attempt, last time: %(last)s.",
            "%(n)s attempts, last time: %(last)s.",
            reason.attempts,
        )
        return head % {"n": reason.attempts, "last": last.lower()}
    if reason.source == "passed":
        return _("Skipped earlier today.")
    return _("The card you had before you.")


def _due_in_words(reason: Reason, due: datetime, at: datetime) -> str:
    """To the hour or the half-day where one was said, else to the day."""
    exact: Precision = one_of(reason.precision, _SAID, "day")
    if due.date() != at.astimezone(PARIS).date():
        return say(due, exact, at.astimezone(PARIS), current_language())
    if exact == "half_day":
        return this_half_day(due, current_language())
    return clock(due, current_language()) if exact == "minute" else _("today")


def whole_reason_in_words(reason: Reason, at: datetime) -> str:
    """The reason with its counts."""
    return " ".join(part for part in (reason_in_words(reason, at), counts_in_words(reason)) if part)


def _ago(reason: Reason) -> str:
    """How long ago the hour was; "" for one that was not said, and for one just now."""
    minutes = reason.late_minutes
    if minutes < 10 or reason.precision != "minute":
        return ""
    if minutes < 120:
        return ngettext("%(n)s minute ago.", "%(n)s minutes ago.", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("%(n)s hour ago.", "%(n)s hours ago.", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)s day ago.", "%(n)s days ago.", minutes // 1440) % {"n": minutes // 1440}


def counts_in_words(reason: Reason) -> str:
    """What speaks for a new card or a retry now, to be said on demand.

    “Mobile, Tuesday 10 am: 3 reached in 8 (your average: 1 in 7).” Counts, never weights, and no
    rate under five calls.
    """
    if reason.arm == "random":
        return _("Drawn at random, as one card in ten is: so the figures stay honest.")
    look = reason.outlook
    if look is None or not look.all_calls or reason.source not in ("fresh", "retry"):
        return ""
    if look.calls < FEW:
        return _("Few calls like this one so far (%(n)s): estimated from your average.") % {
            "n": look.calls
        }
    said = {
        "case": case_in_words(look),
        "reached": look.reached,
        "calls": look.calls,
        "average": average_in_words(look),
    }
    return (
        ngettext(
            "%(reached)s reached in %(calls)s such calls (%(case)s); %(average)s.",
            "%(reached)s reached in %(calls)s such calls (%(case)s); %(average)s.",
            look.reached,
        )
        % said
    )


def average_in_words(look: Outlook) -> str:
    """“your average: 1 in 7”."""
    if not look.all_reached:
        return _("nobody reached so far")
    return _("your average: 1 in %(n)s") % {"n": round(look.all_calls / look.all_reached)}


def case_in_words(look: Outlook) -> str:
    """“Mobile, Tuesday 10 am”."""
    local = time(look.hour)
    return _("%(line)s, %(day)s %(hour)s") % {
        "line": _lines()[look.line],
        "day": _days()[look.day],
        "hour": clock(datetime.combine(date(2000, 1, 1), local, PARIS), current_language()),
    }


def chance_in_words(look: Outlook) -> str:
    """“between 1 and 3 in 10”: what the model holds, eight times in ten."""
    low, high = max(0, round(look.low * 10)), max(1, round(look.high * 10))
    if low == high:
        return _("about %(n)s in 10") % {"n": high}
    if not low:
        return _("%(n)s in 10 at most") % {"n": high}
    return _("between %(low)s and %(high)s in 10") % {"low": low, "high": high}


def weighs(look: Outlook) -> list[tuple[str, bool]]:
    """The two that count most: [(what, whether it speaks for the call)]."""
    return [
        (level_in_words(code), favours)
        for code, favours in ((look.more, True), (look.less, False))
        if code
    ]


def level_in_words(code: str) -> str:
    """A level of the ranking (“line mobile”) in words."""
    block, _, level = code.partition(" ")
    known = {
        "line": _lines,
        "day": _days,
        "size": _sizes,
        "sector": _sectors,
        "attempt": _attempts,
        "age": _ages,
        "hour": _hours,
        "part": _parts,
    }
    if block == "group_hour":
        group, _, hour = level.partition(" ")
        return f"{_groups()[group]}, {_hours()[hour]}"
    return known[block]()[level] if block in known else level


def _lines() -> dict[str, str]:
    return {
        "switchboard": _("Switchboard number"),
        "direct": _("Direct line"),
        "mobile": _("Mobile"),
        "unknown": _("Number of unknown kind"),
    }


def _days() -> dict[str, str]:
    names = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("weekend"))
    return {
        code: name.lower() if current_language() == "fr" else name
        for code, name in zip(
            ("monday", "tuesday", "wednesday", "thursday", "friday", "weekend"), names, strict=True
        )
    }


def _sizes() -> dict[str, str]:
    return {
        "nobody": _("no employee"),
        "under_10": _("under 10 people"),
        "under_50": _("10 to 49 people"),
        "from_50": _("50 people and more"),
        "unknown": _("headcount unknown"),
    }


def _sectors() -> dict[str, str]:
    return {
        "industry": _("industry and farming"),
        "building": _("building trades"),
        "trade": _("trade"),
        "transport_food": _("transport, hotels and restaurants"),
        "information": _("media and computing"),
        "finance_property": _("finance and property"),
        "services": _("services"),
        "public": _("public services, schools, health"),
        "unknown": _("activity unknown"),
    }


def _groups() -> dict[str, str]:
    return {
        "makers": _("industry and building"),
        "sellers": _("trade, transport, restaurants"),
        "offices": _("offices and services"),
        "others": _("public and others"),
    }


def _attempts() -> dict[str, str]:
    return {
        "first": _("first attempt"),
        "second": _("second attempt"),
        "third": _("third attempt"),
        "fourth": _("fourth attempt"),
        "later": _("fifth attempt or later"),
    }


def _ages() -> dict[str, str]:
    return {
        "under_3_months": _("recent card"),
        "under_a_year": _("card of this year"),
        "under_3_years": _("card over a year old"),
        "older": _("card over three years old"),
    }


def _hours() -> dict[str, str]:
    return {
        "before_9": _("before 9 am"),
        "at_9": _("9 to 10 am"),
        "at_10": _("10 to 11 am"),
        "at_11": _("11 am to noon"),
        "noon": _("midday"),
        "at_14": _("early afternoon"),
        "at_16": _("4 to 5 pm"),
        "from_17": _("after 5 pm"),
    }


def _parts() -> dict[str, str]:
    return {
        "other_part": _("another half-day than last time"),
        "same_part": _("same half-day as last time"),
    }


def passed_in_words(company: Company) -> str:
    """What is said of a card that was passed over."""
    return _("%(name)s goes to the end of today’s queue.") % {"name": company.name}


def put_away_in_words(company: Company) -> str:
    """What is said of the card of a call that came in, when no call was logged on it."""
    return _("%(name)s is put away: nothing was noted.") % {"name": company.name}


def nothing_in_words(nothing: Nothing, at: datetime) -> str:
    """Why nobody is to be called now, and when somebody is."""
    words = {
        "empty_file": _("There is nobody to call yet: import a file, or add a company."),
        "closed": _("It is not the time to call."),
        "all_done": _("Everybody who can be called now has been called."),
    }[nothing.why]
    if nothing.until is None:
        return words
    until, here = nothing.until.astimezone(PARIS), at.astimezone(PARIS)
    if until.date() == here.date():
        when = say(until, "minute", here, current_language())
    else:
        when = when_in_words(until, at)
    ready = _("The next card is ready %(when)s.") % {"when": when}
    return f"{words} {ready}"
