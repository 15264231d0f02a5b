"""A company that is sent twice with one key, at the same moment, is one card."""

from __future__ import annotations

import pytest

from decroche.journal.models import Entry
from decroche.journal.record import replay
from decroche.prospects import actions
from decroche.prospects.actions import NewCompany, add_company
from decroche.prospects.models import Company
from decroche.team.models import Member


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
