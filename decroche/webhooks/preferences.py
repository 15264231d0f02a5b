"""Where another program is told, and of what. The secret that signs is in the vault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from decroche.shared.typed import short_text
from decroche.webhooks.rules import GROUPS


@dataclass(frozen=True, slots=True)
class Webhook:
    """The address, "" for none, and what is told to it. `failures`: attempts in a row without
    success; `ended`: it was switched off because of them.
    """

    SECTION: ClassVar[str] = "webhook"
    address: str = ""
    groups: tuple[str, ...] = ()
    own_network: bool = False
    failures: int = 0
    ended: bool = False

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """From the preferences, or from a form."""
        groups, failures = stored.get("groups"), stored.get("failures")
        chosen = groups if isinstance(groups, list | tuple) else ()
        counted = isinstance(failures, int) and not isinstance(failures, bool)
        return cls(
            short_text(stored.get("address"), 500),
            tuple(one for one in GROUPS if one in chosen),
            stored.get("own_network") is True,
            min(max(int(failures or 0), 0), 1000) if counted else 0,
            stored.get("ended") is True,
        )

    def stored(self) -> dict[str, Any]:
        """The values to save in the preferences, as `read` takes them back."""
        return {
            "address": self.address,
            "groups": list(self.groups),
            "own_network": self.own_network,
            "failures": self.failures,
            "ended": self.ended,
        }

    @property
    def listens(self) -> bool:
        """Whether anything is told at all."""
        return bool(self.address and self.groups and not self.ended)
