"""What happens to companies."""

from __future__ import annotations

from dataclasses import dataclass

from decroche.journal.record import Verb
from decroche.prospects.models import Company, Contact
from decroche.team.models import Member


@dataclass(frozen=True, slots=True)
class CompanyOpposed:
    """A company must be left alone: nothing open with it may go on. Published inside the verb that
    says so.
    """

    verb: Verb
    company: Company


@dataclass(frozen=True, slots=True)
class PersonOpposed:
    """One person must be left alone; her company may still be called."""

    verb: Verb
    person: Contact


@dataclass(frozen=True, slots=True)
class CompaniesMerged:
    """Two cards are one: whatever belongs to `other` belongs to `kept` now."""

    verb: Verb
    by: Member
    kept: Company
    other: Company
