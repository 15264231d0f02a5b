"""What this package keeps about people."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from decroche.compliance.personal import Held, hold
from decroche.prospects.models import (
    CallList,
    CallListEntry,
    Company,
    Contact,
    LookAlike,
    NotTheSame,
    PhoneNumber,
    Provenance,
)


def _of_people(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Numbers that are somebody's own, not the switchboard's."""
    return rows.filter(Q(contact__isnull=False) | Q(kind__in=("direct", "mobile")))


_CARD = (
    "name",
    "siren",
    "siret",
    "activity",
    "address",
    "postcode",
    "city",
    "website",
    "email",
    "notes",
    "tags",
    "name_key",
    "sort_name",
    "search_text",
    "heard",
    "ask_next",
)
hold(
    Held(
        Company,
        _("The card"),
        company="id",
        texts=_CARD,
        loose=("notes", "heard", "ask_next"),
        free=("notes", "heard", "ask_next", "search_text"),
        told=(
            "name",
            "audience",
            "siren",
            "siret",
            "naf",
            "activity",
            "headcount",
            "address",
            "postcode",
            "city",
            "website",
            "email",
            "notes",
            "tags",
            "ask_next",
            "attempts",
            "last_called_at",
            "last_contact_at",
            "not_before",
            "opposed_at",
            "created_at",
        ),
    ),
    Held(
        Contact,
        _("People"),
        person="id",
        gone=True,
        told=("name", "role", "title", "email", "decides", "created_at", "opposed_at"),
        texts=("name", "title", "email"),
        free=(),
    ),
    Held(
        PhoneNumber,
        _("Telephone numbers"),
        person="contact_id",
        gone=True,
        leaving=_of_people,
        told=("national", "kind", "state"),
        texts=("e164", "national", "extension"),
        free=(),
    ),
    Held(CallListEntry, _("Lists"), told=("call_list",)),
    Held(LookAlike, _("Look-alikes"), company="first_id", gone=True, texts=("reasons",)),
    Held(NotTheSame, _("Told apart"), company="first_id", gone=True),
    Held(CallList, _("Lists"), company="", texts=("name",)),
    Held(Provenance, _("Sources"), company="", texts=("source",)),
)
