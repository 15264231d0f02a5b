"""What a member does in the moment in which another changes what it is about: nothing is lost, and
nobody is told that it was done when it was not.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from decroche.callqueue.next_card import next_for
from decroche.callqueue.search import Pick
from decroche.followups.actions import ClosedBefore, close, move
from decroche.followups.models import FollowUp
from decroche.journal.models import Entry
from decroche.membership.actions import change_role, leave
from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.cast import TUESDAY, file_of, log
from tests.sharing import joined

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]
DUE = TUESDAY + timedelta(hours=1, minutes=1)


def offered(member: Member) -> Company | None:
    found = next_for(member, DUE)
    return found.company if isinstance(found, Pick) else None


@pytest.fixture
def noe(owner: Member, in_file_order: None) -> Member:
    file_of(owner, 6)
    return joined(owner)


def promised(by: Member) -> FollowUp:
    """A promise that `by` gave, due soon, to a card at the end of the file."""
    card = Company.objects.order_by("-pk")[0]
    log(by, card, "call_back", when=TUESDAY + timedelta(hours=1), precision="minute")
    return FollowUp.objects.get(company=card, closed_at=None)


def test_a_promise_given_in_the_moment_of_leaving_waits_for_nobody(
    owner: Member, noe: Member
) -> None:
    """The press was on its way when the owner let him go: it is kept, in his name."""
    row = promised(noe)
    assert offered(owner) != row.company, "it is his"
    leave(by=owner, member=noe, to=owner)
    FollowUp.objects.filter(pk=row.pk).update(member=noe)
    assert offered(joined(owner, "Ada")) == row.company


def test_a_member_who_becomes_a_reader_keeps_no_promise_from_the_others(
    owner: Member, noe: Member
) -> None:
    row = promised(noe)
    change_role(by=owner, member=noe, role="reader")
    assert offered(owner) == row.company
    assert FollowUp.objects.get(pk=row.pk).member == noe, "said as his: he gave it"


def test_a_member_at_the_desk_keeps_their_promise(owner: Member, noe: Member) -> None:
    row = promised(noe)
    assert offered(owner) != row.company
    assert offered(noe) == row.company


@pytest.mark.parametrize("how", ["done", "dropped"])
def test_what_a_colleague_closed_meanwhile_is_not_moved(
    owner: Member, noe: Member, how: str
) -> None:
    row = promised(noe)
    on_another_page = FollowUp.objects.select_related("company__state").get(pk=row.pk)
    close(by=noe, follow_up=row, how=how)
    lines = Entry.objects.count()
    with pytest.raises(ClosedBefore):
        move(by=owner, follow_up=on_another_page, due_at=DUE, precision="minute")
    assert Entry.objects.count() == lines
    row.refresh_from_db()
    assert (row.closed_how, row.due_at) == (how, TUESDAY + timedelta(hours=1))


def test_what_a_call_kept_meanwhile_is_not_closed_once_more(owner: Member, noe: Member) -> None:
    row = promised(noe)
    on_another_page = FollowUp.objects.select_related("company__state").get(pk=row.pk)
    log(noe, row.company, "no_need")
    kept = FollowUp.objects.get(pk=row.pk)
    assert kept.closed_at is not None
    with pytest.raises(ClosedBefore):
        close(by=owner, follow_up=on_another_page, how="dropped")
    assert FollowUp.objects.get(pk=row.pk).closed_how == kept.closed_how


def test_undo_puts_back_the_day_that_a_colleague_had_moved_it_to(
    owner: Member, noe: Member
) -> None:
    """The page was made before the colleague moved it: the journal line says which day was
    replaced, not which one the page showed.
    """
    row = promised(noe)
    on_another_page = FollowUp.objects.select_related("company__state").get(pk=row.pk)
    move(by=noe, follow_up=row, due_at=DUE + timedelta(days=1), precision="day")
    entry = move(
        by=owner, follow_up=on_another_page, due_at=DUE + timedelta(days=2), precision="day"
    )
    images = [one for one in entry.changes if one[1].endswith("followup")]
    assert datetime.fromisoformat(images[0][3]["due_at"]) == DUE + timedelta(days=1)
