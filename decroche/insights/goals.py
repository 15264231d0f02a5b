"""Her goals: calls a day, calls a week."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from decroche.team.actions import save_preferences
from decroche.team.models import Workspace


@dataclass(frozen=True, slots=True)
class Goals:
    """Calls a day and a week; 0 for none."""

    day: int = 0
    week: int = 0


def goals(workspace: Workspace) -> Goals:
    """From the preferences; a value out of bounds is none."""
    stored = workspace.preferences.get("goals", {})
    day, week = stored.get("day", 0), stored.get("week", 0)
    return Goals(
        day if isinstance(day, int) and 0 <= day <= 500 else 0,
        week if isinstance(week, int) and 0 <= week <= 2500 else 0,
    )


def keep_goals(workspace: Workspace, wanted: Goals) -> None:
    """Keeps them."""
    save_preferences(workspace=workspace, section="goals", values=asdict(wanted))
