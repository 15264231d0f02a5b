"""Every answer carries the same headers: pages, refusals before a page is asked, files, errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from decroche.team.models import Member
from tools.entering import browser

pytestmark = pytest.mark.django_db
WANTED = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
KEY = {"Authorization": f"Bearer {django_settings.ACCESS_TOKEN}"}


def _outside(path: str, method: str = "get", **headers: str) -> Any:
    client = Client(headers={"Host": "127.0.0.1", **headers}, raise_request_exception=False)
    return getattr(client, method)(path)


def _strict() -> Any:
    return browser(enforce_csrf_checks=True).post("/calls/undo/")


def _cut(monkeypatch: pytest.MonkeyPatch) -> Any:
    page = browser()
    with monkeypatch.context() as bent:
        bent.setattr("decroche.team.access._is_whole", lambda _request: False)
        return page.post("/calls/undo/", {"a": "b"})


ANSWERS: dict[str, tuple[int, Callable[[], Any]]] = {
    "page": (200, lambda: browser().get("/file/")),
    "no page": (404, lambda: browser().get("/nowhere/")),
    "wrong method": (405, lambda: browser().put("/file/")),
    "the link of the start": (302, lambda: _outside("/open/?key=x")),
    "the door": (403, lambda: _outside("/file/")),
    "another page's request": (403, lambda: _outside("/file/", **{"Sec-Fetch-Site": "cross-site"})),
    "the door of a form": (403, lambda: _outside("/file/quick/", "post")),
    "the API without a key": (401, lambda: _outside("/api/v1/companies")),
    "the API": (200, lambda: _outside("/api/v1/companies?q=a", **KEY)),
    "the API, no address": (404, lambda: _outside("/api/v1/nowhere", **KEY)),
    "the API, wrong method": (405, lambda: _outside("/api/v1/undo", "put", **KEY)),
    "the API's description": (200, lambda: _outside("/api/v1/openapi.json")),
    "a calendar that is none": (404, lambda: _outside("/feeds/nothing.ics")),
    "ping": (200, lambda: _outside("/ping/")),
    "another name": (
        400,
        lambda: Client(raise_request_exception=False).get("/", headers={"Host": "evil.example"}),
    ),
    "a NUL": (400, lambda: browser().get("/file/?text=%00")),
    "too many fields": (
        400,
        lambda: browser().post(
            "/file/quick/",
            "&".join(f"a{n}=1" for n in range(20_001)),
            content_type="application/x-www-form-urlencoded",
        ),
    ),
    "an old form": (403, _strict),
    "a static file": (200, lambda: _outside("/static/ui/icon.svg")),
    "no static file": (403, lambda: _outside("/static/ui/none.svg")),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_carries_the_headers(member: Member, name: str) -> None:
    status, ask = ANSWERS[name]
    answer = ask()
    assert answer.status_code == status
    _look(answer)
    if answer.streaming:
        answer.getvalue()
        answer.close()


def test_a_body_that_does_not_come_is_answered_with_them(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = _cut(monkeypatch)
    assert answer.status_code == 408
    _look(answer)


def test_our_own_mistake_is_answered_with_them(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_given: object) -> None:
        raise RuntimeError

    page = browser(raise_request_exception=False)
    monkeypatch.setattr("decroche.desk.file.views.first_page", stumble)
    answer = page.get("/file/")
    assert answer.status_code == 500
    _look(answer)


def _look(answer: Any) -> None:
    found = {name: answer.headers.get(name) for name in WANTED}
    assert found == WANTED
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["Cache-Control"] or answer.status_code == 200
