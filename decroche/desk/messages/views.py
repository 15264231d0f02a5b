"""Messages: those that wait, those on their way, and what came back; writing one, taking it back,
sending it again.
"""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from decroche.background import beside
from decroche.calls.drafts import mark_of
from decroche.correspondence import actions
from decroche.correspondence.drafting import draft_of
from decroche.correspondence.jobs import read_now, wake
from decroche.correspondence.judging import Settled, close_unread, settle
from decroche.correspondence.keeping import TypedMail, keep_typed_mail
from decroche.correspondence.models import Message, Reply, UnreadMail
from decroche.correspondence.password import secret_elsewhere
from decroche.correspondence.queries import (
    done_with,
    drafts,
    in_doubt,
    mailbox_for,
    queued,
    replies,
    unread_mails,
)
from decroche.correspondence.rules import MAIL_SITUATIONS
from decroche.correspondence.wording import cannot_in_words, failure_in_words, judged_in_words
from decroche.desk.messages.form import letter_form
from decroche.desk.parts.asking import flash, get_own_or_404, redirect_back
from decroche.desk.parts.waiting import render_waiting
from decroche.offer.actions import seed_offer
from decroche.prospects.models import Company
from decroche.referrals.queries import recommender
from decroche.shared.clock import now
from decroche.shared.language import known_language
from decroche.team.access import MemberRequest

_READ_WITHIN = 120.0
"""Seconds for which a page waits for a reading server; the reading itself may go on."""
_SHOWN, _DONE_SHOWN, _REPLIES_SHOWN = 300, 100, 30
State = Message.State


@require_GET
def messages(request: MemberRequest) -> HttpResponse:
    """The mails she promised, those on their way, and what came back."""
    workspace, at = request.workspace, now()
    wanted = list(drafts(workspace)[:_SHOWN])
    late = {one.pk for one in wanted if one.too_late(at)}
    context = {
        "wanted": wanted,
        "late": late,
        "to_send": len(wanted) - len(late),
        "leaving": queued(workspace)[:_SHOWN],
        "closed": [(one, _failure(one)) for one in done_with(workspace)[:_DONE_SHOWN]],
        "replies": replies(workspace)[:_REPLIES_SHOWN],
        "doubts": in_doubt(workspace)[:_SHOWN],
        "unread": unread_mails(workspace)[:_SHOWN],
        "mailbox": mailbox_for(request.member),
        "at": at,
        "waiting": beside.look(_reading(request)).state == "running",
        "found": _found(request),
    }
    return render(request, "desk/messages/messages.html", context)


def _failure(message: Message) -> str:
    """Why a message did not arrive, in words; "" for one that did, or that is still on its way."""
    failed = message.state in (State.FAILED, State.CHECK)
    return failure_in_words(message) if failed else ""


@require_POST
def begin(request: MemberRequest, company: int) -> HttpResponse:
    """Begins a message to this company."""
    card = get_own_or_404(request, Company, company)
    try:
        message = actions.begin(by=request.member, company=card)
    except actions.CannotWrite as error:
        flash(request, cannot_in_words(error))
        return redirect_back(request, "company", card.pk)
    situation = request.POST.get("situation", "")
    query = {"situation": situation} if situation in MAIL_SITUATIONS else None
    return HttpResponseRedirect(reverse("write", args=[message.pk], query=query))


@require_http_methods(["GET", "POST"])
def write(request: MemberRequest, pk: int) -> HttpResponse:
    """One message before it is sent: she reads it again, changes it and sends it."""
    message = get_own_or_404(request, Message, pk)
    seed_offer(by=request.member)
    if request.method == "POST":
        return _send(request, message)
    if message.state not in (State.DRAFT, State.FAILED):
        context = {"message": message, "failure": _failure(message)}
        return render(request, "desk/messages/message.html", context)
    form = letter_form(
        request.member, message, request.GET.dict(), chosen="situation" in request.GET
    )
    return render(request, "desk/messages/write.html", form)


def _send(request: MemberRequest, message: Message) -> HttpResponse:
    post = request.POST
    try:
        actions.queue(
            by=request.member,
            message=message,
            to=post.get("to", ""),
            mail=_mail_of(request),
        )
    except actions.CannotWrite as error:
        words = cannot_in_words(error)
        form = letter_form(request.member, message, post.dict(), chosen=False, error=words)
        return render(request, "desk/messages/write.html", form, status=422)
    flash(request, _("It leaves in half a minute: until then you can take it back."))
    return redirect("messages")


def _mail_of(request: MemberRequest) -> actions.MailInput:
    post = request.POST
    return actions.MailInput(
        subject=post.get("subject", ""),
        body=post.get("body", ""),
        situation=post.get("situation", ""),
        language=known_language(post.get("language")),
        with_presentation="presentation" in post,
        with_cv="cv" in post,
    )


@require_POST
def keep_letter(request: MemberRequest, pk: int) -> HttpResponse:
    """Keeps what is typed in a mail so far.

    Answers with the mark of the text as it is kept (`seen`), and with the text itself when it was
    joined with that of another window. Nothing is kept of a mail that has left.
    """
    message = get_own_or_404(request, Message, pk)
    post = request.POST
    # A form sends the ends of its lines as two characters, a script as one: kept as one.
    mail = replace(_mail_of(request), body=post.get("body", "").replace("\r\n", "\n"))
    typed = TypedMail(post.get("to", ""), mail, post.get("seen", ""), "attaches" in post)
    kept = keep_typed_mail(by=request.member, message=message, typed=typed)
    if kept is None:
        return JsonResponse({"kept": False})
    also = {} if kept == mail.body else {"body": kept}
    return JsonResponse({"kept": True, "seen": mark_of(kept), **also})


@require_GET
def draft(request: MemberRequest, pk: int) -> HttpResponse:
    """The message as an .eml draft, for her own mail program."""
    message = get_own_or_404(request, Message, pk)
    if message.state not in (State.DRAFT, State.FAILED):
        raise Http404
    seed_offer(by=request.member)
    try:
        content = draft_of(
            by=request.member,
            message=message,
            on_behalf_of=recommender(message.company),
        )
    except actions.CannotWrite as error:
        words = cannot_in_words(error)
        return HttpResponse(words, content_type="text/plain; charset=utf-8", status=422)
    answer = HttpResponse(content, content_type="message/rfc822")
    name = content_disposition_header(True, f"{message.company.name}.eml")
    answer["Content-Disposition"] = name or "attachment"
    return answer


@require_POST
def close(request: MemberRequest, pk: int, how: str) -> HttpResponse:
    """Notes that she sent it herself, or drops it."""
    row = get_own_or_404(request, Message, pk)
    if how not in ("sent", "dropped"):
        raise Http404
    entry = actions.close(by=request.member, message=row, how=how)
    flash(request, _("%(to)s: noted.") % {"to": row.to}, entry.pk)
    return redirect_back(request, "messages")


@require_POST
def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    """Puts a message back among those that wait, while it has not left."""
    row = get_own_or_404(request, Message, pk)
    in_time = actions.take_back(by=request.member, message=row)
    words = _("Taken back: it waits for you.") if in_time else _("Too late: it has gone.")
    flash(request, words)
    return redirect_back(request, "messages")


@require_POST
def send_again(request: MemberRequest, pk: int) -> HttpResponse:
    """Sends a message again, after she has looked why it did not arrive."""
    row = get_own_or_404(request, Message, pk)
    try:
        actions.send_again(by=request.member, message=row)
    except actions.CannotWrite as error:
        flash(request, cannot_in_words(error))
    else:
        wake()
    return redirect_back(request, "messages")


@require_POST
def send_now(request: MemberRequest, pk: int) -> HttpResponse:
    """Sends a message without the half-minute in which it could be taken back."""
    actions.leave_now(by=request.member, message=get_own_or_404(request, Message, pk))
    wake()
    return redirect_back(request, "messages")


@require_POST
def judge(request: MemberRequest, pk: int, reading: str) -> HttpResponse:
    """She says what a message in doubt is."""
    row = get_own_or_404(request, Reply, pk)
    try:
        entry = settle(by=request.member, reply=row, reading=reading)
    except Settled:
        flash(request, _("This has been decided already."))
    else:
        flash(request, judged_in_words(reading, row.company.name), entry.pk)
    return redirect_back(request, "messages")


@require_POST
def unread(request: MemberRequest, pk: int, how: str) -> HttpResponse:
    """Closes a message that belongs to no card; its address can be opposed with it."""
    row = get_own_or_404(request, UnreadMail, pk)
    if how not in ("seen", "oppose"):
        raise Http404
    entry = close_unread(by=request.member, unread=row, oppose_sender=how == "oppose")
    flash(request, _("Noted."), entry.pk)
    return redirect_back(request, "messages")


@require_POST
def look(request: MemberRequest) -> HttpResponse:
    """Begins to read the inbox, beside the page."""
    workspace = request.workspace
    beside.begin(_reading(request), lambda: read_now(workspace), within=_READ_WITHIN)
    return redirect_back(request, "messages")


@require_GET
def looking(request: MemberRequest) -> HttpResponse:
    """How far the reading is, for the page that waits for it."""
    errand = beside.look(_reading(request))
    return render_waiting(request, errand, reverse("messages"), _("Checking for replies…"))


def _reading(request: MemberRequest) -> str:
    return f"reading-{request.workspace.pk}"


def _found(request: MemberRequest) -> str:
    """What the latest reading that she asked for has found. It is said once; "" when there is
    nothing to say.
    """
    errand = beside.look(_reading(request))
    if errand.state in ("none", "running"):
        return ""
    beside.forget(_reading(request))
    kept = mailbox_for(request.member)
    if kept and kept.problem_step == "inbox":
        return _("The inbox could not be read: %(words)s") % {"words": kept.problem}
    if errand.state != "done" or (kept and kept.unreadable_at):
        return _("The reading server does not answer; it is asked again by itself.")
    if errand.result:
        return _("New replies: %(n)s.") % {"n": errand.result}
    machine = secret_elsewhere(kept) if kept else ""
    if machine:
        return _(
            "The computer %(machine)s reads this inbox, since what opens it was given there: what"
            " it finds is shown here within minutes."
        ) % {"machine": machine}
    return _("Nothing new.")
