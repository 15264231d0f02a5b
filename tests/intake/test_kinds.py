"""Kinds of files: markup that is called .xls, JSON, LDIF, sheets, separators, groups of cards."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from openpyxl import Workbook

from decroche.intake.sources.opening import open_source
from decroche.intake.sources.source import Unreadable
from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.intake.test_import import bring, write

TWO = [("Bois Vasseur", "+33199001234", "Lille"), ("Papeterie Nord", "+33199001236", "Douai")]
HTML = (
    '<html><head><meta charset="utf-8"><title>x</title></head><body><table border="1">'
    "<tr><th>Société</th><th>Téléphone</th><th>Ville</th></tr>"
    "<tr><td>Bois Vasseur</td><td>01&nbsp;99 00 12 34</td><td>Lille</td></tr>"
    "<tr><td>Papeterie Nord<td>01 99 00 12 36<td>Douai</table></body></html>"
)
XML = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="A"><Table>'
    "<Row><Cell><Data>Société</Data></Cell><Cell><Data>Notes</Data></Cell>"
    "<Cell><Data>Téléphone</Data></Cell><Cell><Data>Ville</Data></Cell></Row>"
    '<Row><Cell><Data ss:Type="String">Bois Vasseur</Data></Cell>'
    '<Cell ss:Index="3"><Data>0199001234</Data></Cell><Cell><Data>Lille</Data></Cell></Row>'
    '<Row><Cell><Data>Papeterie Nord</Data></Cell><Cell ss:Index="3"><Data>0199001236</Data></Cell>'
    "<Cell><Data>Douai</Data></Cell></Row></Table></Worksheet></Workbook>"
)
JSON = (
    '[{"societe":"Bois Vasseur","telephone":"01 99 00 12 34","adresse":{"ville":"Lille"}},\n'
    '{"societe":"Papeterie Nord","telephone":"01 99 00 12 36","adresse":{"ville":"Douai"}}]'
)
WRAPPED = '{"total": 2, "results": ' + JSON + "}"
LDIF = (
    "dn: cn=Marie Durand\nobjectclass: person\ncn: Marie Durand\no: Bois Vasseur\n"
    "telephoneNumber: 01 99 00\n  12 34\nl: Lille\nfacsimileTelephoneNumber: 01 99 00 12 35\n\n"
    "dn: cn=Paul\ncn:: UGF1bCBQw6l0aXQ=\no: Papeterie Nord\ntelephoneNumber: 01 99 00 12 36\n"
    "l: Douai\n"
)


PLAIN_XML = (
    '<?xml version="1.0" encoding="UTF-8"?><clients date="2026"><!-- deux --><client id="7">'
    "<raisonSociale>Bois Vasseur</raisonSociale><telephone>01 99 00 12 34</telephone>"
    "<adresse><codePostal>59000</codePostal><ville>Lille</ville></adresse></client><client>"
    "<raisonSociale>Papeterie Nord</raisonSociale><telephone>01 99 00 12 36</telephone>"
    "<adresse><ville>Douai</ville></adresse></client></clients>"
)
ATTRIBUTES = (
    '<liste><fiche nom="Bois Vasseur" tel="01 99 00 12 34" ville="Lille"/>'
    '<fiche nom="Papeterie Nord" tel="01 99 00 12 36" ville="Douai"/></liste>'
)
NAMED_FIELDS = (
    '<?xml version="1.0"?><rows><row><field name="Société">Bois Vasseur</field>'
    '<field name="Tél">01 99 00 12 34</field><field name="Ville">Lille</field></row><row>'
    '<field name="Société">Papeterie Nord</field><field name="Tél">01 99 00 12 36</field>'
    '<field name="Ville">Douai</field></row></rows>'
)
ON_ITS_SIDE = (
    "Société;Bois Vasseur;Papeterie Nord\nTéléphone;01 99 00 12 34;01 99 00 12 36\n"
    "Ville;Lille;Douai\nRemarque;;vue en mars\n"
)
HTML_ON_ITS_SIDE = (
    "<table><tr><th>Société</th><td>Bois Vasseur</td><td>Papeterie Nord</td></tr><tr>"
    "<th>Téléphone</th><td>0199001234</td><td>0199001236</td></tr><tr><th>Ville</th>"
    "<td>Lille</td><td>Douai</td></tr></table>"
)
CARETS = (
    "Société^Téléphone^Ville\nBois Vasseur^01 99 00 12 34^Lille\nPapeterie Nord^0199001236^Douai"
)
TILDES = CARETS.replace("^", "~")
LABELLED = (
    "Société;Téléphone;Ville\nNom : Bois Vasseur;Tél : 01 99 00 12 34;Ville : Lille\n"
    "Société : Papeterie Nord;01 99 00 12 36;Commune: Douai\n"
)
FILES = {
    "html": HTML,
    "workbook as xml": XML,
    "json": JSON,
    "wrapped json": WRAPPED,
    "ldif": LDIF,
    "xml": PLAIN_XML,
    "xml in attributes": ATTRIBUTES,
    "xml of named fields": NAMED_FIELDS,
    "on its side": ON_ITS_SIDE,
    "html on its side": HTML_ON_ITS_SIDE,
    "carets": CARETS,
    "tildes": TILDES,
    "labels in the cells": LABELLED,
}


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_two_companies_whatever_the_kind(member: Member, tmp_path: Path, text: str) -> None:
    batch = bring(member, write(tmp_path, text, name="liste.xls"))
    assert batch.aside_count == 0
    found = [
        (card.name, card.numbers.exclude(kind="fax").get().e164, card.city)
        for card in Company.objects.order_by("name")
    ]
    assert found == TWO


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<?xml version='1.0'?><contacts><contact>x</contact></contacts>", "no_table"),
        ('<?xml version="1.0"?><a><b><c>1</c><d>2</d></b><b><c>3</c>', "no_table"),
        (
            '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "boum">]>'
            "<a><b><nom>&x;</nom><tel>0199001234</tel></b><b><nom>&x;</nom><tel>1</tel></b></a>",
            "no_table",
        ),
        ("<html><body>Bonjour</body></html>", "no_table"),
        ('[{"societe": "Bois', "broken_json"),
        ("[]", "no_objects"),
        (
            "[" + ",".join(f'{{"n{one}": "x"}}' for one in range(2_100)) + "]",
            "too_many_columns",
        ),
        ("+----+\n" * 20, "no_column"),
        ("Machine;Année\nScie;2019\nTour;2020\n", "no_column"),
    ],
)
def test_a_file_without_companies_is_refused(
    member: Member, tmp_path: Path, text: str, code: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        bring(member, write(tmp_path, text))
    assert refused.value.code == code
    assert not Company.objects.exists()


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        (
            "Société;Téléphone;Adresse\n"
            "Bois Vasseur;01 99 00 12 34;12, rue du Port, 59000 Lille, France\n"
            "Garage;01 99 00 12 37;7, allée des Ormes, 62000 Arras, France\n",
            ";",
        ),
        ('Société;Téléphone;Notes\nBois;01 99 00 12 34;"a, b, c, d, e"\n', ";"),
        ("Société,Téléphone,Notes\nBois,01 99 00 12 34,a;b;c;d;e\n", ","),
        ("Société|Ville|Téléphone\nBois;x|Lille|01 99 00 12 34\n", "|"),
        ("Société^Ville^Téléphone\nBois, scieries; et|fils^Lille^01 99 00 12 34\n", "^"),
        ("Société~Ville~Téléphone\nBois^Lille~Lille~01 99 00 12 34\n", "~"),
        ("Société\tVille\tAdresse\nBois\tLille\t1, rue A, B, C, D\n", "\t"),
    ],
)
def test_the_header_says_the_separator(tmp_path: Path, text: str, separator: str) -> None:
    assert open_source(write(tmp_path, text)).separator == separator


def test_the_sheet_of_the_companies_is_read(member: Member, tmp_path: Path) -> None:
    book = Workbook()
    first = book.create_sheet("Lisez-moi", 0)
    for row in (["Fichier de prospection 2026"], ["Contact : Camille", "mars"]):
        first.append(row)
    sheet = book.create_sheet("Prospects")
    for row in (["Société", "Téléphone"], ["Bois Vasseur", "01 99 00 12 34"]):
        sheet.append(row)
    book.save(tmp_path / "deux.xlsx")
    batch = bring(member, tmp_path / "deux.xlsx")
    assert [card.name for card in Company.objects.all()] == ["Bois Vasseur"]
    assert batch.choices["sheets"] == ["Lisez-moi", "Prospects"]


def two_sheets(path: Path) -> Path:
    """Companies on two sheets, under columns with other names, and a sheet of text."""
    book = Workbook()
    book.create_sheet("Lisez-moi", 0).append(["Fichier de prospection 2026"])
    north, south = book.create_sheet("Nord"), book.create_sheet("Sud")
    for row in (["Société", "Téléphone", "Ville"], ["Bois Vasseur", "01 99 00 12 34", "Lille"]):
        north.append(row)
    for row in (
        ["Mes clients du Sud"],
        ["Entreprise", "Ville", "Tél", "Remarques"],
        ["Papeterie Nord", "Douai", "01 99 00 12 36", "vue en mars"],
    ):
        south.append(row)
    book.save(path)
    return path


def test_companies_on_two_sheets_are_all_read(member: Member, tmp_path: Path) -> None:
    """Each under its own column names, and each says from which sheet it comes."""
    batch = bring(member, two_sheets(tmp_path / "deux.xlsx"))
    cards = Company.objects.order_by("name")
    assert [(card.name, card.numbers.get().e164, card.city) for card in cards] == TWO
    assert [card.details for card in cards] == [{"Feuille": "Nord"}, {"Feuille": "Sud"}]
    assert cards[1].notes == "vue en mars"
    assert batch.choices["sheets"] == ["Lisez-moi", "Nord", "Sud"]
    assert batch.choices["sheets_read"] == ["Nord", "Sud"]


def test_one_of_two_sheets_is_read_when_it_is_chosen(tmp_path: Path) -> None:
    path = two_sheets(tmp_path / "deux.xlsx")
    assert [cells for _line, cells in open_source(path, separator="Nord").rows()] == [
        ["Société", "Téléphone", "Ville"],
        ["Bois Vasseur", "01 99 00 12 34", "Lille"],
    ]
    assert open_source(path).separator == "*"


def test_the_page_says_that_two_sheets_are_read(
    member: Member, page: Client, tmp_path: Path
) -> None:
    path = two_sheets(tmp_path / "deux.xlsx")
    with path.open("rb") as file:
        shown = page.post("/import/upload/", {"file": file}, follow=True).content.decode()
    assert "Nord, Sud" in shown
    assert re.search(r'<option value="\*"\s+selected', shown)


def test_a_list_of_companies_is_not_laid_on_its_side(tmp_path: Path) -> None:
    """Companies whose names are those of fields; a header of one field only."""
    upright = (
        "Client;2024\nSociété;1\nTéléphone;2\nVille;3\nBois Vasseur;4\nGarage;5\nHôtel;6\nBar;7\n"
    )
    for text in (upright, "Société;Téléphone\nVille;01 99 00 12 34\nContact;0199001235\n"):
        rows = [cells for _line, cells in open_source(write(tmp_path, text)).rows()]
        assert rows[0] == text.split("\n", 1)[0].split(";")


def test_groups_of_cards_are_tags_of_their_members(member: Member, tmp_path: Path) -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\n{}\nEND:VCARD\n"
    text = card.format(
        "FN:Clients VIP\nX-ADDRESSBOOKSERVER-KIND:group\n"
        "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:1\nUID:g1"
    )
    text += card.format("KIND:group\nFN:Fournisseurs\nMEMBER:urn:uuid:1\nUID:g2")
    text += card.format(
        "UID:1\nFN:Marie Durand\nORG:Bois Vasseur\nTEL;TYPE=WORK:01 99 00 12 34\n"
        "item1.TEL:01 99 00 12 35\nitem1.X-ABLabel:Fax bureau\nNICKNAME:Mado"
    )
    bring(member, write(tmp_path, text, name="c.vcf"))
    card_ = Company.objects.get()
    assert card_.name == "Bois Vasseur"
    assert sorted(card_.tags) == ["Clients VIP", "Fournisseurs"]
    assert card_.numbers.get(kind="fax").e164 == "+33199001235"
    assert card_.details == {"Nickname": "Mado"}


def test_folded_quoted_printable_keeps_its_letters(member: Member, tmp_path: Path) -> None:
    text = (
        "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=89lodie Lef=C3=\n"
        " =A8vre\nORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Papeterie du March=C3=A9\n"
        "TEL;WORK:0199001236\nEND:VCARD\n"
    )
    bring(member, write(tmp_path, text, name="c.vcf"))
    assert Company.objects.get().contacts.get().name == "Élodie Lefèvre"
