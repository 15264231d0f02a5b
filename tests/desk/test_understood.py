"""Each thing that was understood of a line is shown before it comes in."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from decroche.desk.paper.views import _line
from decroche.intake.models import Batch
from decroche.intake.paper.kept import Row
from decroche.intake.paper.lines import FIELDS, PaperField
from decroche.team.models import Member
from tests.cast import company

LINES = (
    (
        "Clinique des Tilleuls 03 53 01 12 34 Lille dir. com Mme Petit petit@tilleuls.example 11e",
        [
            *("Clinique des Tilleuls", "03 53 01 12 34", "Lille", "Mme Petit", "communication"),
            *("petit@tilleuls.example", "11e"),
        ],
    ),
    ("Garage Pin 03 53 01 12 35 NE PLUS APPELER", ["Garage Pin", "ne plus appeler"]),
    (
        "Hôtel du Parc 03 53 01 12 36 Roubaix rappeler lundi fax 03 53 01 12 37",
        ["Roubaix", "rappeler : lundi", "fax 03 53 01 12 37"],
    ),
)


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").split())


@pytest.mark.parametrize(("line", "parts"), LINES)
def test_a_pasted_line_shows_all_that_was_understood(
    page: Client, member: Member, line: str, parts: list[str]
) -> None:
    page.post("/import/paste/", {"text": f"{line}\nAtelier Vidal 03 53 01 12 38 Lille"})
    batch = Batch.objects.get()
    shown = page.get(f"/import/{batch.pk}/paper/").content.decode()
    (row,) = (one for one in re.findall(r"<li>.*?</li>", shown, re.S) if line in one)
    beside = plain(row.split("</a>")[1])
    for part in parts:
        assert part in beside, (part, beside)


def test_no_field_of_a_line_is_left_unsaid() -> None:
    row = Row(-1, (0, 0, 0, 0), {name: PaperField(f"le {name}", 100.0) for name in FIELDS})
    said = {name for name, _before, _text in _line(row)["beside"]}
    assert said | {"name", "phone", "city"} == set(FIELDS)


@pytest.mark.parametrize(("line", "parts"), LINES[:2])
def test_a_typed_line_shows_all_that_was_understood(
    page: Client, member: Member, line: str, parts: list[str]
) -> None:
    company(member)
    shown = page.get("/file/", {"text": line}).content.decode()
    understood = plain(shown[shown.index('class="line small"') :].split("</p>")[0])
    for part in parts:
        assert part in understood, (part, understood)
