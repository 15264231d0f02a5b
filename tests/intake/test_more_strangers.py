"""Files of a second stranger: one small file of each kind, the cards it should make beside it.

All made up. They were written before the code that reads them was looked at; what the first reading
gave is in docs/reference/reading.md.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from unicodedata import normalize

import openpyxl
import pytest

from decroche.intake.headers import field_of
from decroche.intake.sources.source import Unreadable
from decroche.prospects.models import Company
from decroche.prospects.refusal_notes import note_refuses
from decroche.team.models import Member
from tests.intake.test_cases import Card, cards
from tests.intake.test_import import bring

A = Card("Verrerie Perrin", ("+33353012101",), (), "Lens")
B = Card("Tôlerie Ferrand", ("+33353012102",), (), "Arras")
BOTH = [A, B]


def sheet(*sheets: tuple[str, list[list[object]]]) -> bytes:
    """A workbook of these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has one sheet
    for title, rows in sheets:
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


HEAD: list[object] = ["Raison sociale", "Téléphone", "Ville"]
ROW_A: list[object] = ["Verrerie Perrin", "03 53 01 21 01", "Lens"]
ROW_B: list[object] = ["Tôlerie Ferrand", "03 53 01 21 02", "Arras"]
TWO = "Verrerie Perrin;03 53 01 21 01;Lens\nTôlerie Ferrand;03 53 01 21 02;Arras\n"

FILES: dict[str, tuple[str, bytes, list[Card]]] = {
    # -- separators ---------------------------------------------------------------------------
    "semicolons, commas in notes and addresses": (
        "a.csv",
        (
            "Client;Adresse;Tél bureau;Commentaires\n"
            "Verrerie Perrin;3, rue Basse, 62300, Lens;03 53 01 21 01;oui, mais, plus tard, mardi\n"
            "Tôlerie Ferrand;1, quai, 62000, Arras;03 53 01 21 02;a, b, c\n"
        ).encode(),
        [A._replace(city=""), B._replace(city="")],
    ),
    "tabs with semicolons inside": (
        "a.txt",
        (
            "Entreprise\tTéléphone\tVille\tNotes\nVerrerie Perrin\t03 53 01 21 "
            "01\tLens\ta ; b ; c\n"
            "Tôlerie Ferrand\t03 53 01 21 02\tArras\td ; e ; f\n"
        ).encode(),
        BOTH,
    ),
    "commas, semicolons inside quotes": (
        "a.csv",
        (
            'Nom,Téléphone,Ville,Remarque\n"Verrerie Perrin","03 53 01 21 01",Lens,"x; y; z"\n'
            '"Tôlerie Ferrand","03 53 01 21 02",Arras,"u; v; w"\n'
        ).encode(),
        BOTH,
    ),
    "sep= of Excel": (
        "a.csv",
        f"sep=;\nSociété;Tél;Ville\n{TWO}".encode("cp1252"),
        BOTH,
    ),
    "a title and an empty line above the header": (
        "a.csv",
        f"Fichier;;\n;;\nEdité le 12/11/26;;\nSociété;Tél;Ville\n{TWO}".encode("cp1252"),
        BOTH,
    ),
    "a quoted cell of several lines": (
        "a.csv",
        (
            'Société;Tél;Ville;Notes\nVerrerie Perrin;03 53 01 21 01;Lens;"vu en '
            'mars\nà rappeler"\n'
            "Tôlerie Ferrand;03 53 01 21 02;Arras;\n"
        ).encode(),
        BOTH,
    ),
    # -- encodings ----------------------------------------------------------------------------
    "MacRoman in capitals": (
        "a.csv",
        (
            "SOCIÉTÉ;ACTIVITÉ;TÉLÉPHONE;VILLE\rVERRERIE PÉRIN;VERRE À VITRES;03 53 01 21 01;LENS\r"
            "TÔLERIE FERRAND;TÔLES;03 53 01 21 02;ARRAS\r"
        ).encode("mac_roman"),
        [
            A._replace(name="VERRERIE PÉRIN", city="LENS"),
            B._replace(name="TÔLERIE FERRAND", city="ARRAS"),
        ],
    ),
    "cp850 of a till": (
        "a.csv",
        f"Société;Téléphone;Ville\r\n{TWO}Boulangerie Lévêque;03 53 01 21 03;Sète\r\n".encode(
            "cp850"
        ),
        [*BOTH, Card("Boulangerie Lévêque", ("+33353012103",), (), "Sète")],
    ),
    "UTF-16 of Excel (Unicode text)": (
        "a.txt",
        f"Société;Tél;Ville\n{TWO}".replace(";", "\t").encode("utf-16"),
        BOTH,
    ),
    "UTF-16 big-endian without a mark": (
        "a.txt",
        f"Société;Tél;Ville\n{TWO}".replace(";", "\t").encode("utf-16-be"),
        BOTH,
    ),
    "mojibake of one late cell": (
        "a.csv",
        (
            "Société;Tél;Ville\n"
            + "".join(f"Atelier {n};03 53 01 22 {n:02};Lens\n" for n in range(10, 60))
            + "Tôlerie Ferrand".encode().decode("cp1252")
            + ";03 53 01 21 02;Arras\n"
        ).encode(),
        [
            *(Card(f"Atelier {n}", (f"+333530122{n:02}",), (), "Lens") for n in range(10, 60)),
            B,
        ],
    ),
    "mojibake twice": (
        "a.csv",
        f"Société;Tél;Ville\n{TWO}".encode().decode("cp1252").encode(),
        BOTH,
    ),
    "letters in NFD of a Mac": (
        "a.csv",
        normalize("NFD", "Société;Tél;Ville\nTôlerie Ferrand;03 53 01 21 02;Arras\n").encode(),
        [B],
    ),
    # -- guards -------------------------------------------------------------------------------
    "guards of Excel, tabs and blanks": (
        "a.csv",
        (
            'Société;Tél;Ville;CP\n="Verrerie Perrin";="0353012101";="Lens";="62300"\n'
            "\u00a0Tôlerie  Ferrand ;'0353012102;'Arras;'62000\n"
        ).encode(),
        BOTH,
    ),
    "a number that lost its nought": (
        "a.csv",
        (
            "Société;Tél;Ville\nVerrerie Perrin;353012101;Lens\nTôlerie Ferrand;353012102.0;Arras\n"
        ).encode(),
        BOTH,
    ),
    # -- numbers ------------------------------------------------------------------------------
    "prices and hours beside": (
        "a.csv",
        (
            "Société;Tél;Ville\nVerrerie Perrin;03 53 01 21 01 (9h-12h / 14h-18h);Lens\n"
            "Tôlerie Ferrand;Std 03 53 01 21 02 (0,05 €/appel);Arras\n"
        ).encode(),
        BOTH,
    ),
    "Tél / Fax": (
        "a.csv",
        (
            "Société;Tél./Fax;Ville\nVerrerie Perrin;03 53 01 21 01 / 03 53 01 21 11;Lens\n"
            "Tôlerie Ferrand;T : 03 53 01 21 02 F : 03 53 01 21 12;Arras\n"
        ).encode(),
        [A._replace(faxes=("+33353012111",)), B._replace(faxes=("+33353012112",))],
    ),
    "Téléphone et télécopie": (
        "a.csv",
        (
            "Société;Téléphone - Télécopie;Ville\nVerrerie Perrin;03 53 01 21 01 - 03 53 01 21 11;"
            "Lens\nTôlerie Ferrand;03 53 01 21 02;Arras\n"
        ).encode(),
        [A._replace(faxes=("+33353012111",)), B],
    ),
    "Fax before Tél in columns": (
        "a.csv",
        (
            "Société;N° de fax;N° de téléphone;Ville\n"
            "Verrerie Perrin;03 53 01 21 11;03 53 01 21 01;Lens\n"
            "Tôlerie Ferrand;;03 53 01 21 02;Arras\n"
        ).encode(),
        [A._replace(faxes=("+33353012111",)), B],
    ),
    "the kind of a number in a column beside it": (
        "a.csv",
        (
            "Organization Name,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value\n"
            "Verrerie Perrin,Work Fax,03 53 01 21 11,Work,03 53 01 21 01\n"
            "Tôlerie Ferrand,Work,03 53 01 21 02,,\n"
        ).encode(),
        [A._replace(city="", faxes=("+33353012111",)), B._replace(city="")],
    ),
    # -- countries ----------------------------------------------------------------------------
    "a column of countries, in codes and words": (
        "a.csv",
        (
            "Société;Code pays;Tél;Ville\nVerrerie Perrin;FR;03 53 01 21 01;Lens\n"
            "Käserei Zwahlen;CH;022 345 21 02;Genève\nBrouwerij Peeters;BE;0475 55 21 03;Gand\n"
            "Tischlerei Vogel;DE;0681 92104;Sarrebruck\nHotel Sol;ES;91 555 21 05;Madrid\n"
        ).encode(),
        [
            A,
            Card("Käserei Zwahlen", ("+41223452102",), (), "Genève"),
            Card("Brouwerij Peeters", ("+32475552103",), (), "Gand"),
            Card("Tischlerei Vogel", ("+4968192104",), (), "Sarrebruck"),
            Card("Hotel Sol", ("+34915552105",), (), "Madrid"),
        ],
    ),
    "countries in capitals and in English": (
        "a.csv",
        (
            "Company,Country,Phone,City\nVerrerie Perrin,FRANCE,03 53 01 21 01,Lens\n"
            "Pub Green,UNITED KINGDOM,020 7946 0921,London\n"
            "Riad Safi,MAROC,05 22 55 21 03,Casablanca\nBanque Léman,LUXEMBOURG,26 12 21 04,Esch\n"
        ).encode(),
        [
            A,
            Card("Pub Green", ("+442079460921",), (), "London"),
            Card("Riad Safi", ("+212522552103",), (), "Casablanca"),
            Card("Banque Léman", ("+35226122104",), (), "Esch"),
        ],
    ),
    # -- workbooks ----------------------------------------------------------------------------
    "a sheet to read first, then the companies": (
        "a.xlsx",
        sheet(
            ("Mode d'emploi", [["Fichier 2026"], ["Contact : Camille"], ["Tél 03 53 01 29 99"]]),
            ("Clients", [HEAD, ROW_A, ROW_B]),
        ),
        BOTH,
    ),
    "a title above the header of a sheet": (
        "a.xlsx",
        sheet(("F1", [["Liste des prospects"], [], [None, *HEAD], [None, *ROW_A], [None, *ROW_B]])),
        BOTH,
    ),
    "numbers as numbers in a sheet": (
        "a.xlsx",
        sheet(
            (
                "F1",
                [
                    [*HEAD],
                    ["Verrerie Perrin", 353012101, "Lens"],
                    ["Tôlerie Ferrand", 33353012102, "Arras"],
                ],
            )
        ),
        BOTH,
    ),
    "two sheets of companies": (
        "a.xlsx",
        sheet(("2025", [HEAD, ROW_A]), ("2026", [HEAD, ROW_B])),
        BOTH,
    ),
    # -- markup -------------------------------------------------------------------------------
    "an HTML table called .xls": (
        "a.xls",
        (
            b"<table><thead><tr><th>Raison sociale</th><th>Tel</th><th>Ville</th></tr>"
            b"</thead><tbody>"
            b"<tr><td>Verrerie Perrin</td><td>03 53 01 21 01</td><td>Lens</td></tr>"
            b"<tr><td>T&ocirc;lerie Ferrand</td><td>03 53 01 21 02</td><td>Arras</td></tr></table>"
        ),
        BOTH,
    ),
    "an HTML page in Windows letters with a menu table": (
        "a.xls",
        (
            '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1252">'
            "</head><body><table><tr><td>Export</td></tr></table><table><tr><td><b>Société</b></td>"
            "<td><b>Téléphone</b></td><td><b>Ville</b></td></tr><tr><td>Verrerie Perrin</td><td>"
            "03 53 01 21 01</td><td>Lens</td></tr><tr><td>Tôlerie Ferrand</td><td>03 53 01 21 02"
            "</td><td>Arras</td></tr></table></body></html>"
        ).encode("cp1252"),
        BOTH,
    ),
    "plain XML": (
        "a.xml",
        (
            "<?xml version='1.0'?><export><societe><nom>Verrerie Perrin</nom><tel>03 53 01 21 01"
            "</tel><ville>Lens</ville></societe><societe><nom>Tôlerie Ferrand</nom>"
            "<tel>03 53 01 21 02</tel><ville>Arras</ville></societe></export>"
        ).encode(),
        BOTH,
    ),
    # -- JSON, LDIF, vCard --------------------------------------------------------------------
    "JSON in an object": (
        "a.json",
        json.dumps(
            {
                "data": [
                    {
                        "companyName": "Verrerie Perrin",
                        "phoneNumber": "03 53 01 21 01",
                        "city": "Lens",
                    },
                    {
                        "companyName": "Tôlerie Ferrand",
                        "phoneNumber": "03 53 01 21 02",
                        "city": "Arras",
                    },
                ]
            }
        ).encode(),
        BOTH,
    ),
    "JSON, numbers in a list": (
        "a.json",
        json.dumps(
            [
                {"nom": "Verrerie Perrin", "telephones": ["03 53 01 21 01"], "ville": "Lens"},
                {
                    "nom": "Tôlerie Ferrand",
                    "telephones": ["03 53 01 21 02", "06 39 98 21 02"],
                    "ville": "Arras",
                },
            ]
        ).encode(),
        [A, B._replace(numbers=("+33353012102", "+33639982102"))],
    ),
    "JSON a line": (
        "a.jsonl",
        (
            '{"raison_sociale":"Verrerie Perrin","tel":"0353012101","ville":"Lens"}\n'
            '{"raison_sociale":"Tôlerie Ferrand","tel":"0353012102","ville":"Arras"}\n'
        ).encode(),
        BOTH,
    ),
    "LDIF of an address book": (
        "a.ldif",
        (
            b"version: 1\n\ndn: uid=1,ou=x\nobjectClass: inetOrgPerson\no: Verrerie "
            b"Perrin\nl: Lens\n"
            b"cn: Anne Roy\ntelephoneNumber: +33 3 53 01 21 01\n\ndn: uid=2,ou=x\n"
            b"o:: VMO0bGVyaWUgRmVycmFuZA==\nl: Arras\ncn: Luc Bon\ntelephoneNumber: 03 "
            b"53 01 21 02\n"
            b"facsimileTelephoneNumber: 03 53 01 21 12\n"
        ),
        [A._replace(person="Anne Roy"), B._replace(person="Luc Bon", faxes=("+33353012112",))],
    ),
    "a vCard with labels and groups": (
        "a.vcf",
        (
            "BEGIN:VCARD\nVERSION:3.0\nFN:Verrerie Perrin\nORG:Verrerie "
            "Perrin\nX-ABShowAs:COMPANY\n"
            "item1.TEL:03 53 01 21 11\nitem1.X-ABLabel:Télécopie\nitem2.TEL:03 53 01 21 01\n"
            "item2.X-ABLabel:Standard\nADR;TYPE=WORK:;;3 rue Basse;Lens;;62300;France\nEND:VCARD\n"
            "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Verriers\nMEMBER:urn:uuid:1\nEND:VCARD\n"
            "BEGIN:VCARD\nVERSION:3.0\nFN:Clients\nX-ADDRESSBOOKSERVER-KIND:group\nEND:VCARD\n"
        ).encode(),
        [A._replace(faxes=("+33353012111",))],
    ),
    "a vCard 2.1 in quoted-printable cut inside a letter": (
        "a.vcf",
        (
            b"BEGIN:VCARD\r\nVERSION:2.1\r\nORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:T=C3=\r\n"
            b"=B4lerie Ferrand\r\nTEL;WORK;VOICE:03 53 01 21 02\r\nTEL;WORK;FAX:03 53 01 21 12\r\n"
            b"ADR;WORK:;;1 quai;Arras;;62000;France\r\nEND:VCARD\r\n"
        ),
        [B._replace(faxes=("+33353012112",))],
    ),
    "a vCard of Switzerland": (
        "a.vcf",
        (
            "BEGIN:VCARD\nVERSION:3.0\nFN:Käserei Zwahlen\nORG:Käserei Zwahlen\n"
            "TEL;TYPE=WORK:022 345 21 02\nADR;TYPE=WORK:;;Rue 1;Genève;;1201;Suisse\nEND:VCARD\n"
        ).encode(),
        [Card("Käserei Zwahlen", ("+41223452102",), (), "Genève")],
    ),
    # -- lists that are no tables -------------------------------------------------------------
    "labels and values, an empty line between": (
        "a.txt",
        (
            "Société : Verrerie Perrin\nTél : 03 53 01 21 01\nVille : Lens\n\n"
            "Société : Tôlerie Ferrand\nTél : 03 53 01 21 02\nVille : Arras\n"
        ).encode(),
        BOTH,
    ),
    "totals and departments among the rows": (
        "a.csv",
        (
            "Société;Tél;Ville\nPas-de-Calais;;\nVerrerie Perrin;03 53 01 21 01;Lens\n"
            "Tôlerie Ferrand;03 53 01 21 02;Arras\nTotal : 2;;\nNombre de fiches : 2;;\n"
        ).encode(),
        BOTH,
    ),
    "the header again on each page": (
        "a.csv",
        (
            "Société;Tél;Ville\nVerrerie Perrin;03 53 01 21 01;Lens\nSociété;Tél;Ville\n"
            "Tôlerie Ferrand;03 53 01 21 02;Arras\n"
        ).encode(),
        BOTH,
    ),
    "no header at all: what no rule names is kept as notes": (
        "a.csv",
        TWO.encode("cp1252"),
        [A._replace(city=""), B._replace(city="")],
    ),
    "postcode and town in one cell": (
        "a.csv",
        (
            "Nom de l'entreprise;Coordonnées téléphoniques;CP Ville\n"
            "Verrerie Perrin;03 53 01 21 01;62300 Lens\nTôlerie Ferrand;03 53 01 21 "
            "02;62000 ARRAS\n"
        ).encode(),
        [A, B._replace(city="ARRAS")],
    ),
    "first names, last names and civility apart": (
        "a.csv",
        (
            "Civilité;Prénom;Nom;Société;Tél pro;Ville\nMme;Anne;Roy;Verrerie Perrin;"
            "0353012101;Lens\n"
            "M.;Luc;Bon;Tôlerie Ferrand;0353012102;Arras\n"
        ).encode(),
        [A._replace(person="Mme Anne Roy"), B._replace(person="M. Luc Bon")],
    ),
}


@pytest.mark.parametrize("kind", FILES)
def test_each_kind_of_file_gives_its_cards(member: Member, tmp_path: Path, kind: str) -> None:
    name, content, wanted = FILES[kind]
    (tmp_path / name).write_bytes(content)
    bring(member, tmp_path / name)
    found = cards(member)
    if not any(card.person for card in wanted):
        found = [card._replace(person="") for card in found]
    assert found == wanted


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b'{"version": 3}'),
        ("a.json", b"[]"),
        ("a.csv", b"Date;Montant;Devise\n12/11/2026;12,50;EUR\n13/11/2026;7,00;EUR\n"),
        ("a.html", b"<html><body><p>Session expir\xc3\xa9e</p></body></html>"),
        ("a.xml", b"<?xml version='1.0'?><erreur>Acces refuse</erreur>"),
        ("a.csv", b""),
        ("a.csv", "Société;Téléphone\n".encode()),
        ("a.csv", b"%PDF-1.4 \x00\x01"),
    ],
)
def test_a_file_that_holds_no_company_is_refused_with_a_sentence(
    member: Member, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unreadable):
        bring(member, tmp_path / name)
    assert not Company.objects.exists()


@pytest.mark.parametrize(
    ("column", "cell", "opposed"),
    [
        ("NPA", "x", True),
        ("Ne pas démarcher", "1", True),
        ("Stop pub", "OUI", True),
        ("Refus de démarchage", "VRAI", True),
        ("Blacklist", "Y", True),
        ("Blacklisté", "oui", True),
        ("Opt-out", "true", True),
        ("Unsubscribed", "yes", True),
        ("DNC", "X", True),
        ("Désabonné", "12/05/2025", True),
        ("À ne plus contacter", "X", True),
        ("Consentement", "refusé", True),
        ("Accepte d'être contacté", "Non", True),
        ("Contactable", "NON", True),
        ("Contactable", "OUI", False),
        ("État", "Ne plus contacter", True),
        ("Résultat appel", "NE PLUS RAPPELER", True),
        ("Résultat appel", "Ne répond pas", False),
        ("Suivi", "refuse tout démarchage", True),
        ("Suivi", "ne veut pas être rappelé avant mars", False),
        ("Opposition", "non", False),
        ("Bloctel", "0", False),
        ("Ne plus appeler", "NON", False),
        ("Ne plus appeler", "faux", False),
        ("Commentaires", "Ne souhaite plus être contactée par téléphone", True),
        ("Commentaires", "A refusé le devis, rappeler en juin", False),
        ("Commentaires", "pas intéressé", False),
        ("Statut", "Client perdu", False),
        ("Démarchage interdit", "oui", True),
        ("Autorise le démarchage", "non", True),
        ("OK démarchage", "non", True),
        ("OK démarchage", "oui", False),
        ("À exclure", "oui", True),
        ("Exclu de la prospection", "X", True),
        ("Téléprospection", "refusée", True),
        ("Commentaires", "Demande de suppression RGPD", True),
        ("Suivi", "Désinscription demandée", True),
        ("Résultat", "Refus de répondre", False),
        ("Commentaires", "NE PAS RAPPELER AVANT SEPTEMBRE", False),
    ],
)
def test_a_refusal_in_any_column_of_a_file(
    member: Member, tmp_path: Path, column: str, cell: str, opposed: bool
) -> None:
    text = (
        f"Société;Téléphone;{column}\nVerrerie Perrin;03 53 01 21 01;{cell}\n"
        "Tôlerie Ferrand;03 53 01 21 02;\n"
    )
    (tmp_path / "r.csv").write_text(text, encoding="utf-8")
    bring(member, tmp_path / "r.csv")
    kept = Company.objects.get(name="Verrerie Perrin")
    assert (kept.opposed_at is not None) is opposed
    assert cell in (*kept.details.values(), kept.notes)
    assert Company.objects.get(name="Tôlerie Ferrand").opposed_at is None


@pytest.mark.parametrize(
    "header",
    [
        "CA 2025",
        "Commercial",
        "Origine du contact",
        "Date de création",
        "Dernier appel",
        "Segment",
        "Effectif 2024",
        "Logiciel utilisé",
        "Code client",
        "Observations internes",
        "Scoring",
        "Région commerciale",
        "Horaires",
        "Nb de sites",
        "Facebook",
        "Prochain salon",
    ],
)
def test_no_column_vanishes(member: Member, tmp_path: Path, header: str) -> None:
    text = f"Société;Téléphone;{header}\nVerrerie Perrin;03 53 01 21 01;mot gardé zx9\n"
    (tmp_path / "c.csv").write_text(text, encoding="utf-8")
    bring(member, tmp_path / "c.csv")
    kept = Company.objects.get()
    everything = f"{kept.details} {kept.notes} {kept.search_text} {kept.headcount}"
    assert "zx9" in everything


REFUSING_NOTES = (
    "Ne veut plus de démarchage",
    "vu le 12/3, le gérant ne souhaite plus être sollicité",
    "Refuse toute prospection",
    "refuse d'être contactée",
    "n'accepte pas le démarchage téléphonique",
    "PAS DE DÉMARCHAGE",
    "plus d'appels svp",
    "A demandé un devis en 2024. Demande à ne plus être appelée",
    "à blacklister",
    "ne plus nous contacter",
    "Merci de ne plus appeler",
    "ils ne veulent plus être relancés",
    "refusent tout démarchage",
    "ne plus les appeler",
)
OTHER_NOTES = (
    "Pas de contact",
    "aucun contact ce jour",
    "pas de relance prévue",
    "refuse l'appel, rappeler demain",
    "a refusé le contact avec l'agence",
    "ne veut plus de plaquettes papier",
    "ne souhaite plus être relancé par courrier",
    "ne veut plus être appelé le lundi",
    "refuse les appels avant 10 h",
    "pas d'appels avant 9h",
    "ne souhaite pas être rappelé cette semaine",
    "plus de contact depuis mars",
    "demande à être rappelée",
    "ne veut pas changer de logo",
    "ne plus envoyer de plaquette",
    "fait de la prospection",
)


@pytest.mark.parametrize("note", REFUSING_NOTES)
def test_a_note_that_refuses_is_told(note: str) -> None:
    assert note_refuses(note)


@pytest.mark.parametrize("note", OTHER_NOTES)
def test_a_note_that_says_something_else_refuses_nothing(note: str) -> None:
    assert not note_refuses(note)


@pytest.mark.parametrize(
    ("postcode", "city", "wanted"),
    [
        ("", "62300 Lens", ("62300", "Lens")),
        ("", "Lens (62300)", ("62300", "Lens")),
        ("", "F-62300 LENS", ("62300", "LENS")),
        ("", "62 300 - Lens", ("62300", "Lens")),
        ("62300 Lens", "", ("62300", "Lens")),
        ("62300", "62300 LENS", ("62300", "LENS")),
        ("62300 LENS", "Lens", ("62300", "Lens")),
        ("62300", "Lens", ("62300", "Lens")),
        ("", "Paris 11e", ("", "Paris 11e")),
        ("", "Lens", ("", "Lens")),
        ("1400", "Châtillon", ("01400", "Châtillon")),
    ],
)
def test_a_postcode_and_its_town_in_one_cell(
    member: Member, tmp_path: Path, postcode: str, city: str, wanted: tuple[str, str]
) -> None:
    text = f"Société;Tél;CP;Ville\nVerrerie Perrin;03 53 01 21 01;{postcode};{city}\n"
    (tmp_path / "p.csv").write_text(text, encoding="utf-8")
    bring(member, tmp_path / "p.csv")
    kept = Company.objects.get()
    assert (kept.postcode, kept.city) == wanted


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Téléphones", "phone"),
        ("Mails", "email"),
        ("E-mails professionnels", "email"),
        ("Adresses", "address"),
        ("Sites web", "website"),
        ("Tel société", "phone"),
        ("Courriel entreprise", "email"),
        ("Site de l'entreprise", "website"),
        ("Ville de la société", "city"),
        ("Nom de la société", "name"),
        ("Dénomination commerciale", "name"),
        ("Code NAF/APE", "naf"),
        ("Date de dernier contact", "last_call"),
        ("Statut prospection", "status"),
        ("Pays du siège", "country"),
        ("N° et rue", "address"),
        ("Nb de mails envoyés", ""),
        ("Nombre d'adresses", ""),
        ("Nombre de salariés 2024", "headcount"),
    ],
)
def test_what_a_header_names(header: str, field: str) -> None:
    assert field_of(header) == field
