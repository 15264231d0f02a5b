"""A number of rows that were counted up to a limit, so that counting costs the same in any file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counted:
    """`count` rows were found; `more`: there are others beyond, or there may be, which nobody
    counted.
    """

    count: int
    more: bool = False

    def __bool__(self) -> bool:
        """Whether there are any, as far as is known."""
        return self.count > 0 or self.more
