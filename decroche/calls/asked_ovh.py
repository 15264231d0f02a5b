"""OVHcloud dials from her line (gateways/dialler/ovh.py): her settings, and the request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from decroche.calls.own_way import asked_secrets
from decroche.gateways.dialler import NotDialled
from decroche.gateways.dialler.ovh import OvhLine, click_to_call
from decroche.prospects.models import PhoneNumber
from decroche.shared.typed import short_text
from decroche.team.models import Member
from decroche.team.preferences import preferred_by

_LONGEST = 120


@dataclass(frozen=True, slots=True)
class OvhAsked:
    """The line that dials, and the public one of the three keys; the vault has the two others."""

    SECTION: ClassVar[str] = "ovh_asked"
    SECRETS: ClassVar[str] = "dialling-ovh"
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

    @property
    def bound_to(self) -> str:
        """The public key: the two secret ones belong to it."""
        return self.application_key

    @property
    def on_own_network(self) -> bool:
        """OVHcloud is asked over the public network."""
        return False

    def for_everybody(self) -> Self:
        """Each member dials from a line of their own."""
        return replace(self, line="")

    def check(self) -> None:
        """Checks nothing: OVHcloud says at the first call whether the keys are right."""


def ask_ovh(member: Member, number: PhoneNumber, _call: str) -> None:
    """Asks OVHcloud to dial a number. Raises NotDialled."""
    chosen = preferred_by(member, OvhAsked)
    kept = asked_secrets(member, chosen)
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
