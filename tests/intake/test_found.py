"""Where she found the companies of a list, as it is said to them."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from decroche.intake.found import source_said


@pytest.mark.parametrize(
    ("code", "details", "said"),
    [
        ("fair", "", "un salon"),
        ("fair", "Préventica", "un salon, Préventica"),
        ("fair", "salon de Vannes", "le salon de Vannes"),
        ("fair", "Salon", "le salon"),
        ("fair", "le salon de Vannes", "le salon de Vannes"),
        ("directory", "annuaire de la CCI", "l’annuaire de la CCI"),
        ("directory", "Annuaire de la CCI et mes fiches", "l’annuaire de la CCI et mes fiches"),
        ("directory", "Pages Jaunes", "un annuaire d’entreprises, Pages Jaunes"),
        ("other", "mon carnet", "mon carnet"),
    ],
)
def test_what_she_wrote_is_not_said_twice(code: str, details: str, said: str) -> None:
    with override("fr"):
        assert source_said(code, details) == said
