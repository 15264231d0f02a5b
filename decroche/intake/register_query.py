"""Which companies she is looking for, in her words: “imprimeries, Nord, 50 salariés et plus”. Pure.

Activities are NAF codes with INSEE's labels: rév. 2, and NAF 2025, which takes over on 2027-01-01
(decree 2025-736). No code stands in both, so a code's shape tells its nomenclature.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from decroche.shared.folding import fold, strip_marks

SWITCH = date(2027, 1, 1)
"""From this day on NAF 2025 is the nomenclature in force."""
_TABLES = Path(__file__).parent / "tables"
_BANDS = (
    ("00", 0),
    ("01", 1),
    ("02", 3),
    ("03", 6),
    ("11", 10),
    ("12", 20),
    ("21", 50),
    ("22", 100),
    ("31", 200),
    ("32", 250),
    ("41", 500),
    ("42", 1000),
    ("51", 2000),
    ("52", 5000),
    ("53", 10000),
)
_CODE = re.compile(r"\b(\d{2})\.?(\d{2})([a-z])\b", re.IGNORECASE)
_PEOPLE = r"(?:salarie\w*|personnes?|employe\w*|people|staff)"
_AT_LEAST = re.compile(
    r"\b(?:plus de|au moins|a partir de|over|at least|from)\s+(\d+)"
    rf"|\b(\d+)\s*{_PEOPLE}?\s*(?:(?:et plus|ou plus|and more|or more|and over)\b|et \+|\+)"
)
_AT_MOST = re.compile(r"\b(?:moins de|au plus|jusqu a|under|at most|up to)\s+(\d+)")
_BETWEEN = re.compile(rf"\b(\d+)\s*(?:a|et|to|and|-)\s*(\d+)\s*{_PEOPLE}\b")
_AROUND = re.compile(
    r"\b(\d+)\s*km\s*(?:autour de|around|de|d|of)?\s+(.+)"
    r"|\b(?:autour de|pres de|around|near)\s+(.+?)(?:\s+(\d+)\s*km)?$"
)
_IN = re.compile(r"\s+(dans|en|in)\s+", re.IGNORECASE)
_LEFT_OUT = frozenset(
    [
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "l",
        "et",
        "a",
        "au",
        "aux",
        "en",
        "sur",
        "sous",
        "dans",
        "les",
        "of",
        "in",
        "the",
        "and",
        "entreprises",
        "entreprise",
        "societes",
        "companies",
    ]
)
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class CompanySearch:
    """What was understood.

    `least` and `most` are people employed; `around` is (place, kilometres); `words` is what is
    left.
    """

    activities: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    category: str = ""
    around: tuple[str, float] | None = None
    words: tuple[str, ...] = field(default=())

    def says_anything(self) -> bool:
        """Whether it asks for less than the whole country; a size alone does not."""
        return bool(
            self.activities or self.departments or self.postcodes or self.around or self.words
        )


_LONGEST = 300
"""Letters of a search: what stands behind them is left out, as on the page."""


@cache
def activities() -> dict[str, str]:
    """Every activity code with its label, of both nomenclatures."""
    return _table("rev2.tsv") | _table("2025.tsv")


@cache
def departments() -> dict[str, str]:
    """Every department with its name."""
    return _table("departments.tsv")


@cache
def _table(name: str) -> dict[str, str]:
    lines = (_TABLES / name).read_text(encoding="utf-8").splitlines()
    pairs = [line.partition("\t") for line in lines]
    return {code: label for code, _tab, label in pairs}


def is_2025(code: str) -> bool:
    """Whether a code is of NAF 2025: all of its letters are G, H, J, K, L or Y, none of rév.
    2's.
    """
    return code in _table_2025()


@cache
def _table_2025() -> frozenset[str]:
    return frozenset(_table("2025.tsv"))


def understand_wanted(text: str, today: date) -> CompanySearch:
    """Reads what she wrote; each part between commas is an activity, a place, a size or a category,
    in any order.
    """
    found: dict[str, list[str]] = {
        "activities": [],
        "departments": [],
        "postcodes": [],
        "words": [],
    }
    least: int | None = None
    most: int | None = None
    category, around = "", None
    for part in _parts(text[:_LONGEST]):
        plain = re.sub(r"[’']", " ", strip_marks(part)).strip()
        if not plain:
            continue
        size = _size(plain)
        if size:
            least, most = (
                (size[0] if size[0] is not None else least),
                (size[1] if size[1] is not None else most),
            )
        elif plain.upper() in ("PME", "ETI", "GE"):
            category = plain.upper()
        elif place := _place(part, plain):
            around = place
        elif codes := _departments(plain):
            found["departments"] += codes
        elif re.fullmatch(r"\d{5}", plain):
            found["postcodes"].append(plain)
        else:
            chosen = find_activities(part, today)
            found["activities"] += [code for code in chosen if code not in found["activities"]]
            if not chosen:
                found["words"].append(" ".join(part.split()))
    return CompanySearch(
        tuple(found["activities"]),
        tuple(found["departments"]),
        tuple(found["postcodes"]),
        least,
        most,
        category,
        around,
        tuple(found["words"]),
    )


def _parts(text: str) -> list[str]:
    """The parts of what she wrote, between commas; “… dans le Nord” is a part of its own when that
    is a department.
    """
    parts = []
    for part in re.split(r"[,;\n]+", text):
        before, _mark, after = _IN.split(part, maxsplit=1) if _IN.search(part) else (part, "", "")
        parts += (
            [before, after]
            if after and _departments(re.sub(r"[’']", " ", strip_marks(after)).strip())
            else [part]
        )
    return parts


def bands(least: int | None, most: int | None) -> tuple[str, ...]:
    """INSEE's headcount bands that may hold between `least` and `most` people; none when nothing is
    asked.
    """
    if least is None and most is None:
        return ()
    tops = [low - 1 for _, low in _BANDS[1:]] + [10**9]
    return tuple(
        code
        for (code, low), top in zip(_BANDS, tops, strict=True)
        if (least is None or top >= least) and (most is None or low <= most)
    )


def _size(plain: str) -> tuple[int | None, int | None] | None:
    squeezed = re.sub(r"(?<=\d)[ \u00a0\u202f.](?=\d{3}\b)", "", plain)
    if found := _BETWEEN.search(squeezed):
        return int(found[1]), int(found[2])
    if found := _AT_LEAST.search(squeezed):
        return int(found[1] or found[2]), None
    if found := _AT_MOST.search(squeezed):
        return None, int(found[1])
    return None


def _place(part: str, plain: str) -> tuple[str, float] | None:
    if not (found := _AROUND.search(plain)):
        return None
    place = (found[2] or found[3]).strip()
    start = plain.find(place)
    return " ".join(part.strip()[start:].split()) or place, min(
        float(found[1] or found[4] or 20), 50.0
    )


def _departments(plain: str) -> list[str]:
    names = {fold(name).replace("-", " "): code for code, name in departments().items()}
    words = re.sub(
        r"^(dans )?(le departement d[eu] |le departement |departement |dept |dep |dans |les |le |"
        r"la |l |en |du |de la |de l |des |de )+",
        "",
        fold(plain).replace("-", " "),
    )
    whole = fold(plain).replace("-", " ")
    for text in (whole, words):
        if text in names:
            return [names[text]]
        if text.upper() in departments():
            return [text.upper()]
    pieces = re.split(r"\s+(?:ET|AND)\s+|\s+", words.upper())
    return pieces if len(pieces) > 1 and all(piece in departments() for piece in pieces) else []


def find_activities(text: str, today: date) -> list[str]:
    """The codes of an activity: written out (18.12Z, 1812z), or by the words of its label, those
    that begin with them first.
    """
    if codes := [f"{found[1]}.{found[2]}{found[3].upper()}" for found in _CODE.finditer(text)]:
        return [code for code in codes if code in activities()]
    words = [
        word for word in re.split(r"\W+", fold(text)) if len(word) > 2 and word not in _LEFT_OUT
    ]
    if not words:
        return []
    if codes := _everyday(words, today >= SWITCH):
        return codes
    scored = []
    for code, label in _labels(today >= SWITCH):
        places = [
            min(
                (place for place, other in enumerate(label) if _one_word(word, other)), default=None
            )
            for word in words
        ]
        if all(place is not None for place in places):
            scored.append((sum(place for place in places if place is not None), len(label), code))
    scored.sort()
    return [code for place, _length, code in scored[:_SHOWN] if place <= scored[0][0] + 3]


def _everyday(words: list[str], new: bool) -> list[str]:
    """The codes of a trade by the word that everybody uses and no label has: mairies, cliniques,
    transporteurs.
    """
    spoken = [word.rstrip("sx") for word in words]
    for name, codes in _table("everyday.tsv").items():
        if [
            word.rstrip("sx") for word in name.split() if word not in _LEFT_OUT and len(word) > 2
        ] == spoken:
            chosen = codes.split()
            return (
                [
                    other
                    for code in chosen
                    for other, _label in _labels(True)
                    if other[:5] == code[:5]
                ]
                if new
                else chosen
            )
    return []


@cache
def _labels(new: bool) -> list[tuple[str, list[str]]]:
    return [
        (code, [word for word in re.split(r"\W+", fold(label)) if word])
        for code, label in activities().items()
        if is_2025(code) == new
    ]


def _one_word(word: str, other: str) -> bool:
    """Whether two words share all but their endings: imprimeries, imprimerie; assurance,
    assurances; transporteur, transports.
    """
    shared = 0
    for a, b in zip(word, other, strict=False):
        if a != b:
            break
        shared += 1
    return (
        shared >= 4 and shared >= len(word) - 3 and shared >= len(other) - 3
        if min(len(word), len(other)) > 4
        else word.rstrip("sx") == other.rstrip("sx")
    )
