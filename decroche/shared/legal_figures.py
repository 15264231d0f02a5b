"""The figures that the law sets (hours, numbers of attempts, months of retention…), with the day
from which each is valid, in one table. The rules ask for them by name and hold none themselves.

How well each is verified: A the legal text or an official page was read; B secondary sources agree;
C well-known law whose text was not read; D not settled, or a choice of this product. C and D are
marked “to be verified” wherever they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from typing import Any, Literal

Sure = Literal["A", "B", "C", "D"]
"""How well a figure is verified; see above. The sources were last read on 23 November 2026."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value that is valid from the day `since` on, until a later figure of the same name.
    `reference` is the text of law, as it is shown.
    """

    name: str
    since: date
    value: Any
    reference: str
    sure: Sure


_DECREE = date(2023, 3, 1)
_OPT_IN = date(2026, 8, 11)
_CNIL_2021 = date(2021, 9, 23)
_GDPR = date(2018, 5, 25)
_PLATFORMS = (
    "0162",
    "0163",
    "0270",
    "0271",
    "0377",
    "0378",
    "0424",
    "0425",
    "0568",
    "0569",
    "0948",
    "0949",
    "09475",
    "09476",
    "09477",
    "09478",
    "09479",
)

TABLE: tuple[Figure, ...] = (
    Figure(
        "consumer_consent", date(2016, 6, 1), False, "C. conso. L. 223-1 (ancien, Bloctel)", "A"
    ),
    Figure("consumer_consent", _OPT_IN, True, "C. conso. L. 223-1 (loi n° 2025-594, art. 13)", "A"),
    Figure("consumer_weekdays", _DECREE, (0, 1, 2, 3, 4), "C. conso. D. 223-9", "A"),
    Figure(
        "consumer_windows",
        _DECREE,
        ((time(10), time(13)), (time(14), time(20))),
        "C. conso. D. 223-9",
        "A",
    ),
    Figure("consumer_attempts", _DECREE, 4, "C. conso. D. 223-9", "A"),
    Figure("consumer_attempts_days", _DECREE, 30, "C. conso. D. 223-9", "A"),
    Figure("consumer_refusal_days", _DECREE, 60, "C. conso. D. 223-9", "A"),
    Figure(
        "consumer_refusal_days", _OPT_IN, None, "C. conso. L. 221-16 (« ne plus contacter »)", "B"
    ),
    Figure("prospect_months", _CNIL_2021, 36, "CNIL, délib. n° 2021-131 du 23 septembre 2021", "B"),
    Figure("warning_months", _CNIL_2021, 1, "choix de Décroche", "D"),
    Figure("suppression_years", _CNIL_2021, 3, "CNIL, liste d’opposition : au moins 3 ans", "B"),
    Figure("consent_proof_years", _GDPR, 5, "C. civ. 2224 (usage)", "D"),
    Figure("contract_years", date(2008, 6, 19), 5, "C. civ. 2224", "B"),
    Figure("invoice_years", date(2000, 9, 21), 10, "C. com. L. 123-22", "B"),
    Figure("request_months", _GDPR, 1, "RGPD art. 12(3)", "A"),
    Figure("request_extension_months", _GDPR, 2, "RGPD art. 12(3)", "A"),
    Figure("notice_months", _GDPR, 1, "RGPD art. 14(3)", "C"),
    Figure("recording_months", date(2014, 11, 27), 6, "CNIL, délib. n° 2014-474", "B"),
    Figure("platform_prefixes", date(2023, 1, 1), _PLATFORMS, "ARCEP, décision n° 2022-1583", "B"),
    Figure("vat_cgi_mention", date(1979, 1, 1), True, "CGI art. 293 B", "B"),
    Figure(
        "vat_cgi_mention",
        date(2028, 1, 1),
        False,
        (
            "CIBS L. 223-1 (ordonnance n° 2025-1247) ; ancienne mention tolérée jusqu’au 31 "
            "décembre 2027"
        ),
        "D",
    ),
    Figure("automatic_backup_days", _GDPR, 30, "choix de Décroche", "D"),
    Figure("draft_days", _GDPR, 90, "choix de Décroche", "D"),
    Figure("attachment_days", _GDPR, 90, "choix de Décroche", "D"),
)


def legal_limit(name: str, on: date) -> Any:
    """The value that is valid on a day. Raises LookupError for a name that is not in the table."""
    return figure_on(name, on).value


@lru_cache(512)
def figure_on(name: str, on: date) -> Figure:
    """The figure that is valid on a day; for a day before the first figure of its name, that first
    one, which is safer than none. Raises LookupError.
    """
    named = sorted((figure for figure in TABLE if figure.name == name), key=lambda one: one.since)
    if not named:
        raise LookupError(f"the table knows no figure “{name}”")
    return next((figure for figure in reversed(named) if figure.since <= on), named[0])
