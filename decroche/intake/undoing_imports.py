"""Taking an import back. As it was written, this is done in many short transactions, so that calls
can be logged meanwhile.

From the first of them on, the source of its cards says `leaving`, and the queue offers none of
them. It is never half done: when the process is killed, the next one that opens the data finishes
it (interrupted.py). PostgreSQL locks rows and not the file, so there it is one transaction: after a
kill the whole import is still there, and a call on one of its cards is either logged before it
begins, or waits for its end.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from decroche.calls.models import CallState
from decroche.compliance.models import Suppression
from decroche.config.locks import try_lock
from decroche.intake.models import Batch, Change
from decroche.intake.row_sources import sources_of
from decroche.intake.steps import Steps
from decroche.intake.under_way import delete_some, lock_of, open_cards, put_all_back
from decroche.intake.updating import remove_untouched
from decroche.journal.record import record
from decroche.journal.sent import note_done
from decroche.prospects.models import Company, Provenance
from decroche.shared.clock import now
from decroche.team.models import Member
from decroche.team.needs import allows, require
from decroche.team.queries import owner_of
from decroche.team.roles import need_of_verb

Told = Callable[[int, int], None]
"""(cards dealt with, cards in all)"""
_NEED = need_of_verb("import.undone")
_PIECE = 50
"""Cards removed with one statement, which takes a few milliseconds."""
_PATIENCE, _EVERY = 0.5, 0.05
"""Seconds to wait for a lock that another process may only be testing, and between two tries."""
_BLOCKED = 500
"""Cards taken out of the queue with one statement."""


class AlreadyUndone(Exception):
    """This import was taken back already."""


class BeingUndone(Exception):
    """Somebody else is taking this import back just now."""


class ImportGoesOn(Exception):
    """Another import is being written, and its rows were compared with the cards of this one."""


def undo_import(*, by: Member, batch: Batch, tell: Told | None = None) -> tuple[int, int]:
    """Takes an import back: (how many companies were removed, how many were kept). A company is
    kept when it was called, edited or written about since: a person added, an answer, a mail, a
    sentence, another card joined to it.

    Raises AlreadyUndone, BeingUndone and ImportGoesOn, and changes nothing then.
    """
    found = undo_some(by=by, batch=batch, tell=tell)
    assert found is not None  # without a limit of time it comes to its end
    return found


def undo_some(
    *, by: Member, batch: Batch, seconds: float = math.inf, tell: Told | None = None
) -> tuple[int, int] | None:
    """Takes an import back as `undo_import` does, for at most `seconds`; None when something is
    left for the next call.
    """
    patience, until = time.monotonic() + _PATIENCE, time.monotonic() + seconds
    folder = Path(settings.DATA_FOLDER) / "imports"
    folder.mkdir(exist_ok=True)
    if Batch.objects.filter(pk=batch.pk, state=Batch.State.UNDONE).exists():
        raise AlreadyUndone
    with ExitStack() as stack:
        while not stack.enter_context(try_lock(folder, str(batch.pk))):
            if time.monotonic() > patience:
                raise BeingUndone
            time.sleep(_EVERY)
        if connection.vendor != "sqlite":
            stack.enter_context(transaction.atomic())
            until = math.inf
        _begin(by, batch)
        if connection.vendor != "sqlite":
            _lock_cards(batch)
        steps = Steps()
        if not steps.each(_pieces(batch, tell), until):
            note_done()
            return None
        removed, kept = _end(by, batch)
        if kept:
            open_cards(batch.provenance_id or 0, steps)
        lock_of(batch.pk).unlink(missing_ok=True)
    return removed, kept


def go_on(batch: Batch) -> None:
    """Finishes the taking back of an import whose process was killed. It is done in the name of the
    member who asked for it, or of the owner when that member may not do it any more.
    """
    asked = Member.objects.filter(pk=batch.choices["taking_back"]["by"], left_at=None).first()
    by = asked if asked and allows(asked, _NEED) else owner_of(batch.workspace)
    if by is not None:
        undo_import(by=by, batch=batch)


@transaction.atomic
def _begin(by: Member, batch: Batch) -> None:
    """Marks an import as being taken back. Nothing changes when it is marked already."""
    require(by, _NEED)
    row = Batch.objects.select_for_update().get(workspace_id=by.workspace_id, pk=batch.pk)
    batch.state, batch.choices = row.state, row.choices
    if row.state == Batch.State.UNDONE:
        raise AlreadyUndone
    if row.state == Batch.State.UNDOING:
        return
    writing = Provenance.objects.filter(under_way=Provenance.UnderWay.WRITING)
    if writing.filter(workspace_id=by.workspace_id).exists():
        raise ImportGoesOn
    batch.state = Batch.State.UNDOING
    batch.choices["taking_back"] = {"by": by.pk, "cards": made_by(batch).count()}
    batch.save(update_fields=["state", "choices"])
    Provenance.objects.filter(pk__in=sources_of(batch.provenance_id)).update(
        under_way=Provenance.UnderWay.LEAVING
    )


def _lock_cards(batch: Batch) -> None:
    """Locks the cards of an import before anything else and in the order of their keys, as logging
    a call does. So the two never wait for each other, and no call is logged on a card that is being
    removed.
    """
    locked = made_by(batch).select_for_update(of=("self",)).order_by("pk")
    for _key in locked.values_list("pk", flat=True).iterator():
        continue


def _end(by: Member, batch: Batch) -> tuple[int, int]:
    """Marks an import as taken back; (cards removed, cards kept)."""
    with record("import.undone", by=by, undoable=False, batch=batch.pk) as verb:
        kept = made_by(batch).count()
        removed = batch.choices.pop("taking_back")["cards"] - kept
        verb.entry.particulars |= {"removed": removed, "kept": kept}
        rows = Batch.objects.filter(pk=batch.pk, state=Batch.State.UNDOING)
        if not rows.update(state=Batch.State.UNDONE, choices=batch.choices):
            raise AlreadyUndone
        batch.state = Batch.State.UNDONE
        Provenance.objects.filter(pk__in=sources_of(batch.provenance_id)).update(
            under_way=Provenance.UnderWay.OPENING if kept else Provenance.UnderWay.NO
        )
    return removed, kept


def made_by(batch: Batch) -> QuerySet[Company]:
    """The cards that an import made and that are still there."""
    return Company.objects.filter(
        workspace_id=batch.workspace_id, provenance__in=sources_of(batch.provenance_id)
    )


def _pieces(batch: Batch, tell: Told | None) -> Iterator[None]:
    """Does everything that is to be done, in pieces of a few milliseconds each. After a kill it
    begins again, and finds done what was done before.
    """
    made, cards = made_by(batch), batch.choices["taking_back"]["cards"]
    for keys in _in_order(made, _BLOCKED):
        CallState.objects.filter(pk__in=keys, blocked_by=CallState.BlockedBy.NOTHING).update(
            blocked_by=CallState.BlockedBy.IMPORTING
        )
        yield
    waiting = Change.objects.filter(batch=batch, state=Change.State.WAITING)
    while keys := list(waiting.values_list("pk", flat=True)[:500]):  # nobody applies one any more
        waiting.filter(pk__in=keys).update(state=Change.State.LEFT, decided_at=now())
        yield
    done = cards - made.count()
    for keys in _in_order(made, _PIECE):
        remove_untouched(made.filter(pk__in=keys), batch)
        done += len(keys)
        if tell:
            tell(min(done, cards), cards)
        yield
    workspace = batch.workspace_id
    yield from delete_some(Suppression.objects.filter(workspace=workspace, act=batch.act))
    yield from put_all_back(batch)


def _in_order(made: QuerySet[Company], count: int) -> Iterator[list[int]]:
    """Yields the keys of the cards, a fixed number at a time."""
    last, ordered = 0, made.order_by("pk").values_list("pk", flat=True)
    while keys := list(ordered.filter(pk__gt=last)[:count]):
        yield keys
        last = keys[-1]
