"""What her calls have taught: kept in memory per workspace, brought up to date with every call, and
never beyond its workspace.

numpy is loaded late: it is needed only once a card is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from decroche.callqueue.models import CallObservation
from decroche.callqueue.rules import Reason
from decroche.calls.events import OutcomeRecorded
from decroche.calls.models import CallState
from decroche.calls.queries import best_number, numbers_of
from decroche.calls.rules import RIGHT_PARTY_CONTACT
from decroche.calls.strata import LINES, stratum
from decroche.shared.calendar import is_morning
from decroche.shared.places import tz
from decroche.team.answers import Ask, directly
from decroche.team.models import Workspace
from decroche.team.prepared import Prepared

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from decroche.callqueue.features import Situation
    from decroche.callqueue.ranking import Levels, Model

_TAIL = 8
LATEST = Prepared(
    lambda workspace: CallObservation.objects.filter(workspace_id=workspace).order_by("-id")[:_TAIL]
)


@dataclass(frozen=True, slots=True)
class Learned:
    """The model, and the calls it was made from, oldest first: `keys` are the rows, `levels`
    theirs, `reached` whether it worked.
    """

    model: Model
    keys: tuple[int, ...]
    levels: Levels
    reached: NDArray[np.bool_]

    def counted(self, **wanted: int) -> tuple[int, int]:
        """(reached, calls) of the calls that share these levels of these blocks."""
        names = [one.name for one in self.model.prior.blocks]
        chosen = self.levels[:, [names.index(name) for name in wanted]] == list(wanted.values())
        alike = self.reached[chosen.all(axis=1)]
        return int(alike.sum()), len(alike)


_kept: dict[str, Learned] = {}
"""By the workspace's own secret key: after a restored backup, or in a test, another workspace may
have the number of this one.
"""


def learned(workspace: Workspace, ask: Ask = directly) -> Learned:
    """What is known now. Only calls not seen before are read; a call taken back is forgotten."""
    kept = _kept.get(workspace.fingerprint_key)
    latest = ask(LATEST, workspace.pk)[::-1]
    if kept and [row.pk for row in latest] == list(kept.keys[-_TAIL:]):
        return kept
    fresh = _grown(kept, latest) if kept else None
    _kept[workspace.fingerprint_key] = found = fresh or _whole(
        workspace, kept.model if kept else None
    )
    return found


def forget(workspace: Workspace) -> None:
    """What is known is read again from the database the next time."""
    _kept.pop(workspace.fingerprint_key, None)


def _grown(kept: Learned, latest: list[CallObservation]) -> Learned | None:
    """What was known, less the calls taken back, with the new ones; None when too much has
    happened.
    """
    import numpy as np

    from decroche.callqueue.ranking import NUDGED_FROM, WINDOW, exact_every, online_update

    there = {row.pk for row in latest}
    end = next(
        (
            index
            for index in range(len(kept.keys) - 1, max(-1, len(kept.keys) - _TAIL), -1)
            if kept.keys[index] in there
        ),
        None,
    )
    if end is None:
        return None
    keys, levels, reached = _read(row for row in latest if row.pk > kept.keys[end])
    model = kept.model
    all_keys = kept.keys[: end + 1] + keys
    all_levels, all_reached = (
        np.concatenate((kept.levels[: end + 1], levels)),
        np.concatenate((kept.reached[: end + 1], reached)),
    )
    every = exact_every(model.calls)
    only_more = end == len(kept.keys) - 1
    if only_more and model.calls >= NUDGED_FROM and model.stale % every < every - len(keys):
        return Learned(
            online_update(model, levels, reached),
            all_keys[-WINDOW:],
            all_levels[-WINDOW:],
            all_reached[-WINDOW:],
        )
    return _fitted(all_keys, all_levels, all_reached, model)


def _whole(workspace: Workspace, start: Model | None) -> Learned:
    from decroche.callqueue.filling import back_fill
    from decroche.callqueue.ranking import WINDOW

    back_fill(workspace)
    rows = CallObservation.objects.filter(workspace=workspace).order_by("-id")[:WINDOW]
    return _fitted(*_read(reversed(rows)), start)


def _read(rows: Iterable[CallObservation]) -> tuple[tuple[int, ...], Levels, NDArray[np.bool_]]:
    import numpy as np

    from decroche.callqueue.features import PRIOR, read

    found = [(row.pk, levels, row.reached) for row in rows if (levels := read(row.levels))]
    keys, levels, reached = zip(*found, strict=True) if found else ((), (), ())
    return (
        tuple(keys),
        np.array(levels, dtype=np.intp).reshape(len(keys), len(PRIOR.blocks)),
        np.array(reached, dtype=np.bool_),
    )


def _fitted(
    keys: tuple[int, ...], levels: Levels, reached: NDArray[np.bool_], start: Model | None
) -> Learned:
    from decroche.callqueue.features import PRIOR
    from decroche.callqueue.ranking import WINDOW, fit

    keys, levels, reached = keys[-WINDOW:], levels[-WINDOW:], reached[-WINDOW:]
    return Learned(fit(PRIOR, levels, reached, start=start), keys, levels, reached)


@dataclass(frozen=True, slots=True)
class PreviousCall:
    """The call before: what it gave and when."""

    outcome: str
    at: datetime


def situation(
    state: CallState,
    at: datetime,
    *,
    line: str,
    before: PreviousCall | None,
    attempts: int,
) -> Situation:
    """The situation of a call to a company: `line` is the kind of its number, `attempts` how many
    calls were made before.
    """
    from decroche.callqueue.features import Situation

    local = at.astimezone(tz(state.zone))
    return Situation(
        stratum(state.company.naf, state.company.headcount_min, line),
        local,
        attempts,
        same_part(before, local),
        age_in_days(state.known_since, at),
    )


def age_in_days(known_since: date, at: datetime) -> int:
    """How long the source of a card is known."""
    return max(0, (at.date() - known_since).days)


def same_part(before: PreviousCall | None, local: datetime) -> bool:
    """Whether the call before was in vain, and in the same part of the day as `local` (on the
    company's clock).
    """
    if before is None or before.outcome in RIGHT_PARTY_CONTACT:
        return False
    return is_morning(before.at.astimezone(local.tzinfo).time()) == is_morning(local.time())


def observation_of(event: OutcomeRecorded, reason: Reason) -> CallObservation:
    """What a call just logged teaches: the situation it was made in, and how its card was
    chosen.
    """
    from decroche.callqueue.features import written

    call, company = event.call, event.company
    number = call.number or best_number(company, numbers_of(company, event.verb.known))
    line = number.kind if number else LINES[-1]
    before = PreviousCall(event.earlier[0][1], event.earlier[0][0]) if event.earlier else None
    made_in = situation(
        company.state,
        call.at,
        line=line,
        before=before,
        attempts=max(0, company.state.attempts - 1),
    )
    return CallObservation(
        workspace_id=company.workspace_id,
        call=call,
        levels=written(made_in.levels()),
        reached=call.outcome in RIGHT_PARTY_CONTACT,
        arm=reason.arm,
        propensity=reason.propensity or None,
        at=call.at,
    )
