"""Registers this package's table for access copies and erasures (see compliance/personal.py)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from decroche.compliance.personal import PersonalTable, register_tables
from decroche.referrals.models import Referral

register_tables(
    PersonalTable(
        Referral,
        _("Recommendations"),
        company="to_company_id",
        person="from_contact_id",
        texts=("sentence",),
        export_columns=("at", "sentence"),
    )
)
