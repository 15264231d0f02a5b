"""The ways to dial that ask somebody over the network, and waiting for what is answered.

A page waits a second for the answer, not longer: a server that is slow must not hold up the desk.
An answer that comes later is kept beside the page (team/beside.py) and said when the page asks for
news.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, replace

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
from decroche.team import beside
from decroche.team.models import Member
from decroche.team.preferences import forget_own_preferences, preferred_by
from decroche.team.roles import CALL, require


@dataclass(frozen=True, slots=True)
class Followed:
    """How a call is followed where the other side tells what becomes of it.

    `new_call` chooses the identifier of a call before it is asked for; `is_call` says whether a
    text is one. `phase` and `hang_up` raise NotDialled.
    """

    new_call: Callable[[], str]
    is_call: Callable[[str], bool]
    phase: Callable[[Member, str], Phase]
    hang_up: Callable[[Member, str], None]


@dataclass(frozen=True, slots=True)
class AskedWay:
    """`section`: her settings of it; `ask` asks for one number to be dialled, as the call of an
    identifier ("" for a call that can't be followed), and raises NotDialled.
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
_PATIENCE = 1.0
"""Seconds that a page waits for the answer; the rest is waited for beside it."""
_LATEST = 30.0
"""Seconds after which a question counts as unheard; the gateways give up long before."""
_beside = ThreadPoolExecutor(4, thread_name_prefix="dial")


@dataclass(frozen=True, slots=True)
class DialAnswer:
    """What the other side said. `answered`: it did, in time; `why`: why it does not dial, None when
    it does; `call`: the identifier of a call that can be followed, "" for none; `phase`: how far
    it is, None when that was not asked; `late`: under which identifier an answer that is still to
    come will be known, "" for none.
    """

    answered: bool = True
    why: Why | None = None
    call: str = ""
    phase: Phase | None = None
    late: str = ""


def dial_as_all(*, by: Member) -> None:
    """From now on they dial as an owner keeps it for all who chose nothing; later changes of it are
    theirs, too.
    """
    require(by, CALL)
    forget_own_way(by)


def forget_own_way(member: Member) -> None:
    """How a member dialled is forgotten, with the secrets."""
    forget_own_preferences(member)
    for way in ASKED.values():
        forget_own_secrets(member, way.section)


def way_of(member: Member) -> AskedWay | None:
    """The way that was chosen, None when it asks nobody."""
    return ASKED.get(preferred_by(member, Dialled).way)


def follows(member: Member, call: str) -> Followed | None:
    """How a call is followed; None for a text that is no identifier of the way that was chosen."""
    way = way_of(member)
    followed = way.followed if way else None
    return followed if followed and followed.is_call(call) else None


def ask_soon(member: Member, way: AskedWay, number: PhoneNumber) -> DialAnswer:
    """Asks for a number to be dialled. A request that could not even be sent in time is withdrawn:
    a telephone must not ring when the page has said that nobody answers. For the answer to one that
    was sent `news_soon` has to be asked.
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
    """How far a call is, or what was answered late to the question for it; None for a text that is
    the identifier of neither.

    When no answer ever came, the other side may dial all the same: a call that is found runs.
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
    """How far a call is."""
    asked = _beside.submit(_answer_of, lambda: followed.phase(member, call))
    return replace(_wait_for(asked), call=call)


def hang_up_soon(member: Member, followed: Followed, call: str) -> DialAnswer:
    """Ends a call."""

    def hang_up() -> Phase:
        followed.hang_up(member, call)
        return "ended"

    return replace(_wait_for(_beside.submit(_answer_of, hang_up)), call=call)


def _answer_of(request: Callable[[], Phase | None]) -> DialAnswer:
    """What the other side answers to a request: how far the call is, or why there is none."""
    try:
        return DialAnswer(phase=request())
    except NotDialled as refused:
        return DialAnswer(why=refused.why)


def _wait_for(asked: Future[DialAnswer]) -> DialAnswer:
    """The answer, if it comes within `_PATIENCE` seconds. A request that was sent goes on."""
    try:
        return asked.result(_PATIENCE)
    except NotYet:
        return DialAnswer(why="away") if asked.cancel() else DialAnswer(answered=False)


def _late_answer(member: Member, late: str) -> DialAnswer | None:
    """The answer to a question that a page did not wait for, as far as it has come; None when there
    was no such question of this member.
    """
    errand = beside.look(_errand(member, late))
    if errand.state == "none":
        return None
    if errand.state == "running":
        return DialAnswer(answered=False, late=late)
    why: Why | None = errand.result if errand.state == "done" else "unheard"
    return DialAnswer(why="unheard" if why == "away" else why)


def _errand(member: Member, late: str) -> str:
    return f"dial-{member.pk}-{late}"
