"""Takes an outcome back, on the desk or on her telephone, and says what was done.

The call screen and the telephone reach what was noted in the sitting under way (today, without
one): an older outcome is taken back from its card, where it can be seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from decroche.calls.models import CallSession
from decroche.calls.queries import company_of, session_of
from decroche.calls.wording import outcome_words
from decroche.journal.actions import KeptForGood, NothingToUndo, TakenBackAlready, undo
from decroche.journal.joined import card_now
from decroche.journal.models import Entry
from decroche.journal.queries import last_undoable
from decroche.journal.staying import stays_in_words
from decroche.journal.verbs import LOGGED
from decroche.prospects.models import Company
from decroche.shared.clock import day_of, now
from decroche.team.models import Member, Workspace


@dataclass(frozen=True, slots=True)
class Undoable:
    """The outcome that undo would take back: its line in the journal, and what it is in words
    (“Fédération des Musées, répondeur”).
    """

    pk: int
    what: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What is said of an outcome that was taken back; and, of a call that they made to her, or that
    was made away from the desk, its company and that origin.
    """

    words: str
    company: Company | None = None
    origin: str = ""


def undoable_of(entry: Entry, name: str) -> Undoable:
    """The outcome of a line of the journal, of the company of that name."""
    words = outcome_words(str(entry.particulars.get("outcome", "")))
    words = words if words[1:2].isupper() else words[:1].lower() + words[1:]
    return Undoable(entry.pk, ", ".join(filter(None, (name, words))))


def last_undoable_outcome(
    member: Member, session: CallSession | None, at: datetime
) -> Undoable | None:
    """Her last outcome, if it was noted in this sitting; today, without a sitting."""
    entry = last_undoable(member, LOGGED)
    if entry is None:
        return None
    reached = entry.at >= session.started_at if session else day_of(entry.at) == day_of(at)
    return _named(member.workspace, entry) if reached else None


def _named(workspace: Workspace, entry: Entry) -> Undoable:
    company = company_of(workspace, card_now(entry) or 0)
    return undoable_of(entry, company.name if company else "")


def take_back_outcome(member: Member, entry_id: int | None) -> TakenBack:
    """Takes back the outcome that is named, else the last one within reach, and all it led to; the
    same one once, however often it is asked.

    Raises KeptForGood for an opposition, which is lifted with a written reason.
    """
    if entry_id is None:
        last = last_undoable_outcome(member, session_of(member), now())
        entry_id = last.pk if last else 0
    try:
        entry = undo(by=member, entry_id=entry_id, verbs=(LOGGED,))
    except KeptForGood:
        raise
    except TakenBackAlready:
        return TakenBack(_("This was taken back already."))
    except NothingToUndo:
        words = _("There is no outcome of this session to take back: an older one is on its card.")
        return TakenBack(words)
    company = company_of(member.workspace, card_now(entry) or 0)
    return TakenBack(_in_words(member, entry), company, str(entry.particulars.get("origin", "")))


def _in_words(member: Member, entry: Entry) -> str:
    stays = stays_in_words(entry)
    what = {"what": _named(member.workspace, entry).what}
    if stays:
        return " ".join([_("Taken back: %(what)s.") % what, *stays])
    return _("Taken back: %(what)s, with everything it led to.") % what
