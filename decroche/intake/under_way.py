"""An import that is written in many transactions: nothing of it stays unless all of it does.

Its source says how far it is (`Provenance.under_way`). As long as it says `writing` the queue
offers no card of it, and whoever opens the data after the process that writes has ended takes out
what is there. Once it says `opening` everything is there, and whoever opens the data finishes
(interrupted.py).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Max, Min, QuerySet

from decroche.calls.models import CallState
from decroche.compliance.models import Suppression
from decroche.config.locks import try_lock
from decroche.intake.models import AsideRow, Batch, Change, UpdatedCompany
from decroche.intake.row_sources import sources_of
from decroche.intake.steps import Steps
from decroche.intake.updating import put_back, remove_untouched
from decroche.prospects.models import CallList, CallListEntry, Company, Provenance

log = logging.getLogger(__name__)
_IMPORTING = CallState.BlockedBy.IMPORTING
_NOT_BLOCKED = CallState.BlockedBy.NOTHING


@contextmanager
def writing(batch: Batch, *, own: bool) -> Iterator[None]:
    """Marks an import, inside the transaction that wrote its first rows, as one that goes on after
    it. What goes wrong inside the block takes everything out again. `own`: the batch goes too.
    """
    sources = sources_of(batch.provenance_id)
    Provenance.objects.filter(pk__in=sources).update(under_way=Provenance.UnderWay.WRITING)
    states = CallState.objects.filter(company__provenance__in=sources, blocked_by=_NOT_BLOCKED)
    states.update(blocked_by=_IMPORTING)
    if own:
        batch.choices["own"] = True
        batch.state, batch.process = Batch.State.RUNNING, os.getpid()
    batch.save()
    folder = Path(settings.DATA_FOLDER) / "imports"
    try:
        with try_lock(folder, str(batch.pk)):
            try:
                yield
            except BaseException:
                try:
                    withdraw(batch.pk)
                except DatabaseError:  # no room on the disk, say: the next start does it
                    log.exception("import %s could not be taken out", batch.pk)
                raise
    finally:
        lock_of(batch.pk).unlink(missing_ok=True)


def all_written(batch: Batch) -> None:
    """Marks an import as written; called inside the transaction that finishes it."""
    Provenance.objects.filter(pk__in=sources_of(batch.provenance_id)).update(
        under_way=Provenance.UnderWay.OPENING
    )


def open_cards(provenance: int, steps: Steps) -> None:
    """Lets the queue offer the cards of an import that is done; what else keeps one out of the
    queue is known of it already. It ends without doing more once the import is taken back.
    """
    sources = sources_of(provenance)
    ends = Company.objects.filter(provenance__in=sources).aggregate(low=Min("pk"), high=Max("pk"))
    key, high = ends["low"] or 0, ends["high"] or -1
    while key <= high:
        rows = steps.rows
        with steps.step(rows), connection.cursor() as cursor:
            span = [key, key + rows, provenance, provenance, Provenance.UnderWay.OPENING]
            cursor.execute(_OPEN, [_NOT_BLOCKED, _IMPORTING, *span])
        key += rows
    Provenance.objects.filter(pk__in=sources, under_way=Provenance.UnderWay.OPENING).update(
        under_way=Provenance.UnderWay.NO
    )


_OPEN = """
UPDATE calls_callstate SET blocked_by = %s WHERE blocked_by = %s AND company_id IN (
  SELECT c.id FROM prospects_company AS c JOIN prospects_provenance AS p ON p.id = c.provenance_id
  WHERE c.id >= %s AND c.id < %s AND (p.id = %s OR p.part_of_id = %s) AND p.under_way = %s
)"""


def lock_of(batch: int) -> Path:
    """The lock that whoever writes an import, or takes it back, holds."""
    return Path(settings.DATA_FOLDER) / "imports" / f"{batch}.lock"


def is_written(batch: int) -> bool:
    """Whether the process that writes it, or takes it back, is alive: it holds a lock."""
    folder = Path(settings.DATA_FOLDER) / "imports"
    folder.mkdir(exist_ok=True)
    with try_lock(folder, str(batch)) as nobody_else:
        return not nobody_else


def withdraw(key: int) -> None:
    """Takes an import out again that was not written to its end, in short transactions, so that it
    can be killed as well: its cards, except those that were called or edited meanwhile, what it
    changed on cards that were there, the oppositions it kept, the rows it kept aside. The file can
    be brought in again.
    """
    batch = Batch.objects.filter(pk=key).select_related("provenance", "workspace").first()
    if batch is None or batch.provenance is None:  # not even its beginning was written
        return
    steps, made = Steps(), batch.provenance
    if made.under_way != Provenance.UnderWay.WRITING:  # it was done when it was interrupted
        return
    Suppression.objects.filter(workspace=batch.workspace, act=batch.act).delete()
    steps.each(put_all_back(batch))
    for rows in (Change.objects.filter(batch=batch), AsideRow.objects.filter(batch=batch)):
        steps.each(delete_some(rows))
    sources = sources_of(batch.provenance_id)
    cards = Company.objects.filter(provenance__in=sources)
    _remove_cards(cards, batch, steps)
    with transaction.atomic():
        _remove_list(batch)
        _take_batch_back(batch)
        if not cards.exists():
            made.delete()
            return
        Provenance.objects.filter(pk__in=sources).update(under_way=Provenance.UnderWay.OPENING)
    open_cards(made.pk, steps)


def _remove_cards(cards: QuerySet[Company], batch: Batch, steps: Steps) -> None:
    """Removes the cards of an import, except those that were called or edited meanwhile."""
    ends = cards.aggregate(low=Min("pk"), high=Max("pk"))
    first, high = ends["low"] or 0, ends["high"] or -1
    while first <= high:
        count = min(steps.rows, _REMOVED)
        with steps.step(count):
            remove_untouched(cards.filter(pk__gte=first, pk__lt=first + count), batch)
        first += count


def _remove_list(batch: Batch) -> None:
    """Deletes the list that the import made, unless a card is on it."""
    call_list = batch.choices.get("made_list")
    if call_list and not CallListEntry.objects.filter(call_list=call_list).exists():
        CallList.objects.filter(workspace=batch.workspace, pk=call_list).delete()


def _take_batch_back(batch: Batch) -> None:
    """Deletes the batch, or makes it wait again as it did before the import began."""
    batch.provenance = None
    if batch.choices.get("own"):
        batch.delete()
        return
    batch.choices = batch.choices["waited"]
    batch.state, batch.process, batch.problem = Batch.State.FAILED, None, "interrupted"
    batch.save()


_REMOVED = 400
"""Cards taken out with one statement at most: SQLite's limit of values is not far."""


def put_all_back(batch: Batch) -> Iterator[None]:
    """Puts back what an import changed on cards that were there, one by one."""
    while update := UpdatedCompany.objects.filter(batch=batch).order_by("-id").first():
        put_back(batch.workspace, update)
        update.delete()
        yield


def delete_some(rows: QuerySet[Any]) -> Iterator[None]:
    """Deletes rows, five hundred at a time."""
    while keys := list(rows.values_list("pk", flat=True)[:500]):
        rows.filter(pk__in=keys).delete()
        yield
