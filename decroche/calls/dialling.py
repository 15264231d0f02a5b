"""The ways a number is dialled, one class each behind the same protocol.

The call screen asks `address_of` where its “Call” button leads. A second way (a telephone beside
the desk, a telephone account) is a class with a code in `WAYS`; nothing else of the desk changes.
"""

from __future__ import annotations

from typing import Protocol


class Dialling(Protocol):
    """One way to dial."""

    code: str

    def address(self, dialled: str) -> str:
        """Where the button leads for a number as it is dialled (E.164, or a short number)."""


class TelephoneLink:
    """A `tel:` address (RFC 3966): the computer's or the telephone's own program dials."""

    code = "tel"

    def address(self, dialled: str) -> str:
        return f"tel:{dialled}"


WAYS: dict[str, Dialling] = {way.code: way for way in (TelephoneLink(),)}
USUAL = "tel"


def address_of(dialled: str, way: str = USUAL) -> str:
    """Where dialling a number leads; an unknown way is the usual one."""
    return WAYS.get(way, WAYS[USUAL]).address(dialled)
