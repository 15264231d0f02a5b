"""Cards that wait for a number, an address or a consent."""

from __future__ import annotations

from decroche.calls.models import CallState
from decroche.calls.queries import left_to_complete, next_to_complete
from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.cast import file_of

Block = CallState.BlockedBy


def test_they_come_in_the_order_of_the_file_whatever_they_wait_for(member: Member) -> None:
    cards = file_of(member, 5)
    blocks = (Block.UNLISTED, Block.NO_NUMBER, Block.NOTHING, Block.NO_CONSENT, Block.OPPOSED)
    for card, block in zip(cards, blocks, strict=True):
        CallState.objects.filter(pk=card.pk).update(blocked_by=block)
    found, after = list[Company](), None
    while (shown := next_to_complete(member.workspace, after=after)) and len(found) < 5:
        found.append(shown)
        after = shown.state.position
    assert found == [cards[0], cards[1], cards[3]]
    assert left_to_complete(member.workspace).count == 3
    sources = [cards[0].provenance_id]
    assert left_to_complete(member.workspace, sources).count == 3
    assert left_to_complete(member.workspace, []).count == 0
