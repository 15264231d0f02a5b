"""The cells of a row as they are read: cleared of what nobody sees, and by their kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import is_normalized, normalize

from stdnum.fr import siren as siren_rules
from stdnum.fr import siret as siret_rules

from decroche.intake.cells import unguarded, written_out
from decroche.intake.drafts import Values
from decroche.intake.headers import field_of, plain
from decroche.shared.addresses import find_addresses
from decroche.shared.typed import has_control, has_unseen, without_control, without_unseen

_NAF = re.compile(r"\d{2}\.?\d{2}[A-Z]", re.IGNORECASE)
_NOT_FILLED = frozenset(
    {
        "-",
        "--",
        ".",
        "/",
        "?",
        "n/a",
        "na",
        "nc",
        "n.c.",
        "neant",
        "null",
        "none",
        "#n/a",
        "aucun",
        "nan",
    }
)


def readable_row(row: list[str]) -> list[str]:
    """A row without control characters and marks that nobody sees, each letter with its accent as
    one character (a Mac may write them apart).
    """
    whole = "".join(row)
    if has_control(whole):
        row = [without_control(cell) for cell in row]
    if not whole.isascii() and has_unseen(whole):
        row = [without_unseen(cell) for cell in row]
    if not whole.isascii() and not is_normalized("NFC", whole):
        row = [normalize("NFC", cell) for cell in row]
    return row


def first_cell(values: Values, name: str) -> str:
    """The first cell of a field, its spaces made one."""
    cells = values.get(name)
    if cells is None:
        return ""
    value = cells[0]
    return " ".join(value.split()) if "  " in value or "\u00a0" in value else value


def without_label(cell: str, fields: tuple[str, ...]) -> str:
    """A cell without the name of its own field in front: “Ville : Lille” gives Lille."""
    if ":" not in cell:
        return cell
    label, _, said = cell.partition(":")
    label = plain(label) if len(label) <= _LONGEST_LABEL else ""
    names_it = field_of(label) in fields or (label == "nom" and "name" in fields)
    return said.strip() if names_it and said.strip() else cell


def addresses_in(cells: Iterable[str]) -> list[str]:
    return [email for cell in cells for email in find_addresses(cell)]


def naf_code(cell: str) -> str:
    found = _NAF.fullmatch(cell.replace(" ", "")) if cell else None
    code = found.group().upper() if found else ""
    return f"{code[:2]}.{code[-3:]}" if code else ""


def tags_of(cells: Iterable[str]) -> list[str]:
    return [
        word.strip()[:40] for cell in cells for word in re.split(r"[;,|]|:::", cell) if word.strip()
    ]


_LONGEST_LABEL = 40
"""Characters of the name of a field before a colon."""


def register_numbers_of(values: Values) -> tuple[str, str]:
    """(SIRET, SIREN) of the columns that hold them."""
    siret = siren = ""
    for cell in values.get("siret", ()):
        one, other = read_siret(written_out(cell))
        siret, siren = siret or one, siren or other
    return siret, siren


_SHORT = 8
"""Characters of a cell that comes again and again (a postcode, “Lille”, nothing)."""


def filled_cell(cell: str) -> str:
    """`filled`, faster for most cells: what is short comes again, and what begins and ends with a
    letter or a figure is as it should be.
    """
    if len(cell) <= _SHORT:
        return _filled_short(cell)
    first, last = cell[0], cell[-1]
    if first > "'" and first != "=" and "'" < last < "\x7f":
        return cell
    return filled(cell)


@lru_cache(16_384)
def _filled_short(cell: str) -> str:
    return filled(cell)


def filled(cell: str) -> str:
    cell = cell.strip()
    if cell[:1] in ("=", "'"):
        cell = unguarded(cell).strip()
    return "" if len(cell) < 7 and cell.lower() in _NOT_FILLED else cell


def read_siret(text: str) -> tuple[str, str]:
    """(SIRET, SIREN) when the check digits hold (La Poste's exception included); zeros alone are
    refused; zeros lost in front come back.
    """
    plain = "".join(c for c in text.removesuffix(".0") if c.isdigit())
    if not plain or not plain.strip("0"):
        return "", ""
    if len(plain) in (12, 13):
        plain = plain.zfill(14)
    elif len(plain) == 8:
        plain = plain.zfill(9)
    if len(plain) == 14 and siret_rules.is_valid(plain):
        return plain, plain[:9]
    if len(plain) == 9 and siren_rules.is_valid(plain):
        return "", plain
    return "", ""
