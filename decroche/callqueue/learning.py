"""What her calls have taught: kept in memory per workspace, brought up to date with every call, and never beyond its workspace.

numpy is loaded late: it is needed only once a card is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from decroche.callqueue.models import Dial
from decroche.callqueue.rules import Reason
from decroche.calls.events import OutcomeRecorded
from decroche.calls.queries import best_number, numbers_of
from decroche.calls.rules import REACHED
from decroche.prospects.models import Company, Provenance
from decroche.shared.calendar import is_morning
from decroche.shared.places import tz
from decroche.team.models import Workspace
from decroche.team.prepared import Prepared

if TYPE_CHECKING:
    from decroche.callqueue.features import Situation
    from decroche.callqueue.ranking import Levels, Model

_TAIL = 40
_LATEST = Prepared(lambda workspace: Dial.objects.filter(workspace_id=workspace).order_by("-id")[:_TAIL])


@dataclass(frozen=True, slots=True)
class Learned:
    """The model, and the calls it was made from, oldest first: `keys` are the rows, `rows` their levels, `reached` whether it worked."""

    model: Model
    keys: tuple[int, ...]
    rows: tuple[tuple[int, ...], ...]
    reached: tuple[bool, ...]

    def counted(self, **levels: int) -> tuple[int, int]:
        """(reached, calls) of the calls that share these levels of these blocks."""
        places = [([one.name for one in self.model.prior.blocks].index(name), level) for name, level in levels.items()]
        alike = [worked for row, worked in zip(self.rows, self.reached, strict=True) if all(row[place] == level for place, level in places)]
        return sum(alike), len(alike)


_kept: dict[str, Learned] = {}
"""By the workspace's own secret key: a number may be another workspace's tomorrow (a restored backup, a test)."""


def learned(workspace: Workspace) -> Learned:
    """What is known now. Only calls not seen before are read; a call taken back is forgotten."""
    kept = _kept.get(workspace.fingerprint_key)
    latest = _LATEST(workspace.pk)[::-1]
    if kept and [row.pk for row in latest] == list(kept.keys[-_TAIL:]):
        return kept
    fresh = _grown(kept, latest) if kept else None
    _kept[workspace.fingerprint_key] = found = fresh or _whole(workspace, kept.model if kept else None)
    return found


def _grown(kept: Learned, latest: list[Dial]) -> Learned | None:
    """What was known, less the calls taken back, with the new ones; None when too much has happened."""
    there = {row.pk for row in latest}
    end = next((index for index in range(len(kept.keys) - 1, max(-1, len(kept.keys) - _TAIL), -1) if kept.keys[index] in there), None)
    if end is None:
        return None
    known = kept.keys[end]
    return _fitted(
        [*zip(kept.keys[: end + 1], kept.rows, kept.reached, strict=False), *_read(row for row in latest if row.pk > known)], kept.model
    )


def _whole(workspace: Workspace, start: Model | None) -> Learned:
    from decroche.callqueue.filling import back_fill
    from decroche.callqueue.ranking import WINDOW

    back_fill(workspace)
    rows = Dial.objects.filter(workspace=workspace).order_by("-id")[:WINDOW]
    return _fitted(_read(reversed(rows)), start)


def _read(rows: Iterable[Dial]) -> list[tuple[int, tuple[int, ...], bool]]:
    from decroche.callqueue.features import read

    return [(row.pk, levels, row.reached) for row in rows if (levels := read(row.levels))]


def _fitted(calls: list[tuple[int, tuple[int, ...], bool]], start: Model | None) -> Learned:
    import numpy as np

    from decroche.callqueue.features import PRIOR
    from decroche.callqueue.ranking import WINDOW, fit

    calls = calls[-WINDOW:]
    keys, rows, reached = zip(*calls, strict=True) if calls else ((), (), ())
    levels: Levels = np.array(rows, dtype=np.intp).reshape(len(rows), len(PRIOR.blocks))
    return Learned(fit(PRIOR, levels, np.array(reached, dtype=np.bool_), start=start), tuple(keys), tuple(rows), tuple(reached))


@dataclass(frozen=True, slots=True)
class Before:
    """The call before: what it gave and when."""

    outcome: str
    at: datetime


def situation(company: Company, at: datetime, *, since: datetime, line: str, before: Before | None, attempts: int) -> Situation:
    """The situation of a call to a company: `line` is the kind of its number, `since` how long its source is known."""
    from decroche.callqueue.features import Situation, stratum

    local = at.astimezone(tz(company.zone))
    failed = before is not None and before.outcome not in REACHED
    same = failed and before is not None and is_morning(before.at.astimezone(local.tzinfo).time()) == is_morning(local.time())
    return Situation(stratum(company.naf, company.headcount_min, line), local, attempts, same, max(0, (at - since).days))


def sources(workspace_id: int) -> dict[int, datetime]:
    """Since when each source of the file is known."""
    return dict(Provenance.objects.filter(workspace_id=workspace_id).values_list("pk", "created_at"))


def lesson(event: OutcomeRecorded, reason: Reason) -> Dial:
    """What a call just logged teaches: the situation it was made in, and how its card was chosen."""
    from decroche.callqueue.features import LINES, written

    call, company = event.call, event.company
    number = call.number or best_number(company, numbers_of(company))
    line = number.kind if number else LINES[-1]
    before = Before(event.earlier[0][1], event.earlier[0][0]) if event.earlier else None
    since = sources(company.workspace_id)[company.provenance_id]
    made_in = situation(company, call.at, since=since, line=line, before=before, attempts=max(0, company.attempts - 1))
    return Dial(
        workspace_id=company.workspace_id, call=call, levels=written(made_in.levels()), reached=call.outcome in REACHED,
        arm=reason.arm, propensity=reason.propensity or None, at=call.at,
    )  # fmt: skip
