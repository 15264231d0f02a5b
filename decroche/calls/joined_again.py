"""A call that is taken back after its card was joined with another one: the card that stayed never
rested for it, and asks for nobody that it named.

What the joining wrote on that card (states.py:join_states) is written again, from what the other
card holds now; its calls are counted again by counted_again.py.
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
    """After a line was put back: the keys of the cards that stayed of those it had changed. With a
    verb under way, what is written is noted in it.
    """
    touched = {
        key
        for image in entry.changes
        if image[1] == CallState._meta.label_lower
        for key in _of(image)
    }
    stayed: set[int] = set()
    for join in joins_since(entry):
        if touched & {join.gone, join.kept}:
            _join(join, verb)
            touched.add(join.kept)
            stayed.add(join.kept)
    return stayed


def _of(image: list[Any]) -> list[int]:
    """The keys of the rows of an image."""
    return image[2] if image[0] == "~" else [image[2]]


def _join(join: Join, verb: Verb | None) -> None:
    workspace = join.line.workspace_id
    states = CallState.objects.filter(workspace_id=workspace).in_bulk([join.gone, join.kept])
    if len(states) < 2 or _called_since(join):
        return
    kept, gone = states[join.kept], states[join.gone]
    own_rest: datetime | None = _own(join, kept, "not_before")
    rests = [rest for rest in (own_rest, gone.not_before) if rest is not None]
    changes = {
        "not_before": max(rests, default=None),
        "ask_next": _own(join, kept, "ask_next") or gone.ask_next,
    }
    if verb is None:
        CallState.objects.filter(pk=kept.pk).update(**changes)
    else:
        verb.update(kept, **changes)


def _called_since(join: Join) -> bool:
    """Whether the card that stayed was called since: that call says what follows."""
    lines = Entry.objects.filter(workspace_id=join.line.workspace_id, company_id=join.kept)
    return lines.filter(verb=LOGGED, pk__gt=join.line.pk, undone_at=None).exists()


def _own(join: Join, kept: CallState, name: str) -> Any:
    """What the card that stayed held by itself in a field: what it had before the other one joined
    it, if it has now what the joining wrote.
    """
    column, held = concrete(CallState, name), getattr(kept, name)
    for image in join.line.changes:
        if image[:3] != ["~", CallState._meta.label_lower, [kept.pk]] or name not in image[3]:
            continue
        if freeze(column, held) == image[4][name]:
            return column.to_python(image[3][name])
    return held
