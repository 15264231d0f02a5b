"""Chooses the reader for a file by its content."""

from __future__ import annotations

from pathlib import Path

from decroche.intake.paper.kept import scan_path
from decroche.intake.sources.csv import CsvSource
from decroche.intake.sources.documents import DocumentSource, kind_of_archive
from decroche.intake.sources.gathered import gathered
from decroche.intake.sources.jsons import JsonSource
from decroche.intake.sources.ldif import LdifSource
from decroche.intake.sources.lines import as_lines
from decroche.intake.sources.markup import MarkupSource
from decroche.intake.sources.one_column import unpacked
from decroche.intake.sources.signatures import (
    is_dump,
    is_json,
    is_ldif,
    is_markup,
    is_picture,
    is_program,
    is_vcard,
    is_workbook,
    is_zip,
)
from decroche.intake.sources.source import Source, Unreadable
from decroche.intake.sources.turned import upright
from decroche.intake.sources.vcard import VcardSource
from decroche.intake.sources.workbook import WorkbookSource
from decroche.intake.sources.xmllist import XmlSource


def open_source(path: Path, *, encoding: str = "", separator: str = "") -> Source:
    """Returns the reader for a file. An encoding or a separator (for a workbook: the name of the
    sheet) that is given is used instead of the guess.

    Raises Unreadable: missing, empty, not_a_table, and what the readers raise.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise Unreadable("missing", error.strerror or "") from None
    if not start.strip():
        raise Unreadable("empty")
    if is_zip(start):
        packed = _of_archive(path)
        if packed is not None:
            return packed
    if is_workbook(start):
        return _as_one_table(WorkbookSource(path, separator))
    if is_vcard(start):
        return VcardSource(path)
    if is_picture(start) or scan_path(path).exists():
        from decroche.intake.sources.scan import ScanSource

        return ScanSource(path)
    if is_markup(start):
        return _of_markup(path, encoding)
    if is_json(start):
        return JsonSource(path)
    if is_ldif(start):
        return LdifSource(path)
    if is_program(start) or is_dump(start):
        raise Unreadable("not_a_table")
    text = CsvSource(path, encoding=encoding, separator=separator)
    return (None if separator else as_lines(text)) or _as_one_table(text)


def _of_archive(path: Path) -> Source | None:
    """The reader for a ZIP file that is no workbook; None where it is one, or may be.

    Raises Unreadable: numbers_file, archive, no_table_in_document.
    """
    kind = kind_of_archive(path)
    if kind == "document":
        document = DocumentSource(path)
        found = _as_one_table(document) if document.has_tables else as_lines(document)
        if found is None:
            raise Unreadable("no_table_in_document")
        return found
    if kind:
        raise Unreadable(kind)
    return None


def _as_one_table(source: Source) -> Source:
    """The rows of a source under one header, however its tables lie."""
    whole = source if isinstance(source, CsvSource) else unpacked(source)
    turned = upright(whole)
    return gathered(whole) if turned is whole else turned


def _of_markup(path: Path, encoding: str) -> Source:
    """Returns a reader of the tables of a file, or of its repeated elements if it has no table."""
    try:
        return _as_one_table(MarkupSource(path, encoding))
    except Unreadable:
        return XmlSource(path)
