"""The telephone numbers in a note, by which its card is found. Pure."""

from __future__ import annotations

import re


def numbers_noted(note: str) -> str:
    """The telephone numbers that a note names, as digits: “de son portable 06 39 98 55 12”."""
    return " ".join(
        _ABROAD.sub("0", re.sub(r"\D", "", found)) for found in _LIKE_A_NUMBER.findall(note)
    )


_LIKE_A_NUMBER = re.compile(r"(?<!\d)(?:\+|00)?\d(?:[ .\u00a0\u202f-]?\d){8,12}(?!\d)")
_ABROAD = re.compile(r"^(?:00)?33(?=[1-9]\d{8}$)")
"""France, as her number is written from abroad."""
