"""A person with the word for their trade is asked about; what is only named after one is not."""

from __future__ import annotations

import pytest

from decroche.prospects.audience import decide
from decroche.prospects.own_trade import is_person_at_a_trade


@pytest.mark.parametrize(
    "name",
    [
        "Julie Maréchal graphiste",
        "Julie Maréchal, graphiste",
        "Paul Roy consultant",
        "Paul Roy consultant RH",
        "Graphiste Julie Maréchal",
        "MARÉCHAL Julie - photographe",
    ],
)
def test_a_person_at_a_trade_is_in_doubt(name: str) -> None:
    assert decide(name, "") == ("consumer", "doubt")
    assert decide(name, "business") == ("professional", "published")


@pytest.mark.parametrize(
    "name",
    [
        "Boulangerie Paul",
        "Lycée Jules Ferry",
        "École Jean Moulin",
        "Cabinet Martin & fils",
        "Rue Victor Hugo",
        "Yves Rocher",
        "Agence Paul Martin",
        "Camille Coiffure",
        "Paul Roy et associés avocats",
        "Guide Michelin",
        "Julie Maréchal graphiste SARL",
    ],
)
def test_what_is_named_after_a_person_is_not_asked_about(name: str) -> None:
    assert decide(name, "")[0] == "professional"


def test_the_trade_may_be_in_its_own_column() -> None:
    assert is_person_at_a_trade("Paul Roy", "consultant")
    assert not is_person_at_a_trade("Paul Roy", "conseil")
    assert not is_person_at_a_trade("Imprimerie Roy", "graphiste")
