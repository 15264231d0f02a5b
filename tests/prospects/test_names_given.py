"""Whom a switchboard names, and whose an address is."""

from __future__ import annotations

import pytest

from decroche.prospects.names_given import carries_name, person_to_ask


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("demander Mme Vasseur (com)", ("Mme Vasseur", "com")),
        ("Mme Durand, back after 2 pm", ("Mme Durand", "")),
        ("demander Yann Le Goff, resp. marketing après 14h", ("Yann Le Goff", "resp. marketing")),
        ("Mme Petit, assistante : voir avec M. Brun", ("M. Brun", "")),
        ("Mme Durand n’est plus là, demander Paul Riou", ("Paul Riou", "")),
        ("Julie Martin s’en occupe", ("Julie Martin", "")),
        ("Mme Vasseur. Rappeler demain", ("Mme Vasseur", "")),
        ("pas M. Brun", ("", "")),
        ("Sa secrétaire dit mardi", ("", "")),
        ("Service Communication fermé", ("", "")),
        ("après 14 h", ("", "")),
    ],
)
def test_whom_to_ask_for(words: str, expected: tuple[str, str]) -> None:
    assert person_to_ask(words) == expected


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("yann.legoff@x.example", "Yann Le Goff"),
        ("y.legoff@x.example", "Yann Le Goff"),
        ("legoff@x.example", "M. Le Goff"),
        ("claire.vasseur@x.example", "Mme Vasseur"),
    ],
)
def test_an_address_carries_a_name(email: str, name: str) -> None:
    assert carries_name(email, name)


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("com@x.example", "Mme Comte"),
        ("contact@x.example", "Paul Riou"),
        ("marc.legoff@x.example", "Yann Le Goff"),
        ("goff@x.example", "Yann Le Goff"),
    ],
)
def test_an_address_of_somebody_else_does_not(email: str, name: str) -> None:
    assert not carries_name(email, name)
