"""Requests of people about their data: the list of them, one to answer, and the copy of what is
kept.
"""

from __future__ import annotations

from secrets import token_hex

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from decroche.accountability.access import access_copy
from decroche.accountability.erasing import names_of
from decroche.accountability.requests import AlreadyClosed, erase_for, finish, take_in
from decroche.compliance.actions import LEAST_REASON, NoReason, RequestMade, extend
from decroche.compliance.models import Channel, Request
from decroche.compliance.queries import closed_requests, open_requests
from decroche.compliance.wording import reference
from decroche.desk.compliance.pages import as_file, tabs
from decroche.desk.parts.asking import flash, get_own_or_404
from decroche.prospects.models import Company
from decroche.prospects.queries import company_by_key, named_people, person_by_key, person_of
from decroche.prospects.search import search
from decroche.shared.clock import PARIS, now, read_instant
from decroche.shared.typed import row_key
from decroche.team.access import MemberRequest

_CLOSED_SHOWN, _FOUND_SHOWN = 50, 8


@require_http_methods(["GET", "POST"])
def requests(request: MemberRequest) -> HttpResponse:
    """The requests that were received. A post notes a new one."""
    if request.method == "POST":
        return _receive(request)
    text = request.GET.get("text", "").strip()
    chosen = company_by_key(request.workspace, row_key(request.GET.get("company")))
    found = search(request.workspace, text, limit=_FOUND_SHOWN) if text and not chosen else []
    context = {
        "tabs": tabs("requests"),
        "open": open_requests(request.workspace),
        "closed": closed_requests(request.workspace, _CLOSED_SHOWN),
        "kinds": Request.Kind.choices,
        "channels": Channel.choices,
        "at": now(),
        "today": now().astimezone(PARIS).date(),
        "text": text,
        "found": [card for card, _match in found],
        "key": token_hex(12),
        "chosen": chosen,
        "people": named_people(chosen) if chosen else [],
        "reference": reference("requests"),
    }
    return render(request, "desk/compliance/requests.html", context)


def _receive(request: MemberRequest) -> HttpResponse:
    post = request.POST
    company = get_own_or_404(request, Company, row_key(post.get("company")))
    kind, channel = post.get("kind", ""), post.get("channel", "mail")
    if kind not in Request.Kind.values or channel not in Channel.values:
        raise Http404
    day = post.get("on", "")
    try:
        received = min(now(), read_instant(f"{day}T12:00")) if day else now()
    except ValueError:
        flash(request, _("That day can’t be read: write it like 2026-11-24. Nothing was noted."))
        return HttpResponseRedirect(reverse("requests", query={"company": company.pk}))
    row = take_in(
        by=request.member,
        made=RequestMade(kind, channel, post.get("who", ""), received),
        company=company,
        person=person_of(company, row_key(post.get("person"))),
        key=post.get("key") or None,
    )
    return redirect("request", row.pk)


@require_http_methods(["GET", "POST"])
def one_request(request: MemberRequest, pk: int) -> HttpResponse:
    """One request: what is asked for, what can be done, and the proof of what was done."""
    row = get_own_or_404(request, Request, pk)
    if request.method == "POST":
        return _answer(request, row)
    company = company_by_key(request.workspace, row.company_id or 0)
    context = {
        "tabs": tabs("requests"),
        "row": row,
        "company": company,
        "person": person_by_key(request.workspace, row.contact_id or 0),
        "at": now(),
        "reference": reference(row.kind),
        "named": len(names_of(company)) if company else 0,
        "late": row.closed_at is None and row.due_at < now(),
        "least": LEAST_REASON,
    }
    return render(request, "desk/compliance/request.html", context)


def _answer(request: MemberRequest, row: Request) -> HttpResponse:
    verb, post = request.POST.get("verb", ""), request.POST
    try:
        if verb == "erase":
            _erase(request, row)
        elif verb == "extend":
            extend(by=request.member, request=row, why=post.get("why", ""))
        elif verb in ("done", "refused"):
            said = post.get("said", "")[:300]
            finish(by=request.member, request=row, how=verb, proof={"said": said})
    except AlreadyClosed:
        flash(request, _("This request was answered already."))
    except NoReason:
        words = _("Two months more are given once, within the first month, with a written reason.")
        flash(request, words)
    return redirect("request", row.pk)


def _erase(request: MemberRequest, row: Request) -> None:
    leave_alone = "leave_alone" in request.POST
    done = erase_for(by=request.member, request=row, leave_alone=leave_alone)
    words = ngettext(
        "Erased. %(n)s table was changed.", "Erased. %(n)s tables were changed.", len(done.rows)
    )
    flash(request, words % {"n": len(done.rows)})


@require_GET
def access(request: MemberRequest, pk: int, ending: str, person: int = 0) -> HttpResponse:
    """Everything kept about a card or one of its people, as one file."""
    card = get_own_or_404(request, Company, pk)
    whom = person_of(card, person) if person else None
    if person and whom is None:
        raise Http404
    return as_file(access_copy(request.member, card, whom), "vos-donnees", ending)
