"""The guide inside the program: in both languages, found by words, led to from each screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from decroche.calls.outcomes import OUTCOMES
from decroche.desk.help.guide import find, guide
from decroche.intake.models import Batch
from decroche.intake.sources.source import Unreadable
from decroche.intake.wording import unreadable_in_words
from decroche.shared.language import Language
from decroche.team.models import Member
from tests.cast import TUESDAY, company


def test_both_languages_have_the_same_parts() -> None:
    french, english = guide("fr"), guide("en")
    assert [one.name for one in french] == [one.name for one in english]
    assert len(french) == 10


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_outcome_has_its_key_in_the_table(language: Language) -> None:
    calls = next(one for one in guide(language) if one.name == "calls")
    keys = set(re.findall(r"\b\w+\b", " ".join(re.findall(r"<tr><td>(.*?)</td>", calls.body))))
    assert {spec.key.upper() for spec in OUTCOMES.values()} <= keys


def test_the_marks_become_html_and_what_is_no_mark_is_escaped() -> None:
    for language in ("fr", "en"):
        for one in guide(language):
            assert "**" not in one.body
            assert "<!--" not in one.body
            assert "|--" not in one.body
    assert "<strong>" in guide("fr")[0].body


def test_words_are_found_whatever_their_accents() -> None:
    assert [one.name for one in find("fr", "SAUVEGARDE clé")] == ["copies"]
    assert find("fr", "girafe") == []
    assert len(find("fr", "")) == 10


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        ("en", "copy stick", ["copies"]),
        ("en", "how to move to another computer", ["copies"]),
        ("en", "import Excel", ["bring"]),
        ("en", "text size", ["cut"]),
        ("en", "my spreadsheets", ["bring"]),
        ("en", "my calendar", ["write"]),
        ("en", "zebra", []),
        ("en", "what is the", []),
        ("fr", "comment importer un fichier excel", ["bring"]),
        ("fr", "autre ordinateur", ["copies"]),
        ("fr", "taille du texte", ["cut"]),
    ],
)
def test_a_question_finds_its_part_in_both_languages(
    language: Language, text: str, parts: list[str]
) -> None:
    assert [one.name for one in find(language, text)] == parts


def test_the_search_of_the_guide_is_in_the_language_of_the_page(
    page: Client, member: Member
) -> None:
    member.language = "en"
    member.save()
    found = page.get("/help/", {"text": "another computer"}).content.decode()
    assert 'id="copies"' in found
    assert "<h2>Copies</h2>" in found
    assert 'id="law"' not in found
    none = page.get("/help/", {"text": "zebra"}).content.decode()
    assert "No part of the guide has these words." in none


def test_a_screen_leads_to_its_part(page: Client, member: Member) -> None:
    company(member)
    assert 'href="/help/#law"' in page.get("/compliance/").content.decode()
    assert 'href="/help/#calls"' in page.get("/calls/").content.decode()
    found = page.get("/help/", {"text": "photographiez"}).content.decode()
    assert 'id="bring"' in found
    assert 'id="law"' not in found


def test_a_mail_says_what_it_goes_without(page: Client, member: Member) -> None:
    card = company(member)
    answer = page.post(f"/companies/{card.pk}/write/", follow=True)
    shown = answer.content.decode()
    assert "Votre numéro de téléphone manque" in shown
    assert "Votre adresse postale manque" in shown


@pytest.mark.parametrize("language", ["fr", "en"])
def test_commands_in_the_guide_are_folded_away(language: Language) -> None:
    """Who has never opened a terminal reads plain words; the line to copy is in a folded part."""
    whole = " ".join(one.body for one in guide(language))
    plain = re.sub(r"<details>.*?</details>", "", whole, flags=re.DOTALL)
    assert not re.search(r"sudo|apt install|brew |winget|tesseract", plain, re.IGNORECASE)
    if language == "fr":
        assert "<details><summary>Installer ce qui lit le papier</summary>" in whole


@pytest.mark.parametrize("code", ["no_tesseract", "no_french"])
def test_what_reads_paper_is_asked_for_in_plain_words(
    page: Client, member: Member, tmp_path: Path, code: str
) -> None:
    picture = tmp_path / "feuille.png"
    picture.touch()
    Batch.objects.create(
        workspace=member.workspace,
        filename=picture.name,
        path=str(picture),
        choices={"paper": True},
        state=Batch.State.FAILED,
        problem=unreadable_in_words(Unreadable(code, "sudo apt install tesseract-ocr")),
        created_at=TUESDAY,
    )
    shown = page.get(f"/import/{Batch.objects.get().pk}/").content.decode()
    said, folded = shown.split("<summary>Comment l’obtenir</summary>")
    assert "sudo" not in said[said.index("<main") :]
    assert "sudo apt install tesseract-ocr" in folded
