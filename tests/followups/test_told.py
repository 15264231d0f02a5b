"""A promise is said whole, says since when it is late, and is never moved silently by the law."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils.translation import override

from decroche.callqueue.rules import Reason
from decroche.callqueue.wording import reason_in_words
from decroche.calls.log_call import log_call
from decroche.calls.reading import OutcomeInput
from decroche.calls.wording import in_words
from decroche.compliance.actions import ConsentGiven
from decroche.followups.models import FollowUp
from decroche.followups.wording import late_in_words
from decroche.prospects.legal_actions import choose_audience, keep_consent
from decroche.prospects.models import Company
from decroche.shared import clock
from decroche.shared.clock import PARIS
from decroche.team.models import Member
from tests.cast import TUESDAY, company, file_of
from tools.outcomes import log_outcome

THURSDAY = datetime(2026, 11, 26, 10, tzinfo=PARIS)
HTMX = {"HX-Request": "true", "HX-Target": "desk"}


@pytest.mark.parametrize(
    ("outcome", "typed", "said"),
    [
        ("call_back", "jeudi 10h", "promis\u00a0: jeudi 26 novembre à 10\u00a0h"),
        ("meeting", "jeudi 10h", "rendez-vous jeudi 26 novembre à 10\u00a0h"),
        ("gatekeeper", "lundi 10h", "lundi 30 novembre à 10\u00a0h"),
        ("call_back", "vendredi", "promis\u00a0: vendredi 27 novembre"),
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


@pytest.mark.parametrize(
    ("precision", "said"),
    [
        ("minute", "Promis\u00a0: 9\u00a0h\u00a005. Il y a 60 minutes."),
        ("day", "Promis\u00a0: aujourd’hui."),
    ],
)
def test_no_hour_is_said_that_was_not_promised(precision: str, said: str) -> None:
    due = TUESDAY - timedelta(hours=1)
    reason = Reason("promise", due=due.isoformat(), late_minutes=60, precision=precision)
    with override("fr"):
        assert reason_in_words(reason, TUESDAY) == said


def test_it_is_said_on_every_page_and_late_ones_come_first(page: Client, member: Member) -> None:
    today, late = file_of(member, 2)
    for card, when in ((today, TUESDAY), (late, TUESDAY - timedelta(days=5))):
        log_outcome(
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
    assert "Promis\u00a0: jeudi 19 novembre à 10\u00a0h\u00a005. 5 jours de retard." in words
    assert f'name="company" value="{late.pk}"' in words


def test_the_law_that_stops_a_promise_is_told_and_moves_nothing(
    page: Client, member: Member
) -> None:
    card = company(member)
    log_outcome(
        by=member,
        company_id=card.pk,
        outcome="call_back",
        said=OutcomeInput(when=THURSDAY, precision="minute"),
        at=TUESDAY,
    )
    choose_audience(by=member, company=card, audience="consumer")
    with clock.frozen(THURSDAY):
        for address in ("/", "/follow-ups/", "/calls/"):
            assert "La loi empêche cet appel promis" in page.get(address).content.decode(), address
    assert FollowUp.objects.get(closed_at=None).due_at == THURSDAY


CONSUMER = "M. Paul Riviere 06 39 98 43 21 Lille"


def promised_to_a_consumer(
    member: Member, when: datetime, calls_before: int = 0, line: str = CONSUMER
) -> Company:
    """With a consent that holds; called so often in the last days, in vain."""
    card = company(member, line)
    choose_audience(by=member, company=card, audience="consumer")
    given = ConsentGiven(
        "number", card.numbers.get().dial, "oui", "phone", TUESDAY - timedelta(days=60)
    )
    keep_consent(by=member, company=card, given=given)
    for ago in range(calls_before):
        log_outcome(
            by=member,
            company_id=card.pk,
            outcome="no_answer",
            at=TUESDAY - timedelta(days=10 - ago),
        )
    log_outcome(
        by=member,
        company_id=card.pk,
        outcome="call_back",
        said=OutcomeInput(when=when, precision="minute"),
        at=TUESDAY - timedelta(days=5),
    )
    return card


def test_while_she_calls_she_is_asked_what_becomes_of_a_promise_the_law_stops(
    page: Client, member: Member
) -> None:
    """After four calls in thirty days the page asks, beside any card, and offers the first day on
    which the promise may be kept.
    """
    card = promised_to_a_consumer(member, TUESDAY + timedelta(hours=1), calls_before=3)
    other = company(member)
    shown = page.get("/calls/").content.decode()
    assert f'name="company" value="{other.pk}"' in shown
    assert "aujourd’hui à 11\u00a0h\u00a005" in shown
    assert "À nouveau possible\u00a0: lundi 14 décembre à 10\u00a0h." in shown
    again = re.search(r'name="when"\s+value="([^"]+)"', shown)
    assert again
    row = FollowUp.objects.get(company=card, closed_at=None)
    typed = {"when": again.group(1), "next": "/calls/"}
    answer = page.post(f"/follow-ups/{row.pk}/move/", typed, follow=True)
    assert answer.redirect_chain[-1][0] == "/calls/"
    row.refresh_from_db()
    assert row.due_at.astimezone(PARIS) == datetime(2026, 12, 14, 10, tzinfo=PARIS)
    assert 'class="stopped"' not in page.get("/calls/").content.decode()


def test_a_promise_at_an_hour_of_the_law_is_told_and_needs_no_decision(
    page: Client, member: Member
) -> None:
    """Promised for 13 h 30, when consumers are not called: it comes at 14 h."""
    card = promised_to_a_consumer(member, TUESDAY.replace(hour=13, minute=30))
    for address in ("/", "/follow-ups/", "/calls/"):
        shown = page.get(address).content.decode()
        assert "La loi empêche cet appel à l’heure promise" in shown, address
        assert "mardi 24 novembre à 14\u00a0h" in shown, address
        assert "Décider" not in shown
    with clock.frozen(TUESDAY.replace(hour=14, minute=1)):
        shown = page.get("/calls/").content.decode()
    assert "La loi empêche" not in shown
    assert f'name="company" value="{card.pk}"' in shown


def test_an_api_answer_says_it_whole_too(member: Member) -> None:
    card = company(member)
    done = log_call(
        by=member, company_id=card.pk, outcome="meeting", raw={"when": "jeudi 10h"}, at=TUESDAY
    )
    words = in_words(done.logged.consequence, "meeting", TUESDAY)
    assert "26 novembre" in words or "26 November" in words
