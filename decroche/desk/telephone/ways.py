"""The way Space dials, and the ways that ask somebody over the network to dial."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from decroche.calls.asked import (
    ASKED,
    DialAnswer,
    Followed,
    ask_soon,
    dial_as_all,
    follows,
    hang_up_soon,
    news_soon,
    way_of,
)
from decroche.calls.dialling import WAYS
from decroche.calls.own_way import keep_asked, wrong_in
from decroche.calls.permission import may_call
from decroche.calls.preferences import keep_way, let_members_dial
from decroche.calls.wording import not_dialled_in_words, phase_in_words, setting_in_words
from decroche.desk.parts.asking import flash, get_own_or_404
from decroche.desk.parts.refused import NotKept, Problem, render_not_kept
from decroche.prospects.models import PhoneNumber
from decroche.shared.choices import whole
from decroche.shared.clock import now
from decroche.team.access import MemberRequest
from decroche.team.models import Member
from decroche.team.needs import OWN, allows

AS_ALL = "as-all"
"""Stands in the place of a way's code for a member who dials as the workspace does."""


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
    """Asks for a number to be dialled, unless it may not be called."""
    number = get_own_or_404(request, PhoneNumber, whole(request.POST.get("number")) or 0)
    way = way_of(request.member)
    if way is None:
        raise Http404
    if not may_call(request.workspace, number.company.state, now(), numbers=[number]).allowed:
        raise Http404
    return _in_words(ask_soon(request.member, way, number))


@require_POST
def phase(request: MemberRequest) -> HttpResponse:
    """How far the call is whose identifier `ask` returned, or the answer to it that came late."""
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
    if way not in ASKED:
        return
    form = _form_of(way)
    chosen, typed = ASKED[way].section.read(form.settings(post)), form.secrets(post)
    if wrong := wrong_in(by=member, chosen=chosen, typed=typed):
        raise NotKept(
            Problem(form.name_of(field), *setting_in_words(way, field)) for field in wrong
        )
    problem = keep_asked(by=member, chosen=chosen, typed=typed, for_all=for_all)
    if problem:
        said = not_dialled_in_words(problem, way)
        tick = form.tick if problem in ("open", "own_network") else None
        raise NotKept([Problem(form.field, form.label, said, tick=tick)])


@dataclass(frozen=True, slots=True)
class _Form:
    """What the page calls the settings of a way: `prefix` stands before the names that another way
    has, too (user, password, own_network). `secret`: the fields of the vault; `pasted`: they are
    keys, around which a blank is a slip. What is wrong stands at `field`, whose name is `label`;
    `network` says of it that it is on the own network.
    """

    field: str
    label: str
    secret: tuple[str, ...] = ("password",)
    prefix: str = ""
    pasted: bool = False
    network: str = ""

    def settings(self, post: QueryDict) -> dict[str, object]:
        """As the section of the way reads them."""
        return {
            **post.dict(),
            "user": post.get(f"{self.prefix}user", ""),
            "own_network": post.get(f"{self.prefix}own_network") == "1",
        }

    def name_of(self, setting: str) -> str:
        """The name of the field on the page."""
        return f"{self.prefix}{setting}" if setting in ("user", *self.secret) else setting

    @property
    def tick(self) -> tuple[str, str]:
        """The box that says so: its name, and the words beside it."""
        return f"{self.prefix}own_network", self.network

    def secrets(self, post: QueryDict) -> dict[str, str]:
        """As they were typed, by field."""
        typed = {name: post.get(f"{self.prefix}{name}", "") for name in self.secret}
        return {name: text.strip() for name, text in typed.items()} if self.pasted else typed


def _form_of(way: str) -> _Form:
    """The form of a way of ASKED, on this page (_ways.html)."""
    return {
        "address": _Form(
            "template",
            _("The address that is asked"),
            network=_("The address is on my own network (a desk telephone)"),
        ),
        "ovh": _Form(
            "account", _("Billing account"), ("application_secret", "consumer_key"), pasted=True
        ),
        "asterisk": _Form(
            "server",
            _("Address of the server"),
            prefix="server_",
            network=_("The server is on my own network"),
        ),
    }[way]


def _followed(request: MemberRequest) -> tuple[Followed, str]:
    """(what follows the call that the page names, its identifier). Raises Http404."""
    call = request.POST.get("call", "")
    followed = follows(request.member, call)
    if followed is None:
        raise Http404
    return followed, call


def _is_silent(answer: DialAnswer) -> bool:
    """Whether nothing was heard in time of a call under way. It goes on: nobody dials again."""
    return not answer.answered or answer.why == "away"


def _no_news(call: str, said: str) -> JsonResponse:
    """What the page says while there is no news; it goes on following the call."""
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
