"""The words printed on a call sheet, for the page that prints it and for the reader of a
photographed one.
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
    """(digit, words) of the outcomes to tick: those of the row of keys."""
    return [(one.key, outcome_words(code)) for code, one in OUTCOMES.items() if one.key.isdigit()]


def promised_label() -> str:
    """What stands before the day and hour she gave."""
    return _("Promised:")


def last_label() -> str:
    """What stands before her last words."""
    return _("Last time:")


def file_label() -> str:
    """What stands before the words that the card has from the file."""
    return _("On the card:")


def switchboard_label() -> str:
    """What stands before the words of a switchboard."""
    return _("The switchboard said:")


def printed_boxes() -> set[str]:
    """The words of the boxes in every language: a sheet is read in whichever it was printed in."""
    return _in_every_language(lambda: {words for _key, words in boxes()})


def printed_beginnings() -> set[str]:
    """What the other printed lines begin with, in every language."""
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
