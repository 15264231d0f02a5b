"""Conformité: what is due, oppositions, requests, documents; and the legal verbs of a card."""

from __future__ import annotations

import json
from collections.abc import Callable
from secrets import token_hex
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from decroche.accountability.access import access_copy
from decroche.accountability.controller import controller
from decroche.accountability.documents import DOCUMENTS, FILENAMES
from decroche.accountability.due import look_at, to_inform, told_otherwise, yearly
from decroche.accountability.erasing import names_of
from decroche.accountability.pages import Document, as_pdf, as_text
from decroche.accountability.requests import AlreadyClosed, erase_for, finish, take_in
from decroche.accountability.retention import apply_retention, plan, soon
from decroche.accountability.scrubbing import scrub_database
from decroche.compliance.actions import LEAST_REASON, NoReason, extend
from decroche.compliance.models import Channel, Request, Suppression
from decroche.compliance.queries import open_requests, opposition_of, policy
from decroche.compliance.wording import reference
from decroche.desk.asking import flash, get_own_or_404, redirect_back, whole_number
from decroche.journal.actions import KeptForGood, NothingToUndo, undo
from decroche.journal.models import Entry
from decroche.prospects.models import Company, Contact, Provenance
from decroche.prospects.opposing import (
    NotAValue,
    leave_alone,
    lift_company,
    lift_values,
    read_values,
)
from decroche.prospects.queries import search
from decroche.shared.clock import PARIS, now, read_instant
from decroche.shared.dated import legal_limit
from decroche.team.access import MemberRequest
from decroche.team.actions import save_preferences

_SHOWN = 8


def _tabs(here: str) -> list[tuple[str, str, bool]]:
    return [
        (address, words, name == here)
        for name, address, words in (
            ("due", "/compliance/", _("What is due")),
            ("oppositions", "/compliance/oppositions/", _("Oppositions")),
            ("requests", "/compliance/requests/", _("Requests")),
            ("papers", "/compliance/papers/", _("Documents and settings")),
        )
    ]


@require_GET
def law(request: MemberRequest) -> HttpResponse:
    """What is due."""
    at = now()
    todo, ahead, people = (
        plan(request.workspace, at),
        soon(request.workspace, at),
        to_inform(request.workspace, at),
    )
    context = {
        "tabs": _tabs("due"),
        "plan": todo,
        "soon": ahead[:_SHOWN],
        "soon_count": len(ahead),
        "people": people[:_SHOWN],
        "people_count": people.count(),
        "requests": open_requests(request.workspace),
        "at": at,
        "doubtful": _in_doubt(request),
        "yearly": [(one, reference(one.rule)) for one in yearly(request.workspace, at)],
        "references": {name: reference(name) for name in ("notice", "requests", "retention")},
    }
    return render(request, "desk/law.html", context)


def _in_doubt(request: MemberRequest) -> int:
    """Cards of people who trade alone that nobody may call until their source is known."""
    return Company.objects.filter(
        workspace=request.workspace,
        audience_why="doubt",
        removed_at=None,
        erased_at=None,
        opposed_at=None,
    ).count()


@require_POST
def looked(request: MemberRequest, code: str) -> HttpResponse:
    """A point of the yearly list."""
    if code not in {one.code for one in yearly(request.workspace, now())}:
        raise Http404
    look_at(workspace=request.workspace, code=code, at=now(), done="done" in request.POST)
    return redirect_back(request, "/compliance/")


@require_http_methods(["GET", "POST"])
def keep(request: MemberRequest) -> HttpResponse:
    """What is kept too long: first shown, then erased."""
    at = now()
    if request.method == "POST":
        done = apply_retention(by=request.member, at=at)
        scrub_database()  # also what an erasure that was cut short left in free pages
        flash(
            request,
            ngettext("Done: %(n)s card.", "Done: %(n)s cards.", len(done.cards))
            % {"n": len(done.cards)},
        )
        return HttpResponseRedirect("/compliance/")
    context = {
        "tabs": _tabs("due"),
        "plan": plan(request.workspace, at),
        "reference": reference("retention"),
    }
    return render(request, "desk/law_keep.html", context)


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
        "tabs": _tabs("oppositions"),
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
        request, "desk/law_oppositions.html", context, status=422 if "problem" in context else 200
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
        return HttpResponseRedirect("/compliance/oppositions/")
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
    return HttpResponseRedirect("/compliance/oppositions/")


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
            return HttpResponseRedirect(f"/compliance/lift/{pk}/")
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
        "desk/law_lift.html",
        {
            "entry": entry,
            "company": company,
            "least": LEAST_REASON,
            "reference": reference("objection"),
        },
    )


@require_POST
def lift_card(request: MemberRequest, pk: int) -> HttpResponse:
    """The opposition of a card, taken back with a written reason."""
    card = get_own_or_404(request, Company, pk)
    try:
        entry = lift_company(by=request.member, company=card, reason=request.POST.get("reason", ""))
    except NoReason:
        flash(request, _("Write why, in a few words: the reason is kept in the journal."))
    else:
        flash(request, _("Lifted, with its reason in the journal."), entry.pk)
    return redirect_back(request, f"/companies/{pk}/")


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
        "tabs": _tabs("requests"),
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
    return render(request, "desk/law_requests.html", context)


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
    return HttpResponseRedirect(f"/compliance/requests/{row.pk}/")


@require_http_methods(["GET", "POST"])
def one_request(request: MemberRequest, pk: int) -> HttpResponse:
    """One request: what it asks for, what can be done, its proof."""
    row = get_own_or_404(request, Request, pk)
    if request.method == "POST":
        return _answer(request, row)
    company = Company.objects.filter(workspace=request.workspace, pk=row.company_id or 0).first()
    person = Contact.objects.filter(workspace=request.workspace, pk=row.contact_id or 0).first()
    context = {
        "tabs": _tabs("requests"),
        "row": row,
        "company": company,
        "person": person,
        "at": now(),
        "reference": reference(row.kind if row.kind != "objection" else "objection"),
        "named": len(names_of(company)) if company else 0,
        "late": row.closed_at is None and row.due_at < now(),
        "least": LEAST_REASON,
    }
    return render(request, "desk/law_request.html", context)


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
    return HttpResponseRedirect(f"/compliance/requests/{row.pk}/")


@require_GET
def access(request: MemberRequest, pk: int, ending: str, person: int = 0) -> HttpResponse:
    """Everything kept about a card or one of its people, as one file."""
    card = get_own_or_404(request, Company, pk)
    whom = Contact.objects.filter(company=card, pk=person).first() if person else None
    if person and whom is None:
        raise Http404
    return _file(access_copy(request.member, card, whom), "vos-donnees", ending)


@require_GET
def papers(request: MemberRequest) -> HttpResponse:
    """The documents and what they are filled from."""
    stored = request.workspace.preferences.get("law", {})
    who = controller(request.member, now())
    context = {
        "tabs": _tabs("papers"),
        "who": who,
        "policy": policy(request.workspace),
        "stored": stored,
        "months": who.months,
        "most": legal_limit("prospect_months", now().date()),
        "years": stored.get("suppression_years") or "",
        "natures": Provenance.Nature.choices,
        "complete": bool(request.member.name and (who.email or who.phone)),
        "sources": Provenance.objects.filter(workspace=request.workspace).order_by("-created_at")[
            :30
        ],
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
    return render(request, "desk/law_papers.html", context)


@require_GET
def paper(request: MemberRequest, which: str, ending: str) -> HttpResponse:
    """One document."""
    make = DOCUMENTS.get(which)
    if make is None:
        raise Http404
    return _file(make(controller(request.member, now())), FILENAMES[which], ending)


def _file(document: Document, name: str, ending: str) -> HttpResponse:
    makers: dict[str, tuple[str, Callable[[], bytes]]] = {
        "pdf": ("application/pdf", lambda: as_pdf(document)),
        "txt": ("text/plain; charset=utf-8", lambda: as_text(document).encode()),
        "json": (
            "application/json",
            lambda: json.dumps(document.plain, ensure_ascii=False, indent=1).encode(),
        ),
    }
    if ending not in makers:
        raise Http404
    kind, make = makers[ending]
    answer = HttpResponse(make(), content_type=kind)
    answer["Content-Disposition"] = (
        content_disposition_header(ending != "pdf", f"{name}.{ending}") or "attachment"
    )
    return answer


@require_POST
def settings(request: MemberRequest) -> HttpResponse:
    """What the law leaves to her."""
    post, kept = request.POST, dict(request.workspace.preferences.get("law", {}))
    most = legal_limit("prospect_months", now().date())
    years = whole_number(post.get("suppression_years"), 0, 0, 100)
    kept |= {
        "local_holidays": "local_holidays" in post,
        "strict_webmail": "strict_webmail" in post,
        "prospect_months": whole_number(post.get("prospect_months"), most, 1, most),
        "suppression_years": max(years, legal_limit("suppression_years", now().date()))
        if years
        else None,
        "interest": post.get("interest", "").strip()[:600],
        "measures": post.get("measures", "").strip()[:600],
    }
    save_preferences(workspace=request.workspace, section="law", values=kept)
    flash(request, _("Kept."))
    return HttpResponseRedirect("/compliance/papers/")


@require_POST
def told(request: MemberRequest, pk: int) -> HttpResponse:
    """The notice was given by her own hand."""
    card = get_own_or_404(request, Company, pk)
    try:
        entry = told_otherwise(
            by=request.member, company=card, kind=request.POST.get("kind", "printed")
        )
    except ValueError:
        raise Http404 from None
    flash(request, _("%(name)s: noted as informed.") % {"name": card.name}, entry.pk)
    return redirect_back(request, "/compliance/")
