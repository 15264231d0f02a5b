"""A caller who is made a reader in the middle of a call is told by whom, and loses nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from decroche.calls.models import Call
from decroche.membership.actions import change_role, share
from decroche.team.models import Member
from decroche.team.signing import begin_session
from tests.browser.conftest import Open, Watched, talker
from tests.cast import file_of
from tests.sharing import PASSWORD, joined
from tests.waiting import until

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday", "quick_passwords")]
BY_WHOM = "Camille Arnaud vient de vous donner un accès en lecture"


@pytest.fixture
def owner(tuesday: None) -> Member:
    owner = talker()
    file_of(owner, 6)
    share(by=owner, name=owner.name, email="c@equipe.example", password=PASSWORD)
    return Member.objects.get(pk=owner.pk)


def signed_in(desk: Watched, member: Member) -> None:
    """From now on this browser is the member's."""
    port = desk.base.rpartition(":")[2]
    name, value = f"decroche-member-{port}", begin_session(member, "test")
    desk.page.context.add_cookies([{"name": name, "value": value, "url": desk.base}])


def picture(desk: Watched, name: str) -> None:
    """A picture of the page, for whoever wants to see it (DECROCHE_PICTURES)."""
    folder = os.environ.get("DECROCHE_PICTURES")
    if folder:
        desk.page.screenshot(path=Path(folder) / f"{name}.png")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_press_refused_says_who_changed_the_role_and_is_kept(
    open_page: Open, owner: Member, size: str
) -> None:
    noe = joined(owner)
    desk = open_page(size=size, quiet=False)
    signed_in(desk, noe)
    desk.begin()
    card = desk.page.locator(".fiche h1").inner_text()
    desk.page.locator("#note").fill("Budget voté en mai")
    change_role(by=owner, member=noe, role="reader")
    alert = desk.page.locator("#lease[role=alert]")
    expect(alert).to_contain_text(BY_WHOM)
    expect(alert).to_be_in_viewport(ratio=1)
    expect(desk.page.locator("[data-dial]")).to_have_count(0)
    picture(desk, f"role-lowered-{size}")

    desk.page.locator("#note").blur()
    desk.azerty("Digit1", "&")
    waits = desk.page.locator("[data-outbox] li", has_text=card)
    expect(waits).to_contain_text(BY_WHOM)
    expect(waits.locator("input[name=note]")).to_have_value("Budget voté en mai")
    assert not Call.objects.exists()
    picture(desk, f"role-lowered-press-{size}")
    desk.accessible()

    change_role(by=owner, member=noe, role="caller")
    waits.get_by_role("button", name="Renvoyer").click()
    until(lambda: Call.objects.filter(note="Budget voté en mai").exists(), "the call is kept")
    assert Call.objects.get().member == noe
