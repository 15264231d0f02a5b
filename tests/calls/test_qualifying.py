"""What a question asks for, and that an answer is never lost with its question."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db.models import ProtectedError
from django.test import Client

from decroche.calls.models import Qualification, Question
from decroche.calls.own_texts import questions
from decroche.calls.qualifying import answer_question, qualify
from decroche.calls.queries import answers_given
from decroche.calls.scripts import seed_texts, write_question
from decroche.journal.actions import undo
from decroche.prospects.models import Company, Contact
from decroche.shared import clock
from decroche.shared.language import Language
from decroche.team.models import Member
from tests.cast import LINES, TUESDAY, company

Asks = Question.Asks


@pytest.fixture
def card(member: Member) -> Company:
    return company(member)


def question(member: Member, text: str, **fields: Any) -> Question:
    write_question(by=member, question_id=None, text=text, choices=[], **fields)
    return Question.objects.get(text=text)


def deciders(card: Company) -> list[str]:
    found = Contact.objects.filter(company=card, decides=True).order_by("pk")
    return list(found.values_list("name", flat=True))


def test_an_answer_about_facts_names_nobody(member: Member, card: Company) -> None:
    asked = question(member, "Budget ?")
    answer_question(by=member, company=card, question=asked, value="5000 euros")
    assert answers_given(card) == [("Budget ?", "5000 euros")]
    assert not Contact.objects.filter(company=card).exists()


def test_the_answer_to_the_question_who_decides_is_a_person_of_the_card(
    member: Member, card: Company
) -> None:
    asked = Question.objects.get(asks=Asks.DECIDER)
    answer_question(by=member, company=card, question=asked, value="Mme Petit")
    assert deciders(card) == ["Mme Petit"]
    undo(by=member)
    assert answers_given(card) == []
    assert deciders(card) == []


@pytest.mark.parametrize("value", ["5000 euros", "06 39 98 06 11", "a@vasseur.example", "?"])
def test_what_can_be_no_name_names_nobody(value: str, member: Member, card: Company) -> None:
    asked = Question.objects.get(asks=Asks.DECIDER)
    answer_question(by=member, company=card, question=asked, value=value)
    assert answers_given(card) == [("Qui décide ?", value)]
    assert deciders(card) == []


def test_somebody_known_is_not_named_twice(member: Member) -> None:
    card = company(member, LINES[1])
    asked = Question.objects.get(asks=Asks.DECIDER)
    for value in ("mme roussel", "mme roussel"):
        qualify(by=member, company=card, question=asked, value=value)
    assert deciders(card) == ["Mme Roussel"]
    assert Contact.objects.filter(company=card).count() == 1


def test_several_names_are_several_people(member: Member, card: Company) -> None:
    asked = question(member, "Qui signe ?", asks=Asks.DECIDER)
    write_question(by=member, question_id=asked.pk, text="Qui signe ?", choices=["M. A", "Mme B"])
    asked.refresh_from_db()
    assert asked.asks == Asks.DECIDER
    answer_question(by=member, company=card, question=asked, value="M. A")
    answer_question(by=member, company=card, question=asked, value="Mme B", chosen=["M. A"])
    assert deciders(card) == ["M. A", "Mme B"]


@pytest.mark.parametrize(("language", "text"), [("fr", "Qui décide ?"), ("en", "Who decides?")])
def test_the_first_set_asks_for_a_name_once(
    stranger: Member, language: Language, text: str
) -> None:
    seed_texts(by=stranger, language=language)
    kept = Question.objects.filter(workspace=stranger.workspace, asks=Asks.DECIDER)
    assert [row.text for row in kept] == [text]


def test_an_older_database_keeps_its_question_who_decides(member: Member) -> None:
    Question.objects.update(asks=Asks.FACT)
    for text in ("Qui\u00a0de\u0301cide\u202f?", "Who decides?", "Budget ?"):
        Question.objects.create(workspace=member.workspace, text=text, choices=[])
    Question.objects.create(workspace=member.workspace, text="Qui décide ?", choices=["A", "B"])
    migration = import_module("decroche.calls.migrations.0004_what_a_question_asks")
    migration.mark_who_decides(apps, None)
    kept = Question.objects.filter(asks=Asks.DECIDER).values_list("text", flat=True)
    assert sorted(kept) == ["Qui décide ?", "Qui\u00a0de\u0301cide\u202f?", "Who decides?"]


def test_a_question_taken_away_keeps_its_answers(
    page: Client, member: Member, card: Company
) -> None:
    asked = Question.objects.get(asks=Asks.DECIDER)
    qualify(by=member, company=card, question=asked, value="Mme Petit")
    with clock.frozen(TUESDAY + timedelta(minutes=5)):
        write_question(by=member, question_id=asked.pk, text=" ", choices=[])
    assert asked.pk not in [row.pk for row in questions(member.workspace)]
    assert ("Qui décide ?", "Mme Petit") in answers_given(card)
    assert "Mme Petit" in page.get(f"/companies/{card.pk}/").content.decode()
    undo(by=member)
    assert asked.pk in [row.pk for row in questions(member.workspace)]
    assert Qualification.objects.get().value == "Mme Petit"


def test_no_question_with_answers_can_be_deleted(member: Member, card: Company) -> None:
    asked = Question.objects.get(asks=Asks.DECIDER)
    qualify(by=member, company=card, question=asked, value="Mme Petit")
    with pytest.raises(ProtectedError):
        asked.delete()


def test_the_settings_say_what_a_question_asks_for(page: Client, member: Member) -> None:
    assert "le nom de qui décide" in page.get("/settings/").content.decode()
    rows = list(Question.objects.order_by("position"))
    data = {
        "id": [*(str(row.pk) for row in rows), ""],
        "text": [*(row.text for row in rows), "Qui signe ?"],
        "choices": [*(", ".join(row.choices) for row in rows), ""],
        "asks": [*(row.asks for row in rows), "decider"],
    }
    page.post("/settings/questions/", data)
    assert Question.objects.get(text="Qui signe ?").asks == Asks.DECIDER
    page.post("/settings/questions/", {**data, "asks": [], "id": [*data["id"][:-1], ""]})
    assert Question.objects.get(pk=rows[-1].pk).asks == Asks.DECIDER
