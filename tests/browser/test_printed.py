"""What is printed, by the pages of the PDF that the browser makes of it."""

from __future__ import annotations

from datetime import timedelta

import pypdfium2
import pytest

from decroche.followups.models import FollowUp
from decroche.shared.clock import now
from tests.browser.conftest import Open, talker
from tests.cast import company

ROWS = 24
SAID = "Elle veut un devis pour le journal interne et demande des exemples."


@pytest.mark.parametrize("path", ["/follow-ups/", "/calls/sheets/"])
def test_no_row_is_cut_in_two_by_the_end_of_a_page(open_page: Open, path: str) -> None:
    """The first and the last word of each stand on the same page."""
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
    document = pypdfium2.PdfDocument(desk.page.pdf(prefer_css_page_size=True))
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
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
