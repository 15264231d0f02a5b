"""Headers by their form: initials with points, abbreviations, a word in front of all columns."""

from __future__ import annotations

import pytest

from decroche.intake.headers import field_of
from decroche.intake.rules import guess_layout


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("G.S.M.", "contact_phone"),
        ("Téléph.", "phone"),
        ("Vil.", "city"),
        ("Entr.", "name"),
        ("Pays de facturation", "country"),
        ("Téléfax", "fax"),
        ("Titre du poste", "contact_title"),
        # Too short, without a point, or the beginning of two words.
        ("Te.", ""),
        ("Observ", ""),
    ],
)
def test_a_header_by_its_form(header: str, field: str) -> None:
    assert field_of(header) == field


def test_a_word_in_front_of_all_columns_says_nothing() -> None:
    columns = ["ENT_NOM", "ENT_TEL", "ENT_FAX", "ENT_VILLE"]
    assert guess_layout([columns], 0).fields == ["name", "phone", "fax", "city"]
    assert guess_layout([columns], 0).columns == columns


def test_a_word_in_front_of_some_columns_stays() -> None:
    fields = guess_layout([["Société", "Contact_Nom", "Contact_Tel"]], 0).fields
    assert fields == ["name", "contact_name", "contact_phone"]
