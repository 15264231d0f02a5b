"""What happens to companies."""

from __future__ import annotations

from dataclasses import dataclass

from decroche.journal.record import Verb
from decroche.prospects.models import Company
from decroche.team.models import Member


@dataclass(frozen=True, slots=True)
class CompaniesMerged:
    """Two cards are one: whatever belongs to `other` belongs to `kept` now."""

    verb: Verb
    by: Member
    kept: Company
    other: Company
