"""What bin/bench measures.

Each prints what it took, the bare limit of the same run, and the ratio beside its goal.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import closing, suppress
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
from decroche.intake.actions import GivenFile, import_file
from decroche.intake.choices import Choices
from decroche.intake.demo import write_demo
from decroche.prospects.search import search
from decroche.team.actions import ensure_local_member, introduce
from decroche.team.models import Member
from tools.entering import HOST, browser, cookie_of
from tools.growing import grow
from tools.scale import scale

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
    rows = scale().imported
    path = Path(folder) / "import.csv"
    write_demo(path, companies=rows, seed=1)
    limit = timed(lambda: _bare_import(path, Path(folder) / "bare.sqlite3"))
    took, peak, created = imported(path, Path(folder) / "import-data")
    say(
        f"import  {rows:,} rows, {created:,} companies: {took:.1f} s; bare {limit:.1f} s; "
        f"ratio {took / limit:.1f} (goal ≤ 4); peak {peak} MB (goal < 400)"
    )


def measure_memory(folder: str) -> None:
    """The peak memory of an import of a million rows, against one of a tenth of them."""
    peaks = []
    for rows in (scale().imported, scale().million):
        path = Path(folder) / f"memory-{rows}.csv"
        write_demo(path, companies=rows, seed=4)
        took, peak, created = imported(path, Path(folder) / f"memory-data-{rows}")
        path.unlink()
        peaks.append(peak)
        say(f"memory  {rows:>9,} rows, {created:,} companies: {took:.0f} s, peak {peak} MB")
    say(
        f"memory  peak of the larger {peaks[1]} MB (goal ≤ 450), over that of the smaller "
        f"{peaks[1] / peaks[0]:.2f} (flat: near 1)"
    )


def imported(path: Path, data: Path) -> tuple[float, int, int]:
    """(seconds, peak MB, companies made) of an import by the command, in a process of its own. The
    data folder is made ready before, as it is for her: how long that takes is told by `start`.
    """
    ready = [sys.executable, "-m", "decroche", "--data", str(data), "check"]
    subprocess.run(ready, capture_output=True, check=True)
    script = _PEAK.format(data=str(data), path=str(path))
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )
    took = time.perf_counter() - start
    return took, int(done.stderr.strip().splitlines()[-1]), int(json.loads(done.stdout)["created"])


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


def member_with(folder: str, companies: int) -> Member:
    """A fresh database with that many companies: imported, beyond a certain number copied."""
    connection.close()
    connection.settings_dict["NAME"] = str(_file_of(folder, companies))
    if _file_of(folder, companies).exists():
        return ensure_local_member()
    call_command("migrate", verbosity=0)
    member = ensure_local_member()
    introduce(by=member, name="Camille Arnaud", trade="cheffe de projet")
    seed_texts(by=member, language="fr")
    path = Path(folder) / f"loop-{companies}.csv"
    write_demo(path, companies=min(companies, scale().imported), seed=2)
    import_file(
        by=member, file=GivenFile(path, "x.csv", "bench"), choices=Choices(on_duplicate="create")
    )
    grow(companies)
    return member


def _file_of(folder: str, companies: int) -> Path:
    return Path(folder) / f"loop-{companies}.sqlite3"


def desk_with(folder: str, companies: int, name: str) -> Desk:
    """A data folder of its own, with a file of that many companies, for a server that writes to
    it.
    """
    member_with(folder, companies)
    connection.close()
    data = Path(folder) / f"{name}-{companies}"
    data.mkdir()
    shutil.copyfile(_file_of(folder, companies), data / "decroche.sqlite3")
    return Desk(str(data), free_port())


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def measure_loop(folder: str) -> None:
    """The one request of a call over HTTP from a real server, at the sizes of the file, against an
    empty view of the same server.
    """
    found = {}
    for size in scale().sizes:
        member_with(folder, size)
        queries = _queries(browser())
        desk = desk_with(folder, size, "desk")
        desk.start()
        caller = Browser(desk.data, desk.port)
        caller.calls(scale().warm)
        empty = [caller.ping() for _ in range(scale().calls)]
        times = caller.calls(scale().calls)
        desk.stop()
        p50, p95, bare = percentile(times, 0.5), percentile(times, 0.95), percentile(empty, 0.5)
        found[size] = (p95 / bare, queries)
        say(
            f"loop    {size:>9,} companies: p50 {p50:.1f} ms, p95 {p95:.1f} ms, {queries} "
            f"queries; empty view {bare:.2f} ms; p50 ratio {p50 / bare:.1f} (goal ≤ 8)"
        )
    small, large = scale().sizes[0], scale().sizes[-2]
    same = len({queries for _, queries in found.values()}) == 1
    say(
        f"loop    p95 at {large:,} over that at {small:,}, each in empty views: "
        f"{found[large][0] / found[small][0]:.2f} (goal ≤ 1.3); "
        f"the same number of queries: {'yes' if same else 'no'}"
    )


KEY_1 = next(iter(OUTCOMES))
"""The outcome that her first key logs."""
_HIDDEN = re.compile(
    r'<input type="hidden" name="(company|number|key|asked_for|csrfmiddlewaretoken)" '
    r'value="([^"]*)"'
)

_TOKEN = re.compile(r'"X-CSRFToken": "(\w+)"')
"""The protection of forms, as the page tells it to what it sends by itself."""


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


class Browser:
    """One kept connection that logs a call on the card it is shown."""

    def __init__(self, data: str, port: int, *, begins: bool = True, cookie: str = "") -> None:
        self.line = HTTPConnection(HOST, port, timeout=30)
        self.session = self.cookie = cookie or cookie_of(data, port)
        if begins:
            self.begin()

    def begin(self, *, shown: bool = True) -> None:
        """Begins a sitting, from the page of settings so that no card is looked for before."""
        self.get("/settings/")
        token = _TOKEN.findall(self.shown)[0]
        self.post("/calls/begin/", {"csrfmiddlewaretoken": token}).read()
        if shown:
            self.get("/calls/")

    def get(self, path: str) -> None:
        """Shows a page; keeps the cookie it sets."""
        self.line.request("GET", path, headers={"Cookie": self.cookie})
        answer = self.line.getresponse()
        self.shown = answer.read().decode()
        if given := answer.getheader("Set-Cookie"):
            self.cookie = f"{self.session}; {given.partition(';')[0]}"

    def post(self, path: str, fields: dict[str, str]) -> HTTPResponse:
        """The answer to a form, as the call screen sends it."""
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
            answer = self.post("/calls/log/", fields)
            self.shown = answer.read().decode()
            times.append(time.perf_counter() - start)
            if answer.status != 200 or 'id="desk"' not in self.shown:
                raise RuntimeError(f"the call was not logged: {answer.status}")
        return times


def measure_search(folder: str) -> None:
    """A three-letter search at 100,000 and 1,000,000 companies, against the bare query of the
    index.
    """
    for size in scale().sizes[-2:]:
        member = member_with(folder, size)
        words = ["imp", "lai", "cou", "oei", "car", "tra", "des", "lil", "max", "035"]
        for word in words:
            search(member.workspace, word)
        times, bare = list[float](), list[float]()
        for _ in range(scale().repeats):  # in turns: what loads the machine loads both
            for word in words:
                times.append(timed(partial(search, member.workspace, word)))
                bare.append(timed(partial(_bare_search, word)))
        ratio = statistics.median(times) / statistics.median(bare)
        tail = percentile(times, 0.95) / percentile(bare, 0.95)
        say(
            f"search  {size:>9,} companies: p50 {percentile(times, 0.5):.1f} ms, p95 "
            f"{percentile(times, 0.95):.1f} ms (goal ≤ 20); bare query p50 "
            f"{percentile(bare, 0.5):.2f} ms, p95 {percentile(bare, 0.95):.2f} ms; ratio p50 "
            f"{ratio:.1f}, p95 {tail:.1f} (goal ≤ 20)"
        )


def _bare_search(word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM prospects_search WHERE prospects_search MATCH %s LIMIT 20",
            [f'"{word}"'],
        )
        cursor.fetchall()


class Desk:
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

    def busy(self) -> float:
        """Seconds of the processor that all its processes have taken so far (Linux only)."""
        group, ticks = os.getpgid(self.process.pid), os.sysconf("SC_CLK_TCK")
        taken = 0
        for found in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):  # a process that has just ended
                fields = found.read_text().rpartition(")")[2].split()
                taken += sum(map(int, fields[11:13])) if int(fields[2]) == group else 0
        return taken / ticks

    def stop(self) -> None:
        """Ends it."""
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(timeout=10)


def measure_callers(folder: str) -> None:
    """Twenty callers at once, each logging through the API of one real server as bin/start runs
    it, against one caller alone at the same server.
    """
    desk = Desk(str(Path(folder) / "callers"), free_port())
    many = str(max(200, (scale().at_once + 1) * scale().each * 3))
    subprocess.run(
        [sys.executable, "-m", "decroche", "--data", desk.data, "demo", "--companies", many],
        check=True,
        capture_output=True,
    )
    desk.start()
    token = (Path(desk.data) / "api-token").read_text()
    alone: list[float] = []
    start = time.perf_counter()
    _caller(desk.port, token, scale().at_once, alone, scale().each)
    took_alone = time.perf_counter() - start
    times: list[float] = []
    before, start = desk.busy(), time.perf_counter()
    callers = [
        threading.Thread(target=_caller, args=(desk.port, token, number, times, scale().each))
        for number in range(scale().at_once)
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    took, busy = time.perf_counter() - start, desk.busy() - before
    desk.stop()
    say(
        f"callers {scale().at_once} at once, {len(times)} calls: {len(times) / took:.0f} calls/s "
        f"(goal ≥ 300), p50 {percentile(times, 0.5):.0f} ms, p99 {percentile(times, 0.99):.0f} ms "
        f"(goal ≤ 250); one alone {len(alone) / took_alone:.0f} calls/s; "
        f"processor time of the server {busy / len(times) * 1000:.2f} ms a call"
    )


def _caller(port: int, token: str, number: int, times: list[float], calls: int) -> None:
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
    port = free_port()
    first = Desk(data, port)
    cold = first.start()
    first.stop()
    times = []
    for _ in range(3):
        desk = Desk(data, port)
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
