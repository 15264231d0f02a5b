"""The headcount of companies in her words: “50 salariés et plus”, “une dizaine de personnes”,
“TPE”. Pure.
"""

from __future__ import annotations

import re

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
PEOPLE = r"(?:salarie\w*|personnes?|employe\w*|people|staff)"
_COUNT = r"\d+(?!\d|\s*km\b)"
"""A number of people; “à moins de 15 km” is not one."""
_AT_LEAST = re.compile(
    rf"(?:\b(?:plus de|au moins|a partir de|minimum|mini|over|at least|from)|[>≥]=?"
    rf"|\+ de)\s*({_COUNT})(?:\s*{PEOPLE}\b)?"
    rf"|\b(\d+)\s*{PEOPLE}?\s*(?:(?:et plus|ou plus|and more|or more|and over)\b|et \+|\+)"
    rf"|\b(\d+)\s*{PEOPLE}\s*(?:minimum|mini|min|au moins|at least)\b"
)
_AT_MOST = re.compile(
    rf"\b(?P<last>\d+)\s*{PEOPLE}\s*(?:maximum|maxi|max|au plus|au maximum|(?:et|ou) moins"
    r"|or less|or fewer|at most)\b"
    rf"|(?P<under>\b(?:moins de|under|fewer than|less than)|<(?!=)"
    rf"|(?<!\S)-(?: ?de)?)\s*(?P<n>{_COUNT})(?:\s*{PEOPLE}\b)?"
    rf"|(?:\b(?:au plus|au maximum|maximum|maxi|max|jusqu a|at most|up to)|<="
    rf"|≤)\s*(?P<top>{_COUNT})(?:\s*{PEOPLE}\b)?"
)
NOBODY = re.compile(r"\b(?:sans|aucune?|0|zero) (?:salarie|employe|personnel)\w*")
_TINY = re.compile(r"\btpe\b", re.IGNORECASE)
_SPELT = {"un": 1, "deux": 2, "trois": 3, "cinq": 5, "dix": 10, "vingt": 20, "trente": 30}
_SPELT |= {"quarante": 40, "cinquante": 50, "cent": 100, "mille": 1000}
_IN_WORDS = re.compile(rf"\b({'|'.join(_SPELT)})(?= {PEOPLE}\b)")
_BETWEEN = re.compile(
    rf"\b(?:de )?(\d+)\s*(?:a|et|to|and|-)\s*(\d+)\s*{PEOPLE}\b|\b(?:entre"
    rf"|between)\s+(\d+)\s+(?:et|and)\s+(\d+)\b(?! ?km)"
    r"|\b(?:effectifs?|taille|headcount)\s*:?\s*(?:de\s+)?(\d+)\s*(?:a|et|to|and|-)\s*(\d+)\b"
)
_TENS = {"dizaine": 10, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "cinquantaine": 50}
_TENS |= {"centaine": 100}
_ABOUT = re.compile(rf"\b(?:une )?({'|'.join(_TENS)}) de {PEOPLE}\b")
_EXACTLY = re.compile(rf"\b(\d+)\s*{PEOPLE}\b")


def bands(least: int | None, most: int | None) -> tuple[str, ...]:
    """Returns INSEE's headcount bands between `least` and `most` people; none when neither is
    given.
    """
    if least is None and most is None:
        return ()
    tops = [low - 1 for _, low in _BANDS[1:]] + [10**9]
    return tuple(
        code
        for (code, low), top in zip(_BANDS, tops, strict=True)
        if (least is None or top >= least) and (most is None or low <= most)
    )


_Size = tuple[int | None, int | None] | None


def size_said(plain: str) -> tuple[_Size, str]:
    """Returns ((least, most) people when a size is said, the other words)."""
    squeezed = re.sub(r"(?<=\d)[ \u00a0\u202f.](?=\d{3}\b)", "", plain)
    squeezed = _IN_WORDS.sub(lambda one: str(_SPELT[one[1]]), squeezed)
    for pattern, people in ((NOBODY, (0, 0)), (_TINY, (None, 9))):
        if found := pattern.search(squeezed):
            return people, f"{squeezed[: found.start()]} {squeezed[found.end() :]}".strip()
    squeezed = squeezed.replace("exactement ", "")
    for pattern in (_BETWEEN, _AT_LEAST, _AT_MOST, _ABOUT, _EXACTLY):
        if found := pattern.search(squeezed):
            left = f"{squeezed[: found.start()]} {squeezed[found.end() :]}"
            left = re.sub(rf"^\s*(?:{PEOPLE})\b|\b(?:{PEOPLE})\s*$", "", left.strip())
            return _people(pattern, found), _SIZE_LEADS.sub("", left.strip())
    return None, plain


_SIZE_LEADS = re.compile(r"\s+(?:de|d|avec|with|of|employant|comptant|ayant)$")


def _people(pattern: re.Pattern[str], found: re.Match[str]) -> tuple[int | None, int | None]:
    if pattern is _BETWEEN:
        return int(found[1] or found[3] or found[5]), int(found[2] or found[4] or found[6])
    if pattern is _AT_LEAST:
        return int(found[1] or found[2] or found[3]), None
    if pattern is _AT_MOST:
        top = found["top"] or found["last"]
        return None, int(top) if top else max(0, int(found["n"]) - 1)
    count = _TENS[found[1]] if pattern is _ABOUT else int(found[1])
    return count, count
