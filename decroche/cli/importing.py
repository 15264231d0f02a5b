"""`decroche import` and `undo-import`: a file of companies comes in, and is taken back."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from decroche.cli.answering import Answer
from decroche.intake.actions import GivenFile, import_file
from decroche.intake.changing import DETAIL
from decroche.intake.choices import Choices
from decroche.intake.files_beside import aside_path, doubles_path
from decroche.intake.models import Batch
from decroche.intake.undoing_imports import AlreadyUndone, BeingUndone, ImportGoesOn, undo_import
from decroche.shared.refusal import USAGE, Refusal
from decroche.team.actions import ensure_local_member


def import_(options: Namespace) -> Answer:
    """Imports a file of companies; with --dry-run nothing is written."""
    path, choices = Path(options.file), _choices(options)
    batch = import_file(
        by=ensure_local_member(),
        file=GivenFile(path, path.name, options.source),
        dry_run=options.dry_run,
        progress=_progress_bar(),
        choices=choices,
    )
    _print_reading(batch)
    _print_changes(batch)
    return _imported(batch)


def _choices(options: Namespace) -> Choices:
    separator = "\t" if options.separator == "tab" else options.separator
    return Choices(
        list_name=options.list,
        on_duplicate=options.on_duplicate,
        pairs=_columns_named(options.map),
        refusals=options.refusals == "oppose",
        encoding=options.encoding,
        separator=options.sheet or separator,
    )


def _columns_named(said: Sequence[str]) -> dict[str, str]:
    """{field: column} of --map FIELD=COLUMN, which may be given several times."""
    pairs = {}
    for pair in said:
        name, sign, column = pair.partition("=")
        if not sign:
            raise Refusal(f"“{pair}” is not FIELD=COLUMN.", USAGE)
        pairs[name.strip()] = column.strip()
    return pairs


def _print_changes(batch: Batch) -> None:
    """Prints what the file changed on cards that were there."""
    for line, _company, name, fields, numbers, people in batch.choices.get("changes", []):
        changed = [
            f"{field.removeprefix(DETAIL)}: {before or '–'} → {after}"
            for field, (before, after) in fields.items()
        ]
        added = [f"+ {text}" for text in (*numbers, *people)]
        print(f"line {line}, {name}: {'; '.join(changed + added)}", file=sys.stderr)


def row_counts(batch: Batch) -> Answer:
    """How many rows of a file came to what."""
    return {
        "batch": batch.pk,
        "rows": batch.rows,
        "created": batch.created_count,
        "updated": batch.updated_count,
        "duplicates": batch.duplicate_count,
        "kept_aside": batch.aside_count,
    }


def changed_cards(batch: Batch) -> list[Answer]:
    """What a file says otherwise of cards that were there."""
    return [
        {"line": line, "company": pk, "fields": fields, "numbers": added, "people": people}
        for line, pk, _name, fields, added, people in batch.choices.get("changes", [])
    ]


def _imported(batch: Batch) -> Answer:
    """What was brought in, as `import` answers; a trial run has no files."""
    aside, doubles = (aside_path(batch), doubles_path(batch)) if batch.pk else (None, None)
    return row_counts(batch) | {
        "numbers": {"valid": batch.valid_numbers, "invalid": batch.invalid_numbers},
        "aside_file": str(aside) if aside else None,
        "not_to_be_called": {
            "rows": batch.choices["not_to_be_called"],
            "first": [{"line": line, "name": name} for line, name in batch.choices["silent"]],
        },
        "kept_under_own_name": batch.choices["own_names"],
        "refused": batch.choices["refused"],
        "sheets": batch.choices["sheets"],
        "sheets_read": batch.choices["sheets_read"],
        "changes": changed_cards(batch),
        "already_there": [
            {"line": line, "name": name, "company": pk or None}
            for line, name, pk, _why in batch.choices["doubles"]
        ],
        "already_there_file": str(doubles) if doubles else None,
        "added_though_alike": [
            {"line": line, "name": name, "company": pk} for line, name, pk in batch.choices["alike"]
        ],
    }


def _print_reading(batch: Batch) -> None:
    """Prints what the user would otherwise not notice about how the file was read: other sheets,
    another possible encoding, columns that belong to no field, rows that made no card.
    """
    if len(batch.choices["sheets"]) > 1:
        sheets, read = (", ".join(batch.choices[key]) for key in ("sheets", "sheets_read"))
        print(
            f"The workbook has several sheets ({sheets}). Read: {read}; another: --sheet.",
            file=sys.stderr,
        )
    if batch.choices["near"]:
        readings = "; ".join(f"{name}: {text}" for name, text in batch.choices["near"])
        print(
            f"The letters can be read in more than one way, the first was taken ({readings}). If "
            "another is right: undo-import, then --encoding.",
            file=sys.stderr,
        )
    if batch.choices["own_names"]:
        columns = ", ".join(batch.choices["own_names"])
        print(f"Kept on each card under their own names: {columns}.", file=sys.stderr)
    _print_rows_left_out(batch)


def _print_rows_left_out(batch: Batch) -> None:
    """Prints why there are fewer new cards than rows in the file, and what can be done about it."""
    silent = batch.choices["not_to_be_called"]
    if silent:
        print(
            f"Not to be called: {silent} of the rows, not added, since they asked for it before. "
            f"Lines {', '.join(str(line) for line, _name in batch.choices['silent'][:20])}"
            f"{'…' if silent > 20 else ''}.",
            file=sys.stderr,
        )
    if batch.rows and batch.aside_count == batch.rows > silent:
        print("No row could be read as a company: all were kept aside.", file=sys.stderr)
    elif batch.aside_count:
        print(f"{batch.aside_count} rows kept aside, with the reason: aside_file.", file=sys.stderr)
    if batch.duplicate_count:
        otherwise = (
            "they say nothing new"
            if batch.choices["on_duplicate"] == "update"
            else "--on-duplicate update brings in what they say otherwise"
        )
        print(f"{batch.duplicate_count} rows were there already; {otherwise}.", file=sys.stderr)
    if batch.choices["alike"]:
        print(
            f"{len(batch.choices['alike'])} cards were added though they are like one that is "
            "there: look at them under Doubles, or `decroche doubles`.",
            file=sys.stderr,
        )


def _progress_bar() -> Callable[[str, int, int], None] | None:
    """A function that shows how far an import is, ten times a second at most; None when standard
    error is not a terminal.
    """
    if not sys.stderr.isatty():
        return None
    shown_at = 0.0

    def show(stage: str, done: int, total: int) -> None:
        nonlocal shown_at
        if time.monotonic() - shown_at < 0.1 and done != total:
            return
        shown_at = time.monotonic()
        filled = int(30 * done / total) if total else 0
        bar = f"[{'█' * filled}{'·' * (30 - filled)}]" if total else ""
        end = "\n" if stage == "writing" and done == total else ""
        print(f"\r{stage} {done:,} {bar}\033[K", end=end, file=sys.stderr, flush=True)

    return show


def undo_import_(options: Namespace) -> Answer:
    """Takes an import back."""
    member = ensure_local_member()
    batch = Batch.objects.filter(workspace=member.workspace, pk=options.batch).first()
    if batch is None:
        raise Refusal(f"There is no import number {options.batch}.")
    if batch.state not in (Batch.State.DONE, Batch.State.UNDOING):
        raise Refusal(
            f"Import {options.batch} has been undone already."
            if batch.state == Batch.State.UNDONE
            else f"Import {options.batch} is not finished."
        )
    bar = _progress_bar()

    def tell(done: int, cards: int) -> None:
        if bar is not None:
            bar("undoing", done, cards)

    try:
        removed, kept = undo_import(by=member, batch=batch, tell=tell)
    except AlreadyUndone:  # by another process, just now
        raise Refusal(f"Import {options.batch} has been undone already.") from None
    except BeingUndone:
        raise Refusal(f"Import {options.batch} is being undone just now.") from None
    except ImportGoesOn:
        raise Refusal(_("Another import is under way: undo this one when that is done.")) from None
    if kept:
        print(
            f"{kept} companies were kept: they have been called or edited since.", file=sys.stderr
        )
    return {"removed": removed, "kept": kept}
