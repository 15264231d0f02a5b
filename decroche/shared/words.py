"""Lists of words and phrases to look for in texts, as whole words, whatever their case, accents and
punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from decroche.shared.folding import strip_marks

SEPARATOR = " · "
"""Stands between several texts of one kind that are stored in one field and shown on one line."""


def on_one_line(texts: Iterable[str]) -> str:
    """The texts with SEPARATOR between them; empty ones are left out."""
    return SEPARATOR.join(text for text in texts if text)


class Words:
    """A list of words and phrases, each matched as a whole: “ami” is found in “un ami”, not in
    “Amiens”.

    Phrases are written in lower case without accents; a space in them matches any signs between two
    words. A `*` after a word matches any ending: `recommand*`. `but_not` are longer phrases that
    contain one of the words and mean something else; they are taken out of the text before.
    """

    def __init__(self, *phrases: str, but_not: tuple[str, ...] = ()) -> None:
        self.phrases, self.but_not = phrases, but_not
        self._pattern = _whole(phrases)
        self._exceptions = _whole(but_not) if but_not else None

    def found_in(self, text: str) -> bool:
        """Whether one of the phrases is in the text."""
        return self.found_in_plain(plain(text))

    def found_in_plain(self, text: str) -> bool:
        """Whether one of the phrases is in a text that `plain` has prepared already."""
        if self._pattern.search(text) is None:
            return False
        if self._exceptions is None:
            return True
        return self._pattern.search(self._exceptions.sub("|", text)) is not None


def plain(text: str) -> str:
    """The text in lower case without accents, with spaces for underscores (which file names have
    between words).
    """
    return strip_marks(text).replace("_", " ")


def _whole(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that matches any of the phrases between word boundaries."""
    alternatives = "|".join(
        re.escape(phrase).replace(r"\ ", r"\W+").replace(r"\*", r"\w*") for phrase in phrases
    )
    return re.compile(rf"\b(?:{alternatives})\b")
