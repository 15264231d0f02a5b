"""Notes on a card without a call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from decroche.calls.drafts import DRAFTS, LONGEST_NOTE, draft_of, keep_draft, mark_of
from decroche.calls.models import Draft, Note
from decroche.journal.models import Entry
from decroche.journal.record import Verb, key_of_verb, record, replay
from decroche.prospects.actions import lock_company
from decroche.prospects.indexing import remember_words
from decroche.prospects.models import Company
from decroche.shared.clock import now
from decroche.team.models import Member

NOTED = "company.noted"
_SAME_WITHIN = timedelta(minutes=2)
"""The same words on the same card within this time come from a second press, or another tab."""
_NO_WORDS = ("told", "message_left", "email_typed", "cv", "mail", "everywhere", "reason")
"""Fields of a draft that hold a tick or a code, or once more what another has."""


def write_note(
    *, by: Member, company: Company, text: str, at: datetime, key: str | None = None
) -> Entry | None:
    """Keeps a note on a card, dated `at`. Returns its journal line, None when the text is empty.

    A `key` is good for one note: with the same one nothing more is written, nor are the same words
    within two minutes. The line that is returned then was not saved: it has no key.
    """
    key = key_of_verb(NOTED, key)
    text = text.strip()[:LONGEST_NOTE]
    if not text:
        return None
    with record(NOTED, by=by, company_id=company.pk, key=key, note=text[:200]) as verb:
        lock_company(company)
        before = replay(workspace_id=by.workspace_id, key=key)
        if before is not None or _noted_just_now(by, company, text):
            return verb.entry
        note = verb.create(
            Note(workspace_id=by.workspace_id, company=company, member=by, text=text, at=at)
        )
        verb.update(company, **remember_words(company, text))
        verb.entry.subject_id = note.pk
    return verb.entry


def keep_after_call(
    *, by: Member, company: Company, note: str, fields: Mapping[str, str], at: datetime, call: str
) -> None:
    """What was typed on a card after its call with this key was sent: the text is a note of the
    card, once, and no draft of its next call; the other fields wait there.
    """
    write_note(by=by, company=company, text=note, at=at, key=f"{call}-late-{mark_of(note)}")
    draft = draft_of(by, company)
    rest = draft.note if draft and draft.note.strip() not in note else ""
    keep_draft(by=by, company_id=company.pk, note=rest, fields=fields, at=at)


def keep_drafts_as_notes(verb: Verb, member: Member) -> int:
    """What a member who leaves has typed and not logged is kept on its cards, as notes of theirs
    that everybody sees who opens the card. Returns how many. Part of a verb under way.
    """
    kept = 0
    mine = Draft.objects.filter(workspace_id=member.workspace_id, member=member)
    for key in list(mine.order_by("company_id").values_list("company_id", flat=True)):
        company = Company.objects.select_for_update().filter(pk=key).first()
        if company is None:  # an import that is being undone took the card and its draft away
            continue
        draft = mine.filter(company=company).first()  # none by now when its call was logged
        text = _text_of(draft) if draft else ""
        if draft and text:
            verb.create(
                Note(
                    workspace_id=member.workspace_id,
                    company=company,
                    member=member,
                    text=text,
                    at=draft.at,
                )
            )
            verb.update(company, **remember_words(company, text))
            kept += 1
        DRAFTS.delete(member.workspace_id, member.pk, key)
    return kept


def _text_of(draft: Draft) -> str:
    """The note of a draft, and below it what stands in the other fields."""
    places = {place: place.rpartition(".")[2] for place in draft.fields}
    fields = [draft.fields[place] for place, name in places.items() if name not in _NO_WORDS]
    return "\n".join(filter(None, map(str.strip, (draft.note, *fields))))[:LONGEST_NOTE]


def _noted_just_now(by: Member, company: Company, text: str) -> bool:
    lines = Entry.objects.filter(
        workspace_id=by.workspace_id,
        company_id=company.pk,
        verb=NOTED,
        member=by,
        undone_at=None,
        at__gte=now() - _SAME_WITHIN,
    )
    notes = Note.objects.filter(company=company, pk__in=lines.values("subject_id"), text=text)
    return notes.exists()
