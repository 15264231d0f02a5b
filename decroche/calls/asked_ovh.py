"""OVHcloud is asked to dial from her line (gateways/dialler/ovh.py): settings and request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from decroche.calls.bound_secret import keep_secrets, read_secrets
from decroche.gateways.dialler import NotDialled
from decroche.gateways.dialler.ovh import OvhLine, click_to_call
from decroche.prospects.models import PhoneNumber
from decroche.shared.typed import short_text
from decroche.team.models import Member, Workspace
from decroche.team.preferences import preferred, save_preferences
from decroche.team.roles import OWN, require

_LONGEST = 120


@dataclass(frozen=True, slots=True)
class OvhAsked:
    """Which line dials, and the public one of its three keys; the two others are in the vault."""

    SECTION: ClassVar[str] = "ovh_asked"
    account: str = ""
    line: str = ""
    application_key: str = ""

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """From the preferences, or from a form."""
        return cls(
            *(
                short_text(stored.get(field), _LONGEST)
                for field in ("account", "line", "application_key")
            )
        )

    def stored(self) -> dict[str, Any]:
        """As `read` takes it."""
        return {
            "account": self.account,
            "line": self.line,
            "application_key": self.application_key,
        }


def keep_ovh(*, by: Member, chosen: OvhAsked, application_secret: str, consumer_key: str) -> None:
    """Keeps the line and its keys; an empty secret keeps the one before, for the same key."""
    require(by, OWN)
    typed = {"application_secret": application_secret, "consumer_key": consumer_key}
    keep_secrets(_name(by.workspace_id), chosen.application_key, typed)
    save_preferences(workspace=by.workspace, section=chosen)


def ask_ovh(workspace: Workspace, number: PhoneNumber) -> None:
    """Asks for one number to be dialled. Raises NotDialled."""
    chosen = preferred(workspace, OvhAsked)
    kept = read_secrets(_name(workspace.pk), chosen.application_key)
    line = OvhLine(
        chosen.application_key,
        kept.get("application_secret", ""),
        kept.get("consumer_key", ""),
        chosen.account,
        chosen.line,
    )
    if not all((line.application_secret, line.consumer_key, line.account, line.line)):
        raise NotDialled("settings")
    click_to_call(line, number.dial)


def _name(workspace: int) -> str:
    return f"dialling-ovh-{workspace}"
