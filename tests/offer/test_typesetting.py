"""Letters that no typeface has, in the PDFs that leave."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from decroche.accountability.pages import Document, as_pdf, text, title
from decroche.offer import presentation
from decroche.offer.typesetting import tagged_pdf
from decroche.shared.refusal import Refusal
from tests.offer.test_presentation import TODAY, normal

SHOWN = "Łódź Şişli Агентство"


def words_of(content: bytes, folder: Path) -> str:
    path = folder / "page.pdf"
    path.write_bytes(content)
    told = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    return told.stdout


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("Studio 😀 & fils", "Studio □ & fils"),
        ("👩‍🎨 Camille", "□□ Camille"),
        ("👍🏽❤️1️⃣", "□❤1"),
        ("日本 Lyon", "□□ Lyon"),
        ("a\x07b", "a□b"),
        (SHOWN, SHOWN),
    ],
)
def test_a_letter_that_no_typeface_has_is_a_box(typed: str, left: str, tmp_path: Path) -> None:
    document = Document(f"Registre {typed}", "", "Camille", (title(typed), text(typed)))
    assert words_of(as_pdf(document), tmp_path).count(left) == 3


def test_a_presentation_with_an_emoji_is_made(tmp_path: Path) -> None:
    offer = replace(normal(), trade="cheffe de projet 🚀", tagline="工 et 📣")
    made = presentation.as_pdf(offer, "fr", on=TODAY)
    words = words_of(made.content, tmp_path)
    assert made.pages == 1
    assert "Cheffe de projet □" in words
    assert "□ et □" in words


def test_what_can_not_be_set_is_a_sentence() -> None:
    with pytest.raises(Refusal, match=r"could not be set: .*unknown variable: nothing"):
        tagged_pdf({"main.typ": b"#nothing"}, {})


def test_more_odd_letters_than_are_replaced_is_a_sentence() -> None:
    chinese = "".join(map(chr, range(0x4E00, 0x4E00 + 130)))
    with pytest.raises(Refusal, match="too many of its letters"):
        as_pdf(Document("a", "", "b", (text(chinese),)))
