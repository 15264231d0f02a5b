"""What the loop's form sends: gathered here, understood by calls/reading.py."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import QueryDict

from decroche.calls.reading import FIELDS
from decroche.calls.refused import Refused
from decroche.calls.wording import problems_in_words
from decroche.desk.loop.panels import heard_in


@dataclass(slots=True)
class LoopForm:
    """One outcome as it was typed. `errors` by field, once it was refused."""

    company_id: int
    outcome: str
    key: str
    number_id: int | None
    typed: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    def refuse(self, refused: Refused) -> None:
        """Keeps why it was refused: beneath the fields of its panel, else for the whole call."""
        asked, whole = heard_in(self.outcome), []
        for name, sentence in problems_in_words(refused).items():
            if name in asked:
                self.errors[name] = sentence
            else:
                whole.append(sentence)
        if whole:
            self.errors["outcome"] = " ".join(whole)


def read_form(data: QueryDict) -> LoopForm:
    """The fields of a post, as they are."""
    typed = {name: data.get(name, "") for name in FIELDS}
    typed["answers"] = ",".join(data.getlist("answer"))
    return LoopForm(
        company_id=_whole(data.get("company")) or 0,
        outcome=data.get("outcome", ""),
        key=data.get("key", ""),
        number_id=_whole(data.get("number")),
        typed=typed,
    )


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 15 else None
