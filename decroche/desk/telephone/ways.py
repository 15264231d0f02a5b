"""The way Space dials, and the ways that ask somebody over the network to dial."""

from __future__ import annotations

from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from decroche.calls.asked import (
    DialAnswer,
    Followed,
    ask_soon,
    follows,
    hang_up_soon,
    news_soon,
    way_of,
)
from decroche.calls.asked_address import AddressAsked, keep_address
from decroche.calls.asked_asterisk import AsteriskAsked, keep_asterisk
from decroche.calls.asked_ovh import OvhAsked, keep_ovh
from decroche.calls.dialling import WAYS
from decroche.calls.own_way import dial_as_all
from decroche.calls.permission import may_call
from decroche.calls.preferences import keep_way, let_members_dial
from decroche.calls.wording import not_dialled_in_words, phase_in_words
from decroche.desk.parts.asking import flash, get_own_or_404
from decroche.desk.parts.refused import NotKept, Problem, render_not_kept
from decroche.prospects.models import PhoneNumber
from decroche.shared.choices import whole
from decroche.shared.clock import now
from decroche.team.access import MemberRequest
from decroche.team.models import Member
from decroche.team.roles import OWN, allows

AS_ALL = "as-all"
"""The choice of no way of one's own, in the place of the code of a way."""


@require_POST
def keep(request: MemberRequest) -> HttpResponse:
    """Keeps the way she dials, and the settings of that way: her own. An owner of a shared file
    also says what members may do, and whether this is for all who chose nothing.
    """
    way = request.POST.get("way", "")
    if way == AS_ALL and request.workspace.shared:
        dial_as_all(by=request.member)
        flash(request, _("Kept."))
        return redirect("telephone")
    if way not in WAYS:
        raise Http404
    decides = request.workspace.shared and allows(request.member, OWN)
    for_all = decides and request.POST.get("for_all") == "1"
    try:
        _keep_settings(request.member, way, request.POST, for_all=for_all)
    except NotKept as error:
        return render_not_kept(request, error, reverse("telephone"))
    keep_way(by=request.member, way=way, for_all=for_all)
    if decides:
        let_members_dial(
            by=request.member, own_network=request.POST.get("members_own_network") == "1"
        )
    flash(request, _("Kept."))
    return redirect("telephone")


@require_POST
def ask(request: MemberRequest) -> HttpResponse:
    """Asks for a number to be dialled; a number that may not be called is asked of nobody."""
    number = get_own_or_404(request, PhoneNumber, whole(request.POST.get("number")) or 0)
    way = way_of(request.member)
    if way is None:
        raise Http404
    if not may_call(request.workspace, number.company.state, now(), numbers=[number]).allowed:
        raise Http404
    return _in_words(ask_soon(request.member, way, number))


@require_POST
def phase(request: MemberRequest) -> HttpResponse:
    """How far the call is that `ask` gave an identifier of, or what was answered late to it."""
    call = request.POST.get("call", "")
    answer = news_soon(request.member, call)
    if answer is None:
        raise Http404
    if _is_silent(answer) and not answer.late:
        return _no_news(call, _("no news of the call from the telephone system"))
    return _in_words(answer)


@require_POST
def hang_up(request: MemberRequest) -> HttpResponse:
    """Ends that call."""
    followed, call = _followed(request)
    answer = hang_up_soon(request.member, followed, call)
    if _is_silent(answer):
        return _no_news(call, _("not ended from here: hang up on your telephone"))
    return _in_words(answer)


def _keep_settings(member: Member, way: str, post: QueryDict, *, for_all: bool) -> None:
    """Keeps the settings of one way. Raises NotKept with the sentence for the field."""
    if way == "ovh":
        keep_ovh(
            by=member,
            chosen=OvhAsked.read(post),
            application_secret=post.get("application_secret", "").strip(),
            consumer_key=post.get("consumer_key", "").strip(),
            for_all=for_all,
        )
    elif way == "asterisk":
        typed = {
            **post.dict(),
            "user": post.get("server_user", ""),
            "own_network": post.get("server_own_network") == "1",
        }
        password = post.get("server_password", "")
        server = AsteriskAsked.read(typed)
        problem = keep_asterisk(by=member, chosen=server, password=password, for_all=for_all)
        _refuse(problem, way, "server", _("Address of the server"))
    elif way == "address":
        typed = {**post.dict(), "own_network": post.get("own_network") == "1"}
        password = post.get("password", "")
        address = AddressAsked.read(typed)
        problem = keep_address(by=member, chosen=address, password=password, for_all=for_all)
        _refuse(problem, way, "template", _("The address that is asked"))


def _refuse(problem: str, way: str, field: str, label: str) -> None:
    """Raises NotKept when there is a problem with the field."""
    if problem:
        raise NotKept([Problem(field, label, not_dialled_in_words(problem, way))])


def _followed(request: MemberRequest) -> tuple[Followed, str]:
    """How the call that the page names is followed, and its identifier. Raises Http404."""
    call = request.POST.get("call", "")
    followed = follows(request.member, call)
    if followed is None:
        raise Http404
    return followed, call


def _is_silent(answer: DialAnswer) -> bool:
    """Whether nothing was heard in time of a call under way. It goes on: nobody dials again."""
    return not answer.answered or answer.why == "away"


def _no_news(call: str, said: str) -> JsonResponse:
    """What the page says meanwhile; it goes on following the call."""
    return JsonResponse({"said": said, "call": call, "phase": None})


def _in_words(answer: DialAnswer) -> JsonResponse:
    """`said` is the sentence beside the number, `refused` when nobody dials, as far as is known;
    `phase`, `call` and `late` are for the page itself.
    """
    if answer.why:
        said = not_dialled_in_words(answer.why)
        return JsonResponse({"said": said, "call": answer.call, "refused": True})
    if answer.answered:
        said = phase_in_words(answer.phase)
    else:
        said = _("no answer yet from the telephone that is to dial")
    return JsonResponse(
        {"said": said, "call": answer.call, "phase": answer.phase, "late": answer.late}
    )
