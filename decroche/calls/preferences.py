"""Her settings of the calls, kept: how many a sitting, whom she asks for, how long each outcome
waits. Part of the actions of this package; the readers are in queries.py and outcome_spec.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from decroche.team.actions import save_preferences
from decroche.team.models import Workspace


def keep_goal(*, workspace: Workspace, goal: int) -> None:
    """How many calls a sitting is for."""
    save_preferences(workspace=workspace, section="sitting", values={"goal": goal})


def keep_delays(*, workspace: Workspace, values: Mapping[str, int]) -> None:
    """How long each outcome waits, by the name of the delay."""
    save_preferences(workspace=workspace, section="delays", values=dict(values))


def keep_roles(
    *, workspace: Workspace, everywhere: Sequence[str], by_list: Mapping[int, Sequence[str]]
) -> None:
    """Whom she asks for, in order; lists without an order of their own ask as everywhere."""
    own = {str(key): list(order) for key, order in by_list.items() if order}
    save_preferences(
        workspace=workspace, section="roles", values={"order": list(everywhere), "lists": own}
    )
