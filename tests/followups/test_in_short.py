"""The short name of a follow-up in a list: who promised it, or what came."""

from __future__ import annotations

import pytest
from django.test import Client

from decroche.followups.models import FollowUp
from decroche.team.models import Member
from tests.cast import TUESDAY, company


@pytest.mark.parametrize(
    ("kind", "purpose", "words"),
    [
        ("promised", "meeting", "rendez-vous"),
        ("promised", "gatekeeper", "dit par le standard"),
        ("advised", "reply", "ils ont répondu"),
        ("advised", "bounce", "le message est revenu"),
        ("advised", "file", "votre note"),
        ("advised", "email_requested", "conseillé"),
        ("promised", "call_back", "promis"),
    ],
)
def test_beside_a_follow_up_stands_who_said_it(
    member: Member, page: Client, kind: str, purpose: str, words: str
) -> None:
    card = company(member)
    FollowUp.objects.create(
        workspace=member.workspace,
        company=card,
        kind=kind,
        purpose=purpose,
        due_at=TUESDAY,
        created_at=TUESDAY,
    )
    shown = page.get("/follow-ups/").content.decode()
    assert f'<span class="tag {kind}">{words}</span>' in shown
