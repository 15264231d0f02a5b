"""Reads everything that a call is decided by, in two statements.

The first reads the card with its numbers and people and locks it. The second reads everything else
that will be asked of the card while the call is logged, also by the packages above
(`CallGathered`). Later code fetches these rows from `verb.known` without asking the database again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from decroche.calls.drafts import DRAFTS
from decroche.calls.events import CallGathered
from decroche.calls.models import CallState
from decroche.calls.permission import permission_queries
from decroche.calls.queries import LAST_CALLS
from decroche.calls.reading import Problem, address_given
from decroche.calls.refused import Refused
from decroche.calls.sittings import SESSION
from decroche.calls.state_inputs import input_queries
from decroche.calls.states import LOCKED
from decroche.calls.whom_to_ask import best_number
from decroche.compliance.queries import notices_queries
from decroche.database.fetching import first
from decroche.database.prepared import BoundQuery
from decroche.journal.record import Verb
from decroche.prospects.models import Company, PhoneNumber
from decroche.prospects.queries import NUMBERS, PEOPLE
from decroche.shared.events import publish
from decroche.shared.numbers import read_numbers
from decroche.team.models import Member


@dataclass(frozen=True, slots=True)
class CalledCard:
    """The card that was called. `number` is the number that was dialled, None when it is unknown;
    `problems` say what is wrong with the number that was given.
    """

    state: CallState
    numbers: list[PhoneNumber]
    number: PhoneNumber | None
    problems: tuple[Problem, ...]

    @property
    def company(self) -> Company:
        """The company, which was read with its state."""
        return self.state.company


@dataclass(frozen=True, slots=True)
class FieldsTyped:
    """An outcome and its fields (reading.FIELDS) as they were typed: what they name is read
    beforehand, together with the card.
    """

    outcome: str = ""
    raw: Mapping[str, str] = field(default_factory=dict)


def gather(
    verb: Verb,
    by: Member,
    company_id: int,
    number: str | int | None,
    *,
    best: bool,
    typed: FieldsTyped | None = None,
) -> CalledCard:
    """Reads the card and locks it until the transaction ends. Raises Refused: unknown_company when
    there is no such card, or it was erased; out_of_file when it was removed, or joined to another.

    `number` is the id of the number that was dialled, or the number as it is written; without one
    it is the number that the card shows (`best`), or unknown. What `typed` does not name is read
    when it is needed.
    """
    known, typed = verb.known, typed or FieldsTyped()
    state = _lock_card(verb, by, company_id)
    numbers = known(NUMBERS, by.workspace_id, company_id)
    dialled, problems = _dialled(state.company, numbers, number, best=best)
    gathered = CallGathered(
        by,
        state.company,
        _queries(by, state, numbers, dialled),
        typed.outcome,
        typed.raw,
        dialled.contact_id if dialled else None,
        known(PEOPLE, by.workspace_id, company_id),
        address_given(typed.outcome, typed.raw),
    )
    publish(gathered)
    known.gather(*gathered.queries)
    return CalledCard(state, numbers, dialled, problems)


def _lock_card(verb: Verb, by: Member, company_id: int) -> CallState:
    """Reads the card with its numbers and people."""
    workspace, known = by.workspace_id, verb.known
    known.gather(*(one.bind(workspace, company_id) for one in (LOCKED, NUMBERS, PEOPLE)))
    state = first(known(LOCKED, workspace, company_id))
    if state is None or state.company.erased_at:
        raise Refused("unknown_company")
    if state.company.removed_at:
        raise Refused("out_of_file")
    state.company.workspace = by.workspace
    return state


def _queries(
    by: Member, state: CallState, numbers: list[PhoneNumber], dialled: PhoneNumber | None
) -> list[BoundQuery]:
    """Returns the queries that this package asks while a call is logged."""
    key = (by.workspace_id, state.company.pk)
    return [
        LAST_CALLS.bind(*key),
        SESSION.bind(by.workspace_id, by.pk),
        DRAFTS.bind(by.workspace_id, by.pk, state.company.pk),
        *notices_queries(*key),
        *permission_queries(by.workspace, state, [dialled] if dialled else numbers),
        *input_queries(state.company, numbers),
    ]


def _dialled(
    company: Company, numbers: list[PhoneNumber], number: str | int | None, *, best: bool
) -> tuple[PhoneNumber | None, tuple[Problem, ...]]:
    """Returns (the number that was dialled, what is wrong with the number that was given)."""
    if isinstance(number, int):
        return next((one for one in numbers if one.pk == number), None), ()
    if not number:
        return best_number(company, numbers) if best else None, ()
    wanted = [one.dial for one in read_numbers(number, postcode=company.postcode).numbers]
    found = next((one for one in numbers if one.dial in wanted), None)
    return found, () if found else (Problem("number", "unknown_number", number),)
