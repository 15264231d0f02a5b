"""One queue for several members: no company for two, no promise lost, everything called."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from decroche.callqueue.chosen import CalledByAnother, HeldByAnother, take_card
from decroche.callqueue.claiming import claim, release, renew
from decroche.callqueue.claims import LEASE
from decroche.callqueue.log_and_go_on import log_and_go_on
from decroche.callqueue.models import Claim
from decroche.callqueue.next_card import next_for
from decroche.callqueue.preferences import keep_passing
from decroche.callqueue.rules import Reason
from decroche.callqueue.search import Pick
from decroche.calls.correcting import correct
from decroche.calls.log_call import CallTyped
from decroche.calls.models import Call
from decroche.calls.refused import Refused
from decroche.followups.models import FollowUp
from decroche.journal.actions import NothingToUndo, undo
from decroche.journal.models import Entry
from decroche.prospects.models import Company
from decroche.shared import clock
from decroche.shared.calendar import half_day
from decroche.team.actions import open_workspace
from decroche.team.models import Member, Workspace
from tests.cast import TUESDAY, file_of, log

MINUTE = timedelta(minutes=1)


def shared(owner: Member) -> Member:
    """Shares the workspace of a member from now on, and returns the member."""
    Workspace.objects.filter(pk=owner.workspace_id).update(shared_at=TUESDAY)
    return Member.objects.select_related("workspace").get(pk=owner.pk)


def colleague(owner: Member, name: str, role: str = "caller") -> Member:
    return Member.objects.create(
        workspace=owner.workspace, name=name, role=role, welcomed_at=TUESDAY
    )


@pytest.fixture
def team(member: Member, in_file_order: None) -> list[Member]:
    """Makes three members who call from one file."""
    owner = shared(member)
    return [owner, colleague(owner, "Noé"), colleague(owner, "Ada")]


def given_to(member: Member, at: datetime = TUESDAY) -> Company | None:
    found = next_for(member, at)
    return found.company if isinstance(found, Pick) else None


def unanswered(card: Company, at: datetime) -> CallTyped:
    return CallTyped(card.pk, "no_answer", {}, None, at)


# Leases


def test_each_has_a_card_of_their_own(team: list[Member]) -> None:
    cards = file_of(team[0], 3)
    assert [given_to(one) for one in team] == cards
    assert [given_to(one) for one in team] == cards, "it stays until it is done"


def test_an_abandoned_card_comes_back_and_one_whose_page_is_open_does_not(
    team: list[Member],
) -> None:
    first, second, *_ = file_of(team[0], 4)
    assert (given_to(team[0]), given_to(team[1])) == (first, second)
    at = TUESDAY
    for _ in range(12):
        at += MINUTE
        assert renew(team[1], at, second.pk)
    found = given_to(team[2], at)
    assert found == first, "nobody has had its page open for twelve minutes"
    assert not renew(team[0], at, first.pk), "and the page that wakes up is told"
    assert given_to(team[0], at) not in (first, second)
    assert Claim.objects.get(company=second).member == team[1]


def test_a_call_is_kept_though_its_card_went_to_another(team: list[Member]) -> None:
    """It was made: nothing of it is lost, and the other is not left with the card."""
    first, *_ = file_of(team[0], 3)
    assert given_to(team[0]) == first
    later = TUESDAY + LEASE + MINUTE
    assert given_to(team[1], later) == first
    pressed = log_and_go_on(by=team[0], typed=unanswered(first, later))
    assert pressed.kept.logged.call.member == team[0]
    assert not Claim.objects.filter(company=first).exists()
    assert given_to(team[1], later) != first


def test_alone_a_card_waits_as_long_as_it_takes(member: Member, in_file_order: None) -> None:
    first, *_ = file_of(member, 2)
    other = colleague(member, "somebody on the same machine")
    assert given_to(member) == first
    assert given_to(other, TUESDAY + timedelta(days=2)) != first


def test_nobody_takes_by_hand_what_another_has_or_has_just_called(team: list[Member]) -> None:
    first, second, *_ = file_of(team[0], 3)
    assert given_to(team[0]) == first
    with pytest.raises(HeldByAnother):
        take_card(by=team[1], company=first, at=TUESDAY)
    log(team[0], second)
    second.refresh_from_db()
    with pytest.raises(CalledByAnother):
        take_card(by=team[1], company=second, at=TUESDAY + MINUTE)
    take_card(by=team[0], company=second, at=TUESDAY + MINUTE)
    release(team[0])
    take_card(by=team[1], company=second, at=TUESDAY + timedelta(days=1))


# Promises


def test_a_promise_is_offered_first_to_the_member_who_gave_it(team: list[Member]) -> None:
    cards = file_of(team[0], 6)
    promised = cards[4]
    log(team[1], promised, "call_back", when=TUESDAY + timedelta(hours=1), precision="minute")
    assert FollowUp.objects.get().member == team[1]
    due = TUESDAY + timedelta(hours=1, minutes=1)
    assert given_to(team[0], due) != promised
    assert given_to(team[1], due) == promised


def test_a_card_taken_while_the_clock_was_a_year_ahead_is_free(team: list[Member]) -> None:
    first, *_ = file_of(team[0], 6)
    assert claim(team[1], first, Reason("held"), TUESDAY + timedelta(days=365))
    assert not claim(team[0], first, Reason("held"), TUESDAY + timedelta(days=365))
    assert claim(team[0], first, Reason("held"), TUESDAY)


def test_a_promise_of_somebody_away_passes_on_after_the_time_the_owner_sets(
    team: list[Member],
) -> None:
    promised, *_ = file_of(team[0], 6)
    log(team[1], promised, "call_back", when=TUESDAY + timedelta(hours=1), precision="minute")
    keep_passing(workspace=team[0].workspace, minutes=20)
    due = TUESDAY + timedelta(hours=1)
    assert given_to(team[0], due + 19 * MINUTE) != promised
    release(team[0])
    assert given_to(team[0], due + 21 * MINUTE) == promised


def test_a_late_promise_waits_for_a_member_who_is_at_the_desk(team: list[Member]) -> None:
    """They talk to somebody else just now, and gave their word."""
    promised, *_ = file_of(team[0], 6)
    log(team[1], promised, "call_back", when=TUESDAY + timedelta(hours=1), precision="minute")
    due = TUESDAY + timedelta(hours=1)
    busy = given_to(team[1], due - 30 * MINUTE)
    assert busy is not None
    at = due + 45 * MINUTE
    renew(team[1], at, busy.pk)
    assert given_to(team[0], at) != promised
    release(team[0])
    assert given_to(team[0], at + LEASE + MINUTE) == promised, "now they are away"


# Undo


def test_undo_reaches_ones_own_calls_only(team: list[Member]) -> None:
    first, second, *_ = file_of(team[0], 3)
    theirs = log(team[1], first).entry
    mine = log(team[2], second).entry
    for by in (team[0], team[2]):
        with pytest.raises(NothingToUndo):
            undo(by=by, entry_id=theirs.pk)
    assert undo(by=team[2]).pk == mine.pk
    assert undo(by=team[1], entry_id=theirs.pk).pk == theirs.pk


def test_a_call_of_another_member_cannot_be_corrected(team: list[Member]) -> None:
    first, *_ = file_of(team[0], 2)
    call = log(team[1], first).call
    with pytest.raises(Refused):
        correct(by=team[0], call=call, outcome="voicemail", typed={}, at=TUESDAY)
    correct(by=team[1], call=call, outcome="voicemail", typed={}, at=TUESDAY)


def test_the_owner_takes_back_what_a_member_did_to_the_file_and_a_caller_does_not(
    team: list[Member],
) -> None:
    file_of(team[1], 1)
    entry = Entry.objects.latest("pk")
    with pytest.raises(NothingToUndo):
        undo(by=team[2], entry_id=entry.pk)
    undo(by=team[0], entry_id=entry.pk)


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_the_same_moment_get_as_many_cards() -> None:
    with clock.frozen(TUESDAY):
        owner = shared(open_workspace(owner="Camille"))
        file_of(owner, 12)
        people = [owner, *(colleague(owner, f"membre {index}") for index in range(3))]
        together, found = threading.Barrier(len(people)), list[int]()

        def ask(one: Member) -> None:
            try:
                together.wait()
                for _ in range(2):
                    card = given_to(Member.objects.select_related("workspace").get(pk=one.pk))
                    assert card is not None
                    found.append(card.pk)
                    log_and_go_on(by=one, typed=unanswered(card, TUESDAY))
            finally:
                connection.close()

        threads = [threading.Thread(target=ask, args=(one,)) for one in people]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    assert len(found) == 8
    assert len(set(found)) == 8, "the other four lie before them by now"
    assert Call.objects.count() == 8


# Any order of things


@dataclass
class Shift:
    """A morning of a team: which member holds which card, at what time."""

    members: list[Member]
    at: datetime = TUESDAY
    open_pages: dict[int, Company] = field(default_factory=dict)

    def look(self, who: int) -> None:
        """Opens the call screen."""
        found = next_for(self.members[who], self.at)
        if isinstance(found, Pick):
            self.open_pages[who] = found.company
        else:
            self.open_pages.pop(who, None)
        self.check()

    def call(self, who: int, outcome: str) -> None:
        """Calls the card of the open page, if it is theirs still."""
        card = self.open_pages.get(who)
        if card is None or not renew(self.members[who], self.at, card.pk):
            return self.look(who)
        when = self.at + timedelta(hours=2) if outcome == "call_back" else None
        log(self.members[who], card, outcome, self.at, **({"when": when} if when else {}))
        self.open_pages.pop(who)
        self.check()
        return None

    def crash(self, who: int) -> None:
        """The browser is gone, and no longer reports that its page is open."""
        self.open_pages.pop(who, None)

    def wait(self, minutes: int) -> None:
        """Time passes; open pages say that they are open."""
        for _ in range(minutes):
            self.at += MINUTE
            for who, card in list(self.open_pages.items()):
                if not renew(self.members[who], self.at, card.pk):
                    self.open_pages.pop(who)

    def check(self) -> None:
        """Fails when two members hold the same company, or when two called it in one half-day."""
        keys = [card.pk for card in self.open_pages.values()]
        assert len(keys) == len(set(keys))
        seen = set[tuple[int, object]]()
        for call in Call.objects.all():
            when = (call.company_id, half_day(call.at, "metro"))
            promised = FollowUp.objects.filter(company_id=call.company_id).exists()
            assert when not in seen or promised, "twice in one half-day"
            seen.add(when)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("look"), st.integers(0, 2)),
        st.tuples(st.just("call"), st.integers(0, 2), st.sampled_from(["no_answer", "call_back"])),
        st.tuples(st.just("crash"), st.integers(0, 2)),
        st.tuples(st.just("wait"), st.integers(1, 14)),
    ),
    max_size=14,
)


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(steps=STEPS)
@example(steps=[("look", 0), ("crash", 0), ("wait", 11), ("look", 0), ("look", 1)])
def test_whatever_happens_no_company_is_called_by_two_and_all_are_called(
    team: list[Member], steps: list[tuple[object, ...]]
) -> None:
    with transaction.atomic():
        file_of(team[0], 5)
        shift = Shift(team)
        for name, *arguments in steps:
            getattr(shift, str(name))(*arguments)
        promised = set(
            FollowUp.objects.filter(kind="promised", closed_at=None).values_list(
                "company_id", flat=True
            )
        )
        for who in (0, 1):
            shift.crash(who)
        shift.at += LEASE + MINUTE
        # One is left: everything that nobody has called yet comes to her, promises of the others
        # included once their time has passed.
        for _ in range(20):
            shift.look(2)
            if 2 not in shift.open_pages:
                shift.at += timedelta(hours=3)
                shift.look(2)
            if 2 not in shift.open_pages:
                break
            shift.call(2, "no_answer")
        called = set(Call.objects.values_list("company_id", flat=True))
        assert called == set(Company.objects.values_list("pk", flat=True)), "everything is called"
        kept = set(FollowUp.objects.filter(kind="promised").values_list("company_id", flat=True))
        assert promised <= kept, "no promise is lost"
        transaction.set_rollback(True)


# The page


def test_the_open_page_says_that_it_is_open_in_a_team_only(
    page: Client, member: Member, in_file_order: None
) -> None:
    first, *_ = file_of(member, 3)
    assert "/calls/hold/" not in page.get("/calls/").content.decode()
    owner = shared(member)
    assert "/calls/hold/" in page.get("/calls/").content.decode()
    assert page.post("/calls/hold/", {"company": first.pk}).status_code == 204
    Claim.objects.update(member=colleague(owner, "Noé"))
    assert 'role="alert"' in page.post("/calls/hold/", {"company": first.pk}).content.decode()
