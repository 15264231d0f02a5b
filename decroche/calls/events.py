"""What calls tells those who listen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from decroche.calls.models import Call, CallState
from decroche.calls.outcome_spec import Consequence
from decroche.calls.reading import Problem
from decroche.calls.rules import EarlierCall
from decroche.journal.record import Verb
from decroche.prospects.models import Company, Contact
from decroche.team.fetching import Fetch
from decroche.team.models import Member
from decroche.team.prepared import BoundQuery


@dataclass(frozen=True, slots=True)
class CallGathered:
    """A call is about to be logged: what is asked meanwhile is read beforehand, in one statement.

    A package above adds the queries it will fetch by `verb.known` to `queries`.
    """

    by: Member
    company: Company
    queries: list[BoundQuery]
    outcome: str
    raw: Mapping[str, str]
    """The outcome and its fields (reading.FIELDS) as they were typed; empty when unknown."""
    contact_id: int | None
    """Whose number was dialled, when it is known."""
    people: Sequence[Contact]
    address: str
    """The address that was given to be written to, "" without one."""


@dataclass(slots=True)
class PromiseAsked:
    """A call is about to be logged: is a call to this company promised for that moment, or for one
    that is past? Packages above that know promises set `due`.
    """

    verb: Verb
    company: Company
    at: datetime
    due: bool = False


@dataclass(frozen=True, slots=True)
class AddressGiven:
    """An address was given on the telephone, to be written to once the call is kept.

    Whoever knows why it can't be written to adds a problem; `field` is where it was typed.
    """

    by: Member
    company: Company
    field: str
    address: str
    problems: list[Problem]
    fetch: Fetch


@dataclass(frozen=True, slots=True)
class CallPrepared:
    """A call is about to be written: a package above fills the columns that are its own.

    `state` is as it was before the call.
    """

    verb: Verb
    by: Member
    call: Call
    state: CallState
    earlier: tuple[EarlierCall, ...]
    """The latest calls before, newest first."""


@dataclass(frozen=True, slots=True)
class OutcomeRecorded:
    """A call was logged.

    Published inside its transaction; changes made through `verb` are undone with it.
    """

    verb: Verb
    by: Member
    call: Call
    company: Company
    consequence: Consequence
    when: datetime | None
    precision: str
    email: str
    goes_on: bool = False
    """Whether the member goes on to the next card in the same transaction."""
