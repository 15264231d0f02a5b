"""What a column is, by its name. Pure."""

from __future__ import annotations

import re

from decroche.intake.header_forms import abbreviated, closed_up, without_purpose
from decroche.intake.header_words import (
    ALLOWS_CALLS,
    ASKED_OF,
    BY_HEADER,
    BY_SIGN,
    BY_WORD,
    FIELDS_OF_A_PERSON,
    IGNORED_HEADERS,
    LABELS,
    NEXT_CALL,
    REFUSAL,
    TECHNICAL_NAME,
    WHOLE_HEADERS,
    WORDS_OF_COUNTS,
    WORDS_OF_DEPARTMENTS,
    WORDS_OF_FAXES,
    WORDS_OF_NAMES,
    WORDS_OF_NO_FIELD,
    WORDS_OF_ORGANISATIONS,
    WORDS_OF_PERSONS,
    WORDS_OF_PHONES,
)
from decroche.shared.folding import strip_marks

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_LONGEST_HEADER = 300
"""Characters of a header that are looked at."""
_OPTIONAL_ENDING = re.compile(r"(?<=\w)\((?:s|e|es|x|aux)\)")
"""Endings in brackets: “Remarque(s)”."""


def plain(header: str) -> str:
    """A header without case, accents and signs: “Tél.” is “tel”, “E-mail” is “e mail”."""
    header = _OPTIONAL_ENDING.sub("", header[:_LONGEST_HEADER])
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    return _NOT_A_WORD.sub(" ", strip_marks(parted)).strip()


_OF_RECORD = re.compile(
    r"(?i)^(?:personne|person|affaire|deal|lead|piste|opportunit[ée]|contact) [-–:] "
    r"(?=(?:organisation|organization|soci[ée]t[ée]|entreprise|company|compte|account)$)"
)
"""From which table of another program a column comes: “Personne - Organisation”."""


def field_of(header: str) -> str:
    """The field that a header names, "" when unknown."""
    header = header[:_LONGEST_HEADER]
    whole = closed_up(plain(TECHNICAL_NAME.sub(" ", _OF_RECORD.sub("", header))))
    if not whole:
        return BY_SIGN.get(header.strip(" \ufe0f"), "")
    if ignored(whole):
        return ""
    if asked := ASKED_OF.match(whole):
        whole = whole[asked.end() :]
        if whole in ("nom", "name"):
            return "contact_name"
    if whole == "name" and TECHNICAL_NAME.search(header):
        return "name"
    if whole in BY_HEADER:
        return BY_HEADER[whole]
    if LABELS.fullmatch(whole):
        return "label"
    if about_mails_only(whole):
        return ""
    if REFUSAL.search(whole) or ALLOWS_CALLS.search(whole):
        return "refusal"
    short = without_purpose(whole)
    if short in BY_HEADER:
        return BY_HEADER[short]
    return _by_words(whole) or abbreviated(header, whole)


def about_mails_only(header: str) -> bool:
    """Whether a column says who wants mails or does not, and nothing of calls: “Email opt out”."""
    whole = plain(header)
    if not _MAILS.search(whole) or _CALLS.search(whole):
        return False
    return bool(REFUSAL.search(whole) or _ALLOWS_MAILS.search(whole))


_MAILS = re.compile(
    r"\b(?:e ?mail(?:ing)?s?|mail(?:ing)?s?|courriels?|newsletters?|infolettres?)\b"
)
_CALLS = re.compile(r"appel|\bcall|phone|\btel\b|contact|demarch|sollicit|joindre|derang|disturb")
_ALLOWS_MAILS = re.compile(
    r"\baccept\w*|\bautoris\w*|\bconsent\w*|\bopt(?:ed)? ?in\b|\bsouhaite recevoir\b|\baccord\b"
    r"|\babonnee?\b|\bsubscribed\b"
)


def allows_mails(header: str) -> bool:
    """Whether a column about mails says who wants them: “Accepte les e-mails : non”."""
    whole = plain(header)
    return _ALLOWS_MAILS.search(whole) is not None and REFUSAL.search(whole) is None


def _by_words(whole: str) -> str:
    """The field of a header, folded, by single words of it."""
    words = whole.split()
    if WORDS_OF_FAXES & set(words):
        return "phone" if WORDS_OF_PHONES & set(words) else "fax"
    if NEXT_CALL.fullmatch(whole):
        return "next_call"
    if told := next((field for pattern, field in WHOLE_HEADERS if pattern.fullmatch(whole)), ""):
        return told
    if {"naf", "ape"} & set(words):
        return "activity" if "libelle" in words else "naf"
    if set(words) & WORDS_OF_NO_FIELD:
        return "postcode" if " code postal" in f" {whole}" or "postal code" in whole else ""
    if compound := _compound(words):
        return compound
    if "raison sociale" in f" {whole} ":
        return "name"
    if set(words) & WORDS_OF_COUNTS and not set(words) & {"effectif", "salaries", "employes"}:
        return ""
    fields = [field for word in reversed(words) if (field := _word_names(word))]
    others = [field for field in fields if field != "name"]
    return next(iter(others or fields), "")  # “Tél. société” is a number, not a name


def _word_names(word: str) -> str:
    """The field that one word of a header names, in the singular or plural."""
    return BY_WORD.get(word) or BY_WORD.get(word.removesuffix("s"), "")


def _compound(words: list[str]) -> str:
    """The field that a person or an organisation makes with one more word, "" when none."""
    said = set(words)
    if said & WORDS_OF_NAMES and said & WORDS_OF_ORGANISATIONS and not said & WORDS_OF_PERSONS:
        return "name"
    if (
        said & WORDS_OF_PERSONS
        and not said & WORDS_OF_ORGANISATIONS
        and len(words) <= _WORDS_OF_A_HEADER
    ):
        if said <= WORDS_OF_PERSONS | WORDS_OF_DEPARTMENTS:
            return "contact_name"
        return next((field for more, field in FIELDS_OF_A_PERSON if said & more), "")
    return ""


_WORDS_OF_A_HEADER = 5


def allows(header: str) -> bool:
    """Whether a column of refusals is told the other way round: “Peut être appelé : non”."""
    whole = plain(header)
    return ALLOWS_CALLS.search(whole) is not None and REFUSAL.search(whole) is None


def with_fax(header: str) -> bool:
    """Whether a column of numbers holds faxes too: “Tél. / Fax”."""
    words = set(plain(header).split())
    return bool(words & WORDS_OF_FAXES and words & WORDS_OF_PHONES)


def ignored(header: str) -> bool:
    """Whether a header, folded, begins with one of these names (Outlook numbers them)."""
    return f"{header} ".startswith(tuple(f"{name} " for name in IGNORED_HEADERS))
