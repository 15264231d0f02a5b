"""A call through a real Asterisk, from Space to the seconds that are kept: `bin/test --pbx`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from decroche.calls.asked_asterisk import AsteriskAsked
from decroche.calls.models import Call
from decroche.calls.own_way import keep_asked
from decroche.calls.preferences import keep_way
from decroche.team.models import Member
from tests.browser.conftest import Open
from tests.browser.pbx import PASSWORD, RINGS_SECONDS, USER, Pbx
from tests.cast import company
from tests.waiting import until

pytestmark = [pytest.mark.pbx, pytest.mark.sqlite, pytest.mark.usefixtures("tuesday")]


@pytest.fixture
def pbx(request: pytest.FixtureRequest) -> Iterator[Pbx]:
    """Asterisk and two telephones, running."""
    running = Pbx(Path(request.config.getoption("--pbx")))
    running.start()
    yield running
    running.stop()


def test_the_seconds_kept_are_those_of_the_conversation(
    open_page: Open, member: Member, pbx: Pbx, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_FOLDER = tmp_path
    company(member)
    desk = open_page(dials=True)
    chosen = AsteriskAsked(pbx.address, USER, "PJSIP/desk-telephone", "outgoing")
    keep_asked(by=member, chosen=chosen, typed={"password": PASSWORD})
    keep_way(by=member, way="asterisk")
    desk.begin()
    said = desk.page.locator("[data-beside]")
    clock = desk.page.locator(".clock").first
    desk.page.keyboard.press("Space")
    expect(said).to_have_text("ça sonne")
    expect(clock).to_have_text(f"0:0{RINGS_SECONDS - 1}")
    expect(said).to_have_text("vous êtes en ligne")
    expect(clock).to_have_text("0:03")
    desk.page.get_by_role("button", name="Raccrocher", exact=True).click()
    expect(said).to_have_text("l’appel est terminé")
    stopped = re.sub("^0:0", "", clock.inner_text())
    desk.page.wait_for_timeout(2000)  # longer than the clock needs to go on
    expect(clock).to_have_text(f"0:0{stopped}")
    desk.page.keyboard.press("Digit1")
    until(Call.objects.exists, "the call is kept")
    assert Call.objects.get().seconds == int(stopped)
