"""The page of the team: who is on which card, who works here, invitations."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from decroche.agenda.actions import LEFT
from decroche.agenda.preferences import Agenda
from decroche.agenda.wording import not_synced_in_words
from decroche.callqueue.preferences import PromisesPass
from decroche.callqueue.standing import pulse
from decroche.desk.parts.asking import flash, get_own_or_404
from decroche.intake.queries import under_way_of
from decroche.membership.actions import (
    NotDone,
    change_role,
    end_members_sessions,
    invite,
    leave,
    renew_password,
    share,
    withdraw,
)
from decroche.membership.lists import called_lists, keep_callers
from decroche.membership.queries import (
    board,
    emails_of_members,
    open_invitations,
    with_password_from_elsewhere,
)
from decroche.membership.wording import not_done_in_words
from decroche.prospects.models import CallList
from decroche.shared.choices import whole
from decroche.shared.clock import now
from decroche.team.access import MemberRequest
from decroche.team.models import Invitation, Member
from decroche.team.needs import CALL, OWN, allows
from decroche.team.preferences import preferred, read_preferences_again
from decroche.team.queries import members_of
from decroche.telephone.service import telephones


@require_GET
def team(request: MemberRequest) -> HttpResponse:
    """The page of the team. Before the file is shared, it says how to share it."""
    return _page(request)


def _page(
    request: MemberRequest, link: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    owns = allows(request.member, OWN)
    if not request.workspace.shared:
        if not owns:
            return redirect("settings")
        context: dict[str, Any] = {"problem": problem}
        return render(request, "desk/team/share.html", context, status=status)
    at = now()
    mark = pulse(request.workspace, at)
    members = list(members_of(request.workspace))
    emails = emails_of_members(request.workspace) if owns else {}
    context = {
        "problem": problem,
        "owns": owns,
        "may_call": allows(request.member, CALL),
        "board": board(request.workspace, at),
        "mark": mark,
        "synchronised": preferred(request.workspace, Agenda).whose,
        "members": [(one, emails.get(one.pk, "")) for one in members],
        "callers": [one for one in members if one.role != Member.Role.READER],
        "roles": Member.Role.choices,
        "invitations": open_invitations(request.workspace) if owns else [],
        "elsewhere": with_password_from_elsewhere(request.workspace) if owns else [],
        "link": link,
        "lists": called_lists(request.workspace) if owns else [],
        "passes": preferred(request.workspace, PromisesPass),
    }
    return render(request, "desk/team/team.html", context, status=status)


@require_POST
def share_file(request: MemberRequest) -> HttpResponse:
    """Shares the file: from now on members sign in."""
    try:
        share(
            by=request.member,
            name=request.POST.get("name", ""),
            email=request.POST.get("email", ""),
            password=request.POST.get("password", "")[:1000],
        )
    except NotDone as problem:
        return _page(request, problem=not_done_in_words(problem), status=422)
    flash(request, _("The file is shared: invite those who call with you."))
    return redirect("team")


@require_POST
def invite_member(request: MemberRequest) -> HttpResponse:
    """Makes the link of an invitation, which is shown only this once."""
    role = request.POST.get("role", "")
    if role not in Member.Role.values:
        raise Http404
    try:
        key = invite(by=request.member, role=role)
    except NotDone as problem:
        return _page(request, problem=not_done_in_words(problem), status=422)
    return _with_link(request, key)


def _with_link(request: MemberRequest, key: str) -> HttpResponse:
    return _page(request, link=request.build_absolute_uri(reverse("take-up", args=[key])))


@require_POST
def renew_password_of(request: MemberRequest, pk: int) -> HttpResponse:
    """Makes a link by which a member chooses another password. It is shown only this once."""
    member = get_own_or_404(request, Member, pk)
    try:
        key = renew_password(by=request.member, member=member)
    except NotDone as problem:
        flash(request, not_done_in_words(problem))
        return redirect("team")
    return _with_link(request, key)


@require_POST
def withdraw_invitation(request: MemberRequest, pk: int) -> HttpResponse:
    """Withdraws an invitation: its link no longer works."""
    withdraw(by=request.member, invitation=get_own_or_404(request, Invitation, pk))
    flash(request, _("The invitation is withdrawn."))
    return redirect("team")


@require_POST
def member_role(request: MemberRequest, pk: int) -> HttpResponse:
    """Changes the role of a member."""
    member, role = get_own_or_404(request, Member, pk), request.POST.get("role", "")
    if role not in Member.Role.values:
        raise Http404
    try:
        change_role(by=request.member, member=member, role=role)
    except NotDone as problem:
        flash(request, not_done_in_words(problem))
    else:
        if role == Member.Role.READER:  # who calls no more is shown no card to dial
            telephones.revoke_of(member.pk)
        flash(request, _("Kept."))
    return redirect("team")


@require_POST
def member_leaves(request: MemberRequest, pk: int) -> HttpResponse:
    """Removes a member; what they promised passes to another."""
    member = get_own_or_404(request, Member, pk)
    to = get_own_or_404(request, Member, whole(request.POST.get("to")) or 0)
    hers = preferred(request.workspace, Agenda).member == member.pk
    files = under_way_of(member)
    try:
        leave(by=request.member, member=member, to=to)
    except NotDone as problem:
        flash(request, not_done_in_words(problem))
        return redirect("team")
    telephones.revoke_of(member.pk)
    words = _("%(name)s no longer works here; %(to)s keeps their promises.")
    words %= {"name": member, "to": to}
    if files:
        goes_on = _("What they were importing goes on, or waits on the page of imports: %(files)s.")
        words += " " + goes_on % {"files": ", ".join(batch.filename for batch in files)}
    read_preferences_again(request.workspace)
    agenda = preferred(request.workspace, Agenda)
    if hers and agenda.problem == LEFT:
        words += " " + not_synced_in_words(agenda.problem) + f" ({agenda.detail})"
    flash(request, words)
    return redirect("team")


@require_POST
def end_sessions_of(request: MemberRequest, pk: int) -> HttpResponse:
    """Ends all sessions of a member."""
    end_members_sessions(by=request.member, member=get_own_or_404(request, Member, pk))
    flash(request, _("Their sessions have ended."))
    return redirect("team")


@require_POST
def list_callers(request: MemberRequest, pk: int) -> HttpResponse:
    """Chooses the members who call a list; everybody does when nobody is named."""
    call_list = get_own_or_404(request, CallList, pk)
    members = [whole(one) or 0 for one in request.POST.getlist("caller")]
    try:
        keep_callers(by=request.member, call_list=call_list, members=members)
    except NotDone as problem:
        flash(request, not_done_in_words(problem))
    else:
        flash(request, _("Kept."))
    return redirect("team")
