"""Professional or consumer: what decides, and why. Pure, no Django.

The law goes by the purpose of the call, not by who owns the line (C. conso. article liminaire): an
offer for their trade makes them a professional. In doubt about a person who trades alone, the
stricter law holds (law.md §2.4).
"""

from __future__ import annotations

import re
from typing import Literal

from decroche.compliance.judging import Audience, Nature
from decroche.shared.folding import fold, strip_marks

Why = Literal["", "chosen", "legal_person", "published", "private_source", "doubt"]

_LEGAL_FORMS = re.compile(
    r"\b(sarl|sas|sasu|sa|eurl|sci|scop|snc|gie|earl|gaec|selarl|selas|scp|scm|scic|sca|"
    r"association|asso|mairie|commune|ville de|communaute|departement|region|ministere|"
    r"universite|lycee|college|hopital|chu|clinique|syndicat|federation|fondation|mutuelle|"
    r"cooperative|groupe|societe|ltd|gmbh|inc|bv|spa|srl|nv|plc)\b"
)
_ALONE = re.compile(
    r"\b(ei|eirl|auto[ -]?entrepreneu\w+|micro[ -]?entrepreneu\w+|micro[ -]?entreprise|"
    r"entrepreneu\w+ individuel\w*|entreprise individuelle)\b"
)
_CIVILITY = re.compile(r"(m|mr|mme|mlle|monsieur|madame|mademoiselle)\b[ .]")
_PRIVATE = re.compile(
    r"facebook|instagram|whatsapp|pages? blanches?|annuaire (des )?particuliers|le ?bon ?coin|"
    r"prive|personnel|residen|famille|ami"
)
_BUSINESS = re.compile(
    r"site|web|annuaire|pages? jaunes|kompass|europages|cci|cma|chambre|salon|foire|forum|carte|"
    r"presse|magazine|journal|vitrine|federation|syndicat"
)
_REGISTER = re.compile(r"sirene|insee|registre|infogreffe|inpi|rcs|annuaire des entreprises|etat")
_GIVEN = re.compile(
    r"recommand|de la part|donne|remis|rencontre|appel recu|formulaire|inscri|demande|client"
)


def sole_trader(name: str) -> bool:
    """Whether a card is a person trading alone, as far as its name says so."""
    words = strip_marks(name)
    return _alone(words, legal=_LEGAL_FORMS.search(words) is not None)


def _alone(words: str, *, legal: bool) -> bool:
    return _ALONE.search(words) is not None or (not legal and _CIVILITY.match(words) is not None)


def decide(name: str, nature: Nature, *, chosen: Audience | None = None) -> tuple[Audience, Why]:
    """(audience, what decided). `nature`: where the number comes from."""
    if chosen:
        return chosen, "chosen"
    words = strip_marks(name)
    legal = _LEGAL_FORMS.search(words) is not None
    if _alone(words, legal=legal):
        return (
            ("professional", "published")
            if nature in ("business", "given")
            else ("consumer", "doubt")
        )
    if legal:
        return "professional", "legal_person"
    return ("consumer", "private_source") if nature == "private" else ("professional", "")


def nature_from(source: str) -> Nature:
    """What kind of source her words speak of: “Pages Blanches” is private, “annuaire CCI” published
    for the trade; "" when they don't say.
    """
    words = fold(source)
    for nature, pattern in (
        ("private", _PRIVATE),
        ("register", _REGISTER),
        ("given", _GIVEN),
        ("business", _BUSINESS),
    ):
        if pattern.search(words):
            return nature  # type: ignore[return-value]
    return ""
