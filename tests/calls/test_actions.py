from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from decroche.calls import sessions
from decroche.calls.models import Call, CallSession, CallState, Moment
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.reading import OutcomeInput
from decroche.calls.refused import Refused
from decroche.compliance.models import Notice, Suppression
from decroche.correspondence.models import Message
from decroche.followups.models import FollowUp
from decroche.journal.actions import KeptForGood, NothingToUndo, undo
from decroche.journal.models import Entry
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.referrals.models import Referral
from decroche.team.models import Member
from tests.cast import TUESDAY, company, file_of
from tools.outcomes import log_outcome

SAID: dict[str, OutcomeInput] = {
    "call_back": OutcomeInput(when=TUESDAY + timedelta(days=2), precision="minute"),
    "interested": OutcomeInput(when=TUESDAY + timedelta(days=2)),
    "meeting": OutcomeInput(
        when=TUESDAY + timedelta(days=2), precision="minute", details={"place": "Lille"}
    ),
    "email_requested": OutcomeInput(email="com@vasseur.example", reason="agency"),
}


def said_for(outcome: str) -> OutcomeInput:
    """What must be said with an outcome for it to be kept."""
    needs = OUTCOMES[outcome].needs
    return SAID.get(outcome) or OutcomeInput(
        when=TUESDAY + timedelta(days=2) if "when" in needs else None,
        email="com@vasseur.example" if "email" in needs else "",
        details={"invite": "com@vasseur.example"} if "invite" in needs else {},
    )


def picture() -> dict[str, Any]:
    """Every row that a call can touch, except for the journal, which stays."""
    models = (
        Company,
        PhoneNumber,
        Contact,
        Call,
        FollowUp,
        Suppression,
        Moment,
        Referral,
        CallSession,
        CallState,
        Message,
        Notice,
    )
    return {model.__name__: list(model._base_manager.order_by("pk").values()) for model in models}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_undo_takes_an_outcome_back_with_every_consequence(member: Member, outcome: str) -> None:
    card = company(member)
    sessions.begin(by=member)
    before = picture()
    done = log_outcome(
        by=member, company_id=card.pk, outcome=outcome, said=said_for(outcome), key="k"
    )
    assert picture() != before
    if outcome == "do_not_call":  # an opposition is not taken back by a key alone
        with pytest.raises(KeptForGood):
            undo(by=member)
        assert Company.objects.get().opposed_at is not None
    assert undo(by=member, reason="touche frappée par erreur").pk == done.entry.pk
    assert picture() == before
    assert (
        Entry.objects.get(pk=done.entry.pk).particulars["undone_because"]
        == "touche frappée par erreur"
    )


def test_outcomes_are_taken_back_one_by_one(member: Member) -> None:
    for card in file_of(member, 3):
        log_outcome(by=member, company_id=card.pk, outcome="no_answer")
    for left in (2, 1, 0):
        undo(by=member, verbs=("call.logged",))
        assert Call.objects.count() == left
    with pytest.raises(NothingToUndo):
        undo(by=member, verbs=("call.logged",))


def test_the_same_key_twice_is_one_call(member: Member) -> None:
    card = company(member)
    first = log_outcome(by=member, company_id=card.pk, outcome="no_answer", key="k1")
    again = log_outcome(by=member, company_id=card.pk, outcome="hung_up", key="k1")
    assert (again.replayed, again.call.pk, again.call.outcome) == (True, first.call.pk, "no_answer")
    assert Call.objects.count() == Entry.objects.filter(verb="call.logged").count() == 1


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_same_key_twice_is_answered_with_the_same_consequence(
    member: Member, outcome: str
) -> None:
    card = company(member)
    said = said_for(outcome)
    first = log_outcome(by=member, company_id=card.pk, outcome=outcome, said=said, key="k1")
    again = log_outcome(by=member, company_id=card.pk, outcome=outcome, said=said, key="k1")
    assert again.replayed
    assert again.consequence == first.consequence


def test_a_promise_is_a_follow_up_that_the_next_answer_closes(member: Member) -> None:
    card = company(member)
    log_outcome(by=member, company_id=card.pk, outcome="call_back", said=SAID["call_back"])
    promise = FollowUp.objects.get()
    assert (promise.kind, promise.due_at, promise.closed_at) == (
        "promised",
        SAID["call_back"].when,
        None,
    )
    log_outcome(by=member, company_id=card.pk, outcome="no_need")
    promise.refresh_from_db()
    assert promise.closed_how == "called"


def test_an_unanswered_call_leaves_the_promise_due_and_notes_its_retry(member: Member) -> None:
    card = company(member)
    log_outcome(by=member, company_id=card.pk, outcome="call_back", said=SAID["call_back"])
    later = TUESDAY + timedelta(days=2, hours=1)
    done = log_outcome(by=member, company_id=card.pk, outcome="no_answer", at=later)
    promise = FollowUp.objects.get()
    assert promise.closed_at is None
    assert (promise.due_at, promise.retry_at) == (SAID["call_back"].when, done.consequence.at)


def test_an_e_mail_asked_for_keeps_the_address_the_wish_and_the_follow_up(member: Member) -> None:
    card = company(member)
    log_outcome(
        by=member,
        company_id=card.pk,
        outcome="email_requested",
        said=OutcomeInput(email="com@vasseur.example", asked_for="communication", reason="agency"),
    )
    contact = Contact.objects.get(company=card)
    assert (contact.role, contact.email) == ("communication", "com@vasseur.example")
    assert Message.objects.get().about == "agency"
    assert FollowUp.objects.get().kind == "advised"


def test_never_again_stops_the_company_and_its_numbers(member: Member) -> None:
    card = company(member)
    log_outcome(by=member, company_id=card.pk, outcome="do_not_call")
    card.refresh_from_db()
    assert card.opposed_at is not None
    assert not card.state.callable
    assert set(card.numbers.values_list("state", flat=True)) == {"suppressed"}


def test_a_wrong_number_leads_to_the_next_one_or_to_completing(member: Member) -> None:
    card = company(member, "Filature Hélène Carlier 03 53 01 06 11 / 06 39 98 06 11 Roubaix")
    log_outcome(by=member, company_id=card.pk, outcome="wrong_number")
    card.refresh_from_db()
    assert card.state.callable
    log_outcome(by=member, company_id=card.pk, outcome="wrong_number")
    card.refresh_from_db()
    assert not card.state.callable


def test_a_referral_makes_a_card_at_the_head_and_is_undone_with_the_call(member: Member) -> None:
    first = company(member)
    said = OutcomeInput(
        details={
            "referral": "Studio Nord 03 53 01 44 55 Lille com: Mme Petit",
            "sentence": "Appelez-la de ma part",
        }
    )
    log_outcome(by=member, company_id=first.pk, outcome="no_need", said=said)
    referral = Referral.objects.get()
    assert referral.to_company.name == "Studio Nord"
    assert referral.to_company.state.position < first.state.position
    undo(by=member)
    assert not Company.objects.filter(name="Studio Nord").exists()


@pytest.mark.parametrize(
    ("outcome", "said", "code"),
    [
        ("call_back", OutcomeInput(), "when_needed"),
        ("email_requested", OutcomeInput(), "email_needed"),
        ("nonsense", OutcomeInput(), "unknown_outcome"),
        ("no_need", OutcomeInput(reason="x"), "unknown_reason"),
    ],
)
def test_what_is_missing_is_refused_and_nothing_is_kept(
    member: Member, outcome: str, said: OutcomeInput, code: str
) -> None:
    card = company(member)
    with pytest.raises(Refused) as refusal:
        log_outcome(by=member, company_id=card.pk, outcome=outcome, said=said)
    assert refusal.value.code == code
    assert not Call.objects.exists()


def test_a_strangers_company_is_unknown(member: Member, stranger: Member) -> None:
    with pytest.raises(Refused):
        log_outcome(by=stranger, company_id=company(member).pk, outcome="no_answer")


def test_a_later_edit_survives_undo(member: Member) -> None:
    card = company(member)
    log_outcome(
        by=member,
        company_id=card.pk,
        outcome="gatekeeper",
        said=OutcomeInput(note="demander Mme Durand"),
    )
    CallState.objects.filter(pk=card.pk).update(ask_next="Mme Durand, poste 12")
    undo(by=member)
    card.refresh_from_db()
    assert card.state.ask_next == "Mme Durand, poste 12"
    assert card.state.attempts == 0
