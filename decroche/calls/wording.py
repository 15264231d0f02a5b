"""Everything that is said of calls, in words: outcomes, what follows from them (“back Tuesday
afternoon”), why one was not logged, why nothing is dialled.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decroche.calls.outcome_spec import Consequence
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.reading import Problem
from decroche.calls.refused import Refused
from decroche.calls.rules import APPOINTMENTS, REASONS, TALK_SITUATIONS, UNANSWERED, WANTS_MAIL
from decroche.compliance.permission import FORBIDDING
from decroche.compliance.rules import Verdict
from decroche.compliance.wording import refusal_in_words
from decroche.shared.clock import day_of
from decroche.shared.spoken.parts import Precision
from decroche.shared.spoken.say import (
    day_in_words,
    part_of_day,
    say,
    short_date,
    short_day_name,
    this_half_day,
)
from decroche.ui.language import current_language


def outcome_words(code: str) -> str:
    """Returns the name of an outcome on screen; "" for an unknown code."""
    return _(OUTCOMES[code].label) if code in OUTCOMES else ""


def missions_as_example(words: str) -> str:
    """Returns the words about where missions stop, with the remark that they are only an
    example.
    """
    return _("%(words)s (an example: write yours in My offer)") % {"words": words}


def gave_in_words(outcome: str, *, message_left: bool) -> str:
    """Returns the outcome of a call with the message she left: “Voicemail, message left”. When the
    outcome was corrected to one of an answered call, nothing is said of a message.
    """
    words = outcome_words(outcome)
    if not message_left or outcome not in UNANSWERED:
        return words
    return _("%(outcome)s, message left") % {"outcome": words}


def outcome_names() -> dict[str, str]:
    """Returns the name of every outcome by its code, in the order of the keys."""
    return {code: outcome_words(code) for code in OUTCOMES}


def reason_names() -> dict[str, str]:
    """Returns the words of every reason by its code, in the order in which they are offered."""
    words = {
        "agency": _("They have an agency"),
        "in_house": _("In-house"),
        "no_budget": _("No budget"),
        "too_late": _("Too late"),
        "other": _("Other"),
    }
    return {code: words[code] for code in REASONS}


def situation_names() -> dict[str, str]:
    """Returns the words of every situation of a talk by its code."""
    words = {
        "first": _("A first call"),
        "promised": _("You promised to call back"),
        "late": _("You promised, and you are late"),
        "relayed": _("Somebody else said when to call"),
        "mail_wanted": _("They wait for an e-mail"),
        "after_mail": _("After an e-mail"),
        "before_meeting": _("Before a meeting"),
        "after_meeting": _("After a meeting"),
        "after_referral": _("Somebody sent you"),
        "after_no": _("After a no"),
        "incoming_first": _("They call you, and you never called them"),
        "incoming": _("They call you back"),
        "incoming_again": _("They call you, and you have talked before"),
    }
    return {code: words[code] for code in TALK_SITUATIONS}


def in_words(result: Consequence, outcome: str, now: datetime) -> str:
    """Returns a consequence in one short line, for a button or for the line that says what was
    done.
    """
    if result.kind == "suppress":
        return _("never called again")
    if result.kind == "renumber":
        return _("the next number, or to complete")
    if result.kind == "ask":
        return _(OUTCOMES[outcome].asks)
    if result.kind == "rest":
        return _rest_in_words(result, now)
    if result.kind == "follow_up" and result.days and outcome in WANTS_MAIL:
        return _("e-mail, follow-up %(when)s") % {"when": _day(result, now)}
    when = {"when": _whole(result, now)}
    if outcome in APPOINTMENTS:
        return _("meeting %(when)s") % when
    if result.kind == "follow_up" and result.follow_up == "promised":
        return _("promised for %(when)s") % when
    if result.kind == "follow_up":
        return _("follow-up %(when)s") % when
    return _("back %(when)s") % when


def _rest_in_words(result: Consequence, now: datetime) -> str:
    if result.months:
        words = ngettext("rests %(n)s month", "rests %(n)s months", result.months)
        return words % {"n": result.months}
    if result.days:
        words = ngettext("rests %(n)s day", "rests %(n)s days", result.days)
        return words % {"n": result.days}
    return _("rests until %(when)s") % {"when": _day(result, now)}


def _day(result: Consequence, now: datetime) -> str:
    """Returns a day that a rule worked out: “Thursday 4 December”."""
    if result.at is None:
        return ngettext("in %(n)s day", "in %(n)s days", result.days) % {"n": result.days}
    year = now.astimezone(result.at.tzinfo).year
    return day_in_words(result.at.date(), year, current_language())


def _whole(result: Consequence, now: datetime) -> str:
    """Returns the moment of a consequence: one that they gave with its date and hour (“Thursday 26
    November at 10:00”), one that a rule worked out in short.
    """
    if result.at is None or not result.precision:
        if result.at and result.half_day and day_of(result.at) == day_of(now):
            return this_half_day(result.at, current_language())
        return when_in_words(result.at, now)
    local = result.at
    precision = cast("Precision", result.precision)
    return say(local, precision, now.astimezone(local.tzinfo), current_language())


def in_short(result: Consequence, outcome: str, now: datetime) -> str:
    """Returns a consequence for a key of the call screen, which has room for some fifteen
    letters.
    """
    if result.kind == "suppress":
        return _("for good")
    if result.kind == "ask":
        return _(OUTCOMES[outcome].asks)
    if result.kind == "rest" and result.months:
        return ngettext("rest %(n)s month", "rest %(n)s months", result.months) % {
            "n": result.months
        }
    if result.kind == "rest":
        return ngettext("rest %(n)s day", "rest %(n)s days", result.days) % {"n": result.days}
    if result.kind == "follow_up" and result.days and outcome in WANTS_MAIL:
        return _("follow-up %(day)s") % {"day": _short_day(result, now)}
    if result.at is None:
        return in_words(result, outcome, now)
    language, days = current_language(), result.at.date() - now.astimezone(result.at.tzinfo).date()
    if result.half_day and not days:
        return this_half_day(result.at, language)
    if timedelta(0) < days < timedelta(days=7):
        part = part_of_day(result.at, language).split()[-1]
        return f"{short_day_name(result.at.date(), language)} {part}"
    return when_in_words(result.at, now)


def _short_day(result: Consequence, now: datetime) -> str:
    """Returns a day for a key: “4 Dec”, or the number of days when it is more than four weeks
    off.
    """
    if result.at is None or result.at - now > timedelta(days=28):
        return ngettext("in %(n)s day", "in %(n)s days", result.days) % {"n": result.days}
    return short_date(result.at.date(), current_language())


def when_in_words(at: datetime | None, now: datetime) -> str:
    """Returns the hour for a moment of today, “Tuesday afternoon” for one of the next six days,
    “Tuesday 8 December” for a later one, "" for none.
    """
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


def ask_in_words(role: str, name: str = "") -> str:
    """Returns whom to ask for: the person when the name is known, else the department."""
    if name:
        return _("Ask for %(who)s") % {"who": name}
    return {
        "communication": _("Ask for the communication department"),
        "hr": _("Ask for human resources"),
        "management": _("Ask for the management"),
        "marketing": _("Ask for marketing"),
    }.get(role, _("Ask who takes care of communication"))


def refused_in_words(error: Refused) -> str:
    """Returns in one line why an outcome was not logged."""
    return " ".join(dict.fromkeys(map(_problem_in_words, error.problems)))


def not_dialled_in_words(why: str, way: str = "") -> str:
    """Returns why nothing is dialled by a way that asks over the network (gateways/dialler: Why).

    `way` is the code of the way whose settings are being kept, "" when a number was to be dialled.
    """
    if why == "address" and way == "asterisk":
        return _(
            "The address of the server begins with https:// or http:// (as "
            "http://192.168.1.5:8088), and the telephone and the context are named as in Asterisk."
        )
    to_complete = _(
        "Something is missing for this way of dialling: complete it in Settings, Telephone."
    )
    if not way and why in ("address", "open", "own_network"):
        return to_complete  # the field is not on the call screen
    return {
        "settings": to_complete,
        "address": _(
            "This is no address that dials: it begins with https:// or http:// and holds {number}, "
            "{digits} or {national} after the name of the machine."
        ),
        "own_network": _("This address is on your own network: say so beneath it, if it may be."),
        "open": _(
            "Over a public network the address begins with https://; http:// is for your own "
            "network only."
        ),
        "login": _("The telephone or provider refuses the user name or the password."),
        "refused": _("The telephone or provider refuses to dial this."),
        "away": _("The telephone or provider does not answer: dial by hand."),
        "unheard": _("No answer came: if nothing rings, dial by hand."),
        "owner": _(
            "This is on the network of Décroche’s computer: an owner of the file has to allow that "
            "members name such addresses."
        ),
    }[why]


def setting_in_words(way: str, field: str) -> tuple[str, str]:
    """What a setting of a way to dial is called on the page, and how it is written; for one that is
    missing, or can't be what it is to be.
    """
    key = _("It is letters and digits, as OVHcloud shows it.")
    return {
        ("ovh", "account"): (
            _("Billing account"),
            _("Write it as OVHcloud names it, as xy1234-ovh-1."),
        ),
        ("ovh", "line"): (
            _("Number of the line, as OVHcloud writes it (0033…)"),
            _("Write the whole number of the line, as 0033972101010."),
        ),
        ("ovh", "application_key"): (_("Application key"), key),
        ("ovh", "application_secret"): (_("Application secret"), key),
        ("ovh", "consumer_key"): (_("Consumer key"), key),
        ("asterisk", "server"): (
            _("Address of the server"),
            _("It begins with http:// or https://, as http://192.168.1.5:8088."),
        ),
        ("asterisk", "endpoint"): (
            _("Your telephone, as the server names it"),
            _("Write what it is and its name, with a slash between, as PJSIP/1001."),
        ),
        ("asterisk", "context"): (
            _("Way out of the server for calls to the outside"),
            _("Write the name of the context in one word, as from-internal."),
        ),
        ("asterisk", "user"): (
            _("User name on the server"),
            _("Write the user name that the server knows, without blanks."),
        ),
        ("asterisk", "password"): (
            _("Password"),
            _("Write the password: none is kept for this server and user name."),
        ),
    }[way, field]


def phase_in_words(phase: str | None) -> str:
    """Returns how far a call is that a telephone system makes (gateways/dialler/asterisk.py:
    Phase). The phase is None when the system agreed to dial and has said nothing more.
    """
    return {
        "ringing": _("it rings"),
        "answered": _("you are connected"),
        "ended": _("the call is over"),
    }.get(phase or "", _("it dials"))


def logged_already_in_words(outcome: str) -> str:
    """Returns the sentence for an outcome that arrives when the card was logged with another
    one.
    """
    return _(
        "This card was noted already: %(outcome)s. Sent again, this is noted as a second call."
    ) % {"outcome": outcome_words(outcome)}


def problems_in_words(error: Refused) -> dict[str, str]:
    """Returns why an outcome was not logged, by field; "outcome" is the call as a whole."""
    found: dict[str, str] = {}
    for problem in error.problems:
        found.setdefault(problem.field, _problem_in_words(problem))
    return found


def _problem_in_words(problem: Problem) -> str:
    if problem.sentence:
        return problem.sentence
    stop = next((why for why in FORBIDDING if why == problem.code), None)
    if stop:
        return refusal_in_words(Verdict(False, stop))
    sentences = _about_codes(problem.text) | _about_call(problem.text) | _about_fields(problem.text)
    return sentences[problem.code]


def _about_codes(text: str) -> dict[str, str]:
    """By the code of the problem: what names nothing that exists; `text` are the codes that do."""
    return {
        "unknown_outcome": _("There is no such outcome. Use one of: %(codes)s.")
        % {"codes": ", ".join(OUTCOMES)},
        "unknown_company": _("There is no company with that number in this file."),
        "out_of_file": _(
            "This card was taken out of the file, or joined to another, meanwhile. Look for the "
            "card that stays: what you had typed is there."
        ),
        "unknown_number": _("The company has no number %(text)s.") % {"text": text},
        "unknown_reason": _("There is no such reason. Use one of: %(codes)s.") % {"codes": text},
        "unknown_situation": _("There is no such situation. Use one of: %(codes)s.")
        % {"codes": text},
        "unknown_origin": _("There is no such origin. Use one of: %(codes)s.") % {"codes": text},
        "unknown_asked_for": _("There is no such role. Use one of: %(codes)s.") % {"codes": text},
    }


def _about_call(text: str) -> dict[str, str]:
    """By the code of the problem: what is wrong with the call as a whole."""
    return {
        "never_incoming": _("A call received can’t have this outcome: somebody talked to you."),
        "cannot_correct": _("This call can’t be corrected any more: later changes depend on it."),
        "promise_opposed": _(
            "They asked not to be called any more. Before you promise a call, lift that request on "
            "their card, with what they say now."
        ),
        "later_calls": _(
            "Calls were made since: an appointment or an opposition is changed on the card itself."
        ),
        "impossible_time": _(
            "The time of the call needs an offset and a year between 2000 and 2200, for instance "
            "2026-11-24T09:30:00+01:00."
        ),
        "later_than_now": _("A call can’t have been made later than now: look at the clocks."),
        "key_of_another": _(
            "This key kept another call before (%(outcome)s). Each call needs a key of its own."
        )
        % {"outcome": outcome_words(text)},
        "dropped": _(
            "You had dropped this, so it was not noted. Sent again, it is noted after all."
        ),
        "pressed_later": _(
            "The clock of the browser was put back since this was pressed. Sent again, it is "
            "noted at the present time."
        ),
        "pressed_long_ago": _(
            "This was pressed more than seven days ago. Sent again, it is noted at the present "
            "time."
        ),
        "called_since": _(
            "A later call of this company is noted already (%(text)s): write what was said before "
            "it as a note of that day, on its page."
        )
        % {"text": text},
    }


def _about_fields(text: str) -> dict[str, str]:
    """By the code of the problem: what is wrong with one field; `text` is what was typed."""
    return {
        "when_needed": _("Say when, for instance “Thursday 10am” or “in a month and a half”."),
        "email_needed": _("This outcome needs an e-mail address."),
        "invite_needed": _("This outcome needs an e-mail address."),
        "not_an_address": _("“%(text)s” is not an e-mail address. It looks like name@company.fr.")
        % {"text": text},
        "several_addresses": _(
            "One address at a time, please: each message is written to one person."
        ),
    }
