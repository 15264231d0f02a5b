"""Files that ask for gigabytes and minutes are one sentence; the desk takes neither."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from decroche.intake import reading
from decroche.intake.models import Batch
from decroche.intake.paper.pictures import count
from decroche.intake.reading import Part, Reading, read_file
from decroche.intake.rules import Layout
from decroche.intake.sources import documents
from decroche.intake.sources.documents import DocumentSource
from decroche.intake.sources.markup import markup_rows
from decroche.intake.sources.source import Unreadable
from decroche.intake.tried import SECONDS
from decroche.intake.uploads import keep_file
from decroche.shared.limits import MEMORY
from decroche.team.models import Member

_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def workbook(path: Path, rows: str, strings: str = "") -> Path:
    """A workbook of one sheet, as a hand or a program would pack it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r" '
            f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship '
            f'Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SPREADSHEET}"><sheetData>{rows}'
            "</sheetData></worksheet>",
            "xl/sharedStrings.xml": f'<sst xmlns="{_SPREADSHEET}">{strings}</sst>',
        }.items():
            archive.writestr(name, text)
    return path


def one_text_everywhere(path: Path) -> Path:
    """One text of 30,000 letters, named by 200,000 cells: 6 GB."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 200_001))
    return workbook(path, cells, f"<si><t>{'x' * 30_000}</t></si>")


def cells_without_places(path: Path) -> Path:
    """Twelve million cells that do not name their places."""
    return workbook(path, ("<row>" + "<c><v>1</v></c>" * 12_000 + "</row>") * 1_000)


def nested_forms(path: Path) -> Path:
    """A page that draws a form ten times, which draws another ten times, nine deep."""
    pieces = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</XObject<</F 5 0 R>>>>>>",
        b"<</Length 5>>stream\n/F Do\nendstream",
    ]
    for level in range(9):
        drawn = b"/F Do " * 10 if level < 8 else b"0 0 1 1 re f " * 10
        inside = b"/XObject<</F %d 0 R>>" % (6 + level) if level < 8 else b""
        pieces.append(
            b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<<%s>>/Length %d>>stream\n"
            b"%s\nendstream" % (inside, len(drawn), drawn)
        )
    held = io.BytesIO(b"")
    held.write(b"%PDF-1.4\n")
    places = []
    for number, piece in enumerate(pieces, 1):
        places.append(held.tell())
        held.write(b"%d 0 obj\n%s\nendobj\n" % (number, piece))
    start = held.tell()
    held.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(pieces) + 1))
    held.writelines(b"%010d 00000 n \n" % place for place in places)
    held.write(b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(pieces) + 1, start))
    path.write_bytes(held.getvalue())
    return path


_ALONE = """
import resource, sys
from pathlib import Path
from decroche.intake.sources.source import Unreadable
try:
    {reads}
except Unreadable as refused:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = children.ru_utime + children.ru_stime
    print(refused.code, seconds, children.ru_maxrss << 10)
"""


def refused(path: Path, reads: str) -> tuple[str, float, int]:
    """(why a file is refused, seconds of the processor, the most bytes at a time) of what reads it,
    asked for by a process that has read nothing else: a machine's other children would count too.
    """
    done = subprocess.run(
        [sys.executable, "-c", _ALONE.format(reads=reads), str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    code, seconds, most = done.stdout.split()
    return code, float(seconds), int(most)


def read_all(path: Path) -> None:
    source = type("Source", (), {"kind": "workbook", "encoding": "", "separator": ""})()
    for _part in read_file(path, source, Reading(Layout(0, ["a"], ["name"]))):
        continue


@pytest.mark.parametrize("make", [one_text_everywhere, cells_without_places])
def test_a_workbook_that_asks_for_gigabytes_is_a_sentence(make: object, tmp_path: Path) -> None:
    assert callable(make)
    path = make(tmp_path / "list.xlsx")
    assert path.stat().st_size < 1_500_000
    code, seconds, most = refused(
        path, "from decroche.intake.tried import try_first; try_first(Path(sys.argv[1]))"
    )
    assert code == "too_heavy"
    assert seconds < SECONDS + 3
    assert most < MEMORY + (256 << 20)  # and what the interpreter takes
    with pytest.raises(Unreadable, match="too_heavy"):
        read_all(path)


def test_a_pdf_that_asks_for_gigabytes_is_a_sentence(tmp_path: Path) -> None:
    path = nested_forms(tmp_path / "list.pdf")
    assert path.stat().st_size < 7_000
    assert count(path) == 1
    code, seconds, most = refused(
        path, "from decroche.intake.paper.pictures import pages; list(pages(Path(sys.argv[1])))"
    )
    assert code == "too_heavy"
    assert seconds < SECONDS + 3
    assert most < MEMORY + (256 << 20)


def test_a_heavy_workbook_is_said_on_the_page_and_not_kept(member: Member, tmp_path: Path) -> None:
    content = cells_without_places(tmp_path / "list.xlsx").read_bytes()
    with pytest.raises(Unreadable, match="too_heavy"):
        keep_file(by=member, name="list.xlsx", chunks=[content])
    assert not Batch.objects.exists()


def many_tables(path: Path) -> Path:
    """A document of 200 tables with a thousand cells each, in 48 KB."""
    cell = "<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>"
    table = f"<w:tbl>{''.join(f'<w:tr>{cell * 10}</w:tr>' for _ in range(100))}</w:tbl>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document><w:body>{table * 200}</w:body>")
    return path


def test_the_first_row_of_a_document_does_not_wait_for_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[int] = []

    def counted(pieces: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
        def each() -> Iterator[str]:
            for piece in pieces:
                taken.append(len(piece))
                yield piece

        return markup_rows(each())

    monkeypatch.setattr(documents, "markup_rows", counted)
    source = DocumentSource(many_tables(tmp_path / "tables.docx"))
    assert source.has_tables
    assert next(source.rows()) == (1, ["x"] * 10)
    assert sum(taken) * 20 < len(source.text)


def test_a_document_is_read_beside_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []

    def beside(path: Path, *_how: object) -> Iterator[Part]:
        asked.append(path)
        return iter([])

    monkeypatch.setattr(reading, "_beside", beside)
    path = many_tables(tmp_path / "tables.docx")
    assert list(read_file(path, DocumentSource(path), Reading(Layout(0, ["a"], ["name"])))) == []
    assert asked == [path]
