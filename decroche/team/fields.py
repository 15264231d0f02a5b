"""Fields whose default is known to the code only.

Django writes a field's default into the migrations, as a reference to the function. A migration
must not import code that may change or go, so these fields keep their default out of it: a
migration sees a plain field. Where one of them is added to a table that has rows, the migration
says itself what the rows get.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

from decroche.shared.clock import now

if TYPE_CHECKING:
    _Instant = models.DateTimeField[str | datetime, datetime]
    _Text = models.CharField[str, str]
else:
    _Instant, _Text = models.DateTimeField, models.CharField


class InstantField(_Instant):
    """An instant: now, by the clock of the product, unless another is given."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{"default": now, **options})

    def deconstruct(self) -> Any:
        """As a migration writes it: a plain DateTimeField."""
        name, _, arguments, options = super().deconstruct()
        return name, "django.db.models.DateTimeField", arguments, _without_default(options)


class RandomKeyField(_Text):
    """A secret of 32 random bytes, in hexadecimal, made with the row."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{"default": _random_key, **options})

    def deconstruct(self) -> Any:
        """As a migration writes it: a plain CharField."""
        name, _, arguments, options = super().deconstruct()
        return name, "django.db.models.CharField", arguments, _without_default(options)


def _random_key() -> str:
    return secrets.token_hex(32)


def _without_default(options: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if name != "default"}
