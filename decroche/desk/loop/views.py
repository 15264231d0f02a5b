"""The call loop."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from decroche.callqueue.actions import claim, release, skip_card
from decroche.callqueue.queries import Nothing
from decroche.callqueue.rules import Reason
from decroche.callqueue.wording import nothing_in_words
from decroche.calls import sessions
from decroche.calls.actions import LOGGED, qualify, record_outcome
from decroche.calls.gates import call_verdict
from decroche.calls.models import Call, CallSession, Question
from decroche.calls.queries import session_of
from decroche.calls.refused import Refused
from decroche.calls.wording import current_language, in_words, refused_in_words
from decroche.compliance.wording import refusal_in_words
from decroche.correspondence.actions import CannotWrite, check_recipient
from decroche.correspondence.queries import ways_to_write
from decroche.correspondence.wording import cannot_in_words
from decroche.desk.loop.card import card_for, last_logged, reasons
from decroche.desk.loop.form import LoopForm, read_loop
from decroche.desk.parts.asking import flash, get_own_or_404, redirect_back, whole_number
from decroche.insights.funnel import figures
from decroche.insights.wording import against_usual, one_in_words
from decroche.journal.actions import KeptForGood, NothingToUndo, undo
from decroche.journal.record import record
from decroche.prospects.contacts import name_person
from decroche.prospects.models import Company
from decroche.shared.addresses import check_address
from decroche.shared.clock import now
from decroche.shared.spoken import NotUnderstood, understand
from decroche.team.access import MemberRequest
from decroche.team.prepared import Prepared


def desk(request: MemberRequest, **extra: Any) -> HttpResponse:
    """The whole desk: card, answers, history, outcomes. The page, or only the desk for htmx."""
    at = now()
    session = session_of(request.member)
    found = (
        card_for(request.member, at, released="done" in extra and not extra["done"]["replayed"])
        if session is None or session.paused_at is None
        else None
    )
    context = {
        "at": at,
        "session": session,
        "counted": _counted(session),
        "reasons": reasons(),
        "undoable": last_logged(request.member),
        "form": None,
        "typed": {
            name: request.POST.get(name, "") for name in ("when", "email", "place", "invite")
        },
        "done": None,
        "note": "",
        "panel": "",
        **ways_to_write(request.workspace),
        **extra,
        "card": None if isinstance(found, Nothing) else found,
        "nothing": nothing_in_words(found, at) if isinstance(found, Nothing) else "",
        "why_nothing": found.why if isinstance(found, Nothing) else "",
    }
    partial = (
        getattr(request, "htmx", False)
        and not request.headers.get("HX-Boosted")
        and request.headers.get("HX-Target", "desk") == "desk"
    )
    return render(request, "desk/loop/_desk.html" if partial else "desk/loop/loop.html", context)


def _counted(session: CallSession | None) -> list[str]:
    """What the sitting has given so far, in words."""
    if session is None:
        return []
    return [
        ngettext("%(n)s call", "%(n)s calls", session.calls) % {"n": session.calls},
        ngettext("%(n)s conversation", "%(n)s conversations", session.conversations)
        % {"n": session.conversations},
        ngettext("%(n)s e-mail asked for", "%(n)s e-mails asked for", session.emails)
        % {"n": session.emails},
    ]


@require_GET
def loop(request: MemberRequest) -> HttpResponse:
    """The card before her. ?company=ID puts that card there (from a follow-up or the file)."""
    chosen = request.GET.get("company", "")
    if chosen.isdecimal():
        card = get_own_or_404(request, Company, int(chosen))
        verdict = call_verdict(request.workspace, card, now())
        if not verdict.allowed:
            flash(request, refusal_in_words(verdict))
            return HttpResponseRedirect(f"/companies/{card.pk}/")
        claim(request.member, card, Reason("held"), now())
        return HttpResponseRedirect("/calls/")
    sessions.begin(
        by=request.member,
        goal=whole_number(request.workspace.preferences.get("sitting", {}).get("goal"), 40, 1, 500),
    ) if "start" in request.GET else None
    return desk(
        request, panel=f"ask-{request.GET['ask']}" if request.GET.get("ask", "").isalpha() else ""
    )


@require_POST
def log(request: MemberRequest) -> HttpResponse:
    """One request a call: keeps the outcome with its consequences and answers with the next
    card.
    """
    at, company = now(), _asked(request)
    form = read_loop(request.POST, company, at)
    if form.outcome == "email_requested" and not form.errors:
        _may_be_written_to(request, company, form)
    if form.errors:
        return desk(request, form=form, panel=f"ask-{form.outcome}")
    try:
        done = record_outcome(
            by=request.member,
            company_id=company.pk,
            outcome=form.outcome,
            said=form.said,
            number_id=form.number_id,
            at=at,
            key=form.key or None,
        )
    except Refused as refused:
        form.errors["outcome"] = refused_in_words(refused)
        return desk(request, form=form)
    if not getattr(request, "htmx", False):
        return HttpResponseRedirect("/calls/")
    return desk(
        request,
        done=_done(request, company, form, in_words(done.consequence, form.outcome, at))
        | {"replayed": done.replayed},
    )


_COMPANY = Prepared(lambda workspace, pk: Company.objects.filter(workspace_id=workspace, pk=pk))


def _may_be_written_to(request: MemberRequest, company: Company, form: LoopForm) -> None:
    """An address that bounced, or that asked for silence, is said while they are still on the
    telephone.
    """
    try:
        check_recipient(by=request.member, to=form.said.email, company=company, asked=True)
    except CannotWrite as error:
        form.errors["email"] = cannot_in_words(error)


def _asked(request: MemberRequest) -> Company:
    company = _COMPANY.first(
        request.workspace.pk, whole_number(request.POST.get("company"), 0, 0, 2**62)
    )
    if company is None:
        raise Http404
    return company


def _done(request: MemberRequest, company: Company, form: LoopForm, follows: str) -> dict[str, Any]:
    """The line that says what was kept; after a hang-up with her own rate."""
    line = {"company": company.name, "outcome": form.outcome, "follows": follows, "rate": ""}
    if form.outcome == "hung_up":
        counted = figures(request.workspace).hang_up_rate
        line["rate"] = f"{one_in_words(counted)}. {against_usual(counted)}"
    return line


@require_POST
def take_back(request: MemberRequest) -> HttpResponse:
    """Ctrl+Z: the last outcome and all it led to; its card is before her again."""
    try:
        undo(by=request.member, verbs=(LOGGED,))
    except KeptForGood as kept:
        address = f"/compliance/lift/{kept.entry.pk}/"
        return (
            HttpResponse(headers={"HX-Redirect": address})
            if getattr(request, "htmx", False)
            else HttpResponseRedirect(address)
        )
    except NothingToUndo:
        return desk(request, note=_("There is no outcome to take back."))
    if not getattr(request, "htmx", False):
        return HttpResponseRedirect("/calls/")
    return desk(request, note=_("Taken back, with everything it led to."))


@require_POST
def skip(request: MemberRequest) -> HttpResponse:
    """No call was made: to the end of today's queue."""
    company = get_own_or_404(
        request, Company, whole_number(request.POST.get("company"), 0, 0, 2**62)
    )
    skip_card(request.member, company, now())
    return (
        desk(request, note=_("%(name)s goes to the end of today’s queue.") % {"name": company.name})
        if getattr(request, "htmx", False)
        else HttpResponseRedirect("/calls/")
    )


@require_POST
def pause(request: MemberRequest) -> HttpResponse:
    """Stops or restarts the sitting."""
    session = sessions.open_session(request.member)
    if session and session.paused_at:
        sessions.resume(by=request.member)
    else:
        sessions.begin(by=request.member)
        sessions.pause(by=request.member)
    return HttpResponseRedirect("/calls/")


@require_POST
def end(request: MemberRequest) -> HttpResponse:
    """Ends the sitting and shows what it gave."""
    session = sessions.end(by=request.member)
    release(request.member)
    return HttpResponseRedirect(f"/calls/recap/{session.pk}/" if session else "/")


@require_GET
def recap(request: MemberRequest, pk: int) -> HttpResponse:
    """What a sitting gave."""
    session = get_own_or_404(request, CallSession, pk)
    calls = list(
        Call.objects.filter(workspace=request.workspace, session=session)
        .select_related("company")
        .order_by("at")
    )
    minutes = (
        int(
            ((session.ended_at or now()) - session.started_at).total_seconds()
            - session.paused_seconds
        )
        // 60
    )
    return render(
        request, "desk/loop/recap.html", {"session": session, "calls": calls, "minutes": minutes}
    )


@require_POST
def answer_question(request: MemberRequest, company: int, question: int) -> HttpResponse:
    """Keeps a chip of the qualification: choosing it again takes it out."""
    card, asked = (
        get_own_or_404(request, Company, company),
        get_own_or_404(request, Question, question),
    )
    chosen = [part for part in request.POST.get("said", "").split(" · ") if part]
    value = request.POST.get("value", "").strip()
    if value:
        chosen = (
            [part for part in chosen if part != value]
            if value in chosen
            else [*chosen, value]
            if asked.choices
            else [value]
        )
    row = qualify(by=request.member, company=card, question=asked, value=" · ".join(chosen))
    if not asked.choices and value:
        _name_decider(request, card, value)
    line = {"question": asked, "value": row.value if row else "", "chosen": chosen}
    return (
        render(request, "desk/loop/_question.html", {"line": line, "company": card})
        if getattr(request, "htmx", False)
        else redirect_back(request, "/calls/")
    )


def _name_decider(request: MemberRequest, company: Company, name: str) -> None:
    with record(
        "company.person_added", by=request.member, company_id=company.pk, name=name
    ) as verb:
        name_person(verb=verb, company=company, name=name, role="management")


def hear_when(request: HttpRequest) -> HttpResponse:
    """What a date typed so far is understood as, said back."""
    text, zone = request.GET.get("when", ""), request.GET.get("zone", "metro")
    try:
        said = (
            understand(text, now=now(), zone=zone, language=current_language()).said_back
            if text.strip()
            else ""
        )
    except NotUnderstood as error:
        return render(request, "desk/loop/_heard_when.html", {"error": str(error)})
    return render(request, "desk/loop/_heard_when.html", {"said": said})


def hear_email(request: HttpRequest) -> HttpResponse:
    """What is odd about an address typed so far, and what it may be."""
    text, domain = request.GET.get("email", ""), request.GET.get("domain", "")
    checked = check_address(text) if text.strip() else None
    local = text.strip().partition("@")[0]
    offer = f"{local}@{domain}" if domain and local and (not checked or not checked.ok) else ""
    return render(
        request,
        "desk/loop/_heard_email.html",
        {"checked": checked, "offer": offer, "text": text.strip()},
    )
