"""Her settings about the queue: the order of the cards, and when a promise passes to the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from decroche.shared.typed import whole_number
from decroche.team.models import Workspace
from decroche.team.preferences import preferred, save_preferences


@dataclass(frozen=True, slots=True)
class QueueOrder:
    """Whether the cards come by how likely a conversation is, or in the order of the file."""

    SECTION: ClassVar[str] = "queue"
    ranked: bool = True

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """The order of the file only when it says so."""
        return cls(stored.get("order") != "file")

    def stored(self) -> dict[str, Any]:
        """The values to save in the preferences, as `read` takes them back."""
        return {"order": "ranked" if self.ranked else "file"}


@dataclass(frozen=True, slots=True)
class PromisesPass:
    """In a shared workspace: after how many minutes a promise whose hour has passed is offered to
    the others, when the member who gave it is not at the desk.
    """

    SECTION: ClassVar[str] = "promises_pass"
    LEAST: ClassVar[int] = 5
    MOST: ClassVar[int] = 7 * 24 * 60
    minutes: int = 30

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """From 5 minutes to a week."""
        return cls(whole_number(stored.get("minutes"), 30, cls.LEAST, cls.MOST))

    def stored(self) -> dict[str, Any]:
        """The values to save in the preferences, as `read` takes them back."""
        return {"minutes": self.minutes}


def is_ranked(workspace: Workspace) -> bool:
    """Whether the cards come by how likely a conversation is (the default) or in the order of the
    file.
    """
    return preferred(workspace, QueueOrder).ranked


def keep_order(*, workspace: Workspace, ranked: bool) -> None:
    """Saves whether the cards come by how likely a conversation is, or in the order of the file."""
    save_preferences(workspace=workspace, section=QueueOrder(ranked))


def keep_passing(*, workspace: Workspace, minutes: int) -> None:
    """Saves when a promise of somebody who is away is offered to the others."""
    save_preferences(workspace=workspace, section=PromisesPass(minutes))
