"""Whether an answer that has no known form of a refusal is understood as something else. Pure.

Forms reach the sentences that somebody thought of. Here every sign of an answer speaks for a
refusal or against it: its words, cut to six letters, each two that stand side by side, the kinds of
words that meet in it or in one of its clauses (a word of ending beside one of reaching, a day
beside a meeting), and how long it is. How much each says was computed from the made-up answers of
the tests (`tools/weigh_answers.py`) and stands in `tables/weights_of_answers.tsv`.

It opposes nobody. What weighs like a refusal is shown to her first, and what has the form of a
refusal but weighs like something else is asked about, too.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

from decroche.correspondence.refusal_words import goes_on
from decroche.shared.folding import only_letters

_TABLES = Path(__file__).parent / "tables"
_KEPT = 6
"""Letters of a word that are compared, so that one weight serves “contacter” and “contactez”."""
_MOST_WORDS = 150
"""Words that are weighed: whoever refuses says it at once."""
_CLAUSES = re.compile(r"[,.!?;:\n]+")
_TELEPHONE = re.compile(r"\d\d \d\d \d\d")
_HOUR = re.compile(r"\b\d{1,2} ?h\b")
_LENGTHS = (("short", 0, 3), ("long", 21, 10_000), ("longest", 44, 10_000))
_ASKED_FROM = 0.2
"""What an answer without a form weighs at least to be asked about."""
_FRIENDLY_BELOW = -0.5
"""What a refusal that has the form of one weighs at least to count by itself."""


def weighs_as_refusal(text: str, *, asks: bool, invites: bool) -> bool:
    """Whether an answer says more like a refusal than like anything else."""
    return _weight(text, asks=asks, invites=invites) > _ASKED_FROM


def weighs_as_friendly(text: str, *, asks: bool, invites: bool) -> bool:
    """Whether an answer that has the form of a refusal is made of the words of friendly ones."""
    return _weight(text, asks=asks, invites=invites) < _FRIENDLY_BELOW


def signs_of(text: str, *, asks: bool, invites: bool) -> frozenset[str]:
    """The signs of an answer that are weighed; `asks` and `invites` as the grammar found them."""
    plain = only_letters(text).split()[:_MOST_WORDS]
    whole = " ".join(plain)
    words = ["^", *("#" if word.isdigit() else word[:_KEPT] for word in plain), "$"]
    pairs = (f"{one} {other}" for one, other in pairwise(words))
    clauses = (only_letters(part) for part in _CLAUSES.split(text))
    found = {
        "asks": asks,
        "invites": invites,
        "business": goes_on(whole),
        "question": "?" in text,
        "shout": "!" in text,
        "address": "@" in text,
        "telephone": _TELEPHONE.search(text) is not None,
        "hour": _HOUR.search(whole) is not None,
        **{name: low <= len(plain) <= high for name, low, high in _LENGTHS},
    }
    return frozenset(
        [
            *(f"sign {name}" for name, there in found.items() if there),
            *(f"word {word}" for word in words),
            *(f"pair {pair}" for pair in pairs),
            *(f"kind {kind}" for kind in _kinds_in(whole)),
            *(f"answer {both}" for both in _together(whole)),
            *(f"clause {both}" for clause in clauses for both in _together(clause)),
        ]
    )


def _weight(text: str, *, asks: bool, invites: bool) -> float:
    known = _weights()
    signs = signs_of(text, asks=asks, invites=invites)
    return known[""] + sum(known.get(sign, 0.0) for sign in signs)


def _together(plain: str) -> list[str]:
    """Each two kinds of words that meet in a folded text."""
    kinds = _kinds_in(plain)
    return [f"{one} {other}" for at, one in enumerate(kinds) for other in kinds[at + 1 :]]


def _kinds_in(plain: str) -> list[str]:
    return [kind for kind, pattern in _kinds().items() if pattern.search(plain)]


@cache
def _kinds() -> dict[str, re.Pattern[str]]:
    """The kinds of words and how they are found; in the table a star stands for any ending."""
    words: dict[str, list[str]] = {}
    for line in (_TABLES / "kinds_of_words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            words[line[2:]] = []
        else:
            words[[*words][-1]].append(line.replace("*", r"\w*"))
    return {kind: re.compile(rf"\b(?:{'|'.join(each)})\b") for kind, each in words.items()}


@cache
def _weights() -> dict[str, float]:
    """What each sign weighs; "" is what an answer weighs before any."""
    lines = (_TABLES / "weights_of_answers.tsv").read_text(encoding="utf-8").splitlines()
    split = (line.rpartition("\t") for line in lines if not line.startswith("#"))
    return {sign: float(weight) for sign, _, weight in split}
