"""What her calls have taught: kept in memory per workspace, brought up to date with every call, and
never beyond its workspace.

numpy is loaded late: it is needed only once a card is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from decroche.callqueue.back_filling import back_fill
from decroche.calls.models import Call
from decroche.calls.rules import RIGHT_PARTY_CONTACT
from decroche.database.fetching import Fetch, fetch_now
from decroche.database.prepared import PreparedQuery
from decroche.team.models import Workspace

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from decroche.callqueue.ranking import Levels, Model

_TAIL = 8
LATEST = PreparedQuery(
    lambda workspace: (
        Call.objects.filter(workspace_id=workspace)
        .exclude(situation="")
        .only("id", "situation", "outcome")
        .order_by("-id")[:_TAIL]
    )
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


def learned(workspace: Workspace, fetch: Fetch = fetch_now) -> Learned:
    """What her calls have taught until now. Only new calls are read; a call taken back is
    forgotten.
    """
    kept = _kept.get(workspace.fingerprint_key)
    latest = fetch(LATEST, workspace.pk)[::-1]
    if kept and [row.pk for row in latest] == list(kept.keys[-_TAIL:]):
        return kept
    fresh = _grown(kept, latest) if kept else None
    _kept[workspace.fingerprint_key] = found = fresh or _whole(
        workspace, kept.model if kept else None
    )
    return found


def forget(workspace: Workspace) -> None:
    """Makes the next `learned` read all calls from the database again."""
    _kept.pop(workspace.fingerprint_key, None)


def _grown(kept: Learned, latest: list[Call]) -> Learned | None:
    """What was learned, without the calls taken back and with the new ones; None when too much has
    changed.
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
    from decroche.callqueue.ranking import WINDOW

    back_fill(workspace)
    rows = Call.objects.filter(workspace=workspace).exclude(situation="").order_by("-id")[:WINDOW]
    return _fitted(*_read(reversed(rows)), start)


def _read(rows: Iterable[Call]) -> tuple[tuple[int, ...], Levels, NDArray[np.bool_]]:
    import numpy as np

    from decroche.callqueue.features import PRIOR, read

    found = [(row.pk, levels, worked(row)) for row in rows if (levels := read(row.situation))]
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


def worked(call: Call) -> bool:
    """Whether somebody beyond the switchboard was on the line, which is what the ranking
    predicts.
    """
    return call.outcome in RIGHT_PARTY_CONTACT
