"""Tells what kind of file it is by its first bytes, whatever its name says."""

from __future__ import annotations

import re

_CARD = re.compile(
    rb"^(\xef\xbb\xbf)?\s*B\x00?E\x00?G\x00?I\x00?N\x00?:\x00?V\x00?C\x00?A\x00?R\x00?D"
    rb"|^\xff\xfeB\x00E\x00G\x00I\x00N\x00:\x00V"
    rb"|^\xfe\xff\x00B\x00E\x00G\x00I\x00N",
    re.IGNORECASE,
)
_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*)?(?:\{\s*["}]|\[?\s*\]|\[\s*")')
_LDIF = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:#[^\n]*\n)*(?:version:\s*1\s*\n\s*)?dn::? ", re.IGNORECASE
)
_ELEMENTS = re.compile(rb"<[a-z_][\w.:-]*(?:\s[^<>]*)?>\s*<[a-z_!]", re.IGNORECASE)
"""An element that begins with another one: XML without a declaration."""
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SQL = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s++|--[^\n]*+\n|/\*(?:[^*]|\*(?!/))*+\*/;?)*+"
    rb"(?:insert\s+into|create\s+(?:table|database)|drop\s+table|set\s+\w+\s*=|start\s+trans)",
    re.IGNORECASE,
)
_PICTURES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_HEIF = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis", b"avif")


def is_workbook(start: bytes) -> bool:
    """Whether a file with this start is a workbook: XLSX and ODS are ZIP files, XLS is OLE."""
    return start.startswith((_ZIP, _OLE))


def is_zip(start: bytes) -> bool:
    """Whether a file that begins so is a ZIP file: a workbook, a document or a folder packed."""
    return start.startswith(_ZIP)


def is_vcard(start: bytes) -> bool:
    """Whether a file with this start is made of vCards, in UTF-8 or UTF-16."""
    return _CARD.search(start) is not None


def is_markup(start: bytes) -> bool:
    """Whether a file with this start is HTML or XML."""
    plain = start.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    known = (b"<?xml", b"<!doctype", b"<html", b"<table", b"<workbook", b"<meta")
    return plain.startswith(known) or _ELEMENTS.match(plain) is not None


def is_json(start: bytes) -> bool:
    """Whether a file with this start is JSON: a list or an object."""
    return _JSON.match(start) is not None


def is_ldif(start: bytes) -> bool:
    """Whether a file with this start is LDIF."""
    return _LDIF.match(start) is not None


def is_picture(start: bytes) -> bool:
    """Whether a file with this start is a picture or a PDF."""
    if start[4:8] == b"ftyp" and start[8:12] in _HEIF:
        return True
    return start.startswith(_PICTURES) or (start[:4] == b"RIFF" and start[8:12] == b"WEBP")


def is_program(start: bytes) -> bool:
    """Whether a file with this start is a Linux program (ELF)."""
    return start.startswith(b"\x7fELF")


def is_dump(start: bytes) -> bool:
    """Whether a file that begins so is a dump of a database (SQL)."""
    return _SQL.match(start) is not None
