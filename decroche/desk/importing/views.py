"""Bringing a file in: drop it, see what each column becomes, start, watch, undo."""

from __future__ import annotations

import secrets
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from decroche.calls.queries import to_complete
from decroche.desk.parts.asking import flash, get_own_or_404
from decroche.desk.parts.wording import field_words
from decroche.intake import jobs
from decroche.intake.actions import Choices, aside_path, doubles_path, layout_of
from decroche.intake.cards import Draft, RowReader
from decroche.intake.demo import write_demo
from decroche.intake.models import AsideRow, Batch, Change
from decroche.intake.paper.scan import scan_path
from decroche.intake.rules import FIELDS
from decroche.intake.sources.csv import looks_wrong
from decroche.intake.sources.opening import open_source
from decroche.intake.sources.signatures import is_picture
from decroche.intake.sources.source import Unreadable
from decroche.intake.updating import undo_import
from decroche.intake.wording import aside_reason, unreadable_in_words
from decroche.prospects.duplicates import pairs_to_look_at
from decroche.prospects.models import Provenance
from decroche.prospects.queries import counts
from decroche.shared.clock import now
from decroche.team.access import MemberRequest

_PREVIEW = 12


@require_GET
def start(request: MemberRequest) -> HttpResponse:
    """Where a file is dropped; the imports so far below."""
    batches = (
        Batch.objects.filter(workspace=request.workspace)
        .exclude(state=Batch.State.UPLOADED)
        .exclude(path="")
        .order_by("-id")[:20]
    )
    return render(
        request,
        "desk/importing/start.html",
        {"batches": batches, "companies": counts(request.workspace)},
    )


@require_POST
def upload(request: MemberRequest) -> HttpResponse:
    """Keeps the file and shows what it would become."""
    given = request.FILES.get("file")
    if given is None:
        flash(request, _("Choose a file first."))
        return redirect("import")
    path = _keep(given)
    with path.open("rb") as file:
        if is_picture(file.read(16)):
            row = Batch.objects.create(
                workspace=request.workspace,
                member=request.member,
                filename=(given.name or "")[:255],
                path=str(path),
                created_at=now(),
            )
            jobs.start_scan(by=request.member, batch=row)
            return redirect("batch", row.pk)
    try:
        layout_of(open_source(path), Choices())
    except Unreadable as error:
        path.unlink(missing_ok=True)
        flash(request, unreadable_in_words(error))
        return redirect("import")
    batch = Batch.objects.create(
        workspace=request.workspace,
        member=request.member,
        filename=(given.name or "")[:255],
        path=str(path),
        created_at=now(),
    )
    return redirect("batch", batch.pk)


@require_POST
def paste(request: MemberRequest) -> HttpResponse:
    """A list typed or pasted: one line a company, or a table copied from somewhere."""
    text = request.POST.get("text", "")
    if not text.strip():
        flash(request, _("Type or paste at least one line."))
        return redirect("import")
    path = _folder() / secrets.token_hex(12)
    path.write_text(text.replace("\r\n", "\n"), encoding="utf-8")
    row = Batch.objects.create(
        workspace=request.workspace,
        member=request.member,
        filename=_("pasted list"),
        path=str(path),
        created_at=now(),
    )
    return redirect("batch", row.pk)


def _folder() -> Path:
    folder = Path(settings.DATA_FOLDER) / "imports"
    folder.mkdir(exist_ok=True)
    return folder


def _keep(given: UploadedFile[Any]) -> Path:
    path = _folder() / secrets.token_hex(12)
    with path.open("wb") as file:
        for chunk in given.chunks():
            file.write(chunk)
    return path


@require_POST
def try_demo(request: MemberRequest) -> HttpResponse:
    """A made-up file, brought to the preview as if she had dropped it."""
    path = _folder() / secrets.token_hex(12)
    write_demo(path, companies=120, seed=1)
    row = Batch.objects.create(
        workspace=request.workspace,
        member=request.member,
        filename="decroche-essai.csv",
        path=str(path),
        created_at=now(),
    )
    return redirect("batch", row.pk)


@require_GET
def batch(request: MemberRequest, pk: int) -> HttpResponse:
    """Preview, progress or result, as the import stands."""
    row = get_own_or_404(request, Batch, pk)
    if row.state in (Batch.State.UPLOADED, Batch.State.FAILED) and Path(row.path).is_file():
        if row.choices.get("paper"):
            return _to_paper(request, row)
        return _preview(request, row)
    if row.state == Batch.State.RUNNING:
        return render(
            request,
            "desk/importing/_running.html"
            if getattr(request, "htmx", False)
            else "desk/importing/running.html",
            {"batch": row, "progress": jobs.progress(row.pk)},
        )
    aside = [
        (one.line, aside_reason(one.reason), one.cells)
        for one in AsideRow.objects.filter(batch=row).order_by("line")[:50]
    ]
    context = {
        "batch": row,
        "aside": aside,
        "file": aside_path(row),
        "waiting": Change.objects.filter(batch=row, state=Change.State.WAITING).count(),
        "doubles": [(*one, "exact")[:4] for one in row.choices.get("doubles", [])],
        "doubles_file": doubles_path(row),
        "pairs": pairs_to_look_at(request.workspace).count(),
        "looking": jobs.looking_over(request.workspace.pk),
        "without": to_complete(request.workspace).count(),
    }
    page = render(request, "desk/importing/done.html", context)
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": request.path})
    return page


def _to_paper(request: MemberRequest, row: Batch) -> HttpResponse:
    """To the lines of a paper list; when it could not be read, why, and another try."""
    if scan_path(Path(row.path)).exists():
        return (
            HttpResponse(headers={"HX-Redirect": f"/import/{row.pk}/paper/"})
            if getattr(request, "htmx", False)
            else redirect("paper", row.pk)
        )
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": request.path})
    return render(request, "desk/importing/unread.html", {"batch": row})


@require_POST
def read_again(request: MemberRequest, pk: int) -> HttpResponse:
    """Another try at a picture that could not be read: once tesseract is there, say."""
    row = get_own_or_404(request, Batch, pk)
    if row.state == Batch.State.FAILED and row.choices.get("paper") and Path(row.path).is_file():
        jobs.start_scan(by=request.member, batch=row)
    return redirect("batch", pk)


def _preview(request: MemberRequest, row: Batch, **more: Any) -> HttpResponse:
    choices = _reading(request.GET)
    try:
        source = open_source(Path(row.path), encoding=choices.encoding, separator=choices.separator)
        layout = layout_of(source, choices, request.workspace)
    except Unreadable as error:
        flash(request, unreadable_in_words(error))
        return redirect("import")
    rows = []
    reader = RowReader(layout)
    for index, (line, cells) in enumerate(source.rows()):
        if index <= layout.header:
            continue
        rows.append((line, cells[: len(layout.columns)], reader.read(line, cells)))
        if len(rows) == _PREVIEW:
            break
    columns = list(zip(layout.columns, layout.fields, strict=True))
    becomes = [
        {
            "line": line,
            "cells": _padded(cells, layout.fields),
            "draft": draft if isinstance(draft, Draft) else None,
            "aside": aside_reason(draft) if isinstance(draft, str) else "",
        }
        for line, cells, draft in rows
    ]
    context = {
        "batch": row,
        "columns": columns,
        "rows": becomes,
        "fields": [(name, field_words()[name]) for name in FIELDS],
        "natures": Provenance.Nature.choices,
        "no_name": not {"name", "contact_name", "contact_last", "email", "phone"}
        & set(layout.fields),
        "form": more,
        "layout": layout,
        "odd": next(
            (cell for _line, cells, _draft in rows for cell in cells if looks_wrong(cell)), ""
        ),
        "read": source,
        "separator": "tab"
        if getattr(source, "separator", "") == "\t"
        else getattr(source, "separator", ""),
    }
    return render(request, "desk/importing/preview.html", context)


def _reading(data: QueryDict) -> Choices:
    """How she says the file is to be read; what she leaves open is guessed."""
    header = data.get("header", "")
    fields = data.getlist("field")
    return Choices(
        fields=fields or None,
        header=int(header) if header.lstrip("-").isdigit() else None,
        encoding=data.get("encoding", ""),
        separator={"tab": "\t"}.get(data.get("separator", ""), data.get("separator", "")),
    )


def _padded(cells: list[str], fields: list[str]) -> list[tuple[str, str]]:
    return list(zip([*cells, *[""] * (len(fields) - len(cells))], fields, strict=True))


@require_POST
def run(request: MemberRequest, pk: int) -> HttpResponse:
    """Starts the import with her choices."""
    row = get_own_or_404(request, Batch, pk)
    source = request.POST.get("source", "").strip()
    if not source:
        flash(request, _("Say where this file comes from: the law asks, once."))
        return redirect("batch", pk)
    on_duplicate = request.POST.get("on_duplicate", "skip")
    nature = (
        request.POST.get("nature", "")
        if request.POST.get("nature") in Provenance.Nature.values
        else ""
    )
    kind = on_duplicate if on_duplicate in ("skip", "update", "create") else "skip"
    choices = replace(
        _reading(request.POST),
        list_name=request.POST.get("list", "").strip(),
        on_duplicate=kind,
        ask=True,
        nature=nature,
    )
    jobs.start(by=request.member, batch=row, source_said=source, choices=choices)
    return redirect("batch", pk)


@require_POST
def undo(request: MemberRequest, pk: int) -> HttpResponse:
    """Takes the whole import back, but for what has been called or edited since."""
    row = get_own_or_404(request, Batch, pk)
    if row.state == Batch.State.DONE:
        removed, kept = undo_import(by=request.member, batch=row)
        words = ngettext("%(n)s company taken out.", "%(n)s companies taken out.", removed) % {
            "n": removed
        }
        if kept:
            words += " " + ngettext(
                "%(n)s kept: called or edited since.", "%(n)s kept: called or edited since.", kept
            ) % {"n": kept}
        flash(request, words)
    return redirect("import")


@require_GET
def aside(request: MemberRequest, pk: int) -> FileResponse:
    """The rows kept aside, as a file."""
    path = aside_path(get_own_or_404(request, Batch, pk))
    if path is None or not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)


@require_GET
def already_there(request: MemberRequest, pk: int) -> FileResponse:
    """The rows that were there already, as a file."""
    path = doubles_path(get_own_or_404(request, Batch, pk))
    if path is None or not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)
