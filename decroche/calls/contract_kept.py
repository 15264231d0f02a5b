"""The contract that a company has with its agency now, and a change of it that was noted without a
call.

A change is a dated note (`Note.details`): the calls in which something else was said stay as they
were. When the card was to come back before the old end, it comes back before the new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from decroche.calls.contracts import NOTED, Contract, last_said
from decroche.calls.models import Call, CallState, Note
from decroche.calls.outcome_spec import CallHistory, Delays
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.queries import latest_call
from decroche.calls.rules import consequence
from decroche.journal.models import Entry
from decroche.journal.record import Verb, record
from decroche.prospects.actions import lock_company
from decroche.prospects.indexing import remember_words
from decroche.prospects.models import Company
from decroche.team.models import Member
from decroche.team.preferences import preferred

CONTRACT_NOTED = "company.contract"
_ANY = Q(details__has_key="agency") | Q(details__has_key="until")
LONGEST_AGENCY, LONGEST_END = 160, 60
"""Characters, as in the panels of the outcomes."""


@dataclass(frozen=True, slots=True)
class ContractKept:
    """The contract as it is now. `entry` is the journal line, None when nothing changed; `back` the
    day on which the card comes back because of the new end, None when that day did not move.
    """

    contract: Contract
    entry: Entry | None = None
    back: datetime | None = None


def contracts_of(
    workspace_id: int, companies: Sequence[int] | QuerySet[Company]
) -> dict[int, Contract]:
    """Returns {key: contract} for those of these companies (keys) that have one."""
    said: dict[int, list[tuple[datetime, dict[str, str]]]] = {}
    for model in (Call, Note):
        rows = model._base_manager.filter(_ANY, workspace_id=workspace_id, company__in=companies)
        newest_first = rows.order_by("-at", "-id").values_list("company_id", "at", "details")
        for company, at, details in newest_first:
            said.setdefault(company, []).append((at, details))
    found = {company: last_said(dated) for company, dated in said.items()}
    return {company: contract for company, contract in found.items() if contract}


def contract_of(company: Company) -> Contract:
    """Returns the contract of one company, an empty one when nothing was said."""
    return contracts_of(company.workspace_id, [company.pk]).get(company.pk, Contract())


def keep_contract(
    *, by: Member, company: Company, agency: str, until: str, at: datetime
) -> ContractKept:
    """Notes the agency and the end of the contract, known since `at`; both empty say that there is
    no contract any more.
    """
    agency, until = agency.strip()[:LONGEST_AGENCY], until.strip()[:LONGEST_END]
    before = contract_of(company)
    if (before.agency, before.said) == (agency, until):
        return ContractKept(before)
    details = {"agency": agency, "until": until, NOTED: "1"}
    now_said = last_said([(at, details)])
    text = _in_words(agency, until)
    with record(CONTRACT_NOTED, by=by, company_id=company.pk, note=text[:200]) as verb:
        lock_company(company)
        note = verb.create(
            Note(
                workspace_id=by.workspace_id,
                company=company,
                member=by,
                text=text,
                details=details,
                at=at,
            )
        )
        verb.update(company, **remember_words(company, text))
        verb.entry.subject_id = note.pk
        back = follow_its_end(verb, by, company.state, before, now_said)
    return ContractKept(now_said, verb.entry, back)


def follow_its_end(
    verb: Verb, by: Member, state: CallState, before: Contract, after: Contract
) -> datetime | None:
    """Moves the day on which a card comes back, when that day followed from the old end of the
    contract. Returns the new day, None when it did not move.
    """
    last = latest_call(by.workspace, state.pk)
    if last is None or last.outcome not in OUTCOMES:
        return None
    history = CallHistory(zone=state.zone, consumer=state.consumer)
    delays = preferred(by.workspace, Delays)
    old, new = (
        consequence(last.outcome, history, last.at, delays, contract_ends=one.ends).at
        for one in (before, after)
    )
    if old is None or new is None or old == new or state.not_before != old:
        return None
    verb.update(state, not_before=new)
    return new


def _in_words(agency: str, until: str) -> str:
    parts = [
        _("Their agency: %(agency)s") % {"agency": agency} if agency else "",
        _("Their contract ends: %(until)s") % {"until": until} if until else "",
    ]
    return ". ".join(filter(None, parts)) or _("No contract with an agency any more")
