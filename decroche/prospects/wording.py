"""What the columns of a company are called in words."""

from __future__ import annotations

from django.utils.translation import gettext as _


def company_words() -> dict[str, str]:
    """{name of a column: its words}"""
    return {
        "name": _("Name"),
        "siren": "SIREN",
        "siret": "SIRET",
        "naf": _("NAF code"),
        "activity": _("Activity"),
        "headcount": _("Headcount"),
        "address": _("Address"),
        "postcode": _("Postcode"),
        "city": _("Town"),
        "website": _("Website"),
        "email": _("E-mail"),
        "ask_next": _("How to reach them"),
        "notes": _("Notes"),
        "tags": _("Tags"),
    }
