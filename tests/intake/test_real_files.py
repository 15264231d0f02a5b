"""The real files of the research, where they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from decroche.intake.cards import RowReader
from decroche.intake.drafts import Draft
from decroche.intake.models import Batch
from decroche.intake.rules import guess_layout
from decroche.intake.sources.opening import open_source
from decroche.intake.sources.source import Unreadable
from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.intake.test_import import bring, sum_holds

CREATED = {
    "derive_excel_fr_cp1252_pointvirgule.csv": 917,
    "derive_utf8_bom_virgule.csv": 917,
    "derive_texte_unicode_utf16_tab.txt": 917,
    "derive_excel_zeros_perdus_titre_ligne3.xlsx": 917,
    "roundcube_all.csv": 1,
    "roundcube_email.csv": 4,
    "roundcube_gmail.csv": 1,
    "roundcube_outlook.csv": 1,
    "roundcube_tb_plain.csv": 1,
}


@pytest.mark.parametrize("name", CREATED)
def test_no_row_of_a_real_file_is_lost(member: Member, shared_data: Path, name: str) -> None:
    batch = bring(member, shared_data / "files" / name)
    assert batch.rows == CREATED[name]
    assert sum_holds(batch)
    assert bring(member, shared_data / "files" / name).created_count == 0


REFUSED = ("csvdetective_file.xlsx", "csvdetective_file.ods")
"""Tables that hold no companies."""


@pytest.mark.parametrize("name", REFUSED)
def test_a_real_table_of_something_else_is_refused(
    member: Member, shared_data: Path, name: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        bring(member, shared_data / "files" / name)
    assert refused.value.code == "no_column"
    assert not Company.objects.exists()


def test_the_re_encodings_of_one_file_give_the_same_companies(
    member: Member, shared_data: Path
) -> None:
    names = [name for name in CREATED if name.startswith("derive_")]
    bring(member, shared_data / "files" / names[0])
    assert Company.objects.filter(name="HÔTEL LE CHATEAUBRIANT", city="CHÂTEAUBRIANT").exists()
    assert [bring(member, shared_data / "files" / name).created_count for name in names[1:]] == [
        0,
        0,
        0,
    ]


def test_the_town_halls_come_in_whole(member: Member, shared_data: Path) -> None:
    batch: Batch = bring(member, shared_data / "companies" / "town-halls.csv")
    assert batch.rows == 34_861
    assert sum_holds(batch)
    assert batch.valid_numbers / (batch.valid_numbers + batch.invalid_numbers) >= 0.99
    assert Company.objects.filter(
        name="Abergement-Clémenciat", city="L'Abergement-Clémenciat", postcode="01400"
    ).exists()


def test_the_schools_come_in_whole(member: Member, shared_data: Path) -> None:
    batch = bring(member, shared_data / "companies" / "schools-rennes.csv")
    assert batch.rows == 996
    assert sum_holds(batch)
    assert batch.aside_count == 0


# file: (numbers, e-mail addresses, names with an accent) of its cards; the addresses are all that
# stand in the file.
HELD = {
    "derive_excel_fr_cp1252_pointvirgule.csv": (870, 571, 548),
    "derive_utf8_bom_virgule.csv": (870, 571, 548),
    "derive_texte_unicode_utf16_tab.txt": (870, 571, 548),
    "derive_excel_zeros_perdus_titre_ligne3.xlsx": (869, 571, 548),
    "roundcube_email.csv": (0, 4, 0),
    "roundcube_all.csv": (0, 2, 0),
    "roundcube_gmail.csv": (0, 2, 0),
    "roundcube_outlook.csv": (0, 1, 0),
    "roundcube_tb_plain.csv": (0, 2, 0),
    "csvdetective_file.xlsx": (0, 0, 0),
    "csvdetective_file.ods": (0, 0, 0),
}

# card file: (cards, companies, numbers, companies with an address); faxes and repeated numbers are
# none.
CARDS = {
    "ez-vcard__issue__issue114.vcf": (1, 1, 2, 1),
    "ez-vcard__text__John_Doe_BLACK_BERRY.vcf": (1, 1, 1, 0),
    "ez-vcard__text__John_Doe_GMAIL.vcf": (1, 1, 2, 1),
    "ez-vcard__text__John_Doe_LOTUS_NOTES.vcf": (1, 1, 1, 1),
    "ez-vcard__text__John_Doe_MS_OUTLOOK.vcf": (1, 1, 2, 1),
    "ez-vcard__text__gmail-list.vcf": (3, 3, 0, 3),
    "ez-vcard__text__gmail-single2.vcf": (1, 1, 8, 1),
    "ez-vcard__text__outlook-2007.vcf": (1, 1, 3, 1),
    "ez-vcard__text__rfc6350-example.vcf": (1, 1, 2, 1),
    "ical.js__parser__escape_semicolon.vcf": (1, 1, 2, 1),
    "ical.js__parser__vcard3.vcf": (1, 1, 1, 1),
    "ical.js__parser__vcard_grouped.vcf": (1, 0, 0, 0),
    "ical4j-vcard__invalid__vcard-incompletenproperty.vcf": (1, 1, 0, 1),
    "ical4j-vcard__samples__vcard-antoni-cardpicture.vcf": (1, 1, 2, 1),
    "ical4j-vcard__samples__vcard-antoni-outlook2003-valueurl.vcf": (1, 1, 3, 1),
    "ical4j-vcard__samples__vcard-dirk.vcf": (1, 1, 0, 1),
    "ical4j-vcard__samples__vcard-vCards-SAP.vcf": (30, 30, 12, 29),
    "ical4j-vcard__valid__Frank_Dawson.vcf": (1, 1, 1, 1),
    "ical4j-vcard__valid__Simon_Perreault_03.vcf": (1, 1, 1, 1),
    "ical4j-vcard__valid__vcard-group.vcf": (1, 0, 0, 0),
    "ical4j-vcard__valid__vcard-url.vcf": (1, 0, 0, 0),
    "roundcubemail__Csv2vcard__email.vcf": (4, 4, 0, 4),
    "roundcubemail__Csv2vcard__outlook.vcf": (1, 1, 0, 1),
    "roundcubemail__data__contacts.vcf": (2, 2, 0, 2),
    "roundcubemail__src__johndoe.vcf": (1, 1, 2, 1),
    "roundcubemail__src__thebat.vcf": (1, 1, 0, 1),
    "vobject__VObject__issue153.vcf": (1, 1, 0, 0),
}


def _read(path: Path) -> tuple[int, list[Draft]]:
    rows = list(open_source(path).rows())
    layout = guess_layout([row for _line, row in rows[:60]], 0 if path.suffix == ".vcf" else None)
    reader = RowReader(layout)
    read = [reader.read(line, row) for line, row in rows[layout.header + 1 :]]
    return len(read), [draft for draft in read if not isinstance(draft, str)]


@pytest.mark.parametrize("name", HELD)
def test_numbers_addresses_and_accents_of_a_real_file(shared_data: Path, name: str) -> None:
    _count, drafts = _read(shared_data / "files" / name)
    numbers = sum(len(draft.numbers) + len(draft.person_numbers) for draft in drafts)
    emails = sum(bool(draft.email) + bool(draft.person and draft.person[3]) for draft in drafts)
    assert (
        numbers,
        emails,
        sum(bool(re.search("[À-ÿŒœ]", draft.name)) for draft in drafts),
    ) == HELD[name]
    assert not any("�" in draft.name or "Ã©" in draft.name for draft in drafts)


@pytest.mark.parametrize("name", CARDS)
def test_numbers_and_addresses_of_real_cards(shared_data: Path, name: str) -> None:
    cards, drafts = _read(shared_data / "vcards" / name)
    numbers = sum(
        len(draft.numbers) + len(draft.person_numbers) + len(draft.unread) for draft in drafts
    )
    emails = sum(bool(draft.email) + bool(draft.person and draft.person[3]) for draft in drafts)
    assert (cards, len(drafts), numbers, emails) == CARDS[name]


def test_every_real_file_is_named_here(shared_data: Path) -> None:
    files = {path.name for path in (shared_data / "files").iterdir()}
    assert files == set(HELD) == {*CREATED, *REFUSED}
    assert {path.name for path in (shared_data / "vcards").iterdir()} == set(CARDS)


@pytest.mark.parametrize("name", sorted(CARDS))
def test_the_sum_rule_holds_for_real_cards(member: Member, shared_data: Path, name: str) -> None:
    batch = bring(member, shared_data / "vcards" / name)
    assert batch.rows == CARDS[name][0]
    assert sum_holds(batch)
