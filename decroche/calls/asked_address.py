"""An address that dials: a desk telephone or a provider dials the number that stands in the address
it is asked for.

The vault keeps the password, together with the address it was typed for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from decroche.calls.own_way import asked_secrets
from decroche.gateways.dialler import DialTarget, check, dial
from decroche.prospects.models import PhoneNumber
from decroche.shared.typed import short_text
from decroche.team.models import Member
from decroche.team.preferences import preferred_by

PRESETS: dict[str, str] = {
    "Yealink": "http://192.168.1.20/servlet?key=number={national}&outgoing_uri=1001@sip.example",
    "Snom": "http://192.168.1.20/command.htm?number={national}&outgoing_uri=1001@sip.example",
    "Grandstream": (
        "http://192.168.1.20/cgi-bin/api-make_call?phonenumber={national}&account=0"
        "&password={password}"
    ),
    "Keyyo": "https://ssl.keyyo.com/makecall.html?ACCOUNT=33900000000&CALLEE={digits}",
}
"""By the name of the maker, the address that its manual gives, with examples to be replaced."""


@dataclass(frozen=True, slots=True)
class AddressAsked:
    """Her settings: the address with a place for the number (`template`), and the user name."""

    SECTION: ClassVar[str] = "address_asked"
    SECRETS: ClassVar[str] = "dialling"
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
        """The values to save in the preferences, as `read` takes them back."""
        return {"template": self.template, "user": self.user, "own_network": self.own_network}

    @property
    def bound_to(self) -> str:
        """Scheme, host and port, and as whom."""
        return f"{'/'.join(self.template.split('/')[:3])} {self.user}"

    @property
    def on_own_network(self) -> bool:
        """See `AskedSection`."""
        return self.own_network and bool(self.template)

    def for_everybody(self) -> Self:
        """The same settings: each member asks the whole address that an owner typed. With the
        owner's password another page of the same machine might do anything.
        """
        return self

    def check(self) -> None:
        """See `AskedSection`; an empty template is right too: it removes the address."""
        if self.template:
            check(DialTarget(self.template, own_network=self.own_network))

    def wrong_fields(self, secrets: Mapping[str, str]) -> list[str]:
        """None: `check` says what is wrong with the address, and a password is not always asked."""
        return []


def ask_address(member: Member, number: PhoneNumber, _call: str) -> None:
    """Asks the address to dial a number. Raises NotDialled."""
    chosen = preferred_by(member, AddressAsked)
    password = asked_secrets(member, chosen).get("password", "")
    target = DialTarget(chosen.template, chosen.user, password, chosen.own_network)
    dial(target, number.dial, number.national)
