"""A paper list, photographed, typed or pasted: each line as it was written, beside what was
understood of it, doubtful ones first; Enter confirms.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from decroche.desk.importing.form import asked_source
from decroche.desk.parts.asking import flash, get_own_or_404
from decroche.desk.parts.wording import field_words
from decroche.intake.cells import next_call_of
from decroche.intake.models import Batch
from decroche.intake.paper.kept import Row, Scan, correct_row, load, scan_path
from decroche.intake.paper.lines import DOUBTFUL, FIELDS
from decroche.intake.paper.scan import piece as cut_piece
from decroche.intake.preview import left_alone_lines
from decroche.intake.uploads import show_as_columns
from decroche.prospects.left_alone import left_alone_in_words
from decroche.shared.choices import whole
from decroche.shared.clock import PARIS, now
from decroche.shared.spoken.say import say
from decroche.team.access import MemberRequest
from decroche.ui.language import current_language

_IN_SIGHT = ("name", "phone", "city")
"""The fields of a line that are shown first."""


@require_GET
def paper(request: MemberRequest, pk: int) -> HttpResponse:
    """The line to look at now, the others below it, and the button that imports them."""
    batch, scan = _scan(request, pk)
    doubtful = [place for place, row in enumerate(scan.rows) if row.doubtful]
    place = whole(request.GET.get("row"))
    if place not in range(len(scan.rows)):
        place = doubtful[0] if doubtful else None
    silent = {
        number: list(map(left_alone_in_words, found))
        for number, found in left_alone_lines(request.workspace, batch).items()
    }
    context: dict[str, Any] = {
        "batch": batch,
        "rows": [
            (number, _line(row) | {"silent": number in silent})
            for number, row in enumerate(scan.rows)
        ],
        "left": len(doubtful),
        "kept": sum(row.keep and number not in silent for number, row in enumerate(scan.rows)),
        "silent": len(silent),
        "place": place,
        "pages": scan.pages,
        **asked_source(batch, request.GET),
    }
    if place is not None:
        context |= {"row": scan.rows[place], "cells": _cells(scan.rows[place])}
        context["whose"] = silent.get(place, [])
    return render(request, "desk/paper/paper.html", context)


def _scan(request: MemberRequest, pk: int) -> tuple[Batch, Scan]:
    batch = get_own_or_404(request, Batch, pk)
    path = scan_path(Path(batch.path)) if batch.path else None
    if (
        path is None
        or not path.exists()
        or batch.state not in (Batch.State.UPLOADED, Batch.State.FAILED)
    ):
        raise Http404
    return batch, load(path)


def _line(row: Row) -> dict[str, Any]:
    """A line among the others: `beside` is all that was understood of it beyond its name, number
    and town, a refusal first, each as (field, the word before it, its text).
    """
    before = {"fax": _("fax"), "next_call": _("call back:")}
    shown = [name for name in FIELDS if name not in _IN_SIGHT and _text(row, name)]
    shown.sort(key=lambda name: name != "refusal")
    return {
        **{name: getattr(row, name) for name in ("text", "page", "box", "cells", "keep", "seen")},
        "doubtful": row.doubtful,
        "beside": [(name, before.get(name, ""), _said(row, name)) for name in shown],
    }


def _said(row: Row, name: str) -> str:
    """A field as it was written; a day to call again with the day that was understood."""
    text, at = _text(row, name), now()
    found = next_call_of(text, at) if name == "next_call" else None
    if found is None:
        return text
    due = datetime.fromisoformat(found.due).astimezone(PARIS)
    return f"{text} → {say(due, found.precision, at.astimezone(PARIS), current_language())}"


def _text(row: Row, name: str) -> str:
    cell = row.cells.get(name)
    return cell.text if cell else ""


def _cells(row: Row) -> list[dict[str, Any]]:
    """The fields of a line: those that were read, and those that every card has."""
    words = field_words() | {"person": _("Contact: name"), "role": _("Contact: job")}
    always = ("name", "phone", "city", "notes") if row.text else ("name", "phone", "city")
    shown = [name for name in FIELDS if name in row.cells or name in always]
    cells = []
    for name in shown:
        cell = row.cells.get(name)
        cells.append(
            {
                "name": name,
                "label": words[name],
                "text": cell.text if cell else "",
                "box": "-".join(str(side) for side in cell.box) if cell and cell.box else "",
                "doubtful": bool(cell and cell.sure < DOUBTFUL and not row.seen),
            }
        )
    return cells


@require_POST
def correct(request: MemberRequest, pk: int, place: int) -> HttpResponse:
    """Saves a line as she corrected it, or leaves it out; then shows the next doubtful one."""
    batch, scan = _scan(request, pk)
    if place >= len(scan.rows):
        raise Http404
    keep = request.POST.get("what") != "leave"
    values = {
        name: " ".join(request.POST[name].split())[:300] for name in FIELDS if name in request.POST
    }
    if keep and not (values.get("name") or values.get("phone")):
        flash(request, _("A card needs a name or a number."))
        return HttpResponseRedirect(reverse("paper", args=[pk], query={"row": place}))
    correct_row(Path(batch.path), place, values, keep=keep)
    return redirect("paper", pk)


@require_POST
def as_columns(request: MemberRequest, pk: int) -> HttpResponse:
    """Shows a table that was taken for a list of lines by its columns instead."""
    batch, scan = _scan(request, pk)
    if scan.pages:
        raise Http404
    show_as_columns(batch)
    return redirect("batch", pk)


@require_GET
def piece(request: MemberRequest, pk: int, page: int, box: str) -> HttpResponse:
    """A piece of a straightened page, as a picture."""
    batch = get_own_or_404(request, Batch, pk)
    sides = [int(side) for side in re.findall(r"\d{1,5}", box)]
    if len(sides) != 4 or not batch.path or sides[0] >= sides[2] or sides[1] >= sides[3]:
        raise Http404
    try:
        content = cut_piece(Path(batch.path), page, (sides[0], sides[1], sides[2], sides[3]))
    except FileNotFoundError:
        raise Http404 from None
    return HttpResponse(
        content, content_type="image/png", headers={"Cache-Control": "private, max-age=3600"}
    )
