"""Her legal settings. The calling hours are `Hours` (rules.py). Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self

from decroche.shared.typed import short_text

TEXT = 600
"""Characters that her own words in a document may have."""


@dataclass(frozen=True, slots=True)
class LegalChoices:
    """Her choices as she made them. They are held within the legal limits of a day by
    accountability/legal_settings.py.

    - local_holidays, strict_webmail: see Policy in permission.py;
    - prospect_months: how long a card is kept without a contact from them (None: the default);
    - suppression_years: how long an opposition is kept (None: the default);
    - interest, measures: her own texts in the documents, "" for the usual ones;
    - checked: (code of a point of the yearly list, the day on which she checked it).
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
        """The choices from stored values; what is missing or can't be read counts as not chosen."""
        checked = stored.get("checked")
        days = dict[str, date]()
        for code, text in (checked if isinstance(checked, dict) else {}).items():
            day = _day(text)
            if day:
                days[str(code)] = day
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
    return short_text(value, TEXT)


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
