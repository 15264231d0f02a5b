"""Comparing two cards: are they the same company? The verdict is SAME, ASK (she decides) or
DIFFERENT, with the reasons for and against. Plain Python.

Each field gives points, roughly in bits (Fellegi and Sunter, "A theory for record linkage", 1969):
how much more often it agrees on two cards of one company than on cards of two companies. Words of a
name count by how rare they are in the file (inverse document frequency), so that « École primaire
publique » or « Hôtel » prove nothing by themselves. No labelled pairs are needed.

The points of the other fields are no estimates: each was set by hand to the bits that such a field
is worth in a file of some thousand companies, then moved by half points while `bin/bench doubles`
was read on the tuning halves (tools/near_different.py). How they add up is in test_evidence.py; how
often the verdicts are right, in docs/reference/reading.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from math import fsum, log2
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from decroche.prospects.establishments import (
    is_a_part,
    marks_of,
    tells_establishments,
    told_apart,
)
from decroche.prospects.traits import Traits

SAME, ASK, DIFFERENT = "same", "ask", "different"
SURE, DOUBTFUL = 10.5, 5.5
"""Points from which the verdict is SAME, and from which it is ASK. A thousand companies give ten
bits of pairs for one card, so what is sure must be worth more.
"""

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
_SURE_WITH_OWN_WORDS = SURE + 4.0
"""Points from which two such cards are the same: a trade more than usual must outweigh them."""

# How much of the shorter name must be in the other (the cover, see `_name`):
_WHOLE = 0.9
"""How much of the shorter name must be in the other (the cover, see `Rarity._name`) for two names
to count as the same.
"""
_MOST, _PART = 0.6, 0.34
"""The cover from which the verdict may be SAME: by the names alone, and with a number and an
address in common as well. “Perrin Lille” and “Perrin Vasseur” have half of the shorter name in
common.
"""
_ALL, _HALF = 0.999, 0.5
"""The cover from which she reads “the same name”, and “nearly the same name”."""

# What a shared name is worth.
_MOST_OF_A_NAME, _OF_A_NAME = 14.0, 0.8
"""Bits of a name that count at most, and the part of them that does: words of one name come
together (Bois Blanc), so that their bits add up to less than their sum.
"""
_OF_THE_LONGER = 0.2
"""The part of the own words of the longer name that counts against it; those of the shorter one
count in full.
"""
_LITTLE = 1.0
"""Bits of own words below which a name is still whole."""

# Cards of the imaginary file that is counted beside the real one, so that words have sensible bits
# in a small file too: all of them, and those that have a link, the word of a trade, any other word.
_IMAGINED = 1000
_WITH_A_LINK, _WITH_A_TRADE, _WITH_A_WORD = 600, 50, 1
_OF_DIGITS = 0.5
"""A number in a name is worth this part of its bits: as often as not it is a year, or the number of
a house.
"""

_FEW, _SOME = 3, 20
"""How many cards may have a number that still counts as one company's, and how many a domain that
is named to her as a reason.
"""
_NUMBER, _EMAIL, _DOMAIN = 9.0, 8.0, 5.0
"""Points of a number, an e-mail address and a domain that two cards bear and no third."""
_DOUBLED, _DOMAIN_DOUBLED = 2.0, 1.5
"""Points that each doubling of its bearers costs a number or an address, and a domain."""
_LEAST = 1.0
"""Points that a number or an address is worth at least, however many cards have it."""
_NUMBER_NEAR, _NUMBER_DIFFERS = 2.5, -3.0
"""Points when the numbers differ by one digit, and when they differ otherwise."""
_EMAIL_NEAR, _EMAIL_DIFFERS = 3.0, -1.0
"""Points when the addresses differ by one letter, and when they differ otherwise."""
_SIRET, _SIREN = 12.0, 7.0
"""Points of the same SIRET, and of the same SIREN alone."""
_SISTER, _STRANGER = -4.0, -9.0
"""Points when two SIRET differ: of one company (the same SIREN), and of two companies."""
_POSTCODE, _TOWN, _TOWN_OF_SEVERAL = 2.5, 2.0, 0.5
"""Points of the same postcode; the same town, when one card lacks the postcode; the same town with
two postcodes.
"""
_POSTCODE_DIFFERS, _TOWN_DIFFERS = -3.0, -1.5
_ADDRESS, _STREET, _HOUSE, _HOUSE_ALONE = 5.0, 2.0, 0.5, 2.0
"""Points of the same house and street; the street alone; the same house of another street; the
house when one card says no street.
"""
_OTHER_HOUSE, _OTHER_STREET = -1.0, -2.5
_HALF_A_STREET, _MOST_OF_A_STREET = 0.5, 0.7
"""The part of its words from which a street counts as the same: with the same number of the house,
and without.
"""
_TOWN_NEAR = 0.8
"""How alike two spellings of a town must be to count as the same town."""

# What a name that agrees in part needs beside it.
_SURE_NUMBER, _SURE_PLACE = 5, 4
"""Points above which a number (borne by up to seven cards) and a place (a house and street, or a
street and postcode) stand for the rest of the name.
"""
_INSTEAD_OF_A_NAME = 9
"""Points of number and mail together from which quite another name may be asked about."""

# How alike two different words are: cut short, an initial, vowels left out.
_CUT_SHORT, _INITIAL, _CONSONANTS = 0.9, 0.6, 0.85
_INITIALS_ALONE = 0.3
"""The cover of two names that have nothing in common but initials: “JPL”, “J.P. Leroux”."""
_SHORTEST_CUT = 3
"""Letters of the shortest word that is cut short, not an initial."""
_SLIP = 0.74
"""Likeness of two spellings from which one is a slip of the other: one letter in four."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two cards are: the points (bits), the verdict, and the reasons as (code, whether it
    speaks for the same company), which the pages put into words.
    """

    points: float
    verdict: str
    reasons: tuple[tuple[str, bool], ...] = ()


class _Evidence(NamedTuple):
    """What two cards have in common: the cover of their names and the bits of their own words (see
    `_name`), and the points of each field.
    """

    cover: float
    apart: float
    name: float
    number: float
    ids: float
    mail: float
    place: float

    @property
    def points(self) -> float:
        return self.name + self.number + self.ids + self.mail + self.place

    @property
    def own_words(self) -> bool:
        """Whether each of the two names has words that the other lacks."""
        return self.apart > _OWN_WORDS

    @property
    def registered(self) -> bool:
        """Whether both cards have the same SIREN or SIRET."""
        return self.ids > 0


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
        """How many bits a word is worth that both names have. So that a small file gives no extreme
        values, `_IMAGINED` cards are counted as well (see `_usual`).
        """
        weight = self._weights.get(word)
        if weight is None:
            bearers = self.words[word] + _usual(word)
            weight = log2((self.cards + _IMAGINED) / bearers)
            weight *= _OF_DIGITS if word.isdigit() else 1
            self._weights[word] = weight
        return weight

    def compare(self, one: Traits, two: Traits) -> Likeness:
        """How alike two cards are. A common number, address or place never makes the verdict SAME
        unless the names agree, at least in part.
        """
        reasons: list[tuple[str, bool]] = []
        name, cover, apart = self._name(one, two)
        evidence = _Evidence(
            cover=cover,
            apart=apart,
            name=name,
            number=self._number(one, two, reasons),
            ids=_identifiers(one, two, reasons),
            mail=self._mail(one, two, reasons),
            place=_place(one, two, reasons),
        )
        reasons.insert(0, _of_names(cover, whole=len(one.name) == len(two.name)))
        if evidence.own_words:
            reasons.append(("own_words", False))
        verdict = _verdict(one, two, evidence, reasons)
        return Likeness(round(evidence.points, 2), verdict, tuple(reasons))

    def _name(self, one: Traits, two: Traits) -> tuple[float, float, float]:
        """(points of the names; cover: how much of the shorter name is in the other, 0 to 1; apart:
        the weight of the words that the name with fewer own words has and the other lacks).
        """
        a, b = one.name, two.name
        weight = self.weight
        if a == b:
            return min(sum(map(weight, a)), _MOST_OF_A_NAME) * _OF_A_NAME, 1.0, 0.0
        total_a, total_b = sum(map(weight, a)), sum(map(weight, b))
        shared = set(a) & set(b)
        agreed = fsum(map(weight, shared))  # exact, and so the same in whatever order
        rest_a, rest_b = (
            [word for word in a if word not in shared],
            [word for word in b if word not in shared],
        )
        near, in_words = self._near(rest_a, rest_b)
        agreed += near
        cover = agreed / max(min(total_a, total_b), 0.1)
        if not shared and not in_words:
            cover = min(cover, _INITIALS_ALONE)
        place = _words_of_town(one.city) | _words_of_town(two.city)
        idle = place if rest_a and rest_b else place | LITTLE_WORDS
        low, high = sorted(
            sum(weight(word) for word in rest if word not in idle) for rest in (rest_a, rest_b)
        )
        points = min(agreed, _MOST_OF_A_NAME) * _OF_A_NAME - low - _OF_THE_LONGER * high
        return points, cover, low

    def _near(self, rest_a: list[str], rest_b: list[str]) -> tuple[float, bool]:
        """The weight of words that are nearly the same (a typing error, an abbreviation, an
        initial, words written together), and whether one of them is more than an initial. They are
        taken out of both lists.
        """
        if "".join(rest_a) == "".join(rest_b):
            agreed = min(sum(map(self.weight, rest_a)), sum(map(self.weight, rest_b)))
            rest_a.clear()
            rest_b.clear()
            return agreed, True
        agreed, in_words = 0.0, False
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
                in_words = in_words or best > _INITIAL
        return agreed, in_words

    def _number(self, one: Traits, two: Traits, reasons: list[tuple[str, bool]]) -> float:
        if not one.numbers or not two.numbers:
            return 0.0
        shared = one.numbers & two.numbers
        if shared:
            bearers = min(self.numbers[number] for number in shared)
            reasons.append(("number" if bearers <= _FEW else "number_of_many", True))
            return max(_worth(_NUMBER, _DOUBLED, bearers), _LEAST)
        if any(
            len(a) == len(b) and DamerauLevenshtein.distance(a, b, score_cutoff=1) <= 1
            for a in one.numbers
            for b in two.numbers
        ):
            reasons.append(("number_near", True))
            return _NUMBER_NEAR
        reasons.append(("number", False))
        return _NUMBER_DIFFERS

    def _mail(self, one: Traits, two: Traits, reasons: list[tuple[str, bool]]) -> float:
        if one.email and one.email == two.email:
            reasons.append(("email", True))
            return max(_worth(_EMAIL, _DOUBLED, self.emails[one.email]), _LEAST)
        if one.domain and one.domain == two.domain:
            bearers = self.domains[one.domain]
            if bearers <= _SOME:
                reasons.append(("domain", True))
            domain = max(_worth(_DOMAIN, _DOMAIN_DOUBLED, bearers), 0.0)
        else:
            domain = 0.0
        if not (one.email and two.email):
            return domain
        near = DamerauLevenshtein.distance(one.email, two.email, score_cutoff=1) <= 1
        return max(domain, _EMAIL_NEAR) if near else domain + _EMAIL_DIFFERS


def _usual(word: str) -> int:
    """How many of the `_IMAGINED` cards have a word."""
    if word in _LINKS:
        return _WITH_A_LINK
    return _WITH_A_TRADE if word in _TRADES else _WITH_A_WORD


def _worth(points: float, doubled: float, bearers: int) -> float:
    """What a number, address or domain is worth that `bearers` cards have: `points` for two, and
    `doubled` less each time their count doubles.
    """
    return points - doubled * log2(max(bearers, 2) / 2)


def _of_names(cover: float, *, whole: bool) -> tuple[str, bool]:
    """The reason that the names give, as in `Likeness`. `whole` says that both names have as many
    words.
    """
    if cover < _HALF:
        return "name", False
    return ("name" if cover > _ALL and whole else "name_near"), True


def _verdict(one: Traits, two: Traits, evidence: _Evidence, reasons: list[tuple[str, bool]]) -> str:
    """The verdict of the points; ASK instead of SAME when the names agree too little or something
    contradicts.
    """
    known = evidence.registered or evidence.number + evidence.mail >= _INSTEAD_OF_A_NAME
    if evidence.points < DOUBTFUL or (evidence.cover < _PART and not known):
        return DIFFERENT
    sure = evidence.points >= (_SURE_WITH_OWN_WORDS if evidence.own_words else SURE)
    if not sure or not _names_agree(evidence, reasons):
        return ASK
    if evidence.own_words and not evidence.registered:
        return ASK
    if _one_is_of_the_other(one, two, evidence):
        return ASK
    against = contradictions(one, two)
    if ("address", False) in reasons:
        against |= {"house"}
    return SAME if _outweighed(against, one, two, evidence) else ASK


def _names_agree(evidence: _Evidence, reasons: list[tuple[str, bool]]) -> bool:
    """Whether the names have enough in common for one company: by themselves, or together with the
    same SIRET, or with a number and a place.
    """
    if evidence.cover >= _MOST or ("siret", True) in reasons:
        return True
    beside = evidence.number > _SURE_NUMBER and evidence.place > _SURE_PLACE
    return evidence.cover >= _PART and beside


_SLIPS = 2
"""Letters by which two spellings of one address may differ."""
_DIGITS = 1
"""Digits by which two spellings of one number may differ (one was misheard or mistyped)."""


def contradictions(one: Traits, two: Traits) -> frozenset[str]:
    """What speaks against two cards being one company, whatever else agrees: “words” that tell
    establishments apart; “siret”, “number”, “email”, “house” and “place” when both cards have one
    and they differ. With the same SIRET only the words count, unless number and e-mail both differ,
    or the towns: a SIRET belongs to one place, so one of the two cards has it wrong.
    """
    found = set[str]()
    if told_apart(set(one.name), set(two.name)) or is_a_part(set(one.name), set(two.name)):
        found.add("words")
    if one.siret and two.siret and one.siret != two.siret:
        found.add("siret")
    if _differ(one.numbers, two.numbers, _DIGITS):
        found.add("number")
    if one.email and two.email and _differ({one.email}, {two.email}, _SLIPS):
        found.add("email")
    if one.house and two.house and (one.house != two.house or _two_streets(one, two)):
        found.add("house")
    if one.postcode and two.postcode and one.postcode != two.postcode:
        found.add("place")
    same = bool(one.siret and one.siret == two.siret)
    if same and not {"number", "email"} <= found:
        found &= {"words"} if _one_town(one, two) else {"words", "place"}
    return frozenset(found)


def _outweighed(against: frozenset[str], one: Traits, two: Traits, evidence: _Evidence) -> bool:
    """Whether two cards may be one company in spite of `against`: only one thing differs (the
    company moved, or changed its number), the name is the same, and so is something else that only
    one company has.
    """
    if not against:
        return True
    if len(against) > 1 or against & {"words", "siret"} or not _one_name(one, two, evidence):
        return False
    if "number" in against:
        return (one.email and one.email == two.email) or (
            bool(one.house) and one.house == two.house and _one_street(one.street, two.street)
        )
    if "place" in against and not _one_town(one, two):
        return False
    # A number that a third card bears is a central one: two shops of a chain in one town have it.
    return evidence.number >= _NUMBER


def _one_name(one: Traits, two: Traits, evidence: _Evidence) -> bool:
    """Whether two names are the same and neither says more: not Ibis beside Ibis Budget."""
    if evidence.cover <= _WHOLE or evidence.apart >= _LITTLE:
        return False
    marks = marks_of(set(one.name)), marks_of(set(two.name))
    return marks[0] == marks[1] and not _one_says_more(one, two)


def _one_says_more(one: Traits, two: Traits) -> bool:
    """Whether one name is the other with a word more; little words and those of the town do not
    count.
    """
    return bool(_words_more(one, two))


def _one_is_of_the_other(one: Traits, two: Traits, evidence: _Evidence) -> bool:
    """Whether one card may be a part or a neighbour of the other, because its name says more:
    several words, or one word with a number of the same exchange. Not when both have the same
    e-mail address (unless the word names a kind: “Lycée professionnel”), SIREN or SIRET, or the
    same number and house.
    """
    words = _words_more(one, two)
    more, next_number = len(words), evidence.number == _NUMBER_NEAR
    if next_number and not evidence.registered and any(map(tells_establishments, words)):
        return True
    if evidence.registered or (one.email and one.email == two.email):
        return False
    if more >= _SEVERAL:
        same_house = bool(one.house) and one.house == two.house
        return not (same_house and evidence.number >= _NUMBER)
    return more > 0 and next_number


_SEVERAL = 2
"""From so many words more on, a longer name is no other way to write the shorter one."""


def _words_more(one: Traits, two: Traits) -> set[str]:
    """The words that one of two names has beside those of the other, without little words and those
    of the town; none where each has words that the other lacks.
    """
    idle = LITTLE_WORDS | _words_of_town(one.city) | _words_of_town(two.city)
    more = set(one.name) - set(two.name), set(two.name) - set(one.name)
    return set() if more[0] and more[1] else (more[0] | more[1]) - idle


def _one_town(one: Traits, two: Traits) -> bool:
    """Whether the towns are the same, as far as both are known."""
    if not one.city or not two.city:
        return True
    return _within(one.city, two.city) or _within(two.city, one.city)


def _two_streets(one: Traits, two: Traits) -> bool:
    """Whether both cards name a street, and the names have nothing in common."""
    if not one.street or not two.street:
        return False
    return not any(
        word == other or _word_likeness(word, other) for word in one.street for other in two.street
    )


def _one_street(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    return not one or not two or one == two


def _differ(one: Iterable[str], two: Iterable[str], slips: int) -> bool:
    """Whether both have values, and no value of one is a value of the other, even with up to
    `slips` errors.
    """
    return bool(one and two) and not any(
        DamerauLevenshtein.distance(a, b, score_cutoff=slips) <= slips for a in one for b in two
    )


def _words_of_town(city: str) -> frozenset[str]:
    """The words of a town, which may be in a name or missing: “Ritz-Carlton San Francisco”."""
    return frozenset(city.split())


def _word_likeness(one: str, two: str) -> float:
    """How alike two different words are, 0 to 1: a typing error, an abbreviation, an initial."""
    short, long = (one, two) if len(one) <= len(two) else (two, one)
    if one.isdigit() or two.isdigit():
        return 0.0
    if long.startswith(short):
        if len(short) >= _SHORTEST_CUT:
            return _CUT_SHORT
        return _INITIAL if len(short) == 1 or len(long) > _SHORTEST_CUT else 0.0  # JP is not JPL
    if len(short) < _SHORTEST_CUT or (short[0] != long[0] and short[-1] != long[-1]):
        return 0.0
    return _spelling(short, long)


@lru_cache(65536)
def _spelling(short: str, long: str) -> float:
    if short[0] == long[0] and short[-1] == long[-1] and _skeleton(short) == _skeleton(long):
        return _CONSONANTS
    alike: float = DamerauLevenshtein.normalized_similarity(short, long, score_cutoff=_SLIP)
    return alike


def _skeleton(word: str) -> str:
    return "".join(letter for letter in word if letter not in "aeiouy")


def _identifiers(one: Traits, two: Traits, reasons: list[tuple[str, bool]]) -> float:
    if one.siret and two.siret:
        if one.siret == two.siret:
            reasons.append(("siret", True))
            return _SIRET
        reasons.append(("siret", False))
        return _SISTER if one.siren == two.siren else _STRANGER
    if one.siren and two.siren:
        reasons.append(("siren", one.siren == two.siren))
        return _SIREN if one.siren == two.siren else _STRANGER
    return 0.0


def _place(one: Traits, two: Traits, reasons: list[tuple[str, bool]]) -> float:
    points = 0.0
    if one.postcode and one.postcode == two.postcode:
        points += _POSTCODE
    elif (
        one.city
        and two.city
        and (
            _within(one.city, two.city)
            or _within(two.city, one.city)
            or _spelling(*sorted((one.city, two.city), key=len)) >= _TOWN_NEAR
        )
    ):
        points += _TOWN if not (one.postcode and two.postcode) else _TOWN_OF_SEVERAL
    elif (one.postcode and two.postcode) or (one.city and two.city):
        reasons.append(("place", False))
        points += _POSTCODE_DIFFERS if (one.postcode and two.postcode) else _TOWN_DIFFERS
    points += _street_points(one, two, reasons)
    if points >= _TOWN and ("address", True) not in reasons:
        reasons.append(("place", True))
    return points


def _within(short: str, long: str) -> bool:
    """Whether the name of a town is that of another one, or its beginning in whole words: “Béthune”
    and “Béthune Cedex”, not “Lille” and “Lillers”.
    """
    return f"{long} ".startswith(f"{short} ")


def _street_points(one: Traits, two: Traits, reasons: list[tuple[str, bool]]) -> float:
    if not one.street or not two.street:
        same = one.house and one.house == two.house
        return _HOUSE_ALONE if same and (one.street or two.street) else 0.0
    short, long = sorted((one.street, two.street), key=len)
    alike = sum(
        max(1.0 if word == other else _word_likeness(word, other) for other in long)
        for word in short
    ) / len(short)
    same_house = one.house and one.house == two.house
    if alike >= _HALF_A_STREET and same_house:
        reasons.append(("address", True))
        return _ADDRESS
    if alike >= _MOST_OF_A_STREET:
        if one.house and two.house:
            return _OTHER_HOUSE
        return _STREET
    if same_house:
        return _HOUSE
    reasons.append(("address", False))
    return _OTHER_STREET
