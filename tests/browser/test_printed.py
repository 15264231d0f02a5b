"""What is printed, read from the pages of the PDF that the browser makes."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Literal

import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray
from playwright.sync_api import expect

from decroche.calls.models import Call
from decroche.followups.models import FollowUp
from decroche.prospects.models import Company
from decroche.shared.clock import now
from tests.browser.conftest import Open, Watched, talker
from tests.cast import TUESDAY, company, file_of, log
from tools.history import make_history

ROWS = 24
SAID = "Elle veut un devis pour le journal interne et demande des exemples."


@pytest.mark.parametrize("path", ["/follow-ups/", "/calls/sheets/"])
def test_no_row_is_cut_in_two_by_the_end_of_a_page(open_page: Open, path: str) -> None:
    """The first and the last word of each row are on the same page."""
    member = talker()
    for n in range(ROWS):
        card = company(member, f"Atelier Nom{n} 03 53 01 {n:02} 42 Lille")
        note = f"debut{n}x {SAID * (n % 5)} fin{n}x"
        card.notes = note if n % 5 < 2 else f"debut{n}x fin{n}x"
        card.save()
        FollowUp.objects.create(
            workspace=member.workspace,
            company=card,
            kind="promised",
            purpose="call_back",
            due_at=now() - timedelta(hours=n),
            note=note,
            created_at=now(),
        )
    desk = open_page()
    desk.go(path)
    pages, _pictures = printed(desk)
    assert len(pages) > 1
    whole = "".join(pages)
    told = [n for n in range(ROWS) if f"debut{n}x" in whole]
    assert len(told) >= 20
    for n in told:
        on = {
            place
            for place, text in enumerate(pages)
            for word in (f"Nom{n} ", f"debut{n}x", f"fin{n}x")
            if word in text
        }
        assert len(on) == 1, (n, on)


@pytest.mark.usefixtures("tuesday")
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/figures/?span=all", ("De l’appel au client", "Par issue", "Appels par jour")),
        ("/figures/compare/?by=role&span=all", ("Comparer", "Décrochés", "communication")),
        ("/companies/{card}/", ("Numéros", "03 53 01", "Appels", "La fiche")),
        ("/calls/sheets/", ("03 53 01", "Ne plus appeler")),
    ],
    ids=["figures", "compare", "card", "sheets"],
)
def test_paper_is_black_on_white_and_has_nothing_to_press(
    open_page: Open, path: str, said: tuple[str, ...], colours: Literal["light", "dark"]
) -> None:
    """In both colour schemes no page is blank, no word is broken letter by letter, and nothing is
    coloured.
    """
    member = talker()
    make_history(member, 60, TUESDAY, per_day=12)
    desk = open_page(colours=colours)
    desk.go(path.format(card=Call.objects.order_by("pk")[0].company_id))
    pages, pictures = printed(desk)
    whole = " ".join("".join(pages).split())
    assert [words for words in said if words not in whole] == []
    pressed = ("Exporter", "Ajouter", "CSV", "corriger", "30 jours", "modifier", "En tableau")
    assert [words for words in pressed if words in whole] == []
    assert all(text.strip() for text in pages)
    for picture in pictures:
        assert picture[2, 2].min() == 255
        assert (picture.max(axis=2) - picture.min(axis=2)).max() <= 12


@pytest.mark.usefixtures("tuesday")
def test_five_call_sheets_with_what_was_said_are_a_page(open_page: Open) -> None:
    member = talker()
    for card in file_of(member, 10):
        log(member, card, "gatekeeper", at=TUESDAY - timedelta(days=9), note="après 14 h")
    desk = open_page()
    desk.go("/calls/sheets/")
    pages, _pictures = printed(desk)
    assert [page.count("Dit par le standard") for page in pages] == [5, 5]


@pytest.mark.usefixtures("tuesday")
def test_the_whole_filtered_list_is_printed(open_page: Open) -> None:
    """Also the rows that the screen has not fetched yet; of the others none."""
    member = talker()
    for n in range(130):
        card = company(member, f"Atelier 03 53 01 {n // 10:02} {n % 10}2", city="Lille")
        Company.objects.filter(pk=card.pk).update(name=f"Nom{n}x", sort_name=f"nom{n}x")
    company(member, "Laiterie du Marais 02 61 91 04 20", city="Amiens")
    desk = open_page()
    desk.go("/file/?place=Lille")
    pages, _pictures = printed(desk)
    assert "“" not in "".join(pages)
    assert "Imprimer la liste" in "".join(pages), "paper says that it is not the whole list"
    desk.page.get_by_role("link", name="Imprimer la liste").click()
    desk.page.wait_for_url("**/file/print/**")
    expect(desk.page.locator("[data-print]")).to_be_focused()
    desk.accessible()
    pages, _pictures = printed(desk)
    whole = "".join(pages)
    assert {int(n) for n in re.findall(r"Nom(\d+)x", whole)} == set(range(130))
    assert "Laiterie" not in whole
    assert "130 entreprises" in whole


def printed(desk: Watched) -> tuple[list[str], list[NDArray[np.uint8]]]:
    """Returns (text, picture) of each page that the browser prints."""
    document = pypdfium2.PdfDocument(desk.page.pdf(prefer_css_page_size=True))
    try:
        texts = [page.get_textpage().get_text_bounded() for page in document]
        pictures = [page.render(scale=0.8).to_pil().convert("RGB") for page in document]
    finally:
        document.close()
    return texts, [np.asarray(one) for one in pictures]
