"""An address that dials: a desk telephone or a provider is asked for it, with the number in it.

The password is kept in the vault, together with the address it was typed for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from decroche.calls.own_way import keep_own, own_secrets, require_network
from decroche.gateways.dialler import DialTarget, NotDialled, check, dial
from decroche.prospects.models import PhoneNumber
from decroche.shared.typed import short_text
from decroche.team.models import Member
from decroche.team.preferences import preferred, preferred_by

_NAME = "dialling"
PRESETS: dict[str, str] = {
    "Yealink": "http://192.168.1.20/servlet?key=number={national}&outgoing_uri=1001@sip.example",
    "Snom": "http://192.168.1.20/command.htm?number={national}&outgoing_uri=1001@sip.example",
    "Grandstream": (
        "http://192.168.1.20/cgi-bin/api-make_call?phonenumber={national}&account=0"
        "&password={password}"
    ),
    "Keyyo": "https://ssl.keyyo.com/makecall.html?ACCOUNT=33900000000&CALLEE={digits}",
}
"""By the name of the maker: its address as its manual gives it, with examples to be replaced."""


@dataclass(frozen=True, slots=True)
class AddressAsked:
    """Her setting; without a template nothing is asked."""

    SECTION: ClassVar[str] = "address_asked"
    template: str = ""
    user: str = ""
    own_network: bool = False

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """From the preferences."""
        return cls(
            short_text(stored.get("template"), 500),
            short_text(stored.get("user"), 120),
            stored.get("own_network") is True,
        )

    def stored(self) -> dict[str, Any]:
        """As `read` takes it."""
        return {"template": self.template, "user": self.user, "own_network": self.own_network}


def keep_address(*, by: Member, chosen: AddressAsked, password: str, for_all: bool = False) -> str:
    """Keeps the address as hers; an empty password keeps the one before, if it is the same address,
    and an empty template takes it away. `for_all`: for all who chose nothing as well.

    Returns what is wrong with the address (`NotDialled.why`), "" when it was kept.
    """
    try:
        if chosen.template:
            check(DialTarget(chosen.template, own_network=chosen.own_network))
            _require_network(by, chosen)
    except NotDialled as refused:
        return refused.why
    keep_own(
        by=by,
        section=chosen,
        name=_NAME,
        bound_to=_bound_to(chosen),
        typed={"password": password},
        for_all=for_all,
    )
    return ""


def ask_address(member: Member, number: PhoneNumber) -> None:
    """Asks for one number to be dialled. Raises NotDialled."""
    chosen = preferred_by(member, AddressAsked)
    _require_network(member, chosen)
    vouched = _is_for_all(member, chosen)
    kept = own_secrets(member, _NAME, _bound_to(chosen), vouched=vouched)
    target = DialTarget(chosen.template, chosen.user, kept.get("password", ""), chosen.own_network)
    dial(target, number.dial, number.national)


def _bound_to(chosen: AddressAsked) -> str:
    """Whom the password is for: scheme, host and port, and as whom."""
    return f"{'/'.join(chosen.template.split('/')[:3])} {chosen.user}"


def _is_for_all(member: Member, chosen: AddressAsked) -> bool:
    """Whether an owner keeps this very address for all. The same machine is not enough: with the
    owner's password another page of it might do anything.
    """
    return chosen == preferred(member.workspace, AddressAsked)


def _require_network(member: Member, chosen: AddressAsked) -> None:
    if chosen.own_network:
        require_network(member, vouched=_is_for_all(member, chosen))
