"""A way to dial that is asked over the network: what is answered after the page stopped waiting."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from decroche.calls import asked
from decroche.calls.asked import ASKED, AskedWay, DialAnswer, Followed, ask_soon, news_soon
from decroche.calls.asked_asterisk import AsteriskAsked
from decroche.calls.asked_ovh import OvhAsked
from decroche.calls.preferences import keep_way
from decroche.gateways.dialler import NotDialled, Why
from decroche.gateways.dialler.asterisk import Phase
from decroche.prospects.models import PhoneNumber
from decroche.team.models import Member
from tests.cast import company
from tests.waiting import until
from tools.entering import browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folder")]
CALL = "the call"


@dataclass
class System:
    """What dials: it answers a question when the test says so (`go`)."""

    go: threading.Event = field(default_factory=threading.Event)
    why: Why | None = None
    phase: Phase | None = "ended"
    asked: list[str] = field(default_factory=list)

    def ask(self, _member: Member, number: PhoneNumber, _call: str) -> None:
        self.asked.append(number.national)
        self.go.wait(60)
        if self.why:
            raise NotDialled(self.why)

    def phase_of(self, _member: Member, _call: str) -> Phase:
        if self.phase is None:
            raise NotDialled("away")
        return self.phase

    def followed(self) -> Followed:
        return Followed(lambda: CALL, lambda text: text == CALL, self.phase_of, lambda *_: None)


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch, member: Member) -> Iterator[System]:
    """A slow system; calls by OVHcloud are not followed, those by Asterisk are."""
    monkeypatch.setattr(asked, "_PATIENCE", 1.0)  # enough for its thread to begin
    made = System()
    monkeypatch.setitem(ASKED, "ovh", AskedWay(OvhAsked, made.ask))
    monkeypatch.setitem(ASKED, "asterisk", AskedWay(AsteriskAsked, made.ask, made.followed()))
    keep_way(by=member, way="ovh")
    yield made
    made.go.set()


@pytest.fixture
def number(member: Member) -> PhoneNumber:
    return company(member).numbers.get()


def asks(member: Member, number: PhoneNumber) -> DialAnswer:
    """A question that gets no answer in time."""
    answer = ask_soon(member, ASKED[member.preferences["dialled"]["way"]], number)
    assert not answer.answered
    assert answer.late
    return answer


def answered_late(member: Member, late: str, why: Why | None = None) -> DialAnswer:
    """What the page hears once the other side has answered."""

    def heard() -> DialAnswer | None:
        news = news_soon(member, late)
        assert news
        return news if news.answered and news.why == why else None

    return until(heard, "the answer is said") or DialAnswer()


def test_a_refusal_that_comes_late_is_said(
    member: Member, number: PhoneNumber, system: System
) -> None:
    system.why = "login"
    late = asks(member, number).late
    assert news_soon(member, late) == DialAnswer(answered=False, late=late)
    system.go.set()
    assert answered_late(member, late, "login") == DialAnswer(why="login")


def test_that_it_dials_is_said_late_too(
    member: Member, number: PhoneNumber, system: System
) -> None:
    late = asks(member, number).late
    system.go.set()
    assert answered_late(member, late) == DialAnswer()


def test_a_machine_that_never_answered_may_have_dialled(
    member: Member, number: PhoneNumber, system: System
) -> None:
    system.why = "unheard"
    page = browser()
    late = page.post("/telephone/ask/", {"number": number.pk}).json()["late"]
    assert "pas encore de réponse" in page.post("/telephone/phase/", {"call": late}).json()["said"]
    system.go.set()
    answered_late(member, late, "unheard")
    said = page.post("/telephone/phase/", {"call": late}).json()
    assert "si rien ne sonne" in said["said"]
    assert (said["call"], said["refused"]) == ("", True)


def test_nobody_else_hears_it(member: Member, number: PhoneNumber, system: System) -> None:
    late = asks(member, number).late
    assert news_soon(Member(pk=member.pk + 1, workspace=member.workspace), late) is None
    assert news_soon(member, "") is None


def test_what_could_not_be_sent_in_time_is_never_sent(
    member: Member, number: PhoneNumber, system: System
) -> None:
    until(asked._beside._work_queue.empty, "nothing waits")
    busy = [asked._beside.submit(system.go.wait, 60) for _ in range(4)]
    answer = ask_soon(member, ASKED["ovh"], number)
    assert (answer.why, answer.call, answer.late) == ("away", "", "")
    system.go.set()
    assert all(one.result() for one in busy)
    assert asked._beside.submit(lambda: True).result()
    assert system.asked == []


def test_that_nothing_was_sent_is_no_question_whether_it_rings(
    member: Member, number: PhoneNumber, system: System
) -> None:
    system.why = "away"
    late = asks(member, number).late
    system.go.set()
    assert answered_late(member, late, "away") == DialAnswer(why="away")


@pytest.mark.parametrize(
    ("phase", "heard"),
    [
        ("ringing", DialAnswer(call=CALL, phase="ringing")),
        ("answered", DialAnswer(call=CALL, phase="answered")),
        ("ended", DialAnswer(why="unheard")),
        (None, DialAnswer(why="unheard", call=CALL)),
    ],
)
def test_a_call_that_is_found_runs_whatever_became_of_the_question(
    member: Member, number: PhoneNumber, system: System, phase: Phase | None, heard: DialAnswer
) -> None:
    keep_way(by=member, way="asterisk")
    system.why = "unheard"
    assert asks(member, number).call == CALL
    system.phase = "ringing"
    assert news_soon(member, CALL) == DialAnswer(call=CALL, phase="ringing")
    system.phase = "ended"  # the system does not know it yet
    assert news_soon(member, CALL) == DialAnswer(answered=False, call=CALL, late=CALL)
    system.go.set()
    answered_late(member, CALL, "unheard")
    system.phase = phase
    assert news_soon(member, CALL) == heard


def test_a_call_that_was_refused_late_is_not_followed(
    member: Member, number: PhoneNumber, system: System
) -> None:
    keep_way(by=member, way="asterisk")
    system.why = "refused"
    asks(member, number)
    system.go.set()
    assert answered_late(member, CALL, "refused") == DialAnswer(why="refused")


def test_a_call_that_was_agreed_late_is_followed_to_its_end(
    member: Member, number: PhoneNumber, system: System
) -> None:
    keep_way(by=member, way="asterisk")
    asks(member, number)
    system.go.set()
    assert answered_late(member, CALL) == DialAnswer(call=CALL, phase="ended")
