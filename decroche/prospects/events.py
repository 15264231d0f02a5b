"""The events that this package publishes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from decroche.database.fetching import Fetch, fetch_now
from decroche.journal.record import Verb
from decroche.prospects.models import Company, Contact
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
    """Something was changed that may decide whether these companies may be called: a number or its
    state, the audience, a consent, an opposition, the place, removal, erasure.

    Published inside the verb that changes it, after the change. `keys` are the primary keys.
    """

    verb: Verb
    workspace_id: int
    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CompanyOpposed:
    """A company was opposed, so what is planned with it must end. Published inside the verb."""

    verb: Verb
    company: Company
    fetch: Fetch = fetch_now
    """Takes rows of the card from what was read before in the same request."""


@dataclass(frozen=True, slots=True)
class PersonOpposed:
    """One person was opposed; the company may still be called."""

    verb: Verb
    person: Contact


@dataclass(frozen=True, slots=True)
class OppositionLifted:
    """A company, or one `person` of it, may be called again; what that opposition closed `since` it
    was noted is planned again. Published inside the verb.
    """

    verb: Verb
    company: Company
    person: Contact | None
    since: datetime


@dataclass(frozen=True, slots=True)
class CompaniesMerged:
    """Two cards were merged: listeners move their rows of `other` to `kept`."""

    verb: Verb
    by: Member
    kept: Company
    other: Company
