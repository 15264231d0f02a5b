"""A recorded verb: its changes are noted, and can be put back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from decroche.followups.models import FollowUp
from decroche.journal.actions import undo
from decroche.journal.images import freeze
from decroche.journal.models import Entry
from decroche.journal.record import record, replay, short_key
from decroche.journal.rows import concrete
from decroche.prospects.models import CallList, CallListEntry, Company
from decroche.team.models import Member
from tests.cast import TUESDAY, company, file_of


def lists(member: Member, *names: str) -> list[CallList]:
    return [CallList.objects.create(workspace=member.workspace, name=name) for name in names]


def test_the_line_says_who_did_what_to_whom(member: Member) -> None:
    with record("list.made", by=member, company_id=7, key="k1", rows=3, source="test") as verb:
        verb.create(CallList(workspace=member.workspace, name="Nord"))
        assert not Entry.objects.filter(verb="list.made").exists()
    entry = Entry.objects.get(verb="list.made")
    assert entry == verb.entry
    assert (entry.workspace, entry.member, entry.company_id) == (member.workspace, member, 7)
    assert (entry.key, entry.at) == ("k1", TUESDAY)
    assert entry.particulars == {"rows": 3, "source": "test"}
    assert (entry.undoable, entry.undone_at) == (True, None)
    made = CallList.objects.get()
    assert entry.changes == [["+", "prospects.calllist", made.pk]]


def test_what_changed_nothing_is_no_line_and_cannot_be_taken_back(member: Member) -> None:
    lines = Entry.objects.count()
    with record("looked", by=member, key="k") as looked:
        pass
    with record("sent", by=member, undoable=False) as sent:
        sent.nothing_done = True
    assert Entry.objects.count() == lines
    assert not any((looked.entry.pk, sent.entry.pk))
    assert replay(workspace_id=member.workspace_id, key="k") is None
    with record("said", by=member, undoable=False) as verb:
        verb.create(CallList(workspace=member.workspace, name="Nord"))
    assert Entry.objects.order_by("-id")[0] == verb.entry
    assert not verb.entry.undoable


def test_a_verb_that_fails_leaves_neither_rows_nor_line(member: Member) -> None:
    def make_and_fail() -> None:
        with record("list.made", by=member) as verb:
            verb.create(CallList(workspace=member.workspace, name="Nord"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        make_and_fail()
    assert not CallList.objects.exists()
    assert not Entry.objects.filter(verb="list.made").exists()


def test_a_row_made_elsewhere_goes_with_the_verb(member: Member) -> None:
    (row,) = lists(member, "Nord")
    with record("list.made", by=member) as verb:
        verb.made(row)
    undo(by=member)
    assert not CallList.objects.exists()


def test_only_what_differs_is_written_and_noted(member: Member) -> None:
    card = company(member)
    old = (card.city, card.name)
    with record("company.edited", by=member) as verb:
        assert verb.update(card, city="Roubaix", name=card.name, tags=["nord"])
        assert not verb.update(card, city="Roubaix", tags=["nord"])
    assert verb.changes == [
        [
            "~",
            "prospects.company",
            [card.pk],
            {"city": old[0], "tags": []},
            {"city": "Roubaix", "tags": ["nord"]},
        ]
    ]
    kept = Company.objects.get(pk=card.pk)
    assert (card.city, card.tags) == (kept.city, kept.tags) == ("Roubaix", ["nord"])
    undo(by=member)
    kept.refresh_from_db()
    assert (kept.city, kept.name, kept.tags) == (*old, [])


def test_a_moment_is_the_same_on_every_clock(member: Member) -> None:
    card = company(member)
    Company.objects.filter(pk=card.pk).update(edited_at=TUESDAY)
    card.refresh_from_db()
    with record("company.edited", by=member) as verb:
        assert not verb.update(card, edited_at=TUESDAY.astimezone(UTC))
        assert not verb.update(card, edited_at=TUESDAY.isoformat())
        assert verb.update(card, edited_at=(TUESDAY + timedelta(days=1)).isoformat())
    assert card.edited_at == TUESDAY + timedelta(days=1)  # a moment, not the text it came as
    assert Company.objects.get(pk=card.pk).edited_at == card.edited_at
    assert verb.changes[0][3:] == [
        {"edited_at": "2026-11-24T09:05:00+00:00"},
        {"edited_at": "2026-11-25T09:05:00+00:00"},
    ]


def test_another_row_is_set_by_itself_or_by_its_key(member: Member) -> None:
    north, south = lists(member, "Nord", "Sud")
    card, other = file_of(member, 2)
    entry = CallListEntry.objects.create(workspace=member.workspace, call_list=north, company=card)
    with record("list.moved", by=member) as verb:
        assert not verb.update(entry, call_list=north)
        assert verb.update(entry, call_list=south, company_id=other.pk)
    assert (entry.call_list, entry.call_list_id, entry.company_id) == (south, south.pk, other.pk)
    kept = CallListEntry.objects.get()
    assert (kept.call_list, kept.company) == (south, other)
    undo(by=member)
    kept.refresh_from_db()
    assert (kept.call_list, kept.company) == (north, card)


def test_many_rows_change_at_once_and_come_back_as_each_was(member: Member) -> None:
    cards = file_of(member, 4)
    Company.objects.filter(pk=cards[0].pk).update(tags=["a", "b"])
    Company.objects.filter(pk__in=[cards[1].pk, cards[2].pk]).update(tags=["c"])
    before = dict(Company.objects.values_list("pk", "tags"))
    chosen = Company.objects.filter(pk__in=[card.pk for card in cards[:3]])
    with record("companies.tagged", by=member) as verb:
        assert verb.update_all(chosen, tags=["x"], headcount_min=5) == 3
    assert {tuple(sorted(image[2])) for image in verb.changes} == {
        (cards[0].pk,),
        (cards[1].pk, cards[2].pk),
    }
    by_rows = {tuple(image[2]): image for image in verb.changes}
    assert by_rows[cards[0].pk,] == [
        "~",
        "prospects.company",
        [cards[0].pk],
        {"tags": ["a", "b"], "headcount_min": None},
        {"tags": ["x"], "headcount_min": 5},
    ]
    assert dict(Company.objects.values_list("pk", "tags")) == {
        card.pk: ["x"] if card in cards[:3] else [] for card in cards
    }
    undo(by=member)
    assert dict(Company.objects.values_list("pk", "tags")) == before
    assert set(Company.objects.values_list("headcount_min", flat=True)) == {None}


def test_more_rows_than_one_statement_takes(member: Member) -> None:
    CallList.objects.bulk_create(
        [CallList(workspace=member.workspace, name=f"Liste {number}") for number in range(1001)]
    )
    rows = CallListEntry.objects
    card = company(member)
    rows.bulk_create(
        [
            CallListEntry(workspace=member.workspace, company=card, call_list=one)
            for one in CallList.objects.all()
        ]
    )
    other = company(member, "Laiterie du Marais 02 61 91 04 20 Amiens")
    with (
        CaptureQueriesContext(connection) as written,
        record("entries.moved", by=member) as verb,
    ):
        assert verb.update_all(rows.all(), company_id=other.pk) == 1001
    assert keys_named(written, "UPDATE") == [500, 500, 1]
    assert rows.filter(company=other).count() == 1001
    assert len(verb.changes) == 1
    with CaptureQueriesContext(connection) as read:
        undo(by=member)
    assert keys_named(read, "SELECT") == keys_named(read, "UPDATE") == [500, 500, 1]
    assert rows.filter(company=card).count() == 1001


def keys_named(queries: CaptureQueriesContext, verb: str) -> list[int]:
    """How many rows each statement about entries of lists names by their keys."""
    return [
        one["sql"].partition(" IN (")[2].count(",") + 1
        for one in queries.captured_queries
        if one["sql"].startswith(verb) and "calllistentry" in one["sql"] and " IN (" in one["sql"]
    ]


def test_nothing_chosen_is_nothing_changed(member: Member) -> None:
    with record("companies.tagged", by=member) as verb:
        assert verb.update_all(Company.objects.none(), tags=["x"]) == 0
    assert verb.changes == []


def test_a_row_taken_away_comes_back_whole(member: Member) -> None:
    card = company(member)
    row = FollowUp.objects.create(
        workspace=member.workspace,
        company=card,
        kind="promised",
        purpose="call_back",
        due_at=TUESDAY + timedelta(days=2),
        note="demander Mme Durand",
    )
    before = FollowUp.objects.values().get()
    with record("follow_up.removed", by=member) as verb:
        verb.delete(row)
    assert not FollowUp.objects.exists()
    assert verb.changes[0][:3] == ["-", "followups.followup", before["id"]]
    undo(by=member)
    assert FollowUp.objects.values().get() == before


def test_a_key_given_to_another_row_since_is_not_written_over(member: Member) -> None:
    (old,) = lists(member, "Nord")
    key = old.pk
    with record("list.removed", by=member) as verb:
        verb.delete(old)
    CallList.objects.create(pk=key, workspace=member.workspace, name="Sud")
    entry = undo(by=member)
    assert CallList.objects.get().name == "Sud"
    assert entry.particulars["stays"] == [["newer", "Nord"]]


def test_what_a_verb_did_is_undone_from_its_end(member: Member) -> None:
    """A name is free again only once the list that took it is gone."""
    (old,) = lists(member, "Nord")
    key = old.pk
    with record("list.replaced", by=member) as verb:
        verb.delete(old)
        new = verb.create(CallList(workspace=member.workspace, name="Nord"))
        verb.update(new, name="Nord et Pas-de-Calais")
        verb.update(new, name="Hauts-de-France")
    undo(by=member)
    assert [(row.pk, row.name) for row in CallList.objects.all()] == [(key, "Nord")]


def test_a_value_changed_since_stays_and_the_others_come_back(member: Member) -> None:
    card, other = file_of(member, 2)
    with record("companies.moved", by=member) as verb:
        verb.update_all(Company.objects.all(), city="Roubaix", department="59")
    Company.objects.filter(pk=card.pk).update(city="Tourcoing")
    undo(by=member)
    card.refresh_from_db()
    other.refresh_from_db()
    assert (card.city, card.department) == ("Tourcoing", "")
    assert (other.city, other.department) == ("Calais", "")
    assert len(verb.changes) == 2  # the two cities differed before


def test_a_key_is_a_verb_once(member: Member, stranger: Member) -> None:
    with record("said", by=member, key="k", undoable=False) as verb:
        pass
    with record("said", by=stranger, key="k", undoable=False) as theirs:
        pass  # another workspace's keys are its own
    assert replay(workspace_id=member.workspace_id, key="k") == verb.entry
    assert replay(workspace_id=stranger.workspace_id, key="k") == theirs.entry
    assert replay(workspace_id=member.workspace_id, key="other") is None
    assert replay(workspace_id=member.workspace_id, key="") is None
    assert replay(workspace_id=member.workspace_id, key=None) is None
    with pytest.raises(IntegrityError), record("said", by=member, key="k", undoable=False):
        pass


def test_lines_without_a_key_are_never_each_other(member: Member) -> None:
    for _ in range(2):
        with record("said", by=member, undoable=False):
            pass
    assert Entry.objects.filter(verb="said", key=None).count() == 2
    assert replay(workspace_id=member.workspace_id, key=None) is None


def test_a_long_key_is_kept_by_its_digest() -> None:
    assert short_key("k" * 200) == "k" * 200
    long, other = short_key("k" * 201), short_key("k" * 202)
    assert long != other
    assert long is not None
    assert len(long) == 64
    assert short_key("\ud800" * 201) is not None  # half a character, as a broken program sends it
    assert short_key(None) is None


def test_a_long_key_is_found_again(member: Member) -> None:
    with record("said", by=member, key="k" * 300, undoable=False) as verb:
        pass
    assert replay(workspace_id=member.workspace_id, key="k" * 300) == verb.entry


@pytest.mark.parametrize(
    ("name", "value", "frozen"),
    [
        ("edited_at", TUESDAY, "2026-11-24T09:05:00+00:00"),
        ("edited_at", datetime(2026, 11, 24, 10, 5), "2026-11-24T10:05:00"),
        ("edited_at", date(2026, 11, 24), "2026-11-24"),
        ("edited_at", None, None),
        ("tags", ["a"], ["a"]),
        ("city", "Lille", "Lille"),
        ("headcount_min", 10, 10),
    ],
)
def test_values_as_the_journal_holds_them(name: str, value: object, frozen: object) -> None:
    assert freeze(concrete(Company, name), value) == frozen


def test_undo_touches_no_row_of_another_workspace(member: Member, stranger: Member) -> None:
    """An image names rows by their keys; those of somebody else are left alone."""
    mine, theirs = company(member), company(stranger)
    with record("company.edited", by=member) as verb:
        verb.update(mine, city="Roubaix")
        verb.changes.append(
            ["~", "prospects.company", [theirs.pk], {"city": "x"}, {"city": "Lille"}]
        )
        verb.changes.append(["+", "prospects.company", theirs.pk])
    undo(by=member)
    theirs.refresh_from_db()
    assert theirs.city == "Lille"


def test_what_a_block_changes_of_a_row_is_one_statement_and_one_image(member: Member) -> None:
    card = company(member)
    was = (card.city, card.search_text)
    with record("company.edited", by=member, company_id=card.pk) as verb:
        with CaptureQueriesContext(connection) as asked, verb.together(card):
            assert verb.update(card, city="Roubaix")
            assert verb.update(card, city="Lens", search_text="lens")
            assert verb.update(card, notes="une fois")
            assert verb.update(card, notes=""), "and back"
            assert not asked.captured_queries
        assert len(asked) == 1
        assert len(verb.changes) == 1
        assert verb.update(card, postcode="62300"), "after the block it is written at once"
    kept = Company.objects.get(pk=card.pk)
    assert (kept.city, kept.search_text, kept.postcode) == ("Lens", "lens", "62300")
    undo(by=member)
    kept.refresh_from_db()
    assert (kept.city, kept.search_text) == was


def test_rows_that_were_read_are_changed_with_one_statement(member: Member) -> None:
    card = company(member)
    due = [TUESDAY, TUESDAY + timedelta(days=1), TUESDAY]
    rows = [
        FollowUp.objects.create(
            workspace=member.workspace,
            company=card,
            kind=FollowUp.Kind.ADVISED,
            purpose="call_back",
            due_at=at,
            created_at=TUESDAY,
        )
        for at in due
    ]
    with record("followups.moved", by=member) as verb:
        with CaptureQueriesContext(connection) as asked:
            verb.update_read(rows, due_at=TUESDAY)
            verb.update_read([], due_at=TUESDAY)
        assert len(asked) == 1
        assert [image[2] for image in verb.changes] == [[rows[1].pk]], "only what differs"
    assert {row.due_at for row in FollowUp.objects.all()} == {TUESDAY}
    undo(by=member)
    assert [row.due_at for row in FollowUp.objects.order_by("pk")] == due


def test_rows_that_are_there_already_are_not_inserted_again(member: Member) -> None:
    def lists(*names: str) -> list[CallList]:
        return [CallList(workspace=member.workspace, name=name) for name in names]

    with record("lists.made", by=member) as verb:
        assert verb.create_missing(lists("Nord", "Sud")) == 2
    with record("lists.made", by=member) as verb:
        with CaptureQueriesContext(connection) as asked:
            assert verb.create_missing(lists("Sud", "Est", "Nord")) == 1
            assert verb.create_missing([]) == 0
        assert len(asked) == 1
        assert len(verb.changes) == 1
    undo(by=member)
    assert set(CallList.objects.values_list("name", flat=True)) == {"Nord", "Sud"}
