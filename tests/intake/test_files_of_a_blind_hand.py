"""Forty files of somebody who had not seen the program, read blind on 28 November 2026: each with
its rows, first and last card, refusals, and words that must still be found.

At first 31 of 40 gave all of it. What failed: two people of one company on two rows, days as
spreadsheets count them, a refusal in German, a name in two columns, the whole name of an LDIF
entry, the organisation of Pipedrive's persons, and headings and totals of a report as companies.

Where the writer is not followed: the town of a heading (“AMIENS” above its rows) is not taken over.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from decroche.followups.models import FollowUp
from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.intake.test_import import bring, write

FILES = Path(__file__).parent / "stranger_files"
Row = dict[str, Any]
ROWS: list[Row] = [
    json.loads(line) for line in (FILES / "expected.jsonl").read_text("utf-8").splitlines()
]
_NOT_FOLLOWED = {"33-groupes.xlsx": {"town"}}


def facts(company: Company) -> Row:
    """What of a card is compared, and all of its words."""
    numbers = list(company.numbers.order_by("position"))
    people = list(company.contacts.order_by("pk"))
    due = FollowUp.objects.filter(company=company).order_by("pk").values_list("due_at", flat=True)
    fields = ("name", "postcode", "website", "headcount", "activity", "address", "notes")
    return {
        **{field: getattr(company, field) for field in fields},
        "town": company.city,
        "number": [one.e164 or one.national for one in numbers],
        "extension": [one.extension for one in numbers],
        "email": [company.email, *(one.email for one in people)],
        "person": " / ".join(one.name for one in people),
        "next_call": " / ".join(moment.date().isoformat() for moment in due),
        "last_call": json.dumps(company.details, ensure_ascii=False),
        "tags": [*company.tags, *(one.title for one in people)],
        "opposed": company.opposed_at is not None,
    }


def is_right(card: Row, key: str, value: str) -> bool:
    said = card[key]
    if key == "number":
        return bool(said) and said[0] == value
    return value == said if key in ("name", "town", "postcode") else value in said


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_a_file_gives_the_cards_its_writer_wanted(
    member: Member, tuesday: object, row: Row
) -> None:
    bring(member, FILES / row["file"])
    cards = [facts(one) for one in Company.objects.order_by("pk")]
    assert len(cards) == row["rows"]
    left_out = _NOT_FOLLOWED.get(row["file"], set())
    for card, wanted in ((cards[0], row["first"]), (cards[-1], row["last"])):
        wrong = {
            key: value
            for key, value in wanted.items()
            if key not in left_out and not is_right(card, key, value)
        }
        assert wrong == {}
    assert sum(card["opposed"] for card in cards) == row["refusals"]
    everything = json.dumps(cards, ensure_ascii=False)
    kept = [word.removesuffix(" (any form)") for word in row["must_keep"]]
    assert [word for word in kept if word not in everything] == []


HEAD = "Société;Ville;Téléphone;Contact;E-mail"
KIM = "If;Arras;03 53 01 40 84;Kim Leu;kim@if.example"
SCI = "SCI Leu;Arras;03 53 01 40 84;;k@leu.example"


@pytest.mark.parametrize(
    ("one", "other", "cards"),
    [
        # Two people of one company, each with an address of their own.
        (KIM, "If SARL;Arras;03 53 01 40 84;Luc Mas;luc@if.example", 1),
        (KIM, "If;Arras;03 53 01 40 85;Luc Mas;l.mas@if.example", 1),
        # The address is of the place, or of another firm.
        (KIM, "If;Arras;03 53 01 40 85;Luc Mas;sud@if.example", 2),
        (KIM, "If;Arras;03 53 01 40 85;Luc Mas;luc@or.example", 2),
        # Who holds the walls is not the business.
        (SCI, "Menuiserie Leu;Arras;03 53 01 40 84;;k@leu.example", 2),
        (SCI, "SCI LEU;Arras;03 53 01 40 84;;k@leu.example", 1),
    ],
)
def test_which_rows_are_one_company(
    member: Member, tmp_path: Path, one: str, other: str, cards: int
) -> None:
    bring(member, write(tmp_path, f"{HEAD}\n{one}\n{other}\n"))
    assert Company.objects.count() == cards


@pytest.mark.parametrize(
    ("note", "refuses"),
    [
        ("nicht mehr anrufen", True),
        ("Keine Werbung", True),
        ("no volver a llamar", True),
        ("Non chiamare più", True),
        ("niet meer bellen", True),
        ("No cold calls please", True),
        ("nicht vor 14 Uhr anrufen", False),
        ("no answer", False),
        ("non richiesto", False),
    ],
)
def test_a_note_in_the_language_of_a_neighbour_refuses(
    member: Member, tmp_path: Path, note: str, refuses: bool
) -> None:
    bring(member, write(tmp_path, f"Firma;Telefon;Notes\nIf;03 53 01 40 84;{note}\n"))
    assert (Company.objects.get().opposed_at is not None) is refuses


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        ("AMIENS;;", False),
        ("TOTAL GÉNÉRAL;;250", False),
        ("Sous-total Amiens;;120", False),
        ("Source : CCI, 2026;;", False),
        ("Total Accès;03 53 01 40 85;12", True),
        ("Amiens Pneus;;", True),
    ],
)
def test_headings_and_totals_of_a_report_are_no_companies(
    member: Member, tmp_path: Path, row: str, kept: bool
) -> None:
    batch = bring(member, write(tmp_path, f"Société;Tél;CA\nIf;03 53 01 40 84;130\n{row}\n"))
    assert (Company.objects.count(), batch.aside_count) == ((2, 0) if kept else (1, 1))


def test_days_that_a_spreadsheet_counts_are_written_out(member: Member, tmp_path: Path) -> None:
    text = "Société;Tél;Dernier appel;Créé le;Lot\nIf;03 53 01 40 84;46330;45000;45001\n"
    bring(member, write(tmp_path, text))
    details = Company.objects.get().details
    assert details == {"Dernier appel": "2026-11-04", "Créé le": "2023-03-15", "Lot": "45001"}
