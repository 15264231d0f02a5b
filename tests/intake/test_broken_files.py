"""Damaged and odd files: quotation marks that never close, merged cells, sheets that spread over a
billion places, random bytes.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from decroche.intake.sources.opening import open_source
from decroche.intake.sources.source import Unreadable
from decroche.intake.sources.workbook import WorkbookSource
from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.intake.test_import import bring, sum_holds, write
from tests.waiting import DEADLINE
from tools.fuzz_input import read_through as read_input

HEAD = "Société;Tél.;Ville\n"


def rows_of(path: Path) -> list[list[str]]:
    return [row for _line, row in open_source(path).rows()]


def test_a_quote_that_never_closes_costs_no_other_line(member: Member, tmp_path: Path) -> None:
    lines = [
        f"Société {index};03 53 01 {index // 100:02d} {index % 100:02d};Lille"
        for index in range(300)
    ]
    lines[7] = '"Société 7;03 53 01 00 07;Lille'
    lines[150] = 'Société 150;"03 53 01 01 50;Lille'
    batch = bring(member, write(tmp_path, HEAD + "\n".join(lines)))
    assert (batch.rows, batch.created_count) == (300, 300)
    assert Company.objects.filter(name="Société 7", city="Lille").exists()


def test_two_slips_far_apart_do_not_swallow_what_lies_between(tmp_path: Path) -> None:
    lines = [f"Société {index};03 53 01 00 {index:02d};Lille" for index in range(40)]
    lines[5], lines[20] = '"Société 5;03 53 01 00 05;Lille', '"Société 20;03 53 01 00 20;Lille'
    assert len(rows_of(write(tmp_path, HEAD + "\n".join(lines)))) == 41


def test_cells_of_several_lines_and_quotes_within_stay_whole(tmp_path: Path) -> None:
    text = (
        'Société;Notes;Ville\nCanal;"vue au salon\n\nrappeler ; lundi";Lille\nTubes 12" '
        'pouces;rien;Arras\n"Le ""Petit"" Marais";x;Amiens\nFin;"dernière\nligne"\n'
    )
    found = rows_of(write(tmp_path, text))
    assert found[1] == ["Canal", "vue au salon\n\nrappeler ; lundi", "Lille"]
    assert found[2][0] == 'Tubes 12" pouces'
    assert found[3][0] == 'Le "Petit" Marais'
    assert found[4] == ["Fin", "dernière\nligne"]


def test_a_million_columns_are_refused_in_a_sentence(tmp_path: Path) -> None:
    for text in (
        ";".join("x" for _ in range(1_000_000)),
        HEAD + "Canal;0353011234;Lille\n" * 100 + ";" * 5000,
    ):
        with pytest.raises(Unreadable, match="too_many_columns"):
            rows_of(write(tmp_path, text))


def sheet(path: Path, cells: Mapping[str, str | date | None], merged: str = "") -> Path:
    book = Workbook()
    page = book.worksheets[0]
    for place, value in cells.items():
        page[place] = value
    if merged:
        page.merge_cells(merged)
    book.save(path)
    return path


def test_a_sheet_of_a_billion_places_is_refused_before_it_is_laid_out(tmp_path: Path) -> None:
    wide = sheet(tmp_path / "wide.xlsx", {"A1": "Société", "XFD1048576": "x"})
    start = time.process_time()
    with pytest.raises(Unreadable, match="too_many_cells"):
        open_source(wide)
    assert time.process_time() - start < 5  # of this process, however busy the machine
    (tmp_path / "repeats.ods").write_bytes(
        ods(
            '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
            'table:number-columns-repeated="1024" '
            'office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
        )
    )
    with pytest.raises(Unreadable, match="too_many_cells"):
        open_source(tmp_path / "repeats.ods")


def test_a_workbook_whose_parts_have_names_that_are_no_text_is_a_sentence(tmp_path: Path) -> None:
    content = bytearray(workbook_bytes("xlsx"))
    entry = content.index(
        b"PK\x01\x02"
    )  # the first line of its table of contents: flags at 8, name at 46
    content[entry + 9] |= 0x08
    content[entry + 46] = 0x80
    (tmp_path / "names.xlsx").write_bytes(bytes(content))
    with pytest.raises(Unreadable, match="broken_workbook"):
        open_source(tmp_path / "names.xlsx")


def test_a_zip_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    with (
        zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as file,
    ):
        for _ in range(1600):
            file.write(b"0" * 1_000_000)
    assert (tmp_path / "bomb.xlsx").stat().st_size < 3_000_000
    with pytest.raises(Unreadable, match="too_large"):
        open_source(tmp_path / "bomb.xlsx")


def ods(rows: str) -> bytes:
    """A small OpenDocument sheet."""
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            (
                "<manifest:manifest "
                'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
            ),
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>"
            f'<table:table table:name="Feuille1">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return held.getvalue()


def ods_row(*cells: str) -> str:
    return (
        "<table:table-row>"
        + "".join(
            (
                "<table:table-cell "
                f'office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            )
            for cell in cells
        )
        + "</table:table-row>"
    )


def test_xls_and_ods_under_a_title_with_numbers_and_dates(member: Member, tmp_path: Path) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("Prospects")
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    rows: list[list[str | float | date]] = [
        ["Salon 2025"],
        [],
        ["Société", "CP", "Tél.", "Vu le"],
        ["Imprimerie du Canal", 1400.0, 353011234.0, date(2025, 3, 12)],
    ]
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            page.write(row, column, cell, day) if isinstance(cell, date) else page.write(
                row, column, cell
            )
    book.save(str(tmp_path / "old.xls"))
    batch = bring(member, tmp_path / "old.xls")
    assert (batch.rows, batch.created_count) == (1, 1)
    card = Company.objects.get()
    assert (card.name, card.postcode, card.numbers.get().e164) == (
        "Imprimerie du Canal",
        "01400",
        "+33353011234",
    )
    assert rows_of(tmp_path / "old.xls")[-1][3] == "2025-03-12"
    (tmp_path / "new.ods").write_bytes(
        ods(ods_row("Société", "Tél.") + ods_row("Laiterie du Marais", "02 61 91 04 20"))
    )
    assert bring(member, tmp_path / "new.ods").created_count == 1


def test_a_town_merged_beside_its_companies_stands_for_all_of_them(
    member: Member, tmp_path: Path
) -> None:
    cells = {
        "A1": "Ville",
        "B1": "Société",
        "C1": "Tél.",
        "A2": "Lille",
        "B2": "Canal",
        "C2": "0353011234",
        "B3": "Verrerie",
        "C3": "0353011235",
        "A4": "Arras",
        "B4": "Port",
        "C4": "0353011236",
    }
    batch = bring(member, sheet(tmp_path / "merged.xlsx", cells, merged="A2:A3"))
    assert batch.created_count == 3
    assert list(Company.objects.order_by("pk").values_list("name", "city")) == [
        ("Canal", "Lille"),
        ("Verrerie", "Lille"),
        ("Port", "Arras"),
    ]


def test_headers_again_and_ragged_lines_lose_nothing(member: Member, tmp_path: Path) -> None:
    text = HEAD + "Canal;0353011234;Lille;en trop;encore\n" + HEAD + "Verrerie\nPort;0353011236\n"
    batch = bring(member, write(tmp_path, text))
    assert (batch.rows, batch.created_count, batch.aside_count) == (4, 3, 1)
    assert sum_holds(batch)
    assert "en trop" in Company.objects.get(name="Canal").notes


def test_the_name_of_a_file_is_not_believed(tmp_path: Path) -> None:
    cells = {"A1": "Société", "A2": "Canal"}
    lying = sheet(tmp_path / "list.xlsx", cells).rename(tmp_path / "list.csv")
    assert isinstance(open_source(lying), WorkbookSource)
    (tmp_path / "list.xls").write_text(HEAD + "Canal;0353011234;Lille\n", encoding="utf-8")
    assert open_source(tmp_path / "list.xls").kind == "csv"


def read_through(content: bytes, folder: Path) -> None:
    """Rows or a refusal; nothing else."""
    path = folder / "input"
    path.write_bytes(content)
    read_input(path)


_text = st.text(alphabet=st.sampled_from("aé ;,\t|\"'\n\r03.5@-:=\x00\ufeffB"), max_size=300)
_starts = st.sampled_from(
    [
        b"",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"BEGIN:VCARD\r\n",
        b"%PDF-1.4\n",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
    ]
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    max_examples=150,
)
@given(
    start=_starts,
    text=_text,
    encoding=st.sampled_from(["utf-8", "utf-16", "cp1252"]),
    tail=st.binary(max_size=60),
)
def test_anything_ends_in_rows_or_a_sentence(
    tmp_path: Path, start: bytes, text: str, encoding: str, tail: bytes
) -> None:
    read_through(start + text.encode(encoding, "ignore") + tail, tmp_path)


@cache
def workbook_bytes(kind: str) -> bytes:
    """A small workbook; made once, since programs write the time of day into it."""
    held = io.BytesIO()
    if kind == "ods":
        return ods(ods_row("Société", "Tél.") + ods_row("Canal", "0353011234"))
    if kind == "xls":
        old = xlwt.Workbook()
        old.add_sheet("x").write(0, 0, "Société")
        old.save(held)
    else:
        book = Workbook()
        for row in (["Société", "Tél."], ["Canal", 353011234]):
            book.worksheets[0].append(row)
        book.save(held)
    return held.getvalue()


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    max_examples=60,
)
@given(
    kind=st.sampled_from(["xlsx", "ods", "xls"]),
    slips=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=12
    ),
)
def test_a_workbook_with_bytes_changed_ends_in_rows_or_a_sentence(
    tmp_path: Path, kind: str, slips: list[tuple[float, int]]
) -> None:
    content = bytearray(workbook_bytes(kind))
    for place, byte in slips:
        content[int(place * len(content))] = byte
    read_through(bytes(content), tmp_path)


NASTY = r"""
import resource, signal, sys
from pathlib import Path
from tools.fuzz_input import read_through
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
nasty = [
    b'"' * 1_000_000,
    b'";' * 500_000,
    b"\n" * 1_000_000,
    b'"a\n' * 300_000,
    b"BEGIN:VCARD\n" * 80_000,
    b"BEGIN:VCARD\nN:" + b"=\n" * 400_000,
    b"a;b\n" * 250_000,
    b"\x00a" * 500_000,
    b"0" * 1_000_000,
    b"1.2.3.4.5.6.7.8.9.0 " * 50_000,
    b"a@" * 500_000,
    b"aaaa" * 250_000 + b"@",
    (b"x" * 79 + b",\n") * 12_000,
]
for content in nasty:
    Path(sys.argv[1]).write_bytes(content)
    signal.setitimer(signal.ITIMER_PROF, 20)  # seconds of the processor: a hang ends the process
    read_through(Path(sys.argv[1]))
    print("read")
"""


def test_one_megabyte_of_nasty_text_is_read_without_hanging_or_hoarding(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", NASTY, str(tmp_path / "input")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.count("read") == 13, (done.returncode, done.stderr[-2000:])


def test_the_coverage_guided_fuzzer_finds_nothing_in_a_short_run() -> None:
    pytest.importorskip(
        "atheris",
        reason="atheris has no wheel for this platform; the property tests above run everywhere",
    )
    done = subprocess.run(
        [sys.executable, "-m", "tools.fuzz", "12"],
        capture_output=True,
        text=True,
        timeout=10 * DEADLINE,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "stat::number_of_executed_units" in done.stderr
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 1_500_000
