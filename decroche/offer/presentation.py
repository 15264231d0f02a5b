"""The presentation: one A4 page, typeset from the offer by typst."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from decroche.offer.rules import (
    ME,
    OfferData,
    ServiceSaid,
    StepSaid,
    bounds,
    identity,
    mentions,
    role_words,
    typeset,
)
from decroche.offer.typesetting import pictures, tagged_pdf
from decroche.shared.language import Language

_DESIGNS = Path(__file__).resolve().parent / "designs"
_SCALES = {"side": (1.2, 1.12, 1.05, 0.98, 0.93)}
"""The sizes of type that are tried, the largest first, by design; `_ANY_SCALE` for other designs.
"""
_ANY_SCALE = (1.55, 1.35, 1.22, 1.1, 1.0, 0.93)
_WORDS = {
    "fr": {
        "step": "étape",
        "included": "compris",
        "optional": "en option",
        "excluded": "à part",
        "start": "je commence",
        "stop": "je m’arrête",
        "example": "Exemple",
        "deliverables": "Vous recevez",
        "needs": "Il me faut",
        "duration": "Durée",
        "price": "Prix",
        "quote": "sur devis",
        "title": "Présentation",
        "from": "De «\u00a0{}\u00a0» à «\u00a0{}\u00a0»",
        "only": "{}",
    },
    "en": {
        "step": "step",
        "included": "included",
        "optional": "optional",
        "excluded": "apart",
        "start": "I start",
        "stop": "I stop",
        "example": "Example",
        "deliverables": "You receive",
        "needs": "I need",
        "duration": "Duration",
        "price": "Price",
        "quote": "on quotation",
        "title": "Presentation",
        "from": "From “{}” to “{}”",
        "only": "{}",
    },
}


@dataclass(frozen=True, slots=True)
class Presentation:
    """A typeset presentation, as PDF or PNG. `pages` is more than 1 when the offer is too long for
    one page; `warnings` are typst's.
    """

    content: bytes
    pages: int
    warnings: tuple[str, ...]


@lru_cache(maxsize=8)
def as_pdf(offer: OfferData, language: Language, *, on: date, logo: bytes = b"") -> Presentation:
    """The presentation as PDF, tagged for screen readers (PDF/UA-1). The last few are cached, since
    the same one is attached to all mails of a morning. Raises Refusal.
    """
    scale, pages = _fitting(offer, language, on, logo)
    content, warnings = tagged_pdf(
        _files(offer), _data(offer, language, on, logo), scale=str(scale)
    )
    return Presentation(content, pages, warnings)


def as_picture(
    offer: OfferData, language: Language, *, on: date, logo: bytes = b"", dots: int = 100
) -> Presentation:
    """The first page as PNG, at `dots` per inch. Raises Refusal."""
    scale, pages = _fitting(offer, language, on, logo)
    drawn = _pictures(offer, language, on=on, logo=logo, scale=scale, dots=dots)
    return Presentation(drawn[0], pages, ())


def _fitting(offer: OfferData, language: Language, on: date, logo: bytes) -> tuple[float, int]:
    """(the largest size of type with which the offer fits on one page, how many pages it takes). So
    a short offer fills its page, and a long one is set smaller; the smallest size is taken for one
    that does not fit.
    """
    for scale in _SCALES.get(offer.design, _ANY_SCALE):
        # Eight dots per inch are enough to count the pages.
        pages = len(_pictures(offer, language, on=on, logo=logo, scale=scale, dots=8))
        if pages == 1:
            break
    return scale, pages


def _pictures(
    offer: OfferData, language: Language, *, on: date, logo: bytes, scale: float, dots: int
) -> list[bytes]:
    data = _data(offer, language, on, logo)
    return pictures(_files(offer), data, dots, scale=str(scale))


@cache
def _sources() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in _DESIGNS.glob("*.typ")}


def _files(offer: OfferData) -> dict[str, bytes]:
    """{name: content} of the typst files of an offer's design."""
    design = f"{offer.design}.typ"
    main = _sources()[design if design in _sources() else "card.typ"]
    return {**_sources(), "main.typ": main}


def _data(offer: OfferData, language: Language, on: date, logo: bytes) -> dict[str, Any]:
    """The values for the design."""
    words = _WORDS[language]
    name = identity(offer) if offer.form == "company" else offer.name
    return {
        "lang": language,
        "region": "FR" if language == "fr" else "GB",
        "title": f"{words['title']} – {name}" if name else words["title"],
        "name": name or words["title"],
        "trade": typeset(offer.trade[:1].upper() + offer.trade[1:], language),
        "tagline": typeset(offer.tagline, language),
        "contacts": [line for line in (offer.phone, offer.email, offer.site) if line],
        "mentions": mentions(offer, language, on),
        "color": offer.color,
        "logo": list(logo) or None,
        "words": words,
        "services": [_service(offer, service, language) for service in offer.services],
    }


def _service(offer: OfferData, service: ServiceSaid, language: Language) -> dict[str, Any]:
    """The values of one service: its texts, and the matrix of steps and roles."""
    words = _WORDS[language]
    used = [
        role
        for role in offer.all_roles()
        if role == ME or any(role in step.who for step in service.steps)
    ]
    ends = bounds(service)
    own = [
        index
        for index, step in enumerate(service.steps)
        if ME in step.who and step.scope != "excluded"
    ]
    facts = [
        (words[part], typeset(getattr(service, part), language))
        for part in ("deliverables", "needs", "example", "duration")
        if getattr(service, part)
    ]
    return {
        "name": typeset(service.name, language),
        "sentence": typeset(service.sentence, language),
        "roles": [
            {"name": role_words(role, language).capitalize(), "me": role == ME} for role in used
        ],
        "steps": [
            _step(step, index, used=used, own=own, words=words, language=language)
            for index, step in enumerate(service.steps)
        ],
        "facts": [*facts, (words["price"], typeset(service.price, language) or words["quote"])],
        "bounds": words["from" if ends[0] != ends[1] else "only"].format(*ends) if ends else "",
    }


def _step(
    step: StepSaid,
    index: int,
    *,
    used: list[str],
    own: list[int],
    words: dict[str, str],
    language: Language,
) -> dict[str, Any]:
    """The values of one row of the matrix; `used` are the roles of its columns, `own` the positions
    of her own steps.
    """
    kinds = {"included": "other", "optional": "maybe", "excluded": "apart"}
    mark = ""
    if own and index == own[0]:
        mark = words["start"]
    elif own and index == own[-1]:
        mark = words["stop"]
    return {
        "name": typeset(step.name, language),
        "mine": index in own,
        "mark": mark,
        "cells": [
            {
                "word": words[step.scope],
                "kind": "mine" if role == ME and step.scope == "included" else kinds[step.scope],
            }
            if role in step.who
            else {"word": "", "kind": ""}
            for role in used
        ],
    }
