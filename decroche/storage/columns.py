"""The columns of an exported file, and how a person stands in one of its cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from decroche.intake.cells import DECIDES, PERSON_SIGN, SWITCHBOARD
from decroche.intake.own_words import ROLES, word_of
from decroche.shared.language import Language
from decroche.shared.spreadsheets import harmless

COLUMNS = (
    "name",
    "siret",
    "siren",
    "naf",
    "activity",
    "headcount",
    "address",
    "postcode",
    "city",
    "phones",
    "email",
    "website",
    "contacts",
    "notes",
    "tags",
    "last_outcome",
    "last_called_at",
    "attempts",
    "source",
    "calls_and_notes",
    "followups",
    "not_before",
    "call_lists",
    "wrong_numbers",
)
FRENCH = {
    "name": "Société",
    "siret": "SIRET",
    "siren": "SIREN",
    "naf": "Code NAF",
    "activity": "Activité",
    "headcount": "Effectif",
    "address": "Adresse",
    "postcode": "Code postal",
    "city": "Ville",
    "phones": "Téléphone",
    "email": "E-mail",
    "website": "Site web",
    "contacts": "Contacts",
    "notes": "Notes",
    "tags": "Étiquettes",
    "last_outcome": "Dernier résultat",
    "last_called_at": "Dernier appel",
    "attempts": "Tentatives",
    "source": "Source",
    "calls_and_notes": "Appels et notes",
    "followups": "Relances prévues",
    "not_before": "Pas avant",
    "call_lists": "Listes d’appels",
    "wrong_numbers": "Faux numéros",
}
ENGLISH = {
    "name": "Company",
    "siret": "SIRET",
    "siren": "SIREN",
    "naf": "NAF code",
    "activity": "Activity",
    "headcount": "Headcount",
    "address": "Address",
    "postcode": "Postcode",
    "city": "City",
    "phones": "Telephone",
    "email": "E-mail",
    "website": "Website",
    "contacts": "Contacts",
    "notes": "Notes",
    "tags": "Tags",
    "last_outcome": "Last outcome",
    "last_called_at": "Last call",
    "attempts": "Attempts",
    "source": "Source",
    "calls_and_notes": "Calls and notes",
    "followups": "Open follow-ups",
    "not_before": "Not before",
    "call_lists": "Call lists",
    "wrong_numbers": "Wrong numbers",
}
HEADERS: Mapping[Language, Mapping[str, str]] = {"fr": FRENCH, "en": ENGLISH}
"""Headers of the columns in the words of a language. An import recognises them."""
OWN_SOURCE = "Source Décroche"
"""The source in a vCard, which has no other column that would tell whose file it is."""
DATED = ("calls_and_notes", "followups")
"""Columns of dated lines."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table, and the language in whose words it is written; None writes names and
    codes, for programs.
    """

    names: Sequence[str]
    language: Language | None = None

    def headers(self) -> list[str]:
        """The first row of the table."""
        words = HEADERS[self.language] if self.language else {}
        return [harmless(words.get(name, name)) for name in self.names]


def person_text(person: dict[str, Any], language: Language | None = None) -> str:
    """A person on one line of a cell: name, title, role, address, numbers, and whether they decide
    or keep the switchboard, with PERSON_SIGN between them.
    """
    role = word_of(ROLES, person["role"], language) if language else person["role"]
    phones = " / ".join(person.get("phones", []))
    known_for = [
        word
        for word, holds in (
            (DECIDES, person.get("decides")),
            (SWITCHBOARD, person.get("keeps_switchboard")),
        )
        if holds
    ]
    parts = [person["name"], person["title"], role, person["email"], phones]
    parts += [", ".join(known_for)] if known_for else []
    return PERSON_SIGN.join(
        part.replace(PERSON_SIGN.strip(), ",").replace("\n", " ") for part in parts
    )
