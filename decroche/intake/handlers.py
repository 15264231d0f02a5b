"""What the rows of an import are to others."""

from __future__ import annotations

from decroche.intake.models import Change
from decroche.journal.staying import goes_with

goes_with(Change, "company")
