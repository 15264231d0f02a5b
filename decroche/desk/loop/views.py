"""The call screen: the card she holds, the keys of the outcomes, the sitting.

Reading the screen changes one thing only: a card that is shown is held for her, so that no
colleague calls the same company. Everything else is a POST.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from decroche.callqueue.chosen import CalledByAnother, HeldByAnother, NotToBeCalled, take_card
from decroche.callqueue.claiming import put_back_of_an_earlier_day, release, renew
from decroche.callqueue.dropped import Dropped, drop_press
from decroche.callqueue.skipping import put_away, skip_card
from decroche.callqueue.wording import passed_in_words, put_away_in_words
from decroche.calls import sessions
from decroche.calls.dialling import WAYS
from decroche.calls.drafts import keep_typed, mark_of, taken_in
from decroche.calls.models import CallSession, Question
from decroche.calls.moments import moments_in
from decroche.calls.notes import keep_after_call
from decroche.calls.preferences import keep_way
from decroche.calls.qualifying import answer_question
from decroche.calls.queries import company_of
from decroche.calls.refused import Refused
from decroche.calls.rules import ORIGINS, choices_in, is_attempt, minutes_worked
from decroche.calls.sittings import calls_of_session, given_in, sitting_goal
from decroche.compliance.wording import refusal_in_words
from decroche.correspondence.standing import mails_not_gone
from decroche.correspondence.standing_wording import not_gone_in_words
from decroche.desk.loop.card import Card
from decroche.desk.loop.form import panel_id, read_draft, read_form
from decroche.desk.loop.log_form import log_form
from decroche.desk.loop.page import DeskPage, card_page, talk_page
from decroche.desk.loop.questions import QuestionLine, draw_questions
from decroche.desk.loop.reach import reach_of
from decroche.desk.loop.taking_back import take_back_outcome
from decroche.desk.parts.asking import flash, get_own_or_404, go_to, is_htmx, redirect_back
from decroche.desk.telephone.following import follow, show_anew, show_the_end
from decroche.followups.queries import next_waiting, promises_of, waiting_on
from decroche.insights.funnel import hang_up_rate
from decroche.insights.wording import against_usual, one_in_words, stage_meanings, stage_names
from decroche.journal.actions import KeptForGood
from decroche.prospects.models import Company
from decroche.shared.calendar import working_day_from
from decroche.shared.choices import whole
from decroche.shared.clock import PARIS, day_of, now
from decroche.shared.direction import shown_plainly
from decroche.shared.typed import row_key
from decroche.shared.words import on_one_line
from decroche.team.access import MemberRequest
from decroche.team.door import desk_mark
from decroche.team.models import Member
from decroche.team.needs import OWN, OWNERS_ONLY, allows
from decroche.ui.templatetags.ui import protection_of


@require_GET
def loop(request: MemberRequest) -> HttpResponse:
    """The call screen with the card she holds, or the next one.

    ?ask=OUTCOME opens the panel of an outcome; ?left=KEY offers the card that she stopped on;
    ?origin=CODE&company=KEY shows that card, for a call that comes in or was made away from the
    desk.
    """
    origin, key = request.GET.get("origin", ""), whole(request.GET.get("company"))
    if origin in ORIGINS and key:
        return _talk(request, get_own_or_404(request, Company, key), origin)
    session = sessions.open_session(request.member) if not is_htmx(request) else None
    if session is not None and sessions.of_an_earlier_day(session, now()):
        return redirect("today")
    panel = panel_id(request.GET.get("ask", ""))
    left = company_of(request.workspace, whole(request.GET.get("left")) or 0)
    return _show(request, card_page(request.member, now(), panel=panel, left=left))


def _talk(request: MemberRequest, company: Company, origin: str) -> HttpResponse:
    if company.erased_at is not None:
        raise Http404
    try:
        return _show(request, talk_page(request.member, now(), company, origin))
    except HeldByAnother:
        flash(request, _("Somebody else has this card before them."))
        return redirect("company", company.pk)


def _show(request: MemberRequest, page: DeskPage, status: int = 200) -> HttpResponse:
    """Answers with the whole page, or with the part that htmx asked for."""
    partial = (
        is_htmx(request)
        and not request.headers.get("HX-Boosted")
        and request.headers.get("HX-Target", "desk") == "desk"
    )
    page = follow(request.member, page)
    template = "desk/loop/_next.html" if partial else "desk/loop/loop.html"
    context = page.context() | {"questions": _questions(request, page.card)}
    return render(request, template, context, status=status)


def _questions(request: MemberRequest, card: Card | None) -> str:
    if card is None:
        return ""
    return draw_questions(card.questions, card.company, card.texts_version, protection_of(request))


@require_POST
def begin(request: MemberRequest) -> HttpResponse:
    """Begins a sitting, or resumes the one of today. A card that she held on an earlier day goes
    back to the queue, and is offered to her.
    """
    left = put_back_of_an_earlier_day(request.member, now())
    sessions.begin(by=request.member, goal=sitting_goal(request.workspace))
    return redirect(f"{reverse('loop')}?left={left.pk}" if left else "loop")


@require_POST
def take(request: MemberRequest, company: int) -> HttpResponse:
    """Gives her one card that she chose, from a follow-up, the file or the figures."""
    card = get_own_or_404(request, Company, company)
    try:
        take_card(by=request.member, company=card, at=now())
    except NotToBeCalled as stopped:
        flash(request, refusal_in_words(stopped.verdict))
        return redirect("company", card.pk)
    except HeldByAnother:
        flash(request, _("Somebody else has this card before them."))
        return redirect("company", card.pk)
    except CalledByAnother:
        flash(request, _("Somebody of the team called them a moment ago: not twice in a half-day."))
        return redirect("company", card.pk)
    return redirect("loop")


@require_POST
def log(request: MemberRequest) -> HttpResponse:
    """Logs an outcome with its consequences and answers with the next card: one request a call."""
    at, form = now(), read_form(request.POST)
    if _is_another_card(request, form.company_id):
        return render(request, "desk/errors/replaced.html", {"other": True}, status=409)
    try:
        kept = log_form(request.member, form, at)
    except Refused:
        raise Http404 from None
    if kept.status == 200 and not is_htmx(request):
        for sentence in kept.unsent:
            flash(request, sentence)
        return redirect("loop")
    return _show(request, kept.page, status=kept.status)


def _is_another_card(request: MemberRequest, company_id: int) -> bool:
    """Whether an outcome from before a restore, which she sends again, names another company than
    the one that has this key by now.
    """
    named = request.POST.get("card", "")
    company = company_of(request.workspace, company_id) if named else None
    return company is not None and shown_plainly(company.name).split() != named.split()


@require_POST
def hold(request: MemberRequest) -> HttpResponse:
    """Prolongs the claim of a card whose page is open, which asks for it every minute in a shared
    workspace. When the card is not hers any more, the page is told.
    """
    company = row_key(request.POST.get("company"))
    if renew(request.member, now(), company):
        return HttpResponse(status=204)
    words = _("This page was away too long, and the card has gone back to the queue.")
    return render(request, "desk/loop/_lease.html", {"gone": words})


@require_GET
def renew_protection(request: MemberRequest) -> HttpResponse:
    """Answers with a new CSRF token for the forms of a page whose token is not valid any more, and
    with the mark of the desk: when somebody else has signed in with this browser, the page sees
    that the mark differs from its own.
    """
    mark = desk_mark(request.workspace.pk, request.member.pk)
    return JsonResponse({"csrf": get_token(request), "desk": mark})


@require_POST
def take_back(request: MemberRequest) -> HttpResponse:
    """Ctrl+Z: takes back the outcome that the page names, else the last one, with all it led to,
    and shows its card again. Asked twice for the same outcome, it is taken back once.
    """
    named = row_key(request.POST.get("entry")) or None
    try:
        taken = take_back_outcome(request.member, named)
        if taken.origin and taken.company and is_htmx(request):
            page = talk_page(request.member, now(), taken.company, taken.origin)
            return _show(request, replace(page, note=taken.words))
        return _next(request, taken.words)
    except KeptForGood as kept:
        if not allows(request.member, OWN):
            return _next(request, str(OWNERS_ONLY))
        return go_to(request, reverse("lift", args=[kept.entry.pk]))


@require_POST
def skip(request: MemberRequest) -> HttpResponse:
    """Puts a card that was not called to the end of today's queue; the one of a call that came in,
    or was made away from the desk, is put away.
    """
    company = get_own_or_404(request, Company, row_key(request.POST.get("company")))
    if request.POST.get("origin") in ORIGINS:
        put_away(request.member, company)
        return _next(request, put_away_in_words(company))
    skip_card(request.member, company, now())
    return _next(request, passed_in_words(company))


def _next(request: MemberRequest, note: str) -> HttpResponse:
    """Answers with the next card and a note; to a plain form by a redirect."""
    if not is_htmx(request):
        flash(request, note)
        return redirect("loop")
    return _show(request, card_page(request.member, now(), note=note))


@require_POST
def dialling(request: MemberRequest) -> HttpResponse:
    """Keeps the way she dials, one of those that are offered beside the number: the other ways need
    settings.
    """
    way = WAYS.get(request.POST.get("way", ""))
    if way is None or not way.common:
        raise Http404
    keep_way(by=request.member, way=way.code)
    return redirect("loop")


@require_POST
def pause(request: MemberRequest) -> HttpResponse:
    """Pauses or resumes the sitting."""
    sessions.toggle_pause(by=request.member)
    return redirect("loop")


@require_POST
def end(request: MemberRequest) -> HttpResponse:
    """Ends the sitting and shows its recap."""
    session = sessions.end(by=request.member)
    release(request.member)
    show_the_end(request.member)
    return redirect("recap", session.pk) if session else redirect("today")


@require_GET
def recap(request: MemberRequest, pk: int) -> HttpResponse:
    """The recap of a sitting, shown to its member only."""
    session = get_own_or_404(request, CallSession, pk)
    if request.workspace.shared and session.member_id != request.member.pk:
        raise Http404
    at = now()
    ended = (session.ended_at or at).astimezone(PARIS).date()
    calls = calls_of_session(session)
    next_day = working_day_from(ended + timedelta(days=1), "metro")
    next_day_rows = waiting_on(request.workspace, next_day)
    after_rows = [] if next_day_rows else next_waiting(request.workspace, next_day)
    context = {
        "session": session,
        "given": given_in(session),
        "calls": [call for call in calls if is_attempt(call.origin)],
        "received": [call for call in calls if not is_attempt(call.origin)],
        "promised": promises_of(calls),
        "mails": not_gone_in_words(mails_not_gone(request.member, at, session)),
        "stage_names": stage_names(),
        "stage_meanings": stage_meanings(),
        "moments": moments_in(session),
        "still_today": waiting_on(request.workspace, ended),
        "next_day_rows": next_day_rows,
        "after_rows": after_rows,
        "after_day": day_of(after_rows[0].due_at) if after_rows else None,
        "next_day": next_day,
        "minutes": minutes_worked(
            session.started_at, session.ended_at or at, session.paused_seconds
        ),
    }
    return render(request, "desk/loop/recap.html", context)


@require_POST
def answer(request: MemberRequest, company: int, question: int) -> HttpResponse:
    """Keeps an answer to one of her questions; the same choice pressed again is removed."""
    card = get_own_or_404(request, Company, company)
    asked = get_own_or_404(request, Question, question)
    chosen = answer_question(
        by=request.member,
        company=card,
        question=asked,
        value=request.POST.get("value", "").strip(),
        chosen=choices_in(request.POST.get("said", "")),
    )
    if not is_htmx(request):
        return redirect_back(request, "loop")
    line = QuestionLine(asked, on_one_line(chosen), tuple(chosen))
    return HttpResponse(draw_questions([line], card, 0, protection_of(request)))


@require_POST
def keep_note(request: MemberRequest, company: int) -> HttpResponse:
    """Keeps what is typed on a card so far.

    Answers with the mark of the note as it is kept (`seen`), and with the note itself when it was
    joined with that of another window. When the call was logged meanwhile, nothing is kept: the
    answer is the note that was logged with it (`taken`). What was typed after the call with the key
    `late`, on a card that is left by now, is a note of the card: it is `said`.
    """
    note, fields = read_draft(request.POST)
    if late := request.POST.get("late", ""):
        card = get_own_or_404(request, Company, company)
        return JsonResponse(_keep_late(request.member, card, note, fields, late))
    kept = keep_typed(
        by=request.member,
        company_id=company,
        note=note,
        fields=fields,
        at=now(),
        key=request.POST.get("key", ""),
        seen=request.POST.get("seen"),
    )
    if kept is None:
        get_own_or_404(request, Company, company)
        taken = taken_in(request.member, company, request.POST.get("key", ""))
        return JsonResponse({"kept": False, "taken": taken})
    also = {} if kept == note else {"note": kept}
    return JsonResponse({"kept": True, "seen": mark_of(kept), **also})


def _keep_late(
    member: Member, card: Company, note: str, fields: Mapping[str, str], late: str
) -> dict[str, Any]:
    """The answer to a note that was typed after the call of its card (keep_note)."""
    keep_after_call(by=member, company=card, note=note, fields=fields, at=now(), call=late)
    said = _("%(name)s: what you wrote after the call is a note of the card.") % {"name": card.name}
    return {"kept": True, "seen": "", "said": said if note.strip() else ""}


@require_POST
def drop(request: MemberRequest) -> HttpResponse:
    """Drops the outcome that was pressed with a key: it is not logged any more, however late a try
    of it arrives. Answers whether it was logged before and not taken back (`kept`), and with the
    key by which the card before her is logged from now on ("" when she holds none by that key).
    """
    key = request.POST.get("key", "")
    dropped = drop_press(request.member, key) if key else Dropped(None, "")
    if dropped.key:
        show_anew(request.member.pk)
    return JsonResponse({"kept": dropped.late is not None, "key": dropped.key})


@require_GET
def hang_ups(request: MemberRequest) -> HttpResponse:
    """Says how often they hang up on her; the page asks for it after a hang-up."""
    rate = hang_up_rate(request.workspace)
    words = f"{one_in_words(rate)}. {against_usual(rate)}"
    return render(request, "desk/loop/_hang_ups.html", {"words": words})


@require_GET
def reach(request: MemberRequest) -> HttpResponse:
    """Shows what “never call again” removes, and to which other cards it may be extended."""
    key = whole(request.GET.get("company")) or 0
    card = get_own_or_404(request, Company, key)
    return render(request, "desk/loop/_reach.html", {"reach": reach_of(card, now())})
