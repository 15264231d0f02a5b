"""An address that dials: a desk telephone or a provider is asked for it, with the number in it.

The password lies in the vault of this machine, together with the address it was typed for: another
address does not get it. Part of the actions of this package.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Self

from django.conf import settings

from decroche.gateways import vault
from decroche.gateways.dialler import DialTarget, NotDialled, check, dial
from decroche.prospects.models import PhoneNumber
from decroche.team.models import Member, Workspace
from decroche.team.preferences import preferred, save_preferences
from decroche.team.roles import require_work

_SOON = 1.0
"""Seconds that a page waits for the answer; the rest is waited for beside it."""
_beside = ThreadPoolExecutor(2, thread_name_prefix="dial")
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
            str(stored.get("template") or "")[:500],
            str(stored.get("user") or "")[:120],
            stored.get("own_network") is True,
        )

    def stored(self) -> dict[str, Any]:
        """As `read` takes it."""
        return {"template": self.template, "user": self.user, "own_network": self.own_network}


def keep_address(*, by: Member, chosen: AddressAsked, password: str) -> str:
    """Keeps the address; an empty password keeps the one before, if it is the same address, and an
    empty template takes it away. What is wrong with it (`NotDialled.why`), "" when it was kept.
    """
    require_work(by)
    if chosen.template:
        try:
            check(DialTarget(chosen.template, own_network=chosen.own_network))
        except NotDialled as refused:
            return refused.why
    if password:
        kept = json.dumps({"for": _where(chosen), "password": password})
        vault.keep(_folder(), _name(by.workspace_id), kept)
    elif not _password(by.workspace_id, chosen):
        vault.forget(_folder(), _name(by.workspace_id))
    save_preferences(workspace=by.workspace, section=chosen)
    return ""


def ask_address(workspace: Workspace, number: PhoneNumber) -> str:
    """Asks for one number to be dialled; why it is not (`NotDialled.why`), "" when it is."""
    chosen = preferred(workspace, AddressAsked)
    target = DialTarget(
        chosen.template, chosen.user, _password(workspace.pk, chosen), chosen.own_network
    )
    try:
        dial(target, number.dial, number.national)
    except NotDialled as refused:
        return refused.why
    return ""


def ask_soon(workspace: Workspace, number: PhoneNumber) -> str | None:
    """The same beside the page that asks; None when there is no answer within `_SOON` seconds."""
    asked = _beside.submit(ask_address, workspace, number)
    try:
        return asked.result(_SOON)
    except NotYet:
        return None


def _password(workspace: int, chosen: AddressAsked) -> str:
    """The one that was typed for this address."""
    try:
        kept = json.loads(vault.read(_folder(), _name(workspace)) or "{}")
    except ValueError:
        return ""
    return str(kept["password"]) if kept.get("for") == _where(chosen) else ""


def _where(chosen: AddressAsked) -> str:
    """Whom the password is for: scheme, host and port, and as whom."""
    return f"{'/'.join(chosen.template.split('/')[:3])} {chosen.user}"


def _name(workspace: int) -> str:
    return f"dialling-{workspace}"


def _folder() -> Path:
    return Path(settings.DATA_FOLDER)
