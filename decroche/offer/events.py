"""The event that this package publishes."""

from __future__ import annotations

from dataclasses import dataclass

from decroche.team.models import Member


@dataclass(frozen=True, slots=True)
class OfferChanged:
    """Her offer was saved: texts that were made from it before are out of date."""

    by: Member
