"""Pairing a telephone. The desk shows a code (an address with a key in it) for two minutes; the
first telephone that opens it is paired.

The key in the code is good for that one message only (the claim). The key that the telephone keeps
comes encrypted in the answer, which may be lost: the same claim is then answered the same again,
until the telephone has spoken with its own key. It is known by a word that the telephone made up
and sent with it, so that a photograph of the code alone claims nothing afterwards.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock

from decroche.gateways.telephone.sealing import to_text
from decroche.telephone.devices import Device, add_device, device, key_for

SECONDS = 120.0
"""How long a code may be used, and how long a claim is answered again."""
PREFIX = "pair-"
"""With which the id of a pairing begins, that of a paired telephone does not."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """A pairing that waits for its telephone. `pairing_id` is its id, which the telephone uses as
    its own until it is paired; `member` is the key of the member; `until` is by the clock of
    Pairings; `address` is the one in the code that is shown.
    """

    pairing_id: str
    member: int
    until: float
    address: str = ""

    @property
    def fragment(self) -> str:
        """What the code has after the # of its address: id and key. Browsers do not send it."""
        return f"{self.pairing_id}.{to_text(key_for(self.pairing_id))}"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A pairing that has its telephone, which was not heard yet with the key it was given: the
    answer may have been lost. `claim` is the word by which the telephone is known again; `until`
    is by the clock of Pairings.
    """

    pairing: Pairing
    claim: str
    device: Device
    until: float


class Pairings:
    """The pairings that are open, one a member, and those that were claimed lately. `clock` gives
    seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._open: dict[int, Pairing] = {}
        self._claimed: dict[str, Claimed] = {}

    def begin(self, member: int) -> Pairing:
        """Opens a pairing for a member; theirs that was open before ends."""
        pairing = Pairing(PREFIX + secrets.token_hex(8), member, self._clock() + SECONDS)
        with self._lock:
            self._open[member] = pairing
        return pairing

    def show_at(self, pairing: Pairing, address: str) -> None:
        """The code of an open pairing is shown with this address."""
        with self._lock:
            if self._open.get(pairing.member) == pairing:
                self._open[pairing.member] = replace(pairing, address=address)

    def is_open(self) -> bool:
        """Whether any telephone can be paired now."""
        with self._lock:
            return any(map(self._waits, self._open.values()))

    def is_open_of(self, member: int) -> bool:
        """Whether a telephone of this member can be paired now."""
        with self._lock:
            pairing = self._open.get(member)
            return pairing is not None and self._waits(pairing)

    def key_of(self, pairing_id: str) -> bytes | None:
        """The key of a pairing; None unless it is open, or was claimed by a telephone
        that may not have its answer.
        """
        with self._lock:
            known = self._open_as(pairing_id) or self._claimed_as(pairing_id)
            return key_for(pairing_id) if known else None

    def claim(self, pairing_id: str, claim: str, name: str, language: str) -> Device | None:
        """Pairs the first telephone that asks, and gives the same one to the same `claim` again;
        None for a second telephone, and after the time is over. Raises TooMany.
        """
        with self._lock:  # a claim that is sent again while the first is answered waits for it
            before = self._claimed_as(pairing_id)
            if before is not None:
                return device(before.device.device_id) if _is_same(claim, before.claim) else None
            pairing = self._open_as(pairing_id)
            if pairing is None:
                return None
            # The code is used up only now: a full disk leaves it to be tried again.
            made = add_device(pairing.member, name, language, pairing.address)
            del self._open[pairing.member]
            self._claimed[pairing_id] = Claimed(pairing, claim, made, self._clock() + SECONDS)
            return made

    def heard(self, device_id: str) -> None:
        """A telephone spoke with its own key: its claim was answered, and its pairing is over."""
        with self._lock:
            for pairing_id in [
                pairing_id
                for pairing_id, claimed in self._claimed.items()
                if claimed.device.device_id == device_id
            ]:
                del self._claimed[pairing_id]

    def take_unheard(self) -> list[Device]:
        """The telephones that claimed a code and never spoke with the key they were given, once
        their time is over; each is given once.
        """
        with self._lock:
            over = [claimed for claimed in self._claimed.values() if claimed.until <= self._clock()]
            for claimed in over:
                del self._claimed[claimed.pairing.pairing_id]
        return [claimed.device for claimed in over]

    def close_of(self, member: int) -> None:
        """Ends the pairings of a member who leaves."""
        with self._lock:
            self._open.pop(member, None)
            self._claimed = {
                pairing_id: claimed
                for pairing_id, claimed in self._claimed.items()
                if claimed.pairing.member != member
            }

    def close(self) -> None:
        """Ends every pairing."""
        with self._lock:
            self._open.clear()
            self._claimed.clear()

    def _waits(self, one: Pairing | Claimed) -> bool:
        return self._clock() < one.until

    def _claimed_as(self, pairing_id: str) -> Claimed | None:
        """The claimed pairing of this id, as long as its claim is answered again."""
        claimed = self._claimed.get(pairing_id)
        return claimed if claimed is not None and self._waits(claimed) else None

    def _open_as(self, pairing_id: str) -> Pairing | None:
        """The open pairing of this id."""
        waiting = filter(self._waits, self._open.values())
        return next((pairing for pairing in waiting if pairing.pairing_id == pairing_id), None)


def _is_same(claim: str, before: str) -> bool:
    """Whether it is the claim that was answered before; one without a word is never the same."""
    return bool(claim) and hmac.compare_digest(claim.encode(), before.encode())
