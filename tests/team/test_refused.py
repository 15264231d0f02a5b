"""Refused entries are in the log, and nothing of what was sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from decroche.shared import clock
from decroche.team import refused, signing
from decroche.team.access import LINK
from decroche.team.models import Member
from tests.cast import TUESDAY
from tests.sharing import OWNER, visitor


@pytest.fixture(autouse=True)
def _nothing_noted() -> Iterator[None]:
    refused._last.clear()
    yield
    refused._last.clear()


def said(caplog: Any) -> list[str]:
    """The lines of refusals."""
    return [one.getMessage() for one in caplog.records if one.name == refused.__name__]


def test_each_kind_of_refused_entry_is_one_line(member: Member, caplog: Any) -> None:
    stranger = Client()
    stranger.get("/today/?q=Dupont")
    stranger.get("/api/v1/next", headers={"Authorization": "Bearer k3y-of-nobody"})
    stranger.get(LINK, {"key": "k3y-of-nobody"})
    stranger.post("/today/", headers={"Sec-Fetch-Site": "cross-site"})
    assert said(caplog) == [
        "refused: a browser without a session, from '127.0.0.1'",
        "refused: a program without a key that is kept, from '127.0.0.1'",
        "refused: a link that opens nothing, from '127.0.0.1'",
        "refused: a request of another page, from '127.0.0.1'",
    ]


def test_a_page_that_asks_on_and_on_is_a_line_a_minute(member: Member, caplog: Any) -> None:
    minute = timedelta(minutes=1)
    for later, lines in ((0 * minute, 1), (0 * minute, 1), (minute, 2), (-100 * minute, 3)):
        with clock.frozen(TUESDAY + later):  # at last: a clock that was ahead hides nothing
            Client().get("/live/")
        assert len(said(caplog)) == lines


def test_what_a_proxy_passes_on_is_one_line_and_is_forgotten(
    member: Member, caplog: Any, settings: Any
) -> None:
    settings.BEHIND_PROXY = True
    Client().get("/today/", headers={"X-Forwarded-For": "a\x1b[2J\u2028ERROR all is lost"})
    assert said(caplog)[0].isprintable()
    for number in range(refused._MOST + 5):
        Client().get("/today/", headers={"X-Forwarded-For": f"203.0.113.{number}"})
    assert len(refused._last) <= refused._MOST


def test_nothing_is_logged_for_a_browser_that_is_let_in(page: Client, caplog: Any) -> None:
    page.get("/today/")
    assert said(caplog) == []


def test_a_wrong_password_and_what_a_role_forbids_are_noted_without_a_name(
    page: Client, owner: Member, caplog: Any
) -> None:
    visitor().post("/sign-in/", {"email": OWNER, "password": "n0t-hers"})
    Member.objects.update(role="reader")
    page.raise_request_exception = False
    assert page.get("/settings/webhook/").status_code == 403
    assert said(caplog) == [
        "refused: a wrong password, or one of too many tries, from '127.0.0.1'",
        f"refused: what the role of member {owner.pk} does not allow, from '127.0.0.1'",
    ]
    signing._nobody.cache_clear()
