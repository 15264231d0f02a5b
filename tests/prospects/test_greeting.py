"""How a person is greeted: as one speaks, with the title in full and the surname."""

from __future__ import annotations

import pytest

from decroche.prospects.greeting import addressed


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Mme Durand", "Madame Durand"),
        ("Mme Hélène Durand", "Madame Durand"),
        ("M. Jean-Pierre Martin", "Monsieur Martin"),
        ("M. Jean Pierre Martin", "Monsieur Martin"),
        ("Mme LE GOFF Anne", "Madame Le Goff"),
        ("mme DIALLO", "Madame Diallo"),
        ("MONSIEUR D'ARCY-MARTIN", "Monsieur D'Arcy-Martin"),
        ("mr Petit", "Monsieur Petit"),
        ("ANNE LE BRIS", "Anne Le Bris"),
        ("M. O'Neill", "Monsieur O'Neill"),
        ("Mme Anne Le Goff", "Madame Le Goff"),
        ("M. Da Silva", "Monsieur Da Silva"),
        ("Mme Claire Martin", "Madame Martin"),
        ("M. Thomas", "Monsieur Thomas"),
        ("Julie Marchand", "Julie Marchand"),
    ],
)
def test_a_person_is_greeted_by_title_and_surname(name: str, said: str) -> None:
    assert addressed(name, "fr") == said


def test_in_english_a_name_is_said_as_it_is_written() -> None:
    assert addressed("Mme Hélène Durand", "en") == "Mme Hélène Durand"
