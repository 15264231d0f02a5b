"""What a column of a file may be."""

from __future__ import annotations

FIELDS = (
    "name",
    "siret",
    "naf",
    "activity",
    "headcount",
    "address",
    "postcode",
    "city",
    "phone",
    "email",
    "website",
    "notes",
    "tags",
    "diffusion",
    "contact_name",
    "contact_first",
    "contact_last",
    "contact_title",
    "contact_email",
    "contact_phone",
    "civility",
    "people",
    "history",
    "steps",
    "not_before",
    "lists",
    "wrong_numbers",
    "country",
    "fax",
    "refusal",
    "status",
    "last_call",
    "next_call",
    "last_result",
    "last_called",
    "attempts",
    "source",
    "label",
    "detail",
)
"""`detail`: kept on the card under the column's own name, as every column is that nobody knows.
`people`: several people in one cell, as this program's own export writes them; `history`, `steps`,
`not_before`, `lists` and `wrong_numbers`: what it writes of the past of a card (history.py).
`last_result`, `last_called`, `attempts`: what follows from that past in the same export.
`source`: where that export says that a company comes from.
`label`: what kind the value beside it is (“Work Fax”).
"""
COUNTED = frozenset({"last_result", "last_called", "attempts"})
"""Fields that are counted anew from the calls of the row, and kept only of a row without any."""
OWN_NAME = COUNTED | {"detail", "status", "last_call", "next_call", "country", "refusal"}
"""Fields whose cells are kept on the card as they are, under the name of their column."""
UNKNOWN = frozenset({"detail"})
"""Fields of columns that mean nothing to the program: only their own name says what they hold."""
WHO = frozenset(
    {"name", "contact_name", "contact_last", "email", "phone", "people", "contact_phone"}
    | {"contact_email", "contact_first"}
)
"""Fields one of which a card needs: without a name, a person, an address or a number it is nobody.
"""
SEVERAL = frozenset(
    {
        *("phone", "email", "address", "notes", "contact_phone", "contact_email", "tags"),
        *("siret", "fax", "people", "label", "civility", *OWN_NAME),
    }
)
"""Fields that may be fed by more than one column."""
