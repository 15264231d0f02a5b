"""OVHcloud dials from her line (gateways/dialler/ovh.py): her settings, and the request."""

from __future__ import annotations

import re
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
_KEY = re.compile(r"[A-Za-z0-9]{8,}")
_FORMS = {
    "account": re.compile(r"[A-Za-z0-9][\w.-]+"),
    "line": re.compile(r"00\d{8,15}"),
    "application_key": _KEY,
    "application_secret": _KEY,
    "consumer_key": _KEY,
}
"""How OVHcloud writes each (xy1234-ovh-1, 0033972101010, keys of letters and digits)."""


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
        account, line, key = (
            short_text(stored.get(field), _LONGEST)
            for field in ("account", "line", "application_key")
        )
        return cls(account, _as_ovh(line), key)

    def stored(self) -> dict[str, Any]:
        """The values to save in the preferences, as `read` takes them back."""
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

    def wrong_fields(self, secrets: Mapping[str, str]) -> list[str]:
        """See `AskedSection`: what can't be a name, a number or a key of OVHcloud."""
        found = {**self.stored(), **secrets}
        return [name for name, form in _FORMS.items() if not form.fullmatch(found.get(name, ""))]


def _as_ovh(line: str) -> str:
    """A number as it is read (09 72 10 10 10, +33 9 72 10 10 10), as OVHcloud writes it; any other
    text as it is.
    """
    digits = re.sub(r"[\s.()-]", "", line)
    if re.fullmatch(r"\+\d+", digits):
        return f"00{digits[1:]}"
    if re.fullmatch(r"0[1-9]\d{8}", digits):
        return f"0033{digits[1:]}"
    return digits if digits.isdecimal() else line


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
