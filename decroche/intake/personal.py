"""Registers this package's tables for access copies and erasures (see compliance/personal.py)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from decroche.compliance.personal import PersonalTable, register_tables
from decroche.intake.models import AsideRow, Batch, Change, UpdatedCompany

register_tables(
    PersonalTable(Batch, _("Imports"), company="", texts=("filename", "choices", "problem")),
    PersonalTable(AsideRow, _("Rows set aside"), company="", texts=("cells",)),
    PersonalTable(
        UpdatedCompany, _("What an import overwrote"), delete_rows=True, texts=("before",)
    ),
    PersonalTable(
        Change,
        _("Changes waiting"),
        delete_rows=True,
        texts=("fields", "numbers", "people"),
        export_columns=("fields", "numbers", "people", "state"),
    ),
)
