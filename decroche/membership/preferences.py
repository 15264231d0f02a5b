"""What the members were told about their figures (figures.py says it)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from decroche.shared.typed import short_text
from decroche.team.models import Workspace
from decroche.team.preferences import preferred

MOST = 300
"""Characters of the reason."""


@dataclass(frozen=True, slots=True)
class MembersFigures:
    """What the members were told: `why` their figures are looked at, when that was said, and since
    when calls count. Nothing is shown as long as nothing was said.
    """

    SECTION: ClassVar[str] = "members_figures"
    why: str = ""
    said_at: datetime | None = None
    since: datetime | None = None

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """What can't be read was not said."""
        try:
            said_at, since = (datetime.fromisoformat(stored[one]) for one in ("said_at", "since"))
        except (KeyError, TypeError, ValueError):
            return cls()
        why = short_text(stored.get("why"), MOST)
        return cls(why, said_at, since) if why else cls()

    def stored(self) -> dict[str, Any]:
        """The values to save in the preferences, as `read` takes them back."""
        if self.said_at is None or self.since is None:
            return {}
        said_at, since = self.said_at.isoformat(), self.since.isoformat()
        return {"why": self.why, "said_at": said_at, "since": since}


def shown_figures(workspace: Workspace) -> MembersFigures:
    """What was said to the members; empty when nothing was."""
    return preferred(workspace, MembersFigures)
