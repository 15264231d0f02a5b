"""The page made from the offer: one sheet, tagged, in order, without a warning."""

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from decroche.offer.logo import shrunk
from decroche.offer.presentation import as_pdf, as_picture
from decroche.offer.rules import OfferData, ServiceSaid, StepSaid
from decroche.offer.seeds import first_offer
from decroche.shared.language import Language

TODAY = date(2026, 11, 24)
DESIGNS = ("card", "band", "side")


def photo() -> bytes:
    """A large photo, as hard to pack as a photo can be."""
    out = BytesIO()
    Image.frombytes("RGB", (1200, 900), Random(1).randbytes(1200 * 900 * 3)).save(
        out, "JPEG", quality=95
    )
    reduced = shrunk(out.getvalue())
    assert reduced
    return reduced[0]


def normal(language: Language = "fr") -> OfferData:
    return replace(
        first_offer(language),
        name="Camille Arnaud",
        trade="cheffe de projet",
        phone="06 39 98 12 34",
        email="camille@arnaud.example",
        site="arnaud.example",
        address="12 rue du Moulin, 59000 Lille",
    )


def overfull() -> OfferData:
    service = ServiceSaid(
        "Tout",
        "x " * 190,
        "y " * 190,
        "z " * 190,
        "w " * 190,
        "longtemps",
        "cher",
        tuple(StepSaid(f"Étape {n}") for n in range(30)),
    )
    return replace(normal(), services=(service,) * 3)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("siret", ["", "73282932000074"])
def test_one_page_without_a_warning_under_300_kb(
    design: str, language: Language, siret: str
) -> None:
    made = as_pdf(
        replace(normal(language), design=design, siret=siret), language, on=TODAY, logo=photo()
    )
    assert (made.pages, made.warnings) == (1, ())
    assert len(made.content) < 300_000


@pytest.mark.parametrize("design", DESIGNS)
def test_a_short_offer_leaves_no_hole_and_an_empty_one_still_makes_a_page(design: str) -> None:
    short = OfferData(name="Camille Arnaud", design=design, services=(ServiceSaid("Conseil"),))
    assert as_pdf(short, "fr", on=TODAY).pages == 1
    assert as_pdf(OfferData(design=design), "fr", on=TODAY).warnings == ()


@pytest.mark.parametrize("design", DESIGNS)
def test_too_much_text_is_seen(design: str) -> None:
    assert as_picture(replace(overfull(), design=design), "fr", on=TODAY, dots=20).pages > 1


def test_nothing_typed_is_taken_for_markup() -> None:
    odd = replace(
        normal(),
        tagline='#panic("x") *gras* $x$ \\ "',
        services=(ServiceSaid("#set page(fill: red)", "@ref <label>"),),
    )
    assert as_pdf(odd, "fr", on=TODAY).warnings == ()


@pytest.mark.parametrize("design", DESIGNS)
def test_the_pdf_is_tagged_and_reads_in_order(design: str, tmp_path: Path) -> None:
    assert shutil.which("pdfinfo"), (
        "poppler-utils is missing: sudo apt-get install -y poppler-utils (bin/test does it)"
    )
    path = tmp_path / "p.pdf"
    path.write_bytes(as_pdf(replace(normal(), design=design), "fr", on=TODAY).content)
    told = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    assert "Tagged:          yes" in told
    assert "Pages:           1" in told
    text = subprocess.run(
        ["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True
    ).stdout.replace("\u00a0", " ")
    places = [
        text.index(word)
        for word in (
            "Camille",
            "Cheffe",
            "Site web",
            "Définition du projet",
            "Arborescence",
            "Communication interne",
        )
    ]
    assert places == sorted(places)
    assert "SIRET en cours d’attribution" in text.replace("\n", " ")
