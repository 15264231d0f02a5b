"""LDIF (RFC 2849), as Thunderbird exports its address book."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from pathlib import Path

from decroche.intake.sources.source import Unreadable

_KNOWN = {
    "o": "Société",
    "organizationname": "Société",
    "company": "Société",
    "cn": "Nom complet",
    "givenname": "Prénom",
    "sn": "Nom de famille",
    "title": "Fonction",
    "telephonenumber": "Téléphone",
    "homephone": "Téléphone domicile",
    "mobile": "Mobile",
    "facsimiletelephonenumber": "Fax",
    "mail": "E-mail",
    "mozillasecondemail": "E-mail 2",
    "street": "Adresse",
    "streetaddress": "Adresse",
    "postaladdress": "Adresse postale",
    "postalcode": "Code postal",
    "l": "Ville",
    "c": "Pays",
    "co": "Pays",
    "countryname": "Pays",
    "mozillaworkurl": "Site web",
    "workurl": "Site web",
    "labeleduri": "Site web",
    "description": "Notes",
}
_LEFT_OUT = frozenset({"dn", "objectclass", "version", "changetype", "modifytimestamp"})
_MOST = 200_000_000


class LdifSource:
    """Entries as rows; unknown attributes keep their names."""

    kind, encoding, separator = "ldif", "utf-8", ""

    def __init__(self, path: Path) -> None:
        if path.stat().st_size > _MOST:
            raise Unreadable("too_large")
        self.path = path
        self.columns = list(dict.fromkeys(name for _, entry in self._entries() for name in entry))
        if not self.columns:
            raise Unreadable("empty")

    def height(self) -> int:
        return max(1, self.path.stat().st_size // 200)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        yield 0, self.columns
        for number, entry in self._entries():
            yield number, [" / ".join(entry.get(name, ())) for name in self.columns]

    def _entries(self) -> Iterator[tuple[int, dict[str, list[str]]]]:
        """Yields (line, {column: values}); entries of groups, which have members, are left out."""
        entry, begins, group = dict[str, list[str]](), 0, False
        for number, line in self._lines():
            if not line:
                if entry and not group:
                    yield begins, entry
                entry, group = {}, False
                continue
            name, _, value = line.partition(":")
            name = name.partition(";")[0].strip().lower()
            if name == "dn":
                begins = number
            group = group or name in ("member", "uniquemember")
            if name not in _LEFT_OUT and (text := _value(value)):
                values = entry.setdefault(_KNOWN.get(name, name), [])
                if text not in values:
                    values.append(text)

    def _lines(self) -> Iterator[tuple[int, str]]:
        """Yields (number, line), with folded lines joined and without comments. An empty line ends
        each entry.
        """
        held, begins = "", 0
        with self.path.open(encoding="utf-8-sig", errors="replace") as file:
            for number, raw in enumerate(file, 1):
                line = raw.rstrip("\r\n")
                if line.startswith(" ") and held:
                    held += line[1:]
                    continue
                if held and not held.startswith("#"):
                    yield begins, held
                if not line:
                    yield number, ""
                held, begins = line, number
        if held and not held.startswith("#"):
            yield begins, held
        yield begins + 1, ""


def _value(text: str) -> str:
    if text.startswith(":"):
        try:
            return base64.b64decode(text[1:].strip()).decode("utf-8", "replace").strip()
        except (binascii.Error, ValueError):
            return text[1:].strip()
    return text.removeprefix("<").strip()
