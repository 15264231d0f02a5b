"""Where her calendar and address book are, and what is synchronised. The password is in the
vault.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, ClassVar, Self

from decroche.shared.typed import short_text


@dataclass(frozen=True, slots=True)
class Agenda:
    """The server (`address`, "" for none) and the user who signs in there; the full addresses of
    the `calendar` and the address `book` she chose, "" for none, and their names; what is
    synchronised; the key of the `member` whose calendar it is. `problem` and `detail` are those of
    the last run (NotSynced), `last` is when a run last succeeded, in seconds since 1970. `mark` is
    random and begins the names of the objects that this file writes on the server; it is kept when
    she stops.
    """

    SECTION: ClassVar[str] = "agenda"
    address: str = ""
    user: str = ""
    own_network: bool = False
    calendar: str = ""
    book: str = ""
    calendar_name: str = ""
    book_name: str = ""
    promises: bool = False
    meetings: bool = False
    people: bool = False
    member: int = 0
    problem: str = ""
    detail: str = ""
    last: int = 0
    mark: str = ""

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """The settings from stored values, or from a form."""
        return cls(
            short_text(stored.get("address"), 500),
            short_text(stored.get("user"), 200),
            stored.get("own_network") is True,
            short_text(stored.get("calendar"), 500),
            short_text(stored.get("book"), 500),
            short_text(stored.get("calendar_name"), 100),
            short_text(stored.get("book_name"), 100),
            stored.get("promises") is True,
            stored.get("meetings") is True,
            stored.get("people") is True,
            _whole(stored.get("member")),
            short_text(stored.get("problem"), 20),
            short_text(stored.get("detail"), 150),
            _whole(stored.get("last")),
            short_text(stored.get("mark"), 12),
        )

    def stored(self) -> dict[str, Any]:
        """The values to save in the preferences, as `read` takes them back."""
        return asdict(self)

    @property
    def choice(self) -> Agenda:
        """What she chose, without the results of runs."""
        return replace(self, problem="", detail="", last=0)

    @property
    def whose(self) -> int:
        """The key of the member whose calendar it is; 0 for none."""
        return self.member if self.address else 0

    @property
    def sign(self) -> str:
        """The beginning of the names of our objects on the server."""
        return f"decroche-{self.mark}-"

    @property
    def runs(self) -> bool:
        """Whether anything is synchronised."""
        events = self.calendar and (self.promises or self.meetings)
        return bool(self.address and (events or (self.book and self.people)))


def _whole(value: Any) -> int:
    known = isinstance(value, int) and not isinstance(value, bool)
    return min(max(int(value), 0), 2**53) if known else 0
