"""Secrets of the ways to dial, kept in the vault of this machine, each with the server and the user
name that it belongs to (`bound_to`).

A secret that was typed for one server is never given to another: when the address or the user
name changes, she is asked for it again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from decroche.gateways import vault


def keep_secrets(name: str, bound_to: str, typed: Mapping[str, str]) -> None:
    """Keeps the values that were typed, by field; an empty value keeps the earlier one, if that was
    for the same `bound_to`. When no value is left, the entry of that name is removed.
    """
    values = read_secrets(name, bound_to)
    values.update({field: value for field, value in typed.items() if value})
    if values:
        vault.keep(_folder(), name, json.dumps({"for": bound_to, **values}))
    else:
        vault.forget(_folder(), name)


def read_secrets(name: str, bound_to: str) -> dict[str, str]:
    """Returns the values by field; none when they were kept for another `bound_to`."""
    try:
        kept = json.loads(vault.read(_folder(), name) or "{}")
    except ValueError:
        return {}
    if kept.pop("for", None) != bound_to:
        return {}
    return {str(field): str(value) for field, value in kept.items()}


def forget_secrets(name: str) -> None:
    """Removes the entry of a name."""
    vault.forget(_folder(), name)


def _folder() -> Path:
    return Path(settings.DATA_FOLDER)
