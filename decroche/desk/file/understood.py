"""A line that was typed as a company, as _understood.html shows how it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from decroche.prospects.models import Company, Contact
from decroche.prospects.paper_line import PaperLine


@dataclass(frozen=True, slots=True)
class UnderstoodLine:
    """A company as it was typed: what was read of it, and the cards that it may be.

    `doubles` are cards that are the same company, `perhaps` the names of cards that may be.
    `stopped` says in sentences why the company may not be called. `referred` is true for a company
    that was recommended in a call.
    """

    read: PaperLine
    doubles: Sequence[Company] = ()
    perhaps: str = ""
    stopped: Sequence[str] = ()
    in_doubt: bool = False
    """Whether it may be a private person."""
    referred: bool = False

    @property
    def roles(self) -> dict[str, str]:
        """The names of the roles by their codes."""
        return {code: str(name) for code, name in Contact.Role.choices}

    @property
    def is_new_without_number(self) -> bool:
        """Whether a company that was recommended would become a new card without a number."""
        known = self.read.numbers or self.doubles or self.perhaps or self.stopped
        return self.referred and not known
