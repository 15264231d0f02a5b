"""The rows of a list that follow what colleagues do: what is said of each that no longer stands as
its page shows it (ui/assets/js/rows.js marks them).
"""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from decroche.callqueue.standing import IN_VIEW, RowAsked, RowStanding
from decroche.calls.queries import latest_calls
from decroche.calls.wording import outcome_words
from decroche.team.access import MemberRequest


class Row(NamedTuple):
    """What is said of a row of a list: `how` it stands (stopped, held, changed), in `words`."""

    company: int
    how: str
    words: str


def rows_asked(request: MemberRequest) -> dict[int, RowAsked]:
    """{company: its row as it stood when the page was made}, of the rows in view."""
    marks = request.GET.get("rows", "").split()[:IN_VIEW]
    return {row.company: row for row in map(RowAsked.read, marks) if row}


def what_came(
    request: MemberRequest, standing: list[RowStanding], asked: dict[int, RowAsked]
) -> list[Row]:
    """What is said of the rows that do not stand as their page shows them."""
    called = [row.company for row in standing if row.attempts > asked[row.company].attempts]
    calls = latest_calls(request.workspace, called) if called else {}
    rows = list[Row]()
    for row in standing:
        was, call = asked[row.company], calls.get(row.company)
        if row.stopped and not was.stopped:
            rows.append(Row(row.company, "stopped", row.why_stopped))
        elif row.holder not in (None, request.member.pk):
            words = _("%(name)s has this card")
            name = row.holder_name or _("A colleague")
            rows.append(Row(row.company, "held", words % {"name": name}))
        elif call is not None:
            who, gave = str(call.member or "–"), outcome_words(call.outcome)
            rows.append(Row(row.company, "changed", f"{who}\N{NO-BREAK SPACE}: {gave}"))
        elif row.asked() != was:
            rows.append(Row(row.company, "changed", _("changed since")))
    return rows
