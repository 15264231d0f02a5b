"""Registers this package's tables for access copies and erasures (see compliance/personal.py)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from decroche.compliance.personal import PersonalTable, register_tables
from decroche.prospects.models import (
    CallList,
    CallListEntry,
    Company,
    Contact,
    DistinctPair,
    DuplicateCandidate,
    PhoneNumber,
    Provenance,
)


def _of_people(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The numbers that may be a person's: all except switchboards and faxes that no person has."""
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
    "details",
    "name_key",
    "sort_name",
    "search_text",
    "notes_index",
)
register_tables(
    PersonalTable(
        Company,
        _("The card"),
        company="id",
        texts=_CARD,
        clear_columns=("notes", "notes_index", "details"),
        scrub_columns=("notes", "notes_index", "details", "search_text"),
        export_columns=(
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
            "details",
            "last_contact_at",
            "opposed_at",
            "created_at",
        ),
    ),
    PersonalTable(
        Contact,
        _("People"),
        person="id",
        delete_rows=True,
        export_columns=("name", "role", "title", "email", "decides", "created_at", "opposed_at"),
        texts=("name", "title", "email"),
        scrub_columns=(),
    ),
    PersonalTable(
        PhoneNumber,
        _("Telephone numbers"),
        person="contact_id",
        delete_rows=True,
        delete_on_clear=_of_people,
        export_columns=("national", "kind", "state"),
        texts=("e164", "national", "extension"),
        scrub_columns=(),
    ),
    PersonalTable(CallListEntry, _("Lists"), export_columns=("call_list",)),
    PersonalTable(
        DuplicateCandidate,
        _("Look-alikes"),
        company="first_id",
        delete_rows=True,
        texts=("reasons",),
    ),
    PersonalTable(DistinctPair, _("Kept apart"), company="first_id", delete_rows=True),
    PersonalTable(CallList, _("Lists"), company="", texts=("name",)),
    PersonalTable(Provenance, _("Sources"), company="", texts=("source",)),
)
