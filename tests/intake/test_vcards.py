"""vCards from the programs people have: card by card, nothing lost, nothing broken by its
neighbour.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decroche.intake.sources.opening import open_source
from decroche.intake.sources.vcard import read_cards
from decroche.intake.undoing_imports import undo_import
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.team.models import Member
from tests.intake.test_import import bring, sum_holds

CARDS = """BEGIN:VCARD
VERSION:3.0
N:Roussel;Hélène;;Mme;
FN:Mme Hélène Roussel
ORG:Imprimerie Vasseur & Fils;Communication
TITLE:Directrice de la communication
item1.TEL;type=WORK;type=pref:03 53 01 01 42
TEL;TYPE=CELL:06 39 98 04 20
TEL;TYPE=WORK,FAX:03 53 01 01 43
EMAIL;TYPE=WORK:h.roussel@vasseur.example
ADR;TYPE=WORK:;;12 rue du Port\\, bât. B;Lille;;59000;France
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAA
 AAAAAAAAAAAAAAAA
NOTE:Rappeler après le comité\\nle jeudi
END:VCARD
BEGIN:VCARD
VERSION:2.1
N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:;Laiterie de l'=C9toile
TEL;WORK;VOICE:02 61 91 04 20
NOTE;ENCODING=QUOTED-PRINTABLE:ligne une=0D=0A=
ligne deux
ceci n'est pas une propriété
END:VCARD
BEGIN:VCARD
VERSION:4.0
KIND:org
FN:Port fluvial
ORG:Port fluvial
TEL;VALUE=uri;TYPE="voice,work":tel:+33-3-53-01-03-77;ext=12
BEGIN:VCARD
VERSION:3.0
FN:Carte après une carte sans fin
TEL:01 99 00 05 31
END:VCARD
BEGIN:VCARD
VERSION:3.0
X-RIEN:du tout
END:VCARD
"""


def write(folder: Path, content: bytes) -> Path:
    path = folder / "contacts.txt"  # the content decides, not the name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_each_card_becomes_a_company_or_is_kept_aside(
    member: Member, tmp_path: Path, encoding: str, ends: str
) -> None:
    batch = bring(member, write(tmp_path, CARDS.replace("\n", ends).encode(encoding)))
    assert (batch.rows, batch.created_count, batch.aside_count) == (5, 4, 1)
    assert sum_holds(batch)
    vasseur = Company.objects.get(name="Imprimerie Vasseur & Fils")
    assert (vasseur.address, vasseur.postcode, vasseur.city) == (
        "12 rue du Port, bât. B",
        "59000",
        "Lille",
    )
    assert vasseur.numbers.get(kind="fax").national == "03 53 01 01 43"
    assert "le jeudi" in vasseur.notes
    assert "image" in vasseur.notes
    person = Contact.objects.get(company=vasseur)
    assert (person.name, person.role, person.email) == (
        "Mme Hélène Roussel",
        "communication",
        "h.roussel@vasseur.example",
    )
    assert list(
        PhoneNumber.objects.filter(company=vasseur)
        .exclude(kind="fax")
        .order_by("position")
        .values_list("national", "contact__name")
    ) == [
        ("03 53 01 01 42", None),
        ("06 39 98 04 20", "Mme Hélène Roussel"),
    ]
    laiterie = Company.objects.get(name="Laiterie de l'Étoile")
    assert "ligne deux" in laiterie.notes
    assert "ceci n'est pas une propriété" in laiterie.notes
    assert PhoneNumber.objects.get(company__name="Port fluvial").extension == "12"
    assert bring(member, tmp_path / "contacts.txt").created_count == 0


def test_an_import_of_cards_is_undone(member: Member, tmp_path: Path) -> None:
    batch = bring(member, write(tmp_path, CARDS.encode()))
    assert undo_import(by=member, batch=batch) == (4, 0)


@given(st.binary(max_size=400), st.integers(0, 900))
def test_no_damage_loses_the_other_cards_or_crashes(damage: bytes, place: int) -> None:
    content = CARDS.encode()
    read_cards(content[:place] + damage + content[place:])
    whole = read_cards(
        b"BEGIN:VCARD\nFN:Avant\nEND:VCARD\nBEGIN:VCARD\nFN:"
        + damage.replace(b"\n", b"").replace(b"\r", b"")
        + b"\nEND:VCARD\nBEGIN:VCARD\nFN:Apres\nEND:VCARD\n"
    )
    assert whole[0].all("FN")[0].text() == "Avant"
    assert len(whole) >= 2


def test_every_real_card_is_read(shared_data: Path) -> None:
    counts = {
        "ical4j-vcard__samples__vcard-vCards-SAP.vcf": 30,
        "roundcubemail__Csv2vcard__email.vcf": 4,
        "ez-vcard__text__gmail-list.vcf": 3,
        "roundcubemail__data__contacts.vcf": 2,
    }
    files = sorted((shared_data / "vcards").glob("*.vcf"))
    assert len(files) > 20
    for path in files:
        source = open_source(path)
        assert source.kind == "vcard", path.name
        assert len(list(source.rows())) - 1 == counts.get(path.name, 1), path.name


def test_names_of_real_cards_keep_their_accents(member: Member, shared_data: Path) -> None:
    bring(member, shared_data / "vcards" / "roundcubemail__src__thebat.vcf")
    assert Company.objects.get().name == "Piotr Iksiñski"
