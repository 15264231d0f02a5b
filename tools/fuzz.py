"""The readers, fed with broken files, mails, typed lines or dates for a while, steered by which
lines of them run (coverage): python -m tools.fuzz SECONDS [files|mails|lines|dates].

Every file must end in rows or in Unreadable, every mail in what it says or in TooDeep, every date
in a moment that is said back in words of the same meaning or in NotUnderstood, within five seconds
and 1.5 GB; anything else stops the run with the input that did it.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import atheris

with atheris.instrument_imports(
    include=[
        "decroche.correspondence",
        "decroche.intake",
        "decroche.prospects.rules",
        "decroche.shared",
    ]
):
    from tools.fuzz_input import read_date, read_lines, read_mail, read_through

FOLDER = Path(tempfile.mkdtemp(prefix="decroche-fuzz-"))
_SEEN = {"inputs": 0, "slowest": 0.0, "bytes": 0}


def _document(rows: list[list[str]]) -> bytes:
    """A document of Word with these rows in a table."""
    cells = (
        "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row)
        for row in rows
    )
    table = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document><w:tbl>{table}</w:tbl></w:document>")
    return file.getvalue()


def seeds(folder: Path) -> None:
    """Small made-up files of every kind but pictures."""
    from openpyxl import Workbook

    rows = [
        ["Société", "Tél.", "Ville"],
        ["Imprimerie du Canal", "03 53 01 12 34", "Lille"],
        ["Laiterie", "0261910420", "Amiens"],
    ]
    text = "\n".join(";".join(row) for row in rows)
    book = Workbook()
    page = book.worksheets[0]
    for row in rows:
        page.append(row)
    held = io.BytesIO()
    book.save(held)
    kinds = {
        "utf8.csv": text.encode(),
        "cp1252.csv": text.encode("cp1252"),
        "utf16.txt": text.replace(";", "\t").encode("utf-16"),
        "mac.csv": text.replace("\n", "\r").encode("mac_roman"),
        "quotes.csv": b'a;b\n"x;1\n"y";"2"\n',
        "lines.txt": b"Imprimerie du Canal 03 53 01 12 34 Lille\n" * 3,
        "book.xlsx": held.getvalue(),
        "report.csv": f"{text}\n\n{text}\n\nCopyright (c) 2026\n".encode(),
        "beside.csv": "\n".join(";".join([*row, "", *row]) for row in rows).encode(),
        "text.docx": _document(rows),
        "side.csv": "\n".join(";".join(cells) for cells in zip(*rows, strict=True)).encode(),
        "list.xml": (
            b'<?xml version="1.0"?><clients><client id="1"><nom>Bois</nom><tel>0353011234</tel>'
            b"<adresse><ville>Lille</ville></adresse></client><client><nom>Lait</nom></client>"
            b"</clients>"
        ),
        "card.vcf": (
            b"BEGIN:VCARD\r\nVERSION:2.1\r\n"
            b"N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Durand;H=C3=A9l=C3=A8ne\r\n"
            b"item1.TEL;WORK:03 53 01 12 34\r\nORG:Canal;Com\r\nEND:VCARD\r\n"
        ),
        "card4.vcf": (
            "BEGIN:VCARD\nVERSION:4.0\nFN:Hélène\n"
            'TEL;VALUE=uri;TYPE="work,voice":tel:+33-3-53-01-12-34\n'
            "PHOTO:data:image/png;base64,iVBO\nEND:VCARD\n"
        ).encode(),
    }
    for name, content in kinds.items():
        (folder / name).write_bytes(content)


def mail_seeds(folder: Path) -> None:
    """The made-up mails of the tests."""
    for path in (Path(__file__).parent.parent / "tests/correspondence/mails").glob("*.eml"):
        (folder / path.name).write_bytes(path.read_bytes())


def line_seeds(folder: Path) -> None:
    """The made-up lines of five hands, of the tests."""
    for path in (Path(__file__).parent.parent / "tests/prospects/paper_lines").glob("*.txt"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            (folder / f"{path.stem}-{number}").write_text(line, encoding="utf-8")


def date_seeds(folder: Path) -> None:
    """Phrases of both languages."""
    phrases = (
        *("jeudi 10h", "le premier mardi de janvier", "dans 3 semaines et 6 jours", "mi-mars"),
        *("lundi ou mardi matin", "du 7 au 20 décembre", "fin S50", "dans 1h30", "T1 2027"),
        *("pas avant le 7 décembre", "15 courant", "2026-12-15T14:30", "avant vendredi", "J+8"),
        *("between 2 and 4pm tomorrow", "the first Monday of January", "in 3 working days"),
    )
    for number, phrase in enumerate(phrases):
        (folder / str(number)).write_text(phrase, encoding="utf-8")


KINDS = {"files": seeds, "mails": mail_seeds, "lines": line_seeds, "dates": date_seeds}


def one(content: bytes, *, kind: str) -> None:
    """One broken input of this kind, read the way the product does."""
    path = FOLDER / "input"
    start = time.perf_counter()
    if kind == "mails":
        read_mail(content)
    elif kind == "lines":
        read_lines(content.decode("utf-8", "replace"))
    elif kind == "dates":
        read_date(content.decode("utf-8", "replace"))
    else:
        path.write_bytes(content)
        read_through(path)
    _SEEN["inputs"] += 1
    _SEEN["bytes"] = max(_SEEN["bytes"], len(content))
    _SEEN["slowest"] = max(_SEEN["slowest"], time.perf_counter() - start)


def main() -> None:
    """Fuzzes inputs of one kind, files unless another is named, for the seconds given."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    corpus = FOLDER / "corpus"
    corpus.mkdir()
    kind = next((word for word in sys.argv[2:] if word in KINDS), "files")
    KINDS[kind](corpus)
    options = [
        sys.argv[0],
        f"-max_total_time={seconds}",
        "-max_len=60000",
        "-timeout=5",
        "-rss_limit_mb=1500",
        "-print_final_stats=1",
        f"-artifact_prefix={FOLDER}/",
        str(corpus),
    ]

    def fed(content: bytes) -> None:
        one(content, kind=kind)
        if _SEEN["inputs"] % 500 == 0:
            print(
                f"fuzz: {_SEEN['inputs']:,} inputs, the slowest {_SEEN['slowest']:.2f} s",
                file=sys.stderr,
                flush=True,
            )

    atheris.Setup(options, fed)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
