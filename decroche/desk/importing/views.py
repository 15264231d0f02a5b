"""Importing a file: she drops it, sees what each column becomes, starts the import, watches it, and
can undo it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from decroche.calls.queries import left_to_complete
from decroche.desk.importing.form import (
    asked_source,
    back_to_source,
    heard_source,
    read_choices,
    read_layout,
)
from decroche.desk.importing.private_people import cards_in_doubt
from decroche.desk.importing.tally import tally_of
from decroche.desk.parts.asking import flash, get_own_or_404, go_to, is_htmx
from decroche.desk.parts.wording import field_words
from decroche.followups.wording import due_in_words
from decroche.intake import jobs
from decroche.intake.drafts import Draft
from decroche.intake.fields import FIELDS, UNKNOWN
from decroche.intake.files_beside import aside_path, doubles_path
from decroche.intake.found import source_said
from decroche.intake.models import Batch
from decroche.intake.paper.kept import scan_path
from decroche.intake.preview import Preview, preview_of
from decroche.intake.queries import (
    LEFT_ALONE,
    brought_nothing,
    days_noted_in,
    imports,
    is_waiting,
    left_alone_rows,
    rows_that_make_no_card,
    waiting_changes,
)
from decroche.intake.row_sources import sources_of
from decroche.intake.rules import names_nobody
from decroche.intake.sample import SAMPLE_NAME, sample_in, throw_away
from decroche.intake.sources.csv import looks_wrong
from decroche.intake.sources.encodings import ENCODINGS
from decroche.intake.sources.source import Unreadable
from decroche.intake.under_way import is_written
from decroche.intake.uploads import keep_demo, keep_file, keep_text
from decroche.intake.wording import aside_reason, unreadable_in_words
from decroche.prospects.duplicates import pairs_to_look_at
from decroche.prospects.queries import counts
from decroche.shared.addresses import check_address
from decroche.shared.clock import now
from decroche.team.access import MemberRequest

_PREVIEW, _ASIDE_SHOWN, _IMPORTS_SHOWN, _DAYS_SHOWN = 12, 50, 20, 12
_SAMPLES = 3
"""Values of a column that stand beside its name."""


@require_GET
def start(request: MemberRequest) -> HttpResponse:
    """The page where a file is dropped, with the imports so far."""
    context = {
        "batches": imports(request.workspace)[:_IMPORTS_SHOWN],
        "companies": counts(request.workspace),
    }
    return render(request, "desk/importing/start.html", context)


@require_POST
def upload(request: MemberRequest) -> HttpResponse:
    """Keeps the file and shows what it would become."""
    given = request.FILES.get("file")
    if given is None:
        flash(request, _("Choose a file first."))
        return redirect("import")
    try:
        kept = keep_file(by=request.member, name=given.name or "", chunks=given.chunks())
    except Unreadable as error:
        flash(request, unreadable_in_words(error))
        return redirect("import")
    return redirect("batch", kept.pk)


@require_POST
def paste(request: MemberRequest) -> HttpResponse:
    """Takes a list that was typed or pasted: one line for each company, or a table copied from
    somewhere.
    """
    text = request.POST.get("text", "")
    if not text.strip():
        flash(request, _("Type or paste at least one line."))
        return redirect("import")
    try:
        kept = keep_text(by=request.member, name=_("Pasted list"), text=text)
    except Unreadable as error:
        flash(request, unreadable_in_words(error))
        return redirect("import")
    return redirect("batch", kept.pk)


@require_POST
def try_demo(request: MemberRequest) -> HttpResponse:
    """Takes a made-up file to the preview, as if she had dropped it."""
    kept = keep_demo(by=request.member, name=SAMPLE_NAME)
    return redirect("batch", kept.pk)


@require_POST
def discard_sample(request: MemberRequest) -> HttpResponse:
    """Removes the made-up file and everything that was tried with it."""
    kept = sample_in(request.workspace)
    if kept is not None:
        gone = throw_away(by=request.member, batch=kept)
        words = ngettext(
            "The made-up company is gone.", "The %(n)s made-up companies are gone.", gone
        )
        flash(request, words % {"n": gone})
    return redirect("today")


@require_GET
def batch(request: MemberRequest, pk: int) -> HttpResponse:
    """The preview, the progress or the result of an import."""
    row = get_own_or_404(request, Batch, pk)
    if is_waiting(row):
        return _paper(request, row) if row.choices.get("paper") else _preview(request, row)
    if row.state in (Batch.State.RUNNING, Batch.State.UNDOING):
        template = "_running.html" if is_htmx(request) else "running.html"
        context = {"batch": row, "progress": jobs.progress(row.pk), "stopped": _stopped(row)}
        return render(request, f"desk/importing/{template}", context)
    if is_htmx(request):  # asked by the part that shows the progress, but the import has ended
        return go_to(request, request.path)
    return render(request, "desk/importing/done.html", _result(request, row))


def _stopped(row: Batch) -> bool:
    """Whether an import is to be taken back and no process does it, for instance because the disk
    was full.
    """
    return row.state == Batch.State.UNDOING and not is_written(row.pk)


def _result(request: MemberRequest, row: Batch) -> dict[str, Any]:
    """The result of an import, and what is left for her to look at."""
    return {
        "batch": row,
        "tally": tally_of(row),
        "aside": [
            (one.line, aside_reason(one.reason), one.cells)
            for one in rows_that_make_no_card(row)[:_ASIDE_SHOWN]
        ],
        "silent": [
            (one.line, list(filter(None, one.cells))) for one in left_alone_rows(row)[:_ASIDE_SHOWN]
        ],
        "silent_count": left_alone_rows(row).count(),
        "file": aside_path(row),
        "nothing_new": brought_nothing(row),
        "waiting": waiting_changes(row).count(),
        "doubles": [(*one, "exact")[:4] for one in row.choices.get("doubles", [])],
        "doubles_file": doubles_path(row),
        "pairs": pairs_to_look_at(request.workspace).count(),
        "looking": jobs.looking_over(request.workspace.pk),
        "without": left_to_complete(request.workspace, sources_of(row.provenance_id)),
        "noted": [
            (one.company, one.note, due_in_words(one, now()))
            for one in days_noted_in(row)[:_DAYS_SHOWN]
        ],
        **cards_in_doubt(row),
    }


def _paper(request: MemberRequest, row: Batch) -> HttpResponse:
    """Redirects to the lines of a paper list; when it could not be read, shows why, and offers
    another try.
    """
    if scan_path(Path(row.path)).exists():
        return go_to(request, reverse("paper", args=[row.pk], query=request.GET))
    if is_htmx(request):
        return go_to(request, request.path)
    return render(request, "desk/importing/unread.html", {"batch": row})


def _preview(request: MemberRequest, row: Batch) -> HttpResponse:
    try:
        found = preview_of(request.workspace, row, read_layout(request.GET), _PREVIEW)
    except Unreadable as error:
        flash(request, unreadable_in_words(error))
        return redirect("import")
    separator = getattr(found.source, "separator", "")
    context = {
        "batch": row,
        "columns": [
            (column, chosen, _samples(found, place))
            for place, (column, chosen) in enumerate(
                zip(found.layout.columns, found.layout.fields, strict=True)
            )
        ],
        "rows": _preview_rows(found),
        "fields": [(name, field_words()[name]) for name in FIELDS],
        **asked_source(row, request.GET, _source_of_rows(found)),
        "no_name": names_nobody(found.layout.fields),
        "layout": found.layout,
        "own_names": _own_names(found),
        "refusals": {"refusal", "status"} & set(found.layout.fields) or _refused(found),
        "odd": _odd_letters(found),
        "read": found.source,
        "encodings": ENCODINGS,
        "separator": "tab" if separator == "\t" else separator,
    }
    return render(request, "desk/importing/preview.html", context)


def _refused(found: Preview) -> bool:
    """Whether a note in a row says that they must not be called."""
    return any(isinstance(card, Draft) and card.refused for _line, _cells, card in found.rows)


def _preview_rows(found: Preview) -> list[dict[str, Any]]:
    """Each row with its filled cells, and the card that it becomes or the reason why not."""
    return [
        {
            "cells": list(filter(None, map(str.strip, cells))),
            "draft": card if isinstance(card, Draft) else None,
            "beside": _beside(card) if isinstance(card, Draft) else [],
            "meant": _meant(card) if isinstance(card, Draft) else [],
            "numbers": [*card.numbers, *card.person_numbers] if isinstance(card, Draft) else [],
            "aside": _why_not(found, card),
        }
        for _line, cells, card in found.rows
    ]


def _samples(found: Preview, place: int) -> list[str]:
    """The first values of a column that differ, without the empty ones."""
    cells = (cells[place].strip() for _line, cells, _card in found.rows if place < len(cells))
    return list(dict.fromkeys(filter(None, cells)))[:_SAMPLES]


def _beside(card: Draft) -> list[str]:
    """The words beside the name of a future card: who is asked for, where it is, what it does."""
    people = [card.person, *(person for person, _numbers in card.others)] if card.person else []
    names = [person[0] or person[2] for person in people]
    place = " ".join(filter(None, (card.postcode, card.city)))
    return list(filter(None, (*names, place, card.email, card.activity)))


def _meant(card: Draft) -> list[str]:
    """The addresses that were probably meant by those of a future card which look like a slip."""
    people = [card.person, *(person for person, _numbers in card.others)]
    written = [card.email, *(word for person in people if person for word in person)]
    addresses = dict.fromkeys(word for word in written if isinstance(word, str) and "@" in word)
    return list(filter(None, (check_address(address).better for address in addresses)))


def _why_not(found: Preview, card: Draft | str) -> str:
    """Why a row makes no card; "" when it does."""
    if isinstance(card, str):
        return aside_reason(card)
    return aside_reason(LEFT_ALONE) if found.is_left_alone(card) else ""


def _own_names(found: Preview) -> list[str]:
    """The columns that are not known, and are kept under their own names."""
    layout = found.layout
    return [
        column
        for column, name in zip(layout.columns, layout.fields, strict=True)
        if name in UNKNOWN
    ]


def _source_of_rows(found: Preview) -> str:
    """The first source that the rows name themselves; "" when none does."""
    drafts = (card for _line, _cells, card in found.rows if isinstance(card, Draft))
    return next(filter(None, (draft.source for draft in drafts)), "")


def _odd_letters(found: Preview) -> str:
    """A cell whose letters were read in the wrong encoding; "" when none looks so."""
    cells = (cell for _line, cells, _card in found.rows for cell in cells)
    return next((cell for cell in cells if looks_wrong(cell)), "")


@require_GET
def hear_source(request: MemberRequest) -> HttpResponse:
    """What will be said and written about the source that is chosen so far."""
    words = source_said(request.GET.get("found", ""), request.GET.get("source", ""))
    return render(request, "desk/parts/_heard_source.html", {"heard": heard_source(words)})


@require_POST
def read_again(request: MemberRequest, pk: int) -> HttpResponse:
    """Reads a picture again that could not be read, for instance because tesseract was missing."""
    row = get_own_or_404(request, Batch, pk)
    if row.state == Batch.State.FAILED and row.choices.get("paper") and is_waiting(row):
        jobs.start_scan(by=request.member, batch=row)
    return redirect("batch", pk)


@require_POST
def run(request: MemberRequest, pk: int) -> HttpResponse:
    """Starts the import with her choices."""
    row = get_own_or_404(request, Batch, pk)
    source = source_said(request.POST.get("found", ""), request.POST.get("source", ""))
    if not source:
        return back_to_source(pk, request.POST)
    jobs.start(by=request.member, batch=row, source_said=source, choices=read_choices(request.POST))
    return redirect("batch", pk)


@require_GET
def aside(request: MemberRequest, pk: int) -> FileResponse:
    """The rows kept aside, as a file."""
    return _file(aside_path(get_own_or_404(request, Batch, pk)))


@require_GET
def already_there(request: MemberRequest, pk: int) -> FileResponse:
    """The rows that were in the file already, as a file."""
    return _file(doubles_path(get_own_or_404(request, Batch, pk)))


def _file(path: Path | None) -> FileResponse:
    if path is None or not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)
