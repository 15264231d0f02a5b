"""Documents of word processors (DOCX, ODT): their tables, else their paragraphs as lines. Each is a
ZIP file with one part of XML, whose tables are read as those of any markup.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Literal

from decroche.intake.sources.markup import markup_rows
from decroche.intake.sources.source import Unreadable
from decroche.shared.archives import BROKEN_ZIP

_PARTS = {"word/document.xml": "", "content.xml": "application/vnd.oasis.opendocument.text"}
"""{part that holds the text: what the file says of itself, where the same part is of others too}"""
_OF_OFFICE = frozenset({"[Content_Types].xml", "mimetype", "content.xml"})
"""Parts of which one is in every file of an office program."""
_FILES = re.compile(r"(?i)\.(?:csv|tsv|txt|xlsx?|ods|vcf|json|xml|html?|docx?|odt|pdf|jpe?g|png)$")
_LARGEST = 64_000_000
"""Bytes of a document's text."""
_PIECE = 1 << 16
"""Characters of a document that are read at a time."""
_PARAGRAPH_END = re.compile(r"</(?:w:p|text:p|text:h)>|<(?:w:p|text:p|text:h)(?: [^<>]*)?/>")
_UNSEEN = re.compile(r"<(?:w:delText|w:instrText)\b[^<>]*>[^<]*")
"""What was deleted, or is an instruction to the program, with its text."""
_SPACE = re.compile(r"<(?:w:tab|w:br|w:cr|text:tab|text:line-break|text:s)\b[^<>]*/?>")
_TAG = re.compile(r"<[^<>]*>")


class DocumentSource:
    """The rows of every table of a document, or its paragraphs."""

    kind = "document"
    encoding = "utf-8"
    separator = ""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = _text(path)
        self.has_tables = any(True for _ in markup_rows(self._pieces()))

    def height(self) -> int:
        return max(1, len(self.text) // 200)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        for number, (_line, cells) in enumerate(markup_rows(self._pieces()), 1):
            yield number, cells

    def _pieces(self) -> Iterator[str]:
        """Its text in pieces, so that whoever needs the first rows does not wait for the last."""
        return (self.text[at : at + _PIECE] for at in range(0, len(self.text), _PIECE))

    def lines(self) -> Iterator[tuple[int, str]]:
        """Its paragraphs that hold anything, for a document without a table."""
        for number, found in enumerate(_PARAGRAPH_END.split(self.text), 1):
            plain = _TAG.sub("", _SPACE.sub("\t", _UNSEEN.sub("", found)))
            if plain.strip():
                yield number, unescape(plain)


ArchiveKind = Literal["", "document", "numbers_file", "archive"]


def kind_of_archive(path: Path) -> ArchiveKind:
    """What a ZIP file is, when it is no workbook: a document of a word processor, a file of Apple's
    Numbers, or other files packed; "" for a workbook and for what can't be told.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if _part(archive):
                return "document"
    except BROKEN_ZIP:
        return ""
    if any(name.endswith(".iwa") or name == "Index.zip" for name in names):
        return "numbers_file"
    packed = any(_FILES.search(name) for name in names)
    office = _OF_OFFICE & set(names) or any(name.startswith("xl/") for name in names)
    return "archive" if packed and not office else ""


def _part(archive: zipfile.ZipFile) -> str:
    """The part that holds the text of a document, "" when there is none."""
    names = set(archive.namelist())
    said = archive.read("mimetype")[:200].decode() if "mimetype" in names else ""
    return next((part for part, kind in _PARTS.items() if part in names and kind in said), "")


def _text(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            part = archive.getinfo(_part(archive))
            if part.file_size > _LARGEST:
                raise Unreadable("too_large_document")
            return archive.read(part).decode("utf-8", "replace")
    except BROKEN_ZIP as error:
        raise Unreadable("broken_document", str(error)[:200]) from None
