"""Who decides, as a note says it."""

from __future__ import annotations

import pytest

from decroche.prospects.deciders import decider_named


@pytest.mark.parametrize(
    ("note", "who"),
    [
        ("la gérante, Mme Roux", "Mme Roux"),
        ("c’est la gérante Mme Roux qui voit ça", "Mme Roux"),
        ("patron = Paul Diot", "Paul Diot"),
        ("voir avec M. Petit, directeur", "M. Petit"),
        ("le gérant s’appelle Marc Roux", "Marc Roux"),
        ("décideur : Anne Lopez", "Anne Lopez"),
        ("C’est Mme Lenoir qui décide", "Mme Lenoir"),
        ("rappeler lundi. Julie Martin décide", "Julie Martin"),
        ("la directrice Julie Mas est absente jusqu’au 4", "Julie Mas"),
        ("Mme de Brosse (PDG)", "Mme de Brosse"),
        ("responsable communication : Mme Petit", "Mme Petit"),
        ("the owner is Paul Martin", "Paul Martin"),
        ("le boss, c’est Paul Riou", "Paul Riou"),
        ("le boss c'est Paul Riou, rappeler jeudi", "Paul Riou"),
        ("la patronne : Mme Leduc", "Mme Leduc"),
        ("la patronne : mme leduc", "Mme Leduc"),
        ("le patron s’appelle Paul", "Paul"),
        ("gérant = M Riou", "M Riou"),
        ("c’est Anne Riou qui décide", "Anne Riou"),
        ("C’est Anne qui décide de tout", "Anne"),
        ("c’est Paul Riou qui a le dernier mot", "Paul Riou"),
        ("c’est Mme Leduc qui gère la com", "Mme Leduc"),
        ("c’est Julie qui s’occupe de la communication", "Julie"),
        ("le DG, Paul Riou, décide", "Paul Riou"),
        ("C’est Paul Riou qui signe", "Paul Riou"),
        ("C’est Anne qui choisit les prestataires", "Anne"),
        ("budget com : c’est Mme Leduc qui valide", "Mme Leduc"),
        ("il faut voir avec Anne Riou, c’est elle qui décide", "Anne Riou"),
        ("c’est Julie Mas la décideuse", "Julie Mas"),
        ("c’est Mr Riou le patron", "Mr Riou"),
        ("demander le boss : Paul", "Paul"),
        ("Paul Riou est le gérant", "Paul Riou"),
        ("Anne Riou, c’est la patronne", "Anne Riou"),
        ("faut voir ça avec Julie", "Julie"),
        ("resp com : Julie Mas", "Julie Mas"),
        ("Anne Martin is the boss", "Anne Martin"),
        ("le décideur est Paul Riou", "Paul Riou"),
        ("la décideuse, c’est Mme Leduc", "Mme Leduc"),
        ("qui décide : Anne Riou", "Anne Riou"),
        ("décision : M. Riou", "M. Riou"),
        ("la décision revient à Mme Leduc", "Mme Leduc"),
        ("c’est à M. Riou de décider", "M. Riou"),
        ("voir avec le gérant, M. Riou", "M. Riou"),
        ("faut passer par Julie (com)", "Julie"),
        ("il faut passer par Anne Riou", "Anne Riou"),
        ("tout passe par Mme Leduc", "Mme Leduc"),
        ("the boss is Paul Martin", "Paul Martin"),
        ("it’s Anne Martin who decides", "Anne Martin"),
        ("you have to go through Julie (marketing)", "Julie"),
        ("Paul Martin makes the decisions", "Paul Martin"),
    ],
)
def test_a_note_names_the_decision_maker(note: str, who: str) -> None:
    assert decider_named([note]) == who


@pytest.mark.parametrize(
    "note",
    [
        "",
        "journal interne, budget en décembre",
        "Mme Roux, standard, très sympa",
        "M. Petit, directeur, est parti : la gérante a vendu",
        "le directeur est en vacances",
        "Directeur Général à recruter",
        "la gérante décide",
        "gérant : Garage Roussel",
        "Mme Roux est partie, la patronne aussi",
        "le boss est absent",
        "le boss n’est pas là",
        "le boss est en congés jusqu’au 4",
        "c’est Paul qui m’a rappelée",
        "c’est Paul Riou qui m’a rappelée",
        "c’est Anne Riou au standard",
        "c’est Paul Riou ou Anne Mas qui décide ?",
        "la gérante cherche un patron, Paul Riou",
        "Anne Riou n’est pas la patronne",
        "Mme Leduc n’est plus la gérante",
        "le boss est parti, Paul Riou fait l’intérim",
        "voir avec Julie lundi",
        "le siège décide",
        "c’est Lyon qui décide",
        "Boss en réunion avec Anne Riou",
        "M. Riou, ancien gérant",
        "ce n’est pas Anne Riou qui décide",
        "c’est pas Paul qui décide",
        "Anne Riou décide pas",
        "je ne sais pas si c’est Paul Riou qui décide",
        "voir si Paul Riou décide",
        "l’ancien patron, Paul Riou",
        "l’ex-gérante, Mme Leduc",
        "l’assistante de la patronne, Julie Mas",
        "le mari de la gérante, M. Roux",
        "faut passer par le standard",
        "faut passer par Orange",
        "faut passer par Paris",
        "c’est Orange qui décide",
        "c’est Camille Coiffure qui décide",
        "le patron c’est compliqué",
        "décision en mars",
        "décision Budget Mars",
        "passée par Julie, très aimable",
        "the boss is away",
        "it’s not Anne Martin who decides",
        "il décidera en janvier avec Paul Riou",
    ],
)
def test_a_note_that_names_nobody_gives_no_name(note: str) -> None:
    assert decider_named([note]) == ""


def test_somebody_who_left_is_not_named() -> None:
    assert decider_named(["la gérante Mme Roux est partie"]) == ""


def test_a_known_person_is_not_offered_again() -> None:
    notes = ["la gérante, Mme Roux", "patron = Paul Diot"]
    assert decider_named(notes, known=["Mme ROUX"]) == "Paul Diot"
    assert decider_named(notes, known=["Mme Roux", "Paul Diot"]) == ""
