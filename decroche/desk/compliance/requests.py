"""What people ask for about their data: those received, one to answer, the copy of what is kept."""

from __future__ import annotations

from secrets import token_hex

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from decroche.accountability.access import access_copy
from decroche.accountability.erasing import names_of
from decroche.accountability.requests import AlreadyClosed, erase_for, finish, take_in
from decroche.compliance.actions import LEAST_REASON, NoReason, extend
from decroche.compliance.models import Channel, Request
from decroche.compliance.queries import open_requests
from decroche.compliance.wording import reference
from decroche.desk.compliance.pages import as_file, tabs
from decroche.desk.parts.asking import flash, get_own_or_404, whole_number
from decroche.prospects.models import Company, Contact
from decroche.prospects.search import search
from decroche.shared.clock import PARIS, now, read_instant
from decroche.team.access import MemberRequest


@require_http_methods(["GET", "POST"])
def requests(request: MemberRequest) -> HttpResponse:
    """Those received; a new one."""
    if request.method == "POST":
        return _receive(request)
    closed = (
        Request.objects.filter(workspace=request.workspace)
        .exclude(closed_at=None)
        .order_by("-closed_at")[:50]
    )
    text = request.GET.get("text", "").strip()
    chosen = Company.objects.filter(
        workspace=request.workspace, pk=whole_number(request.GET.get("company"), 0, 0, 2**62)
    ).first()
    context = {
        "tabs": tabs("requests"),
        "open": open_requests(request.workspace),
        "closed": closed,
        "kinds": Request.Kind.choices,
        "channels": Channel.choices,
        "at": now(),
        "today": now().astimezone(PARIS).date(),
        "text": text,
        "found": [card for card, _match in search(request.workspace, text, limit=8)]
        if text and not chosen
        else [],
        "key": token_hex(12),
        "chosen": chosen,
        "people": chosen.contacts.exclude(name="") if chosen else [],
        "reference": reference("requests"),
    }
    return render(request, "desk/compliance/requests.html", context)


def _receive(request: MemberRequest) -> HttpResponse:
    post = request.POST
    company = get_own_or_404(request, Company, whole_number(post.get("company"), 0, 0, 2**62))
    person = Contact.objects.filter(
        company=company, pk=whole_number(post.get("person"), 0, 0, 2**62)
    ).first()
    kind, channel = post.get("kind", ""), post.get("channel", "mail")
    if kind not in Request.Kind.values or channel not in Channel.values:
        raise Http404
    day = post.get("on", "")
    try:
        received = min(now(), read_instant(f"{day}T12:00")) if day else now()
    except ValueError:
        flash(request, _("That day can’t be read: write it like 2026-11-24. Nothing was noted."))
        return HttpResponseRedirect(f"/compliance/requests/?company={company.pk}")
    row = take_in(
        by=request.member,
        kind=kind,
        channel=channel,
        who=post.get("who", ""),
        received_at=received,
        company=company,
        person=person,
        key=post.get("key") or None,
    )
    return redirect("request", row.pk)


@require_http_methods(["GET", "POST"])
def one_request(request: MemberRequest, pk: int) -> HttpResponse:
    """One request: what it asks for, what can be done, its proof."""
    row = get_own_or_404(request, Request, pk)
    if request.method == "POST":
        return _answer(request, row)
    company = Company.objects.filter(workspace=request.workspace, pk=row.company_id or 0).first()
    person = Contact.objects.filter(workspace=request.workspace, pk=row.contact_id or 0).first()
    context = {
        "tabs": tabs("requests"),
        "row": row,
        "company": company,
        "person": person,
        "at": now(),
        "reference": reference(row.kind if row.kind != "objection" else "objection"),
        "named": len(names_of(company)) if company else 0,
        "late": row.closed_at is None and row.due_at < now(),
        "least": LEAST_REASON,
    }
    return render(request, "desk/compliance/request.html", context)


def _answer(request: MemberRequest, row: Request) -> HttpResponse:
    verb = request.POST.get("verb", "")
    try:
        if verb == "erase":
            done = erase_for(
                by=request.member, request=row, leave_alone="leave_alone" in request.POST
            )
            flash(
                request,
                ngettext(
                    "Erased. %(n)s table was changed.",
                    "Erased. %(n)s tables were changed.",
                    len(done.rows),
                )
                % {"n": len(done.rows)},
            )
        elif verb == "extend":
            extend(by=request.member, request=row, why=request.POST.get("why", ""))
        elif verb in ("done", "refused"):
            finish(
                by=request.member,
                request=row,
                how=verb,
                proof={"said": request.POST.get("said", "")[:300]},
            )
    except AlreadyClosed:
        flash(request, _("This request was answered already."))
    except NoReason:
        flash(
            request,
            _("Two months more are given once, within the first month, with a written reason."),
        )
    return redirect("request", row.pk)


@require_GET
def access(request: MemberRequest, pk: int, ending: str, person: int = 0) -> HttpResponse:
    """Everything kept about a card or one of its people, as one file."""
    card = get_own_or_404(request, Company, pk)
    whom = Contact.objects.filter(company=card, pk=person).first() if person else None
    if person and whom is None:
        raise Http404
    return as_file(access_copy(request.member, card, whom), "vos-donnees", ending)
