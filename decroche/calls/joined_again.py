"""Takes back what a call led to when its card was joined with another one since.

Then the day and the name that follow from the call are written on the card that stayed. What the
joining wrote there (states.py:join_states) is worked out again, from what the other card holds once
the call was taken back; counted_again.py counts the calls again.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from decroche.calls.models import CallState
from decroche.journal.images import freeze
from decroche.journal.joined import Join, joins_since
from decroche.journal.models import Entry
from decroche.journal.record import Verb
from decroche.journal.rows import concrete
from decroche.journal.verbs import LOGGED


def join_again(entry: Entry, verb: Verb | None = None) -> set[int]:
    """Works out again what the cards hold that stayed in place of those which `entry`, taken back
    just now, had changed. With a verb under way, the changes are part of it.

    Returns the keys of the cards that stayed.
    """
    touched = {
        key
        for image in entry.changes
        if image[1] == CallState._meta.label_lower
        for key in _keys_of(image)
    }
    stayed: set[int] = set()
    for join in joins_since(entry):
        if touched & {join.gone, join.kept}:
            _join(join, verb)
            touched.add(join.kept)
            stayed.add(join.kept)
    return stayed


def _keys_of(image: list[Any]) -> list[int]:
    """Returns the keys of the rows that an image is about."""
    return image[2] if image[0] == "~" else [image[2]]


def _join(join: Join, verb: Verb | None) -> None:
    workspace = join.line.workspace_id
    states = CallState.objects.filter(workspace_id=workspace).in_bulk([join.gone, join.kept])
    if len(states) < 2 or _called_since(join):
        return
    kept, gone = states[join.kept], states[join.gone]
    own_rest: datetime | None = _value_of_its_own(join, kept, "not_before")
    rests = [rest for rest in (own_rest, gone.not_before) if rest is not None]
    changes = {
        "not_before": max(rests, default=None),
        "ask_next": _value_of_its_own(join, kept, "ask_next") or gone.ask_next,
    }
    if verb is None:
        CallState.objects.filter(pk=kept.pk).update(**changes)
    else:
        verb.update(kept, **changes)


def _called_since(join: Join) -> bool:
    """Whether the card that stayed was called since: then that call says what follows."""
    lines = Entry.objects.filter(workspace_id=join.line.workspace_id, company_id=join.kept)
    return lines.filter(verb=LOGGED, pk__gt=join.line.pk, undone_at=None).exists()


def _value_of_its_own(join: Join, kept: CallState, name: str) -> Any:
    """Returns the value of a field without what the joining wrote: the value before the joining
    when the field holds what the joining wrote, else the value that it has now.
    """
    column, held = concrete(CallState, name), getattr(kept, name)
    for image in join.line.changes:
        if image[:3] != ["~", CallState._meta.label_lower, [kept.pk]] or name not in image[3]:
            continue
        if freeze(column, held) == image[4][name]:
            return column.to_python(image[3][name])
    return held
