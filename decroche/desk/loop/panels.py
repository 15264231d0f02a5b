"""What the outcomes ask, as the call screen shows it: one panel for each outcome that asks."""

from __future__ import annotations

from dataclasses import dataclass

from decroche.calls.outcome_spec import Panel
from decroche.calls.outcomes import OUTCOMES


@dataclass(frozen=True, slots=True)
class LoopPanel:
    """The panel of one outcome."""

    code: str
    panel: Panel

    @property
    def id(self) -> str:
        """Of its element on the page."""
        return panel_id(self.code)

    @property
    def of_the_card(self) -> bool:
        """Whether it depends on the card or on her mailbox: then it is drawn for each card."""
        return any(field.name in ("email", "cv", "mail") for field in self.panel.fields)

    @property
    def heard(self) -> list[str]:
        """The fields beneath which is said what was understood, or why it was not."""
        named = {field.name for field in self.panel.fields}
        return [name for name in ("when", "email", "invite") if name in named]


PANELS = tuple(LoopPanel(code, spec.panel) for code, spec in OUTCOMES.items() if spec.panel)


def heard_in(code: str) -> list[str]:
    """The fields of an outcome's panel beneath which a problem is shown."""
    return next((one.heard for one in PANELS if one.code == code), [])


def panel_id(code: str) -> str:
    """The element of an outcome's panel; empty for an outcome that asks nothing."""
    return f"ask-{code}" if code in OUTCOMES and OUTCOMES[code].panel else ""
