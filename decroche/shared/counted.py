"""A number of rows that were counted up to a limit only, so that counting takes no longer in a
large file than in a small one.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counted:
    """`count` rows were counted; `more` says that there are, or may be, others that were not."""

    count: int
    more: bool = False

    def __bool__(self) -> bool:
        """Whether there are, or may be, any rows."""
        return self.count > 0 or self.more
