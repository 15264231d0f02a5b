"""What may mean another moment is offered beside the one that was understood."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.test import Client

from decroche.shared.clock import PARIS
from decroche.shared.spoken import understand
from decroche.shared.spoken.other import other_meaning
from decroche.team.models import Member

MORNING = datetime(2026, 11, 24, 9, tzinfo=PARIS)  # a Tuesday


def other(text: str) -> str:
    found = other_meaning(text, understand(text, now=MORNING), now=MORNING)
    return found.said_back.replace("\u00a0", " ") if found else ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mardi 14 h", "mardi 1er décembre à 14 h"),
        ("mardi après-midi", "mardi 1er décembre après-midi"),
        ("Tuesday 2pm", "mardi 1er décembre à 14 h"),
        ("après la rentrée", "lundi 4 janvier 2027"),
        ("à la rentrée", "lundi 4 janvier 2027"),
    ],
)
def test_the_other_moment_is_offered(text: str, said: str) -> None:
    assert other(text) == said


@pytest.mark.parametrize(
    "text",
    [
        *("aujourd’hui 14 h", "14 h", "mercredi 14 h", "mardi prochain"),
        *("mardi 24 novembre à 14 h", "à la rentrée de septembre", "à la rentrée de janvier"),
    ],
)
def test_what_means_one_moment_offers_none(text: str) -> None:
    assert other(text) == ""


@pytest.mark.usefixtures("tuesday")
def test_it_is_taken_by_one_key_in_its_panel(page: Client, member: Member) -> None:
    target = {"HX-Request": "true", "HX-Target": "heard-call_back-when"}
    said = page.get("/calls/hear/when/", {"when": "mardi 14 h"}, headers=target).content.decode()
    assert "→ aujourd’hui, mardi 24 novembre" in said
    taken = r'data-fill="mardi 1er décembre à 14\u00a0h"\s+data-into="#when-call_back"'
    assert re.search(taken, said)
