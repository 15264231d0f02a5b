"""The real files of the research, where they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from decroche.intake.models import Batch
from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.intake.test_import import bring, sum_holds

CREATED = {
    "derive_excel_fr_cp1252_pointvirgule.csv": 917, "derive_utf8_bom_virgule.csv": 917, "derive_texte_unicode_utf16_tab.txt": 917,
    "derive_excel_zeros_perdus_titre_ligne3.xlsx": 917, "roundcube_all.csv": 1, "roundcube_email.csv": 4, "roundcube_gmail.csv": 1,
    "roundcube_outlook.csv": 1, "roundcube_tb_plain.csv": 1, "csvdetective_file.xlsx": 4,
}  # fmt: skip


@pytest.mark.parametrize("name", CREATED)
def test_no_row_of_a_real_file_is_lost(member: Member, shared_data: Path, name: str) -> None:
    batch = bring(member, shared_data / "files" / name)
    assert batch.rows == CREATED[name]
    assert sum_holds(batch)
    assert bring(member, shared_data / "files" / name).created_count == 0


def test_the_re_encodings_of_one_file_give_the_same_companies(member: Member, shared_data: Path) -> None:
    names = [name for name in CREATED if name.startswith("derive_")]
    bring(member, shared_data / "files" / names[0])
    assert Company.objects.filter(name="HÔTEL LE CHATEAUBRIANT", city="CHÂTEAUBRIANT").exists()
    assert [bring(member, shared_data / "files" / name).created_count for name in names[1:]] == [0, 0, 0]


def test_the_town_halls_come_in_whole(member: Member, shared_data: Path) -> None:
    batch: Batch = bring(member, shared_data / "companies" / "town-halls.csv")
    assert batch.rows == 34_861
    assert sum_holds(batch)
    assert batch.valid_numbers / (batch.valid_numbers + batch.invalid_numbers) >= 0.99
    assert Company.objects.filter(name="Abergement-Clémenciat", city="L'Abergement-Clémenciat", postcode="01400").exists()


def test_the_schools_come_in_whole(member: Member, shared_data: Path) -> None:
    batch = bring(member, shared_data / "companies" / "schools-rennes.csv")
    assert batch.rows == 996
    assert sum_holds(batch)
    assert batch.aside_count == 0
