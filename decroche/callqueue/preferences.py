"""Her setting about the order of the cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from decroche.team.models import Workspace
from decroche.team.preferences import preferred


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
        """As `read` takes it."""
        return {"order": "ranked" if self.ranked else "file"}


def is_ranked(workspace: Workspace) -> bool:
    """Whether the cards come by how likely a conversation is (the default) or in the order of the
    file.
    """
    return preferred(workspace, QueueOrder).ranked
