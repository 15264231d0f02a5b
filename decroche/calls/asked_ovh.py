"""OVHcloud is asked to dial from her line (gateways/dialler/ovh.py): settings and request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from decroche.calls.own_way import keep_own, own_secrets
from decroche.gateways.dialler import NotDialled
from decroche.gateways.dialler.ovh import OvhLine, click_to_call
from decroche.prospects.models import PhoneNumber
from decroche.shared.typed import short_text
from decroche.team.models import Member
from decroche.team.preferences import preferred, preferred_by

_NAME, _LONGEST = "dialling-ovh", 120


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


def keep_ovh(
    *,
    by: Member,
    chosen: OvhAsked,
    application_secret: str,
    consumer_key: str,
    for_all: bool = False,
) -> None:
    """Keeps the line and its keys as hers; an empty secret keeps the one before, for the same key.
    `for_all`: for all who chose nothing as well.
    """
    typed = {"application_secret": application_secret, "consumer_key": consumer_key}
    keep_own(
        by=by,
        section=chosen,
        name=_NAME,
        bound_to=chosen.application_key,
        typed=typed,
        for_all=for_all,
    )


def ask_ovh(member: Member, number: PhoneNumber) -> None:
    """Asks for one number to be dialled. Raises NotDialled."""
    chosen = preferred_by(member, OvhAsked)
    kept = own_secrets(member, _NAME, chosen.application_key, vouched=_is_for_all(member, chosen))
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


def _is_for_all(member: Member, chosen: OvhAsked) -> bool:
    """Whether an owner keeps these keys for all: each then dials from a line of their own."""
    shared = preferred(member.workspace, OvhAsked)
    return replace(chosen, line="") == replace(shared, line="")
