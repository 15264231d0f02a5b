"""The words printed on a call sheet. The page that prints the sheet shows them; whoever reads a
photographed sheet leaves them out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from django.utils.translation import gettext as _
from django.utils.translation import override

from decroche.calls.outcomes import OUTCOMES
from decroche.calls.wording import ask_in_words, outcome_words
from decroche.shared.language import Language


def boxes() -> list[tuple[str, str]]:
    """Returns (digit, words) of the outcomes that can be ticked: those with a digit as their
    key.
    """
    return [(one.key, outcome_words(code)) for code, one in OUTCOMES.items() if one.key.isdigit()]


def promised_label() -> str:
    """Printed before the day and hour of a promise."""
    return _("Promised:")


def last_label() -> str:
    """Printed before her note of the last call."""
    return _("Last time:")


def file_label() -> str:
    """Printed before the remarks that came with the card from its file."""
    return _("On the card:")


def switchboard_label() -> str:
    """Printed before what a switchboard said."""
    return _("The switchboard said:")


def printed_boxes() -> set[str]:
    """Returns the words of the boxes in every language: a sheet may have been printed in another
    one than hers.
    """
    return _in_every_language(lambda: {words for _key, words in boxes()})


def printed_beginnings() -> set[str]:
    """Returns what the other printed lines begin with, in every language."""
    return _in_every_language(
        lambda: {
            *(promised_label(), last_label(), file_label(), switchboard_label()),
            ask_in_words("").partition(" ")[0],
        }
    )


def _in_every_language(said: Callable[[], set[str]]) -> set[str]:
    found: set[str] = set()
    for language in get_args(Language):
        with override(language):
            found |= said()
    return found
