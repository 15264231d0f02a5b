"""A form that was sent: done once, however often a browser repeats it.

Each page gives its forms a key (ui/templatetags/ui.py). While a form is answered, its name (a
digest of the key and of what was typed) is kept here, and the journal lines that the answer writes
have it: the database's own constraint then refuses a second line of the same form, from whatever
tab, process or later time it comes, together with everything the verb changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from decroche.journal.models import Entry


class SentBefore(Exception):
    """The form that is being answered was answered before; `entry` is what it did."""

    def __init__(self, entry: Entry) -> None:
        super().__init__("this form was sent before")
        self.entry = entry


@dataclass(slots=True)
class SentForm:
    """A form under way. `entry_id`: the latest line that it wrote; `done`: it did something, which
    may also be something that has no line.
    """

    name: str
    lines: int = 0
    entry_id: int | None = None
    done: bool = False

    def key(self) -> str:
        """The key of its next line."""
        return f"form:{self.name}:{self.lines}"

    def wrote(self, entry: Entry) -> None:
        """Notes a line that was written."""
        self.lines, self.entry_id, self.done = self.lines + 1, entry.pk, True

    def stop_if_repeated(self, workspace_id: int) -> None:
        """Raises SentBefore when its next line was written by an earlier sending."""
        found = Entry.objects.filter(workspace_id=workspace_id, key=self.key()).first()
        if found is not None:
            raise SentBefore(found) from None


_UNDER_WAY: ContextVar[SentForm | None] = ContextVar("sent_form", default=None)


def form_under_way() -> SentForm | None:
    """The form that is being answered; None for a program, a command or work beside the pages."""
    return _UNDER_WAY.get()


@contextmanager
def answering(name: str) -> Iterator[SentForm]:
    """While a form of that name is answered."""
    form = SentForm(name)
    token = _UNDER_WAY.set(form)
    try:
        yield form
    finally:
        _UNDER_WAY.reset(token)


def still_holds(entry_id: int | None) -> bool:
    """Whether the entry that an answer reported still holds, that is, was not taken back since;
    True without an entry.
    """
    return entry_id is None or Entry.objects.filter(pk=entry_id, undone_at=None).exists()


def note_done() -> None:
    """Notes that the form did something that has no line in the journal."""
    form = _UNDER_WAY.get()
    if form is not None:
        form.done = True
