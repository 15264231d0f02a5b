"""The ways to dial that ask somebody over the network, and waiting for what is answered.

A page waits a second for the answer, not longer: a server that is slow must not hold up the desk.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass

from decroche.calls.asked_address import ask_address
from decroche.calls.asked_asterisk import (
    ask_asterisk,
    hang_up_call,
    is_call,
    new_call,
    phase_of_call,
)
from decroche.calls.asked_ovh import ask_ovh
from decroche.calls.preferences import Dialled
from decroche.gateways.dialler import NotDialled, Why
from decroche.gateways.dialler.asterisk import Phase
from decroche.prospects.models import PhoneNumber
from decroche.team.models import Member
from decroche.team.preferences import preferred_by


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
    """`ask` asks for one number to be dialled, as the call of an identifier ("" for a call that
    can't be followed), and raises NotDialled.
    """

    ask: Callable[[Member, PhoneNumber, str], None]
    followed: Followed | None = None


ASKED: dict[str, AskedWay] = {
    "address": AskedWay(lambda member, number, _call: ask_address(member, number)),
    "ovh": AskedWay(lambda member, number, _call: ask_ovh(member, number)),
    "asterisk": AskedWay(ask_asterisk, Followed(new_call, is_call, phase_of_call, hang_up_call)),
}
"""By the code of the way (dialling.WAYS)."""
_PATIENCE = 1.0
"""Seconds that a page waits for the answer; the rest is waited for beside it."""
_beside = ThreadPoolExecutor(4, thread_name_prefix="dial")


@dataclass(frozen=True, slots=True)
class DialAnswer:
    """What the other side said. `answered`: it did, in time; `why`: why it does not dial, None when
    it does; `call`: the identifier of a call that can be followed, "" for none; `phase`: how far
    it is, None when that was not asked.
    """

    answered: bool = True
    why: Why | None = None
    call: str = ""
    phase: Phase | None = None


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
    a telephone must not ring when the page has said that nobody answers.
    """
    call = way.followed.new_call() if way.followed else ""

    def ask() -> DialAnswer:
        way.ask(member, number, call)
        return DialAnswer(call=call)

    return _wait_for(ask, call)


def phase_soon(member: Member, followed: Followed, call: str) -> DialAnswer:
    """How far a call is."""
    return _wait_for(lambda: DialAnswer(call=call, phase=followed.phase(member, call)), call)


def hang_up_soon(member: Member, followed: Followed, call: str) -> DialAnswer:
    """Ends a call."""

    def hang_up() -> DialAnswer:
        followed.hang_up(member, call)
        return DialAnswer(call=call, phase="ended")

    return _wait_for(hang_up, call)


def _wait_for(request: Callable[[], DialAnswer], call: str) -> DialAnswer:
    """What the request gives within `_PATIENCE` seconds. One that was sent goes on beside the page,
    which then follows the call by its identifier.
    """
    waited_for = _beside.submit(request)
    try:
        return waited_for.result(_PATIENCE)
    except NotYet:
        if waited_for.cancel():
            return DialAnswer(why="away")
        return DialAnswer(answered=False, call=call)
    except NotDialled as refused:
        return DialAnswer(why=refused.why)
