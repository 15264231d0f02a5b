"""Passkeys on the page where members sign in, and on one's own account.

Each is two requests: the script of the page (ui/assets/passkeys.js) asks what the device has to
sign, has it signed, and sends the form of the page with the answer in it.
"""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from decroche.desk.parts.asking import get_own_or_404
from decroche.desk.team.signing import done_or_refused, inside, sign_in_page
from decroche.membership.actions import NotDone, ask_for_passkey, keep_passkey, remove_passkey
from decroche.membership.wording import not_done_in_words, not_signed_in_in_words
from decroche.team.access import MemberRequest
from decroche.team.models import Passkey
from decroche.team.passkeys import options_to_sign_in, require_site
from decroche.team.queries import shared_workspace
from decroche.team.refused import log_refused
from decroche.team.signing import NotSignedIn, address_of, sign_in_by_passkey


@require_POST
def ask_at_the_door(request: HttpRequest) -> HttpResponse:
    """The challenge that a device signs to open the desk; nothing is kept."""
    if shared_workspace() is None:
        raise Http404
    return JsonResponse(options_to_sign_in(require_site(request)))


@require_POST
def enter_by_passkey(request: HttpRequest) -> HttpResponse:
    """Signs in somebody who holds a passkey."""
    workspace, site = shared_workspace(), require_site(request)
    if workspace is None:
        raise Http404
    try:
        signed = sign_in_by_passkey(
            workspace,
            site,
            answer=request.POST.get("answer", ""),
            address=address_of(request),
            browser=request.headers.get("User-Agent", ""),
        )
    except NotSignedIn as refused:
        log_refused("a passkey that no member has, or one of too many tries", request)
        problem = _("No passkey of a member was shown.")
        if refused.wait:
            problem = not_signed_in_in_words(refused)
        return sign_in_page(request, problem=problem, status=429 if refused.wait else 403)
    return inside(request, signed)


@require_POST
def ask_for_own_passkey(request: MemberRequest) -> HttpResponse:
    """What her device is told to make a passkey for her; asks for her password first."""
    if not request.workspace.shared:
        raise Http404
    try:
        options = ask_for_passkey(
            by=request.member, site=require_site(request), password=request.POST.get("old", "")
        )
    except NotDone as problem:
        return JsonResponse({"problem": not_done_in_words(problem)}, status=422)
    except NotSignedIn as refused:
        log_refused("one of too many tries", request)
        return JsonResponse({"problem": not_signed_in_in_words(refused)}, status=429)
    return JsonResponse(options)


@require_POST
def keep_own_passkey(request: MemberRequest) -> HttpResponse:
    """Keeps the passkey that her device made."""
    if not request.workspace.shared:
        raise Http404
    keep = partial(
        keep_passkey,
        by=request.member,
        site=require_site(request),
        answer=request.POST.get("answer", ""),
        name=request.POST.get("name", ""),
        here=request.signed,
    )
    return done_or_refused(request, keep, _("Kept: from now on this passkey opens the desk."))


@require_POST
def remove_own_passkey(request: MemberRequest, pk: int) -> HttpResponse:
    """Removes one of her passkeys; asks for her password."""
    passkey = get_own_or_404(request, Passkey, pk)
    if passkey.member_id != request.member.pk:
        raise Http404
    remove = partial(
        remove_passkey,
        by=request.member,
        passkey=passkey,
        password=request.POST.get("old", ""),
        here=request.signed,
    )
    return done_or_refused(request, remove, _("That passkey is removed."))
