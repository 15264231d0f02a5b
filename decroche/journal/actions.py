"""Taking entries of the journal back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import transaction
from django.db.models import Q, QuerySet

from decroche.journal.events import Undoing, Undone
from decroche.journal.images import Image, restore
from decroche.journal.models import Entry
from decroche.journal.record import Verb
from decroche.journal.sent import note_done
from decroche.journal.staying import Undo, is_kept_for_good
from decroche.journal.verbs import LIFTED, LOGGED
from decroche.shared.clock import now
from decroche.shared.events import publish
from decroche.team.models import Member
from decroche.team.needs import OWN, allows, require
from decroche.team.roles import need_of_verb, require_scope_of_verb

Covers = Callable[[str], bool]
"""Whether the key of a program has a scope (roles.Scope)."""
REPLACES = "replaces"
"""The particular of a line that names the entry it replaces."""


class NothingToUndo(Exception):
    """There is no such entry to take back, or it was taken back already."""


class TakenBackAlready(NothingToUndo):
    """The line that was named was taken back already."""


class OfAnother(NothingToUndo):
    """The line that was named is another member's."""


class NotTheLast(NothingToUndo):
    """The line that was named is not her last one, which is `last`."""

    def __init__(self, named: int, last: Entry) -> None:
        super().__init__("another line is the last one")
        self.named, self.last = named, last


class KeptForGood(NothingToUndo):
    """The line is taken back with a written reason only, not by a key: an opposition
    (staying.py:kept_for_good).
    """

    def __init__(self, entry: Entry) -> None:
        super().__init__("an opposition is lifted with a written reason")
        self.entry = entry


@transaction.atomic
def undo(
    *,
    by: Member,
    entry_id: int | None = None,
    verbs: tuple[str, ...] = (),
    reason: str = "",
    covers: Covers | None = None,
) -> Entry:
    """Takes back one entry with everything it changed: the given one, else her last one; only one
    of `verbs`, if any are named.

    Only what this entry did is taken back: fields that were edited since keep the later value, and
    what it made stays when other rows refer to it now (staying.py). What stays is noted in the
    particulars as `stays`, and said by `stays_in_words`. A written `reason` is noted beside it.
    `covers` says which scopes the key has that a program asks with; None for somebody who uses no
    key.

    Raises NothingToUndo when there is no such entry, TakenBackAlready when the given one was
    taken back before, KeptForGood when it holds an opposition and no reason was written, NotAllowed
    when her role, or the key, does not allow the verb (any more), or to lift an opposition.
    """
    return _undo(by, _found(by, entry_id, verbs), reason, covers)


@transaction.atomic
def undo_last(
    *, by: Member, entry_id: int, reason: str = "", covers: Covers | None = None
) -> Entry:
    """Takes back her last entry, if it is the one that is named: for a program, which can't see
    what was done meanwhile. See `undo`.

    Raises NotTheLast, and OfAnother for the entry of another member, beside what `undo` raises.
    """
    named = _found(by, entry_id, ())
    if named.member_id != by.pk:
        raise OfAnother
    last = _found(by, None, ())
    if last != named:
        raise NotTheLast(entry_id, last)
    return _undo(by, named, reason, covers)


def _found(by: Member, entry_id: int | None, verbs: tuple[str, ...]) -> Entry:
    """The entry to take back, locked."""
    lines = Entry.objects.select_for_update().filter(
        workspace_id=by.workspace_id, undoable=True, undone_at=None
    )
    if verbs:
        lines = lines.filter(verb__in=verbs)
    lines = (
        lines.filter(member=by)
        if entry_id is None
        else _within_reach(lines.filter(pk=entry_id), by)
    )
    entry = lines.order_by("-id").first()
    if entry is None:
        named = Entry.objects.filter(workspace_id=by.workspace_id, pk=entry_id or 0)
        raise TakenBackAlready if named.exclude(undone_at=None).exists() else NothingToUndo
    return entry


def _undo(by: Member, entry: Entry, reason: str, covers: Covers | None) -> Entry:
    verb = LIFTED if reason else entry.verb
    require(by, need_of_verb(verb))
    if covers is not None:
        require_scope_of_verb(covers, verb)
    _put_back(entry, reason)
    replaced = entry.particulars.get(REPLACES)
    if replaced:
        Entry.objects.filter(workspace_id=entry.workspace_id, pk=replaced).update(undone_at=None)
    publish(Undone(entry))
    note_done()
    return entry


def _within_reach(lines: QuerySet[Entry], by: Member) -> QuerySet[Entry]:
    """In a shared workspace: what she did herself; an owner reaches what others did, except for
    their calls.
    """
    if not by.workspace.shared:
        return lines
    if allows(by, OWN):
        return lines.filter(Q(member=by) | ~Q(verb=LOGGED))
    return lines.filter(member=by)


def replace(verb: Verb, entry: Entry, reason: str = "") -> list[Entry]:
    """Takes an entry back inside a verb that replaces it: the new entry names the one it replaces.
    Undoing the new entry puts the replaced one back. Answers all the lines that were put back: the
    entry, what it had replaced, and so on.

    Raises NothingToUndo when it was taken back already, KeptForGood for an opposition without a
    written `reason`, NotAllowed when her role does not allow to lift it. What stays is kept in the
    particulars of both, said by `stays_in_words`.
    """
    lines = Entry.objects.select_for_update().filter(
        workspace_id=entry.workspace_id, pk=entry.pk, undoable=True, undone_at=None
    )
    if verb.entry.member is not None:
        lines = _within_reach(lines, verb.entry.member)
    found = lines.first()
    if found is None:
        raise NothingToUndo
    stays, lines_back = [], []
    for line in _with_replaced(found):
        opposition = is_kept_for_good(line, "")
        if opposition and reason and verb.entry.member is not None:
            require(verb.entry.member, need_of_verb(LIFTED))
        stays += _put_back(line, reason if opposition else "", verb.changes)
        lines_back.append(line)
    verb.entry.particulars[REPLACES] = found.pk
    if stays:
        verb.entry.particulars["stays"] = stays
    return lines_back


def _with_replaced(entry: Entry) -> Iterator[Entry]:
    """An entry, then the one it replaced, and so on. Putting an entry back brings what it replaced
    back into force, which then is to be put back too.
    """
    line: Entry | None = entry
    while line is not None:
        yield line
        before = line.particulars.get(REPLACES)
        earlier = Entry.objects.select_for_update().filter(workspace_id=line.workspace_id)
        line = earlier.filter(pk=before).first() if before else None


def _put_back(entry: Entry, reason: str, done: list[Image] | None = None) -> list[list[str]]:
    """Puts the images of an entry back and marks it; [code, what] of each thing that stays."""
    if is_kept_for_good(entry, reason):
        raise KeptForGood(entry)
    under_way = Undo(entry)
    publish(Undoing(entry, reason, under_way))
    for image in reversed(entry.changes):
        restore(under_way, image, done)
    stays = [list(one) for one in under_way.stays]
    entry.undone_at = now()
    if reason:
        entry.particulars = {**entry.particulars, "undone_because": reason[:500]}
    if stays:
        entry.particulars = {**entry.particulars, "stays": stays}
    entry.save(update_fields=["undone_at", "particulars"])
    return stays
