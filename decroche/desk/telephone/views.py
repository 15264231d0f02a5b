"""Settings, Telephone: pairing one, the list of those that are; and what the desk's own page asks
about the telephone while she calls.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from decroche.calls.asked import ASKED, DIALLING
from decroche.calls.asked_address import PRESETS
from decroche.calls.dialling import WAYS
from decroche.calls.permission import may_call
from decroche.calls.preferences import Dialled, MembersDial
from decroche.desk.parts.asking import flash, get_own_or_404
from decroche.desk.telephone.following import refuse_to_dial
from decroche.prospects.models import PhoneNumber
from decroche.shared.choices import whole
from decroche.shared.clock import PARIS, milliseconds, now
from decroche.team.access import MemberRequest
from decroche.team.models import Member
from decroche.team.needs import CALL, OWN, allows
from decroche.team.preferences import preferred, preferred_by, prefers_own
from decroche.telephone import devices
from decroche.telephone.content import Shown, is_in_call
from decroche.telephone.devices import MOST, Device, TooMany, all_devices, devices_of
from decroche.telephone.pairing import SECONDS
from decroche.telephone.pictures import picture_of
from decroche.telephone.service import telephones

_NEW = timedelta(minutes=3)
"""How long after its pairing a telephone is called new."""
_LONG_CALL = timedelta(minutes=10)
"""After this time without a word from the telephone that dials, the desk says so, and she may dial
again: its battery may be empty.
"""


@dataclass(frozen=True, slots=True)
class Code:
    """What a telephone photographs: its address in words, and as a picture."""

    link: str
    picture: SafeString


@require_GET
def telephone(request: MemberRequest) -> HttpResponse:
    """The telephones that are paired."""
    return _page(request)


def _page(
    request: MemberRequest, offered: Code | None = None, others: list[str] | None = None
) -> HttpResponse:
    found: list[Device] = devices_of(request.member.pk)
    context = {
        "devices": found,
        "new": found[0] if found and now() - found[0].paired < _NEW else None,
        "offered": offered,
        "others": others or [],
        "minutes": int(SECONDS // 60),
        "seconds": int(SECONDS),
        "several": settings.WORKERS > 1,
        "deaf": bool(found) and not telephones.port,
        "astray": _astray(found),
        "port": settings.TELEPHONE_PORT,
        "calls": allows(request.member, CALL),
        "for_all": request.workspace.shared and allows(request.member, OWN),
        "members_dial": preferred(request.workspace, MembersDial),
        "ways": list(WAYS.values()),
        "chosen": preferred_by(request.member, Dialled).way,
        "shared": request.workspace.shared,
        "as_all": request.workspace.shared and not prefers_own(request.member, *DIALLING),
        **{way: preferred_by(request.member, asked.section) for way, asked in ASKED.items()},
        "presets": list(PRESETS.items()),
    }
    return render(request, "desk/telephone/telephone.html", context)


def _astray(found: list[Device]) -> list[Device]:
    """The telephones that look for this computer where it is not any more: it is on another
    network, or has another address there.
    """
    here = telephones.addresses()
    return [one for one in found if here and one.address and one.address not in here]


@require_POST
def pair(request: MemberRequest) -> HttpResponse:
    """Shows the code, once: it is not part of any address of the desk."""
    if settings.WORKERS > 1:
        return redirect("telephone")
    try:
        pairing = telephones.pair(request.member.pk)
    except TooMany:
        flash(request, _full_in_words())
        return redirect("telephone")
    except OSError as error:
        flash(
            request,
            _("Port %(port)s can’t be used (%(why)s). Choose another with DECROCHE_TELEPHONE_PORT.")
            % {"port": settings.TELEPHONE_PORT, "why": error.strerror or error},
        )
        return redirect("telephone")
    addresses = telephones.addresses()
    address = request.POST.get("address", "")
    if address not in addresses:
        address = next(iter(addresses), "")
    telephones.pairings.show_at(pairing, address)
    link = f"{address}#{pairing.fragment}"
    others = [one for one in addresses if one != address]
    return _page(request, Code(link, picture_of(link)), others)


def _full_in_words() -> str:
    words = _("This desk has %(most)s telephones, all members counted: first take one off.")
    return words % {"most": MOST}


@require_GET
def paired(request: MemberRequest) -> HttpResponse:
    """Whether the code on the screen still waits for a telephone, and why none can take it: the
    list became full meanwhile.
    """
    words = _full_in_words() if len(all_devices()) >= MOST else ""
    waits = telephones.pairings.is_open_of(request.member.pk)
    return JsonResponse({"waits": waits, "words": words})


@require_POST
def rename(request: MemberRequest, device_id: str) -> HttpResponse:
    """Gives a telephone the name that its owner calls it."""
    typed = request.POST.get("name", "").strip()
    renamed = devices.rename(request.member.pk, device_id, typed)
    if renamed is None:
        raise Http404
    words = {"name": renamed.name or _("Telephone")}
    said = (
        _("It is called %(name)s now.") if typed else _("Nothing was typed: it is still %(name)s.")
    )
    flash(request, said % words)
    return redirect("telephone")


@require_POST
def revoke(request: MemberRequest, device_id: str) -> HttpResponse:
    """Takes a telephone off the list."""
    if not telephones.revoke(request.member.pk, device_id):
        raise Http404
    flash(request, _("This telephone hears nothing any more."))
    return redirect("telephone")


@require_GET
def state(request: MemberRequest) -> HttpResponse:
    """Where the call is, for the desk's page; the database is not asked. `n` is another one when
    anything of it is; `ago` is how long ago a telephone was touched, in milliseconds.
    """
    shown = telephones.exchange.now(request.member.pk)
    phase = _phase(request.member, shown)
    ago = max(0, milliseconds(now()) - shown["call"]["at"])
    content = {"n": f"{shown['n']} {phase}", "shown": shown["card"].get("key"), "ago": ago}
    words = {"words": _lost_in_words(shown)} if phase == "lost" else {}
    return JsonResponse({**shown["call"], **content, "phase": phase, **words})


def _phase(member: Member, shown: Shown) -> str:
    """The phase of the call; “asleep” while a number waits for a telephone that would hear of it,
    “lost” when nothing was heard of the telephone for long since it dialled.
    """
    phase = shown["call"]["phase"]
    if phase == "rung" and not telephones.hears(member.pk):
        return "asleep"
    is_long = now() - _touched(shown) > _LONG_CALL
    return "lost" if phase == "calling" and is_long and not telephones.hears(member.pk) else phase


def _touched(shown: Shown) -> datetime:
    return datetime.fromtimestamp(shown["call"]["at"] / 1000, UTC)


def _lost_in_words(shown: Shown) -> str:
    return _(
        "Dialled on the telephone at %(hour)s, nothing heard of it since: note the call here, or "
        "dial again with Space."
    ) % {"hour": f"{_touched(shown).astimezone(PARIS):%H:%M}"}


@require_POST
def ring(request: MemberRequest) -> HttpResponse:
    """Space: the number is on the telephone, which vibrates. One that may not be called is not, and
    a call under way goes on, unless its telephone is lost. Answers the phase of the call, “unrung”
    when there is none.
    """
    found = get_own_or_404(request, PhoneNumber, whole(request.POST.get("number")) or 0)
    if refuse_to_dial(request.member, found.company, found.pk):
        return JsonResponse({"phase": "unrung"})
    key = request.POST.get("key", "")
    before = telephones.exchange.now(request.member.pk)
    if _phase(request.member, before) == "lost":
        telephones.exchange.release(request.member.pk, before["call"]["device"])
    done = telephones.exchange.call(
        request.member.pk, "rung", key, at=milliseconds(now()), number_id=found.pk
    )
    shown = telephones.exchange.now(request.member.pk)
    in_call = is_in_call(shown["call"]) and shown["call"]["key"] == key
    return JsonResponse({"phase": _phase(request.member, shown) if done or in_call else "unrung"})


@require_GET
def code(request: MemberRequest, number: int) -> HttpResponse:
    """A number as a picture that any telephone reads and dials."""
    found = get_own_or_404(request, PhoneNumber, number)
    if not may_call(request.workspace, found.company.state, now(), numbers=[found]).allowed:
        raise Http404
    words = {"number": found, "picture": picture_of(f"tel:{found.dial}")}
    return render(request, "desk/telephone/_code.html", words)
