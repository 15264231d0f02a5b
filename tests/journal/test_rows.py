"""Rows written by statements composed once are the rows that save() would have written."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from decroche.calls.models import Call
from decroche.journal.rows import concrete, insert, insert_missing, update
from decroche.prospects.models import CallList, Company
from decroche.team.models import Member
from tests.cast import TUESDAY, company


def test_every_field_comes_back_as_it_was_put(member: Member) -> None:
    card = company(member)
    call = Call(
        workspace=member.workspace,
        company=card,
        member=member,
        outcome="no_answer",
        at=TUESDAY,
        note="l’été",
        answers_used=[3, 1],
        details={"place": "Lille"},
    )
    insert(call)
    assert call.pk
    assert not call._state.adding
    kept = Call.objects.get(pk=call.pk)
    for field in Call._meta.concrete_fields:
        assert getattr(kept, field.attname) == getattr(call, field.attname), field.name


def test_only_the_named_fields_are_written(member: Member) -> None:
    card = company(member)
    card.headcount_min, card.city = 7, "Ailleurs"
    card.edited_at = TUESDAY + timedelta(days=1)
    update(card, ("headcount_min", "edited_at"))
    kept = Company.objects.get(pk=card.pk)
    assert (kept.headcount_min, kept.edited_at, kept.city) == (
        7,
        TUESDAY + timedelta(days=1),
        "Lille",
    )


def test_a_row_that_is_gone_is_not_updated_in_silence(member: Member) -> None:
    card = company(member)
    Company.objects.filter(pk=card.pk).delete()
    with pytest.raises(DatabaseError, match="is gone"):
        update(card, ("headcount_min",))


def test_the_database_keeps_its_word_on_what_is_unique(member: Member) -> None:
    insert(CallList(workspace=member.workspace, name="Nord"))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(CallList(workspace=member.workspace, name="Nord"))


def test_a_key_of_ones_own_is_kept(member: Member) -> None:
    insert(CallList(pk=4242, workspace=member.workspace, name="Nord"))
    assert CallList.objects.get().pk == 4242


def test_a_key_that_the_database_chooses_is_not_named(member: Member) -> None:
    with CaptureQueriesContext(connection) as written:
        insert(CallList(workspace=member.workspace, name="Nord"))
        insert(CallList(pk=4242, workspace=member.workspace, name="Sud"))
    chosen, given = [one["sql"] for one in written.captured_queries]
    assert '"id"' not in chosen.partition("RETURNING")[0]
    assert chosen.endswith('RETURNING "id"')
    assert '"id"' in given
    assert "RETURNING" not in given


def test_only_rows_that_are_not_known_are_inserted_together(member: Member) -> None:
    insert(CallList(workspace=member.workspace, name="Nord"))
    new = [CallList(workspace=member.workspace, name=name) for name in ("Nord", "Sud", "Est")]
    keys = insert_missing([*new])
    found = CallList.objects.exclude(name="Nord").order_by("pk")
    assert [(one.pk, one.name) for one in found] == list(zip(keys, ("Sud", "Est"), strict=True))


def test_no_rows_have_no_keys() -> None:
    assert insert_missing([]) == []


def test_a_column_that_does_not_exist_is_named() -> None:
    with pytest.raises(LookupError, match="no column telephone"):
        concrete(Company, "telephone")
