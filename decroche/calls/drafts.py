"""What is typed on a card and not logged yet, kept while it is typed.

A draft belongs to one card and one member. It is no change of the card: the journal has no line for
it. Two windows may write on one card: each says which note it has seen last (`mark_of`), and a note
that it has not seen is kept before what it writes.

Logging a call does not read the draft: the form of the call screen sends what was typed in its own
fields, and what a telephone sends is joined to the draft before the call is logged. That call ends
the draft (`move_draft_to_journal`), and taking the call back brings the draft back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from itertools import takewhile
from typing import Any

from django.db import connection

from decroche.calls.models import Draft
from decroche.database.fetching import Fetch, fetch_now, first
from decroche.database.prepared import PreparedQuery
from decroche.journal.record import Verb, replay
from decroche.prospects.models import Company
from decroche.team.models import Member

LONGEST_NOTE, LONGEST_FIELD, MOST_FIELDS = 20_000, 500, 40
"""Characters of the note and of one other field, and how many other fields are kept."""
IN_THE_JOURNAL = "draft"
"""The particular of a call's journal line that has what was typed on its card."""
DRAFTS = PreparedQuery(
    lambda workspace, member, company: Draft.objects.filter(
        workspace_id=workspace, member_id=member, company_id=company
    )
)
# One statement: the card must be one of this workspace, and the call must not be logged yet.
_KEEP = """
INSERT INTO calls_draft (workspace_id, member_id, company_id, note, fields, at)
SELECT %s, %s, id, %s, %s, %s FROM prospects_company
WHERE id = %s AND workspace_id = %s AND erased_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM journal_entry
  WHERE workspace_id = %s AND key = %s AND undone_at IS NULL)
ON CONFLICT (workspace_id, member_id, company_id)
DO UPDATE SET note = excluded.note, fields = excluded.fields, at = excluded.at"""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What was typed on a card when its call is logged, by the names of the fields; and the mark of
    the note that the window had seen last, None when it says none.
    """

    typed: Mapping[str, str]
    seen: str | None = None


def mark_of(note: str) -> str:
    """Returns a short mark that tells one note from another; it is empty for an empty note."""
    return blake2b(note.encode(), digest_size=6).hexdigest() if note.strip() else ""


def joined(held: str, written: str) -> str:
    """Returns the note that another window wrote (`held`), followed by what this window wrote
    without having seen it. What both begin with is kept once; no word is cut in two.
    """
    if written.startswith(held):
        return written
    pairs = zip(held, written, strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    if written[same : same + 1].isalnum():
        same = written.rfind(" ", 0, same) + 1
    own = written[same:].strip()
    return held if not own or own in held else f"{held}\n{own}"


def left_of(held: str, taken: str) -> str:
    """Returns what of a note stays on its card when a call takes in what one window had of it: the
    words of that window, where they begin a line, are in the call.
    """
    own = taken.strip()
    before, found, after = held.partition(own) if own else (held, "", "")
    begins_a_line = before.strip(" ")[-1:] in ("", "\n")
    if not found or not begins_a_line or after[:1].isalnum():
        return held
    return "\n".join(part.strip() for part in (before, after) if part.strip())


def keep_typed(
    *,
    by: Member,
    company_id: int,
    note: str,
    fields: Mapping[str, str],
    at: datetime,
    key: str = "",
    seen: str | None = None,
) -> str | None:
    """Keeps what is typed on a card (see `keep_draft`) in a window that has `seen` the note with
    that mark. Returns the note as it is kept now, None when nothing was kept.
    """
    if seen is not None:
        before = DRAFTS.first(by.workspace_id, by.pk, company_id)
        held = before.note if before else ""
        note = (note if seen == mark_of(held) else joined(held, note))[:LONGEST_NOTE]
    kept = keep_draft(by=by, company_id=company_id, note=note, fields=fields, at=at, key=key)
    return note if kept else None


def taken_in(by: Member, company_id: int, key: str) -> str:
    """Returns the note that was typed on the card of the call with this key; "" without one."""
    line = replay(workspace_id=by.workspace_id, key=key)
    if line is None or line.company_id != company_id:
        return ""
    typed = line.particulars.get(IN_THE_JOURNAL)
    return str(typed.get("note", "")) if isinstance(typed, dict) else ""


def draft_of(member: Member, company: Company, fetch: Fetch = fetch_now) -> Draft | None:
    """Returns what she has typed on a card, None when nothing."""
    return first(fetch(DRAFTS, member.workspace_id, member.pk, company.pk))


def keep_draft(
    *,
    by: Member,
    company_id: int,
    note: str,
    fields: Mapping[str, str],
    at: datetime,
    key: str = "",
) -> bool:
    """Keeps the note and the other fields of a card (by their names) in place of those kept before,
    by one statement.

    `key` is the key with which the call will be logged: what arrives after that is not kept.
    Returns False when nothing was kept: the call was logged already, or there is no such card.
    """
    filled = {name[:80]: text[:LONGEST_FIELD] for name, text in fields.items() if text.strip()}
    if not note.strip() and not filled:
        DRAFTS.delete(by.workspace_id, by.pk, company_id)
        return True
    kept = dict(list(filled.items())[:MOST_FIELDS])
    values: list[Any] = [
        by.workspace_id,
        by.pk,
        note[:LONGEST_NOTE],
        json.dumps(kept),
        connection.ops.adapt_datetimefield_value(at),
        company_id,
        by.workspace_id,
        by.workspace_id,
        key,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, values)
        return bool(cursor.rowcount)


def move_draft_to_journal(verb: Verb, by: Member, company: Company, taken: TakenIn) -> None:
    """Ends the draft of a card whose call is being logged, unless another window wrote something
    that this window had not seen: that stays, without what the call takes in. What was typed is
    kept in the journal line, for `bring_back_draft`.
    """
    held = first(verb.known(DRAFTS, by.workspace_id, by.pk, company.pk))
    note = taken.typed.get("note", "")
    if held and (taken.seen in (None, mark_of(held.note)) or held.note in note):
        DRAFTS.delete(by.workspace_id, by.pk, company.pk)
    elif held and (left := left_of(held.note, note)) != held.note:
        keep_draft(by=by, company_id=company.pk, note=left, fields=held.fields, at=held.at)
    words = {name: text for name, text in taken.typed.items() if text}
    verb.entry.particulars[IN_THE_JOURNAL] = words


def bring_back_draft(
    by: Member, company_id: int, particulars: Mapping[str, object], at: datetime
) -> None:
    """Writes what was typed with a call into the draft of its card again, once that call was taken
    back; what was typed on the card since follows it.
    """
    typed = particulars.get(IN_THE_JOURNAL)
    if not isinstance(typed, dict):
        return
    since = DRAFTS.first(by.workspace_id, by.pk, company_id)
    note, fields = str(typed.get("note", "")), {**typed}
    fields.pop("note", None)
    if since:
        note = "\n".join(dict.fromkeys(text for text in (note, since.note) if text))
        fields = {**fields, **since.fields}
    keep_draft(by=by, company_id=company_id, note=note, fields=fields, at=at)


def join_drafts(verb: Verb, kept: Company, other: Company) -> None:
    """Joins the drafts of two cards that became one: the note of the other card comes last."""
    rows = Draft.objects.filter(workspace_id=kept.workspace_id, company_id__in=(kept.pk, other.pk))
    drafts = {row.member_id: row for row in rows if row.company_id == kept.pk}
    for moved in rows:
        if moved.company_id == kept.pk:
            continue
        draft = drafts.get(moved.member_id)
        if draft is None:
            verb.update(moved, company_id=kept.pk)
            continue
        note = "\n".join(text for text in (draft.note, moved.note) if text)
        verb.update(draft, note=note[:LONGEST_NOTE], fields={**moved.fields, **draft.fields})
        verb.delete(moved)
