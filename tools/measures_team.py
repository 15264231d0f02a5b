"""What bin/bench measures of a team: many members on one queue, on PostgreSQL, over HTTP as
`decroche serve` answers them, against the bare limit of the same server.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from decroche.membership.actions import share
from decroche.team.actions import ensure_local_member
from decroche.team.models import Member
from decroche.team.signing import begin_session
from tools.measures import Browser, Desk, free_port, percentile, say
from tools.postgres import own_server
from tools.scale import scale

_BARE_LINES = 16
"""Connections of the bare limit: as many as the threads of one process of the desk."""
_LOOK_EVERY = 1.5
"""Seconds between two looks of an open page (ui/assets/live.js)."""
_PATIENCE = 180.0
"""Seconds that a browser waits for an answer: a hundred who begin at once wait for each other."""
_LISTENS = "0A"
"""The state of a socket in /proc/net/tcp."""
_COMPANY = re.compile(r'name="company" value="(\d+)"')
_LIVE = re.compile(r'data-live="([^"]+)"\s+data-seen="([^"]*)"')
_BARE = """
CREATE TABLE bare_card (id int PRIMARY KEY, attempts int NOT NULL, at timestamptz, filler text);
CREATE TABLE bare_claim (member int PRIMARY KEY, card int UNIQUE, at timestamptz);
CREATE TABLE bare_call (id bigserial PRIMARY KEY, card int, member int, at timestamptz, note text);
INSERT INTO bare_card SELECT n, 0, NULL, repeat('x', 200) FROM generate_series(1, %(cards)s) AS n;
CREATE INDEX bare_fresh ON bare_card (id) WHERE attempts = 0;
CREATE INDEX bare_calls ON bare_call (card);
ANALYZE bare_card"""
_NEXT = """
INSERT INTO bare_claim SELECT %(member)s, id, now() FROM bare_card WHERE attempts = 0
AND NOT EXISTS (SELECT 1 FROM bare_claim WHERE card = bare_card.id) ORDER BY id LIMIT 1
FOR UPDATE OF bare_card SKIP LOCKED
ON CONFLICT (member) DO UPDATE SET card = excluded.card, at = excluded.at RETURNING card"""
_KEEP = "INSERT INTO bare_call (card, member, at, note) VALUES (%(card)s, %(member)s, now(), 'x')"
_DONE = "UPDATE bare_card SET attempts = 1, at = now() WHERE id = %(card)s"


def measure_team(folder: str) -> None:
    """20, 100 and 200 members who call down one list as fast as the desk lets them: each request
    notes an outcome and gets the next card. Then their open pages look whether anything changed.
    """
    most, calls = max(scale().team_callers), scale().team_calls
    cards = max(scale().team_companies, len(scale().team_callers) * (calls + most) + most)
    with own_server() as url:
        data = str(Path(folder) / "team")
        desk = Desk(data, free_port())
        desk.environment |= {"DATABASE_URL": url, "DECROCHE_WORKERS": str(os.cpu_count() or 1)}
        command = [sys.executable, "-m", "decroche", "demo", "--companies", str(cards)]
        subprocess.run(command, env=desk.environment, check=True, capture_output=True)
        keys = _members(desk, most)
        bare = _bare_limit(url, calls)
        say(f"team    {cards:,} companies; bare limit {bare:,.0f} a second, {_BARE_LINES} lines")
        desk.start()
        _wait_for_workers(desk)
        try:
            for number in scale().team_callers:
                _measure_crowd(desk, url, keys[:number], bare)
        finally:
            desk.stop()


def _wait_for_workers(desk: Desk) -> None:
    """Until every process listens (Linux only): each has a socket of its own, and a request that
    comes before would be given to the first one for good.
    """
    wanted, local = int(desk.environment["DECROCHE_WORKERS"]), f":{desk.port:04X}"
    end = time.monotonic() + 30
    while True:
        rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()]
        listening = [row for row in rows if row[1].endswith(local) and row[3] == _LISTENS]
        if len(listening) >= wanted:
            return
        if time.monotonic() > end:
            raise RuntimeError(f"{len(listening)} of {wanted} processes listen")
        time.sleep(0.1)


def _measure_crowd(desk: Desk, url: str, keys: list[str], bare: float) -> None:
    callers = [_Colleague(desk, key) for key in keys]
    first = _all_at_once(callers, _Colleague.begin_to_call)
    before, noted = desk.busy(), _calls_of(url)
    each = max(1, scale().team_calls // len(callers))
    start = time.perf_counter()
    times = _all_at_once(callers, lambda one: one.call_down(each))
    took, busy = time.perf_counter() - start, desk.busy() - before
    rate = len(times) / took
    calls, companies = _calls_of(url)
    given = [card for one in callers for card in one.given]
    twice = len(given) - len(set(given)) + calls - companies
    say(
        f"team    {len(callers):>3} callers, {len(times)} calls: {rate:.0f} calls and cards a "
        f"second, {rate / bare:.2f} of the bare limit (goal ≥ 0.5); p50 "
        f"{percentile(times, 0.5):.0f} ms, p99 {percentile(times, 0.99):.0f} ms (goal ≤ 250 at "
        f"100); {busy / len(times) * 1000:.1f} ms of the desk's processor a call, {desk.memory()} "
        f"MB; first card of all at once p99 {percentile(first, 0.99):.0f} ms; "
        f"{calls - noted[0]} of {len(times)} kept, handed out twice: {twice}"
    )
    before, start = desk.busy(), time.perf_counter()
    looks = _all_at_once(callers, lambda one: one.look(scale().repeats // 2))
    took, busy = time.perf_counter() - start, desk.busy() - before
    say(
        f"team    {len(callers):>3} open pages that look each {_LOOK_EVERY} s: p50 "
        f"{percentile(looks, 0.5):.0f} ms, p99 {percentile(looks, 0.99):.0f} ms, "
        f"{busy / len(looks) * 1000:.1f} ms of the desk's processor a look, "
        f"{busy / took:.2f} processors"
    )


class _Colleague(Browser):
    """A member's browser, signed in, on the call screen."""

    def __init__(self, desk: Desk, key: str) -> None:
        cookie = f"decroche-member-{desk.port}={key}"
        super().__init__(desk.data, desk.port, begins=False, cookie=cookie)
        self.line.timeout = _PATIENCE
        self.given = list[str]()

    def begin_to_call(self) -> list[float]:
        """Seconds until the first card of a sitting."""
        self.begin(shown=False)
        start = time.perf_counter()
        self.get("/calls/")
        self._note_card()
        return [time.perf_counter() - start]

    def call_down(self, count: int) -> list[float]:
        """Seconds of each call noted, with the next card."""
        times = list[float]()
        for _ in range(count):
            times += self.calls(1)
            self._note_card()
        return times

    def look(self, count: int) -> list[float]:
        """Seconds of each look of the open page, at the pace of a page."""
        found = _LIVE.search(self.shown)
        if found is None:
            raise RuntimeError("the call screen does not look again")
        where, seen = found.group(1).replace("&amp;", "&"), found.group(2)
        times = list[float]()
        for _ in range(count):
            start = time.perf_counter()
            self.line.request("GET", f"{where}&seen={seen}", headers={"Cookie": self.cookie})
            self.line.getresponse().read()
            times.append(time.perf_counter() - start)
            time.sleep(max(0.0, _LOOK_EVERY - times[-1]))
        return times

    def _note_card(self) -> None:
        found = _COMPANY.search(self.shown)
        if found is None:
            raise RuntimeError("no card was given")
        self.given.append(found.group(1))


def _all_at_once(
    callers: list[_Colleague], work: Callable[[_Colleague], list[float]]
) -> list[float]:
    """Everybody does it in a thread of their own; all times. Raises what went wrong first."""
    times, wrong = list[float](), list[Exception]()
    together = threading.Barrier(len(callers))

    def do(one: _Colleague) -> None:
        together.wait()
        try:
            times.extend(work(one))
        except Exception as problem:
            wrong.append(problem)

    threads = [threading.Thread(target=do, args=(one,)) for one in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise wrong[0]
    return times


def _calls_of(url: str) -> tuple[int, int]:
    """(calls, companies that were called); no card of this measure comes back, since its clock
    stands still.
    """
    with psycopg.connect(url) as line:
        found = line.execute("SELECT count(*), count(DISTINCT company_id) FROM calls_call")
        calls, companies = found.fetchone() or (0, 0)
    return int(calls), int(companies)


def _members(desk: Desk, count: int) -> list[str]:
    """The session keys of this many members, made in a process of its own: this one has another
    database.
    """
    script = "import django; django.setup(); from tools.measures_team import team_of; team_of({})"
    command = [sys.executable, "-c", script.format(count)]
    made = subprocess.run(command, env=desk.environment, check=True, capture_output=True, text=True)
    return made.stdout.split()


def team_of(count: int) -> None:
    """Shares the file; prints the keys of this many members, the owner first."""
    owner = ensure_local_member()
    share(
        by=owner, name="Camille", email="camille@agence.example", password="quatre mots bien longs"
    )
    names = [f"Membre {number}" for number in range(1, count)]
    caller = {"role": Member.Role.CALLER, "welcomed_at": owner.created_at}
    made = [Member(workspace=owner.workspace, name=name, **caller) for name in names]
    for member in [owner, *Member.objects.bulk_create(made)]:
        print(begin_session(member, "bench"))


@dataclass
class _Bare:
    """One connection that claims the next row, notes it and marks it."""

    url: str
    member: int

    def run(self, count: int) -> None:
        line: Any
        with psycopg.connect(self.url) as line:
            for _ in range(count):
                values: dict[str, int] = {"member": self.member}
                values["card"] = line.execute(_NEXT, values).fetchone()[0]
                line.execute(_KEEP, values)
                line.execute(_DONE, values)
                line.commit()


def _bare_limit(url: str, count: int) -> float:
    """Claims with an outcome a second that psycopg gets out of the same server, without a desk."""
    each = max(1, count // _BARE_LINES)
    with psycopg.connect(url, autocommit=True) as line:
        for statement in (_BARE % {"cards": count + 10 * _BARE_LINES}).split(";\n"):
            line.execute(statement.encode())
    threads = [
        threading.Thread(target=_Bare(url, number).run, args=(each,))
        for number in range(_BARE_LINES)
    ]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - start
    with psycopg.connect(url, autocommit=True) as line:
        line.execute("DROP TABLE bare_card, bare_claim, bare_call")
    return each * _BARE_LINES / took
