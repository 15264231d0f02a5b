"""What undo has to know about the rows of an import."""

from __future__ import annotations

from decroche.intake.models import Change
from decroche.journal.staying import goes_with

goes_with(Change, "company")
