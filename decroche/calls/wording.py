"""Consequences in words, future tense: “comes back Tuesday afternoon”."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from decroche.calls.outcome_spec import Consequence
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.refused import Refused
from decroche.calls.rules import REASONS, WANTS_MAIL
from decroche.compliance.rules import Verdict
from decroche.compliance.wording import refusal_in_words
from decroche.shared.spoken.say import day_in_words, part_of_day, say

Tongue = Literal["fr", "en"]


def current_language() -> Tongue:
    """The language in use, as the spoken dates know it."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"


def outcome_words(code: str) -> str:
    """The name of an outcome on screen; empty for what is none."""
    return _(OUTCOMES[code].label) if code in OUTCOMES else ""


def outcome_names() -> dict[str, str]:
    """Every outcome by its code, in the order of the keys."""
    return {code: outcome_words(code) for code in OUTCOMES}


def in_words(result: Consequence, outcome: str, now: datetime) -> str:
    """One short line for a button or for the line that says what was done."""
    if result.kind == "suppress":
        return _("never called again")
    if result.kind == "renumber":
        return _("the next number, or to complete")
    if result.kind == "ask":
        return _(OUTCOMES[outcome].asks)
    if result.kind == "rest":
        if result.months:
            return ngettext("rests %(n)s month", "rests %(n)s months", result.months) % {
                "n": result.months
            }
        return ngettext("rests %(n)s day", "rests %(n)s days", result.days) % {"n": result.days}
    if result.kind == "follow_up" and result.days and outcome in WANTS_MAIL:
        return ngettext(
            "e-mail, then follow-up in %(n)s day",
            "e-mail, then follow-up in %(n)s days",
            result.days,
        ) % {"n": result.days}
    if result.kind == "follow_up":
        return _("follow-up %(when)s") % {"when": when_in_words(result.at, now)}
    return _("back %(when)s") % {"when": when_in_words(result.at, now)}


def when_in_words(at: datetime | None, now: datetime) -> str:
    """“Tuesday afternoon” within a week, else “Tuesday 8 December”."""
    if at is None:
        return ""
    local_now = now.astimezone(at.tzinfo)
    language = current_language()
    if at.date() == local_now.date():
        return say(at, "minute", local_now, language)
    if at.date() - local_now.date() < timedelta(days=7):
        part = (
            part_of_day(at, language)
            .removeprefix("au ")
            .removeprefix("in the ")
            .removeprefix("en ")
        )
        return f"{day_in_words(at.date(), at.year, language).split()[0]} {part}"
    return day_in_words(at.date(), local_now.year, language)


def refused_in_words(error: Refused) -> str:
    """Why an outcome was not kept."""
    return {
        "unknown_outcome": _("There is no such outcome. Use one of: %(codes)s.")
        % {"codes": ", ".join(OUTCOMES)},
        "unknown_company": _("There is no company with that number in this file."),
        "when_needed": _("This outcome needs a date: say when, for instance “Thursday 10am”."),
        "email_needed": _("This outcome needs an e-mail address."),
        **{
            code: refusal_in_words(Verdict(False, code))
            for code in ("opposed", "unlisted", "no_consent", "consent_revoked", "refused")
        },
        "unknown_reason": _("There is no such reason. Use one of: %(codes)s.")
        % {"codes": ", ".join(REASONS)},
    }[error.code]
