"""Which card a row is beyond doubt: what agrees, and what contradicts it. All companies made up."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from decroche.intake.known import KnownCompanies, identity_of, keys_of
from decroche.shared.folding import fold, fold_name


class Said(NamedTuple):
    """A card or a row as it is written."""

    name: str
    number: str = ""
    email: str = ""
    postcode: str = ""
    town: str = ""
    street: str = ""
    siret: str = ""
    may_differ: bool = False

    @property
    def name_key(self) -> str:
        return f"{fold_name(self.name)}|{self.postcode or fold(self.town)}"

    @property
    def address(self) -> str:
        return self.street

    @property
    def city(self) -> str:
        return self.town


def same(card: Said, row: Said) -> bool:
    """Whether the row is the card, and the card the row."""
    found = []
    for one, other in ((card, row), (row, card)):
        held = KnownCompanies()
        keys = [
            keys_of(
                said.siret,
                said.email,
                said.name_key,
                frozenset([said.number] if said.number else []),
            )
            for said in (one, other)
        ]
        numbers = [frozenset([said.number] if said.number else []) for said in (one, other)]
        held.add(identity_of(1, one, numbers[0]), keys[0])
        asked = identity_of(0, other, numbers[1])._replace(may_differ=row.may_differ)
        found.append(held.match(asked, keys[1]) == 1)
    assert found[0] == found[1]
    return found[0]


LILLE: dict[str, Any] = {"postcode": "59000", "town": "Lille"}
LENS: dict[str, Any] = {"postcode": "62300", "town": "Lens"}
N1, N2 = "+33353010142", "+33353010143"
A, B = "contact@vasseur.example", "accueil@caron.example"
SIRET, OTHER = "73282932000074", "73282932000082"


@pytest.mark.parametrize(
    ("card", "row"),
    [
        (Said("Imprimerie Vasseur", N1, **LILLE), Said("SARL Imprimerie Vasseur", N1, **LILLE)),
        (Said("Imprimerie Vasseur", N1, A, **LILLE), Said("Imprimerie Vasseur", "", A, **LILLE)),
        (Said("Imprimerie Vasseur", N1, A, **LILLE), Said("Imprimerie Vasseur", N1, B, **LILLE)),
        (Said("Imprimerie Vasseur", N1, **LILLE), Said("Vasseur", N1, **LILLE)),
        (Said("Imprimerie Vasseur", **LILLE), Said("Imprimerie Vasseur", N1, A, **LILLE)),
        (
            Said("Imprimerie Vasseur", N1, **LILLE),
            Said("Imprimerie Vasseur", N1, postcode="59045", town="LILLE CEDEX"),
        ),
        (
            Said("Imprimerie Vasseur", N1, **LILLE, street="12 rue du Port"),
            Said("Imprimerie Vasseur", N2, **LILLE, street="12, r. du Port"),
        ),
        (Said("Vasseur", N1, siret=SIRET), Said("Imprimerie Vasseur", N2, A, siret=SIRET)),
        (Said("Vasseur & Fils", N1, **LILLE), Said("Vasseur & Fils", N2, **LILLE, may_differ=True)),
        (
            Said("Vasseur & Fils", "", A, **LILLE),
            Said("Vasseur & Fils", "", B, **LILLE, may_differ=True),
        ),
        (
            Said("Vasseur & Fils", N1, **LILLE, street="3 rue Neuve"),
            Said("Vasseur & Fils", N1, **LILLE, street="81 rue Neuve", may_differ=True),
        ),
        (
            Said("Vasseur & Fils", N1, **LILLE, street="Le Grand Bourg"),
            Said("Vasseur & Fils", N1, **LILLE, street="au Bourg"),
        ),
        (
            Said("Vasseur & Fils", N1, **LILLE, street="Le Bourg"),
            Said("Vasseur & Fils", N1, **LILLE, street="12 rue Neuve"),
        ),
        (Said("École maternelle", N1, **LILLE), Said("École maternelle", N1, **LILLE)),
    ],
)
def test_beyond_doubt(card: Said, row: Said) -> None:
    assert same(card, row)


@pytest.mark.parametrize(
    ("card", "row"),
    [
        (Said("École maternelle", N1), Said("École maternelle", N1, **LILLE)),
        (Said("École maternelle", N1, **LENS), Said("École maternelle", N1, **LILLE)),
        (
            Said("Vasseur & Fils", N1, **LILLE, street="Le Bourg"),
            Said("Vasseur & Fils", N1, **LILLE, street="ZA du Moulin"),
        ),
        (Said("École maternelle Hugo", N1, A), Said("École élémentaire Hugo", N1, A)),
        (Said("École maternelle Hugo", N1, **LILLE), Said("École Hugo", N1, **LILLE)),
        (
            Said("Collège Sainte-Énimie", N1, A, siret=SIRET, **LILLE),
            Said("Lycée Sainte-Énimie", N1, B, siret=SIRET, **LILLE),
        ),
        (Said("Hôtel du Port", N1, A, **LILLE), Said("Restaurant du Port", N1, A, **LILLE)),
        (Said("Résidence Tilleul A", N1, **LILLE), Said("Résidence Tilleul B", N1, **LILLE)),
        (Said("Entrepôt Caron I", N1, **LILLE), Said("Entrepôt Caron II", N1, **LILLE)),
        (Said("Caron Logistique Nord", "", A), Said("Caron Logistique Sud", "", A)),
        (Said("Caron Logistique", "", A), Said("Caron Logistique Sud", "", A)),
        (Said("Agence Caron Lille", N1, A), Said("Agence Caron Lens", N1, A)),
        (Said("Banque du Pévèle", N1, A, **LILLE), Said("Banque du Pévèle", N2, B, **LILLE)),
        (Said("Banque du Pévèle", N1, **LILLE), Said("Banque du Pévèle", N2, **LILLE)),
        (Said("Banque du Pévèle", "", A, **LILLE), Said("Banque du Pévèle", "", B, **LILLE)),
        (Said("Banque du Pévèle", N1, A, **LILLE), Said("Banque du Pévèle", N1, A, **LENS)),
        (
            Said("Banque du Pévèle", N1, **LILLE, street="3 rue Neuve"),
            Said("Banque du Pévèle", N1, **LILLE, street="81 rue Neuve"),
        ),
        (
            Said("Banque du Pévèle", N1, siret=SIRET, **LILLE),
            Said("Banque du Pévèle", N1, siret=OTHER, **LILLE),
        ),
        # A SIRET belongs to one place: one of the two gives that of its head office.
        (
            Said("Institut Caron", N1, siret=SIRET, **LILLE),
            Said("Institut Caron", "", siret=SIRET, **LENS),
        ),
        (Said("Mairie", N1, A, postcode="59000"), Said("Mairie", N2, B, postcode="62300")),
        (Said("Boulangerie Durand", "", A, **LILLE), Said("Cabinet Petit", "", A, **LILLE)),
        (
            Said("Vasseur", N1, B, **LILLE),
            Said("Vasseur", N2, A, **LILLE, may_differ=True),
        ),
    ],
)
def test_contradicted(card: Said, row: Said) -> None:
    if card.email and card.email == row.email and card.postcode != row.postcode:
        row = row._replace(number=N2)  # a mailbox that two branches share
    assert not same(card, row)


def test_the_card_of_the_same_name_and_place_comes_before_others() -> None:
    held = KnownCompanies()
    for key, name in ((1, "Mairie de Bondues annexe"), (2, "Mairie de Bondues")):
        card = Said(name, N1, A, **LILLE)
        held.add(
            identity_of(key, card, frozenset([N1])), keys_of("", A, card.name_key, frozenset([N1]))
        )
    row = Said("Mairie de Bondues", N1, A, **LILLE)
    keys = keys_of("", A, row.name_key, frozenset([N1]))
    assert held.match(identity_of(0, row, frozenset([N1])), keys) == 2
