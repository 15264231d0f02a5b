"""The legal verbs of one card: professional or consumer, consents, oppositions lifted."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from decroche.accountability.due import note_informed
from decroche.compliance.actions import ConsentGiven, NoReason
from decroche.compliance.models import Channel
from decroche.compliance.rules import ValueKind
from decroche.desk.parts.asking import flash, get_own_or_404, redirect_back
from decroche.prospects.legal_actions import (
    choose_audience,
    keep_consent,
    leave_person_alone,
    lift_company,
    lift_person,
    revoke_consent,
)
from decroche.prospects.models import Company, Contact
from decroche.prospects.queries import emails_of, numbers_of
from decroche.shared.clock import read_instant
from decroche.team.access import MemberRequest


@require_POST
def audience(request: MemberRequest, pk: int) -> HttpResponse:
    """Sets the card to professional or consumer, as she says."""
    card, chosen = get_own_or_404(request, Company, pk), request.POST.get("audience", "")
    reason = _("called for their trade") if chosen == "professional" else ""
    try:
        entry = choose_audience(by=request.member, company=card, audience=chosen, reason=reason)
    except ValueError:
        raise Http404 from None
    flash(request, _("Kept."), entry.pk)
    return redirect_back(request, "company", pk)


@require_POST
def consent(request: MemberRequest, pk: int) -> HttpResponse:
    """Saves the proof of a consumer's consent for one number or address; or notes that it was
    withdrawn.
    """
    card, post = get_own_or_404(request, Company, pk), request.POST
    value = _value(card, post.get("value", ""))
    if post.get("channel") not in Channel.values:
        raise Http404
    if "revoke" in post:
        _revoke(request, card, *value)
    else:
        _keep(request, card, *value)
    return redirect_back(request, "company", pk)


def _revoke(request: MemberRequest, card: Company, kind: ValueKind, value: str) -> None:
    entry = revoke_consent(
        by=request.member,
        company=card,
        kind=kind,
        value=value,
        channel=request.POST.get("channel", ""),
    )
    flash(request, _("Taken back: no call without a new one."), entry.pk)


def _keep(request: MemberRequest, card: Company, kind: ValueKind, value: str) -> None:
    post = request.POST
    try:
        given = ConsentGiven(
            kind=kind,
            value=value,
            text=post.get("text", ""),
            channel=post.get("channel", ""),
            given_at=read_instant(f"{post.get('on', '')}T{post.get('hour') or '00:00'}"),
            out_of_hours="out_of_hours" in post,
            proof=post.get("proof", ""),
        )
        entry = keep_consent(by=request.member, company=card, given=given)
    except ValueError:
        words = _(
            "A consent needs the words they agreed to and the day they did, not in the "
            "future: nothing was kept."
        )
        flash(request, words)
    else:
        flash(request, _("Consent kept."), entry.pk)


def _value(card: Company, said: str) -> tuple[ValueKind, str]:
    """(kind, value) of a number of the card by its key, or of one of its addresses."""
    for number in numbers_of(card):
        if said == str(number.pk):
            return "number", number.dial
    if said in emails_of(card):
        return "email", said
    raise Http404


@require_POST
def told(request: MemberRequest, pk: int) -> HttpResponse:
    """Notes that she told them herself where their details come from."""
    card = get_own_or_404(request, Company, pk)
    try:
        entry = note_informed(
            by=request.member, company=card, kind=request.POST.get("kind", "printed")
        )
    except ValueError:
        raise Http404 from None
    flash(request, _("%(name)s: noted as informed.") % {"name": card.name}, entry.pk)
    return redirect_back(request, "compliance")


@require_POST
def person(request: MemberRequest, pk: int) -> HttpResponse:
    """Notes the opposition of one person, or lifts it (with a written reason)."""
    whom = get_own_or_404(request, Contact, pk)
    if "reason" in request.POST:
        try:
            entry = lift_person(by=request.member, person=whom, reason=request.POST["reason"])
        except NoReason:
            flash(request, _("Write why, in a few words: the reason is kept in the journal."))
        else:
            flash(request, _("Lifted, with its reason in the journal."), entry.pk)
    else:
        entry = leave_person_alone(by=request.member, person=whom)
        flash(
            request,
            _("%(name)s is left alone; the company may still be called.")
            % {"name": whom.name or whom.get_role_display()},
            entry.pk,
        )
    return redirect_back(request, "company", whom.company_id)


@require_POST
def lift_card(request: MemberRequest, pk: int) -> HttpResponse:
    """Lifts the opposition of a card, with a written reason."""
    card = get_own_or_404(request, Company, pk)
    try:
        entry = lift_company(by=request.member, company=card, reason=request.POST.get("reason", ""))
    except NoReason:
        flash(request, _("Write why, in a few words: the reason is kept in the journal."))
    else:
        flash(request, _("Lifted, with its reason in the journal."), entry.pk)
    return redirect_back(request, "company", pk)
