"""Words of the note that fit a field of a panel are offered beside it, and never filled in by
themselves.
"""

from __future__ import annotations

import re

import pytest
from django.test import Client

from decroche.calls.from_note import Offer, offers
from decroche.team.models import Member
from tests.cast import TUESDAY, company

pytestmark = pytest.mark.usefixtures("tuesday")


def offered(note: str, **given: str) -> list[tuple[str, str]]:
    found: list[Offer] = offers(note, given, at=TUESDAY, zone="metro", language="fr")
    return [(one.field, one.value.replace("\u00a0", " ")) for one in found]


@pytest.mark.parametrize(
    ("note", "field", "value"),
    [
        ("rappeler jeudi 10 h", "when", "jeudi 26 novembre à 10 h"),
        (
            "très gentille. Rappeler lundi matin, voir Mme Petit",
            "when",
            "lundi 30 novembre au matin",
        ),
        ("elle revient de congés\nla rappeler le 3 décembre", "when", "jeudi 3 décembre"),
        ("mail : p.roux@pin.example", "email", "p.roux@pin.example"),
        ("écrire à p.roux@pin.example", "invite", "p.roux@pin.example"),
        (
            "voir son amie: Studio Nord 03 53 01 12 34. Elle est gentille",
            "referral",
            "voir son amie: Studio Nord 03 53 01 12 34",
        ),
        ("voir le Studio Grivel 01 99 00 12 12", "referral", "Studio Grivel 01 99 00 12 12"),
        (
            "gentille, elle me conseille l'Atelier Brun, 01 99 00 12 12",
            "referral",
            "Atelier Brun, 01 99 00 12 12",
        ),
        ("voir le Studio Grivel de ma part", "referral", "Studio Grivel"),
        ("agence, contrat jusqu'en mars", "until", "mars"),
        ("sous contrat avec Publinord jusqu’à fin juin 2027 au moins", "until", "fin juin 2027"),
        ("leur contrat se termine le 31 mars", "until", "31 mars"),
        ("an agency, contract until March", "until", "March"),
        ("agence Bleue, jusqu’en mars", "agency", "Agence Bleue"),
        ("sous contrat avec Publinord", "agency", "Publinord"),
        ("contrat avec la Mairie de Lille", "agency", "Mairie de Lille"),
        ("leur agence Terre de Sienne fait tout", "agency", "Agence Terre de Sienne"),
        ("l'agence La Fabrique à Idées", "agency", "Agence La Fabrique à Idées"),
        ("l'agence Bleue de Mme Durand", "agency", "Agence Bleue"),
        ("contrat avec Publinord jusqu'en mars, fermés jusqu'au 5", "until", "mars"),
    ],
)
def test_what_the_note_says_is_offered(note: str, field: str, value: str) -> None:
    assert offered(note, **{field: ""}) == [(field, value)]


def test_the_day_behind_rappeler_is_offered_first() -> None:
    note = "rappeler la semaine du 14 pour savoir, décision le 12 février, budget voté en mars"
    first, _ = offered(note, when="")
    assert first == ("when", "vers le lundi 14 décembre")


@pytest.mark.parametrize(
    ("note", "field"),
    [
        ("pas jeudi", "when"),
        ("le compte rendu de mardi", "when"),
        ("une équipe de 12 personnes", "when"),
        ("petit@", "email"),
        ("leur standard est gentil", "referral"),
        ("voir Mme Petit", "referral"),
        ("voir M. Petit au 01 99 00 12 12", "referral"),
        ("voir Paul Martin", "referral"),
        ("absente jusqu'en mars", "until"),
        ("pas de contrat jusqu'en mars", "until"),
        ("pas d'agence. Absente jusqu'à mardi", "until"),
        ("ils ont une agence", "agency"),
        ("leur agence est fermée jusqu'à lundi", "until"),
        ("l'agence Bleue, fermée jusqu'au 15 mars", "until"),
        ("the agency is closed until Monday", "until"),
    ],
)
def test_what_it_does_not_say_for_sure_is_not_offered(note: str, field: str) -> None:
    assert offered(note, **{field: ""}) == []


def test_the_end_of_a_contract_is_not_the_day_of_their_next_project() -> None:
    note = "l'agence Bleue, leur contrat se termine fin juin"
    asked = {"when": "", "agency": "", "until": ""}
    assert offered(note, **asked) == [("agency", "Agence Bleue"), ("until", "fin juin")]
    assert offered(note, when="") == [("when", "vers le vendredi 25 juin 2027")]


def test_the_last_words_come_first_and_what_is_typed_already_is_not_offered() -> None:
    note = "a@pin.example puis b@pin.example, enfin c@pin.example"
    assert [value for _field, value in offered(note, email="c@pin.example")] == [
        "b@pin.example",
        "a@pin.example",
    ]


def test_a_panel_asks_for_it_when_it_opens(page: Client, member: Member) -> None:
    company(member)
    shown = page.get("/calls/").content.decode()
    assert re.search(
        r'hx-post="/calls/hear/note/call_back/\?zone=metro"\s+hx-trigger="intersect"', shown
    )
    typed = {"note": "rappeler jeudi 10 h", "when": ""}
    answer = page.post("/calls/hear/note/call_back/?zone=metro", typed).content.decode()
    assert 'data-into="#when-call_back"' in answer
    assert "De votre note" in answer
    assert "input" not in answer, "nothing is filled in by itself"
