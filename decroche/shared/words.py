"""Tables of words that tell something: matched as whole words, whatever case, accents and signs.
No Django.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from decroche.shared.folding import strip_marks

SEPARATOR = " · "
"""Between texts of one kind that stand on one line, as they are kept and shown."""


def on_one_line(texts: Iterable[str]) -> str:
    """The texts with SEPARATOR between them; empty ones are left out."""
    return SEPARATOR.join(text for text in texts if text)


class Words:
    """Words and phrases, each matched whole: “ami” is found in “un ami”, not in “Amiens”.

    Phrases are written folded: lower case, no accents, a space for any sign between two words. A
    `*` behind a word stands for any ending of it: `recommand*`. `but_not` are longer phrases that
    contain one of the words and mean something else; they are set aside before looking.
    """

    def __init__(self, *phrases: str, but_not: tuple[str, ...] = ()) -> None:
        self.phrases, self.but_not = phrases, but_not
        self._pattern = _whole(phrases)
        self._aside = _whole(but_not) if but_not else None

    def found_in(self, text: str) -> bool:
        """Whether one of the phrases stands in the text, however it is written."""
        return self.found_in_plain(plain(text))

    def found_in_plain(self, text: str) -> bool:
        """The same for a text that `plain` has prepared already."""
        if self._pattern.search(text) is None:
            return False
        return self._aside is None or self._pattern.search(self._aside.sub("|", text)) is not None


def plain(text: str) -> str:
    """Lower case without accents; a low line, as file names have it, parts words like a space."""
    return strip_marks(text).replace("_", " ")


def _whole(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """The phrases between word boundaries; signs between two words may be any."""
    written = "|".join(
        re.escape(phrase).replace(r"\ ", r"\W+").replace(r"\*", r"\w*") for phrase in phrases
    )
    return re.compile(rf"\b(?:{written})\b")
