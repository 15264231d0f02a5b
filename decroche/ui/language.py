"""The language of the page under way, and how it writes a day."""

from __future__ import annotations

import re
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language

from decroche.shared.language import Language, known_language

_FIRST = re.compile(r"\b1(?= [^\W\d])")
"""The day of the month in “1 décembre” and “mardi 1 décembre”, not in “21 décembre”."""


def current_language() -> Language:
    """The language in which texts are translated now: a page's, or what `override` says."""
    return known_language(get_language())


def written_day(day: date, pattern: str = "j N Y") -> str:
    """A day as people write it: “26 nov. 2026”, in French “1er déc. 2026” for the first of a
    month. `pattern` is one of Django's in which the month follows the day (j).
    """
    text = date_format(day, pattern)
    return _FIRST.sub("1er", text, count=1) if current_language() == "fr" else text
