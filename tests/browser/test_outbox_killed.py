"""What she notes while the server and the browser are killed, started, reloaded and closed, in any
order: the server's log equals what was pressed, each once, in order, at its time.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import BrowserContext, Error, Page, Playwright, Route, expect

from decroche.calls.outcomes import OUTCOMES
from decroche.shared.clock import PARIS
from decroche.team.access import LINK
from decroche.team.door import new_key
from tests.browser.conftest import QUIET
from tests.browser.test_outbox import CLOSE, LOG, LOOKED, entries, sent, waits
from tests.cli.test_serving import Desk
from tests.waiting import DEADLINE

pytestmark = pytest.mark.sqlite
KEYS = {spec.key: spec.code for spec in OUTCOMES.values()}
NOW = datetime(2026, 11, 24, 10, 5, tzinfo=PARIS)
"""What every server of these tests takes for now (test_serving.Desk)."""
WAITS = (timedelta(0), timedelta(0))
"""Of a press that has not arrived yet."""


@dataclass
class Pressed:
    """One press: on which card, which outcome, and how long ago it was, at least and at most, when
    it arrived.
    """

    card: str
    outcome: str
    at: datetime
    ago: tuple[timedelta, timedelta] = (timedelta(0), CLOSE)


@dataclass
class Morning:
    """A server and a browser, each of which may be gone."""

    playwright: Playwright
    chromium: str
    folder: Path
    log: list[Pressed] = field(default_factory=list)
    served: bool = False
    kills: bool = False
    """Whether the server is killed after it kept the next press, and before it answers."""
    _context: BrowserContext | None = None

    def __post_init__(self) -> None:
        self.desk = Desk(self.folder / "data")
        self.desk.command("demo", "--companies", "40")
        self.start()

    def start(self) -> None:
        """The server is there again, and what waited arrives."""
        if not self.served:
            self.desk.start()
            self.served, began = True, datetime.now(PARIS)
            self._open()
            sent(self.page)
            for one in self.log:
                if one.ago == WAITS:
                    one.ago = (began - one.at, datetime.now(PARIS) - one.at)
            self.page.reload()

    def kill(self) -> None:
        """The server, at rest."""
        if self.served:
            self.desk.kill()
            self.served = False

    def close(self) -> None:
        """The browser, with its last tab."""
        if self._context:
            self._context.close()
        self._context = None
        if self.served:
            self._open()

    def reload(self) -> None:
        """Without a server there is no page any more."""
        if self._context:
            with suppress(Error):
                self.page.reload()

    def press(self, key: str) -> None:
        """Presses an outcome for the card on the screen, unless one waits for it already."""
        if not self._context or not self.page.locator(".fiche h1").count():
            return
        card = self.page.locator(".fiche h1").inner_text()
        if any(one.card == card for one in self.log):
            return
        self.page.evaluate(LOOKED)
        self.log.append(Pressed(card, KEYS[key], datetime.now(PARIS)))
        if self.kills and self.served:
            self.page.route(LOG, self._keep_and_kill, times=1)
        self.page.keyboard.press(f"Digit{key}")
        if self.served and not self.kills:
            expect(self.page.locator(".fiche h1")).not_to_have_text(card)
            return
        if not self.served:
            self.log[-1].ago = WAITS
        expect(waits(self.page)).to_contain_text(card)
        assert entries(self.page) == 1
        self.kills = False

    @property
    def page(self) -> Page:
        """The one tab."""
        assert self._context
        return self._context.pages[0]

    def _open(self) -> None:
        """The browser, with its profile of before, in a desk that answers."""
        if self._context is None:
            self._context = self.playwright.chromium.launch_persistent_context(
                self.folder / "profile", executable_path=self.chromium, args=QUIET, locale="fr-FR"
            )
            self._context.set_default_timeout(DEADLINE * 1000)
        self.page.goto(f"http://127.0.0.1:{self.desk.port}{LINK}?key={new_key(self.desk.data)}")
        self.page.goto(f"http://127.0.0.1:{self.desk.port}/calls/")

    def _keep_and_kill(self, route: Route) -> None:
        assert route.fetch().ok
        self.kill()
        route.abort()

    def kept(self) -> list[tuple[str, str, datetime]]:
        """The calls of the file, in the order in which they were written."""
        with closing(sqlite3.connect(self.desk.data / "decroche.sqlite3")) as file:
            rows = file.execute(
                "SELECT company.name, call.outcome, call.at FROM calls_call call"
                " JOIN prospects_company company ON company.id = call.company_id ORDER BY call.id"
            ).fetchall()
            ((lines,),) = file.execute(
                "SELECT count(*) FROM journal_entry WHERE verb = 'call.logged'"
            ).fetchall()
        assert lines == len(rows)
        return [(name, code, datetime.fromisoformat(f"{at}+00:00")) for name, code, at in rows]


STEPS = st.lists(
    st.sampled_from(["1", "2", "9", "kill", "kill after", "start", "reload", "close"]),
    min_size=5,
    max_size=9,
)


@settings(
    max_examples=2,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(steps=["1", "kill", "2", "reload", "start", "kill after", "9", "close", "start", "1"])
@example(steps=["kill after", "1", "close", "start", "2", "kill", "9", "close", "reload", "start"])
@given(steps=STEPS)
def test_kills_and_reloads_lose_nothing_and_make_nothing_twice(
    playwright: Playwright, chromium_path: str, steps: list[str]
) -> None:
    folder = Path(tempfile.mkdtemp(prefix="decroche-killed-"))
    morning = Morning(playwright, chromium_path, folder)
    try:
        for step in steps:
            if step in KEYS:
                morning.press(step)
            elif step == "kill after":
                morning.kills = True
            else:
                getattr(morning, step)()
        morning.start()
        sent(morning.page)
        kept = morning.kept()
    finally:
        morning.kill()
        morning.close()
        shutil.rmtree(folder)
    assert [(name, code) for name, code, _ in kept] == [
        (one.card, one.outcome) for one in morning.log
    ], steps
    for (_, _, at), one in zip(kept, morning.log, strict=True):
        least, most = one.ago
        assert least - CLOSE <= NOW - at <= most + CLOSE, steps
