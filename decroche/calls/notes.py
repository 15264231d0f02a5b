"""Notes on a card without a call. Part of the actions of this package."""

from __future__ import annotations

from datetime import datetime

from decroche.calls.drafts import LONGEST_NOTE
from decroche.calls.models import Note
from decroche.journal.models import Entry
from decroche.journal.record import record
from decroche.prospects.indexing import remember_words
from decroche.prospects.models import Company
from decroche.team.models import Member

NOTED = "company.noted"


def write_note(*, by: Member, company: Company, text: str, at: datetime) -> Entry | None:
    """Keeps a note of that moment; None when nothing is written in it."""
    text = text.strip()[:LONGEST_NOTE]
    if not text:
        return None
    with record(NOTED, by=by, company_id=company.pk, note=text[:200]) as verb:
        note = verb.create(
            Note(workspace_id=by.workspace_id, company=company, member=by, text=text, at=at)
        )
        verb.update(company, **remember_words(company, text))
        verb.entry.subject_id = note.pk
    return verb.entry
