"""Takes an outcome back, on the desk or on her telephone, and says what was done."""

from __future__ import annotations

from django.utils.translation import gettext as _

from decroche.journal.actions import KeptForGood, NothingToUndo, TakenBackAlready, undo
from decroche.journal.staying import stays_in_words
from decroche.journal.verbs import LOGGED
from decroche.team.models import Member


def take_back_outcome(member: Member, entry_id: int | None) -> str:
    """Takes back the outcome that is named, else her last one, and all it led to; the same one
    once, however often it is asked. Returns what is said of it.

    Raises KeptForGood for an opposition, which is lifted with a written reason.
    """
    try:
        entry = undo(by=member, entry_id=entry_id, verbs=(LOGGED,))
    except KeptForGood:
        raise
    except TakenBackAlready:
        return _("This was taken back already.")
    except NothingToUndo:
        return _("There is no outcome to take back.")
    stays = stays_in_words(entry)
    done = _("Taken back.") if stays else _("Taken back, with everything it led to.")
    return " ".join([done, *stays])
