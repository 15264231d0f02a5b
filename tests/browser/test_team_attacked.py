"""A team in its worst moments: who is on a card when the owner lets them go, lowers their role or
ends their session, and who logs the promise that another has taken over.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from decroche.callqueue.claims import LEASE
from decroche.callqueue.models import Claim
from decroche.calls.dialling import WAYS
from decroche.calls.models import Call
from decroche.calls.preferences import keep_way
from decroche.followups.models import FollowUp
from decroche.membership.actions import (
    change_role,
    end_members_sessions,
    invite,
    leave,
    share,
)
from decroche.prospects.models import Company
from decroche.shared import clock
from decroche.team.models import Member
from tests.browser.conftest import Watched, talker
from tests.browser.test_team import Enter, by_invitation, card_of, no_answer
from tests.cast import TUESDAY, file_of, log
from tests.sharing import PASSWORD
from tests.waiting import until

__all__ = ["by_invitation"]
pytestmark = pytest.mark.usefixtures("tuesday", "quick_passwords")


@pytest.fixture
def owner(tuesday: None) -> Member:
    owner = talker()
    file_of(owner, 9)
    keep_way(by=owner, way=next(iter(WAYS)), for_all=True)
    share(by=owner, name="Camille", email="c@equipe.example", password=PASSWORD)
    return Member.objects.select_related("workspace").get(pk=owner.pk)


def picture(desk: Watched, name: str) -> None:
    """A picture of the page, for whoever wants to see it (DECROCHE_PICTURES)."""
    folder = os.environ.get("DECROCHE_PICTURES")
    if folder:
        desk.page.screenshot(path=Path(folder) / f"{name}.png")


def pressed_in_vain(desk: Watched) -> None:
    """Presses “nobody answered” on a card that was dialled."""
    desk.painted()
    desk.azerty("Space", " ")
    desk.azerty("Digit1", "&")
    expect(desk.page.locator("[data-outbox]")).to_be_visible()


def test_a_member_removed_while_on_a_card_logs_nothing_and_it_passes_on(
    owner: Member, by_invitation: Enter
) -> None:
    noe = by_invitation(f"/take-up/{invite(by=owner, role='caller')}/", "Noe")
    noe.begin()
    card, member = card_of("Noe"), Member.objects.get(name="Noe")
    leave(by=owner, member=member, to=owner)
    expect(noe.page.locator("[data-dial]")).to_have_count(0)
    pressed_in_vain(noe)
    picture(noe, "left-on-a-card")
    assert not Call.objects.exists()
    assert Claim.objects.get(company_id=card).member == owner
    noe.go("/calls/")
    expect(noe.page.locator("h1")).to_have_text("Se connecter")


def test_a_member_made_a_reader_while_on_a_card_is_told_and_keeps_what_was_pressed(
    owner: Member, by_invitation: Enter
) -> None:
    noe = by_invitation(f"/take-up/{invite(by=owner, role='caller')}/", "Noe")
    noe.begin()
    change_role(by=owner, member=Member.objects.get(name="Noe"), role="reader")
    assert not Claim.objects.exists()
    expect(noe.page.locator("[data-dial]")).to_have_count(0)
    pressed_in_vain(noe)
    picture(noe, "reader-on-a-card")
    assert not Call.objects.exists()
    change_role(by=owner, member=Member.objects.get(name="Noe"), role="caller")


def test_a_session_that_ends_while_a_call_is_logged_loses_no_call(
    owner: Member, by_invitation: Enter
) -> None:
    noe = by_invitation(f"/take-up/{invite(by=owner, role='caller')}/", "Noe")
    noe.begin()
    card, member = card_of("Noe"), Member.objects.get(name="Noe")
    end_members_sessions(by=owner, member=member)
    pressed_in_vain(noe)
    picture(noe, "session-ended")
    assert not Call.objects.exists()
    noe.go("/sign-in/")
    noe.page.get_by_label("Adresse e-mail").fill("noe@equipe.example")
    noe.page.get_by_label("Mot de passe").fill(PASSWORD)
    noe.page.get_by_role("button", name="Se connecter", exact=True).click()
    until(lambda: Call.objects.filter(company=card, member=member).count() == 1, "the call")


def test_a_promise_taken_over_while_who_gave_it_logs_it_is_kept_once(
    owner: Member, by_invitation: Enter
) -> None:
    noe = by_invitation(f"/take-up/{invite(by=owner, role='caller')}/", "Noe")
    ada = by_invitation(f"/take-up/{invite(by=owner, role='caller')}/", "Ada")
    member = Member.objects.get(name="Noe")
    card = Company.objects.order_by("-pk")[0]
    log(member, card, "call_back", when=TUESDAY + timedelta(minutes=30), precision="minute")
    later = TUESDAY + timedelta(hours=2)
    with clock.frozen(later):
        noe.begin()
        assert card_of("Noe") == card.pk
    with clock.frozen(later + LEASE + timedelta(hours=2)):
        ada.begin()
        assert card_of("Ada") == card.pk, "who gave it has been away for long"
        noe_before = Call.objects.count()
        expect(noe.page.locator("#lease[role=alert]")).to_contain_text("Ada")
        picture(noe, "promise-passed-on")
        pressed = noe.page.locator("[data-dial]").count()
        assert pressed == 0, "both would ring the same company"
        no_answer(ada)
        assert Call.objects.count() == noe_before + 1
    assert FollowUp.objects.filter(company=card, closed_at=None).count() == 1
