"""Who answered for the person asked for, as a note says it."""

from __future__ import annotations

import pytest

from decroche.prospects.go_betweens import go_between_spoke


@pytest.mark.parametrize(
    "note",
    [
        "Son assistante : après 14 h",
        "assistante, très aimable, rappeler jeudi",
        "Absent. Sa secrétaire dit mardi",
        "eu l’accueil, rappeler demain",
        "une collègue me dit de rappeler lundi",
        "his assistant says after two",
        "standardiste : M. Brun rentre lundi",
        "rappelée par son assistante, elle donne l’adresse",
        "vu avec sa secrétaire",
        "demandé M. Brun, eu son assistante",
    ],
)
def test_an_assistant_a_colleague_or_the_switchboard_spoke(note: str) -> None:
    assert go_between_spoke(note)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "Rappeler jeudi, budget voté",
        "il cherche une assistante pour janvier",
        "refonte de l’espace d’attente",
        "veut un livret d’accueil",
        "recrute une collègue en mars",
        "voir avec son assistante pour la date",
        "passer par son assistante",
        "rappeler son assistante mardi",
        "envoyer aussi à son assistante",
        "mettre en copie sa collègue",
        "send it to his assistant too",
    ],
)
def test_somebody_who_is_only_mentioned_did_not_speak(note: str) -> None:
    assert not go_between_spoke(note)
