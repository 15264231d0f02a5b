"""On the pages around the call, the page says how it understands what she types, while she types
it.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from decroche.followups.models import FollowUp
from tests.browser.conftest import Open, talker
from tests.cast import TUESDAY, company, log

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday")]


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_date_that_is_refused_stays_in_its_field_until_it_is_one(
    open_page: Open, size: str
) -> None:
    member = talker()
    log(member, company(member), "call_back", when=TUESDAY + timedelta(days=2), precision="minute")
    row = FollowUp.objects.get()
    desk = open_page(size)
    desk.go("/follow-ups/")
    desk.page.locator(".moving summary").click()
    field, heard = desk.page.locator("input[name=when]"), desk.page.locator(f"#heard-{row.pk}")
    field.press_sequentially("un de ces")
    expect(heard.locator(".error")).to_contain_text("« un de ces » n’a pas été compris")
    field.press("Enter")
    expect(heard.locator(".error")).to_be_visible()
    expect(field).to_have_value("un de ces")
    field.fill("lundi 14h")
    expect(heard).to_contain_text("→ lundi 30 novembre à 14\u00a0h")
    desk.accessible()
    field.press("Enter")
    expect(desk.page.locator(".message")).to_contain_text("lundi 30 novembre à 14\u00a0h")
    row.refresh_from_db()
    assert row.due_at.day == 30
