"""Cleaning typed values: control characters in texts, bounds of whole numbers, keys of rows."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff"
"""Control characters, as a character class of a regular expression: those of ASCII except tab, line
feed and carriage return, and Unicode's two noncharacters of the first plane.
"""
_CONTROL = re.compile(f"[{CONTROL}\ud800-\udfff]")
KEYS_END = 2**62
"""Every key of a row is lower than this. A database counts to 2**63 and refuses a statement with a
higher number, so a number that was typed or stands in an address is compared with this one before
it is looked for.
"""
UNSEEN = "\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
"""Marks that pages and programs leave in texts and nobody sees, as a character class: soft hyphens,
spaces of no width, marks of direction and of the order of bytes.
"""
_UNSEEN = re.compile(f"[{UNSEEN}]")
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Letters and marks that are drawn as nothing: fillers and selectors of variants."""


def without_control(text: str) -> str:
    """The text without control characters and lone surrogates, which can't be stored in a database,
    shown, or set in a PDF.
    """
    return _CONTROL.sub("", text)


def clean(value: Any, levels: int = 20) -> Any:
    """A JSON value, its texts (names of fields, too) without what `without_control` takes out.
    Raises ValueError for one with more than so many `levels` of lists and objects.
    """
    if isinstance(value, str):
        return without_control(value)
    if not isinstance(value, list | dict):
        return value
    if not levels:
        raise ValueError("a value has fewer levels")
    if isinstance(value, list):
        return [clean(one, levels - 1) for one in value]
    return {clean(name): clean(one, levels - 1) for name, one in value.items()}


def has_control(text: str) -> bool:
    """Whether a text has characters that `without_control` removes."""
    return _CONTROL.search(text) is not None


def has_unseen(text: str) -> bool:
    """Whether a text has marks that `without_unseen` removes."""
    return _UNSEEN.search(text) is not None


def without_unseen(text: str) -> str:
    """The text without marks that nobody sees, of which a name would be another one."""
    return _UNSEEN.sub("", text)


def only_seen(text: str) -> str:
    """The text without any character that a reader does not see: of the control, format (marks of
    direction, tags), private and unassigned ones of Unicode only tab and line feed stay.
    """
    seen = (one for one in text if one in "\t\n" or unicodedata.category(one)[0] != "C")
    return _BLANK.sub("", "".join(seen))


def short_text(value: object, most: int) -> str:
    """A stored or typed value as a text of at most `most` characters, without space at its ends;
    "" when it is not a text. Read again, what it returns is itself.
    """
    return value.strip()[:most].strip() if isinstance(value, str) else ""


def whole_number(value: object, default: int, least: int, most: int) -> int:
    """A value as a whole number between `least` and `most`; `default` when it is not a number."""
    if isinstance(value, bool):
        return default
    try:
        return max(least, min(most, int(str(value).strip())))
    except ValueError:
        return default


def row_key(value: object) -> int:
    """A typed value as the key of a row; 0, which no row has, when it is not a number."""
    return whole_number(value, 0, 0, KEYS_END)
