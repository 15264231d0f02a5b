"""What happens to follow-ups."""

from __future__ import annotations

from dataclasses import dataclass

from decroche.followups.models import FollowUp
from decroche.journal.record import Verb
from decroche.team.models import Member


@dataclass(frozen=True, slots=True)
class FollowUpMoved:
    """It has another date."""

    verb: Verb
    by: Member
    follow_up: FollowUp


@dataclass(frozen=True, slots=True)
class FollowUpDropped:
    """It will not take place."""

    verb: Verb
    by: Member
    follow_up: FollowUp
