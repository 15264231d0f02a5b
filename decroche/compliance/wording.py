"""The words for verdicts, advice and rules."""

from __future__ import annotations

import re
from datetime import datetime

from django.utils.translation import gettext as _

from decroche.compliance.references import RULES
from decroche.compliance.rules import Verdict
from decroche.shared.clock import PARIS
from decroche.shared.spoken.say import clock, day_in_words
from decroche.ui.language import current_language


def refusal_in_words(verdict: Verdict) -> str:
    """A refusal in one or two sentences: why, and what can be done; "" when it is allowed."""
    if verdict.allowed:
        return ""
    until = _moment_in_words(verdict.until) if verdict.until else ""
    return {
        "erased": _("Everything about them was erased: nobody is left to call or to write to."),
        "removed": _("This card was removed from the file: undo that first."),
        "no_number": _("There is no number that can be dialled: add one to the card."),
        "opposed": _(
            "They asked to be left alone: never called, never written to. Only a written "
            "reason lifts that, on the card or under Compliance."
        ),
        "unlisted": _(
            "In the state’s register this company is partly non-public: it may not be "
            "prospected with what the register says. Use another source, or leave it."
        ),
        "no_consent": _(
            "This is a consumer without a consent that can be proved: no call, no mail. Keep "
            "the consent on the card, or say that it is a professional."
        ),
        "consent_revoked": _(
            "The consent was taken back, or is not given yet: no call, no mail without a new one."
        ),
        "refused": _(
            "They refused in a talk: a consumer is not contacted again without a fresh consent."
        ),
        "too_often": _("Called four times in 30 days already. Possible again: %(until)s.")
        % {"until": until},
        "personal_address": _(
            "A personal address that nobody published for the trade: ask for consent on the "
            "telephone first, or use another address."
        ),
        "holiday": _(
            "Public holiday there (%(day)s): consumers are not called. Possible again: %(until)s."
        )
        % {"day": verdict.detail, "until": until},
        "weekend": _("Consumers are not called at the weekend. Possible again: %(until)s.")
        % {"until": until},
        "day_off": _("One of your days off. Possible again: %(until)s.") % {"until": until},
        "hours": _(
            "Consumers may be called from 10 am to 1 pm and from 2 to 8 pm, their own time. "
            "Possible again: %(until)s."
        )
        % {"until": until},
        "lunch": _("Consumers are not called between 1 and 2 pm. Possible again: %(until)s.")
        % {"until": until},
    }.get(verdict.why, _("Not now."))


def _moment_in_words(until: datetime) -> str:
    """An instant in words (“Friday 4 December at 10:00”), in its own time zone."""
    there = until.astimezone(until.tzinfo or PARIS)
    words = {
        "day": day_in_words(there.date(), there.year, current_language()),
        "hour": clock(there, current_language()),
    }
    return _("%(day)s at %(hour)s") % words


def advice_in_words(code: str) -> str:
    """The short text of an advice code."""
    return {
        "surcharged": _("This number is surcharged: ask for an ordinary one."),
        "platform": _(
            "This number belongs to a range kept for call platforms: nobody may answer there."
        ),
        "foreign": _("Outside France other rules hold: look them up first."),
        "outside_holiday": _("Public holiday there today."),
        "outside_weekend": _("Outside your calling days."),
        "outside_day_off": _("One of your days off."),
        "outside_hours": _("Outside your calling hours, their time."),
        "outside_lunch": _("Lunch time there."),
        "school_holidays": _("School holidays there."),
    }[code]


def reference(rule: str) -> str:
    """The legal text of a rule, marked “to be verified” where it is; "" for an unknown rule."""
    source = RULES.get(rule)
    if source is None:
        return ""
    return f"{source.text} ({_('to be verified')})" if source.unsure else source.text


def spoken_source(source: str) -> str:
    """What she says on the telephone about the source of their details and the right to object."""
    return _(
        "I have your details from %(source)s. If you would rather not be called again, say so and "
        "I will not."
    ) % {"source": _as_said(source)}


def written_source(source: str) -> str:
    """The sentence of the first mail about where their address comes from."""
    return _("Your address comes from: %(source)s.") % {"source": _as_said(source)}


def written_source_of_card(source: str) -> str:
    """The same of the card, where the address may have been given in an earlier call."""
    return _("Your company’s details come from: %(source)s.") % {"source": _as_said(source)}


def _as_said(source: str) -> str:
    """A source within a sentence: what stands in brackets at its end is said after a comma (“a
    fair, Préventica”), and the sentence has its own full stop.
    """
    return re.sub(r"\s*\(([^()]+)\)$", r", \1", source.strip().rstrip(".").rstrip())
