"""“De” before a name, as it is said."""

from __future__ import annotations

import pytest

from decroche.shared.french_names import of_name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Clinique des Lilas", "de la Clinique des Lilas"),
        ("Filature Lemaître", "de la Filature Lemaître"),
        ("Boulangerie Roux", "de la Boulangerie Roux"),
        ("Mairie de Vaux", "de la Mairie de Vaux"),
        ("SARL Petit", "de la SARL Petit"),
        ("Garage Pin", "du Garage Pin"),
        ("Cabinet Maurin Archi", "du Cabinet Maurin Archi"),
        ("Atelier des Halles", "de l’Atelier des Halles"),
        ("École du Parc", "de l’École du Parc"),
        ("Imprimerie du Canal", "de l’Imprimerie du Canal"),
        ("Hôtel du Nord", "de l’Hôtel du Nord"),
        ("Huilerie Vert", "de l’Huilerie Vert"),
        ("Transports Roux", "des Transports Roux"),
        ("Ets Vasseur", "des Ets Vasseur"),
        ("Le Fournil", "du Fournil"),
        ("Les Presses du Canal", "des Presses du Canal"),
        ("La Halle aux Vins", "de La Halle aux Vins"),
        ("L’Atelier Bleu", "de L’Atelier Bleu"),
        ("Arcelin", "d’Arcelin"),
        ("Hachette", "de Hachette"),
        ("Yves Martin", "de Yves Martin"),
        ("Mme Petit", "de Mme Petit"),
        ("3 Chênes", "de 3 Chênes"),
        ("Le", "de Le"),
        ("", "de "),
    ],
)
def test_de_is_said_with_the_article_of_the_first_noun(name: str, said: str) -> None:
    assert of_name(name) == said


def test_a_name_is_kept_as_it_is_written() -> None:
    for name in ("clinique des lilas", "CLINIQUE DES LILAS"):
        assert of_name(name) == f"de la {name}"
