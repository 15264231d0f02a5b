"""Importing a file.

A large file is written in many short transactions while another process still reads it, so that a
call can be logged meanwhile. The cards of an import whose process was killed are removed at the
next start (under_way.py), its files by `jobs.sweep`.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction

from decroche.compliance.permission import Nature
from decroche.intake.choices import Choices, layout_of, remember_mapping
from decroche.intake.fields import UNKNOWN
from decroche.intake.files_beside import name_files, write_files_beside
from decroche.intake.models import AsideRow, Batch
from decroche.intake.queries import LEFT_ALONE
from decroche.intake.reading import Part, Pieces, Reading, read_file
from decroche.intake.row_sources import SourcesOfRows
from decroche.intake.rules import Layout, names_nobody
from decroche.intake.settling import Settler
from decroche.intake.sources.opening import open_source
from decroche.intake.sources.source import Source, Unreadable
from decroche.intake.spool import Spool
from decroche.intake.steps import Steps, breathe
from decroche.intake.under_way import all_written, open_cards, writing
from decroche.intake.writing import (
    Writer,
    connection_for_writing,
    index_in_bulk,
    not_waiting_for_the_disk,
    search_by_hand,
)
from decroche.journal.record import record
from decroche.prospects.audience import nature_from
from decroche.prospects.models import CallList, Company, Provenance
from decroche.shared.clock import now
from decroche.team.models import Member, Workspace
from decroche.team.needs import require_work

Progress = Callable[[str, int, int], None]
"""(stage, rows done, about how many rows in all)"""
_PART = 2_000
"""Rows written together where nobody waits."""
_PIECE = 200
"""Rows of the file that are read once more between two looks at the time."""
_ALONE = 15.0
"""Seconds for which the first import of all holds the write lock: no card is there that could be
called, and its indexes are made at once.
"""


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file to import: where it lies, how she calls it (`filename`), and where she says that she
    has it from (`source_said`).
    """

    path: Path
    filename: str
    source_said: str


def import_file(
    *,
    by: Member,
    file: GivenFile,
    choices: Choices,
    progress: Progress | None = None,
    dry_run: bool = False,
    batch: Batch | None = None,
) -> Batch:
    """Imports a file. Returns its batch, with a key unless it was a trial run (`dry_run`). `batch`
    is the one that was made when the file waited for her choices.

    Raises Unreadable (sources) and NoSuchColumn (rules); then nothing was written.
    """
    require_work(by)
    _refuse_beside_an_undo(by.workspace)
    opened = _opened(file.path, choices, by.workspace)
    new = batch or _batch(by, file)
    tell = progress or _tell_nobody
    with (
        _without_collecting(),
        connection_for_writing(),
        _read_beside(by, file, choices, opened, batch=new, tell=tell) as (run, pieces),
    ):
        _write(run, pieces, dry_run=dry_run, own=batch is None)
        written = run.settler.counts.rows
        tell("writing", written, written)
    if dry_run:
        new.pk = None
        return new
    name_files(new)
    remember_mapping(workspace=by.workspace, source=opened.source, choices=choices)
    return new


@contextmanager
def _read_beside(
    by: Member, file: GivenFile, choices: Choices, opened: _Opened, *, batch: Batch, tell: Progress
) -> Iterator[tuple[_Import, Pieces]]:
    """The import of a file whose cards are made by another process meanwhile; yields (the import,
    the cards as they come).
    """
    source, layout = opened
    height = source.height()
    nature = choices.nature or nature_from(file.source_said)
    reading = Reading(layout, nature, told_apart=choices.on_duplicate != "create")
    with (
        closing(Spool(Path(settings.DATA_FOLDER) / "imports")) as spool,
        closing(read_file(file.path, source, reading)) as parts,
    ):
        run = _Import(
            by=by,
            batch=batch,
            source_said=file.source_said,
            choices=choices,
            nature=nature,
            settler=_settler(by, batch, spool, choices),
            spool=spool,
            layout=layout,
            source=source,
            tell=lambda rows: tell("writing", rows, max(height, rows + 1)),
        )
        yield run, Pieces(parts, run.settler.prepare)


def _tell_nobody(_stage: str, _done: int, _all: int) -> None:
    """For an import whose progress is not shown."""


def _write(run: _Import, pieces: Pieces, *, dry_run: bool, own: bool) -> None:
    """Writes the cards of a file, or only tries to (`dry_run`)."""
    if dry_run or connection.vendor != "sqlite":
        _at_once(run, pieces, keep=not dry_run)
    else:
        _in_steps(run, pieces, own=own)


def _refuse_beside_an_undo(workspace: Workspace) -> None:
    """Raises Unreadable while another import is taken back: a row that is like one of its cards
    would be lost with that card.
    """
    leaving = Provenance.objects.filter(workspace=workspace, under_way=Provenance.UnderWay.LEAVING)
    if leaving.exists():
        raise Unreadable("leaving")


class _Opened(NamedTuple):
    """A file that cards can be made from: its reader, and what each of its columns is."""

    source: Source
    layout: Layout


def _opened(path: Path, choices: Choices, workspace: Workspace) -> _Opened:
    """Opens a file. Raises Unreadable when no card can be made from it."""
    source = open_source(path, encoding=choices.encoding, separator=choices.separator)
    layout = layout_of(source, choices, workspace)
    if names_nobody(layout.fields):
        raise Unreadable("no_column")
    if layout.header >= 0 and not _has_rows(source, layout):
        raise Unreadable("empty")
    return _Opened(source, layout)


def _batch(by: Member, file: GivenFile) -> Batch:
    return Batch(
        workspace=by.workspace,
        member=by,
        filename=file.filename,
        path=str(file.path),
        created_at=now(),
    )


def _settler(by: Member, batch: Batch, spool: Spool, choices: Choices) -> Settler:
    return Settler(
        by,
        batch,
        spool,
        on_duplicate=choices.on_duplicate,
        ask=choices.ask,
        refusals=choices.refusals,
    )


def _has_rows(source: Source, layout: Layout) -> bool:
    """Whether there are rows below the names of the columns."""
    below = islice(source.rows(), layout.header + 1, None)
    return any(cell.strip() for _, row in below for cell in row)


@dataclass(frozen=True, slots=True)
class _Import:
    """One import under way."""

    by: Member
    batch: Batch
    source_said: str
    choices: Choices
    nature: Nature
    settler: Settler
    spool: Spool
    layout: Layout
    source: Source
    tell: Callable[[int], None]
    """Told how many rows have been dealt with."""


def _at_once(run: _Import, pieces: Pieces, *, keep: bool) -> None:
    """Writes everything in one transaction: on PostgreSQL, where it blocks no other writer, and for
    a trial run, which is rolled back.
    """
    with transaction.atomic():
        with index_in_bulk(first=not Company.objects.exists()):
            _begin(run)
            while pieces.more():
                _take(run, pieces.take(_PART))
        _end_at_once(run, keep=keep)
        transaction.set_rollback(not keep)


def _in_steps(run: _Import, pieces: Pieces, *, own: bool) -> None:
    """Writes on SQLite, which has one writer at a time: a small file in one transaction, the rest
    of a larger one in many short ones. Until all cards are written the queue offers none of them;
    on an error those already written are removed (under_way.py). `own` says that nobody waits for
    this batch.
    """
    pieces.more()
    first = not Company.objects.exists()
    steps = Steps(few=run.choices.on_duplicate == "update")
    end = time.monotonic() + (_ALONE if first else 0)
    with ExitStack() as until_done:
        with transaction.atomic():
            with index_in_bulk(first=first):
                _begin(run)
                _take_until(end, run, pieces, most=_PART if first else steps.rows)
                if pieces.left:
                    until_done.enter_context(writing(run.batch, own=own))
            if not pieces.left:
                _end_at_once(run)
                return
        breathe()
        run.settler.writer.importing = True
        with not_waiting_for_the_disk():
            while pieces.more():
                piece = pieces.take(steps.rows)
                with steps.step(len(piece.drafts)), search_by_hand():
                    _take(run, piece)
            steps.each(chain(run.settler.settle_late(), _keep_left_alone(run)))
        _conclude(run)
        write_files_beside(run.batch, run.layout, run.spool)
        with _line(run):
            all_written(run.batch)
    open_cards(run.batch.provenance_id or 0, steps)


def _take_until(end: float, run: _Import, pieces: Pieces, *, most: int) -> None:
    """Writes rows, `most` at a time, until none is left or the time is over."""
    while pieces.left:
        _take(run, pieces.take(most))
        if time.monotonic() > end:
            return
        pieces.more()


def _end_at_once(run: _Import, *, keep: bool = True) -> None:
    """Ends an import that is one transaction."""
    for _ in chain(run.settler.settle_late(), _keep_left_alone(run)):
        pass
    _conclude(run)
    if keep:
        write_files_beside(run.batch, run.layout, run.spool)
    with _line(run):
        pass


@contextmanager
def _line(run: _Import) -> Iterator[None]:
    """Marks the import as done, in the batch and in the journal."""
    batch, counts = run.batch, run.settler.counts
    with record("file.imported", by=run.by, undoable=False, file=batch.filename) as verb:
        batch.save()
        verb.entry.subject_id = batch.pk
        verb.entry.particulars |= {"rows": counts.rows, "created": counts.created}
        verb.changes += run.settler.verb.changes
        yield


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Stops the garbage collector during the block: an import makes millions of tuples and no
    reference cycle, and the collector would take a third of the time.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _begin(run: _Import) -> None:
    """Writes the source, the list and the batch, and makes the writer of the cards."""
    workspace, batch, choices = run.by.workspace, run.batch, run.choices
    batch.provenance = Provenance.objects.create(
        workspace=workspace,
        source=run.source_said[:200],
        kind=Provenance.MADE_UP if batch.choices.get("made_up") else "import",
        nature=run.nature,
        created_at=now(),
    )
    call_list, made = _call_list(workspace, choices.list_name)
    batch.choices = {
        "list": choices.list_name,
        "on_duplicate": choices.on_duplicate,
        "waited": batch.choices,  # what the batch said before, for when it has to be started again
    }
    if made:
        batch.choices["made_list"] = call_list
    batch.save()
    run.settler.sources = SourcesOfRows(batch.provenance)
    run.settler.writer = Writer(
        workspace_id=workspace.pk,
        provenance=batch.provenance,
        at=now(),
        call_list=call_list,
    )


def _take(run: _Import, piece: Part) -> None:
    """Writes the cards of some rows, and the rows that could not become a card."""
    workspace, counts = run.by.workspace, run.settler.counts
    run.settler.settle(piece.drafts)
    AsideRow.objects.bulk_create(
        AsideRow(workspace=workspace, batch=run.batch, line=line, reason=reason, cells=cells)
        for line, reason, cells in piece.aside
    )
    counts.aside += len(piece.aside)
    counts.rows += piece.rows
    run.tell(counts.rows)


def _keep_left_alone(run: _Import) -> Iterator[None]:
    """Keeps the rows of those who asked not to be called as the file has them, which is read once
    more for it; a piece at each turn.
    """
    lines = set(run.settler.left_alone)
    rows = run.source.rows() if lines else iter(())
    while read := list(islice(rows, _PIECE)):
        AsideRow.objects.bulk_create(
            AsideRow(
                workspace=run.by.workspace,
                batch=run.batch,
                line=line,
                reason=LEFT_ALONE,
                cells=cells[: len(run.layout.columns)],
            )
            for line, cells in read
            if line in lines
        )
        yield


def _conclude(run: _Import) -> None:
    """Fills in the counts of the batch, without saving it."""
    batch, counts, source = run.batch, run.settler.counts, run.source
    batch.rows, batch.done_rows = counts.rows, counts.rows
    batch.created_count, batch.updated_count = counts.created, counts.updated
    batch.duplicate_count, batch.aside_count = counts.duplicates, counts.aside
    batch.valid_numbers, batch.invalid_numbers = counts.valid, counts.invalid
    batch.choices = {
        **{name: batch.choices[name] for name in ("list", "on_duplicate")},
        "paper": batch.choices["waited"].get("paper", False),
        "refused": counts.refused,
        "not_to_be_called": counts.not_to_be_called,
        "silent": counts.silent,
        "alike": counts.alike,
        "near": [list(one) for one in getattr(source, "near", ())],
        "sheets": list(getattr(source, "sheets", ())),
        "sheets_read": list(getattr(source, "sheets_read", ())),
        "own_names": [
            column
            for column, name in zip(run.layout.columns, run.layout.fields, strict=True)
            if name in UNKNOWN
        ],
        "doubles": run.spool.shown,
        "changes": counts.changes,
    }
    batch.state, batch.finished_at, batch.process = Batch.State.DONE, now(), None


def _call_list(workspace: Workspace, name: str) -> tuple[int | None, bool]:
    """Returns (the key of the list with this name, whether it was made now); (None, False) without
    a name.
    """
    if not name:
        return None, False
    found, made = CallList.objects.get_or_create(
        workspace=workspace, name=name[:120], defaults={"created_at": now()}
    )
    return found.pk, made
