"""Taking an import back: first she sees what would be removed, and is asked."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from decroche.desk.parts.asking import flash, get_own_or_404
from decroche.intake import jobs
from decroche.intake.going import what_goes
from decroche.intake.models import Batch
from decroche.intake.undoing_imports import AlreadyUndone, BeingUndone, ImportGoesOn, undo_some
from decroche.team.access import MemberRequest

_AT_ONCE = 1.0
"""Seconds that a page takes to undo an import; what is left is done beside the pages."""
State = Batch.State


@require_http_methods(["GET", "POST"])
def undo(request: MemberRequest, pk: int) -> HttpResponse:
    """Shows what would be removed; a post takes the whole import back, except for what has been
    called or edited since.
    """
    row = get_own_or_404(request, Batch, pk)
    if request.method == "GET":
        if row.state != State.DONE:
            return redirect("batch", pk)
        context = {"batch": row, "going": what_goes(row)}
        return render(request, "desk/importing/undo.html", context)
    if row.state not in (State.DONE, State.UNDOING, State.UNDONE):
        return redirect("batch", pk)
    return _take_back(request, row)


def _take_back(request: MemberRequest, row: Batch) -> HttpResponse:
    try:
        found = undo_some(by=request.member, batch=row, seconds=_AT_ONCE)
    except AlreadyUndone:
        flash(request, _("This import was taken back already."))
    except BeingUndone:
        return redirect("batch", row.pk)
    except ImportGoesOn:
        flash(request, _("Another import is under way: undo this one when that is done."))
        return redirect("batch", row.pk)
    else:
        if found is None:
            jobs.go_on_undoing(by=request.member, batch=row)
            return redirect("batch", row.pk)
        flash(request, _undone_in_words(*found))
    return redirect("import")


def _undone_in_words(removed: int, kept: int) -> str:
    words = ngettext("%(n)s company removed.", "%(n)s companies removed.", removed)
    words %= {"n": removed}
    if kept:
        why = ngettext(
            "%(n)s kept: called or edited since.", "%(n)s kept: called or edited since.", kept
        )
        words += " " + why % {"n": kept}
    return words
