"""What undo has to know of the rows of this package (journal/staying.py)."""

from __future__ import annotations

from decroche.journal.staying import part_of
from decroche.offer.models import Step

part_of(Step, "service")
