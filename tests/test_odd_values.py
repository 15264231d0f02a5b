"""Every address, asked with values nobody types: an answer in words, never an error of ours."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse
from django.urls.converters import IntConverter

from decroche.config.urls import urlpatterns as all_patterns
from decroche.desk.urls import urlpatterns
from decroche.prospects.models import Company
from decroche.team.models import Member
from decroche.telephone.service import telephones
from tests.cast import file_of
from tests.intake.test_import import bring

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


class _Unstarted(threading.Thread):
    """A thread of a job that is never started."""

    def start(self) -> None:
        """Starts nothing."""


@pytest.fixture(autouse=True)
def _no_jobs(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    """What goes on beside the pages is not started: it outlives the test's database. A telephone
    that is paired is heard on this machine only, and no longer than the test.
    """
    for module in ("correspondence.jobs", "intake.jobs", "storage.jobs", "background.beside"):
        monkeypatch.setattr(f"decroche.{module}.threading", SimpleNamespace(Thread=_Unstarted))
    settings.TELEPHONE_HOST, settings.TELEPHONE_PORT = "127.0.0.1", 0
    yield
    telephones.stop()
    telephones.pairings.close()


FORM = "application/x-www-form-urlencoded"


def patterns(inside: Sequence[URLPattern | URLResolver] = all_patterns) -> Iterator[str]:
    """Every address of the desk, the feeds and the API, as it is written down."""
    for one in inside:
        if isinstance(one, URLPattern):
            yield str(one.pattern)
        else:
            yield from (f"{one.pattern}{below}" for below in patterns(one.url_patterns))


def _piece(kind: str, odd: str) -> str:
    """Returns a piece of an address with an odd value, as far as the address allows it."""
    if kind == "int":
        return odd if odd.isascii() and odd.isdigit() else "1"
    return quote(odd[:200], safe="", errors="replace") if kind in ("str", "path") else "me"


def _with(address: str, odd: str) -> str:
    return re.sub(r"<(\w+):\w+>", lambda kind: _piece(kind[1], odd), address)


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


def test_no_method_and_no_odd_piece_of_an_address_is_an_error_of_ours(
    page: Client, member: Member
) -> None:
    """For the desk and the API, as a member who may do everything."""
    file_of(member, 2)
    page.raise_request_exception = False
    key = {"Authorization": f"Bearer {django_settings.ACCESS_TOKEN}"}
    bad, asked = [], 0
    for place, address in enumerate(patterns()):
        for turn, method in enumerate(("put", "patch", "delete", "head", "options", "get", "post")):
            odd = ODD[(place + turn) % len(ODD)]
            path = _with(address, odd)
            query = urlencode(dict.fromkeys(NAMES[:8], odd), errors="replace")
            body = {} if method in ("get", "head") else {"data": urlencode({"q": odd})}
            answer = getattr(page, method)(
                f"/{path}?{query}",
                headers=key,
                **body,
                **({"content_type": FORM} if body else {}),
            )
            asked += 1
            if answer.status_code >= 500:
                bad.append((method, path[:80], answer.status_code))
            if path.startswith("api/"):
                assert "html" not in answer.headers.get("Content-Type", ""), (method, path[:80])
    assert bad == []
    assert asked > 900


@pytest.mark.parametrize(
    ("method", "address", "body"),
    [
        ("get", "/api/v1/companies?q=a&limit=²", None),
        ("get", "/api/v1/companies?limit=5", None),
        ("get", "/api/v1/companies?q=a%01b", None),
        ("get", "/api/v1/stats?since=9999-99-99", None),
        ("post", "/api/v1/skip/0", None),
        ("post", "/api/v1/skip/" + "9" * 50, None),
        ("post", "/api/v1/calls", "{"),
        ("post", "/api/v1/calls", "[]"),
        ("post", "/api/v1/calls", '{"company": 1, "outcome": "no_answer", "note": "a\\u0007"}'),
        ("post", "/api/v1/calls", '{"company": "²", "outcome": 7}'),
        ("post", "/api/v1/companies", '{"name": ""}'),
        ("post", "/api/v1/companies", "[" * 100_000),
    ],
)
def test_a_bad_value_is_said_to_a_program_in_words(
    member: Member, method: str, address: str, body: str | None
) -> None:
    api = Client(
        headers={"Authorization": f"Bearer {django_settings.ACCESS_TOKEN}"},
        raise_request_exception=False,
    )
    more = {"data": body, "content_type": "application/json"} if body else {}
    answer = getattr(api, method)(address, **more)
    assert answer.status_code == 400
    assert answer.json()["detail"]
    assert api.get("/api/v1/nowhere").json()["detail"]


def test_what_nobody_can_see_is_not_kept(page: Client, member: Member, tmp_path: Path) -> None:
    (card,) = file_of(member, 1)
    page.post(f"/companies/{card.pk}/edit/notes/", {"value": "a\x07b\tc\u202fd\uffffe"})
    card.refresh_from_db()
    assert card.notes == "ab\tc\u202fde"
    list_ = tmp_path / "list.csv"
    list_.write_text("Société;Tél.;Notes\nCa\x01nal\x1f;03 53 01 12 34;vu\x0e\n", encoding="utf-8")
    bring(member, list_)
    assert Company.objects.get(name="Canal").notes == "vu"
