"""The documents that the law asks for, the details they are filled in with, and the choices that
the law leaves to her.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from decroche.accountability.controller import controller
from decroche.accountability.documents import DOCUMENTS, FILENAMES
from decroche.accountability.legal_settings import (
    LegalSettings,
    keep_legal_settings,
    legal_settings,
    most_months,
)
from decroche.compliance.wording import reference
from decroche.desk.compliance.pages import as_file, tabs
from decroche.desk.parts.asking import flash, get_own_or_404, redirect_back
from decroche.desk.parts.refused import NotKept, checked, render_not_kept
from decroche.prospects.actions import say_nature
from decroche.prospects.models import Provenance
from decroche.prospects.queries import sources
from decroche.shared.clock import now, today
from decroche.team.access import MemberRequest

_SOURCES_SHOWN = 30


@require_GET
def papers(request: MemberRequest) -> HttpResponse:
    """The documents, and the details they are filled in with."""
    day, who = today(), controller(request.member, now())
    context = {
        "tabs": tabs("papers"),
        "who": who,
        "chosen": legal_settings(request.workspace, day),
        "most": most_months(day),
        "natures": Provenance.Nature.choices,
        "complete": bool(request.member.name and (who.email or who.phone)),
        "sources": sources(request.workspace)[:_SOURCES_SHOWN],
        "papers": [
            ("register", _("Register of processing"), reference("register")),
            ("balancing", _("Balancing test"), reference("balancing")),
            ("notice", _("Notice to print or to send"), reference("notice")),
        ],
        "references": {
            name: reference(name)
            for name in ("local_holidays", "personal_webmail", "retention", "source")
        },
    }
    return render(request, "desk/compliance/documents.html", context)


@require_GET
def paper(request: MemberRequest, which: str, ending: str) -> HttpResponse:
    """One document."""
    make = DOCUMENTS.get(which)
    if make is None:
        raise Http404
    return as_file(make(request.member, now()), FILENAMES[which], ending)


@require_POST
def settings(request: MemberRequest) -> HttpResponse:
    """The choices that the law leaves to her."""
    post, day = request.POST, today()
    kept, said = legal_settings(request.workspace, day), checked(post)
    months = said.number(
        "prospect_months",
        _("Months a prospect is kept after the last contact from them"),
        kept.prospect_months,
        1,
        most_months(day),
    )
    years = None
    if post.get("suppression_years", "").strip():
        years = said.number(
            "suppression_years",
            _("Years a fingerprint of an opposition is kept (empty: for good; 3 at least)"),
            0,
            3,
            100,
        )
    if said.problems:
        return render_not_kept(request, NotKept(said.problems), reverse("papers"))
    wanted = LegalSettings(
        local_holidays="local_holidays" in post,
        strict_webmail="strict_webmail" in post,
        prospect_months=months,
        suppression_years=years,
        interest=post.get("interest", ""),
        measures=post.get("measures", ""),
    )
    keep_legal_settings(workspace=request.workspace, wanted=wanted, on=day)
    flash(request, _("Kept."))
    return redirect("papers")


@require_POST
def source(request: MemberRequest, pk: int) -> HttpResponse:
    """Where the cards of a source come from, in the law's terms."""
    row, nature = get_own_or_404(request, Provenance, pk), request.POST.get("nature", "")
    if nature not in Provenance.Nature.values:
        raise Http404
    entry = say_nature(by=request.member, provenance=row, nature=nature)
    flash(request, _("Kept."), entry.pk)
    return redirect_back(request, "papers")
