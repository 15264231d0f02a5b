"""Asterisk is asked to dial (gateways/dialler/asterisk.py): her settings, the request, how far the
call is, and hanging up.

The page that asked keeps the identifier of the call and gives it back, so that any process of the
desk can answer for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from decroche.calls.bound_secret import keep_secrets, read_secrets
from decroche.gateways.dialler import NotDialled, asterisk
from decroche.gateways.dialler.asterisk import Asterisk, Phase
from decroche.prospects.models import PhoneNumber
from decroche.shared.typed import short_text
from decroche.team.models import Member, Workspace
from decroche.team.preferences import preferred, save_preferences
from decroche.team.roles import OWN, require

_LONGEST = 200


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


def keep_asterisk(*, by: Member, chosen: AsteriskAsked, password: str) -> str:
    """Keeps the server; an empty password keeps the one before, for the same server and user.

    Returns what is wrong with it (`NotDialled.why`), "" when it was kept.
    """
    require(by, OWN)
    try:
        asterisk.check(_server(chosen, ""))
    except NotDialled as refused:
        return refused.why
    keep_secrets(_name(by.workspace_id), _bound_to(chosen), {"password": password})
    save_preferences(workspace=by.workspace, section=chosen)
    return ""


def new_call() -> str:
    """An identifier for a call that will be asked for."""
    return asterisk.new_channel()


def is_call(text: str) -> bool:
    """Whether it is an identifier as `new_call` gives them."""
    return asterisk.is_channel(text)


def ask_asterisk(workspace: Workspace, number: PhoneNumber, call: str) -> None:
    """Asks for one number to be dialled, as the call of that identifier. Raises NotDialled."""
    asterisk.originate(_kept_server(workspace), number.national, call)


def phase_of_call(workspace: Workspace, channel: str) -> Phase:
    """How far a call is. Raises NotDialled."""
    return asterisk.phase_of(_kept_server(workspace), channel)


def hang_up_call(workspace: Workspace, channel: str) -> None:
    """Ends a call. Raises NotDialled."""
    asterisk.hang_up(_kept_server(workspace), channel)


def _kept_server(workspace: Workspace) -> Asterisk:
    chosen = preferred(workspace, AsteriskAsked)
    if not chosen.server:
        raise NotDialled("settings")
    kept = read_secrets(_name(workspace.pk), _bound_to(chosen))
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


def _name(workspace: int) -> str:
    return f"dialling-asterisk-{workspace}"
