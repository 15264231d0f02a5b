"""Registers this package's tables for access copies and erasures (see compliance/personal.py)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from decroche.callqueue.models import Claim, Skip
from decroche.compliance.personal import PersonalTable, register_tables

register_tables(
    PersonalTable(Claim, _("The card before her"), delete_rows=True, texts=("reason",)),
    PersonalTable(Skip, _("Skipped"), delete_rows=True),
)
