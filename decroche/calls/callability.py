"""Why the queue never offers a company, and in which place it is called. Pure, no Django."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from decroche.compliance.permission import CallValues, permit
from decroche.compliance.rules import Why
from decroche.shared.places import zone_for

_BLOCKS: dict[Why, str] = {
    "erased": "erased",
    "opposed": "opposed",
    "refused": "opposed",
    "removed": "removed",
    "unlisted": "unlisted",
    "no_number": "no_number",
    "no_consent": "no_consent",
    "consent_revoked": "no_consent",
}


def blocked_by(values: CallValues, at: datetime, *, importing: bool = False) -> str:
    """Returns why the card can't be offered until somebody changes something, as a value of
    CallState.BlockedBy; "" when it can.

    A refusal that ends by itself (the wrong hour or day, too many calls this month) is no block.
    `importing` says that the import which brings the card is not done yet.
    """
    verdict = permit(values, at)
    if not verdict.allowed and verdict.until is None:
        return block_for(verdict.why)
    if values.client:
        return "client"
    return "importing" if importing else ""


def block_for(why: Why) -> str:
    """Returns the value of CallState.BlockedBy for a refusal that has no end."""
    return _BLOCKS[why]


def zone_of(postcode: str, timezones: Sequence[str]) -> str:
    """Returns the zone code that follows from the postcode, else from the time zone of the first
    number.
    """
    return zone_for(postcode=postcode, timezone=timezones[0] if timezones else "")
