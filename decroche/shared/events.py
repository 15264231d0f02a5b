"""Events that a lower package publishes without knowing who listens.

Listeners run at once, in the publisher's transaction, in the order they were subscribed: what
follows from a verb is kept or lost with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

E = TypeVar("E")
_listeners: defaultdict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)


def on(event: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Subscribes a function to one type of event; subscribing it again changes nothing."""

    def subscribe(listener: Callable[[E], None]) -> Callable[[E], None]:
        if listener not in _listeners[event]:
            _listeners[event].append(listener)
        return listener

    return subscribe


def publish(event: object) -> None:
    """Calls every listener of the event's type."""
    for listener in _listeners[type(event)]:
        listener(event)


def listeners() -> dict[type[Any], list[Callable[[Any], None]]]:
    """Who listens to what, for the tests that check that arrows point down."""
    return {event: list(found) for event, found in _listeners.items()}
