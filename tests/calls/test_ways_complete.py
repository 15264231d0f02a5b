"""What a new way to dial is easily added without: docs/how-to/add-a-way-to-dial.md lists it."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from django.conf import settings

from decroche.calls.asked import ASKED
from decroche.calls.dialling import NOWHERE, WAYS
from decroche.calls.wording import setting_in_words
from decroche.desk.telephone.ways import _form_of

SHARED = {"user", "own_network"}
"""Settings that stand on the page under a name of each way's own (ways.py:_Form.prefix)."""


@pytest.mark.parametrize("way", WAYS)
def test_the_browser_opens_the_links_of_each_way(way: str) -> None:
    address = WAYS[way].address("+33199000001")
    scheme = re.match(r"[a-z-]+:", address)
    assert scheme or address == NOWHERE
    if scheme:
        assert scheme[0] in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["frame-src"]


def test_each_way_that_asks_has_its_settings_and_its_request() -> None:
    assert {code for code, way in WAYS.items() if way.asks} == set(ASKED)


@pytest.mark.parametrize("way", ASKED)
def test_each_field_that_may_be_wrong_has_its_words(way: str) -> None:
    nothing = ASKED[way].section.read({})
    for field in nothing.wrong_fields({}):
        label, how = setting_in_words(way, field)
        assert label
        assert how


def test_the_fields_of_two_ways_have_names_of_their_own() -> None:
    """All ways are one form: a name that two have would bring both texts under one."""
    taken: dict[str, str] = {}
    for way, asked in ASKED.items():
        form = _form_of(way)
        settings_of_way = {field.name for field in fields(asked.section.read({}))}  # type: ignore[arg-type]
        shared = {f"{form.prefix}{name}" for name in settings_of_way & SHARED}
        secrets = {form.name_of(secret) for secret in form.secret}
        for name in settings_of_way - SHARED | shared | secrets:
            assert taken.setdefault(name, way) == way, f"{name}: {way} and {taken[name]}"
