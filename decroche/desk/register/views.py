"""The state's register: companies found there by trade, place and size, and cards compared
with it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from decroche.desk.parts.asking import flash, get_own_or_404
from decroche.intake import jobs
from decroche.intake.actions import Choices
from decroche.intake.asking import Compared, candidates_for, compare_card, look_for
from decroche.intake.register_query import (
    CompanySearch,
    activities,
    bands,
    departments,
    understand_wanted,
)
from decroche.intake.wording import left_out_in_words, not_answered_in_words
from decroche.prospects.models import Company
from decroche.prospects.queries import with_siren_count
from decroche.shared.clock import PARIS, now
from decroche.team.access import MemberRequest

_PREVIEW = 10


@require_GET
def register(request: MemberRequest) -> HttpResponse:
    """What she looks for, in her words; what was understood; how many there are, and the first of
    them.
    """
    text = request.GET.get("text", "").strip()[:300]
    context: dict[str, Any] = {
        "text": text,
        "known": with_siren_count(request.workspace),
        "all_departments": departments().items(),
    }
    if text:
        chosen, touched = request.GET.getlist("code"), "touched" in request.GET
        wanted, offered = _wanted(text, chosen, touched=touched)
        context |= {"wanted": wanted, "offered": offered, "sizes": _size_in_words(wanted)}
        context |= _found(wanted)
    return render(request, "desk/register/register.html", context)


def _wanted(
    text: str, chosen: list[str], *, touched: bool
) -> tuple[CompanySearch, list[tuple[str, str, bool]]]:
    """What is wanted, and the activities offered: [(code, label, ticked)]."""
    wanted = understand_wanted(text, now().astimezone(PARIS).date())
    ticked = tuple(code for code in wanted.activities if not touched or code in chosen)
    offered = [(code, activities()[code], code in ticked) for code in wanted.activities]
    return replace(wanted, activities=ticked), offered


def _found(wanted: CompanySearch) -> dict[str, Any]:
    """What the register says, or why it was not asked."""
    if not wanted.says_anything():
        return {"too_wide": True}
    found = look_for(wanted, _PREVIEW)
    if found.problem:
        return {"problem": not_answered_in_words(found.problem)}
    return {
        "total": found.total,
        "more": found.more,
        "rows": found.first,
        "left_out": left_out_in_words(found.left_out),
    }


def _size_in_words(wanted: CompanySearch) -> str:
    if not bands(wanted.least, wanted.most):
        return ""
    if wanted.least is not None and wanted.most is not None:
        return _("from %(least)s to %(most)s people") % {"least": wanted.least, "most": wanted.most}
    if wanted.least is not None:
        return _("%(least)s people or more") % {"least": wanted.least}
    return _("%(most)s people at most") % {"most": wanted.most}


@require_POST
def bring(request: MemberRequest) -> HttpResponse:
    """Brings in what was found; cards that are there are compared, and changed only with her
    word.
    """
    text = request.POST.get("text", "").strip()[:300]
    wanted, _offered = _wanted(text, request.POST.getlist("code"), touched=True)
    if not wanted.says_anything():
        flash(request, _("Say at least a trade or a place."))
        return redirect("register")
    source = _("state register of companies (Sirene), asked for: %(text)s") % {"text": text}
    choices = Choices(
        nature="register",
        list_name=request.POST.get("list", "").strip(),
        on_duplicate="update",
        ask=True,
    )
    batch = jobs.start_register(
        by=request.member, wanted=wanted, name=text, source_said=source, choices=choices
    )
    return redirect("batch", batch.pk)


@require_POST
def check(request: MemberRequest) -> HttpResponse:
    """Compares every card that has a SIREN: moved, renamed, closed."""
    batch = jobs.start_check(by=request.member, name=_("check against the register"))
    return redirect("batch", batch.pk)


@require_http_methods(["GET", "POST"])
def compare(request: MemberRequest, pk: int) -> HttpResponse:
    """One card against the register: by its number there, else by name and place, to choose
    from.
    """
    card = get_own_or_404(request, Company, pk)
    if request.method == "POST":
        siret = request.POST.get("siret", "")
        return _compared(request, card, compare_card(by=request.member, company=card, siret=siret))
    found = candidates_for(card)
    if found.problem:
        return _compared(request, card, found)
    context = {"company": card, "rows": found.candidates}
    return render(request, "desk/register/compare.html", context)


def _compared(request: MemberRequest, card: Company, found: Compared) -> HttpResponse:
    """To what would change; else to the card, with why there is nothing."""
    if found.change:
        return redirect("changes", found.change.batch_id)
    if found.problem:
        words = not_answered_in_words(found.problem)
    elif found.known:
        words = _("The register says nothing else of this company.")
    else:
        words = _("The register does not know this company.")
    flash(request, words)
    return redirect("company", card.pk)
