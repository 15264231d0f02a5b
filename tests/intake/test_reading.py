"""A file read in a second process gives the same drafts, and its failures are told in this one."""

import sys
from pathlib import Path

import pytest
from django.db import connection

from decroche.intake import reading
from decroche.intake.actions import Choices, import_file, layout_of
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
@pytest.mark.django_db
def test_a_file_that_breaks_on_the_way_leaves_nothing(
    member: Member, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "broken.csv"
    write_demo(path, companies=2500, seed=3)
    with path.open("a", encoding="utf-8") as file:
        file.write('"' + "x" * 5_000_000 + '";\n')
    with pytest.raises(Unreadable) as caught:
        import_file(
            by=member, path=path, filename="broken.csv", source_said="essai", choices=Choices()
        )
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
    import_file(by=member, path=path, filename="demo.csv", source_said="essai", choices=Choices())
    assert _constraints() == before


def _constraints() -> dict[str, set[str]]:
    with connection.cursor() as cursor:
        return {
            table: set(connection.introspection.get_constraints(cursor, table))
            for table in ("prospects_company", "prospects_contact", "prospects_phonenumber")
        }
