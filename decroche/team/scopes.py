"""What the key of a program may be given, and which of it each address of the API needs."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Scope(TextChoices):
    """What a member lets a program do with a key; never more than her role allows."""

    READ = "read", _("read the file and the figures")
    CALL = "call", _("take cards and note calls")
    PROSPECTS = "prospects", _("add and change companies")
    ADMINISTER = "administer", _("do what only an owner may")


SCOPES: dict[str, Scope] = {
    **dict.fromkeys(
        (
            *("GET /companies", "GET /when", "GET /number", "GET /stats", "GET /openapi.json"),
            *("GET /offer", "GET /questions", "GET /companies/{company}/notes"),
            *("GET /companies/{company}/answers", "GET /companies/{company}/consents"),
        ),
        Scope.READ,
    ),
    **dict.fromkeys(
        ("GET /next", "POST /calls", "POST /skip/{company}", "POST /release", "POST /undo"),
        Scope.CALL,
    ),
    **dict.fromkeys(
        (
            *("POST /companies", "POST /companies/{company}/notes", "POST /oppositions"),
            *("POST /companies/{company}/answers", "POST /companies/{company}/consents"),
            "POST /companies/{company}/consents/revoke",
        ),
        Scope.PROSPECTS,
    ),
    "POST /oppositions/lift": Scope.ADMINISTER,
}
"""The scope that a key needs, by method and address of the API; `administer` for any other."""
