"""Files of every encoding French programs write: told right, or asked about. All rows made up."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from decroche.intake.models import Batch
from decroche.intake.sources.csv import CsvSource, repair
from decroche.intake.sources.encodings import read_letters
from decroche.team.models import Member

HEADERS = (
    ("Société", "Activité", "Téléphone", "Ville"),
    ("Raison sociale", "N° de téléphone", "Code postal", "Libellé"),
    ("Dénomination", "Prénom", "Numéro", "Département"),
    ("Nom", "Tél.", "Ville", "Créé le"),
    ("Entreprise", "Telephone", "Ville", "Notes"),
)
NAMES = (
    "Boulangerie Lefèvre",
    "Ébénisterie Noël & Frères",
    "Garage de l’Étang",
    "Crêperie des Hêtres",
    "Société Générale de Façades",
    "Menuiserie Jérôme Bâton",
    "Plâtrerie Gaëlle Guérin",
    "Hôtel du Château",
    "Traiteur Maître Rôtisseur",
    "Imprimerie Vasseur",
    "Atelier François Goût",
    "Cœur de Métier",
)
TOWNS = ("Béthune", "Orléans", "Sète", "Saint-Étienne", "Châlons", "Lille", "Nîmes", "Besançon")
NOTES = ("rappeler après 14 h", "déjà client", "10 € / mois", "répondeur", "à 5 min", "fermé l’été")
ENCODINGS = ("cp1252", "mac_roman", "cp850", "iso8859_15", "utf-8", "utf-8-sig", "utf-16")


def table(chance: Random) -> str:
    """A made-up table: a header, one to forty rows, small letters or capitals, any line ends."""
    rows = [list(chance.choice(HEADERS))]
    for _ in range(chance.choice((1, 2, 3, 10, 40))):
        rows.append(
            [
                chance.choice(NAMES),
                f"03 53 01 {chance.randrange(10, 99)} {chance.randrange(10, 99)}",
                chance.choice(TOWNS),
                chance.choice(NOTES),
            ]
        )
    text = chance.choice(("\r\n", "\n", "\r")).join(chance.choice(";,\t").join(r) for r in rows)
    return text.upper() if chance.random() < 0.4 else text


def written(text: str, encoding: str) -> bytes | None:
    """The table in an encoding; signs that it has not are replaced as programs do."""
    plain = text
    if encoding == "cp850":
        plain = text.replace("’", "'").replace("œ", "oe").replace("Œ", "OE").replace("€", "EUR")
    elif encoding == "iso8859_15":
        plain = text.replace("’", "'")
    return plain.encode(encoding)


def test_every_encoding_is_told_right_or_asked_about(tmp_path: Path) -> None:
    chance, wrong, asked, count = Random(16), list[str](), 0, 0
    path = tmp_path / "f.csv"
    for _ in range(300):
        text = table(chance)
        for encoding in ENCODINGS:
            raw = written(text, encoding)
            path.write_bytes(raw or b"")
            letters = read_letters(path)
            count += 1
            right = raw.decode(encoding).lstrip("\ufeff") if raw else ""
            got = (raw or b"").decode(letters.encoding, "replace").lstrip("\ufeff")
            if letters.near:
                asked += 1
                assert encoding in dict(letters.near) or got == right
            elif got != right:
                wrong.append(f"{encoding} as {letters.encoding}: {right[:60]}")
    assert wrong == []
    assert asked <= 0.01 * count


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes("Société;Téléphone\nHôtel du Château;03 53 01 12 34\n".encode(encoding))
    rows = [row for _, row in CsvSource(path).rows()]
    assert rows[1] == ["Hôtel du Château", "03 53 01 12 34"]


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850"])
@pytest.mark.parametrize("letters", ["é è à ç ô", "É È À Ç Ô", "l’été", "n° 3", "à 5 €"])
def test_utf_8_misread_by_another_program_is_put_right(encoding: str, letters: str) -> None:
    misread = letters.encode().decode(encoding, "replace")
    if "\ufffd" not in misread:
        assert repair(misread) == letters


def test_letters_misread_late_in_a_long_file_are_put_right(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    rows = ["Société;Ville"] + [f"Garage {number};Lille" for number in range(8000)]
    rows.append("Hôtel du Château".encode().decode("cp1252") + ";Sète")
    path.write_bytes("\n".join(rows).encode())
    assert [row for _, row in CsvSource(path).rows()][-1] == ["Hôtel du Château", "Sète"]


def test_rows_of_two_encodings_in_one_file(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(
        "Société;Ville\nHôtel Noël;Sète\n".encode("cp1252") + "Café Zoé;Nîmes\n".encode()
    )
    rows = [row for _, row in CsvSource(path).rows()]
    assert rows == [["Société", "Ville"], ["Hôtel Noël", "Sète"], ["Café Zoé", "Nîmes"]]


def test_two_near_readings_are_both_shown(page: Client, member: Member, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(b"Nom;Tel\nGarage Bl\x88s;0353011234\n")
    letters = read_letters(path)
    assert len(letters.near) > 1
    page.post("/import/upload/", {"file": SimpleUploadedFile("f.csv", path.read_bytes())})
    batch = Batch.objects.get()
    shown = page.get(f"/import/{batch.pk}/").content.decode()
    for _encoding, words in letters.near[:2]:
        assert words in shown
    chosen = page.get(f"/import/{batch.pk}/?encoding=cp850").content.decode()
    assert "Garage Blês" in chosen
    assert "?encoding=" not in chosen  # she has said it
