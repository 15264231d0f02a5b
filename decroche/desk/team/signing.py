"""Signing in and out, taking up an invitation, one's own password and sessions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from decroche.desk.parts.asking import flash, get_own_or_404
from decroche.desk.team.news import news_of
from decroche.membership.actions import (
    NotDone,
    change_password,
    end_key,
    end_members_sessions,
    join,
    make_key,
)
from decroche.membership.news import tell_of_sign_in
from decroche.membership.queries import invitation_for
from decroche.membership.wording import not_done_in_words, not_signed_in_in_words
from decroche.shared.choices import whole
from decroche.team.access import MemberRequest
from decroche.team.keys import api_keys_of
from decroche.team.known import knows, leave_mark
from decroche.team.models import ApiKey, Member
from decroche.team.needs import OWN, allows
from decroche.team.passkeys import passkeys_of, site_of
from decroche.team.queries import shared_workspace
from decroche.team.refused import log_refused
from decroche.team.scopes import Scope
from decroche.team.signing import (
    NotSignedIn,
    Signed,
    address_of,
    begin_session,
    credential_of,
    forget_key,
    leave_key,
    sessions_of,
    sign_in,
    who_left,
)
from decroche.team.strength import strength_of
from decroche.team.strength_wording import strength_in_words


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The page where a member signs in. A file of one person has no such page."""
    workspace = shared_workspace()
    if workspace is None:
        raise Http404
    if request.method == "GET":
        return sign_in_page(request)
    email = request.POST.get("email", "")[:254]
    try:
        signed = sign_in(
            workspace,
            email=email,
            password=request.POST.get("password", ""),
            address=address_of(request),
            browser=request.headers.get("User-Agent", ""),
        )
    except NotSignedIn as refused:
        log_refused("a wrong password, or one of too many tries", request)
        words = not_signed_in_in_words(refused)
        return sign_in_page(request, email, words, status=429 if refused.wait else 403)
    return inside(request, signed)


def sign_in_page(
    request: HttpRequest, email: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    """The page where a member signs in, with the reason why the try failed."""
    context = {
        "email": email,
        "problem": problem,
        "passkeys": site_of(request) is not None,
        "left": None if email else who_left(request),
    }
    return render(request, "desk/team/sign_in.html", context, status=status)


def inside(request: HttpRequest, signed: Signed, *, invited: bool = False) -> HttpResponse:
    """Redirects to the first page, with a session and a new protection for forms. Members are told
    of a sign-in from a browser that they had not used before, unless they came by a link that was
    made for them.
    """
    rotate_token(request)
    if not invited and not knows(request, signed.member):
        tell_of_sign_in(signed)
    response = HttpResponseRedirect(reverse("today"))
    leave_key(request, response, signed.key)
    leave_mark(request, response, signed.member)
    return response


@require_POST
def strength(request: HttpRequest) -> HttpResponse:
    """How hard the password is to guess that somebody is choosing: a part of the page. Nothing of
    it is kept.
    """
    typed = request.POST
    password = (typed.get("password") or typed.get("new") or "")[:1000]
    own = [typed.get(name, "")[:254] for name in ("name", "email")]
    chosen = strength_of(password, *own)
    context = {"chosen": chosen, "words": strength_in_words(chosen), "typed": bool(password)}
    return render(request, "desk/team/_strength.html", context)


@require_http_methods(["GET", "POST"])
def take_up(request: HttpRequest, key: str) -> HttpResponse:
    """The page of an invitation. Opening it changes nothing; its form makes a member."""
    invitation = invitation_for(key)
    if invitation is None:
        words = {"gone": not_done_in_words(NotDone("invitation"))}
        return render(request, "desk/team/join.html", words, status=404)
    typed = {name: request.POST.get(name, "").strip() for name in ("name", "email")}
    context = {
        "gone": "",
        "typed": typed,
        "problem": "",
        "from": invitation.made_by.name,
        "known": invitation.member,
        "role": Member.Role(invitation.role).label,
    }
    if request.method == "GET":
        return render(request, "desk/team/join.html", context)
    try:
        member = join(key=key, **typed, password=request.POST.get("password", "")[:1000])
    except NotDone as problem:
        context["problem"] = not_done_in_words(problem)
        return render(request, "desk/team/join.html", context, status=422)
    key = begin_session(member, request.headers.get("User-Agent", ""))
    return inside(request, Signed(member, key), invited=True)


@require_GET
def account(request: MemberRequest) -> HttpResponse:
    """The page of her own account: how she signs in, where she is signed in, the keys of her
    programs.
    """
    return _account(request)


def _account(
    request: MemberRequest, key: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    """The page of her account. `key` is one that was just made, which is shown only this once."""
    if not request.workspace.shared:
        return redirect("settings")
    kept = credential_of(request.member)
    named = dict(Scope.choices)
    context = {
        "key": key,
        "problem": problem,
        "name": request.POST.get("name", "") if problem else "",
        "keys": [
            (one, [named[scope] for scope in one.scopes.split()])
            for one in api_keys_of(request.member)
        ],
        "scopes": Scope.choices if allows(request.member, OWN) else Scope.choices[:-1],
        "email": kept.email if kept else "",
        "passkeys": list(passkeys_of(request.member)),
        "passkeys_work": site_of(request) is not None,
        "owns": allows(request.member, OWN),
        "sessions": sessions_of(request.member),
        "here": request.signed.pk if request.signed else None,
        "news": news_of(request),
    }
    return render(request, "desk/team/account.html", context, status=status)


@require_POST
def make_own_key(request: MemberRequest) -> HttpResponse:
    """Makes a key for a program."""
    name, scopes = request.POST.get("name", ""), request.POST.getlist("scope")
    try:
        key = make_key(by=request.member, name=name, scopes=scopes, here=request.signed)
    except NotDone as problem:
        return _account(request, problem=not_done_in_words(problem), status=422)
    return _account(request, key=key)


@require_POST
def end_own_key(request: MemberRequest, pk: int) -> HttpResponse:
    """Ends one of her keys."""
    if get_own_or_404(request, ApiKey, pk).member_id != request.member.pk:
        raise Http404
    end_key(by=request.member, number=pk)
    flash(request, _("That key is ended."))
    return redirect("account")


@require_POST
def own_password(request: MemberRequest) -> HttpResponse:
    """Changes her password; her other sessions end."""
    change = partial(
        change_password,
        by=request.member,
        old=request.POST.get("old", ""),
        new=request.POST.get("new", "")[:1000],
        here=request.signed,
    )
    return done_or_refused(
        request, change, _("Your password is changed; your other sessions have ended.")
    )


def done_or_refused(
    request: MemberRequest, verb: Callable[[], object], done: str
) -> HttpResponseRedirect:
    """Carries out a verb of her account; her page says that it is done, or why it was refused."""
    try:
        verb()
    except NotDone as problem:
        flash(request, not_done_in_words(problem))
    except NotSignedIn as refused:
        log_refused("one of too many tries", request)
        flash(request, not_signed_in_in_words(refused))
    else:
        flash(request, done)
    return redirect("account")


@require_POST
def end_own_session(request: MemberRequest) -> HttpResponse:
    """Ends one of her sessions, or all but this one."""
    number = whole(request.POST.get("number"))
    if number is None:
        raise Http404
    end_members_sessions(by=request.member, member=request.member, number=number)
    flash(request, _("That session is ended."))
    return redirect("account")


@require_POST
def sign_out(request: MemberRequest) -> HttpResponse:
    """Ends the session of this browser: a copy of its key opens nothing either."""
    if request.signed is not None:
        end_members_sessions(by=request.member, member=request.member, number=request.signed.pk)
    response = HttpResponseRedirect(reverse("today"))
    forget_key(request, response)
    return response
