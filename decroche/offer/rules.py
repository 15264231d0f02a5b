"""What an offer says: pure. Mentions on business documents, where a mission starts and stops, what
is too long.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
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
    """A step as it was said. `who` holds role codes or her own role names."""

    name: str
    who: tuple[str, ...] = (ME,)
    scope: str = "included"


@dataclass(frozen=True, slots=True)
class ServiceSaid:
    """A service as it was said; `pk` is None for one not kept yet."""

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
    """Everything the presentation, the answer and the signature are made of."""

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
        """The columns of the matrix, in order."""
        return (*ROLES, *self.roles)


def role_words(role: str, language: Language) -> str:
    """A role as a client reads it: “vous”, “graphiste”; her own roles as she wrote them."""
    return _ROLE_WORDS[language].get(role, role)


def check_siret(text: str) -> tuple[str, str]:
    """(SIRET, "") or ("", what is wrong: length, zeros, check). Luhn, La Poste's exception. Source:
    Code de commerce, R. 123-221.
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
    """732 829 320 00074, its spaces no-break."""
    return "\u00a0".join((siret[:3], siret[3:6], siret[6:9], siret[9:]))


def identity(offer: OfferData) -> str:
    """Who she is on a business document: name followed by “EI” (C. com. R. 123-237, 9°), or the
    company.
    """
    if offer.form == "company":
        return offer.company_name or offer.name
    return f"{offer.name}\u00a0EI" if offer.name else "EI"


def vat_mention(offer: OfferData, language: Language, on: date) -> str:
    """The VAT mention of a day. The CGI's number stays tolerated for a time (shared.legal_figures);
    the wording of the new code is not settled, so that later only the rule is named, and her own
    words win.
    """
    if offer.vat_words:
        return offer.vat_words
    if offer.vat == "charged":
        label = "TVA intracommunautaire" if language == "fr" else "VAT number"
        return (
            f"{label}\u00a0: {offer.vat_number}"
            if offer.vat_number and language == "fr"
            else f"{label}: {offer.vat_number}"
            if offer.vat_number
            else ""
        )
    if not legal_limit("vat_cgi_mention", on):
        return (
            "TVA non applicable (franchise en base)"
            if language == "fr"
            else "VAT not applicable (small business scheme)"
        )
    return (
        "TVA non applicable, art. 293\u00a0B du CGI"
        if language == "fr"
        else "VAT not applicable, art. 293\u00a0B of the French tax code"
    )


def mentions(offer: OfferData, language: Language, on: date) -> list[str]:
    """The legal lines under a mail or at the foot of the presentation: identity, SIRET or its wait,
    VAT.
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
    """The steps she has a hand in."""
    return [step for step in service.steps if ME in step.who and step.scope != "excluded"]


def bounds(service: ServiceSaid) -> tuple[str, str] | None:
    """(where she starts, where she stops): her first and last step; None when she has none."""
    own = mine(service)
    return (own[0].name, own[-1].name) if own else None


def where_it_stops(services: Sequence[ServiceSaid], language: Language) -> str:
    """The answer to “where do your missions start and stop?”, ready to be said: one sentence a
    service, then what others do.
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
    """A step in the middle of a sentence: its first letter small, unless the word is an acronym."""
    first = name.split(maxsplit=1)[0] if name.split() else ""
    return name if len(first) > 1 and first.isupper() else name[:1].lower() + name[1:]


def typeset(text: str, language: Language) -> str:
    """French typography: no-break spaces before : ; ! ? » and after «, typographic apostrophes and
    quotation marks.
    """
    text = text.replace("'", "’")
    if language != "fr":
        return text
    text = re.sub(r'"([^"\n]*)"', "«\u00a0\\1\u00a0»", text)
    text = re.sub(r"[ \u00a0\u202f]*([;!?»])", "\u00a0\\1", text)
    text = re.sub(r"[ \u00a0\u202f]*:(?=\s|$)", "\u00a0:", text)
    text = re.sub(r"«[ \u00a0\u202f]*", "«\u00a0", text)
    return re.sub(r"(\d) (?=\d{3}\b|€|%|h\b)", "\\1\u00a0", text)


_BUDGET = {"tagline": 180, "sentence": 200, "example": 180, "deliverables": 180, "needs": 180}
_STEPS = 9


@dataclass(frozen=True, slots=True)
class TooLong:
    """A part that takes more than its share of the page.

    `by` counts characters, or steps for `steps`.
    """

    service: str
    part: str
    by: int


def to_shorten(offer: OfferData) -> list[TooLong]:
    """The parts to shorten when the page overflows, the longest first; never empty."""
    found = [TooLong("", "tagline", len(offer.tagline) - _BUDGET["tagline"])]
    for service in offer.services:
        found.extend(
            TooLong(service.name, part, len(getattr(service, part)) - most)
            for part, most in _BUDGET.items()
            if part != "tagline"
        )
        found.append(TooLong(service.name, "steps", 40 * (len(service.steps) - _STEPS)))
    over = sorted((one for one in found if one.by > 0), key=lambda one: -one.by)
    over = [
        TooLong(one.service, one.part, one.by // 40 if one.part == "steps" else one.by)
        for one in over
    ]
    return over[:3] or [TooLong(_longest(offer.services), "service", 0)]


def _longest(services: Sequence[ServiceSaid]) -> str:
    return (
        max(
            services,
            key=lambda one: (
                sum(map(len, (one.sentence, one.example, one.deliverables, one.needs)))
                + 30 * len(one.steps)
            ),
        ).name
        if services
        else ""
    )


def in_plain_text(offer: OfferData, language: Language) -> str:
    """The presentation without links or pictures, for the body of a mail."""
    french = language == "fr"
    lines = [typeset(offer.tagline, language)] if offer.tagline else []
    for service in offer.services:
        colon = _colon(french) if service.sentence else ""
        lines.append(f"– {service.name}{colon}{typeset(service.sentence, language)}")
    stops = where_it_stops(offer.services, language)
    if stops:
        lines += [
            "",
            "Où commencent et où s’arrêtent mes missions"
            if french
            else "Where my missions start and stop",
            stops,
        ]
    return "\n".join(lines).strip()


def _colon(french: bool) -> str:
    return "\u00a0: " if french else ": "
