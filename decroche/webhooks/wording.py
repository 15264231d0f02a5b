"""Webhooks in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from decroche.webhooks.actions import TEST
from decroche.webhooks.handlers import TAKEN_BACK


def groups_in_words() -> list[tuple[str, str]]:
    """(code, words) of what may be told."""
    return [
        ("calls", _("Calls and their outcomes")),
        ("cards", _("Cards added, imported or changed")),
        ("oppositions", _("Oppositions, and those lifted")),
        ("follow_ups", _("Follow-ups moved or closed")),
        ("messages", _("Messages written, answered or returned")),
        ("clients", _("Clients won or lost")),
    ]


def event_in_words(event: str) -> str:
    """What was told: the verb of the journal, as the receiver gets it."""
    return {TEST: _("test"), TAKEN_BACK: _("taken back")}.get(event, event)


def not_delivered_in_words(why: str) -> str:
    """Why a program was not told, in a sentence."""
    return {
        "": "",
        "address": _("This is not an address: write it whole, with https://."),
        "open": _(
            "On the public network the address must begin with https://; for one of your own "
            "network, say so below."
        ),
        "own_network": _("This address is on your own network: say so below if you mean it."),
        "refused": _("The program refuses what it is told."),
        "away": _("The program does not answer."),
        "elsewhere": _(
            "No test was sent: the secret that signs it is on the other computer. Make another "
            "secret here, or try from there."
        ),
    }[why]
