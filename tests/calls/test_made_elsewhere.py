"""A call made away from the desk has its own moment, in her words; now without any."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from decroche.calls.models import Call
from decroche.followups.models import FollowUp
from decroche.prospects.models import Company
from decroche.shared.clock import PARIS
from decroche.team.models import Member
from tests.cast import TUESDAY, company, log, state_of

pytestmark = pytest.mark.usefixtures("tuesday")


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").split())


def noted(page: Client, card: Company, made: str, outcome: str = "no_answer", **more: str) -> Any:
    page.get(f"/calls/?origin=elsewhere&company={card.pk}")
    typed = {"company": card.pk, "outcome": outcome, "origin": "elsewhere", "made": made, **more}
    return page.post("/calls/log/", typed, headers={"HX-Request": "true"})


@pytest.mark.parametrize(
    ("made", "at"),
    [
        ("", TUESDAY),
        ("hier 16 h", datetime(2026, 11, 23, 16, tzinfo=PARIS)),
        ("il y a une heure", TUESDAY - timedelta(hours=1)),
    ],
)
def test_it_is_noted_at_the_moment_that_she_says(
    page: Client, member: Member, made: str, at: datetime
) -> None:
    card = company(member)
    assert noted(page, card, made).status_code == 200
    call = Call.objects.get()
    assert (call.at, call.origin) == (at, "elsewhere")
    assert state_of(card).last_called_at == at


def test_tomorrow_is_the_day_after_it_is_typed(page: Client, member: Member) -> None:
    card = company(member)
    noted(page, card, "vendredi 11h", "call_back", when="demain 10h")
    assert Call.objects.get().at == datetime(2026, 11, 20, 11, tzinfo=PARIS)
    assert FollowUp.objects.get().due_at == datetime(2026, 11, 25, 10, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("made", "why"),
    [
        ("dans le train", "n’a pas été compris comme un moment passé"),
        ("17h15 aujourd’hui", "venir"),
    ],
)
def test_words_that_are_no_moment_past_stay_with_the_reason(
    page: Client, member: Member, made: str, why: str
) -> None:
    card = company(member)
    answer = noted(page, card, made)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert f'value="{made}"' in shown
    heard = re.search(r'id="heard-made".*?</span>\s*</span>', shown, re.S)
    assert heard
    assert why in plain(heard[0])
    assert not Call.objects.exists()


def test_a_call_before_one_that_is_noted_is_said(page: Client, member: Member) -> None:
    card = company(member)
    log(member, card, "no_answer", at=TUESDAY - timedelta(hours=1))
    answer = noted(page, card, "hier 16 h")
    assert answer.status_code == 422
    assert "Un appel plus récent est déjà noté" in plain(answer.content.decode())
    assert Call.objects.count() == 1


def test_it_is_said_back_while_it_is_typed(page: Client, member: Member) -> None:
    card = company(member)
    shown = page.get(f"/calls/?origin=elsewhere&company={card.pk}").content.decode()
    assert 'hx-get="/calls/hear/made/"' in shown
    said = page.get("/calls/hear/made/", {"made": "hier 16 h"}).content.decode()
    assert plain(said) == "→ hier, lundi 23 novembre à 16 h"


def test_a_call_received_or_made_here_has_no_such_field(page: Client, member: Member) -> None:
    card = company(member)
    assert 'name="made"' not in page.get("/calls/").content.decode()
    incoming = page.get(f"/calls/?origin=incoming&company={card.pk}").content.decode()
    assert 'name="made"' not in incoming
