"""Events, by which a lower package lets packages above it react without importing them.

Listeners run at once, in the transaction of the publisher, in the order in which they were
subscribed. So what they write is committed or rolled back together with the publisher's change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

E = TypeVar("E")
_listeners: defaultdict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)


def on(event: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """A decorator that subscribes a function to one type of event. A function that is subscribed
    already is not added again.
    """

    def subscribe(listener: Callable[[E], None]) -> Callable[[E], None]:
        if listener not in _listeners[event]:
            _listeners[event].append(listener)
        return listener

    return subscribe


def publish(event: object) -> None:
    """Calls every listener of the event's exact type. An exception of a listener is not caught."""
    for listener in _listeners[type(event)]:
        listener(event)


def listeners() -> dict[type[Any], list[Callable[[Any], None]]]:
    """The listeners by type of event; the tests check with it that a listener's package is above
    the publisher's.
    """
    return {event: list(subscribed) for event, subscribed in _listeners.items()}
