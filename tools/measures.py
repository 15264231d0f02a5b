"""What bin/bench measures.

Each prints what it took, the bare limit of the same run, and the ratio beside its goal.
"""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import closing
from functools import partial
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from decroche.calls.outcomes import OUTCOMES
from decroche.calls.scripts import seed_texts
from decroche.intake.actions import Choices, import_file
from decroche.intake.demo import write_demo
from decroche.prospects.models import Company
from decroche.prospects.search import search
from decroche.team.actions import ensure_local_member, introduce
from decroche.team.models import Member
from tools.entering import browser, cookie_of

_PEAK = """
import sys, resource
sys.argv = ["decroche", "--data", {data!r}, "import", {path!r}, "--source", "bench", "--json"]
from decroche.cli.main import main
main()
both = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
print(sum(resource.getrusage(who).ru_maxrss for who in both) // 1024, file=sys.stderr)
"""


def say(words: str) -> None:
    """One line of the report."""
    print(words, flush=True)


def percentile(times: list[float], share: float) -> float:
    """A percentile of durations, in milliseconds."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] * 1000


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure_import(folder: str) -> None:
    """100,000 rows, against reading them, inserting them raw and building the same trigram
    index.
    """
    path = Path(folder) / "import.csv"
    write_demo(path, companies=100_000, seed=1)
    limit = timed(lambda: _bare_import(path, Path(folder) / "bare.sqlite3"))
    data = str(Path(folder) / "import-data")
    script = _PEAK.format(data=data, path=str(path))
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )
    took, peak = time.perf_counter() - start, int(done.stderr.strip().splitlines()[-1])
    created = json.loads(done.stdout)["created"]
    say(
        f"import  100,000 rows, {created:,} companies: {took:.1f} s; bare {limit:.1f} s; "
        f"ratio {took / limit:.1f} (goal ≤ 4); peak {peak} MB (goal < 400)"
    )


def _bare_import(path: Path, database: Path) -> None:
    """csv module, executemany of the same rows into two tables, the same indexes and trigram
    index.
    """
    with (
        closing(sqlite3.connect(database, isolation_level=None)) as base,
        path.open(encoding="utf-8", newline="") as file,
    ):
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("PRAGMA synchronous=FULL")
        base.execute(
            "CREATE TABLE c (id INTEGER PRIMARY KEY, name, activity, size, address, "
            "postcode, city, email, site, person, title, text)"
        )
        base.execute("CREATE TABLE n (id INTEGER PRIMARY KEY, company, number)")
        base.execute(
            "CREATE VIRTUAL TABLE s USING fts5(text, content='c', content_rowid='id', "
            "tokenize='trigram')"
        )
        rows = list(csv.reader(file, delimiter=";"))[1:]
        base.execute("BEGIN IMMEDIATE")
        text = [
            (i, *row[:6], *row[7:], " ".join((row[0], row[5], row[6], row[7], row[9])).lower())
            for i, row in enumerate(rows, 1)
        ]
        base.executemany("INSERT INTO c VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", text)
        base.executemany(
            "INSERT INTO n VALUES (NULL,?,?)", [(i, row[6]) for i, row in enumerate(rows, 1)]
        )
        for index, column in enumerate(("name", "postcode", "city", "email")):
            base.execute(f"CREATE INDEX c{index} ON c ({column})")
        base.execute("CREATE INDEX n0 ON n (company)")
        base.execute("CREATE INDEX n1 ON n (number)")
        base.execute("INSERT INTO s (rowid, text) SELECT id, text FROM c")
        base.execute("COMMIT")


def _member_with(folder: str, companies: int) -> Member:
    """A fresh database with that many companies."""
    connection.close()
    connection.settings_dict["NAME"] = str(Path(folder) / f"loop-{companies}.sqlite3")
    call_command("migrate", verbosity=0)
    member = ensure_local_member()
    introduce(by=member, name="Camille Arnaud", trade="cheffe de projet")
    seed_texts(by=member, language="fr")
    path = Path(folder) / f"loop-{companies}.csv"
    write_demo(path, companies=companies, seed=2)
    import_file(
        by=member,
        path=path,
        filename="x.csv",
        source_said="bench",
        choices=Choices(on_duplicate="create"),
    )
    return member


def measure_loop(folder: str) -> None:
    """The one request of a call over HTTP from a real server, at three sizes of the file, against
    an empty view of the same server.
    """
    found = {}
    for number, size in enumerate((1_000, 10_000, 100_000)):
        _member_with(folder, size)
        queries = _queries(browser())
        connection.close()
        data = Path(folder) / f"desk-{size}"
        data.mkdir()
        os.link(Path(folder) / f"loop-{size}.sqlite3", data / "decroche.sqlite3")
        desk = _Desk(str(data), 8380 + number)
        desk.start()
        caller = _Browser(desk.data, desk.port)
        caller.calls(20)
        empty = [caller.ping() for _ in range(200)]
        times = caller.calls(300)
        desk.stop()
        found[size] = (
            percentile(times, 0.5),
            percentile(times, 0.95),
            queries,
            percentile(empty, 0.5),
        )
        p50, p95, count, bare = found[size]
        say(
            f"loop    {size:>7,} companies: p50 {p50:.1f} ms, p95 {p95:.1f} ms, {count} "
            f"queries; empty view {bare:.2f} ms; p50 ratio {p50 / bare:.1f} (goal ≤ 12)"
        )
    small, large = found[1_000], found[100_000]
    same = len({entry[2] for entry in found.values()}) == 1
    say(
        f"loop    p95 at 100,000 over that at 1,000: {large[1] / small[1]:.2f} (goal ≤ 1.3); "
        f"the same number of queries: {'yes' if same else 'no'}"
    )


KEY_1 = next(iter(OUTCOMES))
"""The outcome that her first key logs."""
_HIDDEN = re.compile(
    r'<input type="hidden" name="(company|number|key|asked_for|csrfmiddlewaretoken)" '
    r'value="([^"]*)"'
)


def _queries(page: Client) -> int:
    page.post("/calls/begin/")
    shown = page.get("/calls/").content.decode()
    count = 0
    for _ in range(2):  # the first one prepares its statements
        fields = {**dict(_HIDDEN.findall(shown)), "outcome": KEY_1}
        with CaptureQueriesContext(connection) as captured:
            shown = page.post(
                "/calls/log/", fields, headers={"HX-Request": "true", "HX-Target": "desk"}
            ).content.decode()
        count = len(captured)
    return count


class _Browser:
    """One kept connection that logs a call on the card it is shown."""

    def __init__(self, data: str, port: int) -> None:
        self.line = HTTPConnection("127.0.0.1", port, timeout=30)
        self.session = self.cookie = cookie_of(data, port)
        self._get("/calls/")
        token = dict(_HIDDEN.findall(self.shown))["csrfmiddlewaretoken"]
        self._post("/calls/begin/", {"csrfmiddlewaretoken": token}).read()
        self._get("/calls/")

    def _get(self, path: str) -> None:
        """Shows a page; keeps the cookie it sets."""
        self.line.request("GET", path, headers={"Cookie": self.cookie})
        answer = self.line.getresponse()
        self.shown = answer.read().decode()
        if given := answer.getheader("Set-Cookie"):
            self.cookie = f"{self.session}; {given.partition(';')[0]}"

    def _post(self, path: str, fields: dict[str, str]) -> HTTPResponse:
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": self.cookie,
            "HX-Request": "true",
            "HX-Target": "desk",
        }
        self.line.request("POST", path, urlencode(fields), headers)
        return self.line.getresponse()

    def ping(self) -> float:
        """Seconds of an empty view."""
        start = time.perf_counter()
        self.line.request("GET", "/ping/")
        self.line.getresponse().read()
        return time.perf_counter() - start

    def calls(self, count: int) -> list[float]:
        """Seconds of each call logged, its next card received."""
        times = []
        for _ in range(count):
            fields = {**dict(_HIDDEN.findall(self.shown)), "outcome": KEY_1}
            start = time.perf_counter()
            answer = self._post("/calls/log/", fields)
            self.shown = answer.read().decode()
            times.append(time.perf_counter() - start)
            if answer.status != 200 or 'id="desk"' not in self.shown:
                raise RuntimeError(f"the call was not logged: {answer.status}")
        return times


def measure_search(folder: str) -> None:
    """A three-letter search at 100,000 and 1,000,000 companies, against the bare query of the
    index.
    """
    for size in (100_000, 1_000_000):
        member = _member_with(folder, size) if size == 100_000 else _grown(folder, size)
        words = ["imp", "lai", "cou", "oei", "car", "tra", "des", "lil", "max", "035"]
        for word in words:
            search(member.workspace, word)
        times = [timed(partial(search, member.workspace, word)) for word in words * 20]
        bare = [timed(partial(_bare_search, word)) for word in words * 20]
        ratio = statistics.median(times) / statistics.median(bare)
        say(
            f"search  {size:>9,} companies: p50 {percentile(times, 0.5):.1f} ms, p95 "
            f"{percentile(times, 0.95):.1f} ms (goal ≤ 20); bare query "
            f"{percentile(bare, 0.5):.2f} ms, ratio {ratio:.1f}"
        )


def _grown(folder: str, size: int) -> Member:
    """Multiplies the rows of the database in place, with their index, rather than importing a
    million.
    """
    connection.close()
    os.rename(Path(folder) / "loop-100000.sqlite3", Path(folder) / f"loop-{size}.sqlite3")
    connection.settings_dict["NAME"] = str(Path(folder) / f"loop-{size}.sqlite3")
    member = ensure_local_member()
    names = [field.column for field in Company._meta.concrete_fields if field.column != "id"]
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO prospects_bulk (id) VALUES (1)")
        for _ in range(size // 100_000 - 1):
            cursor.execute(
                f"INSERT INTO prospects_company ({columns}) SELECT {columns} FROM "
                "prospects_company WHERE id <= 100000"
            )
        cursor.execute(
            "INSERT INTO prospects_search (rowid, search_text) SELECT id, search_text FROM "
            "prospects_company WHERE id > 100000"
        )
        cursor.execute("DELETE FROM prospects_bulk")
    return member


def _bare_search(word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM prospects_search WHERE prospects_search MATCH %s LIMIT 20",
            [f'"{word}"'],
        )
        cursor.fetchall()


class _Desk:
    """A real server on its own data folder."""

    def __init__(self, data: str, port: int) -> None:
        self.data, self.port = data, port
        self.environment = {**os.environ, "DECROCHE_DATA": data, "PYTHONPATH": os.getcwd()}

    def start(self) -> float:
        """Seconds to the first page."""
        start = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "decroche", "serve", "--port", str(self.port), "--no-browser"],
            env=self.environment,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        while time.perf_counter() - start < 30:
            try:
                request = urllib.request.Request(
                    f"http://127.0.0.1:{self.port}/welcome/",
                    headers={"Cookie": cookie_of(self.data, self.port)},
                )
                urllib.request.urlopen(request, timeout=5).close()
                return time.perf_counter() - start
            except OSError:
                time.sleep(0.02)
        raise RuntimeError("the desk did not open")

    def memory(self) -> int:
        """MB of all its processes at rest."""
        found = subprocess.run(
            ["ps", "-o", "rss=", "-g", str(os.getpgid(self.process.pid))],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        return sum(map(int, found.split())) // 1024

    def stop(self) -> None:
        """Ends it."""
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(timeout=10)


def measure_callers(folder: str) -> None:
    """Twenty callers at once, each logging through the API of one real server."""
    data = str(Path(folder) / "callers")
    subprocess.run(
        [sys.executable, "-m", "decroche", "--data", data, "demo", "--companies", "6000", "--json"],
        check=True,
        capture_output=True,
    )
    desk = _Desk(data, 8391)
    desk.environment["DECROCHE_WORKERS"] = "2"
    desk.start()
    token = (Path(data) / "api-token").read_text()
    times: list[float] = []
    start = time.perf_counter()
    callers = [
        threading.Thread(target=_caller, args=(desk.port, token, number, times))
        for number in range(20)
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    took = time.perf_counter() - start
    desk.stop()
    say(
        f"callers 20 at once, {len(times)} calls: {len(times) / took:.0f} calls/s (goal ≥ "
        f"300), p50 {percentile(times, 0.5):.0f} ms, p99 {percentile(times, 0.99):.0f} ms "
        "(goal ≤ 250)"
    )


def _caller(port: int, token: str, number: int, times: list[float], calls: int = 100) -> None:
    line = HTTPConnection("127.0.0.1", port, timeout=30)
    for index in range(calls):
        body = json.dumps({"outcome": KEY_1, "company": number * calls + index + 1})
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"{number}-{index}",
        }
        start = time.perf_counter()
        line.request("POST", "/api/v1/calls", body, headers)
        answer = line.getresponse()
        answer.read()
        if answer.status == 200:
            times.append(time.perf_counter() - start)
    line.close()


def measure_start(folder: str) -> None:
    """From the command to the first page, and memory at rest."""
    data = str(Path(folder) / "start")
    first = _Desk(data, 8392)
    cold = first.start()
    first.stop()
    times = []
    for _ in range(3):
        desk = _Desk(data, 8392)
        times.append(desk.start())
        memory = desk.memory()
        desk.stop()
    bare = timed(
        lambda: subprocess.run(
            [sys.executable, "-c", "import django.core.handlers.wsgi, granian.server"], check=True
        )
    )
    say(
        f"start   first {cold:.1f} s, next {statistics.median(times):.1f} s (goal < 3); bare "
        f"import of the server {bare:.1f} s; at rest {memory} MB"
    )
