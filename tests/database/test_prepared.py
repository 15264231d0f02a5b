from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from decroche.calls.models import CallState
from decroche.database.prepared import PreparedKeys, PreparedQuery, WrittenOut
from decroche.prospects.models import CallList, Company
from decroche.team.models import Member
from tests.cast import TUESDAY, file_of


def test_a_prepared_question_answers_as_its_queryset_for_any_argument(
    member: Member, stranger: Member
) -> None:
    file_of(member, 4)
    file_of(stranger, 2)
    Company.objects.filter(workspace=member.workspace).order_by("-pk").update(edited_at=TUESDAY)

    def build(workspace: int, at: datetime, name: str) -> QuerySet[Company]:
        return Company.objects.filter(
            workspace_id=workspace, edited_at__lte=at, sort_name__gte=name
        ).order_by("name")

    prepared = PreparedQuery(build)
    for workspace in (member.workspace_id, stranger.workspace_id, 999):
        for at in (TUESDAY - timedelta(days=1), TUESDAY, TUESDAY + timedelta(days=400)):
            for name in ("i", "m", "zz"):
                assert prepared(workspace, at, name) == list(build(workspace, at, name))
                rows = prepared(workspace, at, name)
                assert [vars(row).keys() for row in rows] == [
                    vars(row).keys() for row in build(workspace, at, name)
                ]
                assert all(row.edited_at and row.edited_at.tzinfo for row in rows)


def test_related_rows_come_along_as_the_queryset_gives_them(member: Member) -> None:
    file_of(member, 3)

    def build(workspace: int) -> QuerySet[CallState]:
        return (
            CallState.objects.filter(workspace_id=workspace)
            .select_related("company__provenance")
            .order_by("pk")
        )

    prepared = PreparedQuery(build)
    assert prepared(member.workspace_id) == list(build(member.workspace_id))
    with CaptureQueriesContext(connection) as queries:
        rows = prepared(member.workspace_id)
        assert [row.company.provenance.source for row in rows] == ["le fichier papier"] * 3
        assert all(row.company.state is row for row in rows)
    assert len(queries) == 1


def test_a_written_value_lets_the_database_use_a_partial_index(member: Member) -> None:
    file_of(member, 3)
    rows = CallState.objects.filter(workspace=member.workspace, blocked_by=WrittenOut(""))
    assert rows.count() == 3
    assert rows.filter(attempts=WrittenOut(0)).count() == 3
    assert not rows.filter(last_outcome=WrittenOut("it's 100 %")).exists()
    assert "state_" in rows.filter(stratum=None).order_by().explain() or (
        connection.vendor != "sqlite"
    )


def test_afterwards_it_costs_one_statement(member: Member) -> None:
    prepared = PreparedQuery(lambda workspace: Company.objects.filter(workspace_id=workspace))
    prepared(member.workspace_id)
    with CaptureQueriesContext(connection) as queries:
        assert prepared.first(member.workspace_id) is None
    assert len(queries) == 1


def test_a_shape_that_depends_on_an_argument_is_refused(member: Member) -> None:
    depends = PreparedQuery(
        lambda workspace: (
            Company.objects.filter(workspace_id=workspace)
            if workspace % 2
            else Company.objects.filter(pk=workspace)
        )
    )
    with pytest.raises(ValueError, match="changes the statement"):
        depends(1)
    changes = PreparedQuery(lambda name: Company.objects.filter(name__startswith=name))
    with pytest.raises(ValueError, match="changed on its way"):
        changes("x")
    ignores = PreparedQuery(lambda _workspace: Company.objects.filter(pk=1))
    with pytest.raises(ValueError, match="no place"):
        ignores(1)


def test_a_prepared_deletion_removes_what_it_finds_and_no_more(
    member: Member, stranger: Member
) -> None:
    file_of(stranger, 2)
    lists = PreparedQuery(
        lambda workspace, name: CallList.objects.filter(workspace_id=workspace, name=name)
    )
    for owner in (member, stranger):
        for name in ("Nord", "Sud"):
            CallList.objects.create(workspace=owner.workspace, name=name)
    assert lists.delete(member.workspace_id, "Nord") == 1
    assert lists.delete(member.workspace_id, "Nord") == 0
    assert sorted(CallList.objects.values_list("workspace_id", "name")) == sorted(
        [
            (member.workspace_id, "Sud"),
            (stranger.workspace_id, "Nord"),
            (stranger.workspace_id, "Sud"),
        ]
    )


def test_rows_by_their_keys_are_those_of_the_queryset(member: Member) -> None:
    cards = file_of(member, 7)
    rows = PreparedKeys(lambda keys: Company.objects.filter(pk__in=keys), 3)
    wanted = [card.pk for card in cards[::-1]]
    assert rows(wanted) == Company.objects.in_bulk(wanted)
    assert rows([wanted[0], 987654]) == {wanted[0]: cards[-1]}
    assert rows([]) == {}
    assert vars(rows(wanted)[wanted[0]]).keys() == vars(Company.objects.get(pk=wanted[0])).keys()


def test_many_keys_take_one_statement_for_each_part(member: Member) -> None:
    cards = file_of(member, 7)
    rows = PreparedKeys(lambda keys: Company.objects.filter(pk__in=keys), 3)
    rows([cards[0].pk])
    with CaptureQueriesContext(connection) as queries:
        assert len(rows([card.pk for card in cards])) == 7
    assert len(queries) == 3


def test_keys_beside_other_values_are_refused(member: Member) -> None:
    rows = PreparedKeys(lambda keys: Company.objects.filter(pk__in=keys, name="x"), 3)
    with pytest.raises(ValueError, match="only the keys"):
        rows([1])
