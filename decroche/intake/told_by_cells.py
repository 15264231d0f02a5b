"""What a column is, by what its cells hold. Pure."""

from __future__ import annotations

import re

from decroche.intake.header_words import WORDS_OF_COUNTS, WORDS_OF_NO_FIELD
from decroche.intake.headers import ignored, plain
from decroche.intake.told_by_values import CIVILITIES
from decroche.shared.addresses import find_addresses
from decroche.shared.numbers import read_numbers


def dialled_numbers(fields: list[str], names: list[str], body: list[list[str]]) -> None:
    """“N°” where telephone numbers stand below, or nothing yet."""
    for index, name in enumerate(names):
        bare = plain(name) in ("n", "no", "num", "numero", "nr", "number")
        if bare and all(map(DIALLED.search, cells_of(body, index))):
            fields[index] = "phone"


def postcodes_of_switzerland(fields: list[str], names: list[str], body: list[list[str]]) -> None:
    """“NPA” is “ne pas appeler” here and the postcode in Switzerland: where four digits stand below
    it, or nothing yet, and a town beside it.
    """
    for index, name in enumerate(names):
        if plain(name) != "npa" or "postcode" in fields:
            continue
        cells = cells_of(body, index)
        beside = fields[index + 1 : index + 2] + fields[max(0, index - 1) : index]
        if "city" in beside and all(re.fullmatch(r"(?:CH-)?\d{4}", cell) for cell in cells):
            fields[index] = "postcode"


def civilities(fields: list[str], names: list[str], body: list[list[str]]) -> None:
    """A column called “Titre” that holds Mme and M. is not a job: it goes before the name."""
    for index, name in enumerate(names):
        if plain(name) not in ("titre", "title", "titre de civilite", "genre", "sexe"):
            continue
        cells = [row[index].strip() for row in body if index < len(row) and row[index].strip()]
        if cells and all(CIVILITIES.fullmatch(cell) for cell in cells):
            fields[index] = "civility"


def towns_behind_postcodes(fields: list[str], names: list[str], body: list[list[str]]) -> None:
    """Without a header, words behind a postcode are its town."""
    if names or "postcode" not in fields or "city" in fields:
        return
    behind = fields.index("postcode") + 1
    if behind < len(fields) and not fields[behind]:
        cells = cells_of(body, behind)
        if cells and all(_WORDED.search(cell) and not re.search(r"\d{3}", cell) for cell in cells):
            fields[behind] = "city"


_NAMES = frozenset({"name", "contact_name", "contact_first", "contact_last", "people"})
_REACHES = frozenset({"phone", "email", "contact_phone", "contact_email"})
_WORDED = re.compile(r"[^\W\d_]{2}")
_MOSTLY = 0.8


def names_by_content(fields: list[str], names: list[str], body: list[list[str]]) -> None:
    """Where numbers or addresses have no name beside them, the first column nobody knows that has
    words, nearly all of them different, names the cards: “Lauréat;Tél”.
    """
    if not names or _NAMES & set(fields) or not _REACHES & set(fields):
        return
    for index, found in enumerate(fields):
        if (
            found
            or index >= len(names)
            or set(plain(names[index]).split()) & (WORDS_OF_NO_FIELD | WORDS_OF_COUNTS)
        ):
            continue
        cells = cells_of(body, index)
        worded = sum(bool(_WORDED.search(cell)) and len(cell) <= _LONGEST_CELL for cell in cells)
        if cells and min(worded, len(set(cells))) >= _MOSTLY * len(cells):
            fields[index] = "name"
            return


_LONGEST_CELL = 80


def cells_of(body: list[list[str]], index: int) -> list[str]:
    """What a column holds, empty cells left out."""
    return [row[index].strip() for row in body if index < len(row) and row[index].strip()]


DIALLED = re.compile(r"(?:\d[ .\-/]?){9}")
"""“Tél : 01 99 00 12 34” names no column: it holds a number."""


def is_data(cell: str) -> bool:
    text = cell.strip()
    return bool(
        DIALLED.search(text)
        or re.fullmatch(r"[\d\s.+()/-]{4,}", text)
        or "@" in text
        or len(text) > 80
    )


def by_content(values: list[str], header: str) -> str:
    sample = values[:60]
    if len(sample) < 1 or set(plain(header).split()) & WORDS_OF_NO_FIELD or ignored(plain(header)):
        return ""
    enough = len(sample) * 0.6

    def many(test: re.Pattern[str]) -> bool:
        return sum(bool(test.fullmatch(value.strip())) for value in sample) >= enough

    if sum(bool(find_addresses(value)) for value in sample) >= enough:
        return "email"
    if many(re.compile(r"\d{3}[ ]?\d{3}[ ]?\d{3}(?:[ ]?\d{5})?")) and not many(
        re.compile(r"[1-9]\d{8}")
    ):
        return "siret"
    if not header and many(re.compile(r"\d{5}")):  # under a name of its own it may be an amount
        return "postcode"
    if (
        many(re.compile(r"\+?[\d\s.()/-]{9,20}"))
        and sum(bool(read_numbers(value).numbers) for value in sample) >= enough
    ):
        return "phone"
    short = [value for value in sample if len(value) <= _LONGEST_CELL and DIALLED.search(value)]
    if len(short) >= enough and sum(bool(read_numbers(one).numbers) for one in short) >= enough:
        return "phone"
    if many(re.compile(r"(?:https?://|www\.)\S+")):
        return "website"
    return ""
