"""Taking back: which line, for whom, and what the listeners hear."""

from __future__ import annotations

import pytest

from decroche.journal.actions import KeptForGood, NothingToUndo, undo
from decroche.journal.events import Undoing, Undone
from decroche.journal.models import Entry
from decroche.journal.record import record
from decroche.prospects.models import CallList
from decroche.shared import events
from decroche.team.models import Member
from tests.cast import TUESDAY


def made(member: Member, name: str, verb_name: str = "list.made") -> Entry:
    with record(verb_name, by=member, rows=1) as verb:
        verb.create(CallList(workspace=member.workspace, name=name))
    return verb.entry


def names() -> list[str]:
    return sorted(CallList.objects.values_list("name", flat=True))


def test_the_last_line_goes_first_and_each_only_once(member: Member) -> None:
    first, second = made(member, "Nord"), made(member, "Sud")
    assert undo(by=member) == second
    assert names() == ["Nord"]
    assert undo(by=member) == first
    assert names() == []
    with pytest.raises(NothingToUndo):
        undo(by=member)


def test_a_line_is_taken_back_by_its_number_once(member: Member) -> None:
    first = made(member, "Nord")
    made(member, "Sud")
    undo(by=member, entry_id=first.pk)
    assert names() == ["Sud"]
    first.refresh_from_db()
    assert first.undone_at == TUESDAY
    with pytest.raises(NothingToUndo):
        undo(by=member, entry_id=first.pk)


def test_only_the_verbs_asked_for_are_taken_back(member: Member) -> None:
    made(member, "Nord", "list.made")
    made(member, "Sud", "list.imported")
    undo(by=member, verbs=("list.made",))
    assert names() == ["Sud"]
    with pytest.raises(NothingToUndo):
        undo(by=member, verbs=("list.made",))


def test_without_a_number_it_is_her_own_last_line(member: Member) -> None:
    colleague = Member.objects.create(workspace=member.workspace, name="Léa")
    made(member, "Nord")
    theirs = made(colleague, "Sud")
    undo(by=member)
    assert names() == ["Sud"]
    assert undo(by=member, entry_id=theirs.pk) == theirs  # by its number, also a colleague's


def test_a_strangers_line_is_unknown(member: Member, stranger: Member) -> None:
    entry = made(member, "Nord")
    with pytest.raises(NothingToUndo):
        undo(by=stranger, entry_id=entry.pk)
    with pytest.raises(NothingToUndo):
        undo(by=stranger)
    assert names() == ["Nord"]


def test_what_may_not_be_taken_back_is_passed_over(member: Member) -> None:
    made(member, "Nord")
    with record("looked", by=member, undoable=False):
        pass
    undo(by=member)
    assert names() == []


def test_a_reason_is_kept_beside_what_was_said(member: Member) -> None:
    entry = made(member, "Nord")
    undo(by=member, reason="x" * 501)
    entry.refresh_from_db()
    assert entry.particulars == {"rows": 1, "undone_because": "x" * 500}
    second = made(member, "Sud")
    undo(by=member)
    second.refresh_from_db()
    assert second.particulars == {"rows": 1}


def test_listeners_hear_it_before_and_after(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[str, str, list[str], bool]] = []

    def before(event: Undoing) -> None:
        heard.append(("before", event.reason, names(), event.entry.undone_at is not None))

    def after(event: Undone) -> None:
        heard.append(("after", "", names(), event.entry.undone_at is not None))

    made(member, "Nord")
    monkeypatch.setitem(events._listeners, Undoing, [before])
    monkeypatch.setitem(events._listeners, Undone, [after])
    undo(by=member, reason="a slip")
    assert heard == [("before", "a slip", ["Nord"], False), ("after", "", [], True)]


def test_a_listener_that_refuses_stops_it(member: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(event: Undoing) -> None:
        raise KeptForGood(event.entry)

    entry = made(member, "Nord")
    monkeypatch.setitem(events._listeners, Undoing, [refuse])
    with pytest.raises(KeptForGood, match="written reason") as refusal:
        undo(by=member)
    assert refusal.value.entry == entry
    assert names() == ["Nord"]
    entry.refresh_from_db()
    assert entry.undone_at is None
