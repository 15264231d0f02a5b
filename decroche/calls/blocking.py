"""Why the queue never offers a company, and in which place it is called. Pure, no Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from decroche.shared.places import zone_for


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides.

    `timezones` are those of its numbers, the first number first; `number`: one of them may be
    dialled; `unlisted`: partly non-public in the state's register, which is where it came from;
    `consent`: a consumer said yes to calls on one of the numbers.
    """

    number: bool
    opposed: bool = False
    removed: bool = False
    erased: bool = False
    unlisted: bool = False
    consumer: bool = False
    consent: bool = False
    client: bool = False


def blocked_by(facts: Facts) -> str:
    """A value of CallState.BlockedBy, "" for nothing: the reason hardest to mend first."""
    if facts.erased:
        return "erased"
    if facts.removed:
        return "removed"
    if facts.opposed:
        return "opposed"
    if facts.unlisted:
        return "unlisted"
    if not facts.number:
        return "no_number"
    if facts.client:
        return "client"
    return "no_consent" if facts.consumer and not facts.consent else ""


def place_of(postcode: str, timezones: Sequence[str]) -> str:
    """The zone code: by the postcode, else by the time zone of the first number."""
    return zone_for(postcode=postcode, timezone=timezones[0] if timezones else "")
