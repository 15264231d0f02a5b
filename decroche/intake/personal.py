"""What this package keeps about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from decroche.compliance.personal import Held, hold
from decroche.intake.models import AsideRow, Batch, Change, UpdatedCompany

hold(
    Held(Batch, _("Imports"), company="", texts=("filename", "choices", "problem")),
    Held(AsideRow, _("Rows kept aside"), company="", texts=("cells",)),
    Held(UpdatedCompany, _("What an import overwrote"), gone=True, texts=("before",)),
    Held(
        Change,
        _("Changes waiting"),
        gone=True,
        texts=("fields", "numbers"),
        told=("fields", "numbers", "state"),
    ),
)
