"""One person asks for silence: what was due with them stops, the rest of their company goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from decroche.calls.permission import may_call
from decroche.calls.whom_to_ask import ask_for, best_number
from decroche.correspondence.models import Message
from decroche.followups.models import FollowUp
from decroche.journal.actions import KeptForGood, undo
from decroche.prospects.legal_actions import leave_person_alone, lift_person
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.team.models import Member
from tests.cast import TUESDAY, file_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
ADDRESS = "c.durand@exemple.example"


@pytest.fixture
def card(member: Member) -> Company:
    return file_of(member, 1)[0]


@pytest.fixture
def durand(member: Member, card: Company) -> Contact:
    """Decides about communication, with a number of her own that no plan is sure of."""
    person = Contact.objects.create(
        workspace=member.workspace,
        company=card,
        name="Mme Durand",
        role=Contact.Role.COMMUNICATION,
        email=ADDRESS,
        decides=True,
    )
    PhoneNumber.objects.create(
        workspace=member.workspace,
        company=card,
        contact=person,
        e164="+33639980042",
        national="06 39 98 00 42",
        kind=PhoneNumber.Kind.MOBILE,
        position=7,
    )
    return person


@pytest.fixture
def petit(member: Member, card: Company) -> Contact:
    return Contact.objects.create(
        workspace=member.workspace, company=card, name="M. Petit", role=Contact.Role.HR
    )


def due_with(member: Member, card: Company, person: Contact | None) -> FollowUp:
    return FollowUp.objects.create(
        workspace=member.workspace,
        company=card,
        contact=person,
        kind=FollowUp.Kind.PROMISED,
        purpose="call_back",
        due_at=TUESDAY + timedelta(days=2),
        created_at=TUESDAY,
    )


def mail_to(member: Member, card: Company, person: Contact | None, to: str) -> Message:
    return Message.objects.create(
        workspace=member.workspace,
        company=card,
        contact=person,
        to=to,
        state=Message.State.QUEUED,
    )


def test_what_was_due_with_her_is_not_due_any_more(
    member: Member, card: Company, durand: Contact, petit: Contact
) -> None:
    hers, his, theirs = (due_with(member, card, one) for one in (durand, petit, None))
    silence(member, durand)
    for one in (hers, his, theirs):
        one.refresh_from_db()
    assert (hers.closed_how, his.closed_at, theirs.closed_at) == ("opposed", None, None)
    assert hers.closed_at is not None


def test_no_mail_leaves_for_her_whoever_it_was_written_to(
    member: Member, card: Company, durand: Contact, petit: Contact
) -> None:
    """A mail to no person in particular may go to her address too."""
    hers = mail_to(member, card, durand, "autre@exemple.example")
    by_address = mail_to(member, card, None, ADDRESS.upper())
    his = mail_to(member, card, petit, "petit@exemple.example")
    silence(member, durand)
    for one in (hers, by_address, his):
        one.refresh_from_db()
    dropped, queued = Message.State.DROPPED, Message.State.QUEUED
    assert [one.state for one in (hers, by_address, his)] == [dropped, dropped, queued]


def test_her_opposition_is_not_that_of_the_company_whose_own_number_is_wrong(
    member: Member, card: Company, durand: Contact
) -> None:
    """No number of the company can be dialled any more; one that is added may be."""
    silence(member, durand)
    card.numbers.filter(contact=None).update(state=PhoneNumber.State.WRONG)
    numbers = list(card.numbers.order_by("position"))
    assert [one.usable for one in numbers] == [False, False]
    verdict = may_call(member.workspace, card.state, TUESDAY, numbers=numbers)
    assert verdict.why == "no_number"


def test_a_person_without_an_address_stops_only_what_is_theirs(
    member: Member, card: Company, petit: Contact
) -> None:
    other = mail_to(member, card, None, "")
    silence(member, petit)
    other.refresh_from_db()
    assert other.state == Message.State.QUEUED


def test_she_is_asked_for_before_and_not_after(
    member: Member, card: Company, durand: Contact
) -> None:
    """The decision maker, with their own number, comes first until they ask to be left alone."""
    assert ask_for(card, order=["hr", "communication"]) == ("communication", durand)
    number = best_number(card, contact=durand)
    assert number is not None
    assert number.e164 == "+33639980042"
    silence(member, durand)
    fresh = Company.objects.get(pk=card.pk)
    durand.refresh_from_db()
    assert ask_for(fresh, order=["hr"]) == ("hr", None)
    assert ask_for(fresh, order=["communication"]) == ("communication", None)
    left = best_number(fresh, contact=durand)
    assert left is not None
    assert left.e164 != "+33639980042"


def test_a_gatekeeper_is_never_the_decision_maker(
    member: Member, card: Company, durand: Contact
) -> None:
    durand.gatekeeper = True
    durand.save()
    assert ask_for(card, order=["communication"]) == ("communication", None)


def test_a_lifted_number_is_as_sure_as_it_reads(
    member: Member, card: Company, durand: Contact
) -> None:
    own = PhoneNumber.objects.get(contact=durand)
    odd = PhoneNumber.objects.create(
        workspace=member.workspace,
        company=card,
        contact=durand,
        national="07 12 34",
        position=8,
    )
    silence(member, durand)
    states = PhoneNumber.State
    own.refresh_from_db()
    odd.refresh_from_db()
    assert (own.state, odd.state) == (states.SUPPRESSED, states.SUPPRESSED)
    lift_person(by=member, person=durand, reason="elle a rappelé pour le dire")
    own.refresh_from_db()
    odd.refresh_from_db()
    assert (own.state, odd.state) == (states.VALID, states.DOUBTFUL)


def test_silence_is_taken_back_with_a_reason_only(
    member: Member, card: Company, durand: Contact
) -> None:
    due = due_with(member, card, durand)
    silence(member, durand)
    with pytest.raises(KeptForGood):
        undo(by=member)
    undo(by=member, reason="mauvaise personne")
    due.refresh_from_db()
    assert due.closed_at is None


def silence(member: Member, person: Contact) -> None:
    leave_person_alone(by=member, person=person)
