"""Her calendar and address book in words."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from decroche.agenda.actions import LEFT, TWINS_THERE
from decroche.agenda.models import Twin
from decroche.followups.models import FollowUp
from decroche.shared.clock import PARIS, now
from decroche.shared.spoken.parts import Precision
from decroche.shared.spoken.say import say
from decroche.ui.language import current_language


def not_synced_in_words(why: str) -> str:
    """Why it was not synchronised, in a sentence; "" when it was."""
    return {
        "": "",
        TWINS_THERE: _(
            "Events or cards of Décroche still stand in the place before: take them away first, "
            "below."
        ),
        LEFT: _(
            "The member whose calendar this was has left, or owns this file no longer: nothing is "
            "synchronised any more, and the password is forgotten here. What Décroche wrote there "
            "stays there."
        ),
        "emptied": _(
            "Most of what Décroche wrote there is missing: nothing was changed here, for the "
            "server may be mistaken. If you emptied it yourself, stop below and begin again."
        ),
        "unknown": _(
            "Events or cards of Décroche stand there that this file does not know: a copy was "
            "restored, or it was stopped before. Nothing is written until they are taken away."
        ),
        "address": _("This is not an address: write it whole, with https://."),
        "open": _(
            "The address must begin with https://: without it your password would travel in the "
            "clear."
        ),
        "own_network": _("This address is on your own network: say so below if you mean it."),
        "password": _("The server refuses the name or the password. Type them again."),
        "refused": _("The server refuses what it is asked."),
        "missing": _("There is no calendar or address book at this address."),
        "changed": _("It was changed there meanwhile: it is looked at again next time."),
        "away": _("The server does not answer, or not in a way that is understood."),
    }.get(why, _("The server does not answer, or not in a way that is understood."))


def asked_in_words(twin: Twin, step: FollowUp) -> str:
    """What she did with an event in her calendar, in a sentence."""
    words = {"name": step.company.name, "here": _moment(step.due_at, step.precision)}
    if twin.state == Twin.State.MOVED and twin.there_at is not None:
        words["there"] = _moment(twin.there_at, "day" if twin.there_whole_day else "minute")
        return _("%(name)s: here %(here)s, in your calendar %(there)s.") % words
    return _("%(name)s, %(here)s: you deleted it in your calendar.") % words


def _moment(at: datetime, precision: str) -> str:
    exact: Precision = "minute" if precision == "minute" else "day"
    return say(at.astimezone(PARIS), exact, now().astimezone(PARIS), current_language())
