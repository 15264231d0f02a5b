"""Importing a file, and undoing that.

Everything is written in one transaction, while a large file is still being read in a second
process. A process killed on the way leaves nothing in the database; of files beside it, what
`jobs.sweep` takes away.
"""

from __future__ import annotations

import csv
import gc
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from decroche.calls.models import CallState
from decroche.compliance.permission import Nature
from decroche.intake.models import AsideRow, Batch
from decroche.intake.preferences import ColumnMappings
from decroche.intake.reading import Part, Reading, read_file
from decroche.intake.rules import OWN_NAME, Layout, guess_layout, names_nobody, remap
from decroche.intake.settling import Counts, Run, Settler
from decroche.intake.sources.opening import open_source
from decroche.intake.sources.source import Source, Unreadable
from decroche.intake.spool import Spool
from decroche.intake.writing import Writer, index_in_bulk
from decroche.journal.record import Verb, record
from decroche.prospects.audience import nature_from
from decroche.prospects.models import CallList, Company, Provenance
from decroche.shared.clock import now
from decroche.shared.spreadsheets import harmless
from decroche.team.models import Member, Workspace
from decroche.team.preferences import preferred, save_preferences

Progress = Callable[[str, int, int], None]
"""(stage, rows done, about how many rows in all)"""
_SAMPLE = 60


@dataclass(frozen=True, slots=True)
class Choices:
    """What she decided about an import. `fields` overrides the guess, column by column."""

    list_name: str = ""
    on_duplicate: str = "skip"
    fields: list[str] | None = None
    header: int | None = None
    encoding: str = ""
    separator: str = ""
    pairs: dict[str, str] = field(default_factory=dict)
    nature: Nature = ""
    """Where the numbers come from, as the law sees it (Provenance.Nature); empty: as her words say.
    """
    ask: bool = False
    """Whether changes of cards that are there wait for her word (the desk), or are written at once
    (the command line).
    """
    refusals: bool = True
    """Whether those who do not want to be called, as the file says, are never called again."""


def layout_of(source: Source, choices: Choices, workspace: Workspace | None = None) -> Layout:
    """The guess over the first rows, with her corrections: those of now, else those she made for
    the last file of the same columns.
    """
    rows = [row for _, row in _first(source, _SAMPLE)]
    layout = guess_layout(
        rows, choices.header if choices.header is not None and choices.header < len(rows) else None
    )
    if choices.fields is not None and len(choices.fields) == len(layout.columns):
        return _mapped(Layout(layout.header, layout.columns, choices.fields), choices)
    kept = preferred(workspace, ColumnMappings).of(_shape(layout)) if workspace else None
    if kept and len(kept) == len(layout.columns):
        layout = Layout(layout.header, layout.columns, kept)
    return _mapped(layout, choices)


def _mapped(layout: Layout, choices: Choices) -> Layout:
    return remap(layout, choices.pairs) if choices.pairs else layout


def _shape(layout: Layout) -> str:
    """A file's columns, as a key; "" for a file without headers."""
    return (
        sha256("\x1f".join(layout.columns).encode()).hexdigest()[:16] if layout.header >= 0 else ""
    )


def remember_mapping(*, workspace: Workspace, source: Source, choices: Choices) -> None:
    """Keeps the columns she corrected for the next file of the same shape; the fifty latest
    shapes.
    """
    if choices.fields is None:
        return
    guess = layout_of(source, replace(choices, fields=None, pairs={}))
    shape = _shape(guess)
    if shape and len(choices.fields) == len(guess.columns) and choices.fields != guess.fields:
        known = preferred(workspace, ColumnMappings)
        save_preferences(workspace=workspace, section=known.with_shape(shape, choices.fields))


def _first(source: Source, count: int) -> Iterator[tuple[int, list[str]]]:
    for index, row in enumerate(source.rows()):
        if index == count:
            return
        yield row


def import_file(
    *,
    by: Member,
    path: Path,
    filename: str,
    source_said: str,
    choices: Choices,
    progress: Progress | None = None,
    dry_run: bool = False,
    batch: Batch | None = None,
) -> Batch:
    """Brings a file in. Returns its batch, with an id unless it was a trial run.

    Raises Unreadable (sources) and NoSuchColumn (rules); then nothing was written.
    """
    tell: Progress = progress or (lambda _stage, _done, _all: None)
    source = open_source(path, encoding=choices.encoding, separator=choices.separator)
    layout = layout_of(source, choices, by.workspace)
    if names_nobody(layout.fields):
        raise Unreadable("no_column")
    counts, folder = Counts(), Path(settings.DATA_FOLDER) / "imports"
    reading = Reading(
        layout,
        choices.nature or nature_from(source_said),
        told_apart=choices.on_duplicate != "create",
    )
    height, read = source.height(), read_file(path, source, reading)
    with (
        _without_collecting(),
        closing(Spool(folder)) as spool,
        closing(read) as parts,
        transaction.atomic(),
    ):
        with record("file.imported", by=by, undoable=False, file=filename) as verb:
            batch = batch or Batch(
                workspace=by.workspace,
                member=by,
                filename=filename,
                path=str(path),
                created_at=now(),
            )
            provenance = _begin(batch, source_said, choices, reading.nature)
            run = _Import(verb, by, batch, provenance, choices, counts, spool, layout, source)
            _write(run, _told(parts, tell, height))
            tell("writing", counts.rows, counts.rows)
            verb.entry.subject_id = batch.pk
            verb.entry.particulars |= {"rows": counts.rows, "created": counts.created}
        if not dry_run:
            _write_files_beside(batch, layout, spool)
        transaction.set_rollback(dry_run)
    if dry_run:
        batch.pk = None
        return batch
    name_files(batch)
    remember_mapping(workspace=by.workspace, source=source, choices=choices)
    return batch


@dataclass(frozen=True, slots=True)
class _Import:
    """One import under way."""

    verb: Verb
    by: Member
    batch: Batch
    provenance: Provenance
    choices: Choices
    counts: Counts
    spool: Spool
    layout: Layout
    source: Source


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Holds the garbage collector still: an import makes millions of tuples and no cycle, and its
    walks over them cost a third of the time.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _told(parts: Iterator[Part], tell: Progress, height: int) -> Iterator[Part]:
    """The parts, each told of once it has been dealt with."""
    rows = 0
    for part in parts:
        yield part
        rows += part[0]
        tell("writing", rows, max(height, rows + 1))


def _begin(batch: Batch, source_said: str, choices: Choices, nature: Nature) -> Provenance:
    batch.provenance = provenance = Provenance.objects.create(
        workspace=batch.workspace,
        source=source_said[:200],
        kind="import",
        nature=nature,
        created_at=now(),
    )
    batch.choices = {"list": choices.list_name, "on_duplicate": choices.on_duplicate}
    batch.save()
    return provenance


def _write(run: _Import, parts: Iterator[Part]) -> None:
    """Writes the companies of each part, and what became of the rows."""
    workspace, batch, choices, counts = run.by.workspace, run.batch, run.choices, run.counts
    states = CallState.objects.filter(workspace=workspace)
    writer = Writer(
        workspace_id=workspace.pk,
        provenance=run.provenance,
        at=now(),
        position=(states.aggregate(last=Max("position"))["last"] or 0) + 1,
        call_list=_call_list(workspace, choices.list_name),
    )
    there = (
        Company.objects.filter(workspace=workspace).exists() and choices.on_duplicate != "create"
    )
    settler = Settler(
        Run(run.verb, run.by, batch, counts, run.spool),
        writer,
        on_duplicate=choices.on_duplicate,
        ask=choices.ask,
        there=there,
        refusals=choices.refusals,
    )
    with index_in_bulk(first=not Company.objects.exists()):
        for rows, drafts, aside in parts:
            settler.settle(drafts)
            AsideRow.objects.bulk_create(
                AsideRow(workspace=workspace, batch=batch, line=line, reason=reason, cells=cells)
                for line, reason, cells in aside
            )
            counts.aside += len(aside)
            counts.rows += rows
    settler.finish()
    batch.choices["refused"] = counts.refused
    batch.choices["alike"] = counts.alike
    batch.choices["near"] = [list(one) for one in getattr(run.source, "near", ())]
    batch.choices["sheets"] = list(getattr(run.source, "sheets", ()))
    batch.choices["own_names"] = [
        column
        for column, name in zip(run.layout.columns, run.layout.fields, strict=True)
        if name in OWN_NAME
    ]
    _settle(batch, counts, run.spool)


def _call_list(workspace: Workspace, name: str) -> int | None:
    if not name:
        return None
    found, _ = CallList.objects.get_or_create(
        workspace=workspace, name=name[:120], defaults={"created_at": now()}
    )
    return found.pk


def _settle(batch: Batch, counts: Counts, spool: Spool) -> None:
    batch.rows, batch.done_rows = counts.rows, counts.rows
    batch.created_count, batch.updated_count = counts.created, counts.updated
    batch.duplicate_count, batch.aside_count = counts.duplicates, counts.aside
    batch.valid_numbers, batch.invalid_numbers = counts.valid, counts.invalid
    batch.choices = {
        **batch.choices,
        "doubles": spool.shown,
        "changes": counts.changes,
    }
    batch.state, batch.finished_at, batch.process = Batch.State.DONE, now(), None
    batch.save()


def aside_path(batch: Batch) -> Path | None:
    """Where the rows kept aside lie as a file; None when there are none."""
    return _beside(batch, "kept-aside") if batch.aside_count else None


def doubles_path(batch: Batch) -> Path | None:
    """Where the rows that were there already lie as a file; None when there are none."""
    return _beside(batch, "already-there") if batch.duplicate_count else None


def _beside(batch: Batch, what: str) -> Path:
    return Path(settings.DATA_FOLDER) / "imports" / f"{batch.pk}-{what}.csv"


def _half(path: Path) -> Path:
    return path.with_name(path.name + ".part")


def _write_files_beside(batch: Batch, layout: Layout, spool: Spool) -> None:
    """Writes both under a name of their own, before the import is sure: a process killed as soon as
    it is would leave an import whose files nobody could write any more.
    """
    if doubles := doubles_path(batch):
        spool.write_doubles(_half(doubles))
    if aside := aside_path(batch):
        _write_aside_file(_half(aside), batch, layout)


def name_files(batch: Batch) -> None:
    """Gives the files of an import that is done their names, unless they have them."""
    for path in (aside_path(batch), doubles_path(batch)):
        if path and _half(path).exists():
            _half(path).replace(path)


def _write_aside_file(path: Path, batch: Batch, layout: Layout) -> None:
    rows = AsideRow.objects.filter(batch=batch).order_by("id")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(["line", "reason", *map(harmless, layout.columns)])
        for line, reason, cells in rows.values_list("line", "reason", "cells").iterator():
            table.writerow([line, reason, *map(harmless, cells)])
