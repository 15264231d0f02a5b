"""A half-day without a day, as the switchboard says it, is the next one that is still ahead."""

from __future__ import annotations

from datetime import datetime

import pytest

from decroche.calls.reading import read_outcome
from decroche.shared.clock import PARIS
from decroche.shared.language import Language
from tests.cast import TUESDAY

FRIDAY = datetime(2026, 11, 27, 15, 0, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("said", "at", "expected", "language"),
    [
        ("Mme Le Goff est là l’après-midi", TUESDAY, (24, 14), "fr"),
        ("Mme Le Goff est là l'après-midi", FRIDAY, (30, 14), "fr"),
        ("plutôt le matin", TUESDAY, (25, 9), "fr"),
        ("plutôt le matin", FRIDAY, (30, 9), "fr"),
        ("she is there in the afternoon", TUESDAY, (24, 14), "en"),
        ("Mme Le Goff, jamais là le matin", TUESDAY, None, "fr"),
        ("Mme Le Goff, demain matin", TUESDAY, (25, 9), "fr"),
    ],
)
def test_the_next_half_day(
    said: str, at: datetime, expected: tuple[int, int] | None, language: Language
) -> None:
    read = read_outcome(
        "gatekeeper", {"said": said}, zone="metro", at=at, language=language, roles=()
    )
    when = read.said.when
    assert (when and (when.astimezone(PARIS).day, when.astimezone(PARIS).hour)) == expected
