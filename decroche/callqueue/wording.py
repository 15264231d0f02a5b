"""Why this card now, and why none, in one sentence made of facts."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decroche.callqueue.queries import Nothing
from decroche.callqueue.rules import Reason
from decroche.calls.models import Outcome
from decroche.calls.wording import tongue, when_in_words
from decroche.shared.clock import PARIS
from decroche.shared.spoken.say import clock, say


def reason_in_words(reason: Reason, at: datetime) -> str:
    """“Promised for 10 h, 20 minutes ago.”"""
    if reason.source == "follow_up" and reason.last_outcome == "reply":
        return (
            _("They answered your e-mail: “%(words)s”") % {"words": reason.note[:140]} if reason.note else _("They answered your e-mail.")
        )
    if reason.source == "follow_up" and reason.last_outcome == "bounce":
        return _("Your e-mail came back: ask for the right address.")
    if reason.source in ("promise", "follow_up"):
        due = datetime.fromisoformat(reason.due).astimezone(PARIS)
        said = clock(due, tongue()) if due.date() == at.astimezone(PARIS).date() else say(due, "day", at.astimezone(PARIS), tongue())
        head = _("Promised for %(when)s.") if reason.source == "promise" else _("Follow-up due %(when)s.")
        return " ".join(part for part in (head % {"when": said}, _late(reason.late_minutes)) if part)
    if reason.source == "fresh":
        return _("First call.")
    if reason.source == "retry":
        last = str(dict(Outcome.choices).get(reason.last_outcome, ""))
        return ngettext("%(n)s attempt, last time: %(last)s.", "%(n)s attempts, last time: %(last)s.", reason.attempts) % {
            "n": reason.attempts,
            "last": last.lower(),
        }
    if reason.source == "passed":
        return _("Passed over earlier today.")
    return _("The card you had before you.")


def _late(minutes: int) -> str:
    if minutes < 10:
        return ""
    if minutes < 120:
        return ngettext("%(n)s minute ago.", "%(n)s minutes ago.", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("%(n)s hour ago.", "%(n)s hours ago.", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)s day ago.", "%(n)s days ago.", minutes // 1440) % {"n": minutes // 1440}


def nothing_in_words(nothing: Nothing, at: datetime) -> str:
    """Why nobody is to be called now, and when somebody is."""
    words = {
        "empty_file": _("There is nobody to call yet: bring a file in, or add a company."),
        "closed": _("It is not the time to call."),
        "all_done": _("Everybody who can be called now has been called."),
    }[nothing.why]
    if nothing.until is None:
        return words
    until = nothing.until.astimezone(PARIS)
    return f"{words} {_('The next card is ready %(when)s.') % {'when': when_in_words(until, at) if until.date() != at.astimezone(PARIS).date() else say(until, 'minute', at.astimezone(PARIS), tongue())}}"
