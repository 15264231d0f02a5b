"""Messages: writing one, taking it back, sending it again; the mailbox; templates."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from decroche.calls.wording import current_language
from decroche.correspondence import actions
from decroche.correspondence.building import as_sent, build, presentation_name
from decroche.correspondence.composing import compose, template
from decroche.correspondence.jobs import wake
from decroche.correspondence.models import Mailbox, Message, Reply
from decroche.correspondence.outbox import secret_name
from decroche.correspondence.providers import HOSTS, provider_of
from decroche.correspondence.receiving import poll
from decroche.correspondence.rules import SITUATIONS, situation_for
from decroche.correspondence.trial import try_mailbox
from decroche.correspondence.wording import (
    cannot_in_words,
    failure_in_words,
    hint_in_words,
    situation_words,
    trial_in_words,
)
from decroche.desk.asking import flash, get_own_or_404, redirect_back, whole_number
from decroche.gateways import vault
from decroche.offer.actions import seed_offer
from decroche.offer.queries import enclosures, offer_of
from decroche.offer.rules import Language
from decroche.prospects.models import Company
from decroche.referrals.models import Referral
from decroche.shared.addresses import check_address
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
    return render(request, "desk/messages.html", context)


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
            "desk/message.html",
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
    return render(request, "desk/message_form.html", context, status=status)


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


@require_http_methods(["GET", "POST"])
def mailbox(request: MemberRequest) -> HttpResponse:
    """Her mailbox: filled in from the address, tried for real."""
    kept = Mailbox.objects.filter(workspace=request.workspace).first()
    if request.method == "GET":
        return _mailbox_page(request, kept, {})
    if "forget" in request.POST:
        actions.forget_mailbox(by=request.member)
        vault.forget(settings.DATA_FOLDER, secret_name(request.workspace.pk))
        return HttpResponseRedirect("/mailbox/")
    checked = check_address(request.POST.get("address", ""))
    if not checked.ok:
        return _mailbox_page(
            request, kept, {"error": _("This is not an e-mail address.")}, status=422
        )
    row = actions.keep_mailbox(
        by=request.member, values=_mailbox_values(request.POST, checked.address)
    )
    if request.POST.get("password"):
        vault.keep(
            settings.DATA_FOLDER, secret_name(request.workspace.pk), request.POST["password"]
        )
    trial = try_mailbox(by=request.member, mailbox=row)
    return _mailbox_page(
        request, Mailbox.objects.get(pk=row.pk), {"trial": trial, "told": trial_in_words(trial)}
    )


def _mailbox_values(post: Any, address: str) -> dict[str, Any]:
    base = provider_of(address)
    securities = Mailbox.Security.values
    return {
        "address": address,
        "smtp_host": post.get("smtp_host", "").strip()[:200] or base.smtp_host,
        "smtp_port": whole_number(post.get("smtp_port"), base.smtp_port, 1, 65535),
        "smtp_security": post.get("smtp_security")
        if post.get("smtp_security") in securities
        else base.smtp_security,
        "smtp_user": post.get("smtp_user", "").strip()[:254] or address,
        "imap_host": post.get("imap_host", base.imap_host).strip()[:200],
        "imap_port": whole_number(post.get("imap_port"), base.imap_port, 1, 65535),
        "imap_security": post.get("imap_security")
        if post.get("imap_security") in securities
        else base.imap_security,
        "imap_user": post.get("imap_user", "").strip()[:254],
        "daily_limit": whole_number(post.get("daily_limit"), 80, 1, 500),
        "pace_seconds": whole_number(post.get("pace_seconds"), 20, 0, 3600),
    }


def _mailbox_page(
    request: MemberRequest, kept: Mailbox | None, extra: dict[str, Any], status: int = 200
) -> HttpResponse:
    address = request.POST.get("address") or (
        kept.address if kept else offer_of(request.member).email
    )
    known = provider_of(address) if address else None
    values = (
        _mailbox_values(request.POST, address)
        if request.method == "POST" and address
        else vars(kept)
        if kept
        else _mailbox_values({}, address)
        if address
        else {}
    )
    context = {
        "kept": kept,
        "values": values,
        "provider": known,
        "hint": hint_in_words(known.hint) if known else "",
        "hosts": HOSTS,
        "securities": Mailbox.Security.choices,
        "has_password": bool(
            kept and vault.read(settings.DATA_FOLDER, secret_name(request.workspace.pk))
        ),
        "trial": None,
        "told": "",
        "error": "",
        **extra,
    }
    return render(request, "desk/mailbox.html", context, status=status)


@require_GET
def servers(request: MemberRequest) -> HttpResponse:
    """The servers of an address as it is typed, or of a provider chosen by name."""
    address, host = request.GET.get("address", "").strip(), request.GET.get("host", "")
    known = next((one for one in HOSTS if one.name == host), None) or (
        provider_of(address) if check_address(address).ok else None
    )
    values = (
        {
            name: getattr(known, name)
            for name in (
                "smtp_host",
                "smtp_port",
                "smtp_security",
                "imap_host",
                "imap_port",
                "imap_security",
            )
        }
        if known
        else {}
    )
    return render(
        request,
        "desk/_servers.html",
        {
            "values": values,
            "provider": known,
            "hint": hint_in_words(known.hint) if known else "",
            "hosts": HOSTS,
            "securities": Mailbox.Security.choices,
        },
    )


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


@require_http_methods(["GET", "POST"])
def templates(request: MemberRequest) -> HttpResponse:
    """What she writes in each situation."""
    language: Language = (
        "en"
        if (request.POST.get("language") or request.GET.get("language") or current_language())
        == "en"
        else "fr"
    )
    if request.method == "POST":
        for situation in SITUATIONS:
            subject, body = (
                request.POST.get(f"{situation}-subject", ""),
                request.POST.get(f"{situation}-body", ""),
            )
            if (subject, body.replace("\r\n", "\n")) != template(
                request.workspace, situation, language
            ):
                actions.write_template(
                    by=request.member,
                    situation=situation,
                    language=language,
                    subject=subject,
                    body=body.replace("\r\n", "\n"),
                )
        flash(request, _("Kept."))
        return HttpResponseRedirect(f"/messages/templates/?language={language}")
    words = situation_words()
    rows = [
        (code, words[code], *template(request.workspace, code, language)) for code in SITUATIONS
    ]
    return render(request, "desk/templates.html", {"rows": rows, "written_in": language})
