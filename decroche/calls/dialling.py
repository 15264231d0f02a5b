"""The ways a number is dialled, one class each behind the same protocol.

The call screen asks `address_of` where its “Call” button leads. A further way is a class with a
code in `WAYS`; docs/how-to/add-a-way-to-dial.md says what belongs to it (the scheme that pages may
open, the gateway that asks, its settings).
She chooses her way at the first call and may change it at any time (preferences.py:Dialled).
"""

from __future__ import annotations

from typing import Protocol

from decroche.calls.outcome_spec import translatable as _

NOWHERE = "#"
"""The address of a button that opens nothing: it only starts the clock of the call."""


class Dialling(Protocol):
    """One way to dial; `words` (a msgid) is its name. A `common` way is offered at the first call,
    the others in the settings.
    """

    code: str
    words: str
    common: bool
    asks: bool
    """Whether another machine is asked over the network (asked.py:ASKED)."""

    def address(self, dialled: str) -> str:
        """Returns where the button leads for a number as it is dialled (E.164 or a short
        number).
        """


class OwnTelephone:
    """She dials on a telephone of her own: nothing opens."""

    code = "own"
    words = _("I dial on my telephone")
    common = True
    asks = False

    def address(self, dialled: str) -> str:
        del dialled
        return NOWHERE


class TelephoneLink:
    """A `tel:` address (RFC 3966): the computer's or the telephone's own program dials."""

    code = "tel"
    words = _("This computer dials")
    common = True
    asks = False

    def address(self, dialled: str) -> str:
        return f"tel:{dialled}"


class SipLink:
    """A `sip:` address (RFC 3261) without a domain: the program's own account completes it."""

    code = "sip"
    words = _("A telephone program on this computer dials (“sip:” links)")
    common = False
    asks = False

    def address(self, dialled: str) -> str:
        return f"sip:{dialled}"


class CallTo:
    """A `callto:` address, which older programs open."""

    code = "callto"
    words = _("An older telephone program on this computer dials (“callto:” links)")
    common = False
    asks = False

    def address(self, dialled: str) -> str:
        return f"callto:{dialled}"


class _Asked:
    """Another machine is asked over the network to dial (asked.py): nothing opens here."""

    common = False
    asks = True

    def address(self, dialled: str) -> str:
        del dialled
        return NOWHERE


class AddressDials(_Asked):
    """A desk telephone or a provider with an address that dials (asked_address.py)."""

    code = "address"
    words = _("A desk telephone or a provider dials, asked at an address")


class OvhDials(_Asked):
    """A line at OVHcloud (asked_ovh.py)."""

    code = "ovh"
    words = _("My line at OVHcloud dials")


class AsteriskDials(_Asked):
    """A telephone system that runs Asterisk (asked_asterisk.py)."""

    code = "asterisk"
    words = _("The telephone system of our offices dials (Asterisk)")


WAYS: dict[str, Dialling] = {
    way.code: way
    for way in (
        OwnTelephone(),
        TelephoneLink(),
        SipLink(),
        CallTo(),
        AddressDials(),
        OvhDials(),
        AsteriskDials(),
    )
}
USUAL = "tel"


def address_of(dialled: str, way: str = USUAL) -> str:
    """Returns where dialling a number leads, by the usual way when `way` is unknown."""
    return WAYS.get(way, WAYS[USUAL]).address(dialled)
