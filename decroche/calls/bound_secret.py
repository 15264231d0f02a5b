"""Secrets of the ways to dial, kept in the vault of this machine together with whom they are for.

A secret that was typed for one server is never given to another: when the address or the user
name changes, it is asked for again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from decroche.gateways import vault


def keep_secrets(name: str, bound_to: str, typed: Mapping[str, str]) -> None:
    """Keeps the values that were typed; an empty one keeps the value that was there for the same
    `bound_to`. When nothing is left to keep, what lay under the name is forgotten.
    """
    values = read_secrets(name, bound_to)
    values.update({field: value for field, value in typed.items() if value})
    if values:
        vault.keep(_folder(), name, json.dumps({"for": bound_to, **values}))
    else:
        vault.forget(_folder(), name)


def read_secrets(name: str, bound_to: str) -> dict[str, str]:
    """The values kept for `bound_to`, by field; none when they were kept for something else."""
    try:
        kept = json.loads(vault.read(_folder(), name) or "{}")
    except ValueError:
        return {}
    if kept.pop("for", None) != bound_to:
        return {}
    return {str(field): str(value) for field, value in kept.items()}


def forget_secrets(name: str) -> None:
    """Forgets all that lies under a name."""
    vault.forget(_folder(), name)


def _folder() -> Path:
    return Path(settings.DATA_FOLDER)
