"""What is left of a line of paper while it is read, and somebody whom it names. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from decroche.prospects.person_words import CAPITAL

CUT = "\x1f"
"""Stands where something was taken out: words on both sides of it do not belong together."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named on the line. `role` is a contact's role; `title` the words that said it."""

    name: str
    role: str = "other"
    title: str = ""


@dataclass(slots=True)
class Left:
    """What is still to be understood of a line, and the notes found so far."""

    text: str
    notes: list[str] = field(default_factory=list)

    def take(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Every match, taken out of the text."""
        while found := pattern.search(self.text):
            self.cut(found.start(), found.end())
            yield found

    def cut(self, start: int, end: int) -> None:
        """Takes out the words from `start` to `end`, and leaves `CUT` in their place."""
        self.text = f"{self.text[:start]}{CUT}{self.text[end:]}"

    def note(self, words: str) -> None:
        """Adds words to the notes, unless signs or a word that joined two others are all that is
        left of them.
        """
        words = trimmed(words)
        if words and words.lower() not in _JOINING:
            self.notes.append(words)


_JOINING = frozenset(("et", "ou", "puis", "and", "or", "then"))
_LAST_CUT_SHORT = re.compile(r" [a-zà-ÿ]{1,5}\.$")
_LAST_POINT = re.compile(r"(?<=[^\W\d_]{3})\.$")


def without_point(words: str) -> str:
    """Words without the point of the sentence they end; “S.A.” and “Dussart opt.” keep theirs."""
    if _LAST_CUT_SHORT.search(words) and re.match(CAPITAL, words):
        return words
    return _LAST_POINT.sub("", words)


def take_first(left: Left, pattern: re.Pattern[str]) -> str:
    """The first match, taken out of the text; "" when there is none."""
    found = next(left.take(pattern), None)
    return trimmed(found.group()) if found else ""


def trimmed(words: str) -> str:
    """Words without the signs around them, and with single spaces."""
    plain = " ".join(words.replace(CUT, " ").split())
    plain = plain.strip(" ,;:–—-/|→>=•·")
    if plain.count(")") > plain.count("("):
        plain = re.sub(r"^\)[\s.,;:–-]*", "", plain)
    plain = re.sub(r"^\.\s+", "", plain)
    return plain.removesuffix("(").strip() if plain.count("(") > plain.count(")") else plain
