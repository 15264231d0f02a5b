"""Correcting the outcome of a call afterwards.

The latest call of a company is logged again: what the old outcome led to is taken back by the rules
of undo, and what the new one leads to is written, in one transaction and one journal line, which
undo takes back as a whole. For an earlier call, and when only the note changes, only the call
itself is rewritten (`_amend`): what followed from it stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from decroche.calls.actions import CallMade, check, log_gathered
from decroche.calls.contract_kept import contract_of, follow_its_end
from decroche.calls.counted_again import count_again, recount
from decroche.calls.events import NoteCorrected
from decroche.calls.gathering import gather
from decroche.calls.joined_again import join_again
from decroche.calls.models import Call, Moment
from decroche.calls.outcome_spec import Consequence
from decroche.calls.reading import OutcomeRead, Problem, read_outcome
from decroche.calls.refused import Refused
from decroche.calls.rules import APPOINTMENTS, OPPOSITIONS, is_relayed
from decroche.compliance.models import Notice
from decroche.journal.actions import REPLACES, NothingToUndo, replace
from decroche.journal.joined import joins_since
from decroche.journal.models import Entry
from decroche.journal.record import record
from decroche.journal.staying import is_kept_for_good
from decroche.journal.verbs import LOGGED
from decroche.prospects.models import Contact
from decroche.shared.events import publish
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
"""Columns of a call that do not depend on its outcome."""
CONTRACT = ("agency", "until")
"""The fields about their agency. They may be corrected while the outcome stays the same; an empty
text removes what was noted.
"""
_KEPT_DETAILS = ("referral", "sentence", "agency", "until")
"""Details of a call that do not depend on its outcome."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction: its journal line, and what follows from the new outcome, None when only the
    call was rewritten.
    """

    entry: Entry
    consequence: Consequence | None


def line_of(call: Call) -> Entry | None:
    """Returns the journal line that logged a call; None when it was taken back."""
    lines = Entry.objects.filter(
        workspace_id=call.workspace_id, verb=LOGGED, subject_id=call.pk, undone_at=None
    )
    return lines.order_by("-id").first()


def corrected_since(workspace: Workspace, call_id: int) -> Call | None:
    """Returns the call that replaced the one with this key when it was corrected: a correction logs
    the call again under another key. None when that call still exists, or was taken back.
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


def needs_written_reason(call: Call) -> bool:
    """Whether the outcome of a call can be corrected with a written reason only: an opposition."""
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
    """Gives a call another outcome, with the fields that were typed for it (reading.FIELDS). `at`
    is the moment of the correction, `lifted_because` the written reason for which an opposition is
    lifted.

    Raises Refused with every problem (`cannot_correct` when the journal line of the call is gone),
    and KeptForGood for an opposition without a reason.
    """
    if by.workspace.shared and call.member_id not in (None, by.pk):
        raise Refused(Problem("outcome", "cannot_correct"))
    line = line_of(call)
    contract = _contract(call, typed)
    given = _filled({name: text for name, text in typed.items() if name not in CONTRACT})
    if outcome == call.outcome and _only_note_changes(call, given):
        note = given.get("note", "")
        return _amend(by, call, outcome, reason=call.reason, note=note, contract=contract)
    kept = _filled(kept_beside(call, line) | contract)
    reading = _read(call, outcome, kept | given, at)
    if reading.problems:
        raise Refused(*reading.problems)
    check(outcome, reading.said)
    if is_latest(call) and line is not None:
        made = CallMade(outcome, reading.said, call.at)
        return _log_again(by, call, line, made, lifted_because=lifted_because)
    if {outcome, call.outcome} & _MORE_THAN_RECORDS:
        raise Refused(Problem("outcome", "later_calls"))
    said = reading.said
    return _amend(by, call, outcome, reason=said.reason, note=said.note, contract=contract)


def kept_beside(call: Call, line: Entry | None) -> dict[str, str]:
    """Returns the fields of a call that do not depend on its outcome, by the names of
    reading.FIELDS: whom she asked for, their agency and until when, whom they recommended, the
    great moment, that they were told where their details come from.
    """
    made = line.changes if line is not None else []
    told = any(image[:2] == ["+", Notice._meta.label_lower] for image in made)
    moments = [image[2] for image in made if image[:2] == ["+", Moment._meta.label_lower]]
    moment = call.moments.filter(pk__in=moments).first()
    kept = {name: str(call.details.get(name, "")) for name in _KEPT_DETAILS}
    kept |= {"moment": moment.sentence if moment else "", "told": "1" if told else ""}
    kept |= {"asked_for": call.asked_for}
    return _filled(kept)


def _only_note_changes(call: Call, given: Mapping[str, str]) -> bool:
    """Whether the fields that were typed for the same outcome change nothing except the note."""
    return given.get("reason", "") == call.reason and not given.keys() - {"note", "reason"}


def _contract(call: Call, typed: Mapping[str, str]) -> dict[str, str]:
    """Returns the fields about their agency as they are after the correction."""
    return {name: typed.get(name, str(call.details.get(name, ""))).strip() for name in CONTRACT}


def _filled(typed: Mapping[str, str]) -> dict[str, str]:
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
    by: Member, call: Call, line: Entry, made: CallMade, *, lifted_because: str
) -> Corrected:
    kept = {name: getattr(call, name) for name in _KEPT}
    with record(LOGGED, by=by, company_id=call.company_id, was=call.outcome) as verb:
        try:
            put_back = replace(verb, line, lifted_because)
        except NothingToUndo as error:
            if type(error) is not NothingToUndo:
                raise
            raise Refused(Problem("outcome", "cannot_correct")) from error
        if Call.objects.filter(pk=call.pk).exists():  # later changes depend on it
            raise Refused(Problem("outcome", "cannot_correct"))
        for entry in put_back:
            stayed = join_again(entry, verb)
            if stayed:
                count_again(entry, stayed)
        card = gather(verb, by, call.company_id, call.number_id, best=False)
        logged = log_gathered(verb, by, card, made)
        verb.update(logged.call, **kept)
    return Corrected(verb.entry, logged.consequence)


def _amend(
    by: Member, call: Call, outcome: str, *, reason: str, note: str, contract: dict[str, str]
) -> Corrected:
    """Rewrites the call alone, and its note where a next step repeats it; where the card was to
    come back before the end of a contract, that day follows its new end.
    """
    others = {name: text for name, text in call.details.items() if name not in CONTRACT}
    before, words = contract_of(call.company), call.note
    with record(
        AMENDED,
        by=by,
        company_id=call.company_id,
        was=call.outcome,
        outcome=outcome,
        note=note[:200],
    ) as verb:
        verb.update(
            call,
            outcome=outcome,
            reason=reason,
            note=note,
            relayed=is_relayed(outcome, note),
            details=others | _filled(contract),
        )
        follow_its_end(verb, by, call.company.state, before, contract_of(call.company))
        if note != words:
            publish(NoteCorrected(verb, call, words))
        verb.entry.subject_id = call.pk
        recount(verb.entry)
    return Corrected(verb.entry, None)


_MORE_THAN_RECORDS = frozenset({*APPOINTMENTS, *OPPOSITIONS})
"""Outcomes that are not changed by rewriting an earlier call: an opposition and a meeting go on by
themselves, and are changed on the card.
"""
