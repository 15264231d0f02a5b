"""A promise is said whole, says since when it is late, and is never moved silently by the law."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from decroche.calls.actions import record_outcome
from decroche.calls.log_call import log_call
from decroche.calls.reading import OutcomeInput
from decroche.calls.wording import in_words
from decroche.followups.models import FollowUp
from decroche.followups.wording import late_in_words
from decroche.prospects.legal_actions import choose_audience
from decroche.shared import clock
from decroche.shared.clock import PARIS
from decroche.team.models import Member
from tests.cast import TUESDAY, company, file_of

THURSDAY = datetime(2026, 11, 26, 10, tzinfo=PARIS)
HTMX = {"HX-Request": "true", "HX-Target": "desk"}


@pytest.mark.parametrize(
    ("outcome", "typed", "said"),
    [
        ("call_back", "jeudi 10h", "promis pour jeudi 26 novembre à 10\u00a0h"),
        ("meeting", "jeudi 10h", "rendez-vous jeudi 26 novembre à 10\u00a0h"),
        ("gatekeeper", "lundi 10h", "lundi 30 novembre à 10\u00a0h"),
        ("call_back", "vendredi", "promis pour vendredi 27 novembre"),
    ],
)
def test_what_was_understood_is_said_back_whole(
    page: Client, member: Member, outcome: str, typed: str, said: str
) -> None:
    card = file_of(member, 2)[0]
    fields = {"company": card.pk, "outcome": outcome, "when": typed}
    assert said in page.post("/calls/log/", fields, headers=HTMX).content.decode()


def test_what_the_switchboard_said_stands_in_the_follow_ups(page: Client, member: Member) -> None:
    card = company(member)
    log_call(
        by=member,
        company_id=card.pk,
        outcome="gatekeeper",
        raw={"said": "Mme Durand, après 14 h", "when": "lundi 10h"},
        at=TUESDAY,
    )
    shown = page.get("/follow-ups/").content.decode()
    assert card.name.replace("&", "&amp;") in shown
    assert "Mme Durand, après 14 h" in shown
    assert "dit par le standard" in shown


@pytest.mark.parametrize(
    ("due", "precision", "said"),
    [
        (TUESDAY - timedelta(minutes=30), "minute", ""),
        (TUESDAY - timedelta(hours=1, minutes=5), "minute", "en retard depuis 9\u00a0h"),
        (TUESDAY - timedelta(days=1), "day", "1 jour de retard, depuis lundi 23 novembre"),
        (TUESDAY - timedelta(days=5), "day", "5 jours de retard, depuis jeudi 19 novembre"),
        (TUESDAY + timedelta(days=1), "day", ""),
    ],
)
def test_a_late_promise_says_since_when(
    member: Member, due: datetime, precision: str, said: str
) -> None:
    assert late_in_words(due, precision, TUESDAY) == said


def test_it_is_said_on_every_page_and_late_ones_come_first(page: Client, member: Member) -> None:
    today, late = file_of(member, 2)
    for card, when in ((today, TUESDAY), (late, TUESDAY - timedelta(days=5))):
        record_outcome(
            by=member,
            company_id=card.pk,
            outcome="call_back",
            said=OutcomeInput(when=when, precision="minute"),
            at=TUESDAY - timedelta(days=8),
        )
    for address in ("/", "/follow-ups/"):
        shown = page.get(address).content.decode()
        assert "5 jours de retard, depuis jeudi 19 novembre" in shown, address
        assert shown.index(late.name) < shown.index(today.name.replace("&", "&amp;")), address
    words = page.get("/calls/").content.decode()
    assert "Promis pour jeudi 19 novembre. 5 jours de retard." in words
    assert f'name="company" value="{late.pk}"' in words


def test_the_law_that_stops_a_promise_is_told_and_moves_nothing(
    page: Client, member: Member
) -> None:
    card = company(member)
    record_outcome(
        by=member,
        company_id=card.pk,
        outcome="call_back",
        said=OutcomeInput(when=THURSDAY, precision="minute"),
        at=TUESDAY,
    )
    choose_audience(by=member, company=card, audience="consumer")
    with clock.frozen(THURSDAY):
        for address in ("/", "/follow-ups/"):
            assert "La loi empêche cet appel promis" in page.get(address).content.decode(), address
    assert FollowUp.objects.get(closed_at=None).due_at == THURSDAY


def test_an_api_answer_says_it_whole_too(member: Member) -> None:
    card = company(member)
    done = log_call(
        by=member, company_id=card.pk, outcome="meeting", raw={"when": "jeudi 10h"}, at=TUESDAY
    )
    words = in_words(done.logged.consequence, "meeting", TUESDAY)
    assert "26 novembre" in words or "26 November" in words
