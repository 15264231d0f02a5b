from __future__ import annotations

import pytest

from decroche.prospects import queries
from decroche.prospects.models import Company
from decroche.shared.clock import now
from decroche.shared.counted import Counted
from decroche.team.models import Member
from tests.cast import file_of


def test_cards_with_a_siren_are_counted_up_to_a_limit(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = file_of(member, 4)
    Company.objects.update(siren="")
    assert queries.with_siren_count(member.workspace) == Counted(0)
    for number, card in enumerate(cards[:3]):
        Company.objects.filter(pk=card.pk).update(siren=f"73282932{number}")
    assert queries.with_siren_count(member.workspace) == Counted(3)
    Company.objects.filter(pk=cards[0].pk).update(removed_at=now())
    assert queries.with_siren_count(member.workspace) == Counted(2)
    monkeypatch.setattr(queries, "COUNTED", 2)
    assert queries.with_siren_count(member.workspace) == Counted(2, more=True)
