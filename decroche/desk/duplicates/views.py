"""Two cards that may be one: side by side, joined field by field, or told apart for good."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from decroche.calls.queries import in_order
from decroche.desk.parts.asking import flash, get_own_or_404, whole_number
from decroche.desk.parts.wording import field_names, reasons_in_words
from decroche.intake import jobs
from decroche.prospects.duplicates import pairs_to_look_at
from decroche.prospects.likeness import SAME
from decroche.prospects.merging import FIELDS, merge, merge_all, never_the_same
from decroche.prospects.models import Company
from decroche.prospects.queries import counts
from decroche.team.access import MemberRequest

_AT_ONCE = 500


@require_http_methods(["GET", "POST"])
def join(request: MemberRequest, pk: int, other: int) -> HttpResponse:
    """Both cards, their differences marked; Enter joins them."""
    one, two = get_own_or_404(request, Company, pk), get_own_or_404(request, Company, other)
    if (
        request.method == "POST" and one.pk != two.pk and (one.removed_at or two.removed_at)
    ):  # a second click: they are one already
        return HttpResponseRedirect(
            _next(request) or f"/companies/{two.pk if one.removed_at else one.pk}/"
        )
    if one.pk == two.pk or one.removed_at or two.removed_at:
        raise Http404
    if request.method == "POST":
        chosen = [name for name in FIELDS if request.POST.get(name) == "other"]
        entry = merge(by=request.member, kept=one, other=two, from_other=chosen)
        flash(request, _("%(name)s: the two cards are one.") % {"name": one.name}, entry.pk)
        return HttpResponseRedirect(_next(request) or f"/companies/{one.pk}/")
    return render(request, "desk/duplicates/join.html", _side_by_side(one, two))


def _side_by_side(one: Company, two: Company) -> dict[str, Any]:
    names = field_names() | {"naf": _("NAF code")}
    lines = []
    differing = 0
    for name in FIELDS:
        left, right = getattr(one, name), getattr(two, name)
        if left or right:
            differs = bool(left and right and left != right)
            differing += differs
            lines.append((name, names[name], left, right, differing if differs else 0))
    numbers = [
        [number.national for number in card.numbers.order_by("position")] for card in (one, two)
    ]
    people = [
        [person.name or str(person.get_role_display()) for person in card.contacts.order_by("id")]
        for card in (one, two)
    ]
    return {"one": one, "two": two, "lines": lines, "numbers": numbers, "people": people}


@require_POST
def apart(request: MemberRequest, pk: int, other: int) -> HttpResponse:
    """These two are not the same: never asked again."""
    entry = never_the_same(
        by=request.member,
        one=get_own_or_404(request, Company, pk),
        two=get_own_or_404(request, Company, other),
    )
    flash(request, _("Told apart: you will not be asked again."), entry.pk)
    return HttpResponseRedirect(_next(request) or f"/companies/{pk}/")


def _next(request: MemberRequest) -> str:
    """The page of pairs, when that is where she is."""
    skipped = request.POST.get("skipped")
    return f"/doubles/?skipped={whole_number(skipped, 0, 0, 10_000)}" if skipped is not None else ""


@require_GET
def doubles(request: MemberRequest) -> HttpResponse:
    """The pairs that wait for her word, one at a time, likeliest first."""
    pairs = pairs_to_look_at(request.workspace)
    left = pairs.count()
    skipped = whole_number(request.GET.get("skipped"), 0, 0, left)
    pair = pairs.select_related("first", "second")[skipped : skipped + 1].first() if left else None
    context: dict[str, Any] = {
        "left": left - skipped,
        "skipped": skipped,
        "sure": pairs.filter(verdict=SAME).count(),
        "looking": jobs.looking_over(request.workspace.pk),
        "companies": counts(request.workspace),
    }
    if pair is not None:
        context |= _side_by_side(*in_order(pair.first, pair.second))
        context["reasons"] = reasons_in_words(pair.reasons)
    return render(request, "desk/duplicates/duplicates.html", context)


@require_POST
def look_over(request: MemberRequest) -> HttpResponse:
    """Looks the whole file over, in the background."""
    jobs.look_over(by=request.member)
    return redirect("doubles")


@require_POST
def join_sure(request: MemberRequest) -> HttpResponse:
    """Joins the pairs that are surely one company, at most 500 at once; one undo takes them all
    back.
    """
    pairs = (
        pairs_to_look_at(request.workspace)
        .filter(verdict=SAME)
        .values_list("first_id", "second_id")[:_AT_ONCE]
    )
    entry, joined = merge_all(by=request.member, pairs=list(pairs), in_order=in_order)
    flash(
        request,
        ngettext("%(n)s card has joined another.", "%(n)s cards have joined another.", joined)
        % {"n": joined},
        entry.pk,
    )
    return redirect("doubles")
