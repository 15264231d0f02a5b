"""A file read in a second process gives the same drafts, and its failures are told in this one."""

import sys
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from openpyxl import Workbook

from decroche.followups.models import FollowUp
from decroche.intake import reading
from decroche.intake.actions import GivenFile, import_file
from decroche.intake.choices import Choices, layout_of
from decroche.intake.demo import write_demo
from decroche.intake.reading import Part, Reading, read_file, read_rows
from decroche.intake.sources.opening import open_source
from decroche.intake.sources.source import Unreadable
from decroche.prospects.models import Company
from decroche.team.models import Member


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_LARGE", 0)


def _parts(path: Path) -> list[Part]:
    source = open_source(path)
    return list(read_file(path, source, Reading(layout_of(source, Choices()))))


@pytest.mark.usefixtures("beside")
def test_a_second_process_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "demo.csv"
    write_demo(path, companies=2500, seed=3)
    source = open_source(path)
    assert _parts(path) == list(read_rows(source, Reading(layout_of(source, Choices()))))


@pytest.mark.usefixtures("beside")
def test_a_row_that_fills_everything_is_handed_over(tmp_path: Path) -> None:
    path = tmp_path / "whole.csv"
    path.write_text(
        "Société;Téléphone;Fax;Contacts;Statut;Rappeler le;NPA;Pays;Machine\n"
        '"Canal";01 99 00 12 34;01 99 00 12 35;"Léa Roy · DRH · hr · l@c.example · 06 39 98 12 34'
        '\nJo";tiède;15/12/2026;non;France;Scie\n',
        encoding="utf-8",
    )
    source = open_source(path)
    parts = _parts(path)
    assert parts == list(read_rows(source, Reading(layout_of(source, Choices()))))
    assert parts[0].drafts[0].next_call == ("2026-12-15T09:00:00+01:00", "day", "15/12/2026")


@pytest.mark.django_db
def test_a_workbook_with_a_day_to_call_again_is_read(member: Member, tmp_path: Path) -> None:
    path, book = tmp_path / "file.xlsx", Workbook()
    for row in (
        ["Société", "Téléphone", "Date de relance"],
        ["Imprimerie du Canal", "03 53 01 12 34", "15/12/2026"],
    ):
        book.worksheets[0].append(row)
    book.save(path)
    import_file(by=member, file=GivenFile(path, path.name, "essai"), choices=Choices())
    (again,) = FollowUp.objects.all()
    assert (again.company.name, again.due_at.date()) == ("Imprimerie du Canal", date(2026, 12, 15))


@pytest.mark.usefixtures("beside")
@pytest.mark.django_db
def test_a_file_that_breaks_on_the_way_leaves_nothing(
    member: Member, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "broken.csv"
    write_demo(path, companies=2500, seed=3)
    with path.open("a", encoding="utf-8") as file:
        file.write('"' + "x" * 5_000_000 + '";\n')
    with pytest.raises(Unreadable) as caught:
        import_file(by=member, file=GivenFile(path, "broken.csv", "essai"), choices=Choices())
    assert caught.value.code == "broken_line"
    assert not Company.objects.exists()


@pytest.mark.usefixtures("beside")
def test_a_reader_that_dies_is_not_taken_for_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "demo.csv"
    write_demo(path, companies=2500, seed=3)
    monkeypatch.setattr(sys, "executable", "/bin/true")
    with pytest.raises(RuntimeError, match="ended before the file did"):
        _parts(path)


@pytest.mark.django_db
def test_the_first_import_leaves_the_indexes_it_found(member: Member, tmp_path: Path) -> None:
    before = _constraints()
    path = tmp_path / "demo.csv"
    write_demo(path, companies=20, seed=3)
    import_file(by=member, file=GivenFile(path, "demo.csv", "essai"), choices=Choices())
    assert _constraints() == before


def _constraints() -> dict[str, set[str]]:
    with connection.cursor() as cursor:
        return {
            table: set(connection.introspection.get_constraints(cursor, table))
            for table in ("prospects_company", "prospects_contact", "prospects_phonenumber")
        }
