"""What her note says already of what an outcome asks: an address, a day, whom they recommend.

It is offered beside the field, so that she does not type it twice; never filled in by itself, since
the note may be about something else. Pure: no Django.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from decroche.prospects.paper_line import read_paper_line
from decroche.shared.addresses import check_address, find_addresses
from decroche.shared.language import Language
from decroche.shared.spoken import NotUnderstood
from decroche.shared.spoken.sentence import read_sentence

ASKED = ("when", "email", "invite", "referral")
"""The fields for which a note is read."""
_PARTS = re.compile(r"[;\n]+|[.,!?](?=\s|$)|\s[–—-]\s")
_SENTENCES = re.compile(r"[;\n]+|[.!?]\s+(?=[A-ZÀ-Ý])")
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
            words = _moments(note, at, zone, language)
        elif field == "referral":
            words = _recommended(note)
        else:
            continue
        newest = list(dict.fromkeys(reversed(list(words))))
        found += [Offer(field, one) for one in newest if one != value.strip()][:_MOST]
    return found


def _addresses(note: str) -> list[str]:
    return [checked.address for one in find_addresses(note) if (checked := check_address(one)).ok]


def _moments(note: str, at: datetime, zone: str, language: Language) -> list[str]:
    """Returns the moments that parts of the note name without a doubt, each written in full."""
    said = []
    for part in _PARTS.split(note):
        if not part.strip() or len(part) > _LONGEST_PART or "@" in part:
            continue
        try:
            read = read_sentence(part, now=at, zone=zone, language=language)
        except NotUnderstood:
            continue
        said.append(read.moment.said_back)
    return said


def _recommended(note: str) -> list[str]:
    """Returns the sentences that have both a name and a number."""
    parts = (" ".join(one.split()) for one in _SENTENCES.split(note))
    return [
        part
        for part in parts
        if len(part) <= _LONGEST_PART and (read := read_paper_line(part)).numbers and read.name
    ]
