"""Each button of the settings is told from the others by its name alone, as a screen reader lists
them.
"""

from __future__ import annotations

import re

from django.test import Client

_BUTTON = re.compile(r"<button\b(?P<inside>[^>]*)>(?P<text>.*?)</button>", re.DOTALL)


def _named(page: str) -> list[str]:
    """The names of the buttons that keep something, as a screen reader says them."""
    found = list[str]()
    for button in _BUTTON.finditer(page):
        text = " ".join(button["text"].split())
        if text != "Garder":
            continue
        parts = re.search(r'aria-labelledby="([^"]+)"', button["inside"])
        found.append(" ".join(_text_of(page, one) for one in parts[1].split()) if parts else text)
    return found


def _text_of(page: str, key: str) -> str:
    """The text of the only element with this id."""
    (text,) = re.findall(rf'id="{key}"[^>]*>([^<]+)<', page)
    return " ".join(text.split())


def test_each_part_of_the_settings_has_a_button_of_its_own_name(page: Client) -> None:
    names = _named(page.get("/settings/").content.decode())
    assert len(names) == len(set(names))
    assert "Garder Vos objectifs" in names
