"""Words, letters and numbers in names that tell establishments apart: maternelle and élémentaire,
Nord and Sud, A and B, 2 and 3. Whatever else two cards share, such words speak against one company.
Plain Python.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from decroche.shared.folding import letter_words

_KINDS = (
    ("nord", "sud", "est", "ouest", "centre"),
    ("gauche", "droite"),
    ("maternelle", "elementaire", "primaire"),
    ("ecole", "college", "lycee", "mairie", "creche", "universite"),
    ("creche", "garderie", "periscolaire"),
    (
        "professionnel professionnelle",
        "polyvalent polyvalente",
        "general generale",
        "technologique",
        "agricole",
    ),
    (
        *("hotel", "restaurant", "bar", "cafe", "brasserie", "tabac", "traiteur"),
        *("camping", "auberge", "village", "gite", "chalet", "residence"),
    ),
    ("boulangerie patisserie", "boucherie charcuterie", "poissonnerie", "epicerie", "fromagerie"),
    ("market", "city", "contact", "express", "hyper hypermarche", "drive", "proxi"),
    ("clinique", "pharmacie", "laboratoire", "ehpad", "residence", "hopital"),
    ("ime", "itep", "esat", "sessad", "foyer", "handicapes polyhandicapes"),
    ("garage", "carrosserie", "concession", "location"),
    ("immobilier", "assurances assurance", "banque", "voyages voyage", "interim"),
    ("homme hommes", "femme femmes", "enfant enfants", "adulte adultes"),
    ("garcon garcons", "fille filles"),
    ("jour", "nuit"),
    ("public publique", "prive privee"),
    ("haut haute", "bas basse"),
    ("grand grande", "petit petite"),
    ("ancien ancienne", "nouveau nouvelle"),
    ("neuf", "occasion"),
    ("bis", "ter", "quater"),
    ("junior", "senior"),
)
"""Words of one kind, by sides: two names with words of the same kind and different sides (nord and
sud) are different establishments. Words of one side (public, publique) say the same.
"""
_TELL_APART: dict[str, tuple[tuple[int, str], ...]] = {}
"""{word: ((kind, side), …)}: a word may be of several kinds (a residence is a home or a hotel)."""
for _kind, _sides in enumerate(_KINDS):
    for _side in _sides:
        for _word in _side.split():
            _TELL_APART[_word] = (*_TELL_APART.get(_word, ()), (_kind, _side))
_PARTS = frozenset(
    (
        *("section", "annexe", "antenne", "succursale", "filiale", "depot", "entrepot", "internat"),
        *("service", "bureau", "relais", "cfa", "segpa", "greta", "ulis", "cantine", "boutique"),
        *("drive", "periscolaire", "site", "pole", "unite", "sejour", "urgences", "maternite"),
        *("had", "usld", "ulsd", "sld", "ssr", "smr", "dialyse", "autodialyse", "scanner", "irm"),
        *(
            "cpef",
            "pmi",
            "cmp",
            "cmpp",
            "cattp",
            "csapa",
            "ifsi",
            "smur",
            "psychiatrie",
            "geriatrie",
        ),
        *("chirurgie", "pediatrie", "cardiologie", "oncologie", "neurologie", "pneumologie"),
        *("nephrologie", "hemodialyse", "radiologie", "radiotherapie", "imagerie", "addictologie"),
        *("gynecologie", "ophtalmologie", "pedopsychiatrie", "readaptation", "reeducation"),
        *("convalescence", "ambulatoire", "consultations", "palliatifs", "samu", "ssiad", "camsp"),
        *("ifas", "uhr", "pasa", "usp", "hdj", "holding"),
        *("sci", "sccv", "scpi", "gfa"),
    )
)
"""Words for a part of an establishment. When only one of two names has such a word, it is a part of
the other.
"""
_HOLDERS = frozenset(("sci", "sccv", "scpi", "gfa", "holding"))
"""Who holds the walls or the shares of a business, and is not the business: “SCI Lherbier” beside
“Menuiserie Lherbier”. All but the last are legal forms, which folded names have not.
"""
_ELIDED = frozenset("ldnsmtjcq")
"""Letters that stand before an apostrophe: l'école, d'Arras. They do not count establishments."""
_ROMAN = frozenset(("ii", "iii", "iv", "vi", "vii", "viii", "ix"))
"""Roman numerals of more than one letter. Those of one letter are among the single letters."""
_ORDINAL = re.compile(r"(\d+)(?:er|ere|e|eme|ieme|nd|nde)")
_LETTER_AND_FIGURE = re.compile(r"[a-z]\d{1,2}|\d{1,2}[a-z]")
_WRITTEN_OUT = {
    word: str(number)
    for number, words in enumerate(
        (
            *("premier premiere", "deux deuxieme second seconde", "trois troisieme"),
            *("quatre quatrieme", "cinq cinquieme", "six sixieme", "sept septieme"),
            *("huit huitieme", "neuvieme", "dix dixieme"),
        ),
        start=1,
    )
    for word in words.split()
}
"""Numbers in words. Neuf is left out, since it mostly says new, and un, which is an article."""


@lru_cache(65536)
def holders_in(name: str) -> tuple[str, ...]:
    """The legal forms in a name that say who holds a business (SCI, GFA), which `fold_name` and so
    the words of a card leave out.
    """
    return tuple(word for word in letter_words(name) if word in _HOLDERS and word != "holding")


def tells_establishments(word: str) -> bool:
    """Whether a folded word says which kind or part of an establishment it is (“nord”)."""
    return word in _TELL_APART or word in _PARTS


def told_apart(one: set[str], two: set[str]) -> bool:
    """Whether two names have words of one kind with different sides (`_KINDS`), or different
    letters or numbers that count establishments.
    """
    sides: dict[int, tuple[set[str], set[str]]] = {}
    for place, words in enumerate((one, two)):
        for word in words & _TELL_APART.keys():
            for kind, side in _TELL_APART[word]:
                sides.setdefault(kind, (set(), set()))[place].add(side)
    if any(a and b and not a & b for a, b in sides.values()):
        return True
    first, second = one - two, two - one
    counts = _counted(first), _counted(second)
    codes = {word for word in first if _is_code(word)}, {word for word in second if _is_code(word)}
    return any(a - b and b - a for a, b in (counts, codes))


def is_a_part(one: set[str], two: set[str]) -> bool:
    """Whether one name has a word for a part of an establishment (`_PARTS`) that the other lacks,
    also with a typing error.
    """
    return any(
        word in _PARTS
        and not any(DamerauLevenshtein.distance(word, near, score_cutoff=1) <= 1 for near in others)
        for words, others in ((one, two), (two, one))
        for word in words - others
    )


def marks_of(words: set[str]) -> frozenset[str]:
    """The words of a name that may tell establishments apart: of `_KINDS`, or letters and numbers
    that count, as figures (2 for 2e, deux, deuxième).
    """
    codes = filter(_is_code, words)
    return frozenset(words & _TELL_APART.keys()) | _counted(words) | frozenset(codes)


def _is_code(word: str) -> bool:
    """Whether a word is a letter and a number (B2, 3C), which stand apart from “2” and “B” alone: a
    space is soon lost.
    """
    return not _mark(word) and _LETTER_AND_FIGURE.fullmatch(word) is not None


def _counted(words: set[str]) -> frozenset[str]:
    return frozenset(mark for mark in map(_mark, words) if mark)


@lru_cache(65536)
def _mark(word: str) -> str:
    """The letter or number by which a word counts establishments (A, 2, III), or ""."""
    if word in _WRITTEN_OUT:
        return _WRITTEN_OUT[word]
    if ordinal := _ORDINAL.fullmatch(word):
        return ordinal.group(1)
    if word.isdigit() or word in _ROMAN:
        return word
    return word if len(word) == 1 and word not in _ELIDED else ""
