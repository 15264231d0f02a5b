"""An opposition noted by mistake: the correction is kept with a written reason, and the follow-ups
that it had closed are due again.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from decroche.calls.models import Call
from decroche.compliance.models import Suppression
from decroche.followups.models import FollowUp
from decroche.journal.actions import undo
from decroche.journal.models import Entry
from decroche.prospects.legal_actions import leave_person_alone, lift_company, lift_person
from decroche.prospects.models import Company, Contact
from decroche.team.models import Member
from tests.cast import TUESDAY, company, file_of, log, state_of

TYPED = {"outcome": "call_back", "when": "jeudi 3 décembre à 10h", "note": "demander Mme Rau"}
WHY = "mauvaise touche, il a dit de rappeler"


@pytest.fixture
def opposed(member: Member) -> Company:
    card = company(member)
    log(member, card, "do_not_call", at=TUESDAY)
    return card


def correct(page: Client, **more: str) -> str:
    address = f"/calls/{Call.objects.get().pk}/correct/"
    return page.post(address, TYPED | more, follow=True).content.decode()


def test_the_form_asks_why_and_keeps_what_was_typed(page: Client, opposed: Company) -> None:
    asked = page.get(f"/calls/{Call.objects.get().pk}/correct/").content.decode()
    assert 'name="lifted_because"' in asked
    answer = correct(page)
    assert "Écrivez pourquoi, en quelques mots" in answer
    assert TYPED["when"] in answer
    assert TYPED["note"] in answer
    assert re.search(r'value="call_back"\s+selected', answer)
    assert Call.objects.get().outcome == "do_not_call"
    assert Suppression.objects.exists()


def test_with_its_reason_the_other_outcome_is_kept_with_all_it_leads_to(
    page: Client, member: Member, opposed: Company
) -> None:
    answer = correct(page, lifted_because=WHY)
    call, promise = Call.objects.get(), FollowUp.objects.get()
    assert (call.outcome, call.note) == ("call_back", TYPED["note"])
    assert (promise.due_at.day, promise.due_at.month, promise.closed_at) == (3, 12, None)
    assert not Suppression.objects.exists()
    opposed.refresh_from_db()
    assert opposed.opposed_at is None
    assert state_of(opposed).attempts == 1
    assert "Corrigé" in answer
    first = Entry.objects.exclude(undone_at=None).get()
    assert first.particulars["undone_because"] == WHY
    undo(by=member)
    assert Call.objects.get().outcome == "do_not_call"
    assert Suppression.objects.exists()
    opposed.refresh_from_db()
    assert opposed.opposed_at is not None


def test_a_reason_of_one_word_is_not_enough(page: Client, opposed: Company) -> None:
    answer = correct(page, lifted_because="non")
    assert 'value="non"' in answer
    assert Suppression.objects.exists()


def test_where_nothing_was_opposed_no_reason_is_asked(page: Client, member: Member) -> None:
    log(member, company(member), "no_need")
    asked = page.get(f"/calls/{Call.objects.get().pk}/correct/").content.decode()
    assert 'name="lifted_because"' not in asked


def test_lifted_on_the_card_what_was_promised_is_due_again(member: Member) -> None:
    card = company(member)
    due = TUESDAY + timedelta(days=9)
    log(member, card, "call_back", when=due)
    log(member, card, "do_not_call", at=TUESDAY + timedelta(days=1))
    assert FollowUp.objects.get().closed_how == "opposed"
    card.refresh_from_db()
    lift_company(by=member, company=card, reason=WHY)
    promise = FollowUp.objects.get()
    assert (promise.due_at, promise.closed_at, promise.closed_how) == (due, None, "")
    undo(by=member)
    assert FollowUp.objects.get().closed_how == "opposed"


def test_what_a_person_was_promised_is_due_again_and_nothing_else(member: Member) -> None:
    _first, card = file_of(member, 2)
    person = Contact.objects.get(name="Mme Roussel")
    log(member, card, "call_back", when=TUESDAY + timedelta(days=9))
    promise = FollowUp.objects.get()
    FollowUp.objects.filter(pk=promise.pk).update(contact=person)
    leave_person_alone(by=member, person=person)
    assert FollowUp.objects.get().closed_how == "opposed"
    person.refresh_from_db()
    lift_person(by=member, person=person, reason=WHY)
    assert FollowUp.objects.get().closed_at is None
