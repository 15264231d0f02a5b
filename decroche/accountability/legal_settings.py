"""What the law leaves to her, within its bounds: one reader of what she chose, one writer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from decroche.compliance.preferences import TEXT, LegalChoices
from decroche.shared.legal_figures import legal_limit
from decroche.team.models import Workspace
from decroche.team.preferences import preferred, save_preferences


@dataclass(frozen=True, slots=True)
class LegalSettings:
    """Her choices.

    `prospect_months`: how long a card is kept without a contact from them. `suppression_years`: how
    long an opposition is kept, None for good. `interest` and `measures`: her own words in the
    documents, empty for the usual ones.
    """

    local_holidays: bool
    strict_webmail: bool
    prospect_months: int
    suppression_years: int | None
    interest: str = ""
    measures: str = ""


def most_months(on: date) -> int:
    """The longest a card may be kept without a contact from them, on that day."""
    most: int = legal_limit("prospect_months", on)
    return most


def months_within(chosen: object, on: date) -> int:
    """Her months, at least one and at most the law's; the law's when she chose none."""
    most = most_months(on)
    return min(most, chosen) if isinstance(chosen, int) and chosen >= 1 else most


def years_within(chosen: object, on: date) -> int | None:
    """Her years, at least the law's; None, for good, when she chose none."""
    least: int = legal_limit("suppression_years", on)
    return max(least, chosen) if isinstance(chosen, int) and chosen >= 1 else None


def legal_settings(workspace: Workspace, on: date) -> LegalSettings:
    """What she chose, within what the law allows on that day."""
    chosen = preferred(workspace, LegalChoices)
    return LegalSettings(
        local_holidays=chosen.local_holidays,
        strict_webmail=chosen.strict_webmail,
        prospect_months=months_within(chosen.prospect_months, on),
        suppression_years=years_within(chosen.suppression_years, on),
        interest=chosen.interest,
        measures=chosen.measures,
    )


def keep_legal_settings(*, workspace: Workspace, wanted: LegalSettings, on: date) -> None:
    """Keeps her choices; what goes beyond the law is brought within it."""
    save_preferences(
        workspace=workspace,
        section=replace(
            preferred(workspace, LegalChoices),
            local_holidays=wanted.local_holidays,
            strict_webmail=wanted.strict_webmail,
            prospect_months=months_within(wanted.prospect_months, on),
            suppression_years=years_within(wanted.suppression_years, on),
            interest=wanted.interest.strip()[:TEXT],
            measures=wanted.measures.strip()[:TEXT],
        ),
    )
