"""Mail that a verb was to send and could not: noted in its journal entry, so that she is told."""

from __future__ import annotations

from typing import Literal

from decroche.correspondence.actions import CannotWrite
from decroche.journal.record import Verb

What = Literal["mail", "invitation"]


def note_unsent(verb: Verb, what: What, to: str, error: CannotWrite) -> None:
    """Notes that a mail or an invitation to an address does not leave, and why."""
    kept = verb.entry.particulars.get("unsent", [])
    verb.entry.particulars |= {"unsent": [*kept, [what, to, error.code, error.detail]]}
