"""The outcomes of a call, one file each. OUTCOMES finds them by reading this folder.

A new outcome is a new file here with its `SPEC`; docs/how-to/add-an-outcome.md shows one.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from decroche.calls.outcome_spec import OutcomeSpec


def _read() -> dict[str, OutcomeSpec]:
    found: list[OutcomeSpec] = [
        import_module(f"{__name__}.{module.name}").SPEC for module in iter_modules(__path__)
    ]
    found.sort(key=lambda spec: spec.position)
    for name in ("code", "key", "position"):
        values = [getattr(spec, name) for spec in found]
        twice = {value for value in values if values.count(value) > 1}
        if twice:
            raise ValueError(f"two outcomes have the same {name}: {sorted(twice)}")
    return {spec.code: spec for spec in found}


OUTCOMES = _read()
"""Every outcome by its code, in the order of their keys."""
