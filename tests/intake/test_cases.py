"""The inputs of public reports about other software, each beside a made-up twin of its kind: both
give what is right. The inputs themselves stay outside the project.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from decroche.calls.models import CallState
from decroche.compliance.actions import oppose
from decroche.journal.record import record
from decroche.prospects.models import Company
from decroche.prospects.search import search
from decroche.shared.places import tz
from decroche.team.models import Member
from tests.conftest import SHARED
from tests.intake.test_import import bring

CASES = SHARED.parent / "cases"


class Card(NamedTuple):
    """What of a card is looked at."""

    name: str
    numbers: tuple[str, ...] = ()
    faxes: tuple[str, ...] = ()
    city: str = ""
    person: str = ""


def cards(member: Member) -> list[Card]:
    """The cards of the file, in order."""
    found = []
    for company in Company.objects.filter(workspace=member.workspace).order_by("pk"):
        numbers = company.numbers.order_by("position")
        person = company.contacts.order_by("pk").first()
        found.append(
            Card(
                company.name,
                tuple(n.e164 or n.national for n in numbers if n.kind != "fax"),
                tuple(n.e164 for n in numbers if n.kind == "fax"),
                company.city,
                person.name if person else "",
            )
        )
    return found


def case(name: str) -> Path:
    """An input of the reports."""
    if not CASES.exists():
        pytest.skip(
            "the inputs of public reports (../shared/cases) are not on this machine; they are not "
            "ours to put into the project"
        )
    return CASES / name


Twin = tuple[str, str]
"""(file name, what is in it)"""
BOIS = ("+33199001234",)
FILES: list[tuple[str, list[Card], Twin, list[Card]]] = [
    (
        "separator/addr-commas.csv",
        [
            Card("Bois Vasseur", BOIS),
            Card("Papeterie Nord", ("+33199001236",)),
            Card("Garage Petit", ("+33199001237",)),
        ],
        (
            "t.csv",
            "Nom;Tél;Adresse\nVerrerie Perrin;03 53 01 12 34;9, quai Neuf, 62100 Calais, FR\n"
            "Tôlerie Ferrand;03 53 01 12 35;1, rue du Puits, 62000 Arras, FR\n",
        ),
        [Card("Verrerie Perrin", ("+33353011234",)), Card("Tôlerie Ferrand", ("+33353011235",))],
    ),
    (
        "separator/pipe-in-notes.csv",
        [Card("Bois Vasseur", BOIS), Card("Papeterie", ("+33199001236",))],
        ("t.csv", 'Nom;Tél;Notes\nVerrerie Perrin;03 53 01 12 34;"a | b | c, d, e"\n'),
        [Card("Verrerie Perrin", ("+33353011234",))],
    ),
    (
        "country-column/country-column.csv",
        [
            Card("Menuiserie Zwahlen", ("+41223456789",), (), "Genève"),
            Card("Brasserie Duquesne", ("+32475123456",), (), "Liège"),
            Card("Atelier Rossi", ("+390612345678",), (), "Rome"),
            Card("Garage Muller", ("+35226123456",), (), "Luxembourg"),
            Card("Hotel Roc", ("+37793151234",), (), "Monaco"),
            Card("Bois Vasseur", BOIS, (), "Lille"),
        ],
        ("t.csv", "Nom;Country;Phone;City\nTischlerei Vogel;Deutschland;0681 123456;Kehl\n"),
        [Card("Tischlerei Vogel", ("+49681123456",), (), "Kehl")],
    ),
    (
        "number-with-text/multi-numbers.csv",
        [
            Card("Assurances Nord", ("+33825123456",)),
            Card("Mutuelle Est", BOIS),
            Card("Cabinet Ouest", ("+33199001235", "+33199001236")),
            Card("Clinique Sud", ("+33199001237", "+33639981234", "+33465711234")),
            Card("Agence Centre", ("+33199001238",)),
            Card("Studio Nord", ("+33353011234",)),
            Card("Atelier", ("+33199001239", "+33639981235")),
        ],
        (
            "t.csv",
            "Nom;Tél\nMutuelle;0 820 12 34 57 (0,12 € / appel)\nAtelier;8h30-12h 03 53 01 12 34\n",
        ),
        [Card("Mutuelle", ("+33820123457",)), Card("Atelier", ("+33353011234",))],
    ),
    (
        "number-with-text/price-08.csv",
        [
            Card("Assurances Nord", ("+33825123456",), (), "Lille"),
            Card("Banque Sud", ("+33825123457",), (), "Lyon"),
            Card("Mutuelle Est", BOIS, (), "Metz"),
            Card("Cabinet Ouest", ("+33199001235", "+33199001236"), (), "Brest"),
            Card("Agence Centre", ("+33199001237",), (), "Tours"),
        ],
        ("t.csv", "Nom;Tél\nCabinet;03 53 01 12 34 / 35 ou 06 39 98 12 34\n"),
        [Card("Cabinet", ("+33353011234", "+33353011235", "+33639981234"))],
    ),
    (
        "excel-guard/excel-guard.csv",
        [Card("Bois Vasseur", BOIS, (), "Lille")],
        ("t.csv", 'Nom,Tél,Ville\n"=""Verrerie""","=""0353011234""","=""Calais"""\n'),
        [Card("Verrerie", ("+33353011234",), (), "Calais")],
    ),
    (
        "tel-fax-header/tel-fax-header.csv",
        [
            Card("Bois Vasseur", BOIS, ("+33199001235",), "Lille"),
            Card("Papeterie Nord", ("+33199001236",), (), "Douai"),
        ],
        ("t.csv", "Nom;Téléphone/Télécopie\nVerrerie;03 53 01 12 34 - 03 53 01 12 35\n"),
        [Card("Verrerie", ("+33353011234",), ("+33353011235",))],
    ),
    (
        "html-xls/html.xls",
        [
            Card("Bois Vasseur", BOIS, (), "Lille"),
            Card("Papeterie Nord", ("+33199001236",), (), "Douai"),
        ],
        (
            "t.xls",
            "<table><tr><td>Nom</td><td>T&eacute;l</td></tr><tr><td>Verrerie &amp; Fils</td>"
            "<td>03 53 01 12 34</td></tr></table>",
        ),
        [Card("Verrerie & Fils", ("+33353011234",))],
    ),
    (
        "ldif-json/contacts.json",
        [
            Card("Bois Vasseur", BOIS, (), "Lille"),
            Card("Papeterie Nord", ("+33199001236",), (), "Douai"),
        ],
        ("t.json", '{"clients": [{"nom": "Verrerie", "tel": "03 53 01 12 34"}]}'),
        [Card("Verrerie", ("+33353011234",))],
    ),
    (
        "fax-label/ablabel.vcf",
        [Card("Bois Vasseur", BOIS, ("+33199001235",), "", "Marie Durand")],
        (
            "t.vcf",
            "BEGIN:VCARD\nVERSION:3.0\nORG:Verrerie\nitem1.TEL:03 53 01 12 35\n"
            "item1.X-ABLabel:_$!<WorkFAX>!$_\nTEL:03 53 01 12 34\nEND:VCARD\n",
        ),
        [Card("Verrerie", ("+33353011234",), ("+33353011235",))],
    ),
    (
        "vcard-groups/group.vcf",
        [Card("Bois Vasseur", BOIS, (), "", "Marie Durand")],
        (
            "t.vcf",
            "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Fournisseurs\nMEMBER:urn:uuid:7\nEND:VCARD\n"
            "BEGIN:VCARD\nVERSION:4.0\nKIND:location\nFN:Salle B\nEND:VCARD\n"
            "BEGIN:VCARD\nVERSION:4.0\nUID:urn:uuid:7\nORG:Verrerie\nTEL:03 53 01 12 34\n"
            "END:VCARD\n",
        ),
        [Card("Verrerie", ("+33353011234",))],
    ),
    (
        "vcard-qp-fold/ezvcard-qp.vcf",
        [Card("Papeterie du Marché", ("+33199001236",), (), "", "Élodie Lefèvre")],
        (
            "t.vcf",
            "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:No=C3=\n =ABlle\n"
            "ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Caf=C3=\n\t=A9\nTEL:0353011234\n"
            "END:VCARD\n",
        ),
        [Card("Café", ("+33353011234",), (), "", "Noëlle")],
    ),
]


@pytest.mark.parametrize(("name", "right", "twin", "its"), FILES, ids=[one[0] for one in FILES])
def test_a_file_of_the_reports(
    member: Member, name: str, right: list[Card], twin: Twin, its: list[Card]
) -> None:
    batch = bring(member, case(name))
    assert batch.aside_count == 0
    assert all(card in cards(member) for card in right), cards(member)
    assert len(cards(member)) == len(right)


@pytest.mark.parametrize(("name", "right", "twin", "its"), FILES, ids=[one[0] for one in FILES])
def test_its_twin(
    member: Member, tmp_path: Path, name: str, right: list[Card], twin: Twin, its: list[Card]
) -> None:
    path = tmp_path / twin[0]
    path.write_text(twin[1], encoding="utf-8")
    bring(member, path)
    assert cards(member) == its


def test_google_s_labels(member: Member) -> None:
    bring(member, case("fax-label/google-new.csv"))
    (card,) = cards(member)
    assert (card.numbers, card.faxes) == (("+33199001234", "+33199001235"), ("+33199001236",))


def test_the_sheet_that_holds_the_companies(member: Member) -> None:
    path = case("second-sheet/second-sheet.xlsx")
    batch = bring(member, path)
    assert batch.choices["sheets"][0] == "Lisez-moi"
    assert "Fichier de prospection 2026" not in [card.name for card in cards(member)]
    assert all(card.numbers for card in cards(member))


def test_a_column_that_refuses(member: Member) -> None:
    bring(member, case("do-not-call-column/do-not-call.csv"))
    assert CallState.objects.get().blocked_by == "opposed"


def test_an_opposition_holds_through_a_trunk_zero(member: Member) -> None:
    path = case("opposition-trunk-zero/opp-spelling.csv")
    with record("test.opposed", by=member) as verb:
        oppose(verb=verb, by=member, values=[("number", "+3225551234")])
    batch = bring(member, path)
    assert not CallState.objects.exists()
    assert batch.choices["not_to_be_called"] == 1


def test_an_address_of_an_international_domain(member: Member) -> None:
    bring(member, case("idn-mail/idn.csv"))
    assert Company.objects.get().email == "contact@xn--htel-vqa.example"


def test_the_clock_of_tahiti(member: Member) -> None:
    bring(member, case("tahiti-zone/tahiti.csv"))
    assert str(tz(CallState.objects.get().zone)) == "Pacific/Tahiti"


SEARCHED = {
    "st etienne": ["L'Œuvre d'Étienne"],
    "St-Etienne": ["L'Œuvre d'Étienne"],
    "abc": ["A.B.C. Informatique"],
    "jb martin": ["Ets. J.B. Martin"],
    "muller et fils": ["Garage Müller & Fils"],
    "mueller": ["Garage Müller & Fils"],
    "+590 590 29": ["Ets. J.B. Martin"],
}


def test_the_searches_of_the_reports(member: Member) -> None:
    bring(member, case("search-saint/search.csv"))
    found = {
        text: [company.name for company, _ in search(member.workspace, text)] for text in SEARCHED
    }
    assert found == SEARCHED


@pytest.mark.parametrize("name", ["own-export/round.csv", "own-export/round2.csv"])
def test_the_files_that_were_sent_round(member: Member, name: str) -> None:
    batch = bring(member, case(name))
    assert (batch.created_count, batch.aside_count) == (3, 0)
    again = bring(member, case(name))
    assert (again.created_count, again.duplicate_count) == (0, 3)


def test_every_report_has_its_test() -> None:
    tested = {one[0].split("/")[0] for one in FILES} | {
        *("fax-label", "second-sheet", "do-not-call-column", "opposition-trunk-zero", "idn-mail"),
        *("tahiti-zone", "search-saint", "own-export"),
    }
    mails = Path(__file__).parents[1] / "correspondence" / "mails"
    folders = {path.parent.name for path in case("README.md").parent.glob("*/*")}
    left = {
        folder
        for folder in folders - tested
        if not all((mails / path.name).exists() for path in (CASES / folder).iterdir())
    }
    assert left == set()
