"""Two cards that may be one: side by side, joined field by field, or told apart for good."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from decroche.calls.queries import in_order
from decroche.desk.parts.asking import flash, get_own_or_404
from decroche.desk.parts.wording import field_names, reasons_in_words
from decroche.intake import jobs
from decroche.prospects.duplicates import pair_at, pairs_to_look_at, sure_pairs
from decroche.prospects.merging import FIELDS, merge, merge_all, never_the_same
from decroche.prospects.models import Company
from decroche.prospects.queries import counts, numbers_of, people_of
from decroche.shared.typed import whole_number
from decroche.team.access import MemberRequest

_AT_ONCE = 500


@require_http_methods(["GET", "POST"])
def join(request: MemberRequest, pk: int, other: int) -> HttpResponse:
    """Shows both cards with their differences marked. A post joins them."""
    one, two = get_own_or_404(request, Company, pk), get_own_or_404(request, Company, other)
    if one.pk == two.pk:
        raise Http404
    if one.removed_at or two.removed_at:
        if request.method == "POST":  # a second click: they are joined already
            return _next(request, two.pk if one.removed_at else one.pk)
        raise Http404
    if request.method == "POST":
        chosen = [name for name in FIELDS if request.POST.get(name) == "other"]
        entry = merge(by=request.member, kept=one, other=two, from_other=chosen)
        flash(request, _("%(name)s: the two cards are one.") % {"name": one.name}, entry.pk)
        return _next(request, one.pk)
    return render(request, "desk/duplicates/join.html", _side_by_side(one, two))


def _side_by_side(one: Company, two: Company) -> dict[str, Any]:
    """Both cards: the lines of their fields, and the columns with their numbers and people."""
    return {
        "one": one,
        "two": two,
        "lines": _lines(one, two),
        "numbers": [[number.national for number in numbers_of(card)] for card in (one, two)],
        "people": [
            [person.name or str(person.get_role_display()) for person in people_of(card)]
            for card in (one, two)
        ],
    }


def _lines(one: Company, two: Company) -> list[tuple[str, str, Any, Any, int]]:
    """[(field, its name, left, right, number of the difference or 0 when there is none)], without
    fields that are empty on both cards.
    """
    names = field_names() | {"naf": _("NAF code")}
    lines = []
    differing = 0
    for name in FIELDS:
        left, right = getattr(one, name), getattr(two, name)
        if left or right:
            differs = bool(left and right and left != right)
            differing += differs
            lines.append((name, names[name], left, right, differing if differs else 0))
    return lines


@require_POST
def apart(request: MemberRequest, pk: int, other: int) -> HttpResponse:
    """Notes that these two are different companies: she is never asked again."""
    entry = never_the_same(
        by=request.member,
        one=get_own_or_404(request, Company, pk),
        two=get_own_or_404(request, Company, other),
    )
    flash(request, _("Kept as two companies: you will not be asked again."), entry.pk)
    return _next(request, pk)


def _next(request: MemberRequest, card: int) -> HttpResponse:
    """Redirects to the next pair when she goes through the pairs; else to the card."""
    skipped = request.POST.get("skipped")
    if skipped is None:
        return redirect("company", card)
    query = {"skipped": whole_number(skipped, 0, 0, 10_000)}
    return HttpResponseRedirect(reverse("doubles", query=query))


@require_GET
def doubles(request: MemberRequest) -> HttpResponse:
    """The pairs that wait for her decision, one at a time, the likeliest first."""
    left = pairs_to_look_at(request.workspace).count()
    skipped = whole_number(request.GET.get("skipped"), 0, 0, left)
    pair = pair_at(request.workspace, skipped)
    context: dict[str, Any] = {
        "left": left - skipped,
        "skipped": skipped,
        "sure": sure_pairs(request.workspace).count(),
        "looking": jobs.looking_over(request.workspace.pk),
        "companies": counts(request.workspace),
    }
    if pair is not None:
        context |= _side_by_side(*in_order(pair.first, pair.second))
        context["reasons"] = reasons_in_words(pair.reasons)
    return render(request, "desk/duplicates/duplicates.html", context)


@require_POST
def look_over(request: MemberRequest) -> HttpResponse:
    """Looks for duplicates in the whole file, in the background."""
    jobs.look_over(by=request.member)
    return redirect("doubles")


@require_POST
def join_sure(request: MemberRequest) -> HttpResponse:
    """Joins the pairs that are surely one company, at most 500 at once; one undo takes them all
    back.
    """
    pairs = [(pair.first_id, pair.second_id) for pair in sure_pairs(request.workspace)[:_AT_ONCE]]
    entry, joined = merge_all(by=request.member, pairs=pairs, in_order=in_order)
    words = ngettext("%(n)s card has joined another.", "%(n)s cards have joined another.", joined)
    flash(request, words % {"n": joined}, entry.pk)
    return redirect("doubles")
