"""The two files that an import leaves: the rows kept aside, and those that were there already."""

from __future__ import annotations

import csv
from pathlib import Path

from django.conf import settings

from decroche.intake.models import AsideRow, Batch
from decroche.intake.rules import Layout
from decroche.intake.spool import Spool
from decroche.shared.spreadsheets import harmless


def aside_path(batch: Batch) -> Path | None:
    """Returns the file with the rows that were set aside; None when there are none."""
    return _beside(batch, "kept-aside") if batch.aside_count else None


def doubles_path(batch: Batch) -> Path | None:
    """Returns the file with the duplicate rows; None when there are none."""
    return _beside(batch, "already-there") if batch.duplicate_count else None


def _beside(batch: Batch, what: str) -> Path:
    return Path(settings.DATA_FOLDER) / "imports" / f"{batch.pk}-{what}.csv"


def _half(path: Path) -> Path:
    return path.with_name(path.name + ".part")


def write_files_beside(batch: Batch, layout: Layout, spool: Spool) -> None:
    """Writes both files under temporary names before the import is committed: if the process were
    killed between the commit and the writing, the files could not be made any more.
    """
    if doubles := doubles_path(batch):
        spool.write_doubles(_half(doubles))
    if aside := aside_path(batch):
        _write_aside_file(_half(aside), batch, layout)


def name_files(batch: Batch) -> None:
    """Gives the files of an import that is done their final names."""
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
