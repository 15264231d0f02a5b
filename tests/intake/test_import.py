from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from openpyxl import Workbook

from decroche.calls.models import CallState
from decroche.calls.states import work_out
from decroche.intake.actions import GivenFile, import_file
from decroche.intake.choices import Choices
from decroche.intake.files_beside import aside_path
from decroche.intake.models import Batch
from decroche.intake.queries import left_alone_rows
from decroche.intake.rules import NoSuchColumn, guess_layout, remap
from decroche.intake.sources.csv import repair
from decroche.intake.sources.opening import open_source
from decroche.intake.sources.source import Unreadable
from decroche.intake.sources.workbook import WorkbookSource
from decroche.intake.undoing_imports import undo_import
from decroche.prospects.actions import edit_company, oppose_all
from decroche.prospects.legal_actions import leave_alone, read_values
from decroche.prospects.models import CallList, Company, Contact, PhoneNumber
from decroche.prospects.search import search
from decroche.team.models import Member
from tests.cast import company
from tools.outcomes import log_outcome

TABLE = """Société;Activité;CP;Ville;Tél.;E-mail;Contact;Fonction
Imprimerie Vasseur & Fils;Imprimerie;59000;Lille;03 53 01 01 42;info@vasseur.example;Mme Roussel;DRH
Laiterie du Marais;Laiterie;80000;Amiens;02 61 91 04 20 / 06 39 98 04 20;;;
Verrerie de l’Œillet;Verrerie;1400;Châtillon;199000531;;;
Port fluvial;Port;62400;Béthune;à demander;;M. Haddad;Directeur de la communication
;;;;;;;
IMPRIMERIE VASSEUR ET FILS;Imprimerie;59000;Lille;0353010142;;;
"""


def write(
    folder: Path, text: str = TABLE, encoding: str = "utf-8", name: str = "fichier.csv"
) -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def bring(member: Member, path: Path, **choices: Any) -> Batch:
    return import_file(
        by=member, file=GivenFile(path, path.name, "le fichier papier"), choices=Choices(**choices)
    )


def sum_holds(batch: Batch) -> bool:
    return (
        batch.rows
        == batch.created_count + batch.updated_count + batch.duplicate_count + batch.aside_count
    )


def test_every_row_is_created_double_or_kept_aside(member: Member, tmp_path: Path) -> None:
    batch = bring(member, write(tmp_path))
    assert (batch.rows, batch.created_count, batch.duplicate_count, batch.aside_count) == (
        6,
        4,
        1,
        1,
    )
    assert (batch.valid_numbers, batch.invalid_numbers) == (5, 1)
    assert sum_holds(batch)


def test_cards_hold_what_the_file_said(member: Member, tmp_path: Path) -> None:
    bring(member, write(tmp_path))
    verrerie = Company.objects.get(name="Verrerie de l’Œillet")
    assert (verrerie.postcode, verrerie.city, verrerie.provenance.source) == (
        "01400",
        "Châtillon",
        "le fichier papier",
    )
    assert verrerie.numbers.get().e164 == "+33199000531"
    assert PhoneNumber.objects.filter(company__name="Laiterie du Marais").count() == 2
    assert Contact.objects.get(name="Mme Roussel").role == "hr"
    port = Company.objects.get(name="Port fluvial")
    assert not port.state.callable
    assert port.numbers.get().state == "unreadable"
    assert [found.pk for found, _ in search(member.workspace, "oeillet")] == [verrerie.pk]


@pytest.mark.parametrize(
    ("encoding", "separator", "line_end"),
    [
        ("utf-8", ";", "\n"),
        ("utf-8-sig", ",", "\r\n"),
        ("cp1252", ";", "\r\n"),
        ("utf-16", "\t", "\r\n"),
        ("utf-16-le", "\t", "\n"),
        ("mac_roman", ";", "\r"),
        ("utf-8", "|", "\n"),
    ],
)
def test_the_same_table_in_any_encoding_gives_the_same_companies(
    member: Member, tmp_path: Path, encoding: str, separator: str, line_end: str
) -> None:
    bring(member, write(tmp_path))
    known = sorted(Company.objects.values_list("name", "city"))
    text = TABLE.replace(",", " ").replace(";", separator).replace("\n", line_end)
    again = bring(member, write(tmp_path, text, encoding, "autre.csv"))
    assert again.created_count == 0
    assert again.duplicate_count == 5
    assert sorted(Company.objects.values_list("name", "city")) == known


WHOM = """Nom;Tél.;Qui voir;Courriel;Ville (CP)
Mutuelle des Caps;03 53 01 30 03;Karim Benali, DRH;karim.benali@caps.example;Calais 62100
Port fluvial;03 53 01 30 04;service communication;;Béthune
Maison Tellier;01 99 00 10 07;Claire Tellier (gérante);contact@tellier.example;Rouen
Laiterie du Marais;05 36 49 40 05;;;Niort 79000
"""


def test_a_cell_says_whom_and_what_they_do_and_a_town_needs_no_postcode(
    member: Member, tmp_path: Path
) -> None:
    bring(member, write(tmp_path, WHOM))
    mutual, port, house, _dairy = Company.objects.order_by("pk")
    people = Contact.objects.values_list("name", "role", "title", "email")
    assert list(people.filter(company=mutual)) == [
        ("Karim Benali", "hr", "DRH", "karim.benali@caps.example")
    ]
    assert (mutual.email, mutual.postcode, mutual.city) == ("", "62100", "Calais")
    department = ("", "communication", "service communication", "")
    assert list(people.filter(company=port)) == [department]
    assert (port.postcode, port.city) == ("", "Béthune")
    assert list(people.filter(company=house)) == [("Claire Tellier", "management", "gérante", "")]
    assert (house.email, house.city) == ("contact@tellier.example", "Rouen")


def test_the_second_import_of_a_file_creates_nothing(member: Member, tmp_path: Path) -> None:
    path = write(tmp_path)
    bring(member, path)
    assert bring(member, path).created_count == 0


def test_a_workbook_with_a_title_above_and_lost_zeros(member: Member, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Mes prospects 2026"],
        [],
        ["Entreprise", "CP", "Ville", "Téléphone"],
        ["Laiterie du Marais", 1400, "Châtillon", 353010142.0],
    ):
        sheet.append(row)
    path = tmp_path / "classeur.csv"  # an extension that lies
    book.save(path)
    batch = bring(member, path)
    assert batch.created_count == 1
    card = Company.objects.get()
    assert (card.postcode, card.numbers.get().national) == ("01400", "03 53 01 01 42")


def test_updating_overwrites_and_undo_puts_back(member: Member, tmp_path: Path) -> None:
    bring(member, write(tmp_path))
    newer = write(
        tmp_path,
        (
            "Société;CP;Ville;Tél.;Site web\nImprimerie Vasseur & Fils;59000;Lille;06 39 98 77 "
            "00;vasseur.example\n"
        ),
        name="b.csv",
    )
    batch = bring(member, newer, on_duplicate="update")
    assert (batch.updated_count, batch.created_count) == (1, 0)
    card = Company.objects.get(name="Imprimerie Vasseur & Fils")
    assert (card.website, card.numbers.count()) == ("vasseur.example", 2)
    assert bring(member, newer, on_duplicate="update").duplicate_count == 1
    undo_import(by=member, batch=batch)
    card.refresh_from_db()
    assert (card.website, card.numbers.count()) == ("", 1)


def test_creating_all_the_same_makes_doubles(member: Member, tmp_path: Path) -> None:
    bring(member, write(tmp_path))
    assert bring(member, write(tmp_path), on_duplicate="create").created_count == 5


def test_undo_removes_all_but_what_was_called_or_edited(member: Member, tmp_path: Path) -> None:
    batch = bring(member, write(tmp_path), list_name="Nord")
    assert CallList.objects.get().entries.count() == 4
    called, edited = Company.objects.order_by("pk")[:2]
    log_outcome(by=member, company_id=called.pk, outcome="no_answer")
    edit_company(by=member, company=edited, changes={"city": "Albert"})
    assert undo_import(by=member, batch=batch) == (2, 2)
    assert set(Company.objects.values_list("pk", flat=True)) == {called.pk, edited.pk}
    assert search(member.workspace, "oeillet") == []


def test_a_trial_run_changes_nothing(member: Member, tmp_path: Path) -> None:
    batch = import_file(
        by=member, file=GivenFile(write(tmp_path), "x", "x"), choices=Choices(), dry_run=True
    )
    assert not batch.pk
    assert batch.created_count == 4
    assert not Company.objects.exists()
    assert not Batch.objects.exists()


def test_rows_kept_aside_are_a_file_with_their_reasons(member: Member, tmp_path: Path) -> None:
    batch = bring(member, write(tmp_path))
    path = aside_path(batch)
    assert path is not None
    with path.open(encoding="utf-8-sig") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[1][:2] == ["6", "empty"]


@pytest.mark.parametrize("mode", ["skip", "update", "create"])
def test_an_opposition_holds_through_a_re_import_in_any_spelling(
    member: Member, tmp_path: Path, mode: str
) -> None:
    """The row adds nothing, and is kept aside as the file has it."""
    first = company(member, "Vasseur 03 53 01 01 42 Lille")
    oppose_all(by=member, companies=Company.objects.filter(pk=first.pk))
    table = (
        "Société;Tél.;Budget\n"
        "Autre nom;+33 (0)3.53.01.01.42;12 k€\n"
        "Atelier Nord;03 53 01 12 34;\n"
        "Vasseur;03 53 01 01 42 / 03 53 01 77 77;\n"
    )
    batch = bring(member, write(tmp_path, table), on_duplicate=mode)
    assert list(Company.objects.exclude(pk=first.pk).values_list("name", flat=True)) == [
        "Atelier Nord"
    ]
    assert first.numbers.count() == 1
    assert (batch.created_count, batch.aside_count, batch.rows) == (1, 2, 3)
    assert batch.choices["not_to_be_called"] == 2
    assert batch.choices["silent"] == [[2, "Autre nom"], [4, "Vasseur"]]
    kept = left_alone_rows(batch)
    assert kept[0].cells == ["Autre nom", "+33 (0)3.53.01.01.42", "12 k€"]
    aside = aside_path(batch)
    assert aside is not None
    assert "12 k€" in aside.read_text(encoding="utf-8-sig")


def test_two_establishments_that_share_a_mailbox_are_two(member: Member, tmp_path: Path) -> None:
    text = (
        "Nom;CP;Ville;Tél.;Mail\nMairie de Vy;70200;Vy;03 53 01 30 01;si@vallee.example\nMairie "
        "de Lure;70100;Lure;03 53 01 30 02;si@vallee.example\n"
    )
    assert bring(member, write(tmp_path, text)).created_count == 2


def test_a_shared_switchboard_alone_is_never_enough(member: Member, tmp_path: Path) -> None:
    text = (
        "Société;CP;Ville;Tél.\nHôtel du Parc;59000;Lille;03 53 01 40 01\nCabinet "
        "Morel;59000;Lille;03 53 01 40 01\nHôtel du Parc SARL;59800;Lille;03 53 01 40 01\n"
    )
    batch = bring(member, write(tmp_path, text))
    assert (batch.created_count, batch.duplicate_count) == (2, 1)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"%PDF-1.7 x", "broken_picture"),
        (b"\x89PNG\r\n\x1a\n", "broken_picture"),
        (b"PK\x03\x04 broken", "broken_workbook"),
        (b"a;b\n\x00\x00\x01;c\n" * 3, "not_a_table"),
    ],
)
def test_what_is_no_table_is_refused_and_nothing_is_left(
    member: Member, tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(Unreadable) as refusal:
        bring(member, path)
    assert refusal.value.code == code
    assert not Batch.objects.exists()


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        open_source(tmp_path / "none.csv")


def test_columns_can_be_named_by_hand(member: Member, tmp_path: Path) -> None:
    path = write(tmp_path, "Truc;Machin\nLaiterie;0353010142\n")
    bring(member, path, pairs={"name": "Truc", "phone": "machin"})
    assert Company.objects.get().numbers.count() == 1
    layout = guess_layout([["Truc", "Machin"], ["Laiterie", "0353010142"]])
    with pytest.raises(NoSuchColumn, match="Truc, Machin"):
        remap(layout, {"name": "Nom"})
    with pytest.raises(NoSuchColumn, match="no field"):
        remap(layout, {"nom": "Truc"})


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (
            ["Company Name", "Phone Number", "City", "Website URL"],
            ["name", "phone", "city", "website"],
        ),
        (
            [
                "First Name",
                "Last Name",
                "Company",
                "Business Phone",
                "Mobile Phone",
                "E-mail Address",
            ],
            ["contact_first", "contact_last", "name", "phone", "contact_phone", "email"],
        ),
        (
            ["Name* (s.nom)", "Zip Code (s.zip)", "Phone (s.phone)", "Fax"],
            ["name", "postcode", "phone", "fax"],
        ),
        (
            ["Raison sociale", "N° SIRET", "Code APE", "Tél. fixe", "Effectif"],
            ["name", "siret", "naf", "phone", "headcount"],
        ),
        (
            ["Nom", "Prénom", "Société", "Portable"],
            ["contact_last", "contact_first", "name", "contact_phone"],
        ),
        (["Nom", "Commune", "Téléphone"], ["name", "city", "phone"]),
    ],
)
def test_headers_of_common_exports_are_recognised(headers: list[str], fields: list[str]) -> None:
    sample = ["x"] * len(headers)
    assert guess_layout([headers, sample]).fields == fields


def test_a_table_without_header_is_recognised_by_what_it_holds() -> None:
    layout = guess_layout(
        [
            ["Laiterie", "0353010142", "59000", "a@b.example"],
            ["Verrerie", "0199000531", "62000", "c@d.example"],
        ]
    )
    assert (layout.header, layout.fields) == (-1, ["name", "phone", "postcode", "email"])


def test_mojibake_is_repaired_only_when_it_decodes() -> None:
    assert repair("ChÃ¢tillon") == "Châtillon"
    assert repair("CHÂTILLON") == "CHÂTILLON"


def test_a_header_repeated_inside_the_table_is_kept_aside(member: Member, tmp_path: Path) -> None:
    batch = bring(
        member, write(tmp_path, "Société;Tél.\nA;0353010142\nSociété;Tél.\nB;0353010143\n")
    )
    assert (batch.created_count, batch.aside_count) == (2, 1)


def test_a_row_longer_than_the_header_loses_nothing(member: Member, tmp_path: Path) -> None:
    bring(member, write(tmp_path, "Société;Tél.\nA;0353010142;à rappeler en mars\n"))
    assert "mars" in Company.objects.get().notes


def test_a_workbook_of_several_sheets_is_read_sheet_by_sheet(
    member: Member, tmp_path: Path
) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "Nord"
    first.append(["Société", "Téléphone"])
    first.append(["Imprimerie Vasseur", "0353010142"])
    second = book.create_sheet("Sud")
    second.append(["Prospects du Sud"])
    second.append(["Société", "Téléphone"])
    second.append(["Clinique des Tilleuls", 465710752])
    book.create_sheet("Vide")
    book.save(tmp_path / "deux.xlsx")
    source = open_source(tmp_path / "deux.xlsx")
    assert isinstance(source, WorkbookSource)
    assert (source.separator, list(source.sheets)) == ("*", ["Nord", "Sud"])
    bring(member, tmp_path / "deux.xlsx", separator="Nord")
    bring(member, tmp_path / "deux.xlsx", separator="Sud")
    assert set(Company.objects.values_list("name", flat=True)) == {
        "Imprimerie Vasseur",
        "Clinique des Tilleuls",
    }
    assert PhoneNumber.objects.filter(e164="+33465710752").exists()


def test_rows_that_were_there_already_are_named(
    member: Member, page: Client, tmp_path: Path
) -> None:
    first = bring(member, write(tmp_path))
    assert first.choices["doubles"] == [[7, "IMPRIMERIE VASSEUR ET FILS", 0, "exact"]]
    again = bring(member, write(tmp_path))
    assert len(again.choices["doubles"]) == again.duplicate_count == 5
    shown = page.get(f"/import/{again.pk}/").content.decode()
    assert "déjà dans votre fichier" in shown
    assert f"/companies/{Company.objects.get(name__startswith='Imprimerie').pk}/" in shown


def test_another_person_of_the_same_company_joins_its_card(member: Member, tmp_path: Path) -> None:
    table = (
        "Société;Tél.;Contact;Fonction;Email du contact;Ville\nVasseur;0353010142;Mme "
        "Roussel;DRH;rh@vasseur.example;Lille\nVasseur;0353010142;M. Haddad;Directeur de la "
        "communication;com@vasseur.example;Lille\nVasseur;0353010142;Mme "
        "Roussel;DRH;rh@vasseur.example;Lille\n"
    )
    batch = bring(member, write(tmp_path, table))
    assert (batch.rows, batch.created_count, batch.updated_count, batch.duplicate_count) == (
        3,
        1,
        1,
        1,
    )
    assert sum_holds(batch)
    card = Company.objects.get()
    assert list(card.contacts.order_by("id").values_list("name", "role")) == [
        ("Mme Roussel", "hr"),
        ("M. Haddad", "communication"),
    ]
    assert card.numbers.count() == 1
    assert [found.pk for found, _match in search(member.workspace, "haddad")] == [card.pk]
    assert bring(member, write(tmp_path, table)).created_count == 0
    assert undo_import(by=member, batch=batch) == (1, 0)
    assert not Contact.objects.exists()


def test_a_number_not_to_be_called_joins_no_card_of_the_file(
    member: Member, tmp_path: Path
) -> None:
    oppose_all(
        by=member,
        companies=Company.objects.filter(pk=company(member, "Clinique 03 53 01 77 77 Lyon").pk),
    )
    table = (
        "Société;Tél.;Contact;Mobile;Ville\nVasseur;0353010142;Mme Roussel;;Lille\n"
        "Vasseur;0353010142;M. Haddad;0353017777;Lille\n"
    )
    batch = bring(member, write(tmp_path, table))
    card = Company.objects.get(name="Vasseur")
    assert card.state.callable
    assert [number.e164 for number in card.numbers.all()] == ["+33353010142"]
    assert batch.choices["not_to_be_called"] == 1


STATES = """Société;Activité;CP;Ville;Tél.;Fax;Contact;Tél. du contact;Contacts;Statut de diffusion
Imprimerie Vasseur & Fils;18.12Z;59000;Lille;03 53 01 01 42;;Mme Roussel;06 39 98 01 42;;O
Laiterie du Marais;;80000;Amiens;;02 61 91 04 20;;;;
Verrerie de l’Œillet;;;Châtillon;numéro perdu;;;;;
Madame Claire Morel;;67000;Strasbourg;03 53 01 44 01;;;;;
Fromagerie Hoarau;;97400;Saint-Denis;02 62 91 00 07;;;;;
Port de Liège;;;Liège;+32 2 555 12 12;;;;;
Menuiserie Lenoir;;62400;Béthune;;;M. Haddad;;Mme Zola · directrice · management · · 03 53 01 44 02;
Atelier Opposé;;59000;Lille;03 53 01 44 09;;;;;
Garage Durand;;59000;Lille;;;;03 53 01 44 03;;P
"""


@pytest.mark.parametrize("source", ["le fichier papier", "registre de l’État", "Pages Blanches"])
def test_the_first_state_of_a_card_is_the_one_that_is_worked_out_again(
    member: Member, tmp_path: Path, source: str
) -> None:
    leave_alone(by=member, values=read_values("03 53 01 44 09"), channel="phone")
    import_file(
        by=member, file=GivenFile(write(tmp_path, STATES), "fichier.csv", source), choices=Choices()
    )
    fields = ("company__name", "blocked_by", "zone", "consumer", "stratum")
    rows = CallState.objects.order_by("pk")
    first = list(rows.values_list(*fields))
    assert len(first) == 8
    work_out(None, member.workspace_id, CallState.objects.values_list("pk", flat=True))
    assert list(rows.values_list(*fields)) == first


@pytest.mark.sqlite
def test_what_an_import_sets_on_the_search_index_is_put_back(
    member: Member, tmp_path: Path
) -> None:
    bring(member, write(tmp_path))
    with connection.cursor() as cursor:
        cursor.execute("SELECT v FROM prospects_search_config WHERE k = 'hashsize'")
        assert cursor.fetchall() == [(1 << 20,)]
