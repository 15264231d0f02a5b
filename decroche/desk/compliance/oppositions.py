"""Whom she must leave alone, and the lifting of an opposition kept by mistake."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from decroche.compliance.actions import LEAST_REASON, NoReason
from decroche.compliance.models import Channel
from decroche.compliance.queries import opposition_acts, opposition_of
from decroche.compliance.rules import ValueKind
from decroche.compliance.wording import reference
from decroche.database.counting import at_most
from decroche.desk.compliance.pages import tabs
from decroche.desk.parts.asking import flash, get_own_or_404
from decroche.journal.actions import KeptForGood, NothingToUndo, undo
from decroche.journal.models import Entry
from decroche.journal.verbs import LOGGED
from decroche.prospects.legal_actions import NotAValue, leave_alone, lift_values, read_values
from decroche.prospects.queries import company_by_key, opposed_cards, opposed_people
from decroche.team.access import MemberRequest

_SHOWN = 100
Values = list[tuple[ValueKind, str]]


@require_http_methods(["GET", "POST"])
def oppositions(request: MemberRequest) -> HttpResponse:
    """Shows whether a number or an address that is typed must be left alone; people who were erased
    are never listed.
    """
    posted = request.method == "POST"
    text = (request.POST if posted else request.GET).get("text", "").strip()
    if not text:
        return _page(request, text, {})
    try:
        values = read_values(text)
    except NotAValue:
        problem = _("Type a telephone number, an e-mail address or a SIREN.")
        return _page(request, text, {"problem": problem}, status=422)
    if posted:
        return _lift(request, values) if "lift" in request.POST else _oppose(request, values)
    known = opposition_of(request.workspace, values)
    how = dict(Channel.choices).get(known.channel, "") if known else ""
    return _page(request, text, {"asked": True, "known": known, "how": how})


def _page(
    request: MemberRequest, text: str, answer: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The page, with what is known of the number or address that was typed."""
    cards = opposed_cards(request.workspace)
    context = {
        "tabs": tabs("oppositions"),
        "text": text,
        "cards": cards[:_SHOWN],
        "cards_count": at_most(cards),
        "acts": opposition_acts(request.workspace),
        "people": opposed_people(request.workspace)[:_SHOWN],
        "channels": Channel.choices,
        "reference": reference("objection"),
        "least": LEAST_REASON,
        **answer,
    }
    return render(request, "desk/compliance/oppositions.html", context, status=status)


def _lift(request: MemberRequest, values: Values) -> HttpResponse:
    reason = request.POST.get("reason", "")
    try:
        entry, _count = lift_values(by=request.member, values=values, reason=reason)
    except NoReason:
        flash(request, _("Write why, in a few words: the reason is kept in the journal."))
    else:
        flash(request, _("Lifted, with its reason in the journal."), entry.pk)
    return redirect("oppositions")


def _oppose(request: MemberRequest, values: Values) -> HttpResponse:
    channel = request.POST.get("channel", "phone")
    _entry, cards = leave_alone(
        by=request.member,
        values=values,
        channel=channel if channel in Channel.values else "phone",
        key=request.POST.get("key") or None,
    )
    words = ngettext(
        "Left alone for good; %(n)s card is stopped.",
        "Left alone for good; %(n)s cards are stopped.",
        cards,
    )
    flash(request, words % {"n": cards})
    return redirect("oppositions")


@require_http_methods(["GET", "POST"])
def lift(request: MemberRequest, pk: int) -> HttpResponse:
    """Lifts an opposition that was noted by mistake, with a written reason. The other values that
    were opposed with it are freed too.
    """
    entry = get_own_or_404(request, Entry, pk)
    if request.method == "POST":
        return _take_back(request, entry)
    context = {
        "entry": entry,
        "company": company_by_key(request.workspace, entry.company_id or 0),
        "least": LEAST_REASON,
        "reference": reference("objection"),
    }
    return render(request, "desk/compliance/lift.html", context)


def _take_back(request: MemberRequest, entry: Entry) -> HttpResponse:
    reason = request.POST.get("reason", "").strip()
    try:
        undo(by=request.member, entry_id=entry.pk, reason=reason)
    except KeptForGood:
        flash(request, _("Write why, in a few words: the reason is kept in the journal."))
        return redirect("lift", entry.pk)
    except NothingToUndo:
        flash(request, _("This was taken back already."))
    else:
        flash(request, _("Lifted, with its reason in the journal."))
    return redirect("loop" if entry.verb == LOGGED else "oppositions")
