"""The events that this package publishes."""

from __future__ import annotations

from dataclasses import dataclass

from decroche.followups.models import FollowUp
from decroche.journal.record import Verb
from decroche.team.models import Member


@dataclass(frozen=True, slots=True)
class FollowUpMoved:
    """A follow-up has another date."""

    verb: Verb
    by: Member
    follow_up: FollowUp


@dataclass(frozen=True, slots=True)
class FollowUpDropped:
    """A follow-up will not take place."""

    verb: Verb
    by: Member
    follow_up: FollowUp
