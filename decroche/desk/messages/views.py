"""Messages: what waits, leaves and came back; writing one, taking it back, sending it again."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from decroche.calls.wording import current_language
from decroche.correspondence import actions
from decroche.correspondence.building import as_sent, build, presentation_name
from decroche.correspondence.composing import compose
from decroche.correspondence.jobs import wake
from decroche.correspondence.models import Mailbox, Message, Reply
from decroche.correspondence.receiving import poll
from decroche.correspondence.rules import SITUATIONS, situation_for
from decroche.correspondence.wording import (
    cannot_in_words,
    failure_in_words,
    situation_words,
)
from decroche.desk.parts.asking import flash, get_own_or_404, redirect_back
from decroche.offer.actions import seed_offer
from decroche.offer.queries import enclosures, offer_of
from decroche.offer.rules import Language
from decroche.prospects.models import Company
from decroche.referrals.models import Referral
from decroche.shared.clock import now
from decroche.team.access import MemberRequest

_SHOWN = 300
State = Message.State


@require_GET
def messages(request: MemberRequest) -> HttpResponse:
    """What she promised, what is leaving, what came back."""
    rows = (
        Message.objects.filter(workspace=request.workspace)
        .select_related("company", "contact")
        .order_by("-created_at")
    )
    closed = [
        (one, failure_in_words(one) if one.state in (State.FAILED, State.CHECK) else "")
        for one in rows.exclude(state__in=(State.DRAFT, State.QUEUED, State.SENDING, State.HANDED))[
            :100
        ]
    ]
    context = {
        "wanted": rows.filter(state=State.DRAFT)[:_SHOWN],
        "leaving": rows.filter(state__in=(State.QUEUED, State.SENDING, State.HANDED))[:_SHOWN],
        "closed": closed,
        "replies": Reply.objects.filter(workspace=request.workspace)
        .select_related("company")
        .order_by("-received_at")[:30],
        "mailbox": Mailbox.objects.filter(workspace=request.workspace).first(),
        "at": now(),
    }
    return render(request, "desk/messages/messages.html", context)


@require_POST
def begin(request: MemberRequest, company: int) -> HttpResponse:
    """A message to this company, to write now."""
    card = get_own_or_404(request, Company, company)
    try:
        message = actions.begin(by=request.member, company=card)
    except actions.CannotWrite as error:
        flash(request, cannot_in_words(error))
        return redirect_back(request, f"/companies/{card.pk}/")
    situation = request.POST.get("situation", "")
    return HttpResponseRedirect(
        f"/messages/{message.pk}/" + (f"?situation={situation}" if situation in SITUATIONS else "")
    )


@require_http_methods(["GET", "POST"])
def write(request: MemberRequest, pk: int) -> HttpResponse:
    """One message before it leaves: to read again, to change, to send."""
    message = get_own_or_404(request, Message, pk)
    seed_offer(by=request.member, language=current_language())
    if request.method == "POST":
        return _send(request, message)
    if message.state not in (State.DRAFT, State.FAILED):
        return render(
            request,
            "desk/messages/message.html",
            {
                "message": message,
                "failure": failure_in_words(message)
                if message.state in (State.CHECK, State.FAILED)
                else "",
            },
        )
    return _form(request, message, request.GET)


def _form(
    request: MemberRequest, message: Message, said: Any, error: str = "", status: int = 200
) -> HttpResponse:
    situation = (
        said.get("situation")
        or message.situation
        or situation_for(message.call.outcome if message.call else "", message.about)
    )
    language: Language = (
        "en" if (said.get("language") or message.language or current_language()) == "en" else "fr"
    )
    letter = compose(
        by=request.member,
        message=message,
        situation=situation if situation in SITUATIONS else "presentation",
        language=language,
        on_behalf_of=_recommender(message),
    )
    chosen = "situation" in request.GET
    context = {
        "message": message,
        "letter": letter,
        "error": error,
        "to": said.get("to", message.to),
        "subject": said.get("subject")
        or (letter.subject if chosen else message.subject or letter.subject),
        "body": said.get("body") or (letter.body if chosen else message.body or letter.body),
        "situations": situation_words().items(),
        "files": enclosures(request.workspace),
        "presentation": presentation_name(request.member, language),
        "mailbox": Mailbox.objects.filter(workspace=request.workspace).exists(),
    }
    return render(request, "desk/messages/write.html", context, status=status)


def _recommender(message: Message) -> str:
    found = (
        Referral.objects.filter(workspace_id=message.workspace_id, to_company_id=message.company_id)
        .select_related("from_company")
        .first()
    )
    return found.from_company.name if found else ""


def _send(request: MemberRequest, message: Message) -> HttpResponse:
    post = request.POST
    try:
        actions.queue(
            by=request.member,
            message=message,
            to=post.get("to", ""),
            subject=post.get("subject", ""),
            body=post.get("body", ""),
            situation=post.get("situation", ""),
            language=post.get("language", "fr"),
            with_presentation="presentation" in post,
            with_cv="cv" in post,
        )
    except actions.CannotWrite as error:
        return _form(request, message, post, cannot_in_words(error), status=422)
    flash(request, _("It leaves in half a minute: until then you can take it back."))
    return HttpResponseRedirect("/messages/")


@require_GET
def draft(request: MemberRequest, pk: int) -> HttpResponse:
    """The message as an .eml draft, for her own mail program."""
    message = get_own_or_404(request, Message, pk)
    if message.state not in (State.DRAFT, State.FAILED):
        raise Http404
    try:
        asked = actions.asked_for(message)
        actions.check_recipient(
            by=request.member,
            to=message.to,
            company=message.company,
            contact=message.contact,
            asked=asked,
        )
    except actions.CannotWrite as error:
        if error.code != "dead":
            return HttpResponse(
                cannot_in_words(error), content_type="text/plain; charset=utf-8", status=422
            )
    seed_offer(by=request.member, language=current_language())
    mailbox = Mailbox.objects.filter(workspace=request.workspace).first()
    sender = mailbox.address if mailbox else offer_of(request.member).email or "moi@localhost"
    if not message.subject:
        letter = compose(
            by=request.member,
            message=message,
            situation=situation_for(message.call.outcome if message.call else "", message.about),
            language=current_language(),
            on_behalf_of=_recommender(message),
        )
        message.subject, message.body, message.language = (
            letter.subject,
            letter.body,
            letter.language,
        )
    mail: EmailMessage = build(by=request.member, message=message, sender=sender, at=now())
    mail["X-Unsent"] = "1"
    answer = HttpResponse(as_sent(mail), content_type="message/rfc822")
    answer["Content-Disposition"] = (
        content_disposition_header(True, f"{message.company.name}.eml") or "attachment"
    )
    return answer


@require_POST
def act(request: MemberRequest, pk: int, what: str) -> HttpResponse:
    """Sent by her own hand, dropped, taken back, sent again."""
    row = get_own_or_404(request, Message, pk)
    if what in ("sent", "dropped"):
        entry = actions.close(by=request.member, message=row, how=what)
        flash(request, _("%(to)s: noted.") % {"to": row.to}, entry.pk)
    elif what == "back":
        flash(
            request,
            _("Taken back: it waits for you.")
            if actions.take_back(by=request.member, message=row)
            else _("Too late: it has left."),
        )
    elif what == "again":
        try:
            actions.send_again(by=request.member, message=row)
        except actions.CannotWrite as error:
            flash(request, cannot_in_words(error))
        else:
            wake()
    elif what == "now":
        actions.leave_now(by=request.member, message=row)
        wake()
    return redirect_back(request, "/messages/")


@require_POST
def look(request: MemberRequest) -> HttpResponse:
    """Reads the inbox now."""
    found = poll(request.workspace)
    kept = Mailbox.objects.filter(workspace=request.workspace).first()
    if kept and kept.problem_step == "inbox":
        flash(request, _("The inbox could not be read: %(words)s") % {"words": kept.problem})
    else:
        flash(request, _("New answers: %(n)s.") % {"n": found} if found else _("Nothing new."))
    return redirect_back(request, "/messages/")
