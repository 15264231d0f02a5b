"""The state's register: companies found there by trade, place and size, and cards compared
with it.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from decroche.background import beside
from decroche.background.beside import Errand
from decroche.desk.parts.asking import flash, get_own_or_404
from decroche.desk.parts.waiting import render_waiting
from decroche.intake import jobs
from decroche.intake.activities import activities
from decroche.intake.asking import Compared, candidates_for, compare_card, look_for
from decroche.intake.choices import Choices
from decroche.intake.headcounts import bands
from decroche.intake.places_wanted import departments
from decroche.intake.register_query import CompanySearch, understand_wanted
from decroche.intake.wording import left_out_in_words, no_answer_in_words, not_answered_in_words
from decroche.prospects.models import Company
from decroche.prospects.queries import with_siren_count
from decroche.shared.clock import PARIS, now
from decroche.team.access import MemberRequest

_PREVIEW = 10
_ANSWERED_WITHIN = 60.0
"""Seconds: two questions (the place, then the companies) of two tries each."""


@require_GET
def register(request: MemberRequest) -> HttpResponse:
    """What she looks for, in her words, and how it was understood; once the register was asked, how
    many companies there are, and the first of them.
    """
    text, wanted, offered = _read(request.GET)
    context: dict[str, Any] = {
        "text": text,
        "known": with_siren_count(request.workspace),
        "all_departments": departments().items(),
    }
    if text:
        context |= {"wanted": wanted, "offered": offered, "sizes": _size_in_words(wanted)}
        context |= _found(request, wanted)
    return render(request, "desk/register/register.html", context)


@require_POST
def ask(request: MemberRequest) -> HttpResponse:
    """Asks the register, beside the page that shows the answer."""
    text, wanted, _offered = _read(request.POST)
    if wanted.says_anything():
        beside.begin(_errand(request, wanted), lambda: _asked(wanted), within=_ANSWERED_WITHIN)
    return redirect(_address(request.POST) if text else reverse("register"))


@require_GET
def asking(request: MemberRequest) -> HttpResponse:
    """How far the question is, for the page that waits for it."""
    _text, wanted, _offered = _read(request.GET)
    errand = beside.look(_errand(request, wanted))
    return render_waiting(request, errand, _address(request.GET), _("Asking the register…"))


def _read(data: QueryDict) -> tuple[str, CompanySearch, list[tuple[str, str, bool]]]:
    """(her words, what is wanted, the activities offered) of a form or an address."""
    text = data.get("text", "").strip()[:300]
    return text, *_wanted(text, data.getlist("code"), touched="touched" in data)


def _address(data: QueryDict, name: str = "register") -> str:
    """The address of a question's page, or of the part that shows how far it is."""
    fields = [("text", data.get("text", "").strip()[:300])]
    fields += [("code", code) for code in data.getlist("code")]
    fields += [("touched", "1")] if "touched" in data else []
    return f"{reverse(name)}?{urlencode(fields)}"


def _errand(request: MemberRequest, wanted: CompanySearch) -> str:
    return f"register-{request.workspace.pk}-{wanted!r}"


def _wanted(
    text: str, chosen: list[str], *, touched: bool
) -> tuple[CompanySearch, list[tuple[str, str, bool]]]:
    """What is wanted, and the activities offered: [(code, label, ticked)]."""
    wanted = understand_wanted(text, now().astimezone(PARIS).date())
    ticked = tuple(code for code in wanted.activities if not touched or code in chosen)
    offered = [(code, activities()[code], code in ticked) for code in wanted.activities]
    return replace(wanted, activities=ticked), offered


def _found(request: MemberRequest, wanted: CompanySearch) -> dict[str, Any]:
    """What the register answered, or that it is being asked, or why it was not."""
    if not wanted.says_anything():
        return {"too_wide": True}
    errand = beside.look(_errand(request, wanted))
    if errand.state == "running":
        return {"waited": _address(request.GET, "asking-register")}
    if errand.state == "none":
        return {"not_asked": True}
    return errand.result or {"problem": no_answer_in_words()}


def _asked(wanted: CompanySearch) -> dict[str, Any]:
    found = look_for(wanted, _PREVIEW)
    if found.problem:
        return {"problem": not_answered_in_words(found.problem)}
    return {
        "total": found.total,
        "more": found.more,
        "rows": [asdict(one) for one in found.first],
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
    """Brings in what was found; cards that exist already are compared, and only changed once she
    agrees.
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
    """One card against the register, asked by a post: by its number there, else by name and place,
    to choose from.
    """
    card = get_own_or_404(request, Company, pk)
    if request.method == "POST":
        member, siret = request.member, request.POST.get("siret", "")

        def work() -> dict[str, Any]:
            if siret or card.siren:
                return _compared(compare_card(by=member, company=card, siret=siret))
            return _compared(candidates_for(card))

        beside.begin(_of_card(card), work, within=_ANSWERED_WITHIN)
        return redirect("compare", card.pk)
    return _shown(request, card, beside.look(_of_card(card)))


@require_GET
def comparing(request: MemberRequest, pk: int) -> HttpResponse:
    """How far the question is, for the page that waits for it."""
    card = get_own_or_404(request, Company, pk)
    page = reverse("compare", args=[card.pk])
    return render_waiting(request, beside.look(_of_card(card)), page, _("Asking the register…"))


def _of_card(card: Company) -> str:
    return f"compare-{card.pk}"


def _compared(found: Compared) -> dict[str, Any]:
    return {
        "batch": found.change.batch_id if found.change else None,
        "problem": not_answered_in_words(found.problem) if found.problem else "",
        "known": found.known,
        "rows": [asdict(one) for one in found.candidates],
    }


def _shown(request: MemberRequest, card: Company, errand: Errand) -> HttpResponse:
    """Redirects to the changes that the register proposes for a card. Without any, redirects to the
    card with the reason, or shows the companies among which she can choose.
    """
    found = errand.result or {"problem": no_answer_in_words()}
    if errand.state in ("none", "running") or found.get("rows"):
        context = {
            "company": card,
            "rows": found.get("rows"),
            "asked": errand.state != "none",
            "waiting": errand.state == "running",
        }
        return render(request, "desk/register/compare.html", context)
    beside.forget(_of_card(card))
    if found.get("batch"):
        return redirect("changes", found["batch"])
    if found["problem"]:
        words = found["problem"]
    elif found["known"]:
        words = _("The register says nothing else of this company.")
    elif card.siren:
        words = _("The register does not know this company.")
    else:
        words = _(
            "The register knows no open company of that name there. Correct the name or the town "
            "on the card, or give its SIREN."
        )
    flash(request, words)
    return redirect("company", card.pk)
