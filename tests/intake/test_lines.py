"""Lines typed from paper or pasted, and columns remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from decroche.followups.models import FollowUp
from decroche.intake.choices import Choices, layout_of
from decroche.intake.models import Batch
from decroche.intake.sources.opening import open_source
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.team.models import Member
from tests.intake.test_import import TABLE, bring, sum_holds, write

PAPER = """Imprimerie du Canal 03 53 01 12 34 Lille com: Mme Durand
- Laiterie du Marais, 02 61 91 04 20 Amiens

Verrerie de l’Œillet 01.99.00.05.31 75011 Paris contact@oeillet.example
Port fluvial (à rappeler)
"""


def test_a_list_typed_from_paper_is_understood_line_by_line(member: Member, tmp_path: Path) -> None:
    batch = bring(member, write(tmp_path, PAPER, name="liste.txt"))
    assert (batch.rows, batch.created_count) == (4, 4)
    assert sum_holds(batch)
    canal = Company.objects.get(name="Imprimerie du Canal")
    assert (canal.city, PhoneNumber.objects.get(company=canal).e164) == ("Lille", "+33353011234")
    assert Contact.objects.get(company=canal).role == "communication"
    assert Company.objects.get(name__startswith="Verrerie").postcode == "75011"
    assert bring(member, tmp_path / "liste.txt").created_count == 0


@pytest.mark.parametrize(
    "text",
    [
        TABLE,
        "Nom,Tel,Ville\nA SARL,0353011234,Lille\nB SARL,0353011235,Lens\n",
        "Société\nImprimerie\nLaiterie\n",
    ],
)
def test_a_table_is_still_a_table(tmp_path: Path, text: str) -> None:
    assert open_source(write(tmp_path, text)).kind == "csv"


def test_one_semicolon_in_a_list_makes_no_table(member: Member, tmp_path: Path) -> None:
    lines = [f"Atelier {number} 03 53 01 15 {number:02} Lille" for number in range(10, 30)]
    lines[7] = "Garage Petit ; 03 53 01 15 99 poste 12 ; rappeler lundi ; fax 03 53 01 15 98"
    bring(member, write(tmp_path, "\n".join(lines), name="liste.txt"))
    assert Company.objects.count() == 20
    garage = Company.objects.get(name="Garage Petit")
    number, fax = PhoneNumber.objects.filter(company=garage).order_by("position")
    assert (number.e164, number.extension) == ("+33353011599", "12")
    assert (fax.e164, fax.kind) == ("+33353011598", "fax")
    assert FollowUp.objects.filter(company=garage).count() == 1


def test_pasted_text_goes_to_the_preview_and_in(page: Client) -> None:
    answer = page.post("/import/paste/", {"text": PAPER})
    shown = page.get(answer.headers["Location"], follow=True).content.decode()
    assert "Imprimerie du Canal" in shown
    assert "03 53 01 12 34" in shown
    assert page.post("/import/paste/", {"text": "   "}).headers["Location"] == "/import/"
    assert Batch.objects.count() == 1


def test_the_columns_she_corrected_are_remembered_for_the_next_file_of_the_same_shape(
    member: Member, tmp_path: Path
) -> None:
    first = write(tmp_path, "Machin;Truc;Bidule\nImprimerie;0353010142;Lille\n", name="a.csv")
    bring(member, first, fields=["name", "phone", "city"])
    second = write(tmp_path, "Machin;Truc;Bidule\nLaiterie;0261910420;Amiens\n", name="b.csv")
    member.workspace.refresh_from_db()
    assert layout_of(open_source(second), Choices(), member.workspace).fields == [
        "name",
        "phone",
        "city",
    ]
    bring(member, second)
    assert Company.objects.get(name="Laiterie").city == "Amiens"
    other = write(tmp_path, "Machin;Truc\nx;y\n", name="c.csv")
    assert layout_of(open_source(other), Choices(), member.workspace).fields != ["name", "phone"]
