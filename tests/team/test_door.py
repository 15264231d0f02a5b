"""Who gets in: that a request comes from this machine proves nothing."""

from __future__ import annotations

import os
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, reverse
from django.urls.converters import IntConverter

from decroche.config.readers import own_host_names, secret
from decroche.desk.urls import urlpatterns
from decroche.team import access, door
from decroche.team.access import LINK, making_room
from decroche.team.models import Member
from tests.waiting import DEADLINE
from tools.entering import browser


@pytest.fixture(autouse=True)
def _token(settings: Any, own_folder: Path) -> None:
    (own_folder / "api-token").write_text(settings.ACCESS_TOKEN)


def addresses() -> list[str]:
    """Every address of the desk, with something where it takes a value."""
    found = []
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        values = {
            name: 11 if isinstance(converter, IntConverter) else "name"
            for name, converter in pattern.pattern.converters.items()
        }
        found.append(reverse(str(pattern.name), kwargs=values))
    return found


@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_without_a_session_every_page_is_the_door(member: Member, method: str) -> None:
    stranger = Client()
    for address in addresses():
        answer = getattr(stranger, method)(address)
        if address == "/ping/":
            continue
        assert answer.status_code == 403, address
        text = answer.content.decode()
        assert "decroche open" in text
        assert "Camille" not in text


def test_a_link_opens_once_and_the_session_is_of_this_browser(member: Member) -> None:
    key = door.new_key()
    first, second = Client(), Client()
    answer = first.get(LINK, {"key": key})
    (cookie,) = answer.cookies.values()
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Strict", "")
    assert first.get("/calls/").status_code == 200
    second.get(LINK, {"key": key})
    assert second.get("/calls/").status_code == 403


@pytest.mark.parametrize("key", ["", "x", "x:y:z", "²", "a" * 5000, "\x00", "x\r\ny"])
def test_no_other_key_opens(member: Member, key: str) -> None:
    client = Client()
    assert client.get(LINK, {"key": key}).status_code in (302, 400)
    assert client.get("/calls/").status_code == 403
    client.cookies["decroche-80"] = key.replace("\x00", "").replace("\r\n", "")
    assert client.get("/calls/").status_code == 403


def test_a_link_is_no_session_and_an_old_one_opens_nothing(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    client.cookies["decroche-80"] = door.new_key()
    assert client.get("/calls/").status_code == 403
    monkeypatch.setattr(door, "LINK_SECONDS", -1)
    assert not client.get(LINK, {"key": door.new_key()}).cookies


def at(seconds: float) -> Any:
    """The clock by which keys and sessions are signed and read, this many seconds later."""
    then = time.time() + seconds
    return patch("django.core.signing.time", SimpleNamespace(time=lambda: then))


def test_a_link_opens_for_ten_minutes_and_no_longer(member: Member) -> None:
    late, in_time = door.new_key(), door.new_key()
    with at(601):
        assert not Client().get(LINK, {"key": late}).cookies
    with at(570):
        assert Client().get(LINK, {"key": in_time}).cookies


def test_a_session_lasts_thirty_days_and_no_longer(member: Member) -> None:
    """A copy of a cookie that was never ended opens nothing any more."""
    here = browser()
    with at(30 * 86400 - 60):
        assert here.get("/calls/").status_code == 200
    with at(30 * 86400 + 60):
        assert here.get("/calls/").status_code == 403


def test_what_was_ended_stays_so_for_as_long_as_its_session_would_last(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The note that a session was ended, or a link used, is kept longer than either is good for."""
    monkeypatch.setattr(door, "_MARKS", 1)
    here, old, used = browser(), browser(), door.new_key()
    assert Client().get(LINK, {"key": used}).cookies
    here.post("/settings/session/end/")
    folder = Path(settings.DATA_FOLDER) / "door"
    marks = [mark for mark in folder.iterdir() if mark.is_file()]
    assert len(marks) == 4  # three links were used, one session ended
    for mark, days in zip(marks, (29, 30, 30.9, 31.1), strict=True):
        os.utime(mark, (time.time() - days * 86400,) * 2)
    old.post("/settings/session/end/")
    assert [mark.exists() for mark in marks] == [True, True, True, False]


def test_what_was_ended_stays_so_after_a_clock_that_was_two_years_ahead(member: Member) -> None:
    """While it was ahead, the notes of that day looked older than any session."""
    ended, other = browser(), browser()
    copy = Client()
    copy.cookies.load(ended.cookies.output(header="", sep=";"))
    ended.post("/settings/session/end/")
    assert copy.get("/settings/").status_code == 403
    ahead = SimpleNamespace(time=lambda: time.time() + 2 * 365 * 86400)
    with at(2 * 365 * 86400), patch("decroche.team.door.time", ahead):
        late = browser()
        late.post("/settings/session/end/")
    assert copy.get("/settings/").status_code == 403
    assert other.get("/settings/").status_code == 200


def test_a_session_can_be_ended_also_for_a_copy_of_its_cookie(member: Member) -> None:
    here, other = browser(), browser()
    copy = Client()
    copy.cookies.load(here.cookies.output(header="", sep=";"))
    assert copy.get("/settings/").status_code == 200
    copy.cookies.load(here.cookies.output(header="", sep=";"))
    assert "Fermer cette session" in here.get("/settings/").content.decode()
    here.post("/settings/session/end/")
    assert here.get("/calls/").status_code == 403
    assert copy.get("/calls/").status_code == 403
    assert other.get("/calls/").status_code == 200


FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
)
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (FIREFOX, "Firefox, Windows"),
        (EDGE, "Edge, Windows"),
        (SAFARI, "Safari, iPhone"),
        ("curl/8.0 (<script>)", ""),
    ],
)
def test_a_browser_is_called_by_its_name_and_system(said: str, name: str) -> None:
    assert door.browser_name(said) == name


def test_each_open_session_is_listed_and_can_be_ended_by_itself(member: Member) -> None:
    here = browser(headers={"User-Agent": FIREFOX})
    other = browser(headers={"User-Agent": EDGE})
    third = browser(headers={"User-Agent": SAFARI})
    page = here.get("/settings/").content.decode()
    assert [page.count(name) for name in ("Firefox, Windows", "Edge, Windows")] == [1, 1]
    (number, _second) = re.findall(r'name="number"\s+value="(\w+)"', page)
    assert here.post("/settings/session/end/", {"number": number}).status_code == 302
    assert "Cette session est fermée." in here.get("/settings/").content.decode()
    after = [one.get("/calls/").status_code for one in (here, other, third)]
    assert sorted(after[1:]) == [200, 403]
    assert after[0] == 200
    left = here.get("/settings/").content.decode()
    assert left.count('name="number"') == 1
    assert number not in left


def test_a_number_that_is_no_open_session_ends_nothing(member: Member, tmp_path: Path) -> None:
    here = browser()
    for odd in ("../api-token", "x" * 32, "."):
        here.post("/settings/session/end/", {"number": odd})
    assert here.get("/calls/").status_code == 200
    assert (tmp_path / "api-token").exists()


def test_sessions_that_time_or_a_new_token_ended_are_not_listed(member: Member) -> None:
    here, _other = browser(), browser()
    assert len(list((Path(settings.DATA_FOLDER) / "door" / "open").iterdir())) == 2
    later = time.time() + door.SESSION_SECONDS + 60
    with patch("decroche.team.door.time.time", return_value=later):
        assert door.open_sessions(here.get("/calls/").wsgi_request) == []
    here, _other = browser(), browser()
    here.post("/settings/session/end/", {"all": "1"})
    assert [one.here for one in door.open_sessions(browser().get("/calls/").wsgi_request)] == [True]


def test_a_new_token_ends_all_and_the_key_of_the_api(member: Member, settings: Any) -> None:
    here, other, link = browser(), browser(), door.new_key()
    old = {"Authorization": f"Bearer {settings.ACCESS_TOKEN}"}
    assert Client(headers=old).get("/api/v1/stats").status_code == 200
    here.post("/settings/session/end/", {"all": "1"})
    for one in (here, other):
        assert one.get("/calls/").status_code == 403
    assert not Client().get(LINK, {"key": link}).cookies
    assert Client(headers=old).get("/api/v1/stats").status_code == 401
    new = {"Authorization": f"Bearer {door.token()}"}
    assert Client(headers=new).get("/api/v1/stats").status_code == 200


def test_an_empty_token_opens_nothing(member: Member, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "api-token").write_text("")
    settings.ACCESS_TOKEN = ""
    assert not door.token_matches("")
    assert Client(headers={"Authorization": "Bearer "}).get("/api/v1/stats").status_code == 401
    assert len(secret(tmp_path, "api-token")) > 40  # what a full disk left empty is made anew


def test_those_who_ask_for_a_new_secret_at_once_get_the_same(tmp_path: Path) -> None:
    together = threading.Barrier(8)

    def ask(_who: int) -> str:
        together.wait(DEADLINE)
        return secret(tmp_path, "data-mark")

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(ask, range(8)))) == 1
    assert {one.name for one in tmp_path.iterdir()} == {"api-token", "data-mark"}


def test_a_request_that_waits_for_another_gives_its_place_to_others() -> None:
    """All places are taken by requests that wait for one that needs a place: it gets one."""
    waiting, free = threading.Barrier(3), threading.Event()

    def wait() -> None:
        with access._place_at_work(), making_room():
            waiting.wait(DEADLINE)
            assert free.wait(DEADLINE)

    threads = [threading.Thread(target=wait) for _ in range(2)]
    for thread in threads:
        thread.start()
    waiting.wait(DEADLINE)
    assert access._AT_WORK.acquire(timeout=DEADLINE)
    access._AT_WORK.release()
    free.set()
    for thread in threads:
        thread.join(DEADLINE)


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
    {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://testserver:9999"},
    {"Origin": "null"},
    {"Origin": "http://[x"},
    {"Origin": "http://[nobody]"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_request_of_another_page_gets_nothing_even_with_a_session(
    member: Member, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the page was asked")

    here = browser()
    monkeypatch.setattr("decroche.team.access.MemberMiddleware.__call__", never)
    for address in ("/", "/file/?text=a.a.a", "/register/?text=x", "/api/v1/stats"):
        if "navigate" in headers.values() and "/api/" in address:
            continue  # the API has its key, which no page sends
        answer = here.get(address, headers=headers)
        assert answer.status_code == 403, (address, headers)
    assert here.post("/calls/log/", {"company": 1}, headers=headers).status_code == 403


def test_a_body_is_not_read_before_the_door(member: Member) -> None:
    class Body:
        def read(self, *_: object) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    environment: dict[str, Any] = {
        "wsgi.input": Body(),
        "CONTENT_LENGTH": "20",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
    }
    assert Client().post("/moments/pin/", **environment).status_code == 403


def test_pages_are_kept_by_no_cache_and_read_by_no_other_page(member: Member) -> None:
    for answer in (browser().get("/calls/"), browser().get("/file/"), Client().get("/")):
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_desk_answers_to_the_names_of_this_machine_only(member: Member, settings: Any) -> None:
    names = own_host_names()
    assert names
    assert not [name for name in names if "*" in name or name.startswith(".")]
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *names]
    here = browser(headers={"host": f"{names[0]}:8317"})
    assert here.get("/calls/").status_code == 200
    for name in ("evil.example", "127.0.0.1.evil.example", "evil.local", "a..b", "x\x00"):
        assert here.get("/calls/", headers={"host": name}).status_code == 400


def test_the_door_leads_to_no_other_site() -> None:
    shown = (
        Client()
        .get(
            "/",
            PATH_INFO="//elsewhere.example/file/",
            headers={
                "Sec-Fetch-Site": "cross-site",
                "Sec-Fetch-Mode": "navigate",
                "Sec-Fetch-Dest": "document",
            },
        )
        .content.decode()
    )
    assert 'href="/elsewhere.example/file/"' in shown
    assert "//elsewhere" not in shown


def test_many_open_browsers_fold_behind_the_first_five(member: Member) -> None:
    for _ in range(7):
        here = browser()
    page = here.get("/settings/", headers={"accept-language": "fr"}).content.decode()
    shown, _summary, folded = page.partition("2 autres")
    assert shown.count('name="number"') == 4  # this browser can't be ended so
    assert folded.count('name="number"') == 2
