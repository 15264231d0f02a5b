"""Files as strangers have them: refusals in any column, days to call again, headers of every make,
totals among the rows, entries of directories. Made up.
"""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest

from decroche.followups.models import FollowUp
from decroche.intake.cells import detail_refuses
from decroche.intake.headers import field_of
from decroche.intake.models import AsideRow
from decroche.intake.sources.source import Unreadable
from decroche.prospects.models import Company
from decroche.prospects.refusal_notes import note_refuses
from decroche.shared.clock import PARIS
from decroche.team.models import Member
from tests.intake.test_cases import Card, cards
from tests.intake.test_import import bring

BOIS = Card("Bois Vasseur", ("+33199001234",))
PIN = Card("Pin & Fils", ("+33199001235",))
TWO = [BOIS._replace(city="Lille"), PIN._replace(city="Arras")]


def brought(member: Member, folder: Path, name: str, content: bytes) -> list[Card]:
    """The cards that a file makes."""
    (folder / name).write_bytes(content)
    bring(member, folder / name)
    return cards(member)


@pytest.mark.parametrize(
    ("column", "cell", "opposed"),
    [
        ("Accord démarchage", "Non", True),
        ("Démarchage", "refusé", True),
        ("RGPD", "opposé", True),
        ("Statut", "Refus définitif", True),
        ("Commentaire", "NE PLUS APPELER", True),
        ("Remarques", "Stop - ne plus contacter", True),
        ("Notes", "Vu en mars. Ne veut plus être appelé. Merci", True),
        ("Qualification", "Ne pas rappeler", True),
        ("NPAI / STOP", "STOP", True),
        ("A ne pas rappeler", "oui", True),
        ("Démarchage", "oui", False),
        ("Opt-in", "non", False),
        ("Statut", "Refus poli, à relancer en mars", False),
        ("Commentaire", "Ne pas appeler avant 14h", False),
        ("Notes", "On arrive à l'arrêt Stop, demander Paul", False),
        ("Motif de refus", "budget", False),
        ("Stop", "12 rue du Stop", False),
        ("Opposition", "néant", False),
    ],
)
def test_a_refusal_wherever_the_file_has_it(
    member: Member, tmp_path: Path, column: str, cell: str, opposed: bool
) -> None:
    text = (
        f"Société;Téléphone;{column}\nBois Vasseur;01 99 00 12 34;{cell}\nAutre;01 99 00 12 99;\n"
    )
    brought(member, tmp_path, "r.csv", text.encode())
    assert [one.opposed_at is not None for one in Company.objects.order_by("pk")] == [
        opposed,
        False,
    ]


@pytest.mark.parametrize(
    ("column", "cell", "due"),
    [
        ("Relance prévue le", "2027-06-15", "2027-06-15 09:00"),
        ("Rappel prévu", "15/06/2027 14:30", "2027-06-15 14:30"),
        ("Prochaine action", "Rappeler le 15 juin 2027", "2027-06-15 09:00"),
        ("Date RDV", "15/06/2027", "2027-06-15 09:00"),
        ("Date de rappel", "46553", "2027-06-15 09:00"),
        ("Callback date", "2027-06-15T09:00:00Z", "2027-06-15 11:00"),
        ("Dernière relance", "15/06/2027", ""),
        ("Nombre de relances", "46553", ""),
        ("Prochaine action", "Envoyer le devis", ""),
    ],
)
def test_a_day_to_call_again_under_any_header(
    member: Member, tmp_path: Path, column: str, cell: str, due: str
) -> None:
    text = f"Société;Téléphone;{column}\nBois Vasseur;01 99 00 12 34;{cell}\n"
    brought(member, tmp_path, "n.csv", text.encode())
    found = [f"{one.due_at.astimezone(PARIS):%Y-%m-%d %H:%M}" for one in FollowUp.objects.all()]
    assert found == ([due] if due else [])
    written = "2027-06-15" if (column, cell) == ("Date de rappel", "46553") else cell
    assert Company.objects.get().details == {column: written}  # a day that Excel counts is written


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Nom de la structure", "name"),
        ("NOM_ENTREPRISE", "name"),
        ("Dénomination de l'organisme", "name"),
        ("Interlocuteur principal", "contact_name"),
        ("CONTACT_PRENOM", "contact_first"),
        ("Fonction de l'interlocuteur", "contact_title"),
        ("Tél. contact 1", "contact_phone"),
        ("Mail du responsable", "contact_email"),
        ("adresse code_postal", "postcode"),
        ("Date de création", ""),
        ("Nombre de contacts", ""),
        ("Identifiant client", ""),
    ],
)
def test_headers_of_other_makes(header: str, field: str) -> None:
    assert field_of(header) == field


def _workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Liste", 0)
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    book.close()
    return file.getvalue()


HEAD = "Société;Téléphone;Ville\n"
ROWS = "Bois Vasseur;01 99 00 12 34;Lille\nPin & Fils;01 99 00 12 35;Arras\n"
FILES: list[tuple[str, bytes, list[Card]]] = [
    (
        "title.csv",
        f"Fichier 2026;;\n;;\nExporté le 12/11/2026;;\n{HEAD}{ROWS}Total : 2;;\n".encode(),
        TWO,
    ),
    ("totals.csv", f"{HEAD}{ROWS};;\nTOTAL;2;\nNombre de lignes : 2;;\n".encode(), TWO),
    (
        "sections.xlsx",
        _workbook(
            [
                ["Société", "Tél", "Ville"],
                ["DÉPARTEMENT 59", None, None],
                ["Bois Vasseur", "01 99 00 12 34", "Lille"],
                ["Département du Pas-de-Calais", None, None],
                ["Pin & Fils", 199001235, "Arras"],
                ["Sous-total", 2, None],
            ]
        ),
        TWO,
    ),
    ("sep.csv", f"sep=;\n{HEAD}{ROWS}".encode("cp1252"), TWO),
    (
        "entities.csv",
        f"{HEAD}L&#039;&Eacute;tabli d&eacute;co;01 99 00 12 34;Saint-L&ocirc;\n"
        "Pin &amp; Fils;01 99 00 12 35;Arras\n".encode(),
        [Card("L'Établi déco", BOIS.numbers, (), "Saint-Lô"), TWO[1]],
    ),
    (
        "columns.txt",
        b"Societe           Telephone         Ville\nBois Vasseur      01 99 00 12 34    Lille\n"
        b"Pin & Fils        01 99 00 12 35    Arras\n",
        TWO,
    ),
    (
        "directory.txt",
        "Bois Vasseur\n12 rue du Port\n59000 Lille\nTél : 01 99 00 12 34\n\n"
        "Pin & Fils\n3 place Neuve\n62000 Arras\nTél : 01 99 00 12 35\n".encode(),
        TWO,
    ),
    (
        "person.csv",
        b"NOM_ENTREPRISE,TEL_1,CONTACT_NOM,CONTACT_PRENOM\nBois Vasseur,0199001234,Durand,Marie\n",
        [BOIS._replace(person="Marie Durand")],
    ),
    (
        "whole_person.csv",
        "Société;Tél;Contact;Prénom\nBois Vasseur;0199001234;Marie Durand;Marie\n".encode(),
        [BOIS._replace(person="Marie Durand")],
    ),
    (
        "map.json",
        json.dumps(
            {
                "type": "FeatureCollection",
                "features": [
                    {
                        "type": "Feature",
                        "properties": {"name": "Bois Vasseur", "phone": "+33 1 99 00 12 34"},
                        "geometry": {"type": "Point", "coordinates": [3, 50]},
                    }
                ],
            }
        ).encode(),
        [BOIS],
    ),
    (
        "answer.json",
        b'{"status": "ok", "data": [{"societe": "Bois Vasseur", "telephone": "01 99 00 12 34"}]}',
        [BOIS],
    ),
    (
        "people.json",
        b'[{"societe": "Bois Vasseur", "telephone": "01 99 00 12 34", "people": '
        b'[{"name": "Mme Roux", "title": "", "role": "hr", "email": "", "phones": null}]}]',
        [BOIS],
    ),
    (
        "half.json",
        b'[{"societe": "Bois Vasseur", "telephone": "01 99 00 12 34", "x\\ud800": "\\udfff"}]',
        [BOIS],
    ),
    (
        "page.html",
        b"<!DOCTYPE html><html><table><tr><td>Menu</td></tr></table><table><tr><th>Entreprise</th>"
        b"<th>Tel.</th></tr><tr><td><b>Bois Vasseur</b><br>Lille</td><td>01 99 00 12 34</td></tr>"
        b"</table></html>",
        [BOIS],
    ),
]


@pytest.mark.parametrize(("name", "content", "right"), FILES, ids=[one[0] for one in FILES])
def test_a_file_of_a_stranger(
    member: Member, tmp_path: Path, name: str, content: bytes, right: list[Card]
) -> None:
    assert brought(member, tmp_path, name, content) == right
    assert not {"nothing_to_call"} & {one.reason for one in AsideRow.objects.all()}


def test_a_company_called_total_with_a_number_is_one(member: Member, tmp_path: Path) -> None:
    text = f"{HEAD}Total;01 99 00 12 34;Lille\nZone Bleue;;Arras\n"
    found = brought(member, tmp_path, "t.csv", text.encode())
    assert [one.name for one in found] == ["Total", "Zone Bleue"]


def test_a_table_without_companies_is_refused(member: Member, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no_column"):
        brought(member, tmp_path, "c.csv", b"Couleur;Poids\nrouge;12\nbleu;13\n")


def test_a_note_says_it_in_a_sentence_of_its_own() -> None:
    assert note_refuses("STOP")
    assert not note_refuses("stop au feu, puis à gauche")
    assert not detail_refuses("Arrêt", "Stop")
    assert detail_refuses("Prospection", "refuse")
