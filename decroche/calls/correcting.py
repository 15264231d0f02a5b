"""An outcome corrected afterwards.

The latest call of a company is logged again in place of the first time: what it led to is taken
back by the rules of undo, what the new outcome leads to follows, in one transaction and one line of
the journal, which undo takes back as a whole. Of an earlier call, and where only the note is said
otherwise, only the record changes: what follows was decided before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from decroche.calls.actions import check, log_gathered
from decroche.calls.contract_kept import contract_of, follow_its_end
from decroche.calls.counted_again import count_again, recount
from decroche.calls.gathering import gather
from decroche.calls.joined_again import join_again
from decroche.calls.models import Call, Moment
from decroche.calls.outcome_spec import Consequence
from decroche.calls.reading import OutcomeRead, Problem, read_outcome
from decroche.calls.refused import Refused
from decroche.calls.rules import APPOINTMENTS, OPPOSITIONS
from decroche.compliance.models import Notice
from decroche.journal.actions import REPLACES, NothingToUndo, replace
from decroche.journal.joined import joins_since
from decroche.journal.models import Entry
from decroche.journal.record import record
from decroche.journal.staying import is_kept_for_good
from decroche.journal.verbs import LOGGED
from decroche.prospects.models import Contact
from decroche.team.models import Member, Workspace
from decroche.ui.language import current_language

AMENDED = "call.amended"
_KEPT = (
    "session_id",
    "number_id",
    "contact_id",
    "seconds",
    "asked_for",
    "opening",
    "answers_used",
    "situation",
    "arm",
    "propensity",
)
"""What was true of the call whatever it gave."""
CONTRACT = ("agency", "until")
"""What may be said otherwise of their agency, also where the outcome stays: an empty text that is
given takes it away."""
_TRUE_ANYHOW = ("referral", "sentence", "agency", "until")
"""Details of a call that stay true, as they were typed."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """The line of the journal, and what follows now: None when later calls decide that."""

    entry: Entry
    consequence: Consequence | None


def line_of(call: Call) -> Entry | None:
    """The line of the journal that logged a call, not taken back."""
    lines = Entry.objects.filter(
        workspace_id=call.workspace_id, verb=LOGGED, subject_id=call.pk, undone_at=None
    )
    return lines.order_by("-id").first()


def corrected_since(workspace: Workspace, call_id: int) -> Call | None:
    """The call that stands for one which was corrected: a correction logs it again under another
    key. None when the call is there, or was taken back.
    """
    if Call.objects.filter(pk=call_id).exists():
        return None
    lines = Entry.objects.filter(workspace_id=workspace.pk, verb=LOGGED)
    line = lines.filter(subject_id=call_id).order_by("-id").first()
    while line is not None and line.undone_at is not None:
        cards = {line.company_id, *(join.kept for join in joins_since(line))}
        later = lines.filter(company_id__in=cards, pk__gt=line.pk).order_by("-id")
        before = line.pk
        line = next((one for one in later if one.particulars.get(REPLACES) == before), None)
    if line is None or line.subject_id is None:
        return None
    return Call.objects.filter(pk=line.subject_id).first()


def stands_for_good(call: Call) -> bool:
    """Whether the outcome of a call is only said otherwise with a written reason: an opposition."""
    line = line_of(call)
    return line is not None and is_latest(call) and is_kept_for_good(line, "")


def is_latest(call: Call) -> bool:
    """Whether no call of its company came after it."""
    later = Call.objects.filter(
        workspace_id=call.workspace_id, company_id=call.company_id, at__gt=call.at
    )
    return not later.exists()


def correct(
    *,
    by: Member,
    call: Call,
    outcome: str,
    typed: Mapping[str, str],
    at: datetime,
    lifted_because: str = "",
) -> Corrected:
    """Keeps another outcome for a call, with what was typed for it (reading.FIELDS), `at` being
    when it is corrected. `lifted_because` is the written reason for which an opposition is lifted.

    Raises Refused with every problem: also `cannot_correct` for a call whose line is gone, and
    KeptForGood for an opposition without that reason.
    """
    if by.workspace.shared and call.member_id not in (None, by.pk):
        raise Refused(Problem("outcome", "cannot_correct"))
    line = line_of(call)
    contract = _contract(call, typed)
    given = _given({name: text for name, text in typed.items() if name not in CONTRACT})
    if outcome == call.outcome and _only_the_note(call, given):
        note = given.get("note", "")
        return _amend(by, call, outcome, reason=call.reason, note=note, contract=contract)
    kept = _given(kept_beside(call, line) | contract)
    reading = _read(call, outcome, kept | given, at)
    if reading.problems:
        raise Refused(*reading.problems)
    check(outcome, reading.said)
    if is_latest(call) and line is not None:
        return _log_again(by, call, line, outcome, reading, lifted_because=lifted_because)
    if {outcome, call.outcome} & _STANDS_BY_ITSELF:
        raise Refused(Problem("outcome", "later_calls"))
    said = reading.said
    return _amend(by, call, outcome, reason=said.reason, note=said.note, contract=contract)


def kept_beside(call: Call, line: Entry | None) -> dict[str, str]:
    """What was kept beside the outcome of a call, as it is typed (reading.FIELDS): whom she asked
    for, their agency and until when, whom they recommended, the great moment, that they were told
    where their details come from. It is true whatever the outcome was.
    """
    made = line.changes if line is not None else []
    told = any(image[:2] == ["+", Notice._meta.label_lower] for image in made)
    moments = [image[2] for image in made if image[:2] == ["+", Moment._meta.label_lower]]
    moment = call.moments.filter(pk__in=moments).first()
    kept = {name: str(call.details.get(name, "")) for name in _TRUE_ANYHOW}
    kept |= {"moment": moment.sentence if moment else "", "told": "1" if told else ""}
    kept |= {"asked_for": call.asked_for}
    return _given(kept)


def _only_the_note(call: Call, given: Mapping[str, str]) -> bool:
    """Whether what is typed for the same outcome says nothing otherwise but the note."""
    return given.get("reason", "") == call.reason and not given.keys() - {"note", "reason"}


def _contract(call: Call, typed: Mapping[str, str]) -> dict[str, str]:
    """Their agency and until when, as they are after the correction."""
    return {name: typed.get(name, str(call.details.get(name, ""))).strip() for name in CONTRACT}


def _given(typed: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in typed.items() if text}


def _read(call: Call, outcome: str, typed: Mapping[str, str], at: datetime) -> OutcomeRead:
    return read_outcome(
        outcome,
        {**typed, "origin": call.origin},
        zone=call.company.state.zone,
        at=at,
        language=current_language(),
        roles=Contact.Role.values,
    )


def _log_again(
    by: Member,
    call: Call,
    line: Entry,
    outcome: str,
    reading: OutcomeRead,
    *,
    lifted_because: str,
) -> Corrected:
    kept = {name: getattr(call, name) for name in _KEPT}
    with record(LOGGED, by=by, company_id=call.company_id, was=call.outcome) as verb:
        try:
            put_back = replace(verb, line, lifted_because)
        except NothingToUndo as error:
            if type(error) is not NothingToUndo:
                raise
            raise Refused(Problem("outcome", "cannot_correct")) from error
        if Call.objects.filter(pk=call.pk).exists():  # something newer rests on it
            raise Refused(Problem("outcome", "cannot_correct"))
        for one in put_back:
            stayed = join_again(one, verb)
            if stayed:
                count_again(one, stayed)
        card = gather(verb, by, call.company_id, call.number_id, best=False)
        logged = log_gathered(verb, by, card, outcome=outcome, said=reading.said, at=call.at)
        verb.update(logged.call, **kept)
    return Corrected(verb.entry, logged.consequence)


def _amend(
    by: Member, call: Call, outcome: str, *, reason: str, note: str, contract: dict[str, str]
) -> Corrected:
    """The record alone; a card that was to come back by the end of a contract follows that."""
    others = {name: text for name, text in call.details.items() if name not in CONTRACT}
    before = contract_of(call.company)
    with record(
        AMENDED,
        by=by,
        company_id=call.company_id,
        was=call.outcome,
        outcome=outcome,
        note=note[:200],
    ) as verb:
        verb.update(
            call, outcome=outcome, reason=reason, note=note, details=others | _given(contract)
        )
        follow_its_end(verb, by, call.company.state, before, contract_of(call.company))
        verb.entry.subject_id = call.pk
        recount(verb.entry)
    return Corrected(verb.entry, None)


_STANDS_BY_ITSELF = frozenset({*APPOINTMENTS, *OPPOSITIONS})
"""Outcomes that are no mere record: an opposition and an appointment stand by themselves."""
