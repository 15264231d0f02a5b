"""Who is named at the beginning of a part of a line: “T. Bellanger devis à refaire”, “Delcambre
P.”, “chef Bruno”, “Inès ou Karim”, “Hervé Cloarec vu au salon”. Pure.

A part is what stands between two separators. It names somebody when it begins with a name that is
known for one, by a first name, initials or a title before it, and when what follows is no more of a
name: a remark, a title, nothing. “Camille Coiffure” names nobody, nor does a town.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from decroche.prospects.first_names import (
    is_first_name,
    is_word_of_service,
    is_word_of_trade,
)
from decroche.prospects.person_words import INITIALS, SHOUTED, SMALL, TITLE, WORD
from decroche.prospects.towns import (
    is_formed_like_a_town,
    is_known_town,
    is_small_commune,
    is_town_by_itself,
)

_MORE_NAME = rf"(?: (?!{SHOUTED}\b)(?:{SMALL})?{WORD})"
_INITIALS_FIRST = re.compile(rf"{INITIALS} ?{WORD}{_MORE_NAME}?")
_INITIALS_LAST = re.compile(rf"(?P<surname>{WORD}) {INITIALS}(?=$|[\s,:;)])")
_WORDS = re.compile(rf"{WORD}{_MORE_NAME}{{0,2}}")
_ONE = re.compile(WORD)
_BEFORE = re.compile(rf"(?P<title>(?i:{TITLE}))\.?\s*:?\s+(?=\S)")
_BEHIND = re.compile(rf"\s*[,(–:-]?\s*(?P<title>(?i:{TITLE}))\.?(?![\w'’])\)?")
_ANOTHER = re.compile(r"\s+(?:ou|et|&|/|\+)\s+(?=\S)")
_NO_MORE_NAME = re.compile(
    rf"$|\s*[^\s\w]|\s+(?:[^\W\d_A-ZÀ-ÖØ-ÞŒ]|\d|{SHOUTED}\b)|\s+[A-ZÀ-Þ]{{2,4}}\b"
)
"""What may stand behind a name: the end, a sign, a word in small letters, a figure, a shout."""


@dataclass(frozen=True, slots=True)
class Named:
    """Who is named at the beginning of a part of a line. `title` are the words of what they do,
    `rest` is what else the part says.
    """

    names: tuple[str, ...]
    title: str = ""
    rest: str = ""


def named_in(part: str) -> Named | None:
    """Who is named at the beginning of a part of a line; None when it is not certain that anybody
    is.
    """
    before = _BEFORE.match(part)
    start = before.end() if before else 0
    end = _name_end(part, start, titled=before is not None)
    if end is None and before is not None:
        before, start = None, 0
        end = _name_end(part, 0, titled=False)
    if end is None:
        return None
    names = [part[start:end]]
    while another := _ANOTHER.match(part, end):
        following = _name_end(part, another.end(), titled=False)
        if following is None:
            break
        names.append(part[another.end() : following])
        end = following
    if _NO_MORE_NAME.match(part, end) is None:
        return None
    title = before["title"] if before else ""
    if not title and (behind := _BEHIND.match(part, end)):
        title, end = behind["title"], behind.end()
    return Named(tuple(names), title, part[end:])


def _name_end(part: str, start: int, *, titled: bool) -> int | None:
    """The place at which a name ends that begins at `start`; None when none begins there."""
    for pattern in (_INITIALS_FIRST, _INITIALS_LAST):
        if found := pattern.match(part, start):
            return found.end()
    found = _WORDS.match(part, start)
    if found is None:
        return None
    words = found.group().split(" ")
    if any(map(is_word_of_trade, words)) or is_known_town(found.group()):
        return None
    surname_first = len(words) == _BOTH and is_first_name(words[1]) and not is_known_town(words[0])
    if is_first_name(words[0].rstrip(".")) or surname_first:
        return found.end()
    one = _ONE.match(part, start)
    alone = one is not None and (one.end() == len(part) or part[one.end()] == " ")
    return one.end() if titled and one is not None and alone and len(words) == 1 else None


def is_surname_alone(part: str) -> bool:
    """Whether a part is one word that begins with a capital and is no town, trade or shout: then it
    is the name of somebody who was spoken to.
    """
    if _ONE.fullmatch(part) is None or part.isupper() or re.fullmatch(SHOUTED, part):
        return False
    if len(part) < _SHORTEST or is_word_of_trade(part) or is_word_of_service(part):
        return False
    town = is_town_by_itself(part) or is_small_commune(part)
    return not town and not is_formed_like_a_town(part)


_BOTH = 2
"""Words of “Keravel Mathilde”: a surname before a first name."""
_SHORTEST = 4
"""Letters of a surname alone; shorter ones are abbreviations as often as names."""
