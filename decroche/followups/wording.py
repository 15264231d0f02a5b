"""Dated next steps in words: when, and since when they are late."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decroche.calls.wording import outcome_names
from decroche.followups.models import FollowUp
from decroche.followups.rules import stage
from decroche.shared.clock import PARIS
from decroche.shared.spoken.parts import Precision
from decroche.shared.spoken.say import clock, say
from decroche.ui.language import current_language


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
