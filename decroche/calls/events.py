"""The events that this package publishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from decroche.calls.models import Call, CallState
from decroche.calls.outcome_spec import Consequence
from decroche.calls.reading import Problem
from decroche.calls.rules import EarlierCall
from decroche.database.fetching import Fetch
from decroche.database.prepared import BoundQuery
from decroche.journal.record import Verb
from decroche.prospects.models import Company, Contact
from decroche.team.models import Member


@dataclass(frozen=True, slots=True)
class CallGathered:
    """A call is about to be logged: what will be asked meanwhile is read beforehand, in one
    statement.

    A package above adds to `queries` those that it will fetch by `verb.known`.
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
    """Asks, while a call is logged, whether a call to this company was promised for the moment `at`
    or for an earlier one. A package above that knows promises sets `due`.
    """

    verb: Verb
    company: Company
    at: datetime
    due: bool = False


@dataclass(frozen=True, slots=True)
class AddressGiven:
    """An address was given on the telephone; a mail goes to it once the call is kept.

    A package above that knows why no mail may go there adds a problem. `field` is the name of the
    field in which the address was typed.
    """

    by: Member
    company: Company
    field: str
    address: str
    problems: list[Problem]
    fetch: Fetch


@dataclass(frozen=True, slots=True)
class CallPrepared:
    """A call is about to be written: a package above fills the columns that belong to it.

    `state` is the call state before the call.
    """

    verb: Verb
    by: Member
    call: Call
    state: CallState
    earlier: tuple[EarlierCall, ...]
    """The latest calls before this one, newest first."""


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


@dataclass(frozen=True, slots=True)
class NoteCorrected:
    """The note of a call was rewritten, and its outcome stayed as it was taken. `before` is the
    note as it was, `call` has the new one.
    """

    verb: Verb
    call: Call
    before: str
