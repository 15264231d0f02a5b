"""The parts of a message of her telephone, whatever stands in it."""

from __future__ import annotations

from datetime import datetime, timedelta

from decroche.calls.pressed import pressed_at
from decroche.calls.reading import Problem
from decroche.shared.clock import now
from decroche.shared.typed import KEYS_END
from decroche.telephone.exchange import Message


def text_in(message: Message, name: str) -> str:
    """The text of this name; "" when there is none."""
    found = message.get(name, "")
    return str(found)[:20_000] if isinstance(found, str | int) else ""


def key_in(message: Message, name: str) -> int:
    """The key of a row; 0 when it can be none."""
    found = message.get(name)
    if not isinstance(found, int) or isinstance(found, bool):
        return 0
    return found if 0 < found < KEYS_END else 0


def pressed_in(message: Message, *, at_once: timedelta = timedelta(seconds=1)) -> datetime:
    """When the key of a message was pressed; when it arrived, where that can't be told, or where
    less than `at_once` lies between.
    """
    at = now()
    pressed = pressed_at(text_in(message, "pressed"), text_in(message, "sent"), at, at_once=at_once)
    return at if isinstance(pressed, Problem) else pressed
