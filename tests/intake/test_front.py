"""“Standard”, “accueil” and “secrétariat” of a file are whom one gets on the line first, and she
asks for somebody else.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client

from decroche.calls.whom_to_ask import ask_for
from decroche.intake.actions import GivenFile, import_file
from decroche.intake.choices import Choices
from decroche.prospects.go_betweens import is_front
from decroche.prospects.models import Company, Contact
from decroche.prospects.people import edit_person
from decroche.team.models import Member

HEAD = "Société;Tél.;Contact;Fonction;E-mail du contact\n"


def bring(member: Member, folder: Path, line: str) -> Company:
    path = folder / "fichier.csv"
    path.write_text(HEAD + line, encoding="utf-8")
    import_file(by=member, file=GivenFile(path, path.name, "le papier"), choices=Choices())
    return Company.objects.get()


def card_shown(page: Client) -> str:
    html = page.get("/calls/").content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").split())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Verrerie Vasseur;03 53 01 01 42;Accueil;;", "Accueil"),
        ("Verrerie Vasseur;03 53 01 01 42;standard téléphonique;;", "standard téléphonique"),
        ("Verrerie Vasseur;03 53 01 01 42;;Secrétariat;", "Secrétariat"),
        ("Verrerie Vasseur;03 53 01 01 42;Nadia Morel;Standardiste;", "Nadia Morel, Standardiste"),
    ],
)
def test_it_is_said_on_the_card_and_not_asked_for(
    member: Member, page: Client, tmp_path: Path, line: str, said: str
) -> None:
    card = bring(member, tmp_path, line)
    assert Contact.objects.get().gatekeeper
    assert ask_for(card).person is None
    shown = card_shown(page)
    assert f"au bout du fil d’abord : {said}" in shown
    assert f"Demander {said}" not in shown


def test_who_is_named_with_another_job_is_asked_for(member: Member, tmp_path: Path) -> None:
    line = "Verrerie Vasseur;03 53 01 01 42;Nadia Morel;Accueil et communication;"
    card = bring(member, tmp_path, line)
    assert not Contact.objects.get().gatekeeper
    assert ask_for(card).person == Contact.objects.get()


def test_their_address_is_proposed_when_there_is_no_other(
    member: Member, page: Client, tmp_path: Path
) -> None:
    line = "Verrerie Vasseur;03 53 01 01 42;Secrétariat;;bureau@vasseur.example"
    bring(member, tmp_path, line)
    assert 'value="bureau@vasseur.example"' in page.get("/calls/").content.decode()


def test_named_and_given_a_role_they_are_asked_for(member: Member, tmp_path: Path) -> None:
    card = bring(member, tmp_path, "Verrerie Vasseur;03 53 01 01 42;Accueil;;")
    person = Contact.objects.get()
    edit_person(by=member, person=person, name="Mme Morel", role="communication")
    assert not Contact.objects.get().gatekeeper
    assert ask_for(Company.objects.get(pk=card.pk)).person == person


def test_a_line_that_is_typed_makes_no_person_of_it(member: Member, page: Client) -> None:
    page.post("/file/quick/", {"line": "Verrerie Vasseur, accueil, 03 53 01 01 42"})
    assert [(one.name, one.gatekeeper) for one in Contact.objects.all()] == []


def test_those_that_were_there_are_marked(member: Member, tmp_path: Path) -> None:
    bring(member, tmp_path, "Verrerie Vasseur;03 53 01 01 42;Accueil;;")
    Contact.objects.update(gatekeeper=False)
    module = import_module("decroche.prospects.migrations.0013_who_is_first_on_the_line")
    module.mark(apps, None)
    assert Contact.objects.get().gatekeeper


@pytest.mark.parametrize(
    ("name", "title", "front"),
    [
        ("l’accueil", "", True),
        ("STANDARD", "", True),
        ("hôtesse d’accueil", "", True),
        ("Front desk", "", True),
        ("Mme Standard", "", False),
        ("Paul Accueil", "Directeur", False),
        ("Accueil", "Responsable communication", False),
        ("Nadia", "secrétariat de direction", False),
        ("", "", False),
    ],
)
def test_nothing_but_the_word_counts(name: str, title: str, front: bool) -> None:
    assert is_front(name, title) is front
