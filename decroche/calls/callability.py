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
    """A value of CallState.BlockedBy, "" for nothing: what stands in the way until something is
    changed. What ends by itself (an hour, a day, too many calls this month) is no block.
    `importing`: the import that brings the card is not done yet.
    """
    verdict = permit(values, at)
    if not verdict.allowed and verdict.until is None:
        return block_for(verdict.why)
    if values.client:
        return "client"
    return "importing" if importing else ""


def block_for(why: Why) -> str:
    """The block that a refusal without an end makes."""
    return _BLOCKS[why]


def zone_of(postcode: str, timezones: Sequence[str]) -> str:
    """The zone code: by the postcode, else by the time zone of the first number."""
    return zone_for(postcode=postcode, timezone=timezones[0] if timezones else "")
