"""The commands that have no module of their own (see running.py for the others). Each is a function
that takes the parsed options and returns the values to print.
"""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from decroche.callqueue.next_card import next_for
from decroche.callqueue.queries import ready_count
from decroche.callqueue.search import Nothing
from decroche.callqueue.wording import nothing_in_words, whole_reason_in_words
from decroche.calls.log_call import log_call
from decroche.calls.queries import load_states
from decroche.calls.reading import FIELDS
from decroche.calls.undo_for_programs import undone_values, why_not_undone
from decroche.calls.whom_to_ask import ask_for, best_number
from decroche.calls.wording import in_words
from decroche.cli.demo import add_demo
from decroche.compliance.actions import LEAST_REASON
from decroche.correspondence.wording import unsent_in_words
from decroche.followups.models import FollowUp
from decroche.insights.funnel import figures, published
from decroche.intake.actions import Choices, GivenFile, aside_path, doubles_path, import_file
from decroche.intake.changing import DETAIL
from decroche.intake.models import Batch
from decroche.intake.undoing_imports import AlreadyUndone, BeingUndone, ImportGoesOn, undo_import
from decroche.journal.actions import KeptForGood, NothingToUndo, undo, undo_last
from decroche.prospects.duplicates import find_duplicates, pairs_to_look_at
from decroche.prospects.models import Company
from decroche.prospects.search import search
from decroche.shared.clock import now, read_instant
from decroche.shared.numbers import read_numbers
from decroche.shared.refusal import NOTHING, REFUSED, USAGE, Refusal
from decroche.shared.spoken import understand
from decroche.storage.database import backup_to, summary
from decroche.storage.restoring import restore_from
from decroche.team.actions import ensure_local_member

Answer = dict[str, Any]


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


def _imported(batch: Batch) -> Answer:
    """What was brought in, as `import` answers; a trial run has no files."""
    aside, doubles = (aside_path(batch), doubles_path(batch)) if batch.pk else (None, None)
    return {
        "batch": batch.pk,
        "rows": batch.rows,
        "created": batch.created_count,
        "updated": batch.updated_count,
        "duplicates": batch.duplicate_count,
        "kept_aside": batch.aside_count,
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
        "changes": [
            {"line": line, "company": pk, "fields": fields, "numbers": added, "people": people}
            for line, pk, _name, fields, added, people in batch.choices.get("changes", [])
        ],
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


def next_(options: Namespace) -> Answer:
    """Whom to call now, and why; that card is claimed for the member."""
    member, at = ensure_local_member(), now()
    pick = next_for(member, at)
    if isinstance(pick, Nothing):
        raise Refusal(nothing_in_words(pick, at), NOTHING, why=pick.why, until=pick.until)
    company = pick.company
    number, (role, contact) = best_number(company), ask_for(company)
    remaining = ready_count(member.workspace, at)
    return {
        "company": company_json(company),
        "contact": {
            "id": contact.pk,
            "name": contact.name,
            "role": contact.role,
            "email": contact.email,
        }
        if contact
        else None,
        "number": {"e164": number.e164 or None, "national": number.national, "kind": number.kind}
        if number
        else None,
        "ask_for": role,
        "reason": whole_reason_in_words(pick.reason, at),
        "position": pick.state.position,
        "remaining": remaining.count,
        "more_remain": remaining.more,
    }


def company_json(company: Company) -> Answer:
    """A company as the command line prints it."""
    names = (
        "id",
        "name",
        "city",
        "postcode",
        "department",
        "activity",
        "headcount",
        "siren",
        "siret",
        "website",
        "email",
        "notes",
        "tags",
    )
    return {name: getattr(company, name) for name in names} | {
        "attempts": company.state.attempts,
        "last_outcome": company.state.last_outcome,
        "callable": company.state.callable,
        "opposed": company.opposed_at is not None,
    }


def log_(options: Namespace) -> Answer:
    """Logs a call with its outcome."""
    member, at = ensure_local_member(), read_instant(options.at) if options.at else now()
    kept = log_call(
        by=member,
        company_id=options.company,
        outcome=options.outcome,
        raw={name: getattr(options, name) for name in FIELDS},
        number=options.number,
        at=at,
        key=options.key or None,
    )
    logged = kept.logged
    follow_up = FollowUp.objects.filter(workspace=member.workspace, call=logged.call).first()
    return {
        "call": logged.call.pk,
        "entry": logged.entry.pk,
        "outcome": logged.call.outcome,
        "consequence": in_words(logged.consequence, logged.call.outcome, at),
        "follow_up": {
            "id": follow_up.pk,
            "due": follow_up.due_at.isoformat(),
            "kind": follow_up.kind,
        }
        if follow_up
        else None,
        "replayed": logged.replayed,
        "left_out": list(kept.left_out),
        "unsent": unsent_in_words(logged.entry),
    }


def undo_(options: Namespace) -> Answer:
    """Takes the last journal line back, or the named one if it is the last."""
    by, named = ensure_local_member(), options.entry
    try:
        entry = (
            undo_last(by=by, entry_id=named, reason=options.reason)
            if named
            else undo(by=by, reason=options.reason)
        )
    except KeptForGood:
        raise Refusal(
            "The last verb kept an opposition: give the reason to take it back, with "
            f"--reason (at least {LEAST_REASON} letters)."
        ) from None
    except NothingToUndo as nothing:
        code = NOTHING if type(nothing) is NothingToUndo else REFUSED
        raise Refusal(why_not_undone(nothing), code) from None
    return undone_values(entry)


def doubles_(options: Namespace) -> Answer:
    """Looks the whole file over for duplicates, and lists the pairs that wait for a decision."""
    workspace = ensure_local_member().workspace
    found = find_duplicates(workspace)
    pairs = pairs_to_look_at(workspace).select_related("first", "second")
    return {
        "found": found,
        "waiting": pairs.count(),
        "pairs": [
            {
                "first": {"id": pair.first_id, "name": pair.first.name},
                "second": {"id": pair.second_id, "name": pair.second.name},
                "verdict": pair.verdict,
                "points": pair.points,
                "reasons": pair.reasons,
            }
            for pair in pairs[: max(0, options.limit)]
        ],
    }


def search_(options: Namespace) -> Answer:
    """Finds companies by words or a part of a number."""
    results = search(ensure_local_member().workspace, options.text, limit=max(1, options.limit))
    load_states(company for company, _match in results)
    return {
        "results": [
            {"company": company_json(company), "match": match} for company, match in results
        ]
    }


def when_(options: Namespace) -> Answer:
    """Understands a date in words."""
    at = read_instant(options.now) if options.now else now()
    spoken = understand(options.text, now=at)
    return {
        "at": spoken.at.isoformat(),
        "precision": spoken.precision,
        "said_back": spoken.said_back,
    }


def number_(options: Namespace) -> Answer:
    """Reads telephone numbers in a text."""
    reading = read_numbers(options.text, postcode=options.postcode)
    return {
        "numbers": [
            {
                "e164": number.e164 or None,
                "national": number.national,
                "kind": number.kind,
                "extension": number.extension or None,
                "valid": number.valid,
                "cost": number.cost,
                "timezone": number.timezone,
            }
            for number in reading.numbers
        ]
    }


def stats_(options: Namespace) -> Answer:
    """Counts the calls of a period."""
    workspace = ensure_local_member().workspace
    return published(figures(workspace, _day(options.since), _day(options.until)))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refusal(f"“{text}” is not a day. Write it like 2026-11-24.", USAGE) from None


def backup_(options: Namespace) -> Answer:
    """Copies the database to a file."""
    ensure_local_member()
    return {"file": options.file, "bytes": backup_to(Path(options.file))}


def restore_(options: Namespace) -> Answer:
    """Puts a copy in place of the present data."""
    restored = restore_from(Path(options.file))
    if not restored.whole:
        print(
            "The data that was there could not be read to its end: oppositions and erasures made "
            "since the copy may be missing. Look at them in Compliance.",
            file=sys.stderr,
        )
    return {
        "restored": options.file,
        "kept": str(restored.kept) if restored.kept else None,
        "carried": restored.carried,
    }


def check_(options: Namespace) -> Answer:
    """Checks that the data is whole."""
    ensure_local_member()
    checked = summary()
    if not checked["ok"]:
        raise Refusal(
            "The data is not whole: " + "; ".join(checked["problems"]),
            ok=False,
            problems=checked["problems"],
        )
    return checked


def demo_(options: Namespace) -> Answer:
    """Adds made-up companies."""
    if not 1 <= options.companies <= 200_000:
        raise Refusal("Between 1 and 200000 companies.", USAGE)
    return add_demo(ensure_local_member(), companies=options.companies, seed=options.seed)
