"""Cards that became one: which card goes on in place of another since a line was written.

A line names the card that it was about. When that card was joined with another one since, its
rows stand on the card that stayed, and that one is meant when the line is taken back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from decroche.journal.models import Entry
from decroche.journal.verbs import JOINED

_CARD = "prospects.company"


@dataclass(frozen=True, slots=True)
class Join:
    """Two cards that became one, and the line of the journal that says so."""

    line: Entry
    gone: int
    kept: int


def joins_since(entry: Entry) -> list[Join]:
    """The cards that were joined after a line was written, in order, but for those parted since;
    none for the line of a verb under way.
    """
    if not entry.pk:
        return []
    lines = Entry.objects.filter(
        workspace_id=entry.workspace_id, verb=JOINED, pk__gt=entry.pk, undone_at=None
    )
    return [join for line in lines.order_by("id") for join in joins_of(line)]


def joins_of(line: Entry) -> Iterator[Join]:
    """The cards that a line joined: of each pair the one that stayed was edited first, then the
    other one was taken out.
    """
    kept = 0
    for image in line.changes:
        if image[0] != "~" or image[1] != _CARD:
            continue
        if "edited_at" in image[4]:
            kept = image[2][0]
        elif image[4].get("removed_at") and kept:
            yield Join(line, image[2][0], kept)


def card_now(entry: Entry) -> int | None:
    """The key of the card that a line is about, as it goes on today; None for a line about none."""
    if entry.company_id is None:
        return None
    return cards_now(entry, {entry.company_id})[entry.company_id]


def cards_now(entry: Entry, keys: set[int]) -> dict[int, int]:
    """Under which key each of these cards of a line goes on today."""
    found = {key: key for key in keys}
    for join in joins_since(entry) if keys else []:
        for key, today in found.items():
            if today == join.gone:
                found[key] = join.kept
    return found
