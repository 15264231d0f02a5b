"""The ways to dial that ask somebody over the network: one function each, and waiting for it.

A page waits a second for the answer, not longer: a server that is slow must not hold up the desk.
Part of the actions of this package.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass

from decroche.calls.asked_address import ask_address
from decroche.calls.asked_asterisk import ask_asterisk, hang_up_call, phase_of_call
from decroche.calls.asked_ovh import ask_ovh
from decroche.calls.preferences import Dialled
from decroche.gateways.dialler import NotDialled, Why
from decroche.gateways.dialler.asterisk import Phase
from decroche.prospects.models import PhoneNumber
from decroche.team.models import Workspace
from decroche.team.preferences import preferred

ASKED: dict[str, Callable[[Workspace, PhoneNumber], str | None]] = {
    "address": ask_address,
    "ovh": ask_ovh,
    "asterisk": ask_asterisk,
}
"""By the code of the way (dialling.WAYS): it asks for one number to be dialled, raises NotDialled,
and returns the identifier of the call where the other side tells what becomes of it.
"""
_PATIENCE = 1.0
"""Seconds that a page waits for the answer; the rest is waited for beside it."""
_beside = ThreadPoolExecutor(4, thread_name_prefix="dial")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said. `why`: why it did not dial, "" when it does; `call`: the identifier
    of a call that can be followed, "" for none; `phase`: how far it is, "" when not asked.
    """

    why: Why | str = ""
    call: str = ""
    phase: Phase | str = ""


def ask_soon(workspace: Workspace, number: PhoneNumber) -> Answer | None:
    """Asks in the way she chose for a number to be dialled; None without an answer in time."""
    ask = ASKED[preferred(workspace, Dialled).way]
    return _wait_for(lambda: Answer(call=ask(workspace, number) or ""))


def phase_soon(workspace: Workspace, call: str) -> Answer | None:
    """How far a call is; None without an answer in time."""
    return _wait_for(lambda: Answer(call=call, phase=phase_of_call(workspace, call)))


def hang_up_soon(workspace: Workspace, call: str) -> Answer | None:
    """Ends a call; None without an answer in time."""

    def hang_up() -> Answer:
        hang_up_call(workspace, call)
        return Answer(call=call, phase="ended")

    return _wait_for(hang_up)


def _wait_for(ask: Callable[[], Answer]) -> Answer | None:
    try:
        return _beside.submit(ask).result(_PATIENCE)
    except NotYet:
        return None
    except NotDialled as refused:
        return Answer(why=refused.why)
