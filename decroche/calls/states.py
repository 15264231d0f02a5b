"""Keeps call states up to date: made with a company, worked out again when what they depend on
changes, joined when two cards become one, put off by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import NamedTuple

from django.db.models import F, Max, Q, QuerySet

from decroche.calls.callability import block_for, blocked_by
from decroche.calls.models import CallState
from decroche.calls.state_inputs import StateInputs, inputs_of_called, inputs_of_many
from decroche.compliance.permission import at_any_hour
from decroche.compliance.rules import Why
from decroche.database.prepared import PreparedQuery
from decroche.journal.models import Entry
from decroche.journal.record import Verb, record
from decroche.prospects.models import Company
from decroche.shared.clock import day_of, now
from decroche.team.models import Member

LOCKED = PreparedQuery(
    lambda workspace, pk: (
        CallState.objects.select_for_update(of=("self", "company"))
        .filter(workspace_id=workspace, pk=pk)
        .select_related("company__provenance")
    )
)
"""Reads the card that is called, and locks it until the transaction ends."""
_PART = 500
"""How many companies are worked out at once: their keys are values of one statement."""


class _WorkedOut(NamedTuple):
    """The columns of a call state that are worked out."""

    blocked_by: str
    zone: str
    consumer: bool
    any_hour: bool
    stratum: int


def add_state(verb: Verb, company: Company, *, first: bool) -> CallState:
    """Makes the state of a new card, at the end of the file, or at its head (`first`)."""
    rows = CallState.objects.filter(workspace_id=company.workspace_id)
    if first:
        head = rows.order_by("position").values_list("position", flat=True).first()
        position = (head or 0) - 1
    else:
        position = (rows.aggregate(last=Max("position"))["last"] or 0) + 1
    found = _worked_out(company.workspace_id, [company.pk])[company.pk]
    return verb.create(
        CallState(
            workspace_id=company.workspace_id,
            company=company,
            position=position,
            known_since=day_of(company.provenance.created_at),
            **found._asdict(),
        )
    )


def work_out(verb: Verb | None, workspace_id: int, keys: Iterable[int]) -> None:
    """Works out again the states of these companies. Without a verb, nothing is kept for undo.

    For the card whose call this verb logs, nothing is read again.
    """
    if verb is not None:
        keys = [key for key in keys if not _work_out_called(verb, workspace_id, key)]
    for part in _parts(keys):
        found = _worked_out(workspace_id, part)
        states = CallState.objects.filter(workspace_id=workspace_id, pk__in=part)
        changed: dict[_WorkedOut, list[CallState]] = {}
        for state in states:
            new = found[state.pk]
            if new != tuple(getattr(state, name) for name in _WorkedOut._fields):
                changed.setdefault(new, []).append(state)
        for new, rows in changed.items():
            chosen = CallState.objects.filter(pk__in=[state.pk for state in rows])
            if verb is None:
                chosen.update(**new._asdict())
            elif len(rows) == 1:
                verb.update(rows[0], **new._asdict())
            else:
                verb.update_all(chosen, **new._asdict())


def _work_out_called(verb: Verb, workspace_id: int, key: int) -> bool:
    """Works out again the state of the card whose call the verb logs (gathering.py), from the rows
    that it gathered. Returns False for any other card.
    """
    if not verb.known.knows(LOCKED, workspace_id, key):
        return False
    state = verb.known(LOCKED, workspace_id, key)[0]
    at = now()
    verb.update(state, **_columns(inputs_of_called(state, at, verb.known), at)._asdict())
    return True


def work_out_undone(entry: Entry, others: Iterable[int] = ()) -> None:
    """Works out again, after an entry was taken back, the states of its cards and of the `others`
    that go on in place of one of them: what the states were before does not count, since later
    entries may have changed what they depend on.
    """
    keys = {*others, entry.company_id} if entry.company_id else set(others)
    for image in entry.changes:
        if image[1] in ("prospects.company", "calls.callstate"):
            keys.update(image[2] if image[0] == "~" else [image[2]])
    work_out(None, entry.workspace_id, sorted(keys))
    for part in _parts(sorted(keys)):
        CallState.objects.filter(
            workspace_id=entry.workspace_id, pk__in=part, attempts__gt=0, not_before=None
        ).update(not_before=F("last_called_at"))


def join_states(verb: Verb, kept: CallState, other: CallState) -> None:
    """Joins the states of two cards that became one: the calls of both count, the later call is the
    last one, and the card rests as long as either did.
    """
    rests = [state.not_before for state in (kept, other) if state.not_before is not None]
    changes: dict[str, object] = {
        "attempts": kept.attempts + other.attempts,
        "not_before": max(rests, default=None),
        "ask_next": kept.ask_next or other.ask_next,
    }
    if other.last_called_at and (
        kept.last_called_at is None or other.last_called_at > kept.last_called_at
    ):
        changes |= {
            "last_called_at": other.last_called_at,
            "last_outcome": other.last_outcome,
            "unanswered": other.unanswered,
        }
    verb.update(kept, **changes)


def _parts(keys: Iterable[int]) -> Iterator[list[int]]:
    left = iter(keys)
    while part := list(islice(left, _PART)):
        yield part


def _worked_out(workspace_id: int, keys: list[int]) -> dict[int, _WorkedOut]:
    at = now()
    inputs = inputs_of_many(workspace_id, keys, at)
    return {key: _columns(of_card, at) for key, of_card in inputs.items()}


def _columns(inputs: StateInputs, at: datetime) -> _WorkedOut:
    return _WorkedOut(
        blocked_by(inputs.values, at, importing=inputs.importing),
        inputs.values.zone,
        inputs.values.audience == "consumer",
        at_any_hour(inputs.values, at),
        inputs.stratum,
    )


def block(state: CallState, why: Why) -> None:
    """Takes a card out of the queue for a reason of the law which no verb wrote into its state: it
    came with time, or was written into the database by hand.
    """
    CallState.objects.filter(pk=state.pk).update(blocked_by=block_for(why))


def rest(*, by: Member, companies: QuerySet[Company], days: int) -> Entry:
    """Keeps companies out of the queue for some days; one that rests longer already keeps its day.
    Promises to them stay.
    """
    until = now() + timedelta(days=days)
    with record("companies.rested", by=by, days=days) as verb:
        states = CallState.objects.filter(
            Q(not_before=None) | Q(not_before__lt=until),
            workspace_id=by.workspace_id,
            pk__in=companies.values("pk"),
        )
        verb.entry.particulars["count"] = verb.update_all(states, not_before=until)
    return verb.entry


def note_way_in(*, by: Member, company: Company, text: str) -> Entry | None:
    """Keeps what the switchboard said: whom to ask for, when. Returns None when it is known
    already.

    Raises ValueError when the text is too long.
    """
    state, text = company.state, text.strip()
    most = CallState._meta.get_field("ask_next").max_length
    if most and len(text) > most:
        raise ValueError(f"ask_next holds {most} characters at most")
    if state.ask_next == text:
        return None
    with record(
        "company.edited",
        by=by,
        company_id=company.pk,
        before={"ask_next": state.ask_next},
        after={"ask_next": text},
    ) as verb:
        verb.update(state, ask_next=text)
        verb.update(company, edited_at=now())
    return verb.entry
