"""What this program exports, it reads again: the same data, twice the same file."""

from __future__ import annotations

import io
import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import Workbook, load_workbook

from decroche.calls.rules import ORIGINS as ORIGIN_CODES
from decroche.calls.wording import reason_names
from decroche.followups.models import FollowUp
from decroche.intake.actions import GivenFile, import_file
from decroche.intake.choices import Choices
from decroche.intake.interrupted import settle_interrupted
from decroche.intake.models import Batch, Change
from decroche.intake.own_words import ORIGINS, REASONS, ROLES
from decroche.intake.row_sources import sources_of
from decroche.intake.sources.workbook import WorkbookSource
from decroche.intake.undoing_imports import undo_import
from decroche.intake.uploads import keep_file
from decroche.prospects.actions import provenance_for
from decroche.prospects.audience import nature_from
from decroche.prospects.models import Company, Contact, Provenance
from decroche.shared.language import Language
from decroche.storage.whole import export_whole
from decroche.team.models import Member, Workspace
from tests.cast import TUESDAY, file_of, log
from tests.cli.conftest import Run
from tests.intake.test_under_way import bring

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


@pytest.mark.parametrize("ending", ["csv", "xlsx", "vcf", "json"])
def test_an_export_comes_back_whole(run: Run, tmp_path: Path, ending: str) -> None:
    (tmp_path / "f.csv").write_text(TABLE, encoding="utf-8")
    assert run("import", "f.csv", "--source", "essai")[1]["created"] == 3
    assert run("export", f"one.{ending}")[1]["companies"] == 3
    assert run("export", "first.json")[1]["companies"] == 3
    other = str(tmp_path / "other")
    back = run("import", f"one.{ending}", "--source", "essai", DECROCHE_DATA=other)[1]
    assert (back["created"], back["kept_aside"]) == (3, 0)
    run("export", "second.json", DECROCHE_DATA=other)
    first, second = ((tmp_path / f"{name}.json").read_text() for name in ("first", "second"))
    assert _same(first) == _same(second)


def _same(text: str) -> list[dict[str, object]]:
    """The companies of an export, by name."""
    found: list[dict[str, object]] = json.loads(text)
    return sorted(found, key=lambda row: str(row["name"]))


def _called(member: Member) -> list[Company]:
    """Companies of which something came, in every way that has a code of its own."""
    first, second, third, *_ = file_of(member)
    log(member, first, "no_need", reason="agency", details={"agency": "Studio Grivel"})
    log(member, first, "call_back", when=TUESDAY + timedelta(days=1), asked_for="hr")
    log(member, second, "email_requested", email="a@b.example", note="ou sinon c@d.example")
    log(member, third, "voicemail", message_left=True)
    FollowUp.objects.filter(company=first).update(precision="half_day")
    Contact.objects.create(
        workspace=member.workspace, company=first, name="Mme Roussel", role="hr", title="DRH"
    )
    for card, source in ((first, "Salon de Lille"), (second, "registre des entreprises")):
        card.provenance = provenance_for(member, source, "import", nature_from(source))
        card.save()
    return [first, second, third]


CODES = (
    *("email_requested", "no_need", "call_back", "voicemail", "half_day", "=agency"),
    *("asked_for", "message_left", "hr", "T10:05"),
)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "vcf"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_her_file_is_in_words_and_not_in_codes(
    member: Member, tmp_path: Path, ending: str, language: Language
) -> None:
    _called(member)
    with (
        translation.override(language),
        export_whole(member.workspace, ending, language) as exported,
    ):
        content = exported.read()
    text = _cells_of(content) if ending == "xlsx" else content.decode()
    found = [code for code in CODES if re.search(rf"(?<!\w){re.escape(code)}(?!\w)", text)]
    assert found == []
    assert {"fr": "ressources humaines", "en": "human resources"}[language] in text
    if ending != "vcf":
        assert {"fr": "Veut un e-mail", "en": "Wants an e-mail"}[language] in text
        assert {"fr": "Dernier résultat", "en": "Last outcome"}[language] in text
        assert {"csv": "24/11/2026 10:05", "xlsx": "2026-11-24 10:05:00"}[ending] in text


def _cells_of(content: bytes) -> str:
    sheet = load_workbook(io.BytesIO(content))["Décroche"]
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json", "vcf"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_her_file_read_back_changes_nothing_here_and_brings_the_same_elsewhere(
    member: Member, stranger: Member, tmp_path: Path, ending: str, language: Language
) -> None:
    _called(member)
    file = tmp_path / f"mine.{ending}"
    with (
        translation.override(language),
        export_whole(member.workspace, ending, language) as exported,
    ):
        file.write_bytes(exported.read())
    update = Choices(on_duplicate="update", ask=True)
    same = import_file(by=member, file=GivenFile(file, file.name, "essai"), choices=update)
    assert (same.created_count, same.updated_count, same.aside_count) == (0, 0, 0)
    assert not Change.objects.exists()
    import_file(by=stranger, file=GivenFile(file, file.name, "essai"), choices=Choices())
    told = [_whole(one.workspace) for one in (member, stranger)]
    assert told[0] == told[1]
    natures = Company.objects.filter(workspace=stranger.workspace).order_by("pk")[:2]
    assert [card.provenance.nature for card in natures] == ["business", "register"]


@pytest.mark.parametrize("killed", [False, True])
def test_an_import_with_sources_of_its_rows_is_undone_whole(
    member: Member, stranger: Member, tmp_path: Path, killed: bool
) -> None:
    _called(member)
    file = tmp_path / "mine.csv"
    with export_whole(member.workspace, "csv", "fr") as exported:
        file.write_bytes(exported.read())
    batch = import_file(by=stranger, file=GivenFile(file, "mine.csv", "essai"), choices=Choices())
    theirs = Company.objects.filter(workspace=stranger.workspace)
    assert len(set(theirs.values_list("provenance", flat=True))) > 2
    if killed:  # after the first step: a new process goes on
        Batch.objects.filter(pk=batch.pk).update(state=Batch.State.UNDOING)
        batch.refresh_from_db()
        batch.choices["taking_back"] = {"by": stranger.pk, "cards": theirs.count()}
        batch.save()
        parts = Provenance.objects.filter(pk__in=sources_of(batch.provenance_id))
        parts.update(under_way=Provenance.UnderWay.LEAVING)
        settle_interrupted()
    else:
        undo_import(by=stranger, batch=batch)
    assert not theirs.exists()
    states = set(Provenance.objects.values_list("under_way", flat=True))
    assert states == {Provenance.UnderWay.NO}


def test_the_page_of_her_own_file_asks_for_no_source(
    page: Client, member: Member, tmp_path: Path
) -> None:
    _called(member)
    with export_whole(member.workspace, "csv", "fr") as exported:
        row = keep_file(by=member, name="mine.csv", chunks=[exported.read()])
    words = " ".join(page.get(reverse("batch", args=[row.pk])).content.decode().split())
    assert 'value="Salon de Lille"' in words
    assert "Ce fichier dit d’où vient chaque entreprise" in words


def _whole(workspace: Workspace) -> list[dict[str, object]]:
    with export_whole(workspace, "json", "fr") as exported:
        rows = _same(exported.read().decode())
    return [row | {"calls_and_notes": _dated(row)} for row in rows]


def _dated(row: dict[str, Any]) -> list[tuple[str, ...]]:
    """The lines of a past in an order of their own: those of one minute have none."""
    return sorted(tuple(one.values()) for one in row["calls_and_notes"])


def test_cards_come_back_with_their_people(run: Run, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text(TABLE, encoding="utf-8")
    run("import", "f.csv", "--source", "essai")
    run("export", "one.vcf")
    other = str(tmp_path / "other")
    assert run("import", "one.vcf", "--source", "essai", DECROCHE_DATA=other)[1]["created"] == 3
    found = run("search", "marie durand", DECROCHE_DATA=other)[1]["results"]
    assert [one["company"]["name"] for one in found] == ["+Plus Fort"]


def test_the_calls_beside_the_companies_of_a_workbook_make_no_cards(
    member: Member, tmp_path: Path
) -> None:
    first, second, *_ = file_of(member)
    log(member, first, "call_back", when=TUESDAY + timedelta(days=1))
    log(member, second, "email_requested", email="a@b.example", note="ou sinon c@d.example")
    file = tmp_path / "whole.xlsx"
    with export_whole(member.workspace, "xlsx", "fr") as exported:
        file.write_bytes(exported.read())
    assert list(WorkbookSource(file).sheets) == ["Décroche", "Appels", "Relances"]
    before = Company.objects.count()
    batch = bring(member, file)
    assert (batch.state, batch.created_count, batch.rows) == (Batch.State.DONE, 0, before)
    assert Company.objects.count() == before


def test_a_sheet_of_companies_put_beside_them_is_read(member: Member, tmp_path: Path) -> None:
    file_of(member)
    file = tmp_path / "whole.xlsx"
    with export_whole(member.workspace, "xlsx", "fr") as exported:
        book = load_workbook(exported)
    more = book.create_sheet("Salon")
    more.append(["Entreprise", "Téléphone"])
    more.append(["Verrerie du Salon", "01 99 00 77 12"])
    book.save(file)
    assert WorkbookSource(file).sheets_read == ["Décroche", "Salon"]


def test_a_sheet_of_dates_is_no_sheet_of_numbers(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Entreprise", "Téléphone", "Ville"])  # type: ignore[union-attr]
    book.active.append(["Bois Vasseur", "01 99 00 12 34", "Lille"])  # type: ignore[union-attr]
    calls = book.create_sheet("Appels")
    calls.append(["Entreprise", "Quand", "Note"])
    calls.append(["Bois Vasseur", datetime(2026, 11, 24, 9, 27), "personne"])
    book.save(tmp_path / "list.xlsx")
    assert WorkbookSource(tmp_path / "list.xlsx").sheets_read == ["Sheet"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_words_of_her_file_are_those_of_the_screens(language: Language) -> None:
    with translation.override(language):
        assert REASONS[language] == reason_names()
        for role in Contact.Role:
            assert str(role.label).removeprefix("les ").removeprefix("la ") == ROLES[language][role]
    assert set(ORIGINS[language]) == set(ORIGIN_CODES)
