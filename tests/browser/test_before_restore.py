"""What was noted before a restore, and arrives after it: under the key of its card another company
may stand by then. It is written on no other company, and is shown to be sent again or dropped.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from decroche.calls.models import Call, Draft, Note
from decroche.config.data_mark import new_data_mark
from decroche.prospects.models import Company
from tests.browser.conftest import Open, Watched, caller
from tests.browser.telephones import QUEUE, Telephone, back, beside, noting
from tests.browser.test_morning import press
from tests.browser.test_outbox import Line, entries, waits
from tests.cast import file_of
from tests.waiting import until

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday")]


def restored(card: Company, name: str) -> None:
    """The data is replaced by a copy in which the key of this card is that of `name`."""
    new_data_mark()
    Company.objects.filter(pk=card.pk).update(name=name)


def nothing_is_written() -> bool:
    return not any(rows.objects.exists() for rows in (Call, Draft, Note))


def noted_without_a_line(desk: Watched, line: Line) -> None:
    """An outcome with a note, which waits in the browser."""
    desk.page.route("**/calls/*/note/", lambda route: route.abort())
    desk.go("/calls/")
    line.state = "lost"
    desk.azerty("KeyN", "n")
    desk.page.keyboard.type("Budget voté")
    desk.page.keyboard.press("Escape")
    press(desk, "1")
    expect(waits(desk.page)).to_be_visible()


@pytest.mark.parametrize("same", [True, False], ids=["its company", "another company"])
def test_an_outcome_of_the_desk_waits_to_be_sent_again_or_dropped(
    open_page: Open, same: bool
) -> None:
    first, *_ = file_of(caller(), 3)
    desk = open_page(quiet=False)
    line = Line(desk.page.context)
    noted_without_a_line(desk, line)
    restored(first, first.name if same else "Une autre SARL")
    line.state = "up"
    item = waits(desk.page).locator("li").filter(has_text="Pas de réponse")
    expect(item).to_contain_text("remplacées par une copie")
    expect(item.locator("input[name=note]")).to_have_value("Budget voté")
    assert nothing_is_written()
    item.get_by_role("button", name="Renvoyer").click()
    if same:
        expect(item).to_have_count(0)
        call = Call.objects.get()
        assert (call.company, call.note) == (first, "Budget voté")
        return
    expect(item).to_contain_text("une autre entreprise")
    expect(item.get_by_role("button", name="Renvoyer")).to_be_hidden()
    assert nothing_is_written()
    item.get_by_role("button", name="Abandonner").click()
    expect(item).to_have_count(0)


def test_a_note_typed_at_the_desk_is_shown_and_lands_on_no_card(open_page: Open) -> None:
    first, *_ = file_of(caller(), 3)
    desk = open_page(quiet=False)
    desk.page.route("**/calls/*/note/", lambda route: route.abort())
    desk.go("/calls/")
    desk.azerty("KeyN", "n")
    desk.page.keyboard.type("Budget voté")
    restored(first, "Une autre SARL")
    desk.page.unroute("**/calls/*/note/")
    desk.page.reload()
    item = waits(desk.page).locator("li").filter(has_text=first.name)
    expect(item).to_contain_text("remplacées par une copie")
    expect(item.locator("input[name=note]")).to_have_value("Budget voté")
    expect(desk.page.locator("[data-note]")).to_have_value("")
    assert nothing_is_written()
    item.get_by_role("button", name="Abandonner").click()
    until(lambda: entries(desk.page) == 0, "it is dropped")
    assert nothing_is_written()


@pytest.mark.usefixtures("line")
@pytest.mark.parametrize("same", [True, False], ids=["its company", "another company"])
def test_an_outcome_of_the_telephone_waits_to_be_sent_again_or_dropped(
    open_page: Open, telephone: Telephone, same: bool
) -> None:
    (first, *_), _desk, page = beside(open_page, telephone)
    noting(page)
    page.locator("[name=note]").fill("Budget voté")
    page.route("**/say", lambda route: route.abort())
    page.locator(".outcomes button").first.click()
    expect(page.locator(".status")).to_contain_text("à envoyer : 1")
    restored(first, first.name if same else "Une autre SARL")
    page.unroute("**/say")
    back(page)
    refused = page.locator("[data-part=refused]")
    expect(refused).to_contain_text("remplacées par une copie")
    expect(refused).to_contain_text(first.name)
    expect(refused).to_contain_text("Budget voté")
    expect(refused).to_contain_text("la note sur la fiche")
    assert nothing_is_written()
    refused.get_by_role("button", name="Renvoyer").click()
    if same:
        until(Call.objects.exists, "it is noted")
        call = Call.objects.get()
        assert (call.company, call.note) == (first, "Budget voté")
        expect(refused).to_be_hidden()
        return
    expect(refused).to_contain_text("une autre entreprise")
    expect(refused).to_contain_text("Budget voté")
    expect(refused.get_by_role("button", name="Renvoyer")).to_be_hidden()
    assert nothing_is_written()
    refused.get_by_role("button", name="Abandonner").click()
    expect(refused).to_be_hidden()
    assert page.evaluate(f"localStorage.getItem('{QUEUE}')") == "[]"
    assert nothing_is_written()
