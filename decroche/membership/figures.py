"""Whether an owner sees how each member calls: only once they have said so to the members, and only
what is called afterwards.

What is said, why and since when stands in the journal; each member finds it on their pages until
they press that they know, and at any time beside their own figures.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from decroche.journal.record import record
from decroche.membership.actions import NotDone
from decroche.membership.news import Kind, tell
from decroche.membership.preferences import MOST, MembersFigures, shown_figures
from decroche.shared.clock import PARIS, now
from decroche.team.models import Member
from decroche.team.needs import OWN, require
from decroche.team.preferences import read_preferences_again, save_preferences
from decroche.team.queries import members_of


def say_figures_are_shown(*, by: Member, why: str) -> None:
    """Tells every member that the owners see their figures from the next day on, and why. Raises
    NotDone without a reason.
    """
    require(by, OWN)
    why = " ".join(why.split())[:MOST]
    if not why:
        raise NotDone("why")
    at = now()
    tomorrow = at.astimezone(PARIS).date() + timedelta(days=1)
    since = datetime.combine(tomorrow, time(), PARIS)
    with record(
        "member.figures_shown", by=by, undoable=False, why=why, since=since.isoformat()
    ) as verb:
        read_preferences_again(by.workspace)
        if shown_figures(by.workspace).why == why:
            verb.nothing_done = True
            return
        save_preferences(workspace=by.workspace, section=MembersFigures(why, at, since))
        _tell_all(by, Kind.FIGURES)


def end_shown_figures(*, by: Member) -> None:
    """Ends it, and tells the members; what was called meanwhile is shown to nobody else either."""
    require(by, OWN)
    with record("member.figures_hidden", by=by, undoable=False) as verb:
        read_preferences_again(by.workspace)
        if not shown_figures(by.workspace).why:
            verb.nothing_done = True
            return
        save_preferences(workspace=by.workspace, section=MembersFigures())
        _tell_all(by, Kind.NO_FIGURES)


def _tell_all(by: Member, kind: Kind) -> None:
    """On their pages only: two hundred mails at once would look like a spammer's."""
    for member in members_of(by.workspace):
        if member.pk != by.pk:
            tell(member, kind, by_mail=False)
