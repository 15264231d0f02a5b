"""Each card of the file with something to come shows what and when."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from decroche.calls.models import CallState
from decroche.followups.models import FollowUp
from decroche.followups.queries import next_with_each
from decroche.shared import clock
from decroche.team.models import Member
from tests.cast import TUESDAY, company, file_of, log


def row_of(page: Client, name: str) -> str:
    with clock.frozen(TUESDAY):
        shown = page.get("/file/").content.decode()
    rows = re.findall(r'<div\s+class="trow".*?</div>', shown, re.S)
    row = next(row for row in rows if name.replace("&", "&amp;") in row)
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


@pytest.mark.parametrize(
    ("kind", "purpose", "hours", "said"),
    [
        ("promised", "call_back", 48, "→ promis jeu. 26 nov."),
        ("promised", "call_back", -24, "→ promis lun. 23 nov."),
        ("promised", "meeting", 48, "→ rendez-vous jeu. 26 nov."),
        ("advised", "file", 48, "→ votre note jeu. 26 nov."),
        ("advised", "email_requested", 168, "→ conseillé mar. 1er déc."),
    ],
)
def test_a_card_shows_what_comes_next_and_its_day_called_or_not(
    page: Client, member: Member, kind: str, purpose: str, hours: int, said: str
) -> None:
    card = company(member)
    FollowUp.objects.create(
        workspace=member.workspace,
        company=card,
        kind=kind,
        purpose=purpose,
        due_at=TUESDAY + timedelta(hours=hours),
        created_at=TUESDAY,
    )
    assert f"Aucun appel encore {said}" in row_of(page, card.name)
    CallState.objects.filter(pk=card.pk).update(last_outcome="no_answer")
    assert f"Pas de réponse {said}" in row_of(page, card.name)


def test_a_card_that_rests_shows_until_when(page: Client, member: Member) -> None:
    card = company(member)
    log(member, card, "no_answer", at=TUESDAY)
    assert re.search(r"Pas de réponse → \w+\. \d+ \w+", row_of(page, card.name))
    assert "→" not in row_of(page, company(member, "Garage Petit 03 53 01 15 99 Lille").name)


def test_of_several_steps_the_soonest_is_shown(member: Member, stranger: Member) -> None:
    one, two = file_of(member, 2)
    for hours in (48, 24):
        log(member, one, "call_back", at=TUESDAY, when=TUESDAY + timedelta(hours=hours))
    found = next_with_each(member.workspace, [one.pk, two.pk])
    assert [*found] == [one.pk]
    assert found[one.pk].due_at == TUESDAY + timedelta(hours=24)
    assert next_with_each(stranger.workspace, [one.pk]) == {}
