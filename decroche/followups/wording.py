"""Dated next steps in words: when, and since when they are late."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decroche.calls.wording import outcome_names
from decroche.compliance.rules import Verdict
from decroche.compliance.wording import refusal_in_words
from decroche.followups.forbidden import later_today
from decroche.followups.models import FollowUp
from decroche.followups.rules import stage
from decroche.shared.clock import PARIS
from decroche.shared.spoken.parts import Precision
from decroche.shared.spoken.say import clock, say
from decroche.ui.language import current_language
from decroche.ui.templatetags.ui import quoted


def purpose_in_words(code: str) -> str:
    """What a follow-up is for: the outcome that asked for it, or what else it was made for."""
    names = outcome_names() | {one.value: str(one.label) for one in FollowUp.OtherPurpose}
    return names.get(code, code)


def due_in_words(row: FollowUp, at: datetime) -> str:
    """“Thursday 26 November at 10:00”, as it was said."""
    here = row.due_at.astimezone(PARIS)
    return say(here, cast("Precision", row.precision), at.astimezone(PARIS), current_language())


def late_in_words(due: datetime, precision: str, at: datetime, *, since: bool = True) -> str:
    """“3 days late, since Thursday 3 December”; "" for what is not late. The moment is left out
    where it stands beside (`since`).
    """
    here, now = due.astimezone(PARIS), at.astimezone(PARIS)
    if stage(here, precision, now) != "late":
        return ""
    days = (now.date() - here.date()).days
    if days and not since:
        return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}
    if days:
        words = ngettext("%(n)s day late, since %(when)s", "%(n)s days late, since %(when)s", days)
        return words % {"n": days, "when": say(here, "day", now, current_language())}
    return _("late since %(when)s") % {"when": clock(here, current_language())}


def waits_in_words(row: FollowUp, at: datetime, *, since: bool = True) -> str:
    """Since when a follow-up is late; a meeting that is over is not called late, but over. "" when
    there is nothing to say.
    """
    late = late_in_words(row.due_at, row.precision, at, since=since)
    if not (late and row.in_person):
        return late
    over = _("meeting over: how did it go?")
    waits = row.due_at.astimezone(PARIS).date() == at.astimezone(PARIS).date()
    return f"{over} {_('Nobody calls them today before you say so.')}" if waits else over


def noted_in_words(words: str, when: str) -> str:
    """What she wrote in her own file about a day to call again, in her words, with the day that was
    understood.
    """
    if not words:
        return _("You noted: %(when)s.") % {"when": when}
    return _("You noted: %(words)s, %(when)s.") % {"words": quoted(words[:140]), "when": when}


def stopped_in_words(verdict: Verdict, at: datetime) -> str:
    """What the law says against a promise at its hour, whole."""
    if later_today(verdict, at):
        said = _("The law stops this promise at its hour, and the card comes later today:")
    else:
        said = _("The law stops this promise today:")
    return f"{said} {refusal_in_words(verdict)}"


def possible_again_in_words(verdict: Verdict, at: datetime) -> str:
    """The moment a refusal ends, in words that are understood when they are typed; "" when it does
    not end by itself.
    """
    if verdict.until is None:
        return ""
    until = verdict.until.astimezone(PARIS)
    return say(until, "minute", at.astimezone(PARIS), current_language())
