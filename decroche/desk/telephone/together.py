"""What was typed on a telephone, together with what was typed on the same card at the desk.

A telephone shows the note of the desk's draft and what was added there, and says with `seen` which
draft that was. When it is still the same, what the telephone has is all there is: what was taken
out there is gone. Else both were typed at the same time, and nothing of either is lost.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from decroche.calls.drafts import IN_THE_JOURNAL, joined, mark_of
from decroche.calls.models import Draft
from decroche.desk.loop.form import EXTRAS
from decroche.journal.models import Entry

ADDED = {name: f"{panel}.{name}" for name, panel in EXTRAS.items()} | {
    "message_left": "message_left"
}
"""What she may add to any outcome, with the name that a draft has for it."""


def added_in(draft: Draft | None) -> dict[str, str]:
    """Returns what was added at the desk, by the names of ADDED."""
    typed = draft.fields if draft else {}
    found = {name: str(typed.get(place, "")) for name, place in ADDED.items()}
    return {name: text for name, text in found.items() if text}


def seen_mark(draft: Draft | None) -> str:
    """Returns the mark of what a telephone shows of a draft; it is empty when that is nothing."""
    note, added = draft.note if draft else "", added_in(draft)
    return mark_of(json.dumps([note, sorted(added.items())])) if note or added else ""


def together(
    draft: Draft | None, note: str, added: Mapping[str, str], seen: str | None
) -> tuple[str, dict[str, str]]:
    """Returns the note, and what was added by the names of ADDED, of a telephone that had seen the
    draft with the mark `seen` (None: it shows none).
    """
    typed = {name: text for name, text in added.items() if text}
    if draft is None or seen == seen_mark(draft):
        return note, typed
    note = joined(draft.note, note)
    for name, before in added_in(draft).items():
        if before not in typed.setdefault(name, before):
            note = joined(note, before)
    return note, typed


def beyond(line: Entry | None, note: str, added: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Returns what of the note, and of what was added, the journal line of a call has not yet: the
    telephone showed what was typed at the desk, and the call has taken that in.
    """
    taken = line.particulars.get(IN_THE_JOURNAL) if line else None
    if not isinstance(taken, dict):
        return note, dict(added)
    held = str(taken.get("note", ""))
    both = joined(held, note)
    left = both[len(held) :].strip() if both.startswith(held) else note
    return left, {name: text for name, text in added.items() if text != taken.get(ADDED[name], "")}
