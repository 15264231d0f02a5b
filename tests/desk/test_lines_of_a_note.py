"""A note of several lines is shown as she wrote it."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from decroche.team.models import Member
from tests.cast import TUESDAY, company, log

NOTE = "- reprise par le fils\n- budget en mars"


def test_the_lines_of_a_note_are_shown_one_below_the_other(page: Client, member: Member) -> None:
    card = company(member)
    log(member, card, "call_back", when=TUESDAY + timedelta(hours=3), note=NOTE)
    for address in ("/", "/follow-ups/", f"/companies/{card.pk}/"):
        shown = page.get(address).content.decode()
        assert "reprise par le fils<br>- budget en mars" in shown, address
