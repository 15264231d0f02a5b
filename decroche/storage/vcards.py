"""Exported companies as vCards 3.0 (RFC 2426): a card of each company, then one of each person who
has a name.

What a vCard has no field for is written as X-DECROCHE, which an import reads again.
"""

from __future__ import annotations

from typing import Any

from decroche.intake.cells import PERSON_SIGN
from decroche.intake.history import write_lines as write_dated
from decroche.shared.language import Language
from decroche.shared.vcard import escaped
from decroche.storage.columns import DATED, FRENCH, OWN_SOURCE, person_text


def vcards_of(line: dict[str, Any], language: Language | None = None) -> str:
    """The vCards of one company, given as `exporting.write_lines` takes it."""
    place, tags = _place_lines(line), ",".join(map(escaped, line["tags"]))
    parts = [
        *_first_lines(line["name"], line["name"]),
        *(_tel(phone, "WORK") for phone in line["phones"]),
        *([f"EMAIL;TYPE=WORK:{escaped(line['email'])}"] if line["email"] else []),
        *([f"URL:{escaped(line['website'])}"] if line["website"] else []),
        *place,
        *([f"NOTE:{escaped(line['notes'])}"] if line["notes"] else []),
        *([f"CATEGORIES:{tags}"] if tags else []),
        *(
            f"X-DECROCHE:{escaped(column)};{escaped(text)}"
            for column, text in _further(line, language).items()
            if text
        ),
    ]
    people = [_person_card(line["name"], one, place) for one in line["contacts"] if one["name"]]
    return "\n".join([*parts, "END:VCARD", *people, ""])


def _first_lines(name: str, company: str) -> list[str]:
    return [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{escaped(name)}",
        f"N:{escaped(name)};;;;",
        f"ORG:{escaped(company)}",
    ]


def _place_lines(line: dict[str, Any]) -> list[str]:
    """Where the company is, on one line; none without a street or a town."""
    if not line["address"] and not line["city"]:
        return []
    street, city, postcode = (escaped(line[name]) for name in ("address", "city", "postcode"))
    return [f"ADR;TYPE=WORK:;;{street};{city};;{postcode};"]


def _further(line: dict[str, Any], language: Language | None) -> dict[str, str]:
    """What a vCard has no field for, {name of the column: text}."""
    further = {"SIRET": line["siret"] or line["siren"], "Code NAF": line["naf"]}
    return further | {
        "Activité": line["activity"],
        "Effectif": line["headcount"],
        **{FRENCH[name]: write_dated(line.get(name, ())) for name in DATED},
        FRENCH["not_before"]: line.get("not_before", ""),
        OWN_SOURCE: line.get("source", ""),
        FRENCH["call_lists"]: PERSON_SIGN.join(line.get("call_lists", ())),
        FRENCH["wrong_numbers"]: " / ".join(line.get("wrong_numbers", ())),
        "Contacts": "\n".join(person_text(one, language) for one in line["contacts"]),
        **line.get("details", {}),
    }


def _person_card(company: str, person: dict[str, Any], place: list[str]) -> str:
    """A vCard of one of the company's people."""
    parts = [
        *_first_lines(person["name"], company),
        *([f"TITLE:{escaped(person['title'])}"] if person["title"] else []),
        *(_tel(phone, "CELL") for phone in person.get("phones", [])),
        *([f"EMAIL:{escaped(person['email'])}"] if person["email"] else []),
        *place,
    ]
    return "\n".join([*parts, "END:VCARD"])


def _tel(phone: str, kind: str) -> str:
    fax = phone.startswith("Fax ")
    return f"TEL;TYPE={'FAX' if fax else kind}:{phone.removeprefix('Fax ')}"
