"""What the open pages of a shared workspace ask every other second: the state of a card, or of the
cards of the rows in view, and whether anything was done. Each takes one statement, so that a page
of every member may ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple
from zlib import crc32

from django.utils.translation import gettext as _

from decroche.callqueue.claims import LEASE
from decroche.calls.models import CALLABLE, CallState
from decroche.database.fetching import FetchOnce
from decroche.database.prepared import SqlQuery
from decroche.shared.typed import KEYS_END, whole_number
from decroche.team.models import Member, Workspace

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
_LAST_LINE = SqlQuery(
    "SELECT MAX(entry.id) AS col1 FROM journal_entry AS entry WHERE entry.workspace_id = %s", 1
)
_WRITTEN = " || ' ' || ".join(
    f"COALESCE(CAST({column} AS text), '')"
    for column in ("company.edited_at", "company.removed_at", "state.not_before")
)
"""What a verb about many cards changes of each: its line in the journal names none of them."""
IN_VIEW = 60
"""Rows of a page that are looked at together: more than fit on a screen."""
_ON_A_PAGE = 300


def _rows_query(most: int) -> SqlQuery:
    """How the cards of so many rows stand. (`+` keeps SQLite from reading the whole workspace.)"""
    return SqlQuery(
        f"""
SELECT state.company_id AS col1, state.attempts AS col2, state.blocked_by AS col3,
(SELECT entry.id FROM journal_entry AS entry WHERE entry.workspace_id = state.workspace_id
AND entry.company_id = state.company_id ORDER BY entry.id DESC LIMIT 1) AS col4,
{_WRITTEN} AS col5, member.id AS col6, member.name AS col7
FROM calls_callstate AS state
JOIN prospects_company AS company ON company.id = state.company_id
LEFT JOIN callqueue_claim AS claim ON claim.workspace_id = state.workspace_id
AND claim.company_id = state.company_id AND claim.at >= %s
LEFT JOIN team_member AS member ON member.id = claim.member_id
WHERE +state.workspace_id = %s AND state.company_id IN ({", ".join(["%s"] * most)})
ORDER BY state.company_id""",
        7,
    )


_ROWS = {most: _rows_query(most) for most in (IN_VIEW, _ON_A_PAGE)}


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


@dataclass(frozen=True, slots=True)
class RowStanding:
    """How the card of a row stands. `entry` is the last line of the journal about it, `written` a
    text that is another one once it was changed together with others; `holder` has it before them,
    with their page open.
    """

    company: int
    attempts: int
    blocked_by: str
    entry: int | None
    written: str
    holder: int | None
    holder_name: str | None

    @property
    def stopped(self) -> bool:
        """Whether it is not to be called any more."""
        return self.blocked_by not in CALLABLE

    @property
    def why_stopped(self) -> str:
        """Why it is not, in words."""
        if self.blocked_by == CallState.BlockedBy.OPPOSED:
            return _("never call")
        return str(CallState.BlockedBy(self.blocked_by).label)

    @property
    def mark(self) -> str:
        """What a page has to say when it asks whether the row still stands so."""
        return ".".join(map(str, self.asked()))

    def asked(self) -> RowAsked:
        """The same in numbers."""
        written = crc32(self.written.encode())
        return RowAsked(self.company, self.attempts, self.entry or 0, int(self.stopped), written)


class RowAsked(NamedTuple):
    """A row as it stood when its page was made (`RowStanding.mark`)."""

    company: int
    attempts: int
    entry: int
    stopped: int
    written: int

    @classmethod
    def read(cls, mark: str) -> RowAsked | None:
        """What a page says of a row; None when that is no mark."""
        values = [whole_number(part, -1, 0, KEYS_END) for part in mark.split(".")]
        return cls(*values) if len(values) == len(cls._fields) and min(values) >= 0 else None


def rows_standing(
    workspace: Workspace, companies: Sequence[int], at: datetime
) -> list[RowStanding]:
    """How these cards stand, three hundred at most; none of another workspace."""
    asked = _rows_asked(workspace, companies, at)
    return [RowStanding(*row) for row in asked[0](*asked[1])] if asked else []


def rows_and_mark_of_the_day(
    workspace: Workspace, companies: Sequence[int], at: datetime
) -> tuple[list[RowStanding], str]:
    """How these cards stand, and a text that changes when they do, when anything was written in the
    journal, and each minute: then what is counted of the day may be another number.
    """
    asked, fetch = _rows_asked(workspace, companies, at), FetchOnce()
    fetch.gather(_LAST_LINE.bind(workspace.pk), *([asked[0].bind(*asked[1])] if asked else []))
    rows = [RowStanding(*row) for row in fetch(asked[0], *asked[1])] if asked else []
    (last,) = fetch(_LAST_LINE, workspace.pk)
    return rows, _mark((_minute(at), *last, *map(astuple, rows)))


def _rows_asked(
    workspace: Workspace, companies: Sequence[int], at: datetime
) -> tuple[SqlQuery, tuple[Any, ...]] | None:
    """The query of these cards, and its arguments; None when there are none."""
    keys = list(dict.fromkeys(companies))[:_ON_A_PAGE]
    if not keys:
        return None
    most = IN_VIEW if len(keys) <= IN_VIEW else _ON_A_PAGE
    padded = keys + keys[-1:] * (most - len(keys))
    return _ROWS[most], (at - LEASE, workspace.pk, *padded)


def marks_of_rows(workspace: Workspace, companies: Sequence[int], at: datetime) -> dict[int, str]:
    """{company: what its row has to say when its page asks}. Nobody asks in a file of one person:
    there it is empty, and costs nothing.
    """
    if not workspace.shared:
        return {}
    return {row.company: row.mark for row in rows_standing(workspace, companies, at)}


def mark_of_rows(rows: Iterable[RowStanding]) -> str:
    """Another text when one of these rows stands otherwise."""
    return _mark(tuple(astuple(row) for row in rows))


def pulse(workspace: Workspace, at: datetime) -> str:
    """A text that changes when a card was taken or given back, when anything was written in the
    journal, and each minute, since the time of day matters too.
    """
    return _mark((_minute(at), *_PULSE(workspace.pk)))


def _minute(at: datetime) -> str:
    return at.replace(second=0, microsecond=0).isoformat()


def _mark(values: tuple[object, ...]) -> str:
    return sha256(repr(values).encode()).hexdigest()[:16]
