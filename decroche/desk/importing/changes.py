"""What a file would change on cards that are there: seen first, then taken field by field, or
left.
"""

from __future__ import annotations

from collections import defaultdict

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from decroche.desk.parts.asking import flash, get_own_or_404
from decroche.desk.parts.wording import field_names
from decroche.intake.changing import apply_changes, leave_changes
from decroche.intake.models import Batch, Change
from decroche.team.access import MemberRequest

_SHOWN = 50


@require_GET
def changes(request: MemberRequest, pk: int) -> HttpResponse:
    """The changes that wait, fifty cards at a time."""
    batch = get_own_or_404(request, Batch, pk)
    waiting = Change.objects.filter(batch=batch, state=Change.State.WAITING)
    names = field_names() | {"naf": _("NAF code"), "siren": "SIREN", "closed": _("State")}
    cards = [
        {
            "change": change,
            "lines": [
                (name, names.get(name, name), before, after)
                for name, (before, after) in change.fields.items()
            ],
            "numbers": [number[1] for number in change.numbers],
        }
        for change in waiting.select_related("company").order_by("pk")[:_SHOWN]
    ]
    return render(
        request,
        "desk/importing/changes.html",
        {"batch": batch, "cards": cards, "left": waiting.count()},
    )


@require_POST
def decide(request: MemberRequest, pk: int, what: str) -> HttpResponse:
    """take: the fields ticked of the cards shown; all: everything; leave: nothing of the cards
    shown; leave-all: nothing at all.
    """
    batch = get_own_or_404(request, Batch, pk)
    waiting = Change.objects.filter(batch=batch, state=Change.State.WAITING).order_by("pk")
    shown = waiting.filter(
        pk__in=[key for key in request.POST.getlist("card") if key.isdigit()][:_SHOWN]
    )
    if what in ("take", "all"):
        entry, cards = apply_changes(
            by=request.member,
            changes=list(shown if what == "take" else waiting),
            only=_ticked(request) if what == "take" else None,
        )
        flash(
            request,
            ngettext("%(n)s card updated.", "%(n)s cards updated.", cards) % {"n": cards},
            entry.pk,
        )
    elif what in ("leave", "leave-all"):
        entry, cards = leave_changes(
            by=request.member, changes=list(shown if what == "leave" else waiting)
        )
        flash(
            request,
            ngettext("%(n)s card left as it was.", "%(n)s cards left as they were.", cards)
            % {"n": cards},
            entry.pk,
        )
    else:
        raise Http404
    left = waiting.exists()
    if batch.path == "" and batch.rows == 1 and not left:  # one card, compared with the register
        return HttpResponseRedirect(
            f"/companies/{Change.objects.filter(batch=batch).latest('pk').company_id}/"
        )
    return HttpResponseRedirect(f"/import/{batch.pk}/changes/" if left else f"/import/{batch.pk}/")


def _ticked(request: MemberRequest) -> dict[int, set[str]]:
    """The fields ticked, by change: boxes are named “change:field”."""
    chosen: dict[int, set[str]] = defaultdict(set)
    for text in request.POST.getlist("field"):
        key, _colon, name = text.partition(":")
        if key.isdigit():
            chosen[int(key)].add(name)
    return chosen
