"""Whom she must leave alone, and the lifting of an opposition kept by mistake."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from decroche.compliance.actions import LEAST_REASON, NoReason
from decroche.compliance.models import Channel, Suppression
from decroche.compliance.queries import opposition_of
from decroche.compliance.wording import reference
from decroche.desk.compliance.pages import tabs
from decroche.desk.parts.asking import flash, get_own_or_404
from decroche.journal.actions import KeptForGood, NothingToUndo, undo
from decroche.journal.models import Entry
from decroche.prospects.models import Company, Contact
from decroche.prospects.opposing import (
    NotAValue,
    leave_alone,
    lift_values,
    read_values,
)
from decroche.team.access import MemberRequest


@require_http_methods(["GET", "POST"])
def oppositions(request: MemberRequest) -> HttpResponse:
    """Whom she must leave alone: asked by typing the number or the address; nobody who was erased
    is ever listed.
    """
    text, context = (
        (request.POST if request.method == "POST" else request.GET).get("text", "").strip(),
        dict[str, Any](),
    )
    if text:
        try:
            values = read_values(text)
        except NotAValue:
            context["problem"] = _("Type a telephone number, an e-mail address or a SIREN.")
        else:
            if request.method == "POST":
                return _change_opposition(request, text, values)
            context["known"] = opposition_of(request.workspace, values)
            context["how"] = (
                dict(Channel.choices).get(context["known"].channel, "") if context["known"] else ""
            )
            context["asked"] = True
    rows = (
        Company.objects.filter(workspace=request.workspace, erased_at=None)
        .exclude(opposed_at=None)
        .order_by("-opposed_at")
    )
    prints = Suppression.objects.filter(workspace=request.workspace)
    context |= {
        "tabs": tabs("oppositions"),
        "text": text,
        "cards": rows[:100],
        "cards_count": rows.count(),
        "acts": prints.values("act").distinct().count(),
        "people": Contact.objects.filter(workspace=request.workspace)
        .exclude(opposed_at=None)
        .select_related("company")[:100],
        "channels": Channel.choices,
        "reference": reference("objection"),
        "least": LEAST_REASON,
    }
    return render(
        request,
        "desk/compliance/oppositions.html",
        context,
        status=422 if "problem" in context else 200,
    )


def _change_opposition(request: MemberRequest, text: str, values: list[Any]) -> HttpResponse:
    if "lift" in request.POST:
        try:
            entry, _count = lift_values(
                by=request.member, values=values, reason=request.POST.get("reason", "")
            )
        except NoReason:
            flash(request, _("Write why, in a few words: the reason is kept in the journal."))
        else:
            flash(request, _("Lifted, with its reason in the journal."), entry.pk)
        return redirect("oppositions")
    channel = request.POST.get("channel", "phone")
    entry, cards = leave_alone(
        by=request.member,
        values=values,
        channel=channel if channel in Channel.values else "phone",
        key=request.POST.get("key") or None,
    )
    flash(
        request,
        ngettext(
            "Left alone for good; %(n)s card is stopped.",
            "Left alone for good; %(n)s cards are stopped.",
            cards,
        )
        % {"n": cards},
    )
    return redirect("oppositions")


@require_http_methods(["GET", "POST"])
def lift(request: MemberRequest, pk: int) -> HttpResponse:
    """An opposition kept by mistake is taken back with a written reason, and with all that came
    with it.
    """
    entry = get_own_or_404(request, Entry, pk)
    if request.method == "POST":
        try:
            undo(
                by=request.member, entry_id=entry.pk, reason=request.POST.get("reason", "").strip()
            )
        except KeptForGood:
            flash(request, _("Write why, in a few words: the reason is kept in the journal."))
            return redirect("lift", pk)
        except NothingToUndo:
            flash(request, _("This was taken back already."))
        else:
            flash(request, _("Lifted, with its reason in the journal."))
        return HttpResponseRedirect(
            "/calls/" if entry.verb == "call.logged" else "/compliance/oppositions/"
        )
    company = Company.objects.filter(workspace=request.workspace, pk=entry.company_id or 0).first()
    return render(
        request,
        "desk/compliance/lift.html",
        {
            "entry": entry,
            "company": company,
            "least": LEAST_REASON,
            "reference": reference("objection"),
        },
    )
