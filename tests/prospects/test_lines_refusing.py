"""A line that refuses in words of its own, what only looks like it, and that the refusal is no part
of the name.
"""

from __future__ import annotations

import pytest

from tests.prospects.lines import read


@pytest.mark.parametrize(
    "refusal",
    [
        "demande à être retiré du fichier",
        "a demandé qu'on le raye de la liste",
        "à supprimer de la base",
        "refuse d'être démarché",
        "ne plus les appeler svp",
        "ne plus jamais les rappeler",
        "NE PLUS APPELER A DEJA UN SITE",
        "ne veut plus entendre parler de nous",
        "- inscrit Bloctel",
        "- dit de plus l'appeler",
        "- il faut plus les appeler",
        "asked to be taken off our list",
        "- they said never to call again",
        "- remove from our records",
        "- NO CALLS",
        "- they asked us to stop calling",
    ],
)
@pytest.mark.parametrize("before", [True, False])
def test_it_refuses_and_leaves_the_name_alone(refusal: str, before: bool) -> None:
    line = f"Garage Weller {refusal} 01 99 00 12 34"
    line = line if before else f"Garage Weller 01 99 00 12 34 {refusal}"
    said = read(line)
    assert (said.name, said.refused) == ("Garage Weller", True)
    assert refusal.strip(" -").split()[-1] in said.note


@pytest.mark.parametrize("front", ["STOP ", "please don't call again: ", "Ne plus les appeler : "])
def test_a_refusal_before_the_name(front: str) -> None:
    said = read(f"{front}Garage Weller 01 99 00 12 34")
    assert (said.name, said.refused) == ("Garage Weller", True)


@pytest.mark.parametrize(
    "remark",
    [
        "a été retiré de la liste des fournisseurs agréés",
        "il faut ne plus appeler le matin",
        "told me not to call before 2pm",
        "ne plus appeler le fixe",
        "ne pas les appeler avant 14h",
        "à rayer de la liste des courses",
    ],
)
def test_what_only_looks_like_a_refusal_is_a_note(remark: str) -> None:
    assert not read(f"Garage Weller 01 99 00 12 34 - {remark}").refused
