"""Call states kept in step with their cards: made with a company, worked out again when what they
rest on changes, joined when two cards become one, and put off by hand.
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
from decroche.journal.models import Entry
from decroche.journal.record import Verb, record
from decroche.prospects.models import Company
from decroche.shared.clock import day_of, now
from decroche.team.models import Member
from decroche.team.prepared import PreparedQuery

LOCKED = PreparedQuery(
    lambda workspace, pk: (
        CallState.objects.select_for_update(of=("self", "company"))
        .filter(workspace_id=workspace, pk=pk)
        .select_related("company__provenance")
    )
)
"""The card that is called, locked until the transaction ends."""
_PART = 500
"""Companies worked out at once: their keys stand in one statement."""


class _Found(NamedTuple):
    """What is worked out for one company."""

    blocked_by: str
    zone: str
    consumer: bool
    any_hour: bool
    stratum: int


def add_state(verb: Verb, company: Company, *, first: bool) -> CallState:
    """The state of a card just made: at the end of the file, or at its head (`first`)."""
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
    """Works the states of these companies out again. Without a verb, nothing is kept for undo.

    For the card that this verb logs a call to, nothing is read again.
    """
    if verb is not None:
        keys = [key for key in keys if not _work_out_called(verb, workspace_id, key)]
    for part in _parts(keys):
        found = _worked_out(workspace_id, part)
        states = CallState.objects.filter(workspace_id=workspace_id, pk__in=part)
        changed: dict[_Found, list[CallState]] = {}
        for state in states:
            new = found[state.pk]
            if new != tuple(getattr(state, name) for name in _Found._fields):
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
    """Whether the card is the one that the verb gathered to log a call (gathering.py)."""
    if not verb.known.knows(LOCKED, workspace_id, key):
        return False
    state = verb.known(LOCKED, workspace_id, key)[0]
    at = now()
    verb.update(state, **_found(inputs_of_called(state, at, verb.known), at)._asdict())
    return True


def work_out_undone(entry: Entry, others: Iterable[int] = ()) -> None:
    """After an entry was taken back: what is worked out is so again, whatever it was before, since
    other entries may have been written in between; of the `others` too, which go on in place of
    one of its cards.
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
    """Two cards are one: the calls of both count, the later call is the last one, and it rests as
    long as either did.
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


def _worked_out(workspace_id: int, keys: list[int]) -> dict[int, _Found]:
    """By company."""
    at = now()
    return {key: _found(one, at) for key, one in inputs_of_many(workspace_id, keys, at).items()}


def _found(one: StateInputs, at: datetime) -> _Found:
    return _Found(
        blocked_by(one.values, at, importing=one.importing),
        one.values.zone,
        one.values.audience == "consumer",
        at_any_hour(one.values, at),
        one.stratum,
    )


def block(state: CallState, why: Why) -> None:
    """Takes a card out of the queue for a reason of the law that came about with time, or that was
    written past the verbs.
    """
    CallState.objects.filter(pk=state.pk).update(blocked_by=block_for(why))


def rest(*, by: Member, companies: QuerySet[Company], days: int) -> Entry:
    """Leaves companies in peace for some days; one that rests longer already keeps its day. What is
    promised to them stays promised.
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
    """Keeps what the switchboard said: whom to ask for, when. None when nothing differs.

    Raises ValueError when it is too long.
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
