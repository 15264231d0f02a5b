"""Paper lists: pages straightened, read, looked over line by line, brought in."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from decroche.gateways.ocr import Word
from decroche.intake.actions import GivenFile, import_file
from decroche.intake.choices import Choices
from decroche.intake.models import Batch
from decroche.intake.paper.kept import load, scan_path
from decroche.intake.paper.lines import candidates
from decroche.intake.paper.pictures import pages
from decroche.intake.paper.scan import page_path, scan_file
from decroche.intake.paper.straighten import skew, straighten, without_rules
from decroche.intake.sources.opening import open_source
from decroche.intake.sources.source import Unreadable
from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.waiting import background_done
from tools.measures_paper import compare
from tools.pages import make


def words(text: str, top: int = 0, left: int = 0, sure: float = 95.0) -> list[Word]:
    """A line of words, ten pixels a letter."""
    found, place = [], left
    for index, word in enumerate(text.split()):
        found.append(Word(word, sure, place, top, 10 * len(word), 20, (1, 1, index)))
        place += 10 * len(word) + 8
    return found


def test_a_line_is_understood_the_way_a_typed_one_is() -> None:
    (one,) = candidates(words("Imprimerie du Canal 03 53 01 12 34 Lille"))
    assert {name: cell.text for name, cell in one.cells.items()} == {
        "name": "Imprimerie du Canal",
        "phone": "03 53 01 12 34",
        "city": "Lille",
    }
    assert one.keep
    assert not one.doubtful
    assert one.cells["name"].box == (0, 0, 186, 20)


def test_a_name_and_the_number_below_it_are_one() -> None:
    found = candidates(
        words("Imprimerie du Canal")
        + words("03 53 01 12 34 Lille", 40)
        + words("Laiterie du Marais", 120)
        + words("02.61.91.04.20", 160)
    )
    assert [(one.cells["name"].text, one.cells["phone"].text) for one in found] == [
        ("Imprimerie du Canal", "03 53 01 12 34"),
        ("Laiterie du Marais", "02 61 91 04 20"),
    ]


def test_a_title_is_kept_and_not_ticked() -> None:
    title, one = candidates(
        words("Entreprises à appeler") + words("Imprimerie du Canal 03 53 01 12 34", 60)
    )
    assert not title.keep
    assert one.keep


def test_letters_that_stand_for_digits_are_mended_and_what_is_no_number_is_doubtful() -> None:
    (one,) = candidates(words("Imprimerie du Canal O3 53 Ol 12 34 Lille"))
    assert one.cells["phone"].text == "03 53 01 12 34"
    (one,) = candidates(words("Imprimerie du Canal 03 53 01 12 34", sure=60.0))
    assert one.doubtful
    assert not candidates(words("Imprimerie du Canal 03 53 01 12"))[0].keep


def test_a_title_above_a_short_table_hides_no_column() -> None:
    """It crosses the white strips between the columns."""
    rows = [
        (10, [(10, "Annuaire"), (150, "des"), (230, "entreprises"), (430, "2026")]),
        (50, [(10, "Entreprise"), (200, "Ville"), (400, "Téléphone")]),
        (80, [(10, "Scey"), (200, "Ornans"), (400, "0353012801")]),
        (110, [(10, "Nods"), (200, "Nods"), (400, "0353012802")]),
    ]
    page = [word for top, row in rows for left, said in row for word in words(said, top, left)]
    found = [one for one in candidates(page) if one.keep]
    assert [one.cells["name"].text for one in found] == ["Scey", "Nods"]
    assert [one.cells["city"].text for one in found] == ["Ornans", "Nods"]


def test_a_table_is_read_by_its_header() -> None:
    rows = [
        ("Société", "Tél.", "Ville"),
        ("Imprimerie du Canal", "03 53 01 12 34", "Lille"),
        ("Verrerie 2000", "", "Arras"),
        ("Laiterie", "02 61 91 04 20", "Amiens"),
    ]
    found = candidates(
        [
            word
            for index, row in enumerate(rows)
            for place, text in enumerate(row)
            for word in words(text, index * 50, place * 400)
        ]
    )
    assert [
        (one.cells["name"].text, "phone" in one.cells, one.cells["city"].text) for one in found
    ] == [
        ("Imprimerie du Canal", True, "Lille"),
        ("Verrerie 2000", False, "Arras"),
        ("Laiterie", True, "Amiens"),
    ]


@pytest.mark.parametrize("angle", [-6.0, -1.5, 3.3, 9.0])
def test_a_skewed_page_is_set_straight(angle: float) -> None:
    page = make("list", "clean", 1).picture.convert("L").rotate(angle, expand=True, fillcolor=255)
    assert abs(skew(page) + angle) <= 0.3
    assert abs(skew(straighten(page))) <= 0.3


def test_ruled_lines_go_and_letters_stay() -> None:
    page = make("table", "clean", 1).picture.convert("L")
    bare = np.asarray(without_rules(page))
    ruled = np.asarray(page)
    assert ruled[200:1700, 800].mean() < 200 < bare[200:1700, 802].mean()
    assert (bare[:, 120:780] < 100).sum() > 0.7 * (ruled[:, 120:780] < 60).sum()


def test_an_empty_or_black_page_is_no_trouble() -> None:
    for shade in (0, 128, 255):
        assert straighten(Image.new("L", (900, 1200), shade)).size[0] >= 300


@pytest.mark.parametrize(
    ("layout", "flaw"),
    [
        ("list", "camera"),
        ("table", "skew"),
        ("columns", "pale"),
        ("table", "turned"),
        ("list", "noise"),
    ],
)
def test_pages_are_read(tmp_path: Path, layout: str, flaw: str) -> None:
    page = make(layout, flaw, 1)
    page.picture.save(tmp_path / "page.png")
    numbers, of_numbers, names, of_names = compare(page, scan_file(tmp_path / "page.png").rows)
    assert (
        numbers >= 0.95 * of_numbers
    )  # a single page of twenty; all of them together: bin/bench paper
    assert names >= 0.95 * of_names


def test_a_pdf_of_several_pages_and_a_heic_photo(tmp_path: Path) -> None:
    first, second = (
        make("list", "clean", 1, companies=4).picture,
        make("list", "clean", 2, companies=4).picture,
    )
    first.save(tmp_path / "scan.pdf", save_all=True, append_images=[second], resolution=200)
    assert {row.page for row in scan_file(tmp_path / "scan.pdf").rows} == {0, 1}
    pillow_heif.from_pillow(first.convert("RGB")).save(tmp_path / "photo.heic")
    assert next(iter(pages(tmp_path / "photo.heic"))).size == first.size


def test_what_can_not_be_read_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Image.new("L", (900, 900), 255).save(tmp_path / "blank.png")
    with pytest.raises(Unreadable, match="no_words"):
        scan_file(tmp_path / "blank.png")
    make("list", "clean", 1, companies=2).picture.save(tmp_path / "page.png")
    monkeypatch.setattr(shutil, "which", lambda _name, **_where: None)
    with pytest.raises(
        Unreadable, match="no_tesseract sudo apt install tesseract-ocr tesseract-ocr-fra"
    ):
        scan_file(tmp_path / "page.png")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["blank.png", "page.png"]


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 broken",
        b"\x89PNG\r\n\x1a\nbroken",
        b"\xff\xd8\xff\xe0broken",
        b"GIF89abroken",
        b"\x00\x00\x00\x18ftypheicbroken",
    ],
)
def test_broken_pictures_are_refused_in_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "broken").write_bytes(content)
    with pytest.raises(Unreadable, match="broken_picture"):
        open_source(tmp_path / "broken")


def test_the_command_line_takes_a_picture_and_no_line_is_lost(
    tmp_path: Path, member: Member
) -> None:
    page = make("list", "clean", 1, companies=6)
    page.picture.save(tmp_path / "page.png")
    batch = import_file(
        by=member, file=GivenFile(tmp_path / "page.png", "page.png", "papier"), choices=Choices()
    )
    assert (
        batch.rows
        == batch.created_count + batch.updated_count + batch.duplicate_count + batch.aside_count
        == 7
    )
    assert (batch.created_count, batch.aside_count) == (6, 1)  # the title is kept aside
    assert {name for name, _number, _town in page.rows} == set(
        Company.objects.values_list("name", flat=True)
    )


@pytest.mark.django_db(transaction=True)
def test_lines_are_looked_over_corrected_and_brought_in(page: Client, member: Member) -> None:
    sheet = make("list", "clean", 1, companies=3)
    held = io.BytesIO()
    sheet.picture.save(held, "PNG")
    page.post("/import/upload/", {"file": SimpleUploadedFile("papier.png", held.getvalue())})
    background_done()
    batch = Batch.objects.get()
    assert page.get(f"/import/{batch.pk}/")["Location"] == f"/import/{batch.pk}/paper/"
    shown = page.get(f"/import/{batch.pk}/paper/").content.decode()
    assert "4 lignes lues" in shown
    assert "une à regarder" in shown  # the title
    path = Path(batch.path)
    title = load(scan_path(path)).rows[0]
    picture = page.get(f"/import/{batch.pk}/piece/0/{'-'.join(map(str, title.box))}.png")
    assert Image.open(io.BytesIO(picture.content)).width > 300
    page.post(f"/import/{batch.pk}/paper/0/", {"what": "leave"})
    page.post(
        f"/import/{batch.pk}/paper/1/",
        {"what": "keep", "name": "Imprimerie corrigée", "phone": "03 53 01 77 88", "city": ""},
    )
    assert page.post(f"/import/{batch.pk}/paper/1/", {"what": "keep", "name": "", "phone": ""})[
        "Location"
    ].endswith("?row=1")
    assert "Il ne reste rien à regarder" in page.get(f"/import/{batch.pk}/paper/").content.decode()
    page.post(f"/import/{batch.pk}/run/", {"source": "papier"})
    background_done()
    batch.refresh_from_db()
    assert (batch.state, batch.created_count, batch.aside_count, batch.rows) == ("done", 3, 1, 4)
    assert (
        Company.objects.get(name="Imprimerie corrigée").numbers.get().national == "03 53 01 77 88"
    )
    assert not path.exists()
    assert not page_path(path, 0).exists()


@pytest.mark.django_db(transaction=True)
def test_without_tesseract_one_sentence_says_what_to_install(
    page: Client, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = shutil.which("tesseract")
    monkeypatch.setattr(shutil, "which", lambda _name, **_where: None)
    held = io.BytesIO()
    make("list", "clean", 1, companies=2).picture.save(held, "PNG")
    page.post("/import/upload/", {"file": SimpleUploadedFile("papier.png", held.getvalue())})
    background_done()
    batch = Batch.objects.get()
    assert (
        "sudo apt install tesseract-ocr tesseract-ocr-fra"
        in page.get(f"/import/{batch.pk}/").content.decode()
    )
    monkeypatch.setattr(shutil, "which", lambda _name, **_where: found)
    page.post(f"/import/{batch.pk}/again/")
    background_done()
    assert page.get(f"/import/{batch.pk}/")["Location"].endswith("/paper/")


def test_a_strangers_paper_is_not_shown(page: Client, stranger: Member, tmp_path: Path) -> None:
    make("list", "clean", 1, companies=2).picture.save(tmp_path / "page.png")
    scan_file(tmp_path / "page.png")
    batch = Batch.objects.create(
        workspace=stranger.workspace,
        member=stranger,
        filename="x",
        path=str(tmp_path / "page.png"),
        choices={"paper": True},
    )
    for address in (f"/import/{batch.pk}/paper/", f"/import/{batch.pk}/piece/0/0-0-50-50.png"):
        assert page.get(address).status_code == 404
    assert page.post(f"/import/{batch.pk}/paper/0/", {"what": "leave"}).status_code == 404
    assert page.post(f"/import/{batch.pk}/again/").status_code == 404
