"""Call sheets: the next twenty cards as they would be called, for days without a screen.

Each card begins with one line of its name, number, town and person, as the paper reader takes it: a
sheet that is photographed comes back in by Import.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from decroche.callqueue.queries import next_on_paper
from decroche.calls.models import Call
from decroche.calls.queries import ask_for, best_number, latest_calls, roles_for
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.shared.clock import PARIS, now
from decroche.team.access import MemberRequest
from decroche.team.models import Member

_CARDS = 20


@dataclass(frozen=True, slots=True)
class SheetCard:
    """One card of the sheet; `last` is her last call there, if any."""

    company: Company
    number: PhoneNumber | None
    role: str
    contact: Contact | None
    last: Call | None


@require_GET
def sheets(request: MemberRequest) -> HttpResponse:
    """The page to print."""
    at = now().astimezone(PARIS)
    context = {"at": at, "cards": _cards(request.member, at)}
    return render(request, "desk/sheets/sheets.html", context)


def _cards(member: Member, at: datetime) -> list[SheetCard]:
    workspace, companies = member.workspace, next_on_paper(member, at, _CARDS)
    last = latest_calls(workspace, [one.pk for one in companies])
    found = []
    for company in companies:
        company.workspace = workspace
        people = list(company.contacts.all())
        role, contact = ask_for(company, people, roles_for(company))
        number = best_number(company, list(company.numbers.all()), contact)
        found.append(SheetCard(company, number, role, contact, last.get(company.pk)))
    return found
