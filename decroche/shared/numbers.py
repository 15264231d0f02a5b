"""Reading telephone numbers, as people write them in France, into E.164.

The library `phonenumbers` knows every country's numbering plan, but misreads much of what stands in
French files. So a text is taken apart here first: “poste 12” and “(standard)” are not keypad
letters, overseas prefixes have their own country codes, spreadsheets drop the leading zero, “a / b”
are two numbers. A number that the plan does not know is kept as not valid and never refused,
because plans grow faster than the library's description of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from decroche.shared.countries import region_of
from decroche.shared.places import department

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

Kind = Literal["switchboard", "direct", "mobile"]
"""What a number leads to. A fixed line is a switchboard, or direct when it belongs to a person."""
Cost = Literal["free", "normal", "surcharged", "international"]


class Number(NamedTuple):
    """One number. `e164` is "" for short numbers (3949), which can be dialled only inside France.

    `national` is the number as dialled in its country, grouped as it is read aloud (03 22 45 18
    79); `timezone` is an IANA name; `valid` says whether the numbering plan has such a number.
    """

    e164: str
    national: str
    kind: Kind
    extension: str
    valid: bool
    cost: Cost
    timezone: str

    @property
    def dial(self) -> str:
        """See `dial_key`."""
        return dial_key(self.e164, self.national)


def dial_key(e164: str, national: str) -> str:
    """A number as it is dialled: E.164, or the digits of a short number. It is the same however the
    number was written, so that oppositions and consents are kept under it.
    """
    return e164 or national.replace(" ", "")


@dataclass(frozen=True, slots=True)
class NumbersRead:
    """The numbers found in a text, and the parts of it that could not be read as one."""

    numbers: list[Number] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


# Overseas prefixes, as dialled inside France, with the country code and the IANA time zone of their
# territory. Source: the French numbering plan (Arcep).
_OVERSEAS: dict[str, tuple[str, str]] = {
    "0590": ("590", "America/Guadeloupe"),
    "0690": ("590", "America/Guadeloupe"),
    "0691": ("590", "America/Guadeloupe"),
    "0594": ("594", "America/Cayenne"),
    "0694": ("594", "America/Cayenne"),
    "0596": ("596", "America/Martinique"),
    "0696": ("596", "America/Martinique"),
    "0697": ("596", "America/Martinique"),
    "0262": ("262", "Indian/Reunion"),
    "0263": ("262", "Indian/Reunion"),
    "0692": ("262", "Indian/Reunion"),
    "0693": ("262", "Indian/Reunion"),
    "0269": ("262", "Indian/Mayotte"),
    "0639": ("262", "Indian/Mayotte"),
    "0508": ("508", "America/Miquelon"),
    "0708": ("508", "America/Miquelon"),
    "09475": ("590", "America/Guadeloupe"),
    "09476": ("594", "America/Cayenne"),
    "09477": ("596", "America/Martinique"),
    "09478": ("262", "Indian/Reunion"),
    "09479": ("262", "Indian/Reunion"),
}
_VOIP_BY_DEPARTMENT = {
    "971": ("590", "America/Guadeloupe"),
    "972": ("596", "America/Martinique"),
    "973": ("594", "America/Cayenne"),
    "974": ("262", "Indian/Reunion"),
    "976": ("262", "Indian/Mayotte"),
}
"""{department: (country code, time zone)} of VoIP numbers (09 76), whose prefix is shared by all of
these departments.
"""
_OVERSEAS_CODES = dict(_OVERSEAS.values()) | {
    "262": "Indian/Reunion",
    "687": "Pacific/Noumea",
    "689": "Pacific/Tahiti",
    "681": "Pacific/Wallis",
}
_OVERSEAS_LENGTHS = {"508": 6, "687": 6, "689": 8, "681": 6}
"""Digits of a national number where they are not nine (Arcep and the local plans)."""
_OVERSEAS_MOBILES = {
    "687": ("70", "71", "72", "73", "74", "75", "76", "77", "78", "79", "80"),
    "689": ("87", "88", "89"),
}
# Numbers that Arcep reserves for works of fiction. No plan has them, but examples and tests use
# them.
_FICTION = re.compile(r"0(19900|26191|35301|46571|53649|63998)\d{4}")
BRITISH = r"0(?:2\d \d{4} \d{4}|1(?:\d1|1\d) \d{3} \d{4}|[17]\d{3} \d{3} ?\d{3})"
"""A number as it is written in Britain, eleven digits in groups that no other number here has: “020
7946 0142”, “01632 960318” (Ofcom, National Telephone Numbering Plan).
"""
_BRITISH = re.compile(BRITISH)
_SHORT = re.compile(r"(10\d{2}|3[0-9]\d{2}|118\d{3}|116\d{3})")
_PAIRS = re.compile(r"(?<=\d)(?=(?:\d\d)+$)")

_LONGEST = 600
"""Characters up to which a text is read as a whole; a longer one is read in stretches."""
_STRETCH = re.compile(
    rf"\s++|[^\n;,|]{{1,{_LONGEST}}}(?=[\n;,|]|\Z)|.{{1,{_LONGEST - 1}}}(?<!\s)(?=\s)"
    rf"|(?P<run>\S{{{_LONGEST}}}\S*+)|.",
    re.DOTALL,
)
"""A stretch of a long text: up to the end of a line or an item of a list, else up to a space. The
group `run` is a stretch without any space.
"""
_SPACES = re.compile(
    r"[\s\u00a0\u202f\u2007\u2009\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"
)
_BETWEEN_NUMBERS = re.compile(r"\s*(?:[/;,|\n]|:::|\bou\b|\bet\b|\bor\b|&)\s*", re.IGNORECASE)
_DASH_BETWEEN = re.compile(r"\s+[-–—]\s+")
_EXTENSION = re.compile(
    r"(?:\bposte|\bp\.|\bext(?:ension)?\.?|\binterne|\bint\b\.?|\bx"
    r"|#)\s*(?:n[°o]\s*)?[:.=]?\s*(\d{1,6})\b",
    re.IGNORECASE,
)
_EXTENSION_FIRST = re.compile(
    r"[^\d+]{0,60}\b(?:poste|ext(?:ension)?"
    r"|interne)\.?\s*(?:n[°o]\s*)?:?\s*(?P<extension>\d{1,5})(?!\d)"
    r"\s*(?:(?:[,;:/)–-]\s*){1,2}|\b(?:au|du|at|on)\s+)(?=[+(]?\d)",
    re.IGNORECASE,
)
"""“Poste 31 au 01 99 00 12 34”: the extension before the number."""
_PLUS_BETWEEN = re.compile(r"(?<=\d) ?\+ ?(?=0[1-9])")
"""The + of “01 99 00 12 34 + 06 39 98 12 34”."""
_LONG_DASHES = re.compile(r"(?<!\d)0\d(?:[\u2010-\u2015]\d\d){4}(?!\d)")
"""The long dashes that a word processor makes of hyphens: “01–99–00–12–34”."""
_STROKES = re.compile(r"(?<![\d/])0[1-9](?:/\d\d){4}(?![\d/])")
"""Strokes between the pairs of one number: “01/99/00/10/26”."""
_FLOAT = re.compile(r"(\+?\d{8,15})\.0+")
"""A number that a spreadsheet stored as a decimal number: “199001234.0”."""
_ROUNDED = re.compile(r"\d[.,]\d+\s*[eE]\s*\+?\d+")
"""A number that a spreadsheet rounded: “3.32E+10”. Its last digits are lost."""
_EXACT = re.compile(r"(?P<first>\d)[.,](?P<rest>\d{8,14})[eE]\+?(?P<power>\d{1,2})")
"""The same with every digit kept: “1.99001234E8”, as programs write a whole number."""
_BROKEN_SPACE = re.compile("(?<=[\\d.)])\u00c2(?=[\\s\u00a0]*[\\d(])")
"""What is left of a no-break space that was read in the wrong encoding: “01Â 99Â 00”."""
_LETTER_O = re.compile(r"(?<![^\W\doO_])[oO](?=[oO]*[\d\s.])(?![^\W\doO_])|(?<=\d)[oO]\b")
"""A letter O among digits, typed or recognised for a zero."""
_LETTER_L = re.compile(
    r"(?<=[\s.]\d)[lI](?=[\s.]\d|$)|(?<=^\d)[lI](?=[\s.]\d)|(?<=[\s.])[lI](?=\d(?:[\s.]\d|$))"
)
"""A letter l or I among pairs of digits, recognised for a 1 in a scan."""
_COMMAS = re.compile(r"0[1-9](?:\s?,\s?\d\d){4}")
_CANDIDATE = re.compile(r"\+?\(?\d[\d\s.\-()_·•/]*\d")
_CODE_IN_BRACKETS = re.compile(
    r"^\((?=(?:377|376|352|32|41|49|44|34|39|351|687|689|590|594|596|262)\) ?[1-9])"
)
"""The beginning of “(377) 93 15 12 34”: a country code without its +."""
_FRENCH_INSIDE = re.compile(
    r"(?<![\d+])(?:(?:\+|00)?33[\s.\-/]*(?:\(0\)[\s.\-/]*)?|0[\s.\-]?)[1-9](?:[\s.\-/_·•]*\d){8}"
    r"(?!\d)"
)
"""A French number inside a longer run of digits."""
_EVEN = re.compile(
    r"(?:^|[-–/] )(?P<number>0[1-9](?P<gap>[ .\-])\d\d(?:(?P=gap)\d\d){3})(?= [-–/] | ?$)"
)
"""A French number in pairs, all parted by the same sign, that a dash or a stroke parts from other
digits: “03.53.01.12.34 - 59044”.
"""
_REMARKS = re.compile(
    r"\(?(?:\d{1,3}(?: \d{3})+|\d+)(?:[.,]\d+)?\s*(?:k?€|eur(?:os?)?|cts?|centimes?|c\b)"
    r"\s*(?:ttc|ht)?"
    r"\s*(?:/|par|la)?\s*(?:min(?:ute)?|mn|appel)?\.?\)?"
    r"|\(?(?:(?:lun|mar|mer|jeu|ven|sam|dim)[a-z]{0,5}\.?[\s-]{1,3}){0,7}\b\d{1,2}\s*h"
    r"(?:[0-5]\d(?= \(?0[1-9])|\s*\d\d(?!(?:[\s.]?\d\d){2}))?(?:\s*(?:-|–|à|a|/)\s*\d{1,2}\s*h"
    r"(?:[0-5]\d(?= \(?0[1-9])|\s*\d\d(?!(?:[\s.]?\d\d){2}))?)*(?:\s*/\s*24)?(?![a-z])\)?"
    r"|\b7\s*j(?:ours?)?\s*/\s*7\b|\(prix[^)]*\)|\+\s*prix (?:d'un )?appel\b"
    r"|(?:(?<=^)|(?<=[\s;/,]))(?<!33 )\(?[1-9][)°]\s(?=\D?\d)"
    r"|\((?:\d{2,3}|2[AB])\)\s*(?=0[1-9])"
    r"|(?<=[ .]\d\d[ .]\d\d )\d{5}(?= +[^\W\d_]{2})"
    r"|\bcedex\s+\d{1,2}\b|(?<=[^\W\d_]{3} )(?<!poste )(?<!terne )(?<!\bext )\d{1,2}"
    r"(?=[ ,]+0[1-9](?:[ .]\d\d){4}(?![ .]?\d))"
    r"|(?<!\d[ .\-/])(?<!\d)\d{5}(?= +[^\W\d_]{3})|\b[A-Z]{1,2}-\d{4,5}(?= )"
    r"|(?<!\d)(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])/(?:19|20)\d\d(?![/.\-]?\d)"
    r"|(?<!\d)(?<!\d[ .\-/])(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d.\-/])"
    r"|(?<!\d[ .])(?<!\d)(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.(?:19|20)\d\d"
    r"(?![ .]?\d)"
    r"|(?<![\d.])\d{1,2}(?:er)? (?:janv(?:ier|\.)|f[ée]vr(?:ier|\.)|mars|avril|mai|juin"
    r"|juill(?:et|\.)|ao[ûu]t|sept(?:embre|\.)|oct(?:obre|\.)|nov(?:embre|\.)|d[ée]c(?:embre|\.))"
    r"(?: (?:19|20)\d\d)?\b"
    r"|\((?=[^()]*[^\W\d_]{3})(?![^()]*(?:poste|ext|interne))[^()\d]*\d{1,2}[^()\d]*\)"
    r"|\b(?:siren|siret|r\.?c\.?s\.?|r\.?m\.?|tva|n[°o] ?tva|iban|rib|ape|naf|cs|bp)\b"
    r"(?: (?:intra(?:com\w*)?|n[°o]|[^\W\d_]{2,30}(?: [b-d])?)){0,2}"
    r"[ :.]{0,3}(?:fr ?)?(?:\d{2} ?\d{3} ?\d{3} ?\d{3}(?!\d)"
    r"|\d{3}[ .]?\d{3}[ .]?\d{3}(?:[ .]?\d{5})?(?!\d)"
    r"|\d{2,5}(?![\d.]|[ .]\d\d[ .]))",
    re.IGNORECASE,
)
"""Digits that stand beside telephone numbers on letterheads and belong to none: the price of an 08
number (which the law requires there), opening hours, “1) … 2) …”, a department in brackets, a
postcode with its town, a date, a count in brackets (“(4 lignes)”), the company's numbers in
registers (“RCS Lille 732 829 320”), a post box.
"""
_ENDINGS = re.compile(
    r"(?<!\d)(?P<start>(?:\+33|0)[\s.\-]?[1-9](?:[\s.\-]?\d){6})(?P<gap>[\s.\-]?)(?P<end>\d\d)"
    r"(?P<others>(?:\s*/\s*\.?(?:\d\d[\s.]?)?\d\d|/\d(?!\d)"
    r"|\s+(?:et|ou|&|-|–)\s+(?:\d\d[\s.]?)?\d\d(?=\s*(?:$|[;,)/|]|(?:et|ou)\b"
    r"|[-–]\s+\d\d\s*(?:$|[;,)|\-–])))){1,9})"
    r"(?![\d.\-]|\s\d|\s?(?:h\b|h\d|:\d))",
    re.IGNORECASE,
)
"""Numbers that differ in their last digits: “01 99 00 12 35/36”, “01 99 00 12 35 ou 12 36”."""


class Context(NamedTuple):
    """What is known about the owner of a number. The `postcode` decides the territory of overseas
    VoIP numbers, and between Réunion and Mayotte; the `region` (ISO 3166, "" for France) decides
    how a number without a country code is read; `of_person` makes a fixed line a direct one.
    """

    postcode: str = ""
    region: str = ""
    of_person: bool = False

    def kind(self, *, mobile: bool) -> Kind:
        """Returns the kind of a number of this owner."""
        if mobile:
            return "mobile"
        return "direct" if self.of_person else "switchboard"


def read_numbers(
    text: str, *, postcode: str = "", of_person: bool = False, country: str = ""
) -> NumbersRead:
    """Every number in a text, in order. Parts that look like a number and can't be read are in
    `unread`.

    `country` is that of the address, as written (“Suisse”, “BE”, “Italia”); when it is empty,
    France or not a country, numbers without a country code are French. For `postcode` and
    `of_person` see `Context`.
    """
    if len(text) > _LONGEST:
        return _read_long(text, postcode=postcode, of_person=of_person, country=country)
    region = region_of(country)
    context = Context(postcode, "" if region == "FR" else region, of_person)
    digits = "" if context.region else _plain_french(text)
    if digits:
        number = _french(digits, "", context)
        return NumbersRead([number]) if number else NumbersRead(unread=[text.strip()])
    reading = NumbersRead()
    clean = _without_remarks(_tidy(text))
    if not clean:
        return reading
    before = _EXTENSION_FIRST.match(clean)
    for piece in _pieces(_endings_written_out(clean[before.end() :] if before else clean)):
        _read_piece(piece, reading, context)
    if before and reading.numbers:
        reading.numbers[0] = reading.numbers[0]._replace(extension=before["extension"])
    return reading


def plain_number(text: str, *, postcode: str = "", of_person: bool = False) -> Number | None:
    """The number of a text that is one French number, written in a usual way, and nothing else (as
    nearly every cell of a file is): the one `read_numbers` would find, but faster. None for any
    other text.
    """
    digits = _plain_french(text)
    return _french(digits, "", Context(postcode, "", of_person)) if digits else None


def _read_long(text: str, *, postcode: str, of_person: bool, country: str) -> NumbersRead:
    """The numbers of a long text, which is read in stretches, because reading takes the square of a
    text's length. A stretch without any space is not read.
    """
    reading = NumbersRead()
    for stretch in _STRETCH.finditer(text):
        if stretch["run"]:
            reading.unread.append(stretch["run"])
            continue
        if stretch.group().isspace():
            continue
        part = read_numbers(
            stretch.group(), postcode=postcode, of_person=of_person, country=country
        )
        reading.numbers.extend(part.numbers)
        reading.unread.extend(part.unread)
    return reading


_PLAIN = re.compile(r"0[1-9](?:[ .\-]?\d\d){4}\Z")
_WITHOUT_SEPARATORS = {ord(sign): None for sign in " .-"}


def _plain_french(text: str) -> str:
    """The ten digits of a text that is one French number in a usual form; "" for any other text."""
    return text.translate(_WITHOUT_SEPARATORS) if _PLAIN.match(text) else ""


def _tidy(text: str) -> str:
    """The text with plain spaces, " / " between lines, and what spreadsheets and scans changed put
    right.
    """
    text = _SPACES.sub(" ", text.replace("\n", " / ")).strip()
    text = _BROKEN_SPACE.sub("", _PLUS_BETWEEN.sub(" / ", text))
    text = _LONG_DASHES.sub(lambda match: re.sub(r"\D", "-", match.group()), text)
    text = _STROKES.sub(lambda match: match.group().replace("/", "."), text)
    decimal = _FLOAT.fullmatch(text)
    if decimal:
        return decimal.group(1)
    exact = _EXACT.fullmatch(text)
    if exact and len(exact["rest"]) == int(exact["power"]):
        return exact["first"] + exact["rest"]
    text = _CODE_IN_BRACKETS.sub("(+", _LETTER_L.sub("1", _LETTER_O.sub("0", text)))
    return text.replace(",", " ") if _COMMAS.fullmatch(text) else text


def _without_remarks(text: str) -> str:
    """The text without `_REMARKS`. A text as short as a number alone has none."""
    return _REMARKS.sub(" ", text).strip() if len(text) > len("03 53 01 12 34") else text


def _endings_written_out(text: str) -> str:
    """“01 99 00 12 35/36” becomes “01 99 00 12 35 ; 01 99 00 12 36” (see `_ENDINGS`)."""

    def written_out(match: re.Match[str]) -> str:
        first = match["start"] + match["gap"] + match["end"]
        endings = re.findall(r"(?:\d\d[\s.]?)?\d\d|\d", match["others"])
        if any(len(ending) == 1 and ending <= first[-1] for ending in endings):
            return match.group()  # “01 99 00 12 35/1”: no line behind the first
        return " ; ".join([first, *(_with_ending(first, ending) for ending in endings)])

    return _ENDINGS.sub(written_out, text)


def _with_ending(number: str, end: str) -> str:
    """The number with its last digits replaced by those of `end`."""
    to_replace = len(_only_digits(end))
    position = len(number)
    while to_replace:
        position -= 1
        to_replace -= number[position].isdigit()
    return number[:position] + end


def _pieces(text: str) -> list[str]:
    """The parts of a text that may have a number each. It is divided at the separators only where
    that gives at least two parts with nine digits or more: “01/99/00/12/34” is one number.
    """
    if _ROUNDED.fullmatch(text):
        return [text]
    pieces = [piece for piece in _BETWEEN_NUMBERS.split(text) if piece]
    if _count_of_numbers(pieces) < 2 and len(_only_digits(text)) <= 15:
        pieces = [text]
    divided: list[str] = []
    for piece in pieces:
        parts = _DASH_BETWEEN.split(piece)
        divided.extend(parts if _count_of_numbers(parts) > 1 else [piece])
    return divided


def _count_of_numbers(pieces: list[str]) -> int:
    """How many of the pieces have as many digits as a whole number."""
    return sum(len(_only_digits(piece)) >= 9 for piece in pieces)


def _read_piece(piece: str, reading: NumbersRead, context: Context) -> None:
    """Adds what is read in a piece of a text to `reading`."""
    if _ROUNDED.fullmatch(piece):
        reading.unread.append(piece)
        return
    extension = ""
    match = _EXTENSION.search(piece)
    if match and len(_only_digits(piece[: match.start()])) >= 6:
        extension, piece = match.group(1), piece[: match.start()]
    runs = [run for run in _CANDIDATE.findall(piece) if _only_digits(run)]
    numbers = [number for run in runs for number in _numbers_of_run(run, extension, context)]
    reading.numbers.extend(numbers)
    if not numbers and (runs or _only_digits(piece) or piece.strip(" -–—.")):
        reading.unread.append(piece.strip())


def _numbers_of_run(run: str, extension: str, context: Context) -> list[Number]:
    """The number that a run of digits is as a whole, else the French numbers inside it."""
    whole = _number(run, extension, context)
    if whole is not None:
        return [whole]
    found = [match.group() for match in _FRENCH_INSIDE.finditer(run)]
    if len(_only_digits("".join(found))) != len(_only_digits(run)):
        # Digits are left over, so where each number begins is known only of those written evenly.
        found = [match["number"] for match in _EVEN.finditer(run)]
    inside = [_number(piece, extension, context) for piece in found]
    return [number for number in inside if number is not None]


def _number(run: str, extension: str, context: Context) -> Number | None:
    """The number that a run of digits and separators is as a whole; None when it is not one."""
    international = run.lstrip("( ").startswith("+")
    digits = _only_digits(run.replace("(0)", "", 1) if _has_code(run) else run)
    if not international and digits.startswith("00") and len(digits) > 10:
        international, digits = True, digits[2:]
    if context.region and not international:
        foreign = _foreign(digits, extension, context)
        if foreign is not None and foreign.valid:
            return foreign
        french = _number(run, extension, Context(context.postcode, "", context.of_person))
        return french if french is not None and french.valid else foreign
    if not international and digits.startswith("33") and len(digits) == 11:
        international = True
    if international:
        return _international(digits, extension, context)
    if len(digits) == 9 and digits[0] != "0":
        digits = "0" + digits  # a spreadsheet dropped the leading zero
    if len(digits) == 10 and digits[0] == "0" and digits[1] != "0":
        return _french(digits, extension, context)
    if _SHORT.fullmatch(digits):
        return Number("", digits, "switchboard", extension, True, cost_of(digits), "Europe/Paris")
    if _BRITISH.fullmatch(run):
        return _foreign(digits, extension, context._replace(region="GB"))
    return None


def _has_code(run: str) -> bool:
    """Whether a run begins with a country code, so that a “(0)” in it is not dialled."""
    return run.lstrip("( ").startswith(("+", "00", "33"))


def _french(digits: str, extension: str, context: Context) -> Number | None:
    """The number of ten digits as dialled in France, overseas territories included."""
    country, timezone = _territory(digits, context.postcode)
    kind = context.kind(mobile=digits[1] in "67")
    if country == "508" and digits.startswith("0508"):
        return _overseas(country, digits[4:], extension, context)
    valid = _in_plan(country, digits[1:]) or bool(_FICTION.fullmatch(digits))
    return Number(
        f"+{country}{digits[1:]}", group(digits), kind, extension, valid, cost_of(digits), timezone
    )


def _territory(digits: str, postcode: str) -> tuple[str, str]:
    """(country code, IANA time zone) of a French number of ten digits."""
    place = department(postcode) if postcode else ""
    if digits[:4] == "0976" and place in _VOIP_BY_DEPARTMENT:
        return _VOIP_BY_DEPARTMENT[place]
    if digits[:6] == "063998":  # reserved for fiction (see _FICTION), though 0639 is Mayotte's
        return "33", "Europe/Paris"
    territory = _OVERSEAS.get(digits[:4]) or _OVERSEAS.get(digits[:5])
    if territory is None:
        return "33", "Europe/Paris"
    if territory[0] == "262" and place in ("974", "976"):
        return territory[0], "Indian/Mayotte" if place == "976" else "Indian/Reunion"
    return territory


@cache
def _plan(country: str) -> re.Pattern[str]:
    """A pattern of all numbers in the plan of a country code, without the code."""
    from phonenumbers import PhoneMetadata, region_codes_for_country_code

    patterns = []
    for region in region_codes_for_country_code(int(country)):
        plan = PhoneMetadata.metadata_for_region(region)
        for part in (
            "fixed_line",
            "mobile",
            "voip",
            "toll_free",
            "shared_cost",
            "premium_rate",
            "uan",
            "personal_number",
            "pager",
        ):
            numbers = getattr(plan, part)
            if numbers is not None and numbers.national_number_pattern:
                patterns.append(numbers.national_number_pattern)
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _in_plan(country: str, national: str) -> bool:
    return _plan(country).fullmatch(national) is not None


def _international(digits: str, extension: str, context: Context) -> Number | None:
    """The number of digits that begin with a country code."""
    if digits.startswith("33"):
        rest = digits[2:].removeprefix("0")
        # Without the postcode: the country code says already that it is not overseas.
        metropolitan = Context(of_person=context.of_person)
        return _french("0" + rest, extension, metropolitan) if len(rest) == 9 else None
    code = digits[:3]
    if code in _OVERSEAS_CODES:
        national = digits[3:].removeprefix("0")
        if len(national) == _OVERSEAS_LENGTHS.get(code, 9):
            return _overseas(code, national, extension, context)
    return _foreign(digits, extension, context, code_first=True)


def _overseas(code: str, national: str, extension: str, context: Context) -> Number:
    """The number of an overseas territory, by its country code and the digits after it."""
    long = len(national) == 9
    mobile = national[0] in "67" if long else national[:2] in _OVERSEAS_MOBILES.get(code, ())
    kind = context.kind(mobile=mobile)
    zone = _OVERSEAS_CODES[code]
    if code == "262" and national[:3] in ("269", "639"):
        zone = "Indian/Mayotte"
    return Number(
        f"+{code}{national}",
        group("0" + national if long else national),
        kind,
        extension,
        _in_plan(code, national),
        "normal" if long else "international",
        zone,
    )


def _foreign(
    digits: str, extension: str, context: Context, *, code_first: bool = False
) -> Number | None:
    """A number of another country: digits that begin with its code (`code_first`), or as dialled
    inside `context.region`. The 0 that is dialled only inside that country is left out.
    """
    import phonenumbers

    try:
        parsed = phonenumbers.parse(f"+{digits}" if code_first else digits, context.region or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    mobile = phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.MOBILE
    kind = context.kind(mobile=mobile)
    return Number(
        phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164),
        phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL),
        kind,
        extension,
        phonenumbers.is_valid_number(parsed),
        "international",
        _zone_of(parsed),
    )


def _zone_of(parsed: PhoneNumber) -> str:
    """The time zone of a number. Where its country has several and the number does not tell which,
    the main one (`_MAIN_ZONES`).
    """
    import phonenumbers
    from phonenumbers import timezone

    wrong = {"Etc/Unknown"} | ({"Atlantic/Canary"} if parsed.country_code != _SPAIN else set())
    zones = [zone for zone in timezone.time_zones_for_number(parsed) if zone not in wrong]
    if len(zones) == 1:
        return zones[0]
    region = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    return _MAIN_ZONES.get(region) or (zones[0] if zones else "Europe/Paris")


_SPAIN = 34
"""Spain's country code. phonenumbers gives Moroccan numbers the time zone of the Canaries."""
_MAIN_ZONES = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "GB": "Europe/London",
    "ID": "Asia/Jakarta",
    "KZ": "Asia/Almaty",
    "MA": "Africa/Casablanca",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PF": "Pacific/Tahiti",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
    "VN": "Asia/Ho_Chi_Minh",
}
"""The time zone to use for countries that have several (tz database): that of the capital or of the
most populous part.
"""


def cost_of(digits: str) -> Cost:
    """What it costs to call a French number, by its digits: ten, or at most six of a short number.

    Source: economie.gouv.fr, “tarifs des numéros 08”; Arcep for short numbers: 30xx, 31xx, 116xxx
    and those of two or three digits (emergencies) are free, the others are surcharged.
    """
    if 0 < len(digits) <= 6:
        free = digits[:2] in ("30", "31") or digits[:3] == "116" or len(digits) < 4
        return "free" if free else "surcharged"
    if digits[:2] != "08":
        return "normal"
    if digits[:3] == "080":
        return "free" if digits[3] in "012345" else "normal"
    return "surcharged"


def group(digits: str) -> str:
    """A French number with spaces between pairs of digits (03 53 01 01 42); 08 numbers by threes,
    as they are said (0800 123 456).
    """
    if len(digits) == 10 and digits[:2] != "08":
        return f"{digits[:2]} {digits[2:4]} {digits[4:6]} {digits[6:8]} {digits[8:]}"
    if len(digits) == 10:
        return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    if len(digits) % 2:
        return f"{digits[:1]} {group(digits[1:])}" if len(digits) > 3 else digits
    return _PAIRS.sub(" ", digits)


def national_digits(e164: str) -> str:
    """The digits as dialled inside France: "+33199001234" gives "0199001234". Of a foreign number,
    the digits with the country code.
    """
    if e164.startswith("+33") or (e164[1:4] in _OVERSEAS_CODES and len(e164) == 13):
        return "0" + e164[-9:]
    return e164.lstrip("+")


def digits_to_search(text: str, digits: str) -> str:
    """The digits to search for among `national_digits` when a part of a number was typed (`text`,
    and its `digits`): “+33 3 20” and “0033 3 20” are searched as 0320, “+590 690” as 0690.
    """
    has_plus = text.lstrip("( ").startswith("+")
    without_00 = digits.removeprefix("00")
    has_00 = without_00 != digits
    if without_00.startswith("33") and (has_plus or has_00 or len(digits) > 9):
        return "0" + without_00[2:].removeprefix("0")
    if not has_plus and not (has_00 and len(without_00) >= _INTERNATIONAL_FROM):
        return digits
    if without_00[:3] in _OVERSEAS_CODES and without_00[:3] not in _OVERSEAS_LENGTHS:
        return "0" + without_00[3:].removeprefix("0")
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    for length in (1, 2, 3):
        code = without_00[:length]
        if code.isdigit() and int(code) in COUNTRY_CODE_TO_REGION_CODE and code != _ITALY:
            return code + without_00[length:].removeprefix("0")  # the 0 of “+32 (0)2…”
    return without_00


_INTERNATIONAL_FROM = 8
"""Digits after 00 from which 00 stands for the +; with fewer it may be the middle of a number."""
_ITALY = "39"
"""Italy's country code. The 0 of its numbers is dialled from abroad as well."""


def _only_digits(text: str) -> str:
    return "".join(c for c in text if c in "0123456789")


def read_postcode(text: str) -> str:
    """A French postcode from a file; what a spreadsheet changed is put right (1400 is 01400,
    59000.0 is 59000). Any other text is returned as written.
    """
    text = text.strip().removesuffix(".0")
    digits = _SPACES.sub("", text)
    if digits.isascii() and digits.isdigit():
        if len(digits) == 4:
            return "0" + digits
        if len(digits) == 5:
            return digits
    return text
