"""Every address, asked with values nobody types: an answer in words, never an error of ours."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.urls.converters import IntConverter

from decroche.desk.urls import urlpatterns
from decroche.team.models import Member
from tests.cast import file_of

ODD = [
    "²",
    "٣",
    "9" * 30,
    "9" * 5000,
    "-1",
    "\x01",
    "a\r\nb: c",
    "\ud7ff" * 50,
    "x" * 5000,
    "{}",
    "1e9",
]
NAMES = [
    *("header", "size", "after", "company", "day", "key", "next", "text", "line", "address"),
    *("host", "list", "page", "by", "span", "role", "number", "from", "to", "sort", "state"),
    *("position", "goal", "name", "kind", "outcome", "until", "value", "field"),
]
"""Of the fields of forms and addresses."""


@pytest.fixture(autouse=True)
def _no_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes on beside the pages is not started: it outlives the test's database."""
    monkeypatch.setattr("decroche.intake.jobs.threading.Thread.start", lambda _thread: None)


def addresses(number: int) -> list[str]:
    found = []
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        values = {
            name: number if isinstance(converter, IntConverter) else "me"
            for name, converter in pattern.pattern.converters.items()
        }
        found.append(reverse(str(pattern.name), kwargs=values))
    return found


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_value_of_a_field_is_an_error_of_ours(
    page: Client, member: Member, odd: str, method: str
) -> None:
    file_of(member, 2)
    page.raise_request_exception = False
    bad = [
        address
        for address in addresses(1)
        if getattr(page, method)(address, dict.fromkeys(NAMES, odd)).status_code >= 500
    ]
    assert bad == []


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 2**64, 10**40])
def test_no_number_in_an_address_is_an_error_of_ours(
    page: Client, member: Member, number: int
) -> None:
    page.raise_request_exception = False
    bad = [
        (method, address)
        for address in addresses(number)
        for method in ("get", "post")
        if getattr(page, method)(address).status_code >= 500
    ]
    assert bad == []
