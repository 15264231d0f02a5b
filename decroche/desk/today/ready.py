"""What there is to call today, counted once and said in sentences that agree with each other.

The promises of the day are divided in three: those that can be kept now, those whose hour comes
later today, and those that wait for something else (the law, a retry, a card that may not be
called). The first are among the cards that are ready, the others are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decroche.callqueue.due import due_followups, offered_followups
from decroche.callqueue.queries import ready_count
from decroche.callqueue.regions import open_regions
from decroche.callqueue.why_none import why_nobody
from decroche.callqueue.wording import nothing_in_words
from decroche.calls.sittings import sitting_goal
from decroche.followups.forbidden import stopped_by_law
from decroche.followups.models import FollowUp
from decroche.followups.queries import promised_by
from decroche.insights.rules import sitting_minutes
from decroche.insights.timing import minutes_per_card
from decroche.shared.clock import PARIS, day_of
from decroche.shared.counted import Counted
from decroche.shared.spoken.say import clock, this_half_day
from decroche.team.models import Member
from decroche.ui.language import current_language
from decroche.ui.templatetags.ui import duration


@dataclass(frozen=True, slots=True)
class Ready:
    """`cards` can be called now, `first` promises among them; `later` promises have their hour
    later today, the first of them `later_at` when its time was said (an hour, or a half-day:
    `later_half_day`); `waiting` are due and can't be kept by a call now.
    """

    cards: Counted
    first: int = 0
    later: int = 0
    later_at: datetime | None = None
    waiting: int = 0
    sitting: int = 0
    minutes: int = 0
    later_half_day: bool = False

    @property
    def promises(self) -> int:
        """All promises of today and before that are kept by calling."""
        return self.first + self.later + self.waiting


def ready_of(member: Member, at: datetime, evening: datetime) -> Ready:
    """Counts what can be called between the moment `at` and the `evening`. In a shared workspace
    the promises are those that this member is offered; the cards are those of all.
    """
    workspace = member.workspace
    cards = ready_count(workspace, at)
    rows = list(offered_followups(promised_by(workspace, evening), member, at))
    offered = set(due_followups(workspace, at).values_list("pk", flat=True))
    stopped = stopped_by_law(workspace, [one for one in rows if one.pk in offered], at)
    now = {one.pk for one in rows if one.pk in offered and one.pk not in stopped}
    rest = [one for one in rows if one.pk not in now]
    later = [one for one in rest if one.due_at > at and one.pk not in stopped]
    sitting = min(cards.count, sitting_goal(workspace))
    return Ready(
        cards,
        len(now),
        len(later),
        _time_of(later),
        len(rest) - len(later),
        sitting,
        sitting_minutes(sitting, minutes_per_card(workspace, day_of(at))),
        later_half_day=bool(later) and later[0].precision == "half_day",
    )


def _time_of(rows: list[FollowUp]) -> datetime | None:
    """The time of the first of these promises; None for one that is for a whole day."""
    return next((one.due_at for one in rows[:1] if one.precision in ("minute", "half_day")), None)


def ready_in_words(ready: Ready) -> list[str]:
    """Sentences, each with another fact, what can be called now in the first."""
    said = []
    if ready.first:
        words = ngettext("%(n)s promise first.", "%(n)s promises first.", ready.first)
        said.append(words % {"n": ready.first})
    if ready.cards:
        words = ngettext(
            "The next session: %(n)s call, about %(lasts)s.",
            "The next session: %(n)s calls, about %(lasts)s.",
            ready.sitting,
        )
        said.append(words % {"n": ready.sitting, "lasts": duration(ready.minutes)})
    if ready.later:
        said.append(_later_in_words(ready))
    if ready.waiting:
        words = ngettext(
            "%(n)s promise can’t be kept by a call now: the list below says why.",
            "%(n)s promises can’t be kept by a call now: the list below says why.",
            ready.waiting,
        )
        said.append(words % {"n": ready.waiting})
    return said


def when_somebody(member: Member, ready: Ready, at: datetime) -> list[str]:
    """The sentences for when no card is ready: first why, and when the next one is."""
    nothing = why_nobody(member, at, open_regions(member.workspace, at))
    known = [] if nothing.until is None else [nothing_in_words(nothing, at)]
    return [*known, *ready_in_words(ready)]


def _later_in_words(ready: Ready) -> str:
    if ready.later_at is None:
        words = ngettext(
            "%(n)s promise for later today.", "%(n)s promises for later today.", ready.later
        )
        return words % {"n": ready.later}
    if ready.later_half_day:
        words = ngettext(
            "%(n)s promise for later today: %(part)s.",
            "%(n)s promises for later today, the first one: %(part)s.",
            ready.later,
        )
        part = this_half_day(ready.later_at.astimezone(PARIS), current_language())
        return words % {"n": ready.later, "part": part}
    words = ngettext(
        "%(n)s promise for later today, at %(hour)s.",
        "%(n)s promises for later today, the first at %(hour)s.",
        ready.later,
    )
    hour = clock(ready.later_at.astimezone(PARIS), current_language())
    return words % {"n": ready.later, "hour": hour}


def nothing_ready() -> str:
    """What is written in place of the number of cards when none is ready."""
    return _("Nobody to call right now")
