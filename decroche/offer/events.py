"""What happens to the offer."""

from __future__ import annotations

from dataclasses import dataclass

from decroche.team.models import Member


@dataclass(frozen=True, slots=True)
class OfferChanged:
    """Her offer was kept anew: whatever shows its words shows old ones."""

    by: Member
