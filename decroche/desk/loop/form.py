"""What the loop's form sends: gathered here, understood by calls/reading.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.http import QueryDict

from decroche.calls.log_call import CallTyped
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.reading import FIELDS
from decroche.calls.refused import Refused
from decroche.calls.wording import problems_in_words
from decroche.shared.choices import whole


@dataclass(slots=True)
class LoopForm:
    """One outcome as it was typed. `errors` by field, once it was refused."""

    company_id: int
    outcome: str
    key: str
    number_id: int | None
    typed: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    def call(self, at: datetime) -> CallTyped:
        """As calls take it; `at` is when it was made."""
        return CallTyped(self.company_id, self.outcome, self.typed, self.number_id, at)

    def refuse(self, refused: Refused) -> None:
        """Keeps why it was refused: beneath the fields of its panel, else for the whole call."""
        asked, general = heard_in(self.outcome), []
        for name, sentence in problems_in_words(refused).items():
            if name in asked:
                self.errors[name] = sentence
            else:
                general.append(sentence)
        if general:
            self.errors["outcome"] = " ".join(general)


def panel_id(code: str) -> str:
    """The element of an outcome's panel; empty for an outcome that asks nothing."""
    return f"ask-{code}" if code in OUTCOMES and OUTCOMES[code].panel else ""


def heard_in(code: str) -> list[str]:
    """The fields of an outcome's panel beneath which is said what was understood, or why it was
    not.
    """
    panel = OUTCOMES[code].panel if code in OUTCOMES else None
    named = {field.name for field in panel.fields} if panel else set()
    return [name for name in ("when", "email", "invite") if name in named]


def read_form(data: QueryDict) -> LoopForm:
    """The fields of a post, as they are."""
    typed = {name: data.get(name, "") for name in FIELDS}
    typed["answers"] = ",".join(data.getlist("answer"))
    return LoopForm(
        company_id=whole(data.get("company")) or 0,
        outcome=data.get("outcome", ""),
        key=data.get("key", ""),
        number_id=whole(data.get("number")),
        typed=typed,
    )
