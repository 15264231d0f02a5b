"""Nothing but her own word, and the law, moves, hides or closes a promise."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from decroche.callqueue.claiming import release
from decroche.callqueue.due import due_followups
from decroche.callqueue.next_card import next_for
from decroche.callqueue.queries import ready_count
from decroche.callqueue.regions import Region
from decroche.callqueue.search import Nothing, Pick
from decroche.callqueue.why_none import why_nobody
from decroche.callqueue.wording import reason_in_words
from decroche.calls.actions import win
from decroche.calls.models import Call, CallState
from decroche.calls.states import rest
from decroche.correspondence.models import Message
from decroche.correspondence.receiving import take
from decroche.database.fetching import FetchOnce
from decroche.desk.loop.card import build
from decroche.followups.actions import close, move, put_off
from decroche.followups.feed import calendar_for, open_feed
from decroche.followups.models import FollowUp
from decroche.followups.rules import CallMade, after_call
from decroche.journal.actions import undo
from decroche.journal.record import record
from decroche.prospects.merging import merge
from decroche.prospects.models import Company
from decroche.shared import clock
from decroche.team.models import Member
from tests.cast import LINES, TUESDAY, company, file_of, log
from tests.correspondence.server_mails import MINE
from tests.correspondence.test_incoming import bounce, mail

THURSDAY = TUESDAY.replace(hour=10, minute=0) + timedelta(days=2)
PACKAGE = Path(__file__).resolve().parents[2] / "decroche"


def promise(member: Member, card: Company, when: datetime = THURSDAY) -> FollowUp:
    log(member, card, "call_back", when=when, precision="minute")
    return FollowUp.objects.get(company=card, closed_at=None)


def kept(row: FollowUp) -> tuple[datetime, datetime | None]:
    row.refresh_from_db()
    return row.due_at, row.closed_at


def source(member: Member, at: datetime) -> tuple[str, str]:
    """(name, why) of the next card."""
    release(member)
    found = next_for(member, at)
    assert isinstance(found, Pick)
    return found.company.name, found.reason.source


DUE, TO_COME = TUESDAY - timedelta(hours=1), TUESDAY + timedelta(days=2)
NOBODY = CallMade(TUESDAY, talked=False)
TALK = CallMade(TUESDAY, talked=True)


@pytest.mark.parametrize(
    ("call", "promised", "appointment", "due", "fate"),
    [
        (NOBODY, True, False, DUE, "again"),
        (NOBODY, True, False, TUESDAY + timedelta(minutes=10), "again"),
        (NOBODY, True, False, TUESDAY + timedelta(minutes=11), "stays"),
        (NOBODY, True, False, TO_COME, "stays"),
        (NOBODY, False, False, DUE, "again"),
        (NOBODY, False, False, TO_COME, "stays"),
        (NOBODY, True, True, DUE, "closed"),
        (NOBODY, True, True, TO_COME, "stays"),
        (TALK, True, False, DUE, "closed"),
        (TALK, True, False, TO_COME, "stays"),
        (TALK, False, False, DUE, "closed"),
        (TALK, False, False, TO_COME, "closed"),
        (TALK, True, True, TO_COME, "stays"),
        (TALK, True, True, DUE, "closed"),
        (CallMade(TUESDAY, talked=True, gives_promise=True), True, False, TO_COME, "closed"),
        (CallMade(TUESDAY, talked=True, gives_promise=True), True, True, TO_COME, "stays"),
        (
            CallMade(TUESDAY, talked=True, gives_promise=True, appointment=True),
            True,
            True,
            TO_COME,
            "closed",
        ),
        (CallMade(TUESDAY, talked=True, refused=True), True, False, TO_COME, "closed"),
        (CallMade(TUESDAY, talked=True, refused=True), True, True, TO_COME, "closed"),
        (CallMade(TUESDAY, talked=False, number_only=True), True, False, DUE, "stays"),
        (CallMade(TUESDAY, talked=False, number_only=True), False, False, DUE, "stays"),
    ],
)
def test_what_a_call_does_to_a_follow_up(
    call: CallMade, promised: bool, appointment: bool, due: datetime, fate: str
) -> None:
    assert after_call(call, promised=promised, appointment=appointment, due=due) == fate


def test_a_new_promise_to_one_person_leaves_the_promise_to_another() -> None:
    call = CallMade(TUESDAY, talked=True, gives_promise=True, contact=1)
    for contact, fate in ((1, "closed"), (None, "closed"), (2, "stays")):
        found = after_call(call, promised=True, appointment=False, due=TO_COME, contact=contact)
        assert found == fate


@pytest.mark.parametrize(
    ("outcome", "late"), [("no_answer", 4), ("voicemail", 4), ("gatekeeper", 23)]
)
def test_a_promise_that_was_tried_in_vain_stays_due_and_comes_again_at_the_retry(
    outcome: str, late: int, member: Member
) -> None:
    """Whom nobody answered for is tried again in the next half-day."""
    card = company(member)
    word = promise(member, card)
    tried = THURSDAY + timedelta(minutes=3)
    retry = log(member, card, outcome, at=tried).consequence.at
    assert retry is not None
    assert kept(word) == (THURSDAY, None)
    assert word.retry_at == retry
    found = next_for(member, tried)
    assert isinstance(found, Nothing)
    assert found.until is not None
    assert found.until <= retry
    assert source(member, retry) == (card.name, "promise")
    again = next_for(member, retry)
    assert isinstance(again, Pick)
    assert again.reason.late_minutes // 60 == late
    with override("fr"):
        assert "Promis\u00a0: " in reason_in_words(again.reason, retry)
        assert "etard" in reason_in_words(again.reason, retry)
    assert not due_followups(member.workspace, tried).exists()
    assert due_followups(member.workspace, retry).exists()


@pytest.mark.usefixtures("tuesday")
def test_the_key_of_a_promise_that_nobody_answers_says_this_afternoon(
    member: Member, page: Client
) -> None:
    promise(member, company(member), TUESDAY)
    shown = page.get("/calls/").content.decode()
    assert "cet après-midi" in shown
    assert "aujourd’hui, mardi" not in shown


def test_the_hour_that_the_switchboard_gives_is_when_a_promise_comes_again(member: Member) -> None:
    card = company(member)
    word = promise(member, card)
    log(member, card, "gatekeeper", at=THURSDAY, when=THURSDAY.replace(hour=14))
    assert kept(word) == (THURSDAY, None)
    assert source(member, THURSDAY.replace(hour=14)) == (card.name, "promise")


def test_no_rest_hides_a_promise_however_often_it_was_tried(member: Member) -> None:
    card = company(member)
    word = promise(member, card)
    at = THURSDAY
    for _ in range(9):
        done = log(member, card, "no_answer", at=at)
        assert done.consequence.kind == "retry"
        assert done.consequence.at is not None
        assert done.consequence.at - at < timedelta(days=6)
        assert kept(word) == (THURSDAY, None)
        at = done.consequence.at
        assert source(member, at) == (card.name, "promise")


@pytest.mark.parametrize("why", ["promise", "held"])
def test_the_key_says_what_it_leads_to_for_a_promise(why: Any, member: Member) -> None:
    card = company(member)
    for day in range(4, 0, -1):
        log(member, card, "no_answer", at=TUESDAY - timedelta(days=day))
    promise(member, card)
    Call.objects.filter(outcome="call_back").update(outcome="no_answer")
    CallState.objects.update(unanswered=4)
    found = next_for(member, THURSDAY)
    assert isinstance(found, Pick)
    reason = replace(found.reason, source=why)
    with override("fr"):
        shown = build(member, replace(found, reason=reason), THURSDAY).buttons[0].follows
        FollowUp.objects.update(closed_at=THURSDAY)
        nothing_promised = replace(found, reason=reason, known=FetchOnce())
        other = build(member, nothing_promised, THURSDAY).buttons[0].follows
        FollowUp.objects.update(closed_at=None)
    assert log(member, card, "no_answer", at=THURSDAY).consequence.kind == "retry"
    assert "repos" not in shown
    assert "repos" in other


def test_without_a_promise_the_rests_are_what_they_were(member: Member) -> None:
    card = company(member)
    for day in range(4, 0, -1):
        log(member, card, "no_answer", at=TUESDAY - timedelta(days=day))
    assert log(member, card, "no_answer").consequence.kind == "rest"


def test_a_call_made_early_leaves_the_promise_to_its_hour(member: Member) -> None:
    card = company(member)
    word = promise(member, card, THURSDAY.replace(hour=11))
    log(member, card, "no_answer", at=THURSDAY.replace(hour=10, minute=5))
    assert kept(word) == (THURSDAY.replace(hour=11), None)
    assert word.retry_at is None
    assert source(member, THURSDAY.replace(hour=11)) == (card.name, "promise")


def test_a_call_before_the_promised_day_brings_nobody_back_before_it(member: Member) -> None:
    card = company(member)
    promise(member, card, TUESDAY + timedelta(days=60))
    log(member, card, "no_answer", at=TUESDAY + timedelta(days=1))
    assert isinstance(next_for(member, TUESDAY + timedelta(days=10)), Nothing)
    assert source(member, TUESDAY + timedelta(days=60)) == (card.name, "promise")


def test_another_number_may_be_tried_at_once_for_a_promise(member: Member) -> None:
    card = company(member, "Imprimerie Vasseur 03 53 01 01 42 / 03 53 01 01 43 Lille")
    word = promise(member, card)
    log(member, card, "wrong_number", at=THURSDAY)
    assert kept(word) == (THURSDAY, None)
    assert source(member, THURSDAY + timedelta(minutes=1)) == (card.name, "promise")


def test_an_advised_follow_up_moves_to_the_retry(member: Member) -> None:
    card = company(member)
    log(member, card, "email_requested", email="com@vasseur.example")
    row = FollowUp.objects.get()
    done = log(member, card, "no_answer", at=row.due_at)
    row.refresh_from_db()
    assert (row.due_at, row.retry_at) == (done.consequence.at, None)


@pytest.mark.parametrize("outcome", ["email_requested", "hung_up"])
def test_a_talk_before_its_day_leaves_the_promise(outcome: str, member: Member) -> None:
    card = company(member)
    word = promise(member, card)
    log(member, card, outcome, email="com@vasseur.example")
    assert kept(word) == (THURSDAY, None)
    assert source(member, THURSDAY) == (card.name, "promise")


@pytest.mark.parametrize("outcome", ["call_back", "email_requested", "no_need", "hung_up"])
def test_a_meeting_to_come_is_not_called_off_by_another_call(outcome: str, member: Member) -> None:
    card = company(member)
    log(member, card, "meeting", when=THURSDAY, precision="minute")
    meeting = FollowUp.objects.get()
    log(
        member,
        card,
        outcome,
        when=TUESDAY + timedelta(days=1) if outcome == "call_back" else None,
        email="com@vasseur.example",
    )
    due, closed = kept(meeting)
    assert due == THURSDAY
    assert (closed is None) is (outcome != "no_need")


def test_a_new_date_takes_the_place_of_the_one_before(member: Member) -> None:
    card = company(member)
    word = promise(member, card)
    log(member, card, "call_back", when=THURSDAY + timedelta(days=7), precision="minute")
    assert kept(word)[1] is not None
    assert FollowUp.objects.get(closed_at=None).due_at == THURSDAY + timedelta(days=7)


def test_her_own_word_moves_a_promise_and_its_retry_is_over(member: Member) -> None:
    card = company(member)
    word = promise(member, card)
    log(member, card, "no_answer", at=THURSDAY)
    word.refresh_from_db()
    move(by=member, follow_up=word, due_at=THURSDAY + timedelta(hours=5), precision="minute")
    word.refresh_from_db()
    assert (word.due_at, word.retry_at) == (THURSDAY + timedelta(hours=5), None)
    assert source(member, THURSDAY + timedelta(hours=5)) == (card.name, "promise")


def test_undo_of_the_call_in_vain_takes_its_retry_back(member: Member) -> None:
    card = company(member)
    word = promise(member, card)
    log(member, card, "no_answer", at=THURSDAY)
    with clock.frozen(THURSDAY):
        undo(by=member)
    word.refresh_from_db()
    assert (word.due_at, word.retry_at) == (THURSDAY, None)
    assert source(member, THURSDAY + timedelta(hours=5)) == (card.name, "promise")


def letter(member: Member, card: Company) -> Message:
    return Message.objects.create(
        workspace=member.workspace,
        company=card,
        member=member,
        to="com@vasseur.example",
        state="sent",
        message_id=MINE,
        closed_at=TUESDAY,
        call=Call.objects.filter(company=card).first(),
    )


@pytest.mark.parametrize(
    ("content", "opened"),
    [
        (bounce(), ["bounce"]),
        (mail("Rappelez-moi en janvier."), ["reply"]),
        (mail("De retour le 15 décembre.", Auto_Submitted="auto-replied"), []),
    ],
)
def test_what_comes_back_by_mail_stands_beside_the_promise(
    content: bytes, opened: list[str], member: Member
) -> None:
    card = company(member)
    word = promise(member, card)
    letter(member, card)
    assert take(member.workspace, content)
    assert kept(word) == (THURSDAY, None)
    assert (word.purpose, word.note, word.kind) == ("call_back", "", "promised")
    others = FollowUp.objects.filter(closed_at=None).exclude(pk=word.pk)
    assert [row.purpose for row in others] == opened
    assert CallState.objects.get(pk=card.pk).not_before == THURSDAY
    assert source(member, THURSDAY) == (card.name, "promise")


def test_a_bounce_takes_the_advised_follow_up_not_the_promise_of_the_same_call(
    member: Member,
) -> None:
    card = company(member)
    word = promise(member, card)
    advised = FollowUp.objects.create(
        workspace=member.workspace,
        company=card,
        kind="advised",
        purpose="email_requested",
        due_at=TUESDAY + timedelta(days=7),
    )
    letter(member, card)
    take(member.workspace, bounce())
    advised.refresh_from_db()
    assert advised.purpose == "bounce"
    assert kept(word) == (THURSDAY, None)
    assert FollowUp.objects.count() == 2


def test_an_absence_puts_off_neither_the_answer_to_read_nor_the_address_to_ask_for(
    member: Member,
) -> None:
    card = company(member)
    letter(member, card)
    take(member.workspace, mail("Rappelez-moi."))
    take(member.workspace, mail("De retour le 15 décembre.", Message_ID="<r9@x>", X_Autoreply="1"))
    assert FollowUp.objects.get(closed_at=None).due_at == TUESDAY


def test_an_absence_brings_nobody_back_before_a_longer_rest(member: Member) -> None:
    card = company(member)
    FollowUp.objects.create(
        workspace=member.workspace,
        company=card,
        kind="advised",
        purpose="email_requested",
        due_at=TUESDAY,
    )
    CallState.objects.update(not_before=TUESDAY + timedelta(days=300))
    letter(member, card)
    take(member.workspace, mail("De retour le 15 décembre.", Auto_Submitted="auto-replied"))
    assert CallState.objects.get().not_before == TUESDAY + timedelta(days=300)


def test_a_rest_hides_no_promise_and_shortens_none(member: Member) -> None:
    card, client = file_of(member, 2)
    promise(member, card, TUESDAY + timedelta(days=90))
    win(by=member, company=client)
    rest(by=member, companies=Company.objects.all(), days=30)
    assert isinstance(next_for(member, TUESDAY + timedelta(days=35)), Nothing)
    assert source(member, TUESDAY + timedelta(days=90)) == (card.name, "promise")


def test_a_promise_follows_its_card_into_another(member: Member) -> None:
    card, other = company(member), company(member, LINES[1])
    word = promise(member, other)
    merge(by=member, kept=card, other=other)
    assert kept(word) == (THURSDAY, None)
    assert source(member, THURSDAY)[0] == card.name


def test_an_advised_follow_up_alone_can_be_put_off(member: Member) -> None:
    card = company(member)
    word = promise(member, card)
    with record("test", by=member) as verb:
        assert not put_off(verb=verb, follow_up=word, due_at=TUESDAY)
    assert kept(word) == (THURSDAY, None)


def test_when_somebody_is_ready_again_counts_the_retry_of_a_promise(member: Member) -> None:
    card = company(member)
    promise(member, card)
    retry = log(member, card, "no_answer", at=THURSDAY).consequence.at
    assert retry
    assert not ready_count(member.workspace, THURSDAY + timedelta(minutes=1))
    assert ready_count(member.workspace, retry).count == 1
    until = why_nobody(
        member, THURSDAY + timedelta(minutes=1), [Region("metro", consumer=False)]
    ).until
    assert until == retry


def test_a_late_promise_stands_among_the_late_ones_with_its_retry(
    page: Client, member: Member
) -> None:
    card = company(member)
    word = promise(member, card)
    log(member, card, "no_answer", at=THURSDAY)
    with clock.frozen(THURSDAY + timedelta(hours=3)):
        shown = page.get("/follow-ups/").content.decode()
        feed = calendar_for(open_feed(by=member).token)
    assert "En retard" in shown
    assert "Personne au bout du fil" in shown
    assert feed is not None
    assert "Dû depuis le jeudi 26 novembre 2026 10" in feed.replace("\r\n ", "").replace(
        "\u00a0", " "
    )
    close(by=member, follow_up=word, how="done")


def test_no_other_package_writes_the_day_of_a_follow_up() -> None:
    allowed = {
        ("followups/actions.py", "move"),
        ("followups/actions.py", "put_off"),
        ("compliance/actions.py", "extend"),  # of a request, which has a day of its own
        ("correspondence/judging.py", "settle"),  # of a reply, which has a kind of its own
    }
    for path in sorted(PACKAGE.glob("*/**/*.py")):
        where = path.relative_to(PACKAGE).as_posix()
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    names = {word.arg for word in node.keywords}
                    if node.func.attr in ("update", "update_all") and names & {"due_at", "kind"}:
                        assert (where, function.name) in allowed, (where, node.lineno)


def test_a_step_of_a_call_without_a_note_has_her_last_words(member: Member) -> None:
    card = company(member)
    log(
        member,
        card,
        "call_back",
        when=TUESDAY,
        note="Budget voté en mars",
        at=TUESDAY - timedelta(7),
    )
    log(member, card, "email_requested", email="com@vasseur.example")
    assert FollowUp.objects.get(closed_at=None).note == "Budget voté en mars"
