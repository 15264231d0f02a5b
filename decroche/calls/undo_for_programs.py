"""What a program that asked for an undo is answered: what was taken back, or why nothing was."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from decroche.calls.queries import card_of
from decroche.journal.actions import NothingToUndo, NotTheLast, OfAnother, TakenBackAlready
from decroche.journal.joined import card_now
from decroche.journal.models import Entry
from decroche.journal.staying import stays_in_words
from decroche.journal.verbs import LOGGED


def undone_values(entry: Entry) -> dict[str, Any]:
    """Returns, as JSON values, the journal line that was taken back (its number, verb and time, the
    call that it logged, its company) and what of it stays, in words.
    """
    key = card_now(entry)
    card = card_of(entry.workspace, key) if key else None
    return {
        "undone": {
            "entry": entry.pk,
            "verb": entry.verb,
            "at": entry.at.isoformat(),
            "call": entry.subject_id if entry.verb == LOGGED else None,
            "company": {"id": card.pk, "name": card.name} if card else None,
        },
        "stays": stays_in_words(entry),
    }


def why_not_undone(why: NothingToUndo) -> str:
    """Returns the sentence that says why nothing was taken back."""
    if isinstance(why, NotTheLast):
        words = _("Line %(named)s is not the last one: that is %(last)s (%(verb)s).")
        return words % {"named": why.named, "last": why.last.pk, "verb": why.last.verb}
    if isinstance(why, OfAnother):
        return _("Somebody else did that: it is theirs to take back.")
    if isinstance(why, TakenBackAlready):
        return _("This was taken back already.")
    return _("There is nothing to take back.")
