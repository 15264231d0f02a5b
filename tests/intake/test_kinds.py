"""Kinds of files: markup that is called .xls, JSON, LDIF, sheets, separators, groups of cards."""

from __future__ import annotations

from pathlib import Path

import pytest
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


@pytest.mark.parametrize("text", [HTML, XML, JSON, WRAPPED, LDIF])
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
        ("<html><body>Bonjour</body></html>", "no_table"),
        ('[{"societe": "Bois', "broken_json"),
        ("[]", "no_objects"),
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
