"""Which companies she is looking for, in her words: “imprimeries, Nord, 50 salariés et plus”. Pure.

activities.py reads the activity, headcounts.py the size, places_wanted.py the place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from decroche.intake.activities import SAYS_NOTHING, SWITCH, everyday, find_activities, qualifiers
from decroche.intake.headcounts import NOBODY, size_said
from decroche.intake.places_wanted import (
    FARTHEST,
    around_said,
    departments,
    place_names,
    places_said,
    with_postcodes,
)
from decroche.shared.folding import fold, strip_marks

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


@dataclass(frozen=True, slots=True)
class CompanySearch:
    """What she is looking for. `least` and `most` are employees; `around` is (place, kilometres);
    `words` are the words that nothing else took.
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
        """Whether it limits the search; a size alone does not."""
        return bool(
            self.activities or self.departments or self.postcodes or self.around or self.words
        )


_LONGEST = 300
"""Letters of a search: what stands behind them is left out, as on the page."""


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
    """What the parts that were read so far say: a list or a value for each field of a search."""

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
        """Reads what limits the search in a part; the rest is an activity, a town or a name."""
        whole = re.sub(r"[’']", " ", strip_marks(part)).strip()
        if not whole:
            return
        plain = self._take_exceptions(whole)
        plain = self._take_size(plain)
        plain, category = _category(plain)
        self.category = category or self.category
        said = part if plain == whole else plain
        plain, far = self._take_place(said, plain)
        if any(word not in SAYS_NOTHING for word in plain.split()):
            self._take_trade(part if plain == whole else plain, plain, part, far)

    def _take_exceptions(self, plain: str) -> str:
        plain, unasked = _unasked(plain)
        plain, (departments_not, others), self.excluding = _excepted(plain, carried=self.excluding)
        self.excluded += departments_not
        self.not_used += [*unasked, *others]
        return plain

    def _take_size(self, plain: str) -> str:
        size, plain = size_said(plain)
        if size:
            least, most = size
            self.least = self.least if least is None else least
            self.most = self.most if most is None else most
        return plain

    def _take_place(self, said: str, plain: str) -> tuple[str, float]:
        """(what is left, how many kilometres around a town that may follow)."""
        far = _OF_A_TOWN
        if place := around_said(said, plain):
            self.around, plain = place
        elif distance := _KILOMETRES_BEHIND.search(plain):
            far, plain = min(float(distance[1]), FARTHEST), plain[: distance.start()]
        plain, departments_said, postcodes = places_said(plain)
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
            self.not_used += qualifiers(plain, self.today)
        self.activities += [code for code in chosen if code not in self.activities]
        if left:
            self.words.append(left)

    def search(self) -> CompanySearch:
        """Returns the search that the parts make together."""
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
    """Returns the departments wanted: “sauf Paris” without another place means all except Paris."""
    if not excluded:
        return tuple(named)
    return tuple(code for code in named or departments() if code not in excluded)


def _unasked(plain: str) -> tuple[str, list[str]]:
    """Returns (the other words, what the register can't filter by)."""
    if NOBODY.search(plain) or _EXCEPT.match(plain):
        return plain, []
    found = [one.group().strip() for one in _NOT_ASKED.finditer(plain)]
    return " ".join(_NOT_ASKED.sub(" ", plain).split()), [one for one in found if one]


def _excepted(plain: str, *, carried: bool) -> tuple[str, tuple[list[str], list[str]], bool]:
    """(what is wanted, (departments that are not, what else is not), whether the next part may go
    on with it: “sauf 75, 92”).
    """
    found = _EXCEPT.search(plain)
    if found is None:
        left, codes, _postcodes = places_said(plain) if carried else (plain, [], [])
        if codes and not left.strip():
            return "", (codes, []), True
        return plain, ([], []), False
    left, codes, postcodes = places_said(plain[found.end() :].strip())
    others = [word for word in left.split() if word not in SAYS_NOTHING]
    unknown = [plain[found.start() :].strip()] if others or postcodes or not codes else []
    before = plain[: found.start()].strip()
    everywhere = re.fullmatch(r"(?:dans |en )?(?:toute )?(?:la )?france(?: entiere)?", before)
    return "" if everywhere else before, (codes, unknown), True


def _parts(text: str) -> list[str]:
    """Returns the parts of a text between its commas."""
    joined = re.sub(r",\s*(?=\d+ ?km\b)", " ", re.sub(r"[()]", " ", text))
    return re.split(r"[,;\n]+", with_postcodes(joined))


def _category(plain: str) -> tuple[str, str]:
    """Returns (the other words, PME, ETI or GE when one is a word of its own)."""
    found = re.search(r"\b(pme|eti|ge)\b", plain, re.IGNORECASE)
    if found is None:
        return plain, ""
    return f"{plain[: found.start()]} {plain[found.end() :]}".strip(), found[1].upper()


_OF_A_TOWN = 5.0
"""Kilometres around a town that “à Lille” means."""
_KILOMETRES_BEHIND = re.compile(r"\s+(\d+) ?km$")
"""“vétérinaires Nantes 30 km”"""
_IN_A_TOWN = re.compile(r"^(?P<trade>.+?) (?:à|a|À) (?P<town>[^\W\d].+)$")


def _place_at_the_end(text: str, today: date) -> tuple[list[str], list[str]] | None:
    """Returns (activities, departments) of “imprimeries Nord”: an activity, and a place without
    “dans”.
    """
    words = fold(text).replace("-", " ").split()
    for start in range(1, len(words)):
        codes = place_names().get(" ".join(words[start:]))
        if codes and (chosen := find_activities(" ".join(words[:start]), today)):
            return chosen, codes
    return None


def _town_behind(text: str, part: str, today: date) -> tuple[list[str], str] | None:
    """Returns (activities, town) of “plombiers Lens”: an activity, followed by words that she wrote
    with a capital in `part`; “imprimeries du Canal” is a name.
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
    """Returns (activities, a town after “à”, the other words) of the words that no other
    rule took.
    """
    text = " ".join(part.split())
    if codes := find_activities(text, today):
        return codes, "", ""
    pieces = re.split(r" (?:et|and|&|ou|or) ", text)
    each = [find_activities(piece, today) for piece in pieces]
    if len(pieces) > 1 and all(each):
        return [code for codes in each for code in codes], "", ""
    each = [everyday([word], today >= SWITCH) for word in fold(text).split()]
    if each and all(each):  # “plombiers chauffagistes”
        return list(dict.fromkeys(code for codes in each for code in codes)), "", ""
    if (found := _IN_A_TOWN.match(text)) and (codes := find_activities(found["trade"], today)):
        return codes, found["town"], ""
    return [], "", text
