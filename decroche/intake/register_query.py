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
_COUNT = r"\d+(?!\d|\s*km\b)"
"""A number of people: “à moins de 15 km” is none."""
_AT_LEAST = re.compile(
    rf"(?:\b(?:plus de|au moins|a partir de|minimum|mini|over|at least|from)|[>≥]=?"
    rf"|\+ de)\s*({_COUNT})(?:\s*{_PEOPLE}\b)?"
    rf"|\b(\d+)\s*{_PEOPLE}?\s*(?:(?:et plus|ou plus|and more|or more|and over)\b|et \+|\+)"
    rf"|\b(\d+)\s*{_PEOPLE}\s*(?:minimum|mini|min|au moins|at least)\b"
)
_AT_MOST = re.compile(
    rf"\b(?P<last>\d+)\s*{_PEOPLE}\s*(?:maximum|maxi|max|au plus|au maximum|(?:et|ou) moins"
    r"|or less|or fewer|at most)\b"
    rf"|(?P<under>\b(?:moins de|under|fewer than|less than)|<(?!=)"
    rf"|(?<!\S)-(?: ?de)?)\s*(?P<n>{_COUNT})(?:\s*{_PEOPLE}\b)?"
    rf"|(?:\b(?:au plus|au maximum|maximum|maxi|max|jusqu a|at most|up to)|<="
    rf"|≤)\s*(?P<top>{_COUNT})(?:\s*{_PEOPLE}\b)?"
)
_NOBODY = re.compile(r"\b(?:sans|aucune?|0|zero) (?:salarie|employe|personnel)\w*")
_TINY = re.compile(r"\btpe\b", re.IGNORECASE)
_SPELT = {"un": 1, "deux": 2, "trois": 3, "cinq": 5, "dix": 10, "vingt": 20, "trente": 30}
_SPELT |= {"quarante": 40, "cinquante": 50, "cent": 100, "mille": 1000}
_IN_WORDS = re.compile(rf"\b({'|'.join(_SPELT)})(?= {_PEOPLE}\b)")
_BETWEEN = re.compile(
    rf"\b(?:de )?(\d+)\s*(?:a|et|to|and|-)\s*(\d+)\s*{_PEOPLE}\b|\b(?:entre"
    rf"|between)\s+(\d+)\s+(?:et|and)\s+(\d+)\b(?! ?km)"
    r"|\b(?:effectifs?|taille|headcount)\s*:?\s*(?:de\s+)?(\d+)\s*(?:a|et|to|and|-)\s*(\d+)\b"
)
_NOT_ASKED = re.compile(
    r"\b(?:(?:cree|fonde|immatricule|ouvert|ne|agee?)\w*\s+)?(?:(?:depuis|il y a|de|d)\s+)?"
    r"(?:(?:moins|plus|au moins)\s+(?:de\s+)?)?\d+\s*ans?\b(?:\s+d (?:anciennete|existence|age))?"
    r"|\b(?:cree|fonde|immatricule|ouvert)\w*\s+(?:depuis|avant|apres|en"
    r"|entre)\s+\d{4}(?: et \d{4})?"
    r"|\b(?:dont (?:le |la )?)?(?:ca|chiffre d affaires?|turnover)\b.*"
    r"|\b(?:dirige|gere|tenu|cree|fonde)\w* par\s+.*"
    r"|\b\d ?etoiles?\b"
    r"|\b(?:fermee?s?|actives?|en activite|ouvertes?)\b(?= ?$)"
    r"|\b(?:avec|ayant|with)\s+(?!.*\d)(?!(?:au moins|plus|moins)).*"
    r"|^(?:pas|sans|not|without)\s+.*"
)
"""What the register can't be asked: age, turnover, stars, a website…; said as not used."""
_EXCEPT = re.compile(r"\b(?:sauf|hors|hormis|excepte|a l exception de|except|but not)\b")
_ARRONDISSEMENT = re.compile(
    r"\b(paris|lyon|marseille)\s+(20|1\d|[1-9])(?:\s?(?:e|er|[eè]me|nd)\b(?:\s+arr\w*)?"
    r"|(?!\d|\s*(?:km|ans?|et|a|à|ou|-|%)\b|\s*(?:salari|personn|employ)))",
    re.IGNORECASE,
)
"""“Paris 11e”, “Lyon 7”: an arrondissement, never a department."""
_FIRST_OF_TOWN = {"paris": 75000, "lyon": 69000, "marseille": 13000}
_AROUND = re.compile(
    r"\b(\d+)\s*km\s*(?:autour de|around|de|d|of)?\s+(.+)"
    r"|\b(?:autour de|pres de|around|near)\s+(.+?)(?:\s+(\d+)\s*km)?$"
)
_TENS = {"dizaine": 10, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "cinquantaine": 50}
_TENS |= {"centaine": 100}
_ABOUT = re.compile(rf"\b(?:une )?({'|'.join(_TENS)}) de {_PEOPLE}\b")
_EXACTLY = re.compile(rf"\b(\d+)\s*{_PEOPLE}\b")
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
    not_used: tuple[str, ...] = ()
    """What was said and the register can't be asked: “créées après 2020”."""
    or_words: str = ""
    """What to look for in names if `around` is no town: “garages Renault”."""

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
    found = _Understood(today)
    for part in _parts(text[:_LONGEST]):
        found.read(part)
    return found.search()


@dataclass(slots=True)
class _Understood:
    """What the parts read so far say: one list or value for each field of a search."""

    today: date
    activities: list[str] = field(default_factory=list)
    departments: list[str] = field(default_factory=list)
    postcodes: list[str] = field(default_factory=list)
    least: int | None = None
    most: int | None = None
    category: str = ""
    around: tuple[str, float] | None = None
    words: list[str] = field(default_factory=list)
    not_used: list[str] = field(default_factory=list)
    or_words: str = ""
    excluded: list[str] = field(default_factory=list)
    """Departments that are not wanted."""
    excluding: bool = False
    """Whether the next part may go on with an exception: “sauf 75, 92”."""

    def read(self, part: str) -> None:
        """Takes out of a part what limits the search; what is left is a trade, a town or a name."""
        whole = re.sub(r"[’']", " ", strip_marks(part)).strip()
        if not whole:
            return
        plain = self._take_exceptions(whole)
        plain = self._take_size(plain)
        plain, category = _category(plain)
        self.category = category or self.category
        said = part if plain == whole else plain
        plain, far = self._take_place(said, plain)
        if any(word not in _LEFT_OUT for word in plain.split()):
            self._take_trade(part if plain == whole else plain, plain, part, far)

    def _take_exceptions(self, plain: str) -> str:
        plain, unasked = _unasked(plain)
        plain, (departments_not, others), self.excluding = _excepted(plain, carried=self.excluding)
        self.excluded += departments_not
        self.not_used += [*unasked, *others]
        return plain

    def _take_size(self, plain: str) -> str:
        size, plain = _size(plain)
        if size:
            least, most = size
            self.least = self.least if least is None else least
            self.most = self.most if most is None else most
        return plain

    def _take_place(self, said: str, plain: str) -> tuple[str, float]:
        """(what is left, how many kilometres around a town that may follow)."""
        far = _OF_A_TOWN
        if place := _place(said, plain):
            self.around, plain = place
        elif distance := _KILOMETRES_BEHIND.search(plain):
            far, plain = min(float(distance[1]), _FARTHEST), plain[: distance.start()]
        plain, departments_said, postcodes = _places(plain)
        self.departments += [one for one in departments_said if one not in self.departments]
        self.postcodes += postcodes
        return plain, far

    def _take_trade(self, said: str, plain: str, part: str, far: float) -> None:
        """What is left of a part: a trade, perhaps with a place behind it, or words of a name."""
        chosen, town, left = _trade(said, self.today)
        if left and (ending := _place_at_the_end(left, self.today)):
            chosen, codes = ending
            self.departments += codes
            left = ""
        elif left and self.around is None and (named := _town_behind(left, part, self.today)):
            chosen, town = named
            self.or_words, left = left, ""
        if town:
            self.around = (town, far)
        if chosen:
            self.not_used += _qualifiers(plain, self.today)
        self.activities += [code for code in chosen if code not in self.activities]
        if left:
            self.words.append(left)

    def search(self) -> CompanySearch:
        """All of it."""
        return CompanySearch(
            tuple(self.activities),
            _without(self.departments, self.excluded),
            tuple(self.postcodes),
            self.least,
            self.most,
            self.category,
            self.around,
            tuple(self.words),
            tuple(self.not_used),
            self.or_words,
        )


def _without(named: list[str], excluded: list[str]) -> tuple[str, ...]:
    """The departments wanted: “sauf Paris” without another place means all but Paris."""
    if not excluded:
        return tuple(named)
    return tuple(code for code in named or departments() if code not in excluded)


def _unasked(plain: str) -> tuple[str, list[str]]:
    """(what is left, what the register can't be asked)."""
    if _NOBODY.search(plain) or _EXCEPT.match(plain):
        return plain, []
    found = [one.group().strip() for one in _NOT_ASKED.finditer(plain)]
    return " ".join(_NOT_ASKED.sub(" ", plain).split()), [one for one in found if one]


def _excepted(plain: str, *, carried: bool) -> tuple[str, tuple[list[str], list[str]], bool]:
    """(what is wanted, (departments that are not, what else is not), whether the next part may go
    on with it: “sauf 75, 92”).
    """
    found = _EXCEPT.search(plain)
    if found is None:
        left, codes, _postcodes = _places(plain) if carried else (plain, [], [])
        if codes and not left.strip():
            return "", (codes, []), True
        return plain, ([], []), False
    left, codes, postcodes = _places(plain[found.end() :].strip())
    others = [word for word in left.split() if word not in _LEFT_OUT]
    unknown = [plain[found.start() :].strip()] if others or postcodes or not codes else []
    before = plain[: found.start()].strip()
    everywhere = re.fullmatch(r"(?:dans |en )?(?:toute )?(?:la )?france(?: entiere)?", before)
    return "" if everywhere else before, (codes, unknown), True


def _parts(text: str) -> list[str]:
    """The parts of what she wrote, between commas."""
    joined = re.sub(r",\s*(?=\d+ ?km\b)", " ", re.sub(r"[()]", " ", text))
    joined = _ARRONDISSEMENT.sub(_postcode_of, joined)
    return re.split(r"[,;\n]+", joined)


def _postcode_of(found: re.Match[str]) -> str:
    return str(_FIRST_OF_TOWN[found[1].lower()] + int(found[2]))


def _category(plain: str) -> tuple[str, str]:
    """(what is left, PME, ETI or GE when one is said as a word of its own)."""
    found = re.search(r"\b(pme|eti|ge)\b", plain, re.IGNORECASE)
    if found is None:
        return plain, ""
    return f"{plain[: found.start()]} {plain[found.end() :]}".strip(), found[1].upper()


def _places(plain: str) -> tuple[str, list[str], list[str]]:
    """(what is left, departments, postcodes): names of departments and regions, codes and
    postcodes, wherever they stand behind “dans”, “en”, “du”, “et”… or at the beginning.
    """
    words = plain.replace("-", " ").split()
    kept, codes, postcodes = list[str](), list[str](), list[str]()
    place = 0
    while place < len(words):
        length, named = _named_place(words, place)
        linked = not kept or fold(kept[-1]) in _BEFORE_A_PLACE or _coded(words, place)
        linked = linked or length > 1  # “mairies Seine-et-Marne”: never the Marne alone
        if length and linked:
            codes += named
        elif re.fullmatch(r"\d{5}", words[place]):
            postcodes.append(words[place])
            length = 1
            while kept and kept[-1] in ("code", "postal", "cp"):
                kept.pop()
            if not any(re.search(r"\d", word) for word in words[place + 1 :]):
                length = _town_words(words, place)
        else:
            kept.append(words[place])
            place += 1
            continue
        while kept and fold(kept[-1]) in _BEFORE_A_PLACE:
            kept.pop()
        place += length
    if not codes and not postcodes:
        return plain, [], []
    return " ".join(kept), codes, postcodes


def _town_words(words: list[str], place: int) -> int:
    """How many words from a postcode on are it and its town: all but a trade at the end (“75011
    opticiens”).
    """
    for start in range(place + 1, len(words)):
        if _everyday(_words_of(" ".join(words[start:])), new=False):
            return start - place
    return len(words) - place


def _coded(words: list[str], place: int) -> bool:
    """Whether a word is the code of a department and counts nothing: “avocats 69”."""
    following = words[place + 1] if place + 1 < len(words) else ""
    return (
        re.fullmatch(r"\d\d|2[ab]|97\d", words[place]) is not None
        and re.fullmatch(rf"{_PEOPLE}|km|ans?|etoiles?|%|€|e|eme|lits|chambres", following) is None
    )


def _named_place(words: list[str], place: int) -> tuple[int, list[str]]:
    """(how many words from here name a department or a region, the departments)."""
    for length in range(min(6, len(words) - place), 0, -1):
        name = fold(" ".join(words[place : place + length]))
        if codes := place_names().get(name):
            return length, codes
    return 0, []


@cache
def place_names() -> dict[str, list[str]]:
    """Departments and regions by their names and codes, folded: the departments of each."""
    names = {fold(name).replace("-", " "): [code] for code, name in departments().items()}
    names |= {code.lower(): [code] for code in departments()}
    return names | {name: codes.split() for name, codes in _REGIONS.items()}


_BEFORE_A_PLACE = frozenset(
    (
        *("dans", "en", "a", "au", "aux", "le", "la", "les", "l", "du", "de", "d", "des", "et"),
        *("ou", "departement", "departements", "dept", "dep", "region", "in", "and", "the", "of"),
    )
)
_REGIONS = {
    "auvergne rhone alpes": "01 03 07 15 26 38 42 43 63 69 73 74",
    "bourgogne franche comte": "21 25 39 58 70 71 89 90",
    "bretagne": "22 29 35 56",
    "centre val de loire": "18 28 36 37 41 45",
    "corse": "2A 2B",
    "grand est": "08 10 51 52 54 55 57 67 68 88",
    "alsace": "67 68",
    "hauts de france": "02 59 60 62 80",
    "ile de france": "75 77 78 91 92 93 94 95",
    "idf": "75 77 78 91 92 93 94 95",
    "normandie": "14 27 50 61 76",
    "nouvelle aquitaine": "16 17 19 23 24 33 40 47 64 79 86 87",
    "occitanie": "09 11 12 30 31 32 34 46 48 65 66 81 82",
    "pays de la loire": "44 49 53 72 85",
    "provence alpes cote d azur": "04 05 06 13 83 84",
    "paca": "04 05 06 13 83 84",
    "region parisienne": "75 77 78 91 92 93 94 95",
    "petite couronne": "92 93 94",
    "grande couronne": "77 78 91 95",
    "outre mer": "971 972 973 974 976",
    "antilles": "971 972",
    "nord pas de calais": "59 62",
    "picardie": "02 60 80",
    "haute normandie": "27 76",
    "basse normandie": "14 50 61",
    "champagne ardenne": "08 10 51 52",
    "lorraine": "54 55 57 88",
    "franche comte": "25 39 70 90",
    "bourgogne": "21 58 71 89",
    "auvergne": "03 15 43 63",
    "rhone alpes": "01 07 26 38 42 69 73 74",
    "limousin": "19 23 87",
    "poitou charentes": "16 17 79 86",
    "aquitaine": "24 33 40 47 64",
    "midi pyrenees": "09 12 31 32 46 65 81 82",
    "languedoc roussillon": "11 30 34 48 66",
}
"""Regions (since 2016, and as they are still called) by their departments, as INSEE's geographical
code has them.
"""
_OF_A_TOWN = 5.0
"""Kilometres around a town that “à Lille” means."""
_FARTHEST = 50.0
_KILOMETRES_BEHIND = re.compile(r"\s+(\d+) ?km$")
"""“vétérinaires Nantes 30 km”"""
_IN_A_TOWN = re.compile(r"^(?P<trade>.+?) (?:à|a|À) (?P<town>[^\W\d].+)$")


def _place_at_the_end(text: str, today: date) -> tuple[list[str], list[str]] | None:
    """(activities, departments) of “imprimeries Nord”: a trade, and a place without “dans”."""
    words = fold(text).replace("-", " ").split()
    for start in range(1, len(words)):
        codes = place_names().get(" ".join(words[start:]))
        if codes and (chosen := find_activities(" ".join(words[:start]), today)):
            return chosen, codes
    return None


def _town_behind(text: str, part: str, today: date) -> tuple[list[str], str] | None:
    """(activities, town) of “plombiers Lens”: a trade, and behind it words that she wrote with a
    capital in `part`; “imprimeries du Canal” is a name.
    """
    words = text.split()
    written = {fold(word): word for word in part.split() if word[:1].isupper()}
    for start in range(1, len(words)):
        rest = " ".join(words[start:])
        named = fold(words[start - 1]) in ("du", "des", "la", "l")
        if fold(words[start]) not in written or named or re.search(r"\d", rest):
            continue
        if chosen := find_activities(" ".join(words[:start]), today):
            return chosen, " ".join(written.get(fold(word), word) for word in words[start:])
    return None


def _trade(part: str, today: date) -> tuple[list[str], str, str]:
    """(activities, a town named behind “à”, what is none of both) of what no other rule took."""
    text = " ".join(part.split())
    if codes := find_activities(text, today):
        return codes, "", ""
    pieces = re.split(r" (?:et|and|&|ou|or) ", text)
    each = [find_activities(piece, today) for piece in pieces]
    if len(pieces) > 1 and all(each):
        return [code for codes in each for code in codes], "", ""
    each = [_everyday([word], today >= SWITCH) for word in fold(text).split()]
    if each and all(each):  # “plombiers chauffagistes”
        return list(dict.fromkeys(code for codes in each for code in codes)), "", ""
    if (found := _IN_A_TOWN.match(text)) and (codes := find_activities(found["trade"], today)):
        return codes, found["town"], ""
    return [], "", text


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


_Size = tuple[int | None, int | None] | None


def _size(plain: str) -> tuple[_Size, str]:
    """((least, most) people when a size is said, what is left)."""
    squeezed = re.sub(r"(?<=\d)[ \u00a0\u202f.](?=\d{3}\b)", "", plain)
    squeezed = _IN_WORDS.sub(lambda one: str(_SPELT[one[1]]), squeezed)
    for pattern, people in ((_NOBODY, (0, 0)), (_TINY, (None, 9))):
        if found := pattern.search(squeezed):
            return people, f"{squeezed[: found.start()]} {squeezed[found.end() :]}".strip()
    squeezed = squeezed.replace("exactement ", "")
    for pattern in (_BETWEEN, _AT_LEAST, _AT_MOST, _ABOUT, _EXACTLY):
        if found := pattern.search(squeezed):
            left = f"{squeezed[: found.start()]} {squeezed[found.end() :]}"
            left = re.sub(rf"^\s*(?:{_PEOPLE})\b|\b(?:{_PEOPLE})\s*$", "", left.strip())
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


def _place(part: str, plain: str) -> tuple[tuple[str, float], str] | None:
    """((a place, kilometres around it), what is said before it)."""
    if not (found := _AROUND.search(plain)):
        return None
    place = (found[2] or found[3]).strip()
    start = plain.find(place)
    before = re.sub(
        r"(?:\b(?:a moins de|a|dans un rayon de|dans les|dans|de)\s*)+$", "", plain[: found.start()]
    )
    named = re.sub(r"\s+\d+ ?km$", "", " ".join(part.strip()[start:].split())) or place
    return (named, min(float(found[1] or found[4] or 20), _FARTHEST)), before.strip()


def find_activities(text: str, today: date) -> list[str]:
    """The codes of an activity: written out (18.12Z, 1812z), or by the words of its label, those
    that begin with them first.
    """
    if codes := [f"{found[1]}.{found[2]}{found[3].upper()}" for found in _CODE.finditer(text)]:
        return [code for code in codes if code in activities()]
    words = _words_of(text)
    return _codes_of(words, today) or _codes_of(_without_qualifiers(words), today)


def _words_of(text: str) -> list[str]:
    return [
        word for word in re.split(r"\W+", fold(text)) if len(word) > 2 and word not in _LEFT_OUT
    ]


def _without_qualifiers(words: list[str]) -> list[str]:
    kept = [word for word in words if word not in _QUALIFIERS]
    return kept if len(kept) < len(words) else []


def _qualifiers(text: str, today: date) -> list[str]:
    """Words beside a trade that the register can't be asked: “privées” of “cliniques privées”."""
    words = _words_of(text)
    if _codes_of(words, today):
        return []
    return [word for word in words if word in _QUALIFIERS]


_QUALIFIERS = frozenset(
    f"{stem}{ending}"
    for stem in (
        *("prive", "privee", "independant", "independante", "traditionnel", "traditionnelle"),
        *("artisanal", "artisanale", "associatif", "associative", "gastronomique", "familial"),
        *("familiale", "automobile", "alu", "local", "locale", "haut", "luxe", "batiment"),
        *("technique", "professionnel", "professionnelle", "general", "generale", "specialise"),
        *(
            "specialisee",
            "expert",
            "industriel",
            "industrielle",
        ),
    )
    for ending in ("", "s")
) | {"petits", "petites", "grands", "grandes"}
"""Words that limit a trade without being one; INSEE's labels that have them are found first. Small
and large limit one in the plural only: “petites imprimeries”, but “Petite Presse” is a name.
"""


def _codes_of(words: list[str], today: date) -> list[str]:
    """The codes of a trade by all of these words; none of no words."""
    if not words:
        return []
    if codes := _everyday(words, today >= SWITCH):
        return codes
    if codes := _by_labels(words, today):
        return codes
    rest = [word for word in words if word.rstrip("sx") not in _ANY_BUSINESS]
    if not rest or rest == words:
        return []
    return _everyday(rest, today >= SWITCH) or _by_labels(rest, today)


_ANY_BUSINESS = frozenset(
    (
        *("cabinet", "agence", "atelier", "magasin", "boutique", "bureau", "etude", "societe"),
        *("entreprise", "commerce", "fabricant", "artisan", "salon", "etablissement", "usine"),
    )
)
"""Words that stand before a trade and say nothing of it: “cabinets d’architectes”."""


def _by_labels(words: list[str], today: date) -> list[str]:
    """The codes whose labels have all these words, those that begin with them first."""
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
