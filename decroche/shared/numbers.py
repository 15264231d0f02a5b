"""Telephone numbers as people write them in France, read into E.164.

`phonenumbers` knows every country's plan; what it gets wrong on French paper is put right before it
is asked: “poste 12” and “(standard)” must not be read as keypad digits, overseas prefixes belong to
their own country codes, spreadsheets lose the zero in front, “a / b” are two numbers. A number
outside today's plan is kept as doubtful, never refused: plans grow faster than their descriptions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from decroche.shared.folding import fold
from decroche.shared.places import department

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

Kind = Literal["switchboard", "direct", "mobile"]
Cost = Literal["free", "normal", "surcharged", "international"]


class Number(NamedTuple):
    """One number. `e164` is "" for short numbers (3949), which exist only inside France.

    `national` is grouped as it is read aloud; `timezone` is an IANA name; `valid` says whether
    today's numbering plan knows it.
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
        """As it is dialled."""
        return dial_key(self.e164, self.national)


def dial_key(e164: str, national: str) -> str:
    """A number as it is dialled, the same for every spelling: what oppositions and consents are
    kept under.
    """
    return e164 or national.replace(" ", "")


@dataclass(frozen=True, slots=True)
class NumbersRead:
    """The numbers found in a text, and what could not be read as one."""

    numbers: list[Number] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


# Overseas prefixes as dialled nationally -> country code, IANA zone. Source:
# the French numbering plan (Arcep), as each territory has its own country code.
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
# Numbers set aside for fiction by ARCEP: never anybody's, so always usable in examples.
_FICTION = re.compile(r"0(19900|26191|35301|46571|53649|63998)\d{4}")
_SHORT = re.compile(r"(10\d{2}|3[0-9]\d{2}|118\d{3}|116\d{3})")
_PAIRS = re.compile(r"(?<=\d)(?=(?:\d\d)+$)")

_LONGEST = 600
"""Characters of a text that is read as one."""
_STRETCH = re.compile(
    rf"\s++|[^\n;,|]{{1,{_LONGEST}}}(?=[\n;,|]|\Z)|.{{1,{_LONGEST - 1}}}(?<!\s)(?=\s)"
    rf"|(?P<run>\S{{{_LONGEST}}}\S*+)|.",
    re.DOTALL,
)
"""A stretch of a long text: as far as a line or a list is parted, else to a space."""
_SPACES = re.compile(r"[\s\u00a0\u202f\u2007\u2009\u200b-\u200f\u202a-\u202e\ufeff]+")
_APART = re.compile(r"\s*(?:[/;,|\n]|:::|\bou\b|\bet\b|\bor\b|&)\s*", re.IGNORECASE)
_DASH_APART = re.compile(r"\s+[-–—]\s+")
_EXTENSION = re.compile(
    r"(?:\bposte|\bp\.|\bext(?:ension)?\.?|\binterne|\bint\.|\bx|#)\s*(?:n[°o]\s*)?[:.]?\s*(\d{1,6})\b",
    re.IGNORECASE,
)
_ADDED = re.compile(r"(?<=\d) ?\+ ?(?=0[1-9])")
"""“01 99 00 12 34 + 06 39 98 12 34”."""
_FLOAT = re.compile(r"(\+?\d{8,15})\.0+")
_ROUNDED = re.compile(r"\d[.,]\d+\s*[eE]\s*\+?\d+")
_LETTER_O = re.compile(r"(?<![^\W\doO_])[oO](?=[oO]*[\d\s.])(?![^\W\doO_])|(?<=\d)[oO]\b")
_LETTER_L = re.compile(
    r"(?<=[\s.]\d)[lI](?=[\s.]\d|$)|(?<=^\d)[lI](?=[\s.]\d)|(?<=[\s.])[lI](?=\d(?:[\s.]\d|$))"
)
"""An l or I that stands for a 1 among pairs of digits, as scans have it."""
_COMMAS = re.compile(r"0[1-9](?:\s?,\s?\d\d){4}")
_CANDIDATE = re.compile(r"\+?\(?\d[\d\s.\-()_·•/]*\d")
_CODE_IN_BRACKETS = re.compile(
    r"^\((?=(?:377|376|352|32|41|49|44|34|39|351|687|689|590|594|596|262)\) ?[1-9])"
)
"""“(377) 93 15 12 34”: a country's code without its +."""
_FRENCH_INSIDE = re.compile(
    r"(?<![\d+])(?:(?:\+|00)?33[\s.\-/]*(?:\(0\)[\s.\-/]*)?|0[\s.\-]?)[1-9](?:[\s.\-/_·•]*\d){8}"
    r"(?!\d)"
)
"""A French number somewhere in a run of digits that is none as a whole."""
_REMARKS = re.compile(
    r"\(?\d+(?:[.,]\d+)?\s*(?:€|eur(?:os?)?|cts?|centimes?|c\b)\s*(?:ttc|ht)?"
    r"\s*(?:/|par|la)?\s*(?:min(?:ute)?|mn|appel)?\.?\)?"
    r"|\(?(?:(?:lun|mar|mer|jeu|ven|sam|dim)[a-z]{0,5}\.?[\s-]{1,3}){0,7}\b\d{1,2}\s*h"
    r"(?:\s*\d\d(?!(?:[\s.]?\d\d){2}))?(?:\s*(?:-|–|à|a|/)\s*\d{1,2}\s*h"
    r"(?:\s*\d\d(?!(?:[\s.]?\d\d){2}))?)*(?:\s*/\s*24)?(?![a-z])\)?"
    r"|\b7\s*j(?:ours?)?\s*/\s*7\b|\(prix[^)]*\)|\+\s*prix (?:d'un )?appel\b"
    r"|(?:(?<=^)|(?<=[\s;/,]))\(?[1-9][)°]\s(?=\D?\d)"
    r"|\((?:\d{2,3}|2[AB])\)\s*(?=0[1-9])"
    r"|(?<=[ .]\d\d[ .]\d\d )\d{5}(?= +[^\W\d_]{2})"
    r"|\b(?:siren|siret|r\.?c\.?s\.?|r\.?m\.?|tva|n[°o] ?tva|iban|rib|ape|naf|cs|bp)\b"
    r"(?: (?:intra(?:com\w*)?|n[°o]|[^\W\d_]{2,30}(?: [b-d])?)){0,2}"
    r"[ :.]{0,3}(?:fr ?)?(?:\d{3}[ .]?\d{3}[ .]?\d{3}(?:[ .]?\d{5})?(?!\d)|\d{2} \d{3} \d{3} \d{3}"
    r"(?!\d)|\d{2,5}(?![\d.]|[ .]\d\d[ .]))",
    re.IGNORECASE,
)
"""What stands beside numbers on letterheads and is none: the price of an 08 number (which the law
wants there), opening hours, “1) … 2) …”, a department in brackets, a postcode behind a number, the
company's numbers in registers (“RCS Lille 732 829 320”) and its post box.
"""
_ENDINGS = re.compile(
    r"(?<!\d)(?P<start>(?:\+33|0)[\s.\-]?[1-9](?:[\s.\-]?\d){6})(?P<gap>[\s.\-]?)(?P<end>\d\d)"
    r"(?P<others>(?:\s*/\s*(?:\d\d[\s.]?)?\d\d"
    r"|\s+(?:et|ou|-|–)\s+(?:\d\d[\s.]?)?\d\d(?=\s*(?:$|[;,)/|]|(?:et|ou)\b))){1,9})"
    r"(?![\d.\-]|\s\d|\s?(?:h\b|h\d|:\d))",
    re.IGNORECASE,
)
"""“01 99 00 12 35/36”, “01 99 00 12 35 ou 12 36”: numbers that differ in their last pairs."""


class Where(NamedTuple):
    """What is known around a number: the postcode settles overseas VoIP numbers and Réunion against
    Mayotte, `region` (ISO 3166, "" for France) how national digits are read, `of_person` makes a
    fixed line a direct one instead of a switchboard.
    """

    postcode: str = ""
    region: str = ""
    of_person: bool = False


def read_numbers(
    text: str, *, postcode: str = "", of_person: bool = False, country: str = ""
) -> NumbersRead:
    """Every number in a text, in order; what looks meant as one and can't be read is in `unread`.

    `country` is that of the address, as written (“Suisse”, “BE”, “Italia”); empty, France, or a
    word that is no country: national digits are French. See `Where` for the others.
    """
    if len(text) > _LONGEST:
        return _read_long(text, postcode=postcode, of_person=of_person, country=country)
    region = region_of(country)
    where = Where(postcode, "" if region == "FR" else region, of_person)
    fast = "" if where.region else _plain_french(text)
    if fast:
        found = _french(fast, "", where)
        return NumbersRead([found]) if found else NumbersRead(unread=[text.strip()])
    reading = NumbersRead()
    clean = _without_remarks(_tidy(text))
    if not clean:
        return reading
    for piece in _pieces(_endings_written_out(clean)):
        _read_piece(piece, reading, where)
    return reading


def plain_number(text: str, *, postcode: str = "", of_person: bool = False) -> Number | None:
    """The number of a text that is nothing but a French number written in a usual way, as nearly
    every cell of a file is: what `read_numbers` would find in it. None for any other text.
    """
    digits = _plain_french(text)
    return _french(digits, "", Where(postcode, "", of_person)) if digits else None


def _read_long(text: str, *, postcode: str, of_person: bool, country: str) -> NumbersRead:
    """A long text, stretch by stretch: what reads numbers takes the square of a length. A stretch
    without a place to part it holds no number that anybody meant.
    """
    reading = NumbersRead()
    for stretch in _STRETCH.finditer(text):
        if stretch["run"]:
            reading.unread.append(stretch["run"])
            continue
        if stretch.group().isspace():
            continue
        one = read_numbers(stretch.group(), postcode=postcode, of_person=of_person, country=country)
        reading.numbers.extend(one.numbers)
        reading.unread.extend(one.unread)
    return reading


def region_of(country: str) -> str:
    """The ISO 3166 code of a country by its name in French, English or its own language, or by its
    code; "" when it is none.
    """
    folded = fold(country)
    if not folded:
        return ""
    named = _regions().get(folded)
    return named if named is not None else _region_inside(re.sub(r"[-/]", " ", folded))


@lru_cache(1024)
def _region_inside(folded: str) -> str:
    """The one country that a longer text names: “suisse (ge)”, “principaute de monaco”; "" when it
    names none, or two.
    """
    words = re.findall(r"\w+", folded[:80])
    found = set[str]()
    for first in range(len(words)):
        for length in (1, 2, 3):
            name = " ".join(words[first : first + length])
            if len(name) > len("uk") and name in _regions():
                found.add(_regions()[name])
    return found.pop() if len(found) == 1 else ""


@cache
def _regions() -> dict[str, str]:
    from phonenumbers.geodata.locale import LOCALE_DATA

    found = {"angleterre": "GB", "uk": "GB", "usa": "US", "etats unis": "US", "hollande": "NL"}
    for region, names in LOCALE_DATA.items():
        for language in ("fr", "en", _OWN_LANGUAGE.get(region, "fr")):
            name = names.get(language, "")
            if name.startswith("*"):  # “as in that language”
                name = names.get(name[1:], "")
            found.setdefault(fold(name), region)
        found.setdefault(region.lower(), region)
    found.pop("", None)
    return found


_OWN_LANGUAGE = {"DE": "de", "AT": "de", "CH": "de", "ES": "es", "IT": "it", "PT": "pt", "NL": "nl"}
"""Neighbours whose own name for themselves stands in address books."""


_PLAIN = re.compile(r"0[1-9](?:[ .\-]?\d\d){4}\Z")
_SIGNS = {ord(sign): None for sign in " .-"}


def _plain_french(text: str) -> str:
    """Ten digits written the usual ways; the path nearly every cell of a file takes."""
    return text.translate(_SIGNS) if _PLAIN.match(text) else ""


def _tidy(text: str) -> str:
    text = _SPACES.sub(" ", text.replace("\n", " / ")).strip()
    text = _ADDED.sub(" / ", text)
    rounded = _FLOAT.fullmatch(text)
    if rounded:
        return rounded.group(1)
    text = _CODE_IN_BRACKETS.sub("(+", _LETTER_L.sub("1", _LETTER_O.sub("0", text)))
    return text.replace(",", " ") if _COMMAS.fullmatch(text) else text


def _without_remarks(text: str) -> str:
    return _REMARKS.sub(" ", text).strip() if len(text) > len("03 53 01 12 34") else text


def _endings_written_out(text: str) -> str:
    def written_out(found: re.Match[str]) -> str:
        whole = found["start"] + found["gap"] + found["end"]
        ends = re.findall(r"(?:\d\d[\s.]?)?\d\d", found["others"])
        return " ; ".join([whole, *(_with_ending(whole, end) for end in ends)])

    return _ENDINGS.sub(written_out, text)


def _with_ending(number: str, end: str) -> str:
    """A number whose last digits are those of `end`."""
    digits = len(_only_digits(end))
    place = len(number)
    while digits:
        place -= 1
        digits -= number[place].isdigit()
    return number[:place] + end


def _pieces(text: str) -> list[str]:
    if _ROUNDED.fullmatch(text):
        return [text]
    pieces = [piece for piece in _APART.split(text) if piece]
    if sum(len(_only_digits(piece)) >= 9 for piece in pieces) < 2 and len(_only_digits(text)) <= 15:
        pieces = [text]  # “01/99/00/12/34” is one number written with slashes
    apart: list[str] = []
    for piece in pieces:
        parts = _DASH_APART.split(piece)
        both = sum(len(_only_digits(part)) >= 9 for part in parts) > 1
        apart.extend(parts if both else [piece])
    return apart


def _read_piece(piece: str, reading: NumbersRead, where: Where) -> None:
    if _ROUNDED.fullmatch(piece):
        reading.unread.append(piece)
        return
    extension = ""
    said = _EXTENSION.search(piece)
    if said and len(_only_digits(piece[: said.start()])) >= 6:
        extension, piece = said.group(1), piece[: said.start()]
    runs = [run for run in _CANDIDATE.findall(piece) if _only_digits(run)]
    numbers = [number for run in runs for number in _numbers_of_run(run, extension, where)]
    reading.numbers.extend(numbers)
    if not numbers and (runs or _only_digits(piece) or piece.strip(" -–—.")):
        reading.unread.append(piece.strip())


def _numbers_of_run(run: str, extension: str, where: Where) -> list[Number]:
    """The number that a run of digits is, else the French numbers inside it."""
    whole = _number(run, extension, where)
    if whole is not None:
        return [whole]
    found = [match.group() for match in _FRENCH_INSIDE.finditer(run)]
    if len(_only_digits("".join(found))) != len(_only_digits(run)):
        return []  # digits left over: which ones were meant is not known
    inside = [_number(piece, extension, where) for piece in found]
    return [number for number in inside if number is not None]


def _number(run: str, extension: str, where: Where) -> Number | None:
    international = run.lstrip("( ").startswith("+")
    digits = _only_digits(run.replace("(0)", "", 1) if _has_code(run) else run)
    if not international and digits.startswith("00") and len(digits) > 10:
        international, digits = True, digits[2:]
    if where.region and not international:
        abroad = _foreign(digits, extension, where)
        if abroad is not None and abroad.valid:
            return abroad
        here = _number(run, extension, Where(where.postcode, "", where.of_person))
        return here if here is not None and here.valid else abroad
    if not international and digits.startswith("33") and len(digits) == 11:
        international = True
    if international:
        return _international(digits, extension, where)
    if len(digits) == 9 and digits[0] != "0":
        digits = "0" + digits  # a spreadsheet took it for a quantity
    if len(digits) == 10 and digits[0] == "0" and digits[1] != "0":
        return _french(digits, extension, where)
    if _SHORT.fullmatch(digits):
        return Number("", digits, "switchboard", extension, True, cost_of(digits), "Europe/Paris")
    return None


def _has_code(run: str) -> bool:
    """Whether a run begins with the code of a country: then “(0)” is not dialled."""
    return run.lstrip("( ").startswith(("+", "00", "33"))


def _french(digits: str, extension: str, where: Where) -> Number | None:
    country, timezone = _home(digits, where.postcode)
    kind: Kind = "mobile" if digits[1] in "67" else "direct" if where.of_person else "switchboard"
    if country == "508" and digits.startswith("0508"):
        return _overseas(country, digits[4:], extension, where)
    valid = _in_plan(country, digits[1:]) or bool(_FICTION.fullmatch(digits))
    return Number(
        f"+{country}{digits[1:]}", group(digits), kind, extension, valid, cost_of(digits), timezone
    )


def _home(digits: str, postcode: str) -> tuple[str, str]:
    where = department(postcode) if postcode else ""
    if digits[:4] == "0976" and where in _VOIP_BY_DEPARTMENT:
        return _VOIP_BY_DEPARTMENT[where]
    if digits[:6] == "063998":
        return "33", "Europe/Paris"
    found = _OVERSEAS.get(digits[:4]) or _OVERSEAS.get(digits[:5])
    if found is None:
        return "33", "Europe/Paris"
    if found[0] == "262" and where in ("974", "976"):
        return found[0], "Indian/Mayotte" if where == "976" else "Indian/Reunion"
    return found


@cache
def _plan(country: str) -> re.Pattern[str]:
    """The national numbers a country's plan knows, as phonenumbers describes it."""
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
            known = getattr(plan, part)
            if known is not None and known.national_number_pattern:
                patterns.append(known.national_number_pattern)
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _in_plan(country: str, national: str) -> bool:
    return _plan(country).fullmatch(national) is not None


def _international(digits: str, extension: str, where: Where) -> Number | None:
    if digits.startswith("33"):
        rest = digits[2:].removeprefix("0")
        home = Where(of_person=where.of_person)
        return _french("0" + rest, extension, home) if len(rest) == 9 else None
    code = digits[:3]
    if code in _OVERSEAS_CODES:
        national = digits[3:].removeprefix("0")
        if len(national) == _OVERSEAS_LENGTHS.get(code, 9):
            return _overseas(code, national, extension, where)
    return _foreign(digits, extension, where, code_first=True)


def _overseas(code: str, national: str, extension: str, where: Where) -> Number:
    long = len(national) == 9
    mobile = national[0] in "67" if long else national[:2] in _OVERSEAS_MOBILES.get(code, ())
    kind: Kind = "mobile" if mobile else "direct" if where.of_person else "switchboard"
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
    digits: str, extension: str, where: Where, *, code_first: bool = False
) -> Number | None:
    """A number of another country: with its code first, or as it is written inside `where.region`.

    What is kept is the number that was understood, without the 0 dialled only inside that country.
    """
    import phonenumbers

    try:
        parsed = phonenumbers.parse(f"+{digits}" if code_first else digits, where.region or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    mobile = phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.MOBILE
    kind: Kind = "mobile" if mobile else "direct" if where.of_person else "switchboard"
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
    """The time zone of a number; where its country has several and the number does not tell, that
    of the capital or of most people.
    """
    import phonenumbers
    from phonenumbers import timezone

    strangers = {"Etc/Unknown"} | ({"Atlantic/Canary"} if parsed.country_code != _SPAIN else set())
    known = [zone for zone in timezone.time_zones_for_number(parsed) if zone not in strangers]
    if len(known) == 1:
        return known[0]
    region = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    return _MAIN_ZONES.get(region) or (known[0] if known else "Europe/Paris")


_SPAIN = 34
"""Country code; phonenumbers gives Moroccan numbers the Canaries' time zone."""
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
"""One time zone for countries with several (tz database, the zone of the capital or of the most
populous part).
"""


def cost_of(digits: str) -> Cost:
    """What a French number costs to call: of ten digits, or a short one of six at most.

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
    """A French number by pairs; 08 numbers by three, as they are said: 0 800 12 34 56 -> 0800 123
    456.
    """
    if len(digits) == 10 and digits[:2] != "08":
        return f"{digits[:2]} {digits[2:4]} {digits[4:6]} {digits[6:8]} {digits[8:]}"
    if len(digits) == 10:
        return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    if len(digits) % 2:
        return f"{digits[:1]} {group(digits[1:])}" if len(digits) > 3 else digits
    return _PAIRS.sub(" ", digits)


def national_digits(e164: str) -> str:
    """The digits dialled inside France: "+33199001234" gives "0199001234"; others keep their
    code.
    """
    if e164.startswith("+33") or (e164[1:4] in _OVERSEAS_CODES and len(e164) == 13):
        return "0" + e164[-9:]
    return e164.lstrip("+")


def digits_kept(text: str, digits: str) -> str:
    """What to look for among `national_digits` when part of a number was typed: `text` as typed,
    `digits` its digits. “+33 3 20”, “0033 3 20” and “+590 690” are kept as 0320 and 0690.
    """
    coded = text.lstrip("( ").startswith("+")
    abroad = digits.removeprefix("00")
    if abroad.startswith("33") and (coded or abroad != digits or len(digits) > 9):
        return "0" + abroad[2:].removeprefix("0")
    if not coded and not (abroad != digits and len(abroad) >= _COMES_FROM_ABROAD):
        return digits
    if abroad[:3] in _OVERSEAS_CODES and abroad[:3] not in _OVERSEAS_LENGTHS:
        return "0" + abroad[3:].removeprefix("0")
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    for length in (1, 2, 3):
        code = abroad[:length]
        if code.isdigit() and int(code) in COUNTRY_CODE_TO_REGION_CODE and code != _ITALY:
            return code + abroad[length:].removeprefix("0")  # “+32 (0)2…”: not dialled
    return abroad


_COMES_FROM_ABROAD = 8
"""Digits behind 00 from which it stands for the +: fewer may be the middle of a number."""
_ITALY = "39"
"""Country code; the 0 of its numbers is dialled from abroad too."""


def _only_digits(text: str) -> str:
    return "".join(c for c in text if c in "0123456789")


def read_postcode(text: str) -> str:
    """A French postcode; a spreadsheet's 1400 becomes 01400 and 59000.0 becomes 59000. Others stay
    as written.
    """
    text = text.strip().removesuffix(".0")
    bare = _SPACES.sub("", text)
    if bare.isascii() and bare.isdigit():
        if len(bare) == 4:
            return "0" + bare
        if len(bare) == 5:
            return bare
    return text
