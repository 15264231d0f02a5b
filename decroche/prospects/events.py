"""What happens to companies."""

from __future__ import annotations

from dataclasses import dataclass

from decroche.journal.record import Verb
from decroche.prospects.models import Company, Contact
from decroche.team.answers import Ask, directly
from decroche.team.models import Member


@dataclass(frozen=True, slots=True)
class CompanyAdded:
    """A card was made, with its numbers and people. `first`: it goes before all others.

    Published inside the verb that makes it; an import, which makes many at once, doesn't publish.
    """

    verb: Verb
    company: Company
    first: bool


@dataclass(frozen=True, slots=True)
class CompaniesChanged:
    """Something was changed on these cards on which it may depend whether they may be called: a
    number or its state, the audience, a consent, an opposition, the place, removal, erasure.

    Published inside the verb that changes it, after the change. `keys` are those of the companies.
    """

    verb: Verb
    workspace_id: int
    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CompanyOpposed:
    """A company must be left alone: nothing open with it may go on. Published inside the verb that
    says so.
    """

    verb: Verb
    company: Company
    ask: Ask = directly
    """Knows already what was read of the card, when it is the one that was called."""


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
