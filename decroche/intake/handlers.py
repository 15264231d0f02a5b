"""Tells the journal that a change of an import belongs to its company when that is put back."""

from __future__ import annotations

from decroche.intake.models import Change
from decroche.journal.staying import goes_with

goes_with(Change, "company")
