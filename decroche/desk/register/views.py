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
from decroche.gateways.sirene import REACHABLE, NotAnswered
from decroche.intake import jobs
from decroche.intake.actions import Choices
from decroche.intake.completing import complete
from decroche.intake.register import (
    Gathered,
    candidates,
    fits,
    name_of,
    question_for,
    row_of,
    the_register,
    unit_for,
    usable,
)
from decroche.intake.register_query import (
    CompanySearch,
    activities,
    bands,
    departments,
    understand_wanted,
)
from decroche.intake.wording import left_out_in_words, not_answered_in_words
from decroche.prospects.models import Company
from decroche.prospects.queries import companies
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
        "known": companies(request.workspace).exclude(siren="").count(),
        "all_departments": departments().items(),
    }
    if text:
        wanted, offered = _wanted(
            text, request.GET.getlist("code"), touched="touched" in request.GET
        )
        context |= {"wanted": wanted, "offered": offered, "sizes": _size_in_words(wanted)} | _asked(
            wanted
        )
    return render(request, "desk/register/register.html", context)


def _wanted(
    text: str, chosen: list[str], *, touched: bool
) -> tuple[CompanySearch, list[tuple[str, str, bool]]]:
    """What is wanted, and the activities offered: [(code, label, ticked)]."""
    wanted = understand_wanted(text, now().astimezone(PARIS).date())
    ticked = tuple(code for code in wanted.activities if not touched or code in chosen)
    offered = [(code, activities()[code], code in ticked) for code in wanted.activities]
    return replace(wanted, activities=ticked), offered


def _asked(wanted: CompanySearch) -> dict[str, Any]:
    if not (
        wanted.activities or wanted.departments or wanted.postcodes or wanted.around or wanted.words
    ):
        return {"too_wide": True}
    try:
        service = the_register().hurried()
        answer = service.ask(question_for(wanted, service))
    except NotAnswered as error:
        return {"problem": not_answered_in_words(error)}
    left_out = Gathered()
    shown = [unit for unit in usable(answer.units, left_out) if fits(unit, wanted)]
    return {
        "total": answer.total,
        "more": answer.total >= REACHABLE,
        "rows": [
            (name_of(unit), *row_of(unit)[3:5], unit.postcode, row_of(unit)[7])
            for unit in shown[:_PREVIEW]
        ],
        "left_out": left_out_in_words(left_out),
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
    if not (
        wanted.activities or wanted.departments or wanted.postcodes or wanted.around or wanted.words
    ):
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
    siret = request.POST.get("siret", "")
    try:
        if request.method == "POST" or card.siren:
            unit = unit_for(the_register().hurried(), siret=siret or card.siret, siren=card.siren)
            change = (
                complete(by=request.member, company=card, unit=unit)
                if unit and request.method == "POST"
                else None
            )
            if change:
                return redirect("changes", change.batch_id)
            if request.method == "POST":
                flash(
                    request,
                    _("The register says nothing else of this company.")
                    if unit
                    else _("The register does not know this company."),
                )
                return redirect("company", pk)
            units = [unit] if unit else []
        else:
            units = candidates(
                the_register().hurried(),
                name=card.name,
                postcode=card.postcode,
                department=card.department,
            )
    except NotAnswered as error:
        flash(request, not_answered_in_words(error))
        return redirect("company", pk)
    rows = [
        (unit.siret, name_of(unit), *row_of(unit)[3:6], unit.postcode, row_of(unit)[7])
        for unit in units
    ]
    return render(request, "desk/register/compare.html", {"company": card, "rows": rows})
