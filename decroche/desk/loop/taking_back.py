"""Takes an outcome back, on the desk or on her telephone, and says what was done.

The call screen and the telephone can take back an outcome of the sitting under way, or of today
when there is none. An older one is taken back on its card, where she sees it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from decroche.calls.models import CallSession
from decroche.calls.queries import company_of
from decroche.calls.sittings import session_of
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
    """The outcome that undo would take back: the key of its journal line, and its words
    (“Fédération des Musées, répondeur”).
    """

    pk: int
    what: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What is said of an outcome that was taken back; its company, and the origin of the call when
    they made it to her, or she made it away from the desk.
    """

    words: str
    company: Company | None = None
    origin: str = ""


def undoable_of(entry: Entry, name: str) -> Undoable:
    """Returns the outcome of a journal line; `name` is the name of its company."""
    words = outcome_words(str(entry.particulars.get("outcome", "")))
    words = words if words[1:2].isupper() else words[:1].lower() + words[1:]
    return Undoable(entry.pk, ", ".join(filter(None, (name, words))))


def last_undoable_outcome(
    member: Member, session: CallSession | None, at: datetime
) -> Undoable | None:
    """Returns her last outcome if it was logged in this sitting (without one: today), else None."""
    entry = last_undoable(member, LOGGED)
    if entry is None:
        return None
    reached = entry.at >= session.started_at if session else day_of(entry.at) == day_of(at)
    return _named(member.workspace, entry) if reached else None


def _named(workspace: Workspace, entry: Entry) -> Undoable:
    company = company_of(workspace, card_now(entry) or 0)
    return undoable_of(entry, company.name if company else "")


def take_back_outcome(member: Member, entry_id: int | None) -> TakenBack:
    """Takes back the outcome of a journal line, else the last one (`last_undoable_outcome`), with
    all it led to. Asked twice for the same line, it is taken back once.

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
