"""Words that several screens say: the fields of a card, the columns of a file, likeness."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decroche.prospects.wording import company_words

_EDITABLE = (
    "name",
    "activity",
    "headcount",
    "address",
    "postcode",
    "city",
    "website",
    "email",
    "siret",
    "ask_next",
    "notes",
)


def field_names() -> dict[str, str]:
    """The editable fields of a card, in the order shown."""
    words = company_words()
    return {name: words[name] for name in _EDITABLE}


def field_words() -> dict[str, str]:
    """The fields a column may become."""
    return company_words() | {
        "name": _("Company"),
        "history": _("Calls and notes"),
        "steps": _("Follow-ups"),
        "not_before": _("Not to be called before"),
        "lists": _("Lists"),
        "wrong_numbers": _("Wrong numbers"),
        "phone": _("Telephone"),
        "contact_phone": _("Direct line or mobile"),
        "diffusion": _("Register status (O or P)"),
        "siret": "SIRET / SIREN",
        "contact_name": _("Contact: name"),
        "contact_first": _("Contact: first name"),
        "contact_last": _("Contact: last name"),
        "contact_title": _("Contact: job"),
        "contact_email": _("Contact: e-mail"),
        "civility": _("Contact: Mrs or Mr"),
        "people": _("Several people"),
        "country": _("Country"),
        "fax": _("Fax"),
        "refusal": _("Does not want to be called"),
        "status": _("Status"),
        "last_call": _("Last call"),
        "next_call": _("Next call"),
        "last_result": _("Last outcome, counted from the calls"),
        "last_called": _("Last call, counted from the calls"),
        "attempts": _("Attempts, counted from the calls"),
        "source": _("Source"),
        "label": _("Kind of the value beside it"),
        "detail": _("kept under its own name"),
    }


def reasons_in_words(reasons: Iterable[Iterable[object]]) -> list[tuple[str, bool]]:
    """[(the reason, whether it speaks for one company)]"""
    words = {
        ("name", True): _("the same name"),
        ("name_near", True): _("names alike"),
        ("name", False): _("different names"),
        ("number", True): _("the same number"),
        ("number_of_many", True): _("a number that several cards share"),
        ("number_near", True): _("numbers one digit apart"),
        ("number", False): _("different numbers"),
        ("siret", True): _("the same SIRET"),
        ("siret", False): _("different SIRET"),
        ("siren", True): _("the same SIREN"),
        ("siren", False): _("different SIREN"),
        ("email", True): _("the same e-mail address"),
        ("domain", True): _("the same site"),
        ("address", True): _("the same address"),
        ("address", False): _("different streets"),
        ("place", True): _("the same town"),
        ("place", False): _("different towns"),
        ("own_words", False): _("each name has a word of its own"),
        ("another_fits", False): _("another card fits as well"),
    }
    pairs = [(str(what), bool(agrees)) for what, agrees in (tuple(reason) for reason in reasons)]
    return [(words[pair], pair[1]) for pair in pairs if pair in words]


def headcount_in_words(written: str) -> str:
    """The size of a company as a card says it: a figure alone (“45”, “20-49”) is of employees; what
    was written with words stays. “250+” has no upper end.
    """
    if least := re.fullmatch(r"(\d+)\s*\+", written):
        return _("%(size)s employees or more") % {"size": least[1]}
    if written.isdecimal():
        most = int(written)
    elif re.fullmatch(r"\d+\s*(?:-|–|à)\s*\d+", written):
        most = int(re.split(r"\D+", written)[-1])
    else:
        return written
    return ngettext("%(size)s employee", "%(size)s employees", most) % {"size": written}
