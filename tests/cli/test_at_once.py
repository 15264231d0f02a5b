"""One form or call that four clients send in the same instant to a running desk: it is done once,
and each of the four gets a good answer. On the database of the tests.
"""

from __future__ import annotations

import json
import re
import socket
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPResponse
from typing import Any

import pytest
from django.db import connection

from decroche.ui.templatetags.ui import FORM_KEY
from tests.cli.test_serving import Desk
from tests.upgrades.postgresql import new_database
from tests.waiting import DEADLINE, until
from tools.entering import cookie_of

FOUR = 4
_BOUNDARY = "----one-form"


@dataclass
class Answers:
    """What came back for one thing that was sent by several."""

    status: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)


class Caller:
    """A browser at a running desk, and a program with the token of its API."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.where = desk, ("127.0.0.1", desk.port)
        self.cookie = cookie_of(str(desk.data), desk.port)

    def page(self, path: str) -> str:
        """A page as she sees it; its forms' protection is kept for what is sent."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.desk.port}{path}", headers={"Cookie": self.cookie}
        )
        with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
            for line in answer.headers.get_all("Set-Cookie", []):
                self.cookie += f"; {line.partition(';')[0]}"
            return str(answer.read().decode())

    def told(self, question: str) -> str:
        """What the API answers."""
        token = (self.desk.data / "api-token").read_text()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.desk.port}/api/v1/{question}",
            headers={"Authorization": f"Bearer {token}"},
        )
        with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
            return str(answer.read().decode())

    def fields_of(self, page: str) -> dict[str, str]:
        """What each form of that page carries."""
        return {
            name: page.split(f'name="{name}" value="')[1].partition('"')[0]
            for name in ("csrfmiddlewaretoken", FORM_KEY)
        }

    def form(self, path: str, fields: dict[str, str]) -> bytes:
        """A form, as it goes over the line."""
        kind = "application/x-www-form-urlencoded"
        return self._request(path, kind, urllib.parse.urlencode(fields).encode())

    def file(self, path: str, fields: dict[str, str], content: bytes) -> bytes:
        """A form with a file."""
        parts = [
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ]
        parts.append(
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="l.csv"\r\n'
            "Content-Type: text/csv\r\n\r\n"
        )
        body = "".join(parts).encode() + content + f"\r\n--{_BOUNDARY}--\r\n".encode()
        return self._request(path, f"multipart/form-data; boundary={_BOUNDARY}", body)

    def call(self, company: int, key: str) -> bytes:
        """A call as another program logs it."""
        token = (self.desk.data / "api-token").read_text()
        body = f'{{"outcome": "no_answer", "company": {company}}}'.encode()
        more = f"Authorization: Bearer {token}\r\nIdempotency-Key: {key}\r\n"
        return self._request("/api/v1/calls", "application/json", body, more)

    def _request(self, path: str, kind: str, body: bytes, more: str = "") -> bytes:
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.desk.port}\r\n"
            f"Cookie: {self.cookie}\r\nContent-Type: {kind}\r\n{more}"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        return head.encode() + body

    def at_once(self, sent: bytes, times: int = FOUR) -> Answers:
        """Sends the same over several connections: first all but the last byte, then the last byte
        over all of them in the same instant.
        """
        together, found, lock = threading.Barrier(times), Answers(), threading.Lock()

        def one() -> None:
            with closing(socket.create_connection(self.where, timeout=DEADLINE)) as line:
                line.sendall(sent[:-1])
                together.wait(DEADLINE)
                line.sendall(sent[-1:])
                answer = HTTPResponse(line)
                answer.begin()
                text = answer.read().decode()
                with lock:
                    found.status.append(answer.status)
                    found.places.append(answer.headers.get("Location", ""))
                    found.texts.append(text)

        threads = [threading.Thread(target=one) for _ in range(times)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(DEADLINE)
        assert len(found.status) == times, f"{times - len(found.status)} without an answer"
        return found


@contextmanager
def _database() -> Iterator[str]:
    """The address of an empty database of the kind of the tests; "" for SQLite's file."""
    if connection.vendor == "sqlite":
        yield ""
        return
    kept = connection.settings_dict
    with new_database() as name:
        yield f"postgresql://{kept['USER']}@/{name}?host={kept['HOST']}"


@pytest.fixture(scope="module")
def caller(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Caller]:
    """One desk with twenty cards, for all tests of this file: each counts what it adds."""
    desk = Desk(tmp_path_factory.mktemp("desk") / "data")
    with django_db_blocker.unblock(), _database() as address:
        if address:
            desk.environment["DATABASE_URL"] = address
        desk.command("demo", "--companies", "30")
        desk.start()
        try:
            yield Caller(desk)
        finally:
            desk.kill()


def _calls(caller: Caller) -> int:
    return int(json.loads(caller.told("stats"))["calls"])


def test_a_press_sent_four_times_in_one_instant_is_one_call(caller: Caller) -> None:
    for _turn in range(5):
        before, page = _calls(caller), caller.page("/calls/")
        card = page.split('name="company" value="')[1].partition('"')[0]
        key = page.split('name="key" value="')[1].partition('"')[0]
        form = caller.fields_of(page) | {"company": card, "outcome": "no_answer", "key": key}
        got = caller.at_once(caller.form("/calls/log/", form))
        assert got.status == [302] * FOUR
        assert _calls(caller) == before + 1
    assert caller.desk.command("check")["ok"] is True


def test_a_press_from_pages_of_their_own_is_one_call_by_its_key(caller: Caller) -> None:
    """What the browser kept and sends again has another page's form key: the key of the card
    tells.
    """
    before, pages = _calls(caller), [caller.page("/calls/") for _ in range(FOUR)]
    card = pages[0].split('name="company" value="')[1].partition('"')[0]
    together, found = threading.Barrier(FOUR), list[Answers]()

    def press(page: str) -> None:
        form = caller.fields_of(page) | {"company": card, "outcome": "no_answer", "key": "one"}
        together.wait(DEADLINE)
        found.append(caller.at_once(caller.form("/calls/log/", form), 1))

    threads = [threading.Thread(target=press, args=(page,)) for page in pages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(DEADLINE)
    assert [one.status for one in found] == [[302]] * FOUR
    assert _calls(caller) == before + 1


def test_a_call_of_the_api_sent_four_times_in_one_instant_is_one(caller: Caller) -> None:
    cards = [int(one) for one in re.findall(r"/companies/(\d+)/", caller.page("/file/"))]
    for card in list(dict.fromkeys(cards))[:5]:
        before = _calls(caller)
        got = caller.at_once(caller.call(card, f"key-{card}"))
        assert got.status == [200] * FOUR, got.texts
        assert len({re.sub(r'"replayed": \w+', "", text) for text in got.texts}) == 1
        assert sum('"replayed": false' in text for text in got.texts) == 1
        assert _calls(caller) == before + 1


def files_brought_in(caller: Caller) -> set[str]:
    """Returns the uploaded files in the data folder. The tests share one desk and run in any order,
    so each compares with the files that were in the folder before.
    """
    folder = caller.desk.data / "imports"
    found = folder.iterdir() if folder.exists() else ()
    return {one.name for one in found if re.fullmatch("[0-9a-f]{24}.*", one.name)}


def test_a_file_sent_four_times_in_one_instant_is_one_import(caller: Caller) -> None:
    fields, before = caller.fields_of(caller.page("/import/")), files_brought_in(caller)
    rows = "".join(f"Atelier {place};01 99 00 {place:04d}\n" for place in range(1000, 1150))
    sent = caller.file("/import/upload/", fields, f"nom;tel\n{rows}".encode())
    got = caller.at_once(sent)
    assert got.status == [302] * FOUR
    (place,) = set(got.places)
    form = caller.fields_of(caller.page(place)) | {"source": "essai"}
    run = caller.at_once(caller.form(f"{place}run/", form))
    assert run.status == [302] * FOUR
    assert set(run.places) == {place}
    until(lambda: "/undo/" in caller.page(place), "is brought in")
    names = re.findall("Atelier \\d+", caller.told("companies?limit=200&q=Atelier"))
    assert sorted(names) == [f"Atelier {place}" for place in range(1000, 1150)]
    assert files_brought_in(caller) == before


@pytest.mark.parametrize(
    ("section", "typed"),
    [
        ("questions", {"text": "Quel papier ?", "id": "", "choices": ""}),
        ("goals", {"calls": "40"}),
    ],
)
def test_settings_sent_four_times_in_one_instant_are_kept_once(
    caller: Caller, section: str, typed: dict[str, str]
) -> None:
    fields = caller.fields_of(caller.page("/settings/"))
    got = caller.at_once(caller.form(f"/settings/{section}/", fields | typed))
    assert got.status == [302] * FOUR
    if section == "questions":
        assert caller.page("/settings/").count('value="Quel papier ?"') == 1


def test_an_outcome_taken_back_four_times_in_one_instant_is_taken_back_once(
    caller: Caller,
) -> None:
    cards = re.findall(r"/companies/(\d+)/", caller.page("/file/"))
    for card in list(dict.fromkeys(cards))[:2]:
        caller.at_once(caller.call(int(card), f"undone-{card}"), 1)
    before, form = _calls(caller), caller.fields_of(caller.page("/calls/"))
    got = caller.at_once(caller.form("/calls/undo/", form))
    assert got.status == [302] * FOUR
    assert _calls(caller) == before - 1


@pytest.mark.parametrize("how", ["cut", "too short a length", "too long a length"])
def test_a_file_of_which_a_part_comes_is_refused(caller: Caller, how: str) -> None:
    fields, before = caller.fields_of(caller.page("/import/")), files_brought_in(caller)
    rows = "".join(f"Moulin {place};01 99 11 {place:04d}\n" for place in range(1000, 9000))
    sent = caller.file("/import/upload/", fields, f"nom;tel\n{rows}".encode())
    head, _blank, body = sent.partition(b"\r\n\r\n")
    if how == "cut":
        sent = sent[: len(sent) // 2]
    else:
        length = len(body) + (10_000 if how == "too long a length" else -50_000)
        head = re.sub(rb"Content-Length: \d+", b"Content-Length: %d" % length, head)
        sent = head + b"\r\n\r\n" + body
    with closing(socket.create_connection(caller.where, timeout=DEADLINE)) as line:
        line.sendall(sent)
        said = b""
        with suppress(OSError):  # a refusal may have closed the line already
            line.shutdown(socket.SHUT_WR)
            while more := line.recv(10_000):
                said += more
    assert b" 302 " not in said.split(b"\r\n", maxsplit=1)[0]
    assert "Moulin" not in caller.page("/import/")
    assert files_brought_in(caller) == before


def test_a_file_that_comes_slowly_is_taken(caller: Caller) -> None:
    fields = caller.fields_of(caller.page("/import/"))
    sent = caller.file("/import/upload/", fields, b"nom;tel\nForge;01 99 22 10 10\n")
    with closing(socket.create_connection(caller.where, timeout=DEADLINE)) as line:
        for start in range(0, len(sent), 60):
            line.sendall(sent[start : start + 60])
            time.sleep(0.05)
        answer = HTTPResponse(line)
        answer.begin()
        assert answer.status == 302
    assert "Forge" in caller.page(answer.headers["Location"])
