"""What her note says already of what an outcome asks: an address, a day, their agency and the end
of its contract, whom they recommend.

It is offered beside the field, so that she does not type it twice; never filled in by itself, since
the note may be about something else. Pure: no Django.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from decroche.calls.contracts import agencies_in_note, ends_in_note
from decroche.prospects.firm_words import FIRM
from decroche.prospects.lines.recommended import OF_HERS, SENDS_TO
from decroche.prospects.paper_line import read_paper_line
from decroche.prospects.person_words import CIVILITY
from decroche.shared.addresses import check_address, find_addresses
from decroche.shared.language import Language
from decroche.shared.spoken import NotUnderstood
from decroche.shared.spoken.sentence import CALL_AGAIN, read_sentence

ASKED = ("when", "email", "invite", "until", "agency", "referral")
"""The fields for which a note is read."""
_PARTS = re.compile(r"[;\n]+|[.,!?](?=\s|$)|\s[–—-]\s")
_SENTENCES = re.compile(r"[;\n]+|(?<!\bM)(?<!\bMr)(?<!\bDr)[.!?]\s+(?=[A-ZÀ-Ý])")
_SOMEBODY = re.compile(CIVILITY)
_LONGEST_PART = 200
_MOST = 2
"""How many offers one field has: the words that were written last."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Words of the note for one field, written as they would be typed into it."""

    field: str
    value: str


def offers(
    note: str,
    given: Mapping[str, str],
    *,
    at: datetime,
    zone: str,
    language: Language,
) -> list[Offer]:
    """Returns what the note offers for the fields of a panel; `given` are these fields with what
    was typed into them, which is not offered again.
    """
    found: list[Offer] = []
    for field, value in given.items():
        if field in ("email", "invite"):
            words: Iterable[str] = _addresses(note)
        elif field == "when":
            words = _moments(note, at, zone, language, ends_too="until" not in given)
        elif field == "until":
            words = ends_in_note(note, at)
        elif field == "agency":
            words = agencies_in_note(note)
        elif field == "referral":
            words = _recommended(note)
        else:
            continue
        newest = list(dict.fromkeys(reversed(list(words))))
        found += [Offer(field, one) for one in newest if one != value.strip()][:_MOST]
    return found


def _addresses(note: str) -> list[str]:
    return [checked.address for one in find_addresses(note) if (checked := check_address(one)).ok]


def _moments(
    note: str, at: datetime, zone: str, language: Language, *, ends_too: bool
) -> list[str]:
    """Returns the moments that parts of the note name without a doubt, each written in full, those
    behind “rappeler” last; those at which a contract ends only with `ends_too`.
    """
    said = []
    for part in _PARTS.split(note):
        if not part.strip() or len(part) > _LONGEST_PART or "@" in part:
            continue
        if not ends_too and ends_in_note(part, at):
            continue
        try:
            read = read_sentence(part, now=at, zone=zone, language=language)
        except NotUnderstood:
            continue
        said.append((CALL_AGAIN.search(part) is not None, read.moment.said_back))
    return [moment for _, moment in sorted(said, key=itemgetter(0))]


def _recommended(note: str) -> list[str]:
    """Returns the companies that the note sends her to, each with its number: the sentences that
    have both, without the words that lead to the name (“voir le”). Without a number only a name
    that such words lead to and that begins as those of firms do.
    """
    found = []
    for sentence in _SENTENCES.split(note):
        part = " ".join(sentence.split())
        led = SENDS_TO.search(part)
        named = OF_HERS.sub("", part[led.end() :]).strip(" ,") if led else part
        if (
            len(part) > _LONGEST_PART
            or _SOMEBODY.match(named)
            or not (read := read_paper_line(named)).name
        ):
            continue
        if read.numbers or (led and FIRM.match(read.name) and not read.people):
            found.append(named)
    return found
