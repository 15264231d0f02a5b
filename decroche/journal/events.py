"""The events that the journal publishes."""

from __future__ import annotations

from dataclasses import dataclass

from decroche.journal.models import Entry
from decroche.journal.staying import Undo
from decroche.team.models import Member


@dataclass(frozen=True, slots=True)
class Written:
    """A line was written, in the transaction of its verb."""

    entry: Entry
    by: Member


@dataclass(frozen=True, slots=True)
class Undoing:
    """An entry is about to be taken back, for a reason or none; a listener that raises stops it.

    A listener notes in `undo` what can't be taken back.
    """

    entry: Entry
    reason: str
    undo: Undo


@dataclass(frozen=True, slots=True)
class Undone:
    """An entry was taken back; the rows are already as they were."""

    entry: Entry
