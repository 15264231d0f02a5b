"""What the ranking works out once for older rows, written by a version without it: calls and
cards. numpy is loaded late: it is needed only once a card is asked for.
"""

from __future__ import annotations

from decroche.callqueue.ranking_situations import PreviousCall, situation_of_call
from decroche.calls.models import Call, CallState
from decroche.calls.offered import offered
from decroche.calls.state_inputs import inputs_of_many
from decroche.shared.clock import now
from decroche.team.models import Workspace

_BATCH = 500


def back_fill(workspace: Workspace) -> int:
    """Works out the situation of the latest calls that have none (logged by an older version, or
    written straight into the database); returns how many.
    """
    from decroche.callqueue.features import written
    from decroche.callqueue.ranking import WINDOW

    bare = set(
        Call.objects.filter(workspace=workspace, situation="", origin="")
        .order_by("-at")
        .values_list("pk", flat=True)[:WINDOW]
    )
    if not bare:
        return 0
    states = _states_called(workspace)
    made, attempts, before = list[Call](), dict[int, int](), dict[int, PreviousCall]()
    rows = Call.objects.filter(workspace=workspace).order_by("at", "id")
    for pk, company, at, outcome, line in rows.values_list(
        "pk", "company_id", "at", "outcome", "number__kind"
    ):
        earlier = attempts.get(company, 0)
        if pk in bare and company in states:
            found = situation_of_call(
                states[company],
                at,
                line=line or "",
                before=before.get(company),
                attempts=earlier,
            )
            made.append(Call(pk=pk, situation=written(found.levels()), arm=Call.Arm.FILE))
        attempts[company], before[company] = earlier + 1, PreviousCall(outcome, at)
    Call.objects.bulk_update(made, ["situation", "arm"], _BATCH)
    return len(made)


def _states_called(workspace: Workspace) -> dict[int, CallState]:
    """{company: its call state} of the companies that were called."""
    rows = CallState.objects.filter(workspace=workspace, attempts__gt=0)
    return {state.pk: state for state in rows.select_related("company")}


def place_cards(workspace_id: int, most: int) -> int:
    """Works out the stratum of cards that have none, at most `most` of them; returns how many.

    Cards are written with their stratum; only an older file may hold some without.
    """
    bare = offered(workspace_id).filter(stratum=None)
    alike = dict[int, list[int]]()
    keys = list(bare.values_list("pk", flat=True)[:most])
    for key, value in strata_of(workspace_id, keys).items():
        alike.setdefault(value, []).append(key)
    for value, keys in alike.items():
        for start in range(0, len(keys), _BATCH):
            rows = CallState.objects.filter(pk__in=keys[start : start + _BATCH])
            rows.update(stratum=value)
    return sum(map(len, alike.values()))


def strata_of(workspace_id: int, companies: list[int]) -> dict[int, int]:
    """The stratum of each of these companies."""
    found, at = dict[int, int](), now()
    for start in range(0, len(companies), _BATCH):
        part = companies[start : start + _BATCH]
        standing = inputs_of_many(workspace_id, part, at)
        found |= {key: one.stratum for key, one in standing.items()}
    return found
