"""The columns she corrected, kept for the next file of the same shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

_KEPT = 50
"""How many shapes are remembered, the latest ones."""


@dataclass(frozen=True, slots=True)
class ColumnMappings:
    """(shape of a file, the fields of its columns); the shape is a digest of its headers."""

    SECTION: ClassVar[str] = "mappings"
    by_shape: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """Anything but a list of fields is left out."""
        kept = [
            (str(shape), tuple(map(str, fields)))
            for shape, fields in stored.items()
            if isinstance(fields, list)
        ]
        return cls(tuple(kept[-_KEPT:]))

    def stored(self) -> dict[str, Any]:
        """The values to save in the preferences, as `read` takes them back."""
        return {shape: list(fields) for shape, fields in self.by_shape}

    def of(self, shape: str) -> list[str]:
        """Returns the fields of the columns of a shape; empty when she never corrected one."""
        return list(dict(self.by_shape).get(shape, ()))

    def with_shape(self, shape: str, fields: list[str]) -> ColumnMappings:
        """Returns the mappings with one more shape, as the latest one."""
        others = [pair for pair in self.by_shape if pair[0] != shape]
        return ColumnMappings((*others, (shape, tuple(fields)))[-_KEPT:])
