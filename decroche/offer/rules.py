"""The values of an offer and the texts made of them: the legal mentions, where a service starts and
stops, what to shorten. Plain Python.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from stdnum.fr import siret as siret_rules

from decroche.shared.language import Language
from decroche.shared.legal_figures import legal_limit

ME, CLIENT, DESIGNER, DEVELOPER = "me", "client", "designer", "developer"
ROLES = (ME, CLIENT, DESIGNER, DEVELOPER)
SCOPES = ("included", "optional", "excluded")
_ROLE_WORDS = {
    "fr": {ME: "moi", CLIENT: "vous", DESIGNER: "graphiste", DEVELOPER: "développeur"},
    "en": {ME: "me", CLIENT: "you", DESIGNER: "designer", DEVELOPER: "developer"},
}


@dataclass(frozen=True, slots=True)
class StepSaid:
    """A step of a service. `who` has role codes, or the names of roles that she added; `scope` is
    one of SCOPES.
    """

    name: str
    who: tuple[str, ...] = (ME,)
    scope: str = "included"


@dataclass(frozen=True, slots=True)
class ServiceSaid:
    """A service with its steps; `pk` is None for one that is not saved yet."""

    name: str
    sentence: str = ""
    example: str = ""
    deliverables: str = ""
    needs: str = ""
    duration: str = ""
    price: str = ""
    steps: tuple[StepSaid, ...] = ()
    pk: int | None = None


@dataclass(frozen=True, slots=True)
class OfferData:
    """The whole offer: all that the presentation, mails and signatures are made of."""

    name: str = ""
    trade: str = ""
    tagline: str = ""
    phone: str = ""
    email: str = ""
    site: str = ""
    address: str = ""
    form: str = "ei"
    company_name: str = ""
    siret: str = ""
    vat: str = "franchise"
    vat_number: str = ""
    vat_words: str = ""
    roles: tuple[str, ...] = ()
    design: str = "card"
    color: str = "#17794e"
    services: tuple[ServiceSaid, ...] = field(default=())

    def all_roles(self) -> tuple[str, ...]:
        """All roles, in the order of the columns in the matrix of steps."""
        return (*ROLES, *self.roles)


def role_words(role: str, language: Language) -> str:
    """A role's name for a client: “vous”, “graphiste”; a role she added is as she wrote it."""
    return _ROLE_WORDS[language].get(role, role)


def check_siret(text: str) -> tuple[str, str]:
    """(SIRET, "") for a valid SIRET, however it is spaced, and for an empty text; else ("", what is
    wrong): length, zeros, or check (the check digit by Luhn's formula, or the exception of La
    Poste). Source: Code de commerce, R. 123-221.
    """
    plain = re.sub(r"[\s\u00a0\u202f.\-]", "", text)
    if not plain:
        return "", ""
    if len(plain) != 14 or not (plain.isascii() and plain.isdigit()):
        return "", "length"
    if not plain.strip("0"):
        return "", "zeros"
    return (plain, "") if siret_rules.is_valid(plain) else ("", "check")


def spaced_siret(siret: str) -> str:
    """A SIRET with no-break spaces: 732 829 320 00074."""
    return "\u00a0".join((siret[:3], siret[3:6], siret[6:9], siret[9:]))


def identity(offer: OfferData) -> str:
    """Her name on a business document: followed by “EI” for a sole trader (C. com. R. 123-237, 9°),
    or that of her company.
    """
    if offer.form == "company":
        return offer.company_name or offer.name
    return f"{offer.name}\u00a0EI" if offer.name else "EI"


def vat_mention(offer: OfferData, language: Language, on: date) -> str:
    """The VAT mention on a day: her own words if she wrote any, her VAT number, or why no VAT is
    charged. The article of the CGI is cited as long as the law tolerates it (vat_cgi_mention);
    after that only the rule is named, since the wording of the new code is not settled.
    """
    french = language == "fr"
    if offer.vat_words:
        return offer.vat_words
    if offer.vat == "charged":
        if not offer.vat_number:
            return ""
        label = "TVA intracommunautaire\u00a0:" if french else "VAT number:"
        return f"{label} {offer.vat_number}"
    if legal_limit("vat_cgi_mention", on):
        if french:
            return "TVA non applicable, art. 293\u00a0B du CGI"
        return "VAT not applicable, art. 293\u00a0B of the French tax code"
    if french:
        return "TVA non applicable (franchise en base)"
    return "VAT not applicable (small business scheme)"


def mentions(offer: OfferData, language: Language, on: date) -> list[str]:
    """The legal lines under a mail and at the foot of the presentation: who she is, the SIRET (or
    that it is awaited), VAT, the address.
    """
    if offer.siret:
        number = f"SIRET\u00a0{spaced_siret(offer.siret)}"
    else:
        number = "SIRET en cours d’attribution" if language == "fr" else "SIRET being allotted"
    return [
        line
        for line in (
            identity(offer),
            number,
            vat_mention(offer, language, on),
            " ".join(offer.address.split()),
        )
        if line
    ]


def mine(service: ServiceSaid) -> list[StepSaid]:
    """The steps of a service that she does herself, alone or with others."""
    return [step for step in service.steps if ME in step.who and step.scope != "excluded"]


def bounds(service: ServiceSaid) -> tuple[str, str] | None:
    """(the name of her first step in a service, that of her last one); None when she has none."""
    own = mine(service)
    return (own[0].name, own[-1].name) if own else None


def where_it_stops(services: Sequence[ServiceSaid], language: Language) -> str:
    """The answer to “where do your missions start and stop?”: for each service a sentence with her
    first and last step, and one with the steps of others.
    """
    sentences = [_service_bounds(service, language) for service in services]
    return "\n".join(sentence for sentence in sentences if sentence)


def _service_bounds(service: ServiceSaid, language: Language) -> str:
    found = bounds(service)
    if found is None:
        return ""
    start, stop = (_small(name) for name in found)
    french = language == "fr"
    if start == stop:
        said = f"{service.name}\u00a0: {start}." if french else f"{service.name}: {start}."
    elif french:
        said = (
            f"{service.name}\u00a0: je commence à «\u00a0{start}\u00a0» et je m’arrête à "
            f"«\u00a0{stop}\u00a0»."
        )
    else:
        said = f"{service.name}: I start at “{start}” and stop at “{stop}”."
    others: dict[str, list[str]] = {}
    for step in service.steps:
        if ME not in step.who:
            owner = next(
                (role_words(role, language) for role in step.who),
                "non compris" if french else "not included",
            )
            others.setdefault(owner, []).append(_small(step.name))
    if others:
        parts = "\u00a0; ".join(f"{', '.join(names)} ({owner})" for owner, names in others.items())
        said += (
            f" Ce que je ne fais pas\u00a0: {parts}."
            if french
            else f" What I don’t do: {parts.replace(' ; ', '; ')}."
        )
    return said


def _small(name: str) -> str:
    """The name of a step inside a sentence: its first letter in lower case, unless the first word
    is an acronym.
    """
    first = name.split(maxsplit=1)[0] if name.split() else ""
    return name if len(first) > 1 and first.isupper() else name[:1].lower() + name[1:]


_SPACES = "(?<![ \u00a0\u202f])[ \u00a0\u202f]*+"
"""All the spaces before a sign, or none: a long run of them is looked at once."""


def typeset(text: str, language: Language) -> str:
    """A text with typographic apostrophes; in French also with quotation marks « » and no-break
    spaces before : ; ! ? » and after «.
    """
    text = text.replace("'", "’")
    if language != "fr":
        return text
    text = re.sub(r'"([^"\n]*)"', "«\u00a0\\1\u00a0»", text)
    text = re.sub(rf"{_SPACES}([;!?»])", "\u00a0\\1", text)
    text = re.sub(rf"{_SPACES}:(?=\s|$)", "\u00a0:", text)
    text = re.sub(r"«[ \u00a0\u202f]*", "«\u00a0", text)
    return re.sub(r"(\d) (?=\d{3}\b|€|%|h\b)", "\\1\u00a0", text)


_BUDGET = {"tagline": 180, "sentence": 200, "example": 180, "deliverables": 180, "needs": 180}
"""Characters of each text that fit on one page with the others."""
_STEPS = 9
"""Steps of a service that fit."""
_LETTERS_A_STEP = 40
"""How many characters a step too many counts for, so that it can be compared with texts."""


@dataclass(frozen=True, slots=True)
class TooLong:
    """A part of the offer that is too long for one page: `by` this many characters, or steps when
    `part` is steps.
    """

    service: str
    part: str
    by: int


def to_shorten(offer: OfferData) -> list[TooLong]:
    """The parts to shorten when the offer does not fit on one page: at most three, those with the
    greatest excess first. When none is too long by itself, the longest service.
    """
    found = [TooLong("", "tagline", len(offer.tagline) - _BUDGET["tagline"])]
    for service in offer.services:
        found.extend(
            TooLong(service.name, part, len(getattr(service, part)) - most)
            for part, most in _BUDGET.items()
            if part != "tagline"
        )
        excess = _LETTERS_A_STEP * (len(service.steps) - _STEPS)
        found.append(TooLong(service.name, "steps", excess))
    over = sorted((part for part in found if part.by > 0), key=lambda part: -part.by)
    in_own_units = [
        replace(part, by=part.by // _LETTERS_A_STEP) if part.part == "steps" else part
        for part in over
    ]
    return in_own_units[:3] or [TooLong(_longest(offer.services), "service", 0)]


def _longest(services: Sequence[ServiceSaid]) -> str:
    """The name of the service with the longest texts and most steps; "" without services."""

    def length(service: ServiceSaid) -> int:
        texts = (service.sentence, service.example, service.deliverables, service.needs)
        return sum(map(len, texts)) + 30 * len(service.steps)

    return max(services, key=length).name if services else ""


def in_plain_text(offer: OfferData, language: Language) -> str:
    """What she offers in a few lines, for the body of a mail. Where each service starts and stops
    is in the presentation that goes with it, and in `where_it_stops`.
    """
    french = language == "fr"
    lines = [typeset(offer.tagline, language)] if offer.tagline else []
    for service in offer.services:
        colon = _colon(french) if service.sentence else ""
        lines.append(f"– {service.name}{colon}{_small(typeset(service.sentence, language))}")
    return "\n".join(lines).strip()


def _colon(french: bool) -> str:
    return "\u00a0: " if french else ": "
