"""A company that is sent twice with one key, at the same moment, is one card."""

from __future__ import annotations

import pytest
from django.test import Client

from decroche.journal.models import Entry
from decroche.journal.record import replay
from decroche.prospects import actions
from decroche.prospects.actions import NewCompany, add_company
from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.cast import file_of


def test_the_same_key_at_the_same_moment_is_one_card(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one looks before the first one is kept, and finds it only when it writes."""
    new = NewCompany("Imprimerie du Canal", [], {})
    first, entry = add_company(by=member, new=new, key="add:1")
    too_early = [True]

    def looked(*, workspace_id: int, key: str | None) -> Entry | None:
        return None if too_early and too_early.pop() else replay(workspace_id=workspace_id, key=key)

    monkeypatch.setattr(actions, "replay", looked)
    again, same = add_company(by=member, new=new, key="add:1")
    assert (again, same) == (first, entry)
    assert Company.objects.count() == 1


def test_a_key_that_another_verb_used_is_another_key(page: Client, member: Member) -> None:
    file_of(member, 1)
    page.post("/calls/drop/", {"key": "the same"})
    assert Entry.objects.get(key="the same").verb == "press.dropped"
    answer = page.post("/file/quick/", {"line": "Bois Vasseur 03 53 01 77 88", "key": "the same"})
    assert answer.status_code == 302
    added = Entry.objects.get(verb="company.added", key="company.added:the same")
    assert Company.objects.get(name="Bois Vasseur").pk == added.company_id
