"""What a call is decided by, gathered in two statements.

The first reads the card with its numbers and people and locks it, the second everything else that
is asked of it while the call is kept, also by the packages above (`CallGathered`). Whoever needs
one of these rows fetches it from `verb.known`, which has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from decroche.calls.drafts import DRAFTS
from decroche.calls.events import CallGathered
from decroche.calls.models import CallState
from decroche.calls.permission import permission_queries
from decroche.calls.queries import LAST_CALLS, SESSION, best_number
from decroche.calls.reading import Problem, address_given
from decroche.calls.refused import Refused
from decroche.calls.state_inputs import input_queries
from decroche.calls.states import LOCKED
from decroche.compliance.queries import notices_queries
from decroche.journal.record import Verb
from decroche.prospects.models import Company, PhoneNumber
from decroche.prospects.queries import NUMBERS, PEOPLE
from decroche.shared.events import publish
from decroche.shared.numbers import read_numbers
from decroche.team.fetching import first
from decroche.team.models import Member


@dataclass(frozen=True, slots=True)
class CalledCard:
    """The card that was called. `number` is the one that was dialled, None when that is unknown;
    `problems` say what is wrong with the number that was given.
    """

    state: CallState
    numbers: list[PhoneNumber]
    number: PhoneNumber | None
    problems: tuple[Problem, ...]

    @property
    def company(self) -> Company:
        """The company; read with its state."""
        return self.state.company


def gather(
    verb: Verb,
    by: Member,
    company_id: int,
    number: str | int | None,
    *,
    best: bool,
    outcome: str = "",
    raw: Mapping[str, str] = MappingProxyType({}),
) -> CalledCard:
    """The card, locked until the transaction ends. Raises Refused: unknown_company when there is
    none, or it was erased; out_of_file when it was removed, or joined to another.

    `number` is the id of the number that was dialled, or the number as it is written; without one
    it is the one the card shows (`best`), or unknown. `outcome` and `raw`, as they were typed, say
    what is asked beforehand; what they leave out is asked when it is needed.
    """
    workspace, known = by.workspace_id, verb.known
    of_card = [one.bind(workspace, company_id) for one in (LOCKED, NUMBERS, PEOPLE)]
    known.gather(*of_card)
    state = first(known(LOCKED, workspace, company_id))
    if state is None or state.company.erased_at:
        raise Refused("unknown_company")
    if state.company.removed_at:
        raise Refused("out_of_file")
    state.company.workspace = by.workspace
    numbers = known(NUMBERS, workspace, company_id)
    dialled, problems = _dialled(state.company, numbers, number, best=best)
    gathered = CallGathered(
        by,
        state.company,
        [
            LAST_CALLS.bind(workspace, company_id),
            SESSION.bind(workspace, by.pk),
            DRAFTS.bind(workspace, by.pk, company_id),
            *notices_queries(workspace, company_id),
            *permission_queries(by.workspace, state, [dialled] if dialled else numbers),
            *input_queries(state.company, numbers),
        ],
        outcome,
        raw,
        dialled.contact_id if dialled else None,
        known(PEOPLE, workspace, company_id),
        address_given(outcome, raw),
    )
    publish(gathered)
    known.gather(*gathered.queries)
    return CalledCard(state, numbers, dialled, problems)


def _dialled(
    company: Company, numbers: list[PhoneNumber], number: str | int | None, *, best: bool
) -> tuple[PhoneNumber | None, tuple[Problem, ...]]:
    """(the number that was dialled, what is wrong with what was given)."""
    if isinstance(number, int):
        return next((one for one in numbers if one.pk == number), None), ()
    if not number:
        return best_number(company, numbers) if best else None, ()
    wanted = [one.dial for one in read_numbers(number, postcode=company.postcode).numbers]
    found = next((one for one in numbers if one.dial in wanted), None)
    return found, () if found else (Problem("number", "unknown_number", number),)
