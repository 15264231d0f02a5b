"""What this program exports, it reads again: people included."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run

_HEADER = (
    "Société;Téléphone;Fax;Ville;CP;Email;Contact;Fonction;Mobile;Notes;SIRET;Statut;Machine;Tags"
)
_ROWS = (
    "+Plus Fort;01 99 00 12 34 poste 12;01 99 00 12 35;Lille;59000;a@plusfort.example;"
    'Marie Durand;Directrice;06 39 98 12 34;"ligne 1\nligne 2; suite";73282932000074;tiède;Scie;'
    "bois, nord",
    "Canal;3949;;Paris;75011;;;;;;;;;",
    '"L\'Œuvre ""d\'art""";02 61 91 12 34;;Brest;29200;b@oeuvre.example;;;;;;;;',
)
TABLE = "\n".join((_HEADER, *_ROWS, ""))


def test_cards_come_back_with_their_people(run: Run, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text(TABLE, encoding="utf-8")
    run("import", "f.csv", "--source", "essai")
    run("export", "one.vcf")
    other = str(tmp_path / "other")
    assert run("import", "one.vcf", "--source", "essai", DECROCHE_DATA=other)[1]["created"] == 3
    found = run("search", "marie durand", DECROCHE_DATA=other)[1]["results"]
    assert [one["company"]["name"] for one in found] == ["+Plus Fort"]
