"""A firm and a person with nothing between them: “Fonderie Lemaire Paul Guérin”, “La Table
d'Armance chef Ludo”, “Céréales Vermont JP Lacroix”. Pure.

Many firms carry a name (“Lycée Simone Signoret”, “Garage A. Martin”, “Centre social Louise
Michel”): a person is taken off the end only when a name of the firm already stands before, or when
a title in small letters stands between.
"""

from __future__ import annotations

import re

from decroche.prospects.first_names import is_first_name, is_word_of_trade
from decroche.prospects.people_named import Named, named_in
from decroche.prospects.person_words import CAPITAL, INITIALS, TITLE
from decroche.shared.folding import fold

_LINKS = re.compile(
    r"de|du|des|d|la|le|les|l|et|&|chez|saint|sainte|ste?|mere|pere|notre|nos|aux?|a|sur|en|jean"
    r"|marie|docteur|dr|maitre|me|mme|m|tante|oncle|mamie|mamy|meme|pepe|papi|papy|papa|maman"
    r"|cousine?|freres?|soeurs?|comte|comtesse|baron|roi|reine|dame|petite?|belle|abbe|capitaine"
)
"""Words that lead into the name of a firm."""
_HOUSES = re.compile(
    r"lycee|college|ecole|groupe|institut|institution|centre|espace|salle|stade|piscine|hopital"
    r"|clinique|residence|foyer|fondation|theatre|musee|mediatheque|bibliotheque|gymnase|ehpad"
    r"|parc|universite|campus|conservatoire|creche|maison"
)
"""Houses that are named after people, with two words before the name too."""
_NAMES_OF_THINGS = re.compile(
    r"marine|marina|rose|rosa|iris|jade|victoria|victoire|aurore|stella|olympe|flora|oceane|diane"
    r"|lola|carmen|florence|constance|clemence|celestine|noel|noelle|alba|flore|melodie|capucine"
    r"|regina|angelina|isis|ariane|daphne|prosper|gwen|cesar|hector|ulysse|leon|max|lou|sam|tom"
)
"""First names that end the names of firms too: “Camping Les Flots Marina”."""
_OF_A_TRADE = re.compile(
    r"naval(?:e?s|e)?|m[ée]caniques?|m[ée]talliques?|industriel(?:le)?s?|g[ée]n[ée]ra(?:le?s?|ux)"
    r"|routi(?:ers?|[èe]res?)|maritimes?|agricoles?|[ée]lectriques?|plastiques?|artisana(?:les?|ux)"
    r"|automobiles?|m[ée]dica(?:les?|ux)|fun[ée]raires?|viticoles?|horticoles?|alimentaires?"
    r"|thermiques?|hydrauliques?|sanitaires?|graphiques?|num[ée]riques?|[ée]lectroniques?"
    r"|modernes?|centra(?:les?|ux)|publics?|publiques?|fluvia(?:les?|ux)|textiles?|foresti[èe]res?"
    r"|bretonnes|normandes|lorraines|alsaciennes|bourguignonnes|vend[ée]ennes|vertes",
    re.IGNORECASE,
)
"""Words that say of which kind a trade is (“Chantiers Navals”): none of them is the firm's own
name, which then is what follows (“Chantiers Navals Tanguy”).
"""
_TITLED = re.compile(rf"(?:(?-i:DRH|DGS|DPO|PDG|DG|DAF|DSI)|{TITLE})\.?\s*:?\s+(?={CAPITAL})")
_INITIALED = re.compile(rf"{INITIALS} ?{CAPITAL}")
_FEWEST = 2
"""Words of a firm before a name without a title."""


def person_behind(firm: str) -> tuple[str, Named] | None:
    """(the firm, the person at the end of its part of the line); None when nobody stands there."""
    starts = [found.end() for found in re.finditer(r"\s+", firm)]
    for start in starts:
        before, behind = firm[:start].strip(), firm[start:]
        if _ends_open(before):
            continue
        titled = _TITLED.match(behind)
        if not titled and not _begins_a_name(before, behind):
            continue
        named = named_in(behind)
        if named is not None and (titled or named.title or not _is_a_house(before)):
            return before, named
    return None


def _ends_open(before: str) -> bool:
    """Whether the words of a firm can't be its whole name: the last of them leads into more of a
    name, or none has a capital.
    """
    before = _ARTICLE.sub("", before)
    last = fold(re.split(r"[\s'’]", before)[-1])
    return _LINKS.fullmatch(last) is not None or re.search(CAPITAL, before) is None


_ARTICLE = re.compile(r"^(?:L[ae]s? |L['’])(?=[a-zà-ÿ])")


def _begins_a_name(before: str, behind: str) -> bool:
    """Whether a person's name begins at this place: the words before it are the name of a firm by
    themselves.
    """
    words = before.split()
    own = [word for word in words[1:] if _OF_A_TRADE.fullmatch(word) is None]
    if len(words) < _FEWEST or not any(re.match(CAPITAL, word) for word in own):
        return False
    if _INITIALED.match(behind):
        return True
    following = behind.split()
    if not is_first_name(following[0]) or re.match(CAPITAL, following[0]) is None:
        return False
    if len(following) == 1:
        return _is_of_a_person(following[0], words[1:])
    return following[1].lower() not in ("et", "&", "and")


def _is_of_a_person(first_name: str, words: list[str]) -> bool:
    """Whether a first name at the end of a firm's words is a person's. Not when another of these
    words (the first one left aside) is a first name too, or when all of them are words of trades.
    """
    if _NAMES_OF_THINGS.fullmatch(fold(first_name)) or any(map(is_first_name, words)):
        return False
    return any(re.match(CAPITAL, one) and not is_word_of_trade(one) for one in words)


def _is_a_house(before: str) -> bool:
    return _HOUSES.fullmatch(fold(before.split(maxsplit=1)[0])) is not None
