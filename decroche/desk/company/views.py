"""One company: everything known, editable in place, with its history."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from decroche.calls.contract_kept import contract_of
from decroche.calls.moments import moments_of
from decroche.calls.notes import write_note
from decroche.calls.permission import is_client
from decroche.calls.queries import answers_given, calls_of, notes_of
from decroche.calls.states import note_way_in
from decroche.compliance.models import Channel
from decroche.correspondence.queries import dead_addresses, messages_of
from decroche.desk.company.history import timeline
from decroche.desk.parts.asking import flash, get_own_or_404, is_htmx, redirect_back
from decroche.desk.parts.lawline import law_of
from decroche.desk.parts.wording import field_names, reasons_in_words
from decroche.followups.queries import open_in_order
from decroche.followups.wording import waits_in_words
from decroche.journal.record import all_or_nothing, was_written
from decroche.prospects import actions
from decroche.prospects.duplicates import look_alikes
from decroche.prospects.left_alone import SilentValue
from decroche.prospects.models import Company, Contact
from decroche.prospects.queries import numbers_with_people, people_of
from decroche.referrals.queries import referrals_from, referrals_to
from decroche.shared.addresses import check_address
from decroche.shared.clock import PARIS, day_of, now
from decroche.shared.numbers import read_numbers
from decroche.team.access import MemberRequest

_CALLS_SHOWN, _MESSAGES_SHOWN = 50, 20


@require_GET
def company(request: MemberRequest, pk: int) -> HttpResponse:
    """The page of a card."""
    return _card(request, get_own_or_404(request, Company, pk))


def _card(request: MemberRequest, card: Company, **note: str) -> HttpResponse:
    """The page of a card. A note that could not be saved stands in its form, with the reason."""
    facts = [(name, label, _value(card, name)) for name, label in field_names().items()]
    at, follow_ups = now(), open_in_order(card)
    context = {
        "note_text": note.get("text", ""),
        "note_on": note.get("on", ""),
        "note_error": note.get("error", ""),
        "won": is_client(card),
        "company": card,
        "known": [fact for fact in facts if fact[2]],
        "unknown": [fact for fact in facts if not fact[2]],
        "at": at,
        "numbers": numbers_with_people(card),
        "people": people_of(card),
        "roles": Contact.Role.choices,
        "follow_ups": follow_ups,
        "late": {row.pk: waits_in_words(row, at) for row in follow_ups},
        "calls": calls_of(card, _CALLS_SHOWN),
        "notes_here": notes_of(card),
        "contract": contract_of(card),
        "moments": moments_of(card),
        "qualified": answers_given(card),
        "referrals": referrals_to(card),
        "sent_to": referrals_from(card),
        "history": timeline(request.workspace, card),
        "law": law_of(request.workspace, card, at),
        "audiences": Company.Audience.choices,
        "channels": Channel.choices,
        "dead": dead_addresses(card),
        "alike": _alike(request, card),
        "messages_here": messages_of(card, _MESSAGES_SHOWN),
    }
    status = 422 if note else 200
    return render(request, "desk/company/company.html", context, status=status)


def _alike(request: MemberRequest, card: Company) -> list[tuple[Company, str]]:
    """[(a card that may be the same company, why in words)]; none for a card that was removed."""
    if card.removed_at is not None:
        return []
    return [
        (other, ", ".join(words for words, agrees in reasons_in_words(why) if agrees))
        for other, why in look_alikes(request.workspace, card)
    ]


@require_GET
def fact(request: MemberRequest, pk: int, name: str) -> HttpResponse:
    """One field, to read or (?edit) to write."""
    return _fact(request, get_own_or_404(request, Company, pk), name, edit="edit" in request.GET)


def _fact(request: MemberRequest, card: Company, name: str, **more: Any) -> HttpResponse:
    label = field_names().get(name)
    if label is None:
        return HttpResponse(status=404)
    holder = _holder(card, name)
    context = {"company": card, "holder": holder, "name": name, "label": label, **more}
    context.setdefault("value", _value(card, name))
    return render(request, "desk/company/_fact.html", context)


def _holder(card: Company, name: str) -> Model:
    """The row that has a field: whom to ask for (`ask_next`) is in the call state, the other fields
    are in the card.
    """
    return card.state if name == "ask_next" else card


def _value(card: Company, name: str) -> str:
    """The value of a field of the card."""
    return str(getattr(_holder(card, name), name))


@require_POST
def edit(request: MemberRequest, pk: int, name: str) -> HttpResponse:
    """Saves one field."""
    card, value = get_own_or_404(request, Company, pk), request.POST.get("value", "").strip()
    if name == "email" and value and not check_address(value).ok:
        return _fact(
            request, card, name, edit=True, error=_("This is not an e-mail address."), value=value
        )
    try:
        if name == "ask_next":
            note_way_in(by=request.member, company=card, text=value)
        else:
            actions.edit_company(by=request.member, company=card, changes={name: value})
    except SilentValue as silent:
        return _fact(request, card, name, edit=True, error=silent.in_words(), value=value)
    except ValueError:
        problem = (
            _("A company needs a name.") if name == "name" and not value else _("This is too long.")
        )
        return _fact(request, card, name, edit=True, error=problem, value=value)
    if is_htmx(request):
        return _fact(request, card, name)
    return redirect_back(request, "company", pk)


@require_POST
def add_number(request: MemberRequest, pk: int) -> HttpResponse:
    """Adds a number, in any spelling. One that the card has already is not added again."""
    card = get_own_or_404(request, Company, pk)
    reading = read_numbers(request.POST.get("number", ""), postcode=card.postcode)
    new = actions.new_numbers(card, reading.numbers)
    try:
        with all_or_nothing():
            for number in new:
                actions.add_number(by=request.member, company=card, number=number)
    except SilentValue as silent:
        flash(request, silent.in_words())
        return redirect_back(request, "company", pk)
    if reading.numbers and not new:
        flash(request, _("This number is on the card already."))
    if not reading.numbers:
        flash(request, _("No number could be read there. Write it like 03 53 01 12 34."))
    return redirect_back(request, "company", pk)


@require_POST
def add_person(request: MemberRequest, pk: int) -> HttpResponse:
    """Adds a person; a text that is not an address is left out, and she is told."""
    card, name = get_own_or_404(request, Company, pk), request.POST.get("name", "").strip()
    typed = request.POST.get("email", "").strip()
    email = check_address(typed)
    role = request.POST.get("role", "other")
    if not name or role not in Contact.Role.values:
        return redirect_back(request, "company", pk)
    address = email.address if email.ok else ""
    try:
        entry = actions.add_person(
            by=request.member, company=card, role=role, name=name, email=address
        )
    except SilentValue as silent:
        flash(request, silent.in_words())
        return redirect_back(request, "company", pk)
    if not was_written(entry):
        flash(request, _("%(name)s is on the card already.") % {"name": name})
    elif typed and not email.ok:
        flash(
            request,
            _("%(name)s is kept, without “%(text)s”, which is not an e-mail address.")
            % {"name": name, "text": typed},
        )
    return redirect_back(request, "company", pk)


@require_POST
def write(request: MemberRequest, pk: int) -> HttpResponse:
    """Adds a note without a call, on the day it is about: today or an earlier one. Any other day is
    refused, and nothing that was typed is lost.
    """
    card = get_own_or_404(request, Company, pk)
    text, day = request.POST.get("text", ""), request.POST.get("on", "").strip()
    if day == request.POST.get("shown_on"):  # she chose no day: the page may be from yesterday
        day = ""
    try:
        at = _moment_of(day)
    except NoSuchDay as problem:
        return _card(request, card, text=text, on=day, error=str(problem))
    entry = write_note(by=request.member, company=card, text=text, at=at)
    if entry and not was_written(entry):
        flash(request, _("This note was kept a moment ago: it stands there once."))
    elif entry:
        flash(request, _("The note is kept."), entry.pk)
    return redirect_back(request, "company", pk)


class NoSuchDay(ValueError):
    """A note can't be about that day. The message tells her why."""


def _moment_of(day: str) -> datetime:
    """The moment that a note is about: now for today or without a day, noon for an earlier day.
    Raises NoSuchDay.
    """
    at = now().astimezone(PARIS)
    try:
        found = date.fromisoformat(day) if day else day_of(at)
    except ValueError:
        raise NoSuchDay(
            _("That day can’t be read: write it like 2026-11-24. Nothing was noted.")
        ) from None
    if found > day_of(at):
        raise NoSuchDay(_("That day is still to come: a note is about today or an earlier day."))
    if found.year < 2000:
        raise NoSuchDay(_("That day is too long ago: look at the year."))
    return at if found == day_of(at) else datetime.combine(found, time(12), PARIS)
