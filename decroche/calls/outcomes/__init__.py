"""The outcomes of a call, one file each: OUTCOMES has those of this folder.

A new outcome is a new file here with its `SPEC`; docs/how-to/add-an-outcome.md shows one.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules

from decroche.calls.keys import DESK_KEYS
from decroche.calls.outcome_spec import OutcomeSpec


def in_order(found: Iterable[OutcomeSpec]) -> dict[str, OutcomeSpec]:
    """Returns outcomes by their code, in the order of their positions.

    Raises ValueError when two of them have the same code, key or position, or when the call screen
    uses the key of one for something else.
    """
    ordered = sorted(found, key=lambda spec: spec.position)
    for name in ("code", "key", "position"):
        values = [getattr(spec, name) for spec in ordered]
        twice = {value for value in values if values.count(value) > 1}
        if twice:
            raise ValueError(f"two outcomes have the same {name}: {sorted(twice)}")
    for spec in ordered:
        if spec.key in DESK_KEYS:
            raise ValueError(f"the key of {spec.code} is one of the call screen: {spec.key}")
    return {spec.code: spec for spec in ordered}


OUTCOMES = in_order(
    import_module(f"{__name__}.{module.name}").SPEC for module in iter_modules(__path__)
)
"""Every outcome by its code, in the order of their positions."""
