"""The ways to dial that ask another machine over the network, and waiting for its answer.

A page waits one second for the answer: a slow server must not hold up the desk. A later answer is
kept by background/beside.py and given when the page asks for news.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, replace

from django.db import transaction

from decroche.background import beside
from decroche.calls.asked_address import AddressAsked, ask_address
from decroche.calls.asked_asterisk import (
    AsteriskAsked,
    ask_asterisk,
    hang_up_call,
    is_call,
    new_call,
    phase_of_call,
)
from decroche.calls.asked_ovh import OvhAsked, ask_ovh
from decroche.calls.own_way import AskedSection, forget_own_secrets
from decroche.calls.preferences import Dialled
from decroche.gateways.dialler import NotDialled, Why
from decroche.gateways.dialler.asterisk import Phase
from decroche.prospects.models import PhoneNumber
from decroche.team.models import Member
from decroche.team.needs import CALL, require
from decroche.team.preferences import forget_own_preferences, preferred_by


@dataclass(frozen=True, slots=True)
class Followed:
    """How a call is followed by a way whose machine tells the progress of a call.

    `new_call` chooses the identifier of a call before it is asked for; `is_call` says whether a
    text is one. `phase` and `hang_up` raise NotDialled.
    """

    new_call: Callable[[], str]
    is_call: Callable[[str], bool]
    phase: Callable[[Member, str], Phase]
    hang_up: Callable[[Member, str], None]


@dataclass(frozen=True, slots=True)
class AskedWay:
    """One way to dial over the network. `section` is the class of its settings; `ask` takes the
    member, the number and the identifier of the call ("" for one that can't be followed), asks for
    the number to be dialled, and raises NotDialled.
    """

    section: type[AskedSection]
    ask: Callable[[Member, PhoneNumber, str], None]
    followed: Followed | None = None


ASKED: dict[str, AskedWay] = {
    "address": AskedWay(AddressAsked, ask_address),
    "ovh": AskedWay(OvhAsked, ask_ovh),
    "asterisk": AskedWay(
        AsteriskAsked, ask_asterisk, Followed(new_call, is_call, phase_of_call, hang_up_call)
    ),
}
"""By the code of the way (dialling.WAYS)."""
DIALLING = (Dialled.SECTION, *(way.section.SECTION for way in ASKED.values()))
"""The sections of settings that say how somebody dials."""
_PATIENCE = 1.0
"""Seconds that a page waits for the answer; a thread waits on."""
_LATEST = 30.0
"""Seconds after which a request counts as unheard; the gateways give up long before."""
_beside = ThreadPoolExecutor(4, thread_name_prefix="dial")


@dataclass(frozen=True, slots=True)
class DialAnswer:
    """What the machine that dials answered.

    `answered` says whether it did in time; `why` why it does not dial, None when it does; `call` is
    the identifier of a call that can be followed, "" for none; `phase` how far the call is, None
    when that was not asked; `late` the identifier by which to ask for an answer that is still to
    come, "" for none.
    """

    answered: bool = True
    why: Why | None = None
    call: str = ""
    phase: Phase | None = None
    late: str = ""


def dial_as_all(*, by: Member) -> None:
    """From now on the member dials as an owner chose for all, also after later changes of that
    choice.
    """
    require(by, CALL)
    forget_own_preferences(by, *DIALLING)
    _forget_secrets_after(by)


def forget_own_settings(member: Member) -> None:
    """Removes all of a member's own settings, with the secrets of her way to dial."""
    forget_own_preferences(member)
    _forget_secrets_after(member)


def _forget_secrets_after(member: Member) -> None:
    """Secrets are no part of a transaction: they go once it is kept."""
    transaction.on_commit(lambda: _forget_all_secrets(member), robust=True)


def _forget_all_secrets(member: Member) -> None:
    for way in ASKED.values():
        forget_own_secrets(member, way.section)


def way_of(member: Member) -> AskedWay | None:
    """Returns the way over the network that a member chose, None when they dial otherwise."""
    return ASKED.get(preferred_by(member, Dialled).way)


def follows(member: Member, call: str) -> Followed | None:
    """Returns how a call is followed; None when `call` is no identifier of the member's way."""
    way = way_of(member)
    followed = way.followed if way else None
    return followed if followed and followed.is_call(call) else None


def ask_soon(member: Member, way: AskedWay, number: PhoneNumber) -> DialAnswer:
    """Asks for a number to be dialled. A request that could not be sent in time is withdrawn: a
    telephone must not ring once the page has said that nobody answers. When a request was sent and
    not answered in time, `news_soon` gives its answer later.
    """
    call = way.followed.new_call() if way.followed else ""
    asked = _beside.submit(_answer_of, lambda: way.ask(member, number, call))
    answer = _wait_for(asked)
    if answer.why:
        return answer
    if not answer.answered:
        late = call or secrets.token_hex(16)
        beside.begin(_errand(member, late), lambda: asked.result().why, within=_LATEST)
        answer = replace(answer, late=late)
    return replace(answer, call=call)


def news_soon(member: Member, call: str) -> DialAnswer | None:
    """Returns how far a call is, or the late answer to the request for it; None when `call` is the
    identifier of neither.

    When no answer came, the machine may have dialled all the same: then it is asked for the call.
    """
    followed, late = follows(member, call), _late_answer(member, call)
    if followed is None or (late is not None and late.why not in (None, "unheard")):
        return late
    heard = phase_soon(member, followed, call)
    is_agreed = late is not None and late.answered and late.why is None
    if late is None or is_agreed or heard.phase in ("ringing", "answered"):
        return heard
    never_made = late.answered and heard.phase == "ended"
    return replace(late, call="" if never_made else call)


def phase_soon(member: Member, followed: Followed, call: str) -> DialAnswer:
    """Asks how far a call is."""
    asked = _beside.submit(_answer_of, lambda: followed.phase(member, call))
    return replace(_wait_for(asked), call=call)


def hang_up_soon(member: Member, followed: Followed, call: str) -> DialAnswer:
    """Ends a call."""

    def hang_up() -> Phase:
        followed.hang_up(member, call)
        return "ended"

    return replace(_wait_for(_beside.submit(_answer_of, hang_up)), call=call)


def _answer_of(request: Callable[[], Phase | None]) -> DialAnswer:
    """Sends a request and returns its answer: how far the call is, or why there is none."""
    try:
        return DialAnswer(phase=request())
    except NotDialled as refused:
        return DialAnswer(why=refused.why)


def _wait_for(asked: Future[DialAnswer]) -> DialAnswer:
    """Returns the answer if it comes within `_PATIENCE` seconds. A request that was sent goes
    on.
    """
    try:
        return asked.result(_PATIENCE)
    except NotYet:
        return DialAnswer(why="away") if asked.cancel() else DialAnswer(answered=False)


def _late_answer(member: Member, late: str) -> DialAnswer | None:
    """Returns the answer to a request that a page did not wait for, or that none has come yet; None
    when this member sent no such request.
    """
    errand = beside.look(_errand(member, late))
    if errand.state == "none":
        return None
    if errand.state == "running":
        return DialAnswer(answered=False, late=late)
    return DialAnswer(why=errand.result if errand.state == "done" else "unheard")


def _errand(member: Member, late: str) -> str:
    return f"dial-{member.pk}-{late}"
