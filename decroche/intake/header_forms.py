"""Forms of headers, whatever their words: initials with points, an abbreviation, one word in front
of all columns, what an address is for. Pure.
"""

from __future__ import annotations

import re

_INITIALS = re.compile(r"\w(?: \w){1,5}")
_FOR_WHAT = re.compile(
    r" (?:de |du |de la |d )?(?:facturation|livraison|siege|correspondance|expedition)"
)
_ABBREVIATED = re.compile(r"\s*([^\W\d_]{3,12})\.\s*")
_WHOLE_WORDS = {
    "telephone": "phone",
    "ville": "city",
    "commune": "city",
    "localite": "city",
    "entreprise": "name",
    "societe": "name",
    "etablissement": "name",
    "raison": "name",
    "adresse": "address",
    "courriel": "email",
    "observations": "notes",
    "remarques": "notes",
    "commentaires": "notes",
    "activite": "activity",
    "effectif": "headcount",
    "fonction": "contact_title",
    "prenom": "contact_first",
    "civilite": "civility",
    "interlocuteur": "contact_name",
    "departement": "",
    "representant": "contact_name",
}
"""Words that a header shortens, and the fields they name; what two of them begin with is none."""
_SEPARATOR = re.compile(r"[_.:]")
_FEWEST = 3
"""Columns that share the word in front of them."""


def closed_up(whole: str) -> str:
    """A folded header whose letters stand apart, as one word: “g s m” is “gsm”."""
    return whole.replace(" ", "") if _INITIALS.fullmatch(whole) else whole


def without_purpose(whole: str) -> str:
    """A folded header without what an address is for: “pays de facturation” is “pays”."""
    return _FOR_WHAT.sub("", whole)


def abbreviated(header: str, plain: str) -> str:
    """The field of the one word that a header shortens with a point: “Téléph.”, “Vil.”."""
    if _ABBREVIATED.fullmatch(header) is None:
        return ""
    fields = {field for word, field in _WHOLE_WORDS.items() if word.startswith(plain)}
    return fields.pop() if len(fields) == 1 else ""


_FURTHER = re.compile(
    r"(?P<what>raison sociale|denomination(?: sociale)?|nom(?: (?:de l entreprise"
    r"|entreprise|societe|de la societe))?|name|company(?: name)?|organization name|firma|libelle)"
    r" ?(?:[2-4]|suite|bis|complement)"
)


def with_further_names(fields: list[str], headers: list[str]) -> list[str]:
    """The fields, with those columns as names that go on with the name of another one: “Raison
    sociale 2” beside “Raison sociale 1”.
    """
    named = {header for field, header in zip(fields, headers, strict=True) if field == "name"}
    return [
        "name"
        if not field
        and (more := _FURTHER.fullmatch(header))
        and {more["what"], f"{more['what']} 1", f"{more['what']}1"} & named
        else field
        for field, header in zip(fields, headers, strict=True)
    ]


def without_shared_word(names: list[str]) -> list[str]:
    """The names of columns without the word that all of them begin with: “ENT_NOM, ENT_TEL”."""
    fronts = [_SEPARATOR.split(name, maxsplit=1) for name in names if name]
    shared = {front[0] for front in fronts if len(front) > 1 and front[1]}
    if len(fronts) < _FEWEST or len(shared) != 1 or any(len(front) == 1 for front in fronts):
        return names
    return [name[len(next(iter(shared))) + 1 :] for name in names]
