"""The figures and sentences around the call agree with each other, whatever the file holds."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from itertools import pairwise
from unittest import mock

import pytest
from django.test import Client

from decroche.calls import sessions
from decroche.calls.models import Call, CallSession
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.reading import OutcomeInput
from decroche.calls.sittings import given_in
from decroche.correspondence.models import Message
from decroche.correspondence.standing import NotGone, mails_not_gone
from decroche.correspondence.standing_wording import not_gone_in_words
from decroche.desk.today.ready import Ready, ready_in_words, ready_of
from decroche.followups.queries import promised_by
from decroche.insights.funnel import STAGES, figures
from decroche.insights.wording import stage_meanings, stage_names
from decroche.shared import clock
from decroche.shared.counted import Counted
from decroche.team.models import Member
from tests.cast import TUESDAY, file_of, log
from tools.outcomes import log_outcome

DAYS = range(12)


def made_up_day(member: Member, seed: int) -> CallSession:
    """A sitting with some outcome on each of some cards, promises of before and of the day among
    them, one call received.
    """
    chance = random.Random(seed)
    cards = file_of(member)
    called = cards[: chance.randint(0, len(cards))]
    for card in called[: chance.randint(0, 4)]:
        due = TUESDAY + timedelta(hours=chance.choice([-26, -3, -1, 2, 5, 30]))
        log(member, card, "call_back", TUESDAY - timedelta(days=4), when=due, precision="minute")
    sitting = sessions.begin(by=member)
    for card in called[3:]:
        outcome = chance.choice([*OUTCOMES])
        said = OutcomeInput(when=TUESDAY + timedelta(days=3), precision="day", email="a@b.example")
        log_outcome(by=member, company_id=card.pk, outcome=outcome, said=said)
    if called:
        Call.objects.filter(session=sitting).exclude(outcome__in=("no_answer", "voicemail")).filter(
            pk__in=Call.objects.values_list("pk", flat=True)[:1]
        ).update(origin="incoming")
    return sitting


@pytest.mark.parametrize("seed", DAYS)
@pytest.mark.parametrize("hour", [8, 10, 13, 21])
def test_the_promises_of_a_day_are_parted_without_one_lost_or_counted_twice(
    member: Member, seed: int, hour: int
) -> None:
    with clock.frozen(TUESDAY):
        made_up_day(member, seed)
    at = TUESDAY.replace(hour=hour)
    evening = at.replace(hour=23, minute=59)
    with clock.frozen(at):
        ready = ready_of(member, at, evening)
    assert ready.promises == promised_by(member.workspace, evening).count()
    assert ready.first <= ready.cards.count
    assert bool(ready.later_at) <= bool(ready.later)


@pytest.mark.parametrize("seed", DAYS)
def test_today_the_recap_and_the_figures_count_the_same(
    page: Client, member: Member, seed: int
) -> None:
    with clock.frozen(TUESDAY):
        sitting = made_up_day(member, seed)
        given = given_in(sitting)
        sessions.end(by=member)
        recap = page.get(f"/calls/recap/{sitting.pk}/")
        today = page.get("/")
    assert given.calls >= given.answered >= given.decision_makers >= given.emails
    assert len(recap.context["calls"]) == given.calls
    received = Call.objects.filter(session=sitting, origin="incoming").count()
    assert len(recap.context["received"]) == received
    week = today.context["week"]
    counted = figures(member.workspace, *_week())
    assert week.by_outcome == counted.by_outcome
    stages = [counted.stage(code) for code in STAGES]
    assert all(more >= fewer for more, fewer in pairwise(stages))


def _week() -> tuple[date, date]:
    monday = (TUESDAY - timedelta(days=1)).date()
    return monday, monday + timedelta(days=6)


def test_every_stage_says_what_it_counts() -> None:
    assert list(stage_meanings()) == list(stage_names())


@pytest.mark.parametrize("cards", [0, 1, 7])
@pytest.mark.parametrize("first", [0, 1, 2])
@pytest.mark.parametrize("later", [0, 1, 2])
@pytest.mark.parametrize("waiting", [0, 1, 2])
def test_the_sentences_name_each_promise_once(
    cards: int, first: int, later: int, waiting: int
) -> None:
    first = min(first, cards)
    said = " ".join(
        ready_in_words(
            Ready(Counted(cards), first, later, TUESDAY, waiting, sitting=cards, minutes=5)
        )
    )
    spoken = [int(n) for n in re.findall(r"(\d+) (?:promise|rappel)s?", said)]
    assert sum(spoken) == first + later + waiting
    assert ("session" in said or "séance" in said) == bool(cards)


@pytest.mark.parametrize("mailbox", [True, False])
def test_each_mail_that_has_not_left_is_told_once(mailbox: bool) -> None:
    mails = NotGone(to_send=1, leaving=2, refused=3, to_check=4, mailbox=mailbox)
    said = not_gone_in_words(mails)
    assert [int(re.findall(r"\d+", one)[0]) for one in said] == [1, 2, 3, 4]
    assert mails.all == 10
    assert not_gone_in_words(NotGone()) == []


def test_a_mail_without_a_mailbox_is_spoken_of_on_today_and_in_the_recap(
    page: Client, member: Member
) -> None:
    card = file_of(member, 2)[0]
    sitting = sessions.begin(by=member)
    log_outcome(
        by=member,
        company_id=card.pk,
        outcome="email_requested",
        said=OutcomeInput(email="accueil@vasseur.example"),
    )
    sessions.end(by=member)
    assert mails_not_gone(member, clock.now(), sitting).all == 1
    for address in ("/", f"/calls/recap/{sitting.pk}/"):
        shown = page.get(address).content.decode()
        assert "1 e-mail est prêt et n’est pas parti" in shown
        assert "Aucune messagerie n’est encore réglée" in shown
    Message.objects.update(state=Message.State.SENT)
    assert "n’est pas parti" not in page.get("/").content.decode()


def test_a_card_promised_outside_the_hours_is_among_those_that_are_ready(member: Member) -> None:
    card = file_of(member, 2)[0]
    evening = TUESDAY.replace(hour=21)
    log(member, card, "call_back", when=TUESDAY + timedelta(hours=2), precision="minute")
    with clock.frozen(evening), mock.patch("decroche.desk.today.ready.stopped_by_law") as law:
        law.return_value = {}
        ready = ready_of(member, evening, evening.replace(hour=23, minute=59))
    assert ready.first == 1
    assert ready.cards == Counted(1)
