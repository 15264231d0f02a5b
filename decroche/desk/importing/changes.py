"""What a file would change on cards that exist already: shown first, then applied field by field,
or left.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from decroche.desk.parts.asking import flash, get_own_or_404
from decroche.desk.parts.wording import field_names
from decroche.intake.changing import DETAIL, apply_changes, leave_changes
from decroche.intake.models import Batch, Change
from decroche.intake.queries import compared_company, waiting_changes
from decroche.shared.choices import whole
from decroche.team.access import MemberRequest

_SHOWN = 50


@require_GET
def changes(request: MemberRequest, pk: int) -> HttpResponse:
    """The changes that wait, fifty cards at a time."""
    batch = get_own_or_404(request, Batch, pk)
    waiting = waiting_changes(batch)
    names = field_names() | {
        "naf": _("NAF code"),
        "siren": "SIREN",
        "closed": _("State"),
        "tags": _("Tags"),
    }
    context = {
        "batch": batch,
        "cards": [_card(change, names) for change in waiting[:_SHOWN]],
        "left": waiting.count(),
    }
    return render(request, "desk/importing/changes.html", context)


def _card(change: Change, names: dict[str, str]) -> dict[str, Any]:
    """One card: (field, its name, before, after) of each field, the numbers and the people it would
    get.
    """
    lines = [
        (name, names.get(name, name.removeprefix(DETAIL)), before, after)
        for name, (before, after) in change.fields.items()
    ]
    people = [
        " · ".join(filter(None, (name, title, email, *(number[1] for number in numbers))))
        for name, _role, title, email, numbers in change.people
    ]
    numbers = [
        _("%(number)s (fax)") % {"number": one[1]} if one[2] == "fax" else one[1]
        for one in change.numbers
    ]
    return {"change": change, "lines": lines, "numbers": numbers, "people": people}


@require_POST
def decide(request: MemberRequest, pk: int, what: str) -> HttpResponse:
    """Applies or leaves changes. `what` is take (the ticked fields of the cards shown), all
    (everything), leave (nothing of the cards shown) or leave-all (nothing at all).
    """
    batch = get_own_or_404(request, Batch, pk)
    shown = [key for text in request.POST.getlist("card") if (key := whole(text))][:_SHOWN]
    if what == "take":
        _take(request, list(waiting_changes(batch, shown)), _ticked(request))
    elif what == "all":
        _take(request, list(waiting_changes(batch)), None)
    elif what == "leave":
        _leave(request, list(waiting_changes(batch, shown)))
    elif what == "leave-all":
        _leave(request, list(waiting_changes(batch)))
    else:
        raise Http404
    return _next(batch)


def _take(request: MemberRequest, chosen: list[Change], only: dict[int, set[str]] | None) -> None:
    entry, cards = apply_changes(by=request.member, changes=chosen, only=only)
    words = ngettext("%(n)s card updated.", "%(n)s cards updated.", cards)
    flash(request, words % {"n": cards}, entry.pk)


def _leave(request: MemberRequest, chosen: list[Change]) -> None:
    entry, cards = leave_changes(by=request.member, changes=chosen)
    words = ngettext("%(n)s card left as it was.", "%(n)s cards left as they were.", cards)
    flash(request, words % {"n": cards}, entry.pk)


def _next(batch: Batch) -> HttpResponse:
    """Redirects to the changes that still wait; after the last one to the card, or to the
    import.
    """
    if waiting_changes(batch).exists():
        return redirect("changes", batch.pk)
    company = compared_company(batch)
    return redirect("company", company) if company else redirect("batch", batch.pk)


def _ticked(request: MemberRequest) -> dict[int, set[str]]:
    """The fields ticked, by change: boxes are named “change:field”."""
    chosen: dict[int, set[str]] = defaultdict(set)
    for text in request.POST.getlist("field"):
        change, _colon, name = text.partition(":")
        if key := whole(change):
            chosen[key].add(name)
    return chosen
