"""Taking back or correcting a call whose card was joined with another one since: the card that
stays is as if the call had not been made, and has what was typed with the call.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from decroche.callqueue.models import Claim
from decroche.calls.correcting import correct, corrected_since
from decroche.calls.drafts import TakenIn, draft_of
from decroche.calls.log_call import CallTyped, log_typed
from decroche.calls.models import Call
from decroche.calls.notes import write_note
from decroche.desk.loop.taking_back import take_back_outcome
from decroche.followups.models import FollowUp
from decroche.journal.actions import undo
from decroche.journal.models import Entry
from decroche.journal.record import record
from decroche.journal.verbs import LOGGED
from decroche.prospects.merging import merge, merge_all
from decroche.prospects.models import Company, Contact
from decroche.prospects.people import edit_person
from decroche.prospects.search import search
from decroche.shared import clock
from decroche.team.models import Member
from tests.cast import LINES, TUESDAY, company, file_of, log, state_of

pytestmark = pytest.mark.usefixtures("in_file_order")
NOTE = "budget voté en mars"


def typed(member: Member, card: Company, outcome: str = "voicemail", note: str = NOTE) -> Entry:
    """A call of the call screen, with the words of the note."""
    taken = CallTyped(card.pk, outcome, {"note": note}, None, TUESDAY, TakenIn({"note": note}))
    with record(LOGGED, by=member, company_id=card.pk) as verb:
        return log_typed(verb, member, taken).logged.entry


def joined(member: Member, kept: Company, other: Company) -> Entry:
    for card in (kept, other):
        card.refresh_from_db()
    return merge(by=member, kept=kept, other=other)


def test_the_card_that_goes_on_rests_for_it_no_more_and_has_its_words(member: Member) -> None:
    kept, other = file_of(member, 2)
    entry = typed(member, other)
    joined(member, kept, other)
    assert state_of(kept).attempts == 1
    undo(by=member, entry_id=entry.pk)
    state = state_of(kept)
    assert (state.attempts, state.unanswered, state.last_outcome) == (0, 0, "")
    assert (state.not_before, state.last_called_at) == (None, None)
    draft = draft_of(member, kept)
    assert draft is not None
    assert draft.note == NOTE
    assert draft_of(member, other) is None
    assert not search(member.workspace, "budget")
    assert not Call.objects.exists()


def test_her_own_calls_of_the_card_that_stayed_still_count(member: Member) -> None:
    kept, other = file_of(member, 2)
    log(member, kept, "no_answer", at=TUESDAY - timedelta(days=9))
    rest = state_of(kept).not_before
    entry = log(member, other, "gatekeeper", note="Mme Rau", at=TUESDAY).entry
    joined(member, kept, other)
    assert (state_of(kept).attempts, state_of(kept).ask_next) == (2, "Mme Rau")
    undo(by=member, entry_id=entry.pk)
    state = state_of(kept)
    assert (state.attempts, state.unanswered, state.last_outcome) == (1, 1, "no_answer")
    assert (state.not_before, state.ask_next) == (rest, "")


def test_taken_back_on_the_card_that_stayed_the_other_one_still_rests(member: Member) -> None:
    kept, other = file_of(member, 2)
    entry = log(member, kept, "no_answer", at=TUESDAY).entry
    log(member, other, "no_answer", at=TUESDAY - timedelta(hours=1))
    rest = state_of(other).not_before
    joined(member, kept, other)
    undo(by=member, entry_id=entry.pk)
    assert (state_of(kept).attempts, state_of(kept).not_before) == (1, rest)


def test_a_call_made_since_says_how_long_it_rests(member: Member) -> None:
    kept, other = file_of(member, 2)
    entry = log(member, other, "no_need", reason="other", at=TUESDAY).entry
    joined(member, kept, other)
    log(member, kept, "voicemail", at=TUESDAY + timedelta(days=200))
    rest = state_of(kept).not_before
    undo(by=member, entry_id=entry.pk)
    assert (state_of(kept).attempts, state_of(kept).not_before) == (1, rest)


def test_joined_twice_it_is_the_last_card_that_is_reached(member: Member) -> None:
    first, second, third = file_of(member, 3)
    entry = typed(member, first)
    joined(member, second, first)
    joined(member, third, second)
    undo(by=member, entry_id=entry.pk)
    assert (state_of(third).attempts, state_of(third).not_before) == (0, None)
    draft = draft_of(member, third)
    assert draft is not None
    assert draft.note == NOTE


def test_joined_with_many_others_at_once_too(member: Member) -> None:
    first, second, third = file_of(member, 3)
    entry = typed(member, first)
    pairs = [(first.pk, second.pk), (first.pk, third.pk)]
    merge_all(
        by=member,
        pairs=pairs,
        in_order=lambda one, two: (max(one, two, key=pk), min(one, two, key=pk)),
    )
    undo(by=member, entry_id=entry.pk)
    assert state_of(third).not_before is None
    assert draft_of(member, third) is not None


def pk(card: Company) -> int:
    return card.pk


def test_parted_again_both_cards_count_their_own_calls(member: Member) -> None:
    kept, other = file_of(member, 2)
    log(member, kept, "no_answer")
    log(member, other, "voicemail", at=TUESDAY - timedelta(days=3))
    entry = log(member, other, "gatekeeper", at=TUESDAY).entry
    line = joined(member, kept, other)
    undo(by=member, entry_id=entry.pk)
    undo(by=member, entry_id=line.pk)
    assert (state_of(kept).attempts, state_of(kept).last_outcome) == (1, "no_answer")
    assert (state_of(other).attempts, state_of(other).last_outcome) == (1, "voicemail")
    log(member, kept, "voicemail", at=TUESDAY + timedelta(days=1))


def test_calls_made_while_joined_stay_counted_when_the_cards_part(member: Member) -> None:
    kept, other = file_of(member, 2)
    log(member, kept, "no_answer")
    log(member, other, "no_answer")
    line = joined(member, kept, other)
    log(member, kept, "voicemail", at=TUESDAY + timedelta(days=1))
    undo(by=member, entry_id=line.pk)
    assert (state_of(kept).attempts, state_of(other).attempts) == (2, 1)


def test_a_person_corrected_on_the_card_that_stayed_stays(member: Member) -> None:
    kept, other = file_of(member, 2)
    entry = log(member, other, "email_requested", email="com@caps.example").entry
    joined(member, kept, other)
    person = Contact.objects.get(email="com@caps.example")
    edit_person(by=member, person=person, name="Mme Rau", role=person.role, email=person.email)
    undo(by=member, entry_id=entry.pk)
    assert Contact.objects.get(pk=person.pk).name == "Mme Rau"


def test_the_desk_gives_her_the_card_that_goes_on_and_names_it(
    page: Client, member: Member
) -> None:
    kept, other = company(member, LINES[0]), company(member, LINES[1])
    page.post("/calls/begin/")
    with clock.frozen(TUESDAY):
        entry = typed(member, other)
    joined(member, kept, other)
    taken = take_back_outcome(member, entry.pk)
    assert kept.name in taken.words
    assert Claim.objects.get().company == kept
    shown = page.get("/calls/").content.decode()
    assert NOTE in shown


def test_a_call_corrected_on_the_card_that_goes_on_counts_once(member: Member) -> None:
    kept, other = file_of(member, 2)
    before = log(member, other, "no_need", reason="other")
    joined(member, kept, other)
    call = Call.objects.get()
    correct(by=member, call=call, outcome="voicemail", typed={}, at=TUESDAY)
    assert (state_of(kept).attempts, state_of(kept).unanswered) == (1, 1)
    found = corrected_since(member.workspace, before.call.pk)
    assert found is not None
    assert found.outcome == "voicemail"
    undo(by=member)
    assert Call.objects.get().outcome == "no_need"
    assert (state_of(kept).attempts, state_of(kept).unanswered) == (1, 0)
    assert FollowUp.objects.filter(closed_at=None).count() <= 1


def test_a_note_taken_back_after_the_cards_became_one_is_found_no_more(member: Member) -> None:
    kept, other = file_of(member, 2)
    entry = write_note(by=member, company=other, text="préfère le matin", at=TUESDAY)
    assert entry is not None
    joined(member, kept, other)
    assert search(member.workspace, "préfère")
    undo(by=member, entry_id=entry.pk)
    assert not search(member.workspace, "préfère")
