"""A date that is typed in words is said back while it is typed, wherever it is typed."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urlencode

import pytest
from django.test import Client

from decroche.calls.models import Call
from decroche.followups.models import FollowUp
from decroche.shared.clock import PARIS
from decroche.team.models import Member
from tests.cast import company, log

pytestmark = pytest.mark.usefixtures("tuesday")
THURSDAY = datetime(2026, 11, 26, 10, tzinfo=PARIS)
HTMX = {"HX-Request": "true"}


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").split())


def promise(member: Member) -> FollowUp:
    card = company(member)
    log(member, card, "call_back", when=THURSDAY, precision="minute")
    return FollowUp.objects.get(company=card)


def heard(page: Client, html: str, field: str, text: str) -> str:
    """What the page says back for a text in one of its fields."""
    (tag,) = re.findall(rf'<input[^>]*?\bname="{field}"[^>]*>', html)
    address = re.search(r'hx-get="([^"]+)"', tag)
    assert address, tag
    path, _, query = address[1].replace("&amp;", "&").partition("?")
    said = page.get(f"{path}?{query}&{urlencode({field: text})}")
    return plain(said.content.decode())


def test_the_day_a_follow_up_is_moved_to_is_said_back(page: Client, member: Member) -> None:
    promise(member)
    html = page.get("/follow-ups/").content.decode()
    assert heard(page, html, "when", "vendredi 9h") == "→ vendredi 27 novembre à 9 h"
    assert "n’a pas été compris" in heard(page, html, "when", "vendredi chez eux")


def test_words_that_are_no_date_stay_in_their_field_with_the_reason(
    page: Client, member: Member
) -> None:
    row = promise(member)
    answer = page.post(f"/follow-ups/{row.pk}/move/", {"when": "un de ces quatre"}, headers=HTMX)
    assert answer.status_code == 200
    assert "HX-Location" not in answer.headers
    assert "« un de ces quatre » n’a pas été compris" in plain(answer.content.decode())
    row.refresh_from_db()
    assert row.due_at == THURSDAY
    moved = page.post(f"/follow-ups/{row.pk}/move/", {"when": "vendredi 9h"}, headers=HTMX)
    assert "/follow-ups/" in moved.headers["HX-Location"]
    row.refresh_from_db()
    assert row.due_at == THURSDAY.replace(day=27, hour=9)


def test_the_day_of_a_corrected_outcome_is_said_back(page: Client, member: Member) -> None:
    promise(member)
    html = page.get(f"/calls/{Call.objects.get().pk}/correct/").content.decode()
    said = heard(page, html, "when", "envoyer le devis lundi 10h")
    assert said == "→ lundi 30 novembre à 10 h · noté : « envoyer le devis lundi 10h »"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"until": "fin mars"}, "→ jusque vers le jeudi 25 mars 2027"),
        ({"agency": "Agence Bleue jusqu’à fin mars"}, "→ jusque vers le jeudi 25 mars 2027"),
        ({"until": "31/03/2027"}, "→ jusqu’au mercredi 31 mars 2027"),
        ({"until": "quand ils voudront"}, "Noté dans vos mots, sans date"),
        ({"agency": "Agence Bleue"}, ""),
        ({"until": "fin mars", "on": "2024-06-03"}, "→ jusque vers le mardi 25 mars 2025"),
    ],
)
def test_the_end_of_a_contract_is_said_back(
    page: Client, member: Member, typed: dict[str, str], said: str
) -> None:
    assert said in plain(page.get("/calls/hear/contract/", typed).content.decode())
    assert bool(said) == bool(plain(page.get("/calls/hear/contract/", typed).content.decode()))
