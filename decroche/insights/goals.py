"""Her goals: calls a day, calls a week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Self

from decroche.shared.typed import whole_number
from decroche.team.models import Workspace
from decroche.team.preferences import preferred, save_preferences


@dataclass(frozen=True, slots=True)
class Goals:
    """The goals: calls a day and calls a week; 0 for none."""

    SECTION: ClassVar[str] = "goals"
    day: int = 0
    week: int = 0

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """The goals from stored values, at most 500 a day and 2500 a week; 0 for no number."""
        day, week = stored.get("day"), stored.get("week")
        return cls(whole_number(day, 0, 0, 500), whole_number(week, 0, 0, 2500))

    def stored(self) -> dict[str, Any]:
        """The values to save in the preferences, as `read` takes them back."""
        return asdict(self)


def goals(workspace: Workspace) -> Goals:
    """The goals of a workspace."""
    return preferred(workspace, Goals)


def keep_goals(workspace: Workspace, wanted: Goals) -> None:
    """Saves the goals of a workspace."""
    save_preferences(workspace=workspace, section=wanted)
