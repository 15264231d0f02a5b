"""Reading and saving her legal settings within the limits of the law of a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from decroche.compliance.preferences import TEXT, LegalChoices
from decroche.shared.legal_figures import legal_limit
from decroche.team.models import Workspace
from decroche.team.preferences import preferred, save_preferences


@dataclass(frozen=True, slots=True)
class LegalSettings:
    """Her settings, within the legal limits. For the fields see LegalChoices; `suppression_years`
    is None when oppositions are kept for good.
    """

    local_holidays: bool
    strict_webmail: bool
    prospect_months: int
    suppression_years: int | None
    interest: str = ""
    measures: str = ""


def most_months(on: date) -> int:
    """The months for which a card may be kept without a contact, at most, by the law of a day."""
    most: int = legal_limit("prospect_months", on)
    return most


def months_within(chosen: object, on: date) -> int:
    """The months she chose, at most those of the law; the law's when she chose none."""
    most = most_months(on)
    return min(most, chosen) if isinstance(chosen, int) and chosen >= 1 else most


def years_within(chosen: object, on: date) -> int | None:
    """The years she chose, at least those of the law; None (for good) when she chose none."""
    least: int = legal_limit("suppression_years", on)
    return max(least, chosen) if isinstance(chosen, int) and chosen >= 1 else None


def legal_settings(workspace: Workspace, on: date) -> LegalSettings:
    """The settings of a workspace, within the limits of the law of a day."""
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
    """Saves her settings, within the limits of the law of a day."""
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
