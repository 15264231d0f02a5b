"""Calls that were not made at the desk: those they make to her, those she makes elsewhere; notes
without a call; an outcome corrected afterwards.
"""

from __future__ import annotations

import re
from datetime import timedelta
from html import escape
from typing import Any

import pytest
from django.test import Client

from decroche.callqueue.models import Skip
from decroche.callqueue.next_card import next_for
from decroche.callqueue.search import Pick
from decroche.calls.correcting import correct
from decroche.calls.log_call import log_call
from decroche.calls.models import Call, CallState, Moment, Note
from decroche.calls.notes import write_note
from decroche.calls.permission import may_call
from decroche.calls.reading import OutcomeInput
from decroche.calls.refused import Refused
from decroche.calls.rules import APPOINTMENTS, OPPOSITIONS
from decroche.calls.sessions import begin
from decroche.calls.sittings import given_in
from decroche.compliance.models import Notice
from decroche.correspondence.models import Message
from decroche.followups.models import FollowUp
from decroche.insights.funnel import summed
from decroche.insights.periods import by_hour
from decroche.journal.actions import KeptForGood, undo
from decroche.journal.models import Entry
from decroche.prospects.actions import remove
from decroche.prospects.legal_actions import choose_audience
from decroche.prospects.merging import merge
from decroche.prospects.models import Company
from decroche.prospects.queries import numbers_of
from decroche.prospects.search import search
from decroche.referrals.models import Referral
from decroche.team.models import Member
from tests.cast import TUESDAY, company, file_of
from tools.outcomes import log_outcome

DESK = {"HX-Request": "true", "HX-Target": "desk"}


def claim_key_on(shown: str) -> str:
    found = re.search(r'name="key" value="([^"]*)"', shown)
    assert found
    return found[1]


def received(member: Member, card: Company, outcome: str, **raw: str) -> Call:
    done = log_call(
        by=member,
        company_id=card.pk,
        outcome=outcome,
        raw={"origin": "incoming", **raw},
        at=TUESDAY,
    )
    return done.logged.call


def test_a_call_received_is_no_attempt_and_no_call_made(member: Member) -> None:
    card = company(member)
    log_outcome(by=member, company_id=card.pk, outcome="no_answer", at=TUESDAY)
    session = begin(by=member)
    call = received(member, card, "call_back", when="jeudi 10h")
    state = CallState.objects.get(pk=card.pk)
    assert (call.origin, call.situation, call.arm) == ("incoming", "", "")
    assert (state.attempts, state.unanswered) == (1, 0)
    assert given_in(session).calls == 0
    assert summed(by_hour(member.workspace)).by_outcome.get("call_back", 0) == 0
    assert FollowUp.objects.get().kind == "promised"
    undo(by=member)
    state.refresh_from_db()
    assert (state.attempts, state.unanswered, state.last_outcome) == (1, 1, "no_answer")


def test_calls_received_count_in_no_limit(member: Member) -> None:
    card = company(member)
    for days in (9, 6, 3):
        log_outcome(
            by=member,
            company_id=card.pk,
            outcome="gatekeeper",
            said=OutcomeInput(origin="incoming"),
            at=TUESDAY - timedelta(days=days),
        )
    done = log_outcome(by=member, company_id=card.pk, outcome="no_answer", at=TUESDAY)
    assert done.consequence.kind == "retry"


def test_the_four_calls_of_a_consumer_are_those_she_made(member: Member) -> None:
    card = company(member)
    for days in (4, 3, 2, 1):
        log_outcome(
            by=member,
            company_id=card.pk,
            outcome="gatekeeper",
            said=OutcomeInput(origin="incoming"),
            at=TUESDAY - timedelta(days=days),
        )
    choose_audience(by=member, company=card, audience="consumer")
    state = CallState.objects.select_related("company").get(pk=card.pk)
    verdict = may_call(member.workspace, state, TUESDAY, numbers=numbers_of(card))
    assert verdict.why != "too_often"


@pytest.mark.parametrize("outcome", ["no_answer", "voicemail", "wrong_number"])
def test_a_call_received_was_answered_by_somebody(member: Member, outcome: str) -> None:
    with pytest.raises(Refused) as refused:
        received(member, company(member), outcome)
    assert refused.value.code == "never_incoming"


def test_whoever_asked_for_silence_may_call_her(member: Member, page: Client) -> None:
    card = company(member)
    log_outcome(by=member, company_id=card.pk, outcome="do_not_call")
    with pytest.raises(Refused):
        log_outcome(by=member, company_id=card.pk, outcome="interested")
    assert received(member, card, "gatekeeper", said="Se sont trompés").origin == "incoming"
    shown = page.get(f"/calls/?origin=incoming&company={card.pk}").content.decode()
    assert f'name="company" value="{card.pk}"' in shown


def test_a_call_from_elsewhere_is_an_attempt_that_teaches_nothing(member: Member) -> None:
    card = company(member)
    done = log_outcome(
        by=member, company_id=card.pk, outcome="voicemail", said=OutcomeInput(origin="elsewhere")
    )
    assert CallState.objects.get(pk=card.pk).attempts == 1
    assert done.call.situation == ""
    assert summed(by_hour(member.workspace)).calls == 1


@pytest.mark.usefixtures("in_file_order")
def test_the_card_found_takes_a_call_received_and_the_one_she_held_comes_back(
    member: Member, page: Client
) -> None:
    _first, second = file_of(member, 2)
    held = next_for(member, TUESDAY)
    assert isinstance(held, Pick)
    shown = page.get(f"/calls/?origin=incoming&company={second.pk}").content.decode()
    assert 'name="origin" value="incoming"' in shown
    assert 'value="no_answer"' not in shown
    fields = {"company": second.pk, "origin": "incoming", "outcome": "hung_up"}
    after = page.post("/calls/log/", fields, headers={"HX-Request": "true", "HX-Target": "desk"})
    assert f'name="company" value="{held.company.pk}"' in after.content.decode()
    assert 'name="origin" value=""' in after.content.decode()
    assert Call.objects.get().origin == "incoming"


@pytest.mark.parametrize("headers", [DESK, {}])
@pytest.mark.parametrize("origin", ["incoming", "elsewhere"])
@pytest.mark.usefixtures("in_file_order")
def test_a_call_received_that_is_taken_back_stays_one_until_it_is_put_away(
    member: Member, page: Client, origin: str, headers: dict[str, str]
) -> None:
    first, second = file_of(member, 2)
    log_outcome(by=member, company_id=second.pk, outcome="no_need", at=TUESDAY - timedelta(days=3))
    shown = page.get(f"/calls/?origin={origin}&company={second.pk}").content.decode()
    fields = {"company": second.pk, "origin": origin, "outcome": "hung_up"}
    page.post("/calls/log/", fields | {"key": claim_key_on(shown)}, headers=DESK)
    page.post("/calls/undo/", headers=headers)
    for _ in range(2):  # a reload, and coming back from another page
        again = page.get("/calls/").content.decode()
        assert f'name="company" value="{second.pk}"' in again
        assert f'name="origin" value="{origin}"' in again
    fields = {"company": second.pk, "origin": origin}
    after = page.post("/calls/skip/", fields, headers=DESK).content.decode()
    assert f"{escape(second.name)}\N{NO-BREAK SPACE}: fiche refermée" in after
    assert f'name="company" value="{first.pk}"' in after
    assert 'name="origin" value=""' in after
    assert not Skip.objects.exists()


@pytest.mark.usefixtures("in_file_order")
def test_programs_are_offered_no_card_of_a_call_that_came_in(member: Member, page: Client) -> None:
    first, second = file_of(member, 2)
    log_outcome(by=member, company_id=second.pk, outcome="do_not_call")
    page.get(f"/calls/?origin=incoming&company={second.pk}")
    found = next_for(member, TUESDAY)
    assert isinstance(found, Pick)
    assert found.company == first


def test_a_note_without_a_call_is_dated_found_and_taken_back(member: Member, page: Client) -> None:
    card = company(member)
    page.post(f"/companies/{card.pk}/note/", {"text": "Vu au salon", "on": "2026-11-20"})
    note = Note.objects.get()
    assert (note.text, note.at.date().isoformat()) == ("Vu au salon", "2026-11-20")
    assert "Vu au salon" in page.get(f"/companies/{card.pk}/").content.decode()
    assert "Vu au salon" in page.get("/calls/").content.decode()
    assert [one for one, _ in search(member.workspace, "salon")] == [card]
    undo(by=member)
    assert not Note.objects.exists()
    assert not search(member.workspace, "salon")


def test_a_corrected_outcome_takes_back_what_it_led_to_and_can_be_undone(member: Member) -> None:
    card = company(member)
    wrong = log_call(
        by=member,
        company_id=card.pk,
        outcome="call_back",
        raw={"when": "jeudi 10h", "note": "Mme Roussel"},
        at=TUESDAY,
    ).logged.call
    typed = {"note": "Mme Roussel, agence"}
    done = correct(by=member, call=wrong, outcome="no_need", typed=typed, at=TUESDAY)
    call = Call.objects.get()
    assert (call.outcome, call.note, call.at) == ("no_need", "Mme Roussel, agence", TUESDAY)
    assert not FollowUp.objects.filter(closed_at=None, kind="promised").exists()
    assert CallState.objects.get(pk=card.pk).attempts == 1
    assert done.consequence is not None
    assert done.consequence.kind == "rest"
    undo(by=member, entry_id=done.entry.pk)
    call = Call.objects.get()
    assert (call.pk, call.outcome, call.note) == (wrong.pk, "call_back", "Mme Roussel")
    assert FollowUp.objects.get(closed_at=None).kind == "promised"
    assert Entry.objects.get(subject_id=wrong.pk, verb="call.logged").undone_at is None
    undo(by=member)
    assert not Call.objects.exists()


@pytest.mark.parametrize(("state", "said"), [("sent", "est parti"), ("handed", "train de partir")])
def test_what_a_correction_cannot_take_back_is_said(
    member: Member, page: Client, state: str, said: str
) -> None:
    card = company(member)
    call = log_call(
        by=member,
        company_id=card.pk,
        outcome="email_requested",
        raw={"email": "com@vasseur.example"},
        at=TUESDAY,
    ).logged.call
    Message.objects.update(state=state)
    shown = page.post(f"/calls/{call.pk}/correct/", {"outcome": "no_need"}, follow=True)
    assert said in shown.content.decode()
    assert Call.objects.get().outcome == "no_need"


@pytest.mark.parametrize("outcome", ["call_back", "interested", "meeting", "no_need"])
def test_any_outcome_opens_to_be_corrected(member: Member, page: Client, outcome: str) -> None:
    typed = {"when": "jeudi 10h", "note": "Mme Roussel"}
    log_call(by=member, company_id=company(member).pk, outcome=outcome, raw=typed, at=TUESDAY)
    shown = page.get(f"/calls/{Call.objects.get().pk}/correct/").content.decode()
    assert "Mme Roussel</textarea>" in shown


def test_of_an_earlier_call_only_the_record_changes(member: Member) -> None:
    card = company(member)
    for days in (8, 1):
        log_outcome(
            by=member,
            company_id=card.pk,
            outcome="no_answer",
            at=TUESDAY - timedelta(days=days),
        )
    before = CallState.objects.get(pk=card.pk)
    older = Call.objects.order_by("at")[0]
    done = correct(by=member, call=older, outcome="gatekeeper", typed={}, at=TUESDAY)
    after = CallState.objects.get(pk=card.pk)
    assert done.consequence is None
    assert (after.unanswered, after.attempts, after.not_before) == (1, 2, before.not_before)
    undo(by=member)
    assert CallState.objects.get(pk=card.pk).unanswered == 2
    assert set(Call.objects.values_list("outcome", flat=True)) == {"no_answer"}


def an_earlier_call(member: Member, outcome: str) -> Call:
    """A call of last week, with one that nobody answered since."""
    card, thursday = company(member), OutcomeInput(when=TUESDAY + timedelta(days=2))
    week_before = TUESDAY - timedelta(days=8)
    done = log_outcome(
        by=member, company_id=card.pk, outcome=outcome, said=thursday, at=week_before
    )
    yesterday = TUESDAY - timedelta(days=1)
    log_outcome(by=member, company_id=card.pk, outcome="no_answer", at=yesterday)
    return done.call


@pytest.mark.parametrize("outcome", [*OPPOSITIONS, *APPOINTMENTS])
def test_an_earlier_call_becomes_neither_an_opposition_nor_an_appointment(
    member: Member, outcome: str
) -> None:
    """Later calls were decided without them, so they are made on the card instead."""
    older = an_earlier_call(member, "no_need")
    typed = {"when": "jeudi 10h", "place": "chez eux"}
    with pytest.raises(Refused, match="later_calls"):
        correct(by=member, call=older, outcome=outcome, typed=typed, at=TUESDAY)
    assert Call.objects.get(pk=older.pk).outcome == "no_need"


def test_an_earlier_call_that_gave_an_appointment_still_does(member: Member) -> None:
    older = an_earlier_call(member, "meeting")
    with pytest.raises(Refused, match="later_calls"):
        correct(by=member, call=older, outcome="no_need", typed={}, at=TUESDAY)
    assert Call.objects.get(pk=older.pk).outcome == "meeting"


def test_an_opposition_is_not_corrected_by_a_key(member: Member) -> None:
    card = company(member)
    call = log_outcome(by=member, company_id=card.pk, outcome="do_not_call").call
    with pytest.raises(KeptForGood):
        correct(by=member, call=call, outcome="no_need", typed={}, at=TUESDAY)
    assert Call.objects.get().outcome == "do_not_call"


def test_a_note_stays_on_the_card_that_two_became(member: Member, page: Client) -> None:
    card = company(member)
    write_note(by=member, company=card, text="Une note longue", at=TUESDAY)
    assert "Une note longue" in page.get(f"/companies/{card.pk}/").content.decode()


def test_a_correction_keeps_what_was_kept_beside_the_outcome(member: Member) -> None:
    card = company(member)
    raw = {
        "referral": "Studio Grivel 03 53 01 55 66",
        "sentence": "De ma part",
        "moment": "Vous tombez à pic",
        "told": "1",
    }
    done = log_call(by=member, company_id=card.pk, outcome="no_answer", raw=raw, at=TUESDAY)
    typed = {"when": "jeudi 10h", "moment": "", "referral": ""}
    correct(by=member, call=done.logged.call, outcome="call_back", typed=typed, at=TUESDAY)
    call = Call.objects.get()
    assert call.outcome == "call_back"
    assert Referral.objects.get().to_company.name == "Studio Grivel"
    assert Referral.objects.get().sentence == "De ma part"
    assert [one.sentence for one in Moment.objects.all()] == ["Vous tombez à pic"]
    assert Notice.objects.filter(company_id=card.pk).exists()
    undo(by=member)
    assert Call.objects.get().outcome == "no_answer"
    assert Referral.objects.get().to_company.name == "Studio Grivel"
    assert Moment.objects.count() == 1


def test_a_call_is_corrected_as_often_as_she_likes_and_stays_one_call(member: Member) -> None:
    card = company(member)
    raw = {"email": "com@vasseur.example"}
    log_call(by=member, company_id=card.pk, outcome="email_requested", raw=raw, at=TUESDAY)
    before = _standing(card)
    entries = []
    for outcome in ("voicemail", "hung_up", "no_need", "no_answer"):
        (call,) = Call.objects.all()
        done = correct(by=member, call=call, outcome=outcome, typed={}, at=TUESDAY)
        entries.append(done.entry.pk)
        assert Call.objects.get().outcome == outcome
        assert CallState.objects.get(pk=card.pk).attempts == 1
        assert not Message.objects.exists()
        assert FollowUp.objects.filter(closed_at=None, kind="promised").count() == 0
    for entry, outcome in zip(
        reversed(entries), ("no_need", "hung_up", "voicemail", "email_requested"), strict=True
    ):
        undo(by=member, entry_id=entry)
        assert Call.objects.get().outcome == outcome
    assert _standing(card) == before


def _standing(card: Company) -> dict[str, list[Any]]:
    """What follows for a card: its call state, its mails, its open promises."""
    return {
        "state": list(CallState.objects.filter(pk=card.pk).values()),
        "mails": list(Message.objects.order_by("pk").values()),
        "promises": list(FollowUp.objects.filter(closed_at=None).order_by("pk").values()),
    }


@pytest.mark.parametrize(
    ("outcome", "raw"),
    [
        ("no_need", {"agency": "Pixel", "until": "mars 2027", "reason": "agency"}),
        ("email_requested", {"email": "com@vasseur.example", "agency": "Pixel"}),
        ("meeting", {"when": "jeudi 10h", "place": "12 rue du Port"}),
        ("voicemail", {"message_left": "1"}),
        ("call_back", {"when": "jeudi 10h"}),
        ("do_not_call", {}),
    ],
)
def test_a_corrected_note_changes_nothing_else(
    member: Member, page: Client, outcome: str, raw: dict[str, str]
) -> None:
    card = company(member)
    raw = {**raw, "note": "Mme Rousel", "asked_for": "communication"}
    log_call(by=member, company_id=card.pk, outcome=outcome, raw=raw, at=TUESDAY)
    call, before = Call.objects.get(), _standing(card)
    typed = {"outcome": outcome, "note": "Mme Roussel", "reason": call.reason}
    page.post(f"/calls/{call.pk}/correct/", typed)
    after = Call.objects.get()
    assert (after.pk, after.note, after.details) == (call.pk, "Mme Roussel", call.details)
    noted = [{**row, "note": "Mme Roussel"} for row in before["promises"]]
    assert _standing(card) == {**before, "promises": noted}
    undo(by=member)
    assert Call.objects.get().note == call.note
    assert _standing(card) == before


def test_a_call_whose_note_was_corrected_is_corrected_like_any_other(member: Member) -> None:
    card = company(member)
    log_call(by=member, company_id=card.pk, outcome="no_answer", raw={"note": "x"}, at=TUESDAY)
    correct(by=member, call=Call.objects.get(), outcome="no_answer", typed={}, at=TUESDAY)
    assert Call.objects.get().note == ""
    typed = {"when": "jeudi 10h", "note": "y"}
    correct(by=member, call=Call.objects.get(), outcome="call_back", typed=typed, at=TUESDAY)
    call = Call.objects.get()
    assert (call.outcome, call.note) == ("call_back", "y")
    undo(by=member)
    assert (Call.objects.get().outcome, Call.objects.get().note) == ("no_answer", "")


def test_their_agency_stays_known_when_the_outcome_is_corrected(member: Member) -> None:
    card = company(member)
    raw = {"agency": "Pixel", "until": "mars 2027", "asked_for": "communication"}
    log_call(by=member, company_id=card.pk, outcome="no_need", raw=raw, at=TUESDAY)
    typed = {"email": "com@vasseur.example"}
    call = Call.objects.get()
    correct(by=member, call=call, outcome="email_requested", typed=typed, at=TUESDAY)
    call = Call.objects.get()
    assert (call.details["agency"], call.details["until"]) == ("Pixel", "mars 2027")
    assert card.contacts.get(email="com@vasseur.example").role == "communication"


@pytest.mark.parametrize("outcome", ["call_back", "meeting", "interested"])
def test_somebody_to_be_left_alone_who_calls_is_promised_no_call(
    member: Member, page: Client, outcome: str
) -> None:
    """The card says it before, and the refusal what to do."""
    card = company(member)
    log_outcome(by=member, company_id=card.pk, outcome="do_not_call")
    shown = page.get(f"/calls/?origin=incoming&company={card.pk}").content.decode()
    assert "ne plus être appelés" in shown
    with pytest.raises(Refused) as refused:
        received(member, card, outcome, when="jeudi 10h")
    assert [problem.code for problem in refused.value.problems] == ["promise_opposed"]
    assert not FollowUp.objects.filter(closed_at=None).exists()
    assert received(member, card, "no_need").outcome == "no_need"


def test_a_call_that_another_window_corrected_is_shown_with_what_was_typed(
    member: Member, page: Client
) -> None:
    card = company(member)
    old = log_outcome(by=member, company_id=card.pk, outcome="no_answer", at=TUESDAY).call
    for outcome in ("voicemail", "hung_up"):
        call = Call.objects.get()
        correct(by=member, call=call, outcome=outcome, typed={}, at=TUESDAY)
    call = Call.objects.get()
    there = f"/calls/{call.pk}/correct/"
    assert page.get(f"/calls/{old.pk}/correct/").headers["Location"] == there
    typed = {"outcome": "no_need", "note": "Agence jusqu’en juin"}
    shown = page.post(f"/calls/{old.pk}/correct/", typed).content.decode()
    assert "Agence jusqu’en juin</textarea>" in shown
    assert f'action="{there}"' in shown
    assert "dans une autre fenêtre" in shown
    assert Call.objects.get() == call
    page.post(there, typed)
    assert Call.objects.get().note == "Agence jusqu’en juin"
    assert page.get("/calls/999999/correct/").status_code == 404


def test_a_card_that_left_the_file_meanwhile_takes_no_call(page: Client, member: Member) -> None:
    card, kept, *_ = file_of(member, 3)
    page.post("/calls/begin/")
    page.get("/calls/")
    remove(by=member, companies=Company.objects.filter(pk=card.pk))
    typed = {"company": card.pk, "outcome": "call_back", "when": "jeudi 10h", "key": "k1"}
    shown = page.post("/calls/log/", typed)
    assert shown.status_code == 422
    assert f"{escape(card.name)}\u00a0: " in shown.content.decode()
    assert "a quitté le fichier" in shown.content.decode()
    undo(by=member)
    merge(by=member, kept=kept, other=card)
    with pytest.raises(Refused) as refused:
        log_call(by=member, company_id=card.pk, outcome="no_answer", raw={}, at=TUESDAY)
    assert [problem.code for problem in refused.value.problems] == ["out_of_file"]
    assert not Call.objects.exists()


def test_a_call_received_that_is_taken_back_comes_back_as_one(member: Member, page: Client) -> None:
    card = company(member)
    page.get(f"/calls/?origin=incoming&company={card.pk}")
    typed = {"company": card.pk, "outcome": "call_back", "when": "jeudi 10h", "key": "k1"}
    page.post("/calls/log/", {**typed, "origin": "incoming"})
    assert Call.objects.get().origin == "incoming"
    shown = page.post("/calls/undo/", headers={"HX-Request": "true"}).content.decode()
    assert not Call.objects.exists()
    assert 'name="origin" value="incoming"' in shown
    assert "Annulé" in shown
    assert card.name.split()[0] in shown
