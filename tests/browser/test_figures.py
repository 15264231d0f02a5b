"""The Bilan in a real browser with no call, with a few, with those of a week and of half a year;
and the explanation why a card comes next.
"""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import expect

from decroche.callqueue.preferences import QueueOrder
from decroche.calls.models import Call
from decroche.calls.scripts import seed_texts
from decroche.insights.goals import Goals, keep_goals
from decroche.prospects.models import CallList, CallListEntry
from decroche.team.actions import ensure_local_member, introduce
from decroche.team.models import Member
from decroche.team.preferences import save_preferences
from tests.browser.conftest import Open
from tests.browser.test_morning import name_shown, next_card, press
from tests.cast import TUESDAY, file_of
from tools.history import make_history

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday")]
TABS = (
    "/figures/",
    "/figures/compare/?by=role",
    "/figures/rhythm/",
    "/figures/after/",
    "/figures/calls/",
)


def freelancer() -> Member:
    member = ensure_local_member()
    introduce(by=member, name="Camille Arnaud", trade="cheffe de projet en communication")
    seed_texts(by=member, language="fr")
    return member


@pytest.mark.parametrize(
    ("calls", "size", "language", "colours"),
    [
        (0, "desktop", "fr-FR", "light"),
        (7, "phone", "fr-FR", "dark"),
        (112, "phone", "en-GB", "light"),
        (5000, "desktop", "fr-FR", "dark"),
    ],
)
def test_every_page_is_readable_with_few_calls_and_with_many(
    open_page: Open, calls: int, size: str, language: str, colours: str
) -> None:
    member = freelancer()
    if calls:
        make_history(member, calls, TUESDAY, per_day=38 if calls > 100 else 7)
        keep_goals(member.workspace, Goals(40, 150))
    desk = open_page(size, language, colours)
    for address in TABS:
        desk.go(f"{address}{'&' if '?' in address else '?'}span=all")
        desk.accessible()
        assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        for figure in desk.page.locator("figure[data-chart]").all():
            expect(figure.locator("svg").first).to_be_visible()
            if figure.locator("summary").count():  # the others stand beside their table
                figure.locator("summary").click()
                expect(figure.locator("table")).to_be_visible()
    if calls == 0:
        file_of(member, 1)  # without a card that can be called, it leads to the import
        desk.go("/figures/")
        desk.page.keyboard.press("Enter")
        expect(desk.page).to_have_url(re.compile("/calls/"))


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_months_of_two_years_are_named_side_by_side(open_page: Open, size: str) -> None:
    """As many months are named as have room, none over another, also when the window becomes
    narrower.
    """
    make_history(freelancer(), 480, TUESDAY, per_day=1)
    desk = open_page(size)
    desk.go("/figures/?span=all")
    crossing = """() => {
      const words = /^(\\d{4}|janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)/;
      const places = [...document.querySelectorAll("figure[data-chart=calendar] svg text")]
        .filter((one) => words.test(one.textContent))
        .map((one) => ({ said: one.textContent, ...one.getBoundingClientRect().toJSON() }))
        .sort((one, other) => one.left - other.left);
      return [places.map((one) => one.said),
        places.slice(1).filter((one, place) => one.left < places[place].right + 3)];
    }"""
    for width in (None, 700):
        if width:
            desk.page.set_viewport_size({"width": width, "height": 800})
            desk.painted()
        named, over = desk.page.evaluate(crossing)
        assert len(named) >= 4, named
        assert "2026" in named, named
        assert over == [], over


def test_a_square_and_a_number_open_on_their_calls(open_page: Open) -> None:
    make_history(freelancer(), 400, TUESDAY)
    desk = open_page()
    page = desk.page
    desk.go("/figures/?span=all")
    page.locator(".stages .count").nth(2).click()
    page.wait_for_url(re.compile("stage=decision_makers"))
    expect(page.locator("h1")).to_contain_text("appels")
    desk.go("/figures/?span=all")
    shade = page.evaluate(
        "getComputedStyle(document.documentElement).getPropertyValue('--heat-3').trim()"
    )
    page.locator(".chart-heat .canvas").scroll_into_view_if_needed()
    square = page.locator(
        f".chart-heat path[fill='{shade}']"
    ).first.bounding_box()  # its shade changes under the pointer: the place stays
    assert square is not None
    middle = square["x"] + square["width"] / 2, square["y"] + square["height"] / 2
    page.mouse.move(*middle)
    expect(page.locator(".chart-heat .canvas")).to_contain_text("décroché")
    page.mouse.click(*middle)
    page.wait_for_url(re.compile(r"/figures/calls/\?.*day="))
    shown = int(re.sub(r"\D", "", page.locator("h1").inner_text()))
    assert shown > 0
    desk.go("/figures/compare/?by=role&span=all")
    page.locator("td a").first.click()
    page.wait_for_url(re.compile("kind=role"))


def test_the_figures_can_be_taken_away_and_printed(open_page: Open) -> None:
    make_history(freelancer(), 112, TUESDAY)
    desk = open_page()
    page = desk.page
    desk.go("/figures/?span=all")
    page.locator(".takeaway summary").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile("XLSX")).click()
    assert waiting.value.suggested_filename.endswith("-bilan.xlsx")
    page.emulate_media(media="print")
    expect(page.locator(".chart-heat .canvas svg")).to_be_visible()  # drawn again, in greys
    assert not page.locator("nav.nav").first.is_visible()


def test_the_card_says_why_now_and_an_answer_opened_is_counted(open_page: Open) -> None:
    member = freelancer()
    save_preferences(workspace=member.workspace, section=QueueOrder(ranked=True))
    file_of(member, 6)
    desk = open_page()
    page = desk.page
    desk.begin()
    page.get_by_text("Pourquoi maintenant").click()
    expect(page.locator(".chances p")).to_contain_text("Chance de joindre quelqu’un")
    desk.accessible()
    page.locator("details[data-answer] summary").first.click()
    before = name_shown(desk)
    press(desk, "1")
    next_card(desk, before)
    assert len(Call.objects.get().answers_used) == 1


def test_the_settings_of_the_queue_are_kept(open_page: Open) -> None:
    member = freelancer()
    desk = open_page("phone")
    page = desk.page
    desk.go("/settings/")
    desk.accessible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("Dans l’ordre du fichier").check()
    page.locator("#queue button").click()
    page.locator("#goals input[name=day]").fill("40")
    page.locator("#goals button").click()
    page.locator("#hours textarea").fill("du 21 au 31 décembre")
    page.locator("#hours button").click()
    expect(page.locator("#hours textarea")).to_have_value("21/12/2026 – 31/12/2026")
    member.workspace.refresh_from_db()
    assert member.workspace.preferences["queue"] == {"order": "file"}
    assert member.workspace.preferences["goals"] == {"day": 40, "week": 0}


@pytest.mark.parametrize(("colours", "ink"), [("light", "#000000"), ("dark", "#ffffff")])
def test_forced_colours_draw_the_charts_in_the_tones_of_the_system(
    open_page: Open, colours: Literal["light", "dark"], ink: str
) -> None:
    """The tones go from the background colour of the system to its text colour, so that no square
    is pale.
    """
    make_history(freelancer(), 112, TUESDAY, per_day=38)
    desk = open_page(colours=colours)
    desk.page.emulate_media(forced_colors="active", reduced_motion="reduce")
    desk.go("/figures/?span=all")
    chart = desk.page.locator(".chart-heat svg").first
    expect(chart).to_be_visible()
    fills = "all => all.map((one) => one.getAttribute('fill'))"
    drawn = chart.locator("path, text").evaluate_all(fills)
    grey = re.compile(r"#(..)\1\1")
    assert ink in drawn
    assert [tone for tone in set(drawn) if tone and tone[0] == "#" and not grey.match(tone)] == []


def test_the_words_over_a_point_are_no_page(open_page: Open) -> None:
    """The name of a list was typed by somebody, or came with a file: it is shown as text and not
    run as HTML.
    """
    member = freelancer()
    make_history(member, 400, TUESDAY)
    name = '<img src=x onerror="document.title = 0">'
    CallList.objects.update(name=f"1 {name}")
    other = CallList.objects.create(workspace=member.workspace, name=f"2 {name}")
    half = CallListEntry.objects.order_by("pk").values_list("pk", flat=True)[::2]
    CallListEntry.objects.filter(pk__in=half).update(call_list=other)
    desk = open_page()
    page = desk.page
    desk.go("/figures/compare/?by=list&span=all")
    canvas = page.locator("figure[data-chart=intervals] .canvas")
    canvas.scroll_into_view_if_needed(timeout=20_000)
    shade = page.evaluate(
        "getComputedStyle(document.documentElement).getPropertyValue('--todo').trim()"
    )
    canvas.locator(f"path[fill='{shade}']").first.hover(force=True, timeout=20_000)
    expect(canvas.locator("span").filter(has_text=name)).to_be_visible()
    expect(canvas.locator("img")).to_have_count(0)
