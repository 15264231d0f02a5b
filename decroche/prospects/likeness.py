"""Comparing two cards: are they the same company? The verdict is SAME, ASK (she decides) or
DIFFERENT, with the reasons for and against. Plain Python.

Each field gives points, roughly in bits (Fellegi and Sunter, "A theory for record linkage", 1969):
how much more often it agrees on two cards of one company than on cards of two companies. Words of a
name count by how rare they are in the file (inverse document frequency), so that « École primaire
publique » or « Hôtel » prove nothing by themselves. No labelled pairs are needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from math import log2

from rapidfuzz.distance import DamerauLevenshtein

from decroche.prospects.traits import Traits

SAME, ASK, DIFFERENT = "same", "ask", "different"
SURE, DOUBTFUL = 10.5, 5.5
"""Points from which the verdict is SAME, and from which it is ASK."""

_LINKS = frozenset(
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
        "un",
        "une",
        "the",
        "of",
        "and",
        "chez",
        "co",
        "inc",
        "cie",
    ]
)
_TRADES = frozenset(
    [
        "saint",
        "sainte",
        "st",
        "ste",
        "hotel",
        "restaurant",
        "cafe",
        "bar",
        "brasserie",
        "boulangerie",
        "ecole",
        "college",
        "lycee",
        "mairie",
        "commune",
        "imprimerie",
        "transports",
        "transport",
        "garage",
        "pharmacie",
        "cabinet",
        "clinique",
        "centre",
        "agence",
        "groupe",
        "france",
        "maternelle",
        "primaire",
        "elementaire",
        "publique",
        "public",
        "prive",
        "privee",
        "atelier",
        "ateliers",
        "maison",
        "services",
        "service",
        "compagnie",
        "menuiserie",
        "laiterie",
        "mutuelle",
        "papeterie",
        "chocolaterie",
        "conserverie",
        "cooperative",
    ]
)
LITTLE_WORDS = _LINKS | _TRADES
"""Words that may be missing in one of two names of the same company: “Imprimerie Vasseur”,
“Vasseur”.
"""
_OWN_WORDS = 2.5
"""Bits from which the words that each of two names has and the other lacks speak against one
company: Menuiserie du Canal, Imprimerie du Canal.
"""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two cards are: the points (bits), the verdict, and the reasons as (code, whether it
    speaks for the same company), which the pages put into words.
    """

    points: float
    verdict: str
    reasons: tuple[tuple[str, bool], ...] = ()


@dataclass
class Rarity:
    """How often words, numbers, addresses and domains occur in a file. `cards` is how many cards
    were counted.
    """

    cards: int = 0
    words: Counter[str] = field(default_factory=Counter)
    numbers: Counter[str] = field(default_factory=Counter)
    emails: Counter[str] = field(default_factory=Counter)
    domains: Counter[str] = field(default_factory=Counter)
    _weights: dict[str, float] = field(default_factory=dict)

    def learn(self, cards: Iterable[Traits]) -> None:
        """Counts the words, numbers and addresses of more cards."""
        for card in cards:
            self.cards += 1
            self.words.update(set(card.name))
            self.numbers.update(card.numbers)
            if card.email:
                self.emails[card.email] += 1
            if card.domain:
                self.domains[card.domain] += 1
        self._weights.clear()

    def weight(self, word: str) -> float:
        """The bits that a word in both names is worth. To give sensible values in a small file, a
        thousand imaginary cards are counted as well, in which words of trades are on one card of
        twenty and small words (de, du, et) on most.
        """
        weight = self._weights.get(word)
        if weight is None:
            usual = 600 if word in _LINKS else 50 if word in _TRADES else 1
            weight = log2((self.cards + 1000) / (self.words[word] + usual)) * (
                0.5 if word.isdigit() else 1
            )
            self._weights[word] = weight
        return weight

    def compare(self, one: Traits, two: Traits) -> Likeness:
        """How alike two cards are. A common number, address or place never makes the verdict SAME
        unless the names agree, at least in part.
        """
        reasons: list[tuple[str, bool]] = []
        name, cover, apart = self._name(one, two)
        points = name
        number = self._number(one, two, reasons)
        ids = _identifiers(one, two, reasons)
        mail = self._mail(one, two, reasons)
        place = _place(one, two, reasons)
        reasons.insert(
            0,
            ("name" if cover > 0.999 and len(one.name) == len(two.name) else "name_near", True)
            if cover >= 0.5
            else ("name", False),
        )
        if apart > _OWN_WORDS:
            reasons.append(("own_words", False))
        points += number + ids + mail + place
        verdict = (
            SAME
            if points >= SURE + (4.0 if apart > _OWN_WORDS else 0.0)
            else ASK
            if points >= DOUBTFUL
            else DIFFERENT
        )
        registered = ids > 0  # under the same SIREN or SIRET
        if verdict == SAME and not (
            cover >= 0.6
            or ("siret", True) in reasons
            or (cover >= 0.34 and number > 5 and place > 4)
        ):
            verdict = ASK
        if cover < 0.34 and not registered and number + mail < 9:
            verdict = DIFFERENT
        if verdict == SAME:
            against = contradictions(one, two)
            if ("address", False) in reasons:
                against |= {"house"}
            if (apart > _OWN_WORDS and not registered) or not _outweighed(
                against, one, two, whole_name=cover > _WHOLE and apart < 1.0
            ):
                verdict = ASK
        return Likeness(round(points, 2), verdict, tuple(reasons))

    def _name(self, one: Traits, two: Traits) -> tuple[float, float, float]:
        """(points of the names; cover: how much of the shorter name is in the other, 0 to 1; apart:
        the weight of the words that the name with fewer own words has and the other lacks).
        """
        a, b = one.name, two.name
        weight = self.weight
        if a == b:
            return min(sum(map(weight, a)), 14.0) * 0.8, 1.0, 0.0
        total_a, total_b = sum(map(weight, a)), sum(map(weight, b))
        shared = set(a) & set(b)
        agreed = sum(map(weight, shared))
        rest_a, rest_b = (
            [word for word in a if word not in shared],
            [word for word in b if word not in shared],
        )
        agreed += self._near(rest_a, rest_b)
        cover = agreed / max(min(total_a, total_b), 0.1)
        place = _words_of_town(one.city) | _words_of_town(two.city)
        idle = place if rest_a and rest_b else place | LITTLE_WORDS
        low, high = sorted(
            sum(weight(word) for word in rest if word not in idle) for rest in (rest_a, rest_b)
        )
        return min(agreed, 14.0) * 0.8 - low - 0.2 * high, cover, low

    def _near(self, rest_a: list[str], rest_b: list[str]) -> float:
        """The weight of words that are nearly the same (a typing error, an abbreviation, an
        initial, words written together). They are taken out of both lists.
        """
        if "".join(rest_a) == "".join(rest_b):
            agreed = min(sum(map(self.weight, rest_a)), sum(map(self.weight, rest_b)))
            rest_a.clear()
            rest_b.clear()
            return agreed
        agreed = 0.0
        for word in list(rest_a):
            best, found = 0.0, ""
            for other in rest_b:
                alike = _word_likeness(word, other)
                if alike > best:
                    best, found = alike, other
            if found:
                rest_a.remove(word)
                rest_b.remove(found)
                agreed += best * min(self.weight(word), self.weight(found))
        return agreed

    def _number(self, one: Traits, two: Traits, reasons: list[tuple[str, bool]]) -> float:
        if not one.numbers or not two.numbers:
            return 0.0
        shared = one.numbers & two.numbers
        if shared:
            bearers = min(self.numbers[number] for number in shared)
            reasons.append(("number" if bearers <= 3 else "number_of_many", True))
            return max(9.0 - 2.0 * log2(max(bearers, 2) / 2), 1.0)
        if any(
            len(a) == len(b) and DamerauLevenshtein.distance(a, b, score_cutoff=1) <= 1
            for a in one.numbers
            for b in two.numbers
        ):
            reasons.append(("number_near", True))
            return 2.5
        reasons.append(("number", False))
        return -3.0

    def _mail(self, one: Traits, two: Traits, reasons: list[tuple[str, bool]]) -> float:
        if one.email and one.email == two.email:
            reasons.append(("email", True))
            return max(8.0 - 2.0 * log2(max(self.emails[one.email], 2) / 2), 1.0)
        if one.domain and one.domain == two.domain:
            bearers = self.domains[one.domain]
            if bearers <= 20:
                reasons.append(("domain", True))
            domain = max(5.0 - 1.5 * log2(max(bearers, 2) / 2), 0.0)
        else:
            domain = 0.0
        if not (one.email and two.email):
            return domain
        near = DamerauLevenshtein.distance(one.email, two.email, score_cutoff=1) <= 1
        return max(domain, 3.0) if near else domain - 1.0


_TELL_APART = {
    word: (kind, side)
    for kind, sides in enumerate(
        (
            ("nord", "sud", "est", "ouest", "centre"),
            ("maternelle", "elementaire", "primaire"),
            ("ecole", "college", "lycee", "mairie", "creche", "universite"),
            (
                "professionnel professionnelle",
                "polyvalent polyvalente",
                "general generale",
                "technologique",
                "agricole",
            ),
            (
                *("hotel", "restaurant", "bar", "cafe", "brasserie", "tabac", "traiteur"),
                *("camping", "auberge", "village", "gite", "chalet"),
            ),
            ("clinique", "pharmacie", "laboratoire", "ehpad", "residence", "hopital"),
            ("ime", "itep", "esat", "sessad", "foyer", "handicapes polyhandicapes"),
            ("garage", "carrosserie", "concession", "location"),
            ("immobilier", "assurances assurance", "banque", "voyages voyage", "interim"),
            ("homme hommes", "femme femmes", "enfant enfants"),
            ("public publique", "prive privee"),
            ("haut haute", "bas basse"),
            ("grand grande", "petit petite"),
            ("neuf", "occasion"),
            ("bis", "ter", "quater"),
            ("junior", "senior"),
        )
    )
    for side in sides
    for word in side.split()
}
"""Words that tell establishments apart: {word: (kind, side)}. Two names with words of the same kind
and different sides (nord and sud) are different establishments.
"""
_PARTS = frozenset(
    (
        *("section", "annexe", "antenne", "succursale", "filiale", "depot", "entrepot", "internat"),
        *("service", "bureau", "relais", "cfa", "segpa", "greta", "ulis", "cantine", "boutique"),
    )
)
"""Words for a part of an establishment. When only one of two names has such a word, it is a part of
the other.
"""
_WHOLE = 0.9
"""The cover (see `_name`) from which two names count as the same."""
_SLIPS = 2
"""Letters by which two spellings of one address may differ."""
_DIGITS = 1
"""Digits by which two spellings of one number may differ (one was misheard or mistyped)."""
_ELIDED = frozenset("ldnsmtjcq")
"""Letters that stand before an apostrophe: l'école, d'Arras. They do not count establishments."""
_ROMAN = frozenset(("ii", "iii", "iv", "vi", "vii", "viii", "ix"))
"""Roman numerals of more than one letter. Those of one letter are among the single letters."""


def contradictions(one: Traits, two: Traits) -> frozenset[str]:
    """What speaks against two cards being one company, whatever else agrees: “words” that tell
    establishments apart; “siret”, “number”, “email”, “house” and “place” when both cards have one
    and they differ. With the same SIRET only the words count, unless number and e-mail both differ,
    or the towns: a SIRET belongs to one place, so one of the two cards has it wrong.
    """
    found = set[str]()
    if told_apart(set(one.name), set(two.name)) or _a_part(set(one.name), set(two.name)):
        found.add("words")
    if one.siret and two.siret and one.siret != two.siret:
        found.add("siret")
    if _differ(one.numbers, two.numbers, _DIGITS):
        found.add("number")
    if one.email and two.email and _differ({one.email}, {two.email}, _SLIPS):
        found.add("email")
    if one.house and two.house and one.house != two.house:
        found.add("house")
    if one.postcode and two.postcode and one.postcode != two.postcode:
        found.add("place")
    same = bool(one.siret and one.siret == two.siret)
    if same and not {"number", "email"} <= found:
        moved = bool(one.city and two.city) and not (
            _within(one.city, two.city) or _within(two.city, one.city)
        )
        found &= {"words", "place"} if moved else {"words"}
    return frozenset(found)


def _a_part(one: set[str], two: set[str]) -> bool:
    """Whether one name has a word for a part of an establishment (`_PARTS`) that the other lacks,
    also with a typing error.
    """
    return any(
        word in _PARTS
        and not any(DamerauLevenshtein.distance(word, near, score_cutoff=1) <= 1 for near in others)
        for words, others in ((one, two), (two, one))
        for word in words - others
    )


def _outweighed(against: frozenset[str], one: Traits, two: Traits, *, whole_name: bool) -> bool:
    """Whether two cards may be one company in spite of `against`: only one thing differs (the
    company moved, or changed its number), the name is the same, and so is something else that only
    one company has.
    """
    if not against:
        return True
    if len(against) > 1 or not whole_name or against & {"words", "siret"}:
        return False
    if "number" in against:
        if marks_of(set(one.name)) != marks_of(set(two.name)) or _one_says_more(one, two):
            return False  # Ibis beside Ibis Budget, each with its own number
        return (one.email and one.email == two.email) or (
            bool(one.house) and one.house == two.house and _one_street(one.street, two.street)
        )
    return bool(one.numbers & two.numbers)


def _one_says_more(one: Traits, two: Traits) -> bool:
    """Whether one name is the other and a word more, beside little words and those of the town."""
    idle = LITTLE_WORDS | _words_of_town(one.city) | _words_of_town(two.city)
    more = set(one.name) - set(two.name), set(two.name) - set(one.name)
    return bool(more[0]) != bool(more[1]) and not (more[0] | more[1]) <= idle


def _one_street(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    return not one or not two or one == two


def _differ(one: Iterable[str], two: Iterable[str], slips: int) -> bool:
    """Whether both have values, and none of the one is one of the other but for `slips` errors."""
    return bool(one and two) and not any(
        DamerauLevenshtein.distance(a, b, score_cutoff=slips) <= slips for a in one for b in two
    )


def told_apart(one: set[str], two: set[str]) -> bool:
    """Whether two names have words of one kind with different sides (`_TELL_APART`), or different
    letters or numbers that count establishments.
    """
    sides: dict[int, tuple[set[str], set[str]]] = {}
    for place, words in enumerate((one, two)):
        for word in words & _TELL_APART.keys():
            kind, side = _TELL_APART[word]
            sides.setdefault(kind, (set(), set()))[place].add(side)
    if any(a and b and not a & b for a, b in sides.values()):
        return True
    if _residence_and_hotel(one - two, two - one) or _residence_and_hotel(two - one, one - two):
        return True
    a, b = ({word for word in words if _is_mark(word)} for words in (one - two, two - one))
    return bool(a and b)


def _residence_and_hotel(one: set[str], two: set[str]) -> bool:
    """Whether one name says residence where the other says hotel, camping…: “residence” is among
    the words for care too, and a word has one kind.
    """
    return "residence" in one and bool(two & {"hotel", "camping", "auberge", "village", "chalet"})


def marks_of(words: set[str]) -> frozenset[str]:
    """The words of a name that may tell establishments apart: of `_TELL_APART`, or letters and
    numbers that count.
    """
    return frozenset(word for word in words if word in _TELL_APART or _is_mark(word))


def _is_mark(word: str) -> bool:
    """Whether a word is a letter or number that counts establishments: A, 2, III."""
    return word.isdigit() or word in _ROMAN or (len(word) == 1 and word not in _ELIDED)


def _words_of_town(city: str) -> frozenset[str]:
    """The words of a town, which may be in a name or missing: “Ritz-Carlton San Francisco”."""
    return frozenset(city.split())


def _word_likeness(one: str, two: str) -> float:
    """How alike two different words are, 0 to 1: a typing error, an abbreviation, an initial."""
    short, long = (one, two) if len(one) <= len(two) else (two, one)
    if one.isdigit() or two.isdigit():
        return 0.0
    if long.startswith(short):
        return 0.9 if len(short) >= 3 else 0.6
    if len(short) < 3 or (short[0] != long[0] and short[-1] != long[-1]):
        return 0.0
    return _spelling(short, long)


@lru_cache(65536)
def _spelling(short: str, long: str) -> float:
    if short[0] == long[0] and short[-1] == long[-1] and _skeleton(short) == _skeleton(long):
        return 0.85
    alike: float = DamerauLevenshtein.normalized_similarity(short, long, score_cutoff=0.74)
    return alike if len(short) >= 4 else 0.0


def _skeleton(word: str) -> str:
    return "".join(letter for letter in word if letter not in "aeiouy")


def _identifiers(one: Traits, two: Traits, reasons: list[tuple[str, bool]]) -> float:
    if one.siret and two.siret:
        if one.siret == two.siret:
            reasons.append(("siret", True))
            return 12.0
        reasons.append(("siret", False))
        return -4.0 if one.siren == two.siren else -9.0
    if one.siren and two.siren:
        reasons.append(("siren", one.siren == two.siren))
        return 7.0 if one.siren == two.siren else -9.0
    return 0.0


def _place(one: Traits, two: Traits, reasons: list[tuple[str, bool]]) -> float:
    points = 0.0
    if one.postcode and one.postcode == two.postcode:
        points += 2.5
    elif (
        one.city
        and two.city
        and (
            _within(one.city, two.city)
            or _within(two.city, one.city)
            or _spelling(*sorted((one.city, two.city), key=len)) >= 0.8
        )
    ):
        points += 2.0 if not (one.postcode and two.postcode) else 0.5
    elif (one.postcode and two.postcode) or (one.city and two.city):
        reasons.append(("place", False))
        points -= 3.0 if (one.postcode and two.postcode) else 1.5
    points += _street_points(one, two, reasons)
    if points >= 2.0 and ("address", True) not in reasons:
        reasons.append(("place", True))
    return points


def _within(short: str, long: str) -> bool:
    """Whether the name of a town is that of another one, or its beginning in whole words: “Béthune”
    and “Béthune Cedex”, not “Lille” and “Lillers”.
    """
    return f"{long} ".startswith(f"{short} ")


def _street_points(one: Traits, two: Traits, reasons: list[tuple[str, bool]]) -> float:
    if not one.street or not two.street:
        return 2.0 if one.house and one.house == two.house and (one.street or two.street) else 0.0
    short, long = sorted((one.street, two.street), key=len)
    alike = sum(
        max(1.0 if word == other else _word_likeness(word, other) for other in long)
        for word in short
    ) / len(short)
    same_house = one.house and one.house == two.house
    if alike >= 0.5 and same_house:
        reasons.append(("address", True))
        return 5.0
    if alike >= 0.7:
        if one.house and two.house:
            return -1.0
        return 2.0
    if same_house:
        return 0.5
    reasons.append(("address", False))
    return -2.5
