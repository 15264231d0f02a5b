"""Asterisk dials (gateways/dialler/asterisk.py): her settings, the request, the progress of the
call, and hanging up.

The page that asked keeps the identifier of the call and sends it with each later question, so that
any process of the desk can answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from decroche.calls.own_way import asked_secrets
from decroche.gateways.dialler import NotDialled, asterisk
from decroche.gateways.dialler.asterisk import Asterisk, Phase
from decroche.prospects.models import PhoneNumber
from decroche.shared.typed import short_text
from decroche.team.models import Member
from decroche.team.preferences import preferred_by

_LONGEST = 200
_FORMS = {
    "server": re.compile(r"https?://\S+"),
    "endpoint": re.compile(r"[A-Za-z]\w*/\S+"),
    "context": re.compile(r"\S+"),
    "user": re.compile(r"\S+"),
    "password": re.compile(r".+"),
}
"""How each is written in Asterisk (http://192.168.1.5:8088, PJSIP/1001, from-internal)."""


@dataclass(frozen=True, slots=True)
class AsteriskAsked:
    """The server, and the extension that rings first (gateways/dialler/asterisk.py:Asterisk)."""

    SECTION: ClassVar[str] = "asterisk_asked"
    SECRETS: ClassVar[str] = "dialling-asterisk"
    server: str = ""
    user: str = ""
    endpoint: str = ""
    context: str = ""
    own_network: bool = True

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """From the preferences, or from a form."""
        return cls(
            _text(stored, "server"),
            _text(stored, "user"),
            _text(stored, "endpoint"),
            _text(stored, "context"),
            stored.get("own_network", True) is True,
        )

    def stored(self) -> dict[str, Any]:
        """The values to save in the preferences, as `read` takes them back."""
        return {
            "server": self.server,
            "user": self.user,
            "endpoint": self.endpoint,
            "context": self.context,
            "own_network": self.own_network,
        }

    @property
    def bound_to(self) -> str:
        """Scheme, host and port, and as whom."""
        return f"{'/'.join(self.server.split('/')[:3])} {self.user}"

    @property
    def on_own_network(self) -> bool:
        """See `AskedSection`."""
        return self.own_network

    def for_everybody(self) -> Self:
        """Each member has an extension of their own on the server."""
        return replace(self, endpoint="")

    def check(self) -> None:
        """See `AskedSection`."""
        asterisk.check(_server(self, ""))

    def wrong_fields(self, secrets: Mapping[str, str]) -> list[str]:
        """See `AskedSection`: what can't be a name of Asterisk. The server itself is looked at by
        `check`.
        """
        found = {**self.stored(), **secrets}
        return [
            name
            for name, form in _FORMS.items()
            if not form.fullmatch(str(found.get(name, "")).strip())
        ]


def new_call() -> str:
    """Returns a new identifier for a call that is going to be asked for."""
    return asterisk.new_channel()


def is_call(text: str) -> bool:
    """Whether a text has the form of an identifier that `new_call` returns."""
    return asterisk.is_channel(text)


def ask_asterisk(member: Member, number: PhoneNumber, call: str) -> None:
    """Asks Asterisk to dial a number; `call` is the identifier. Raises NotDialled."""
    asterisk.originate(_kept_server(member), number.national, call)


def phase_of_call(member: Member, channel: str) -> Phase:
    """Returns how far a call is. Raises NotDialled."""
    return asterisk.phase_of(_kept_server(member), channel)


def hang_up_call(member: Member, channel: str) -> None:
    """Ends a call. Raises NotDialled."""
    asterisk.hang_up(_kept_server(member), channel)


def _kept_server(member: Member) -> Asterisk:
    chosen = preferred_by(member, AsteriskAsked)
    if not chosen.server:
        raise NotDialled("settings")
    return _server(chosen, asked_secrets(member, chosen).get("password", ""))


def _server(chosen: AsteriskAsked, password: str) -> Asterisk:
    return Asterisk(
        chosen.server,
        chosen.user,
        password,
        chosen.endpoint,
        chosen.context,
        chosen.own_network,
    )


def _text(stored: Mapping[str, Any], field: str) -> str:
    return short_text(stored.get(field), _LONGEST)
