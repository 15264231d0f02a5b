"""Folding: what stays of a text when accents, case, ligatures and punctuation are set aside."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l"})
_ASCII_ONLY = re.compile(r"[\x00-\x7f]*\Z")
_NOT_A_WORD = re.compile(r"[^a-z0-9@.+]+")
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
_LEGAL_FORMS = frozenset(
    [
        "sarl",
        "sas",
        "sasu",
        "sa",
        "eurl",
        "eirl",
        "ei",
        "snc",
        "sci",
        "scp",
        "scop",
        "selarl",
        "selas",
        "gie",
        "association",
        "asso",
        "ste",
        "societe",
        "soc",
        "ets",
        "etablissement",
        "etablissements",
        "entreprise",
    ]
)


def strip_marks(text: str) -> str:
    """Lower case without accents or ligatures: « Œuvre Été » gives “oeuvre ete”."""
    if _ASCII_ONLY.match(text):
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def fold(text: str) -> str:
    """Words in lower case without accents, one space between them; @ . + are kept for addresses."""
    return _NOT_A_WORD.sub(" ", strip_marks(text)).strip()


def fold_name(text: str) -> str:
    """A company's name for comparing: folded, without legal forms (SARL, SAS, Ets…) anywhere in it.

    A name made only of a legal form keeps it, so that it never folds to nothing.
    """
    words = _NOT_A_LETTER.sub(" ", strip_marks(text)).split()
    kept = [word for word in words if word not in _LEGAL_FORMS]
    return " ".join(kept or words)


def digits(text: str) -> str:
    """The digits of a text, in order."""
    return "".join(c for c in text if c in "0123456789")
