"""What she chose where the law leaves it open. Hours of calls are `Hours` (rules.py). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self

TEXT = 600
"""Characters that her own words in a document may have."""


@dataclass(frozen=True, slots=True)
class LegalChoices:
    """Her choices as she made them; what the law of a day makes of them is legal_settings.py.

    `prospect_months`: how long a card is kept without a contact from them; `suppression_years`: how
    long an opposition is kept; None when she chose none. `interest` and `measures`: her own words
    in the documents, empty for the usual ones. `checked`: when she looked at a point of the yearly
    list, by its code.
    """

    SECTION: ClassVar[str] = "law"
    local_holidays: bool = True
    strict_webmail: bool = True
    prospect_months: int | None = None
    suppression_years: int | None = None
    interest: str = ""
    measures: str = ""
    checked: tuple[tuple[str, date], ...] = ()

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """What is missing or makes no sense was not chosen."""
        checked = stored.get("checked")
        days = {
            str(code): day
            for code, text in (checked if isinstance(checked, dict) else {}).items()
            if (day := _day(text))
        }
        return cls(
            local_holidays=stored.get("local_holidays") is not False,
            strict_webmail=stored.get("strict_webmail") is not False,
            prospect_months=_count(stored.get("prospect_months")),
            suppression_years=_count(stored.get("suppression_years")),
            interest=_text(stored.get("interest")),
            measures=_text(stored.get("measures")),
            checked=tuple(days.items()),
        )

    def stored(self) -> dict[str, Any]:
        """As `read` takes it."""
        return {
            "local_holidays": self.local_holidays,
            "strict_webmail": self.strict_webmail,
            "prospect_months": self.prospect_months,
            "suppression_years": self.suppression_years,
            "interest": self.interest,
            "measures": self.measures,
            "checked": {code: day.isoformat() for code, day in self.checked},
        }


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 1 else None


def _text(value: object) -> str:
    return value.strip()[:TEXT] if isinstance(value, str) else ""


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
