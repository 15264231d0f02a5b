"""Asterisk is asked to dial (gateways/dialler/asterisk.py): her settings, the request, how far the
call is, and hanging up.

The page that asked keeps the identifier of the call and gives it back, so that any process of the
desk can answer for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from decroche.calls.own_way import keep_own, own_secrets, require_network
from decroche.gateways.dialler import NotDialled, asterisk
from decroche.gateways.dialler.asterisk import Asterisk, Phase
from decroche.prospects.models import PhoneNumber
from decroche.shared.typed import short_text
from decroche.team.models import Member
from decroche.team.preferences import preferred, preferred_by

_NAME, _LONGEST = "dialling-asterisk", 200


@dataclass(frozen=True, slots=True)
class AsteriskAsked:
    """The server, and the extension that rings first (gateways/dialler/asterisk.py:Asterisk)."""

    SECTION: ClassVar[str] = "asterisk_asked"
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
        """As `read` takes it."""
        return {
            "server": self.server,
            "user": self.user,
            "endpoint": self.endpoint,
            "context": self.context,
            "own_network": self.own_network,
        }


def keep_asterisk(
    *, by: Member, chosen: AsteriskAsked, password: str, for_all: bool = False
) -> str:
    """Keeps the server as hers; an empty password keeps the one before, for the same server and
    user. `for_all`: for all who chose nothing as well.

    Returns what is wrong with it (`NotDialled.why`), "" when it was kept.
    """
    try:
        asterisk.check(_server(chosen, ""))
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


def new_call() -> str:
    """An identifier for a call that will be asked for."""
    return asterisk.new_channel()


def is_call(text: str) -> bool:
    """Whether it is an identifier as `new_call` gives them."""
    return asterisk.is_channel(text)


def ask_asterisk(member: Member, number: PhoneNumber, call: str) -> None:
    """Asks for one number to be dialled, as the call of that identifier. Raises NotDialled."""
    asterisk.originate(_kept_server(member), number.national, call)


def phase_of_call(member: Member, channel: str) -> Phase:
    """How far a call is. Raises NotDialled."""
    return asterisk.phase_of(_kept_server(member), channel)


def hang_up_call(member: Member, channel: str) -> None:
    """Ends a call. Raises NotDialled."""
    asterisk.hang_up(_kept_server(member), channel)


def _kept_server(member: Member) -> Asterisk:
    chosen = preferred_by(member, AsteriskAsked)
    if not chosen.server:
        raise NotDialled("settings")
    _require_network(member, chosen)
    vouched = _is_for_all(member, chosen)
    kept = own_secrets(member, _NAME, _bound_to(chosen), vouched=vouched)
    return _server(chosen, kept.get("password", ""))


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


def _bound_to(chosen: AsteriskAsked) -> str:
    """Whom the password is for: scheme, host and port, and as whom."""
    return f"{'/'.join(chosen.server.split('/')[:3])} {chosen.user}"


def _is_for_all(member: Member, chosen: AsteriskAsked) -> bool:
    """Whether an owner keeps this server for all: each then has an extension of their own on it."""
    shared = preferred(member.workspace, AsteriskAsked)
    return replace(chosen, endpoint="") == replace(shared, endpoint="")


def _require_network(member: Member, chosen: AsteriskAsked) -> None:
    if chosen.own_network:
        require_network(member, vouched=_is_for_all(member, chosen))
