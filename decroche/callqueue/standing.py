"""What the open pages of a shared workspace ask every other second: the state of a card, and
whether anything was done. Each takes one statement, so that a page of every member may ask.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import datetime
from hashlib import sha256

from decroche.calls.models import CALLABLE
from decroche.team.models import Member, Workspace
from decroche.team.prepared import SqlQuery

_STANDING = SqlQuery(
    """
SELECT state.attempts AS col1, state.blocked_by AS col2, member.id AS col3, member.name AS col4,
(SELECT COUNT(*) FROM prospects_phonenumber AS number WHERE number.id = %s
AND number.company_id = state.company_id AND number.state = 'suppressed') AS col5
FROM calls_callstate AS state
LEFT JOIN callqueue_claim AS claim
ON claim.workspace_id = state.workspace_id AND claim.company_id = state.company_id
LEFT JOIN team_member AS member ON member.id = claim.member_id
WHERE state.workspace_id = %s AND state.company_id = %s""",
    5,
)
_PULSE = SqlQuery(
    """
SELECT claim.member_id AS col1, claim.company_id AS col2, claim.serial AS col3,
(SELECT MAX(entry.id) FROM journal_entry AS entry WHERE entry.workspace_id = space.id) AS col4
FROM team_workspace AS space LEFT JOIN callqueue_claim AS claim ON claim.workspace_id = space.id
WHERE space.id = %s ORDER BY claim.member_id""",
    4,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a card at this moment. `attempts` counts its calls; `holder` is the member who
    holds it, with their name; `suppressed` is 1 when the number that was asked about may be called
    no longer.
    """

    attempts: int
    blocked_by: str
    holder: int | None
    holder_name: str | None
    suppressed: int

    @property
    def stopped(self) -> bool:
        """Whether this card, or the number that was asked about, is not to be called any more."""
        return bool(self.suppressed) or self.blocked_by not in CALLABLE

    @property
    def mark(self) -> str:
        """A text that changes when the state does."""
        return _mark(astuple(self))

    def with_another(self, member: Member) -> bool:
        """Whether a colleague holds the card."""
        return self.holder not in (None, member.pk)


def standing_of(workspace: Workspace, company_id: int, number_id: int) -> Standing | None:
    """The state of a card; None when it is not in this workspace. `number_id`: a number of it that
    a page offers to dial, or 0.
    """
    rows = _STANDING(number_id, workspace.pk, company_id)
    return Standing(*rows[0]) if rows else None


def pulse(workspace: Workspace, at: datetime) -> str:
    """A text that changes when a card was taken or given back, when anything was written in the
    journal, and each minute, since the time of day matters too.
    """
    return _mark((at.replace(second=0, microsecond=0).isoformat(), *_PULSE(workspace.pk)))


def _mark(values: tuple[object, ...]) -> str:
    return sha256(repr(values).encode()).hexdigest()[:16]
