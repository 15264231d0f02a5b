"""Which number stands beside a follow-up: the one that the promise was made on."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils.translation import override

from decroche.calls.reading import OutcomeInput
from decroche.followups.models import FollowUp
from decroche.followups.queries import numbers_to_dial
from decroche.prospects.models import Contact, PhoneNumber
from decroche.team.models import Member
from tests.cast import TUESDAY, company, log
from tools.outcomes import log_outcome


def test_the_number_is_the_one_that_the_promise_was_made_on(member: Member, page: Client) -> None:
    card = company(member)
    first = card.numbers.get()
    mobile = PhoneNumber.objects.create(
        workspace=member.workspace,
        company=card,
        e164="+33639981006",
        national="06 39 98 10 06",
        position=1,
    )
    said = OutcomeInput(when=TUESDAY + timedelta(days=2), precision="minute")
    log_outcome(by=member, company_id=card.pk, outcome="call_back", said=said, number_id=mobile.pk)
    step = FollowUp.objects.get()
    assert numbers_to_dial(member.workspace, [step]) == {step.pk: mobile.national}
    assert mobile.national in page.get("/follow-ups/").content.decode()
    PhoneNumber.objects.filter(pk=mobile.pk).update(state="wrong")
    assert numbers_to_dial(member.workspace, [step]) == {step.pk: first.national}


def test_without_a_call_it_is_the_persons_own(member: Member) -> None:
    card = company(member)
    first = card.numbers.get()
    person = Contact.objects.create(workspace=member.workspace, company=card, name="Anne Lopez")
    step = FollowUp.objects.create(
        workspace=member.workspace,
        company=card,
        contact=person,
        kind="promised",
        purpose="call_back",
        due_at=TUESDAY,
        created_at=TUESDAY,
    )
    assert numbers_to_dial(member.workspace, [step]) == {step.pk: first.national}
    own = PhoneNumber.objects.create(
        workspace=member.workspace,
        company=card,
        contact=person,
        e164="+33639981007",
        national="06 39 98 10 07",
        position=1,
    )
    assert numbers_to_dial(member.workspace, [step]) == {step.pk: own.national}
    PhoneNumber.objects.all().delete()
    assert numbers_to_dial(member.workspace, [step]) == {}


def test_the_extension_stands_beside_the_number(member: Member) -> None:
    card = company(member)
    PhoneNumber.objects.filter(company=card).update(extension="214")
    log(member, card, "call_back", when=TUESDAY + timedelta(days=2), precision="minute")
    with override("en"):
        (shown,) = numbers_to_dial(member.workspace, list(FollowUp.objects.all())).values()
    assert shown == f"{card.numbers.get().national} ext. 214"
