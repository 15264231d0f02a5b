"""Logging a call from what was typed: the one way in for the desk, the API and the command line.

Part of the actions of this package.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from decroche.calls.actions import Logged, record_outcome, replayed
from decroche.calls.events import AddressGiven
from decroche.calls.queries import best_number, company_of, numbers_of
from decroche.calls.reading import Problem, Reading, read_outcome
from decroche.calls.refused import Refused
from decroche.prospects.models import Company, Contact
from decroche.shared.events import publish
from decroche.shared.numbers import read_numbers
from decroche.team.models import Member
from decroche.ui.language import current_language


@dataclass(frozen=True, slots=True)
class CallLogged:
    """A call that is kept, its company, and the fields given that decide nothing for its
    outcome.
    """

    logged: Logged
    company: Company
    left_out: tuple[str, ...]


def log_call(
    *,
    by: Member,
    company_id: int,
    outcome: str,
    raw: Mapping[str, str],
    number: str | int | None = None,
    at: datetime,
    key: str | None = None,
) -> CallLogged:
    """Reads what was typed (`raw`: reading.FIELDS) and keeps the outcome with its consequences.

    `number` is the id of the number that was dialled, or the number as it is written; empty, it is
    the one the card shows. The same `key` twice is one call. Raises Refused with every problem.
    """
    company = company_of(by.workspace, company_id)
    if company is None:
        raise Refused("unknown_company")
    reading = read_outcome(
        outcome,
        raw,
        zone=company.state.zone,
        at=at,
        language=current_language(),
        roles=Contact.Role.values,
    )
    problems = reading.problems or _not_written_to(by, company, reading)
    number_id, unknown = _number(company, number)
    problems = (*problems, *unknown)
    if problems:
        before = replayed(by=by, key=key)  # what the same key kept may be what forbids it now
        if before is None:
            raise Refused(*problems)
        return CallLogged(before, company, reading.left_out)
    logged = record_outcome(
        by=by,
        company_id=company.pk,
        outcome=outcome,
        said=reading.said,
        number_id=number_id,
        at=at,
        key=key,
    )
    return CallLogged(logged, company, reading.left_out)


def _not_written_to(by: Member, company: Company, reading: Reading) -> tuple[Problem, ...]:
    """An address that came back, or that asked for silence, is said while they are still on the
    telephone.
    """
    given = {"email": reading.said.email, "invite": str(reading.said.details.get("invite", ""))}
    found: list[Problem] = []
    for name, address in given.items():
        if address:
            publish(AddressGiven(by, company, name, address, found))
    return tuple(found)


def _number(company: Company, number: str | int | None) -> tuple[int | None, tuple[Problem, ...]]:
    """(the id of the number that was dialled, what is wrong with it)."""
    if isinstance(number, int):
        return number, ()
    numbers = numbers_of(company)
    if not number:
        best = best_number(company, numbers)
        return best.pk if best else None, ()
    wanted = [one.dial for one in read_numbers(number, postcode=company.postcode).numbers]
    found = next((one.pk for one in numbers if one.dial in wanted), None)
    return found, () if found else (Problem("number", "unknown_number", number),)
