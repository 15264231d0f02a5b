"""The helper of the browser tests that reads a page never mixes two pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error

from tests.browser.conftest import Open

pytestmark = pytest.mark.sqlite


def test_a_page_that_another_replaces_while_it_is_read_is_read_again(open_page: Open) -> None:
    desk = open_page()
    desk.go("/help/")
    looks: list[str] = []

    def look() -> str:
        looks.append(desk.page.url)
        if len(looks) == 1:
            return str(
                desk.page.evaluate("location.assign('/settings/'), new Promise(() => undefined)")
            )
        return str(desk.page.evaluate("document.documentElement.localName"))

    assert desk.read(look) == "html"
    assert [address.removeprefix(desk.base) for address in looks] == ["/help/", "/settings/"]


def test_what_fails_on_a_page_that_stays_is_not_tried_again(open_page: Open) -> None:
    desk = open_page()
    desk.go("/help/")
    looks: list[str] = []

    def look() -> None:
        looks.append(desk.page.url)
        desk.page.evaluate("throw new Error('wrong')")

    with pytest.raises(Error, match="wrong"):
        desk.read(look)
    assert len(looks) == 1


def test_what_is_asked_for_comes_even_if_another_page_comes_first(open_page: Open) -> None:
    desk = open_page()
    for _ in range(6):  # which of the two comes first is chance
        desk.go("/help/")
        desk.page.evaluate("setTimeout(() => location.assign('/settings/'), 0)")
        desk.go("/figures/")
        assert desk.page.url == f"{desk.base}/figures/"
