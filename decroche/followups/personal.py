"""Registers this package's tables for access copies and erasures (see compliance/personal.py)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from decroche.compliance.personal import PersonalTable, register_tables
from decroche.followups.models import FollowUp

register_tables(
    PersonalTable(
        FollowUp,
        _("Follow-ups"),
        person="contact_id",
        texts=("note",),
        export_columns=(
            "created_at",
            "kind",
            "purpose",
            "due_at",
            "note",
            "closed_at",
            "closed_how",
        ),
    )
)
