"""Call sheets: the next twenty cards as they would be called, for days without a screen.

Each card begins with one line of its name, number, town and person, as the paper reader takes it: a
sheet that is photographed comes back in by Import. What else is printed on it (whom to ask, what
was promised, her last words, the outcomes as boxes) the reader leaves out: intake/paper/printed.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from decroche.callqueue.queries import next_on_paper
from decroche.calls.models import Call
from decroche.calls.queries import latest_calls, latest_words
from decroche.calls.sheet_wording import (
    boxes,
    file_label,
    last_label,
    promised_label,
    switchboard_label,
)
from decroche.calls.whom_to_ask import ask_for, best_number, roles_for
from decroche.calls.wording import ask_in_words
from decroche.followups.models import FollowUp
from decroche.followups.queries import open_with_any
from decroche.followups.wording import due_in_words
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.shared.clock import PARIS, now
from decroche.team.access import MemberRequest
from decroche.team.models import Member, Workspace

_CARDS = 20


@dataclass(frozen=True, slots=True)
class SheetCard:
    """One card of the sheet. `ask` says whom to ask for, `last` is her last call there that has
    words, else the last one, if any; `promise` is the day and hour she gave, in words;
    `switchboard` what the switchboard said about whom to ask for.
    """

    company: Company
    number: PhoneNumber | None
    role: str
    contact: Contact | None
    ask: str
    last: Call | None
    promise: str
    switchboard: str


@require_GET
def sheets(request: MemberRequest) -> HttpResponse:
    """The page to print."""
    at = now().astimezone(PARIS)
    context = {
        "at": at,
        "cards": _cards(request.member, at),
        "boxes": boxes(),
        "promised": promised_label(),
        "last_time": last_label(),
        "on_the_card": file_label(),
        "switchboard": switchboard_label(),
    }
    return render(request, "desk/sheets/sheets.html", context)


def _cards(member: Member, at: datetime) -> list[SheetCard]:
    workspace, companies = member.workspace, next_on_paper(member, at, _CARDS)
    keys = [one.pk for one in companies]
    last = latest_calls(workspace, keys) | latest_words(workspace, keys)
    promises = _promises(workspace, keys, at)
    found = []
    for company in companies:
        company.workspace = workspace
        people = list(company.contacts.all())
        role, contact = ask_for(company, people, roles_for(company))
        number = best_number(company, list(company.numbers.all()), contact)
        ask = ask_in_words(role, contact.name if contact else "")
        said = (last.get(company.pk), promises.get(company.pk, ""), company.state.ask_next)
        found.append(SheetCard(company, number, role, contact, ask, *said))
    return found


def _promises(workspace: Workspace, companies: list[int], at: datetime) -> dict[int, str]:
    """The soonest promise of each of these companies (keys), in words."""
    found: dict[int, str] = {}
    for row in open_with_any(workspace, companies):
        if row.kind == FollowUp.Kind.PROMISED:
            found.setdefault(row.company_id, due_in_words(row, at))
    return found
