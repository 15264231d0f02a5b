"""The telephone and fax numbers of a row, and what stands beside them in their cells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from decroche.intake.cells import apart_from_fax, written_out
from decroche.intake.drafts import NumberTuple, Reached, Values
from decroche.shared.addresses import find_addresses
from decroche.shared.folding import strip_marks
from decroche.shared.numbers import Number, plain_number, read_numbers

OF_NUMBERS = ("phone", "contact_phone")
_EMAILS = ("email", "contact_email")
_LEAST_WITH_LABEL = len("+33 1 99 00 12 34")
"""Characters of the shortest cell in which a label may stand beside a number."""
PHONE_AND_FAX = "phone_and_fax"
"""The field of a column “Tél. / Fax”."""
_NUMBER_AND_FAX = 2
"""Numbers of a cell “Tél. / Fax”: the second is the fax."""


def wrong_numbers_of(values: Values, reached: Reached, postcode: str, country: str) -> list[str]:
    """Those numbers of the row that a column of wrong numbers names, as they are dialled. None when
    it names another one or says something else: then its words stay on the card.
    """
    if "wrong_numbers" not in values:
        return []
    faxes = list[NumberTuple]()
    named, unread = numbers_in(values["wrong_numbers"], postcode, country, faxes)
    own = {number[0] or number[1] for number in (*reached.dialled(), *reached.faxes)}
    wrong = [number[0] or number[1] for number in (*named, *faxes)]
    return wrong if not unread and own.issuperset(wrong) else []


def numbers_in(
    cells: Iterable[str],
    postcode: str,
    country: str,
    faxes: list[NumberTuple],
    *,
    of_person: bool = False,
) -> tuple[list[NumberTuple], list[str]]:
    """(the numbers, each once; what could not be read as one). Faxes named in the cells are added
    to `faxes`.
    """
    found: list[NumberTuple] = []
    unread: list[str] = []
    for cell in cells:
        plainly = None if country else plain_number(cell, postcode=postcode, of_person=of_person)
        if plainly is not None:
            if not found or all(plainly.dial != (other[0] or other[1]) for other in found):
                found.append(as_tuple(plainly))
            continue
        text, fax = cell, ""
        if len(cell) > _LEAST_WITH_LABEL or "E" in cell:
            text, fax = apart_from_fax(written_out(cell))
        if fax:
            named = read_numbers(fax, postcode=postcode, country=country)
            faxes += [_as_fax(as_tuple(number)) for number in named.numbers]
            unread += [f"Fax {text}" for text in named.unread]
        reading = read_numbers(text, postcode=postcode, of_person=of_person, country=country)
        for number in reading.numbers:
            if all(number.dial != (other[0] or other[1]) for other in found):
                found.append(as_tuple(number))
        unread.extend(reading.unread)
    return found, unread


class _NumbersOfRow(NamedTuple):
    """The numbers of a row: the company's, those of its first person, the faxes, and the texts in
    which none could be read.
    """

    numbers: list[NumberTuple]
    own: list[NumberTuple]
    faxes: list[NumberTuple]
    unread: list[str]
    unread_faxes: list[str]


def numbers_of_row(values: Values, postcode: str, country: str) -> _NumbersOfRow:
    faxes = list[NumberTuple]()
    cells = [*values.get("phone", ()), *_beside_addresses(values)]
    numbers, unread = numbers_in(cells, postcode, country, faxes)
    own, own_unread = list[NumberTuple](), list[str]()
    if "contact_phone" in values:
        own, own_unread = numbers_in(
            values["contact_phone"], postcode, country, faxes, of_person=True
        )
    if PHONE_AND_FAX in values:
        found, illegible = numbers_in(values[PHONE_AND_FAX], postcode, country, faxes)
        if len(found) == _NUMBER_AND_FAX and not faxes:
            faxes.append(_as_fax(found[1]))
            found = found[:1]
        numbers, unread = numbers + found, unread + illegible
    unread_faxes = list[str]()
    if "fax" in values:
        found, unread_faxes = numbers_in(values["fax"], postcode, country, faxes)
        faxes += [_as_fax(one) for one in found]
    return _NumbersOfRow(numbers, own, faxes, unread + own_unread, unread_faxes)


def _as_fax(number: NumberTuple) -> NumberTuple:
    return (*number[:2], "fax", *number[3:])


_SAID = re.compile(r"[^\W\d_]{3,}")
_LABELS = frozenset(
    [
        *("tel", "tels", "telephone", "telephones", "phone", "fax", "telecopie", "telecopieur"),
        *("port", "portable", "mobile", "mob", "gsm", "cell", "std", "standard", "fixe", "fix"),
        *("bureau", "domicile", "perso", "pro", "poste", "ext", "int", "ligne", "direct"),
        *("directe", "num", "numero", "appel", "min", "local", "prix", "gratuit", "ttc", "service"),
        *(
            "work",
            "home",
            "office",
            "main",
            "accueil",
            "mail",
            "email",
            "mel",
            "courriel",
            "mailto",
        ),
        *("adresse", "contact", "indicatif", "france", "eur", "cts"),
    ]
)
"""Words beside a number or an address that say no more than what it is."""


def beside_numbers(values: Values) -> list[str]:
    """The addresses in cells of numbers: “Tél. 01… contact@…”."""
    names = (*OF_NUMBERS, PHONE_AND_FAX)
    cells = (cell for name in names if name in values for cell in values[name])
    return [email for cell in cells if "@" in cell for email in find_addresses(cell)]


def _beside_addresses(values: Values) -> list[str]:
    """What stands beside the addresses of cells that hold a number too."""
    return [
        _ADDRESS.sub(" ", cell).strip(" /;,-–")
        for name in _EMAILS
        if name in values
        for cell in values[name]
        if "@" in cell and not _ONE_ADDRESS.fullmatch(cell) and _MANY_DIGITS.search(cell)
    ]


def remarks_beside(values: Values, unread: list[str]) -> list[tuple[str, str]]:
    """(field, cell) of the cells of numbers and addresses that say more than these: “01… (le
    soir)”, “Mme Roy : 01…”, “Marie Durand <marie@…>”. What is unread as a whole is kept as it is.
    """
    return [
        ("phone" if name == PHONE_AND_FAX else name, cell)
        for name in (*OF_NUMBERS, PHONE_AND_FAX, "fax", *_EMAILS)
        if name in values
        for cell in values[name]
        if cell not in unread and _says_more(cell, addresses=name in _EMAILS)
    ]


def _says_more(cell: str, *, addresses: bool) -> bool:
    """Whether a cell of numbers, or of addresses, has words of its own beside them."""
    if not _SAID.search(cell) or (addresses and _ONE_ADDRESS.fullmatch(cell)):
        return False
    beside = _ADDRESS.sub(" ", cell) if "@" in cell else cell
    if addresses and beside == cell:  # no address in it: it is kept whole
        return False
    return not {strip_marks(word) for word in _SAID.findall(beside)} <= _LABELS


_ADDRESS = re.compile(r"(?<![^\s<>()\[\],;:/])[^\s<>()\[\],;:/@]++@[^\s<>()\[\],;/@]++")
_ONE_ADDRESS = re.compile(r"[^\s<>(@]++@[^\s<>(@]++")
_MANY_DIGITS = re.compile(r"(?:\d[ .-]?){9}")


def as_tuple(number: Number) -> NumberTuple:
    """A plain tuple of the same values: only that can be handed to another process (marshal)."""
    return number[:]


def first_as_read(numbers: list[NumberTuple]) -> str:
    return numbers[0][1] if numbers else ""
