"""Reading the form of the offer.

The fields of services are named s-0, s-1 …, those of their steps s-0-step-0 …; a row whose name was
emptied is a row that she removed.
"""

from __future__ import annotations

import re
from dataclasses import replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from decroche.offer.models import Profile
from decroche.offer.queries import SERVICE_FIELDS
from decroche.offer.rules import (
    ME,
    ROLES,
    SCOPES,
    OfferData,
    ServiceSaid,
    StepSaid,
    TooLong,
    check_siret,
)
from decroche.shared.addresses import check_address
from decroche.shared.choices import whole
from decroche.ui.templatetags.ui import colon

_MOST = 40
_LENGTHS = {
    "tagline": 300,
    "phone": 40,
    "email": 254,
    "site": 200,
    "address": 300,
    "company_name": 120,
    "vat_number": 20,
    "vat_words": 160,
    "name": 120,
    "sentence": 400,
    "example": 400,
    "deliverables": 400,
    "needs": 400,
    "duration": 80,
    "price": 80,
}


def read_offer(post: QueryDict, known: OfferData) -> tuple[OfferData, dict[str, str]]:
    """(the offer as the form says it, {field: what is wrong}). What was typed is never thrown
    away.
    """
    errors: dict[str, str] = {}
    siret, wrong = check_siret(post.get("siret", ""))
    if wrong:
        errors["siret"] = _siret_words(wrong)
    email = _text(post, "email")
    if email and not check_address(email).ok:
        errors["email"] = _("This is not an e-mail address.")
    color = post.get("color", known.color)
    roles = tuple(
        dict.fromkeys(
            role.strip()[:30]
            for role in post.get("roles", "").split(",")
            if role.strip() and role.strip() not in ROLES
        )
    )
    return OfferData(
        name=known.name,
        trade=known.trade,
        tagline=_text(post, "tagline"),
        phone=_text(post, "phone"),
        email=email,
        site=_text(post, "site"),
        address=_text(post, "address"),
        form=_one_of(post.get("form"), Profile.Form.values, "ei"),
        company_name=_text(post, "company_name"),
        siret=siret or (post.get("siret", "").strip()[:20] if wrong else ""),
        vat=_one_of(post.get("vat"), Profile.Vat.values, "franchise"),
        vat_number=_text(post, "vat_number"),
        vat_words=_text(post, "vat_words"),
        roles=roles[:4],
        design=_one_of(post.get("design"), Profile.Design.values, "card"),
        color=color if re.fullmatch(r"#[0-9a-fA-F]{6}", color) else known.color,
        services=_services(post, (*ROLES, *roles[:4])),
    ), errors


def _services(post: QueryDict, roles: tuple[str, ...]) -> tuple[ServiceSaid, ...]:
    services = []
    for index in range(_MOST):
        prefix = f"s-{index}-"
        if f"{prefix}name" not in post:
            break
        steps = _moved(_steps(post, prefix, roles), post.get("up", ""), index)
        fields = {
            name: " ".join(post.get(f"{prefix}{name}", "").split())[: _LENGTHS[name]]
            for name in SERVICE_FIELDS
        }
        if not fields["name"]:
            continue
        services.append(ServiceSaid(**fields, steps=steps, pk=whole(post.get(f"{prefix}id"))))
    return tuple(services)


def _steps(post: QueryDict, prefix: str, roles: tuple[str, ...]) -> tuple[StepSaid, ...]:
    steps = []
    for index in range(_MOST):
        name = post.get(f"{prefix}step-{index}-name")
        if name is None:
            break
        if not name.strip():
            continue
        who = tuple(role for role in roles if role in post.getlist(f"{prefix}step-{index}-who"))
        steps.append(
            StepSaid(
                " ".join(name.split())[:120],
                who or (ME,),
                _one_of(post.get(f"{prefix}step-{index}-scope"), SCOPES, "included"),
            )
        )
    return tuple(steps)


def _moved(steps: tuple[StepSaid, ...], up: str, service: int) -> tuple[StepSaid, ...]:
    """The steps of a service, with one moved up by a place when its arrow was pressed."""
    found = re.fullmatch(r"(\d{1,2})-(\d{1,2})", up)
    place = int(found.group(2)) if found and int(found.group(1)) == service else 0
    if not 0 < place < len(steps):
        return steps
    return (*steps[: place - 1], steps[place], steps[place - 1], *steps[place + 1 :])


def _text(post: QueryDict, name: str) -> str:
    return " ".join(post.get(name, "").split())[: _LENGTHS[name]]


def _one_of(value: str | None, choices: list[str] | tuple[str, ...], default: str) -> str:
    return value if value is not None and value in choices else default


def _siret_words(code: str) -> str:
    return {
        "length": _("A SIRET has 14 digits. Leave it empty while it is being allotted."),
        "zeros": _("Fourteen zeros are not a SIRET. Leave it empty while it is being allotted."),
        "check": _("The check digits of this SIRET don’t hold: one digit is wrong."),
    }[code]


def shorten_words(found: list[TooLong]) -> list[str]:
    """Which parts to shorten, one sentence each."""
    names = {
        "tagline": _("the sentence under your name"),
        "sentence": _("the sentence"),
        "example": _("the example"),
        "deliverables": _("what the client receives"),
        "needs": _("what you need"),
        "steps": _("the steps"),
        "service": _("the whole service"),
    }
    lines = []
    for one in found:
        part = f"{one.service}{colon()} {names[one.part]}" if one.service else names[one.part]
        if one.part == "steps":
            lines.append(_("%(part)s (%(count)s too many)") % {"part": part, "count": one.by})
        else:
            lines.append(
                _("%(part)s (%(count)s characters too many)") % {"part": part, "count": one.by}
                if one.by
                else part
            )
    return lines


def with_blanks(offer: OfferData) -> OfferData:
    """The offer with empty rows to fill: two steps a service, and one service more."""
    blank = (StepSaid("", ()), StepSaid("", ()))
    services = tuple(replace(service, steps=(*service.steps, *blank)) for service in offer.services)
    return replace(offer, services=(*services, ServiceSaid("", steps=(*blank, *blank))))
