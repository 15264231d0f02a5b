"""A primary that is killed, a network that is cut, a node that comes back: every outcome that was
confirmed is there exactly once, and calls are taken again soon.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import NEVER_DIAL, chromium, chromium_path, playwright
from tests.ha.callers import Caller, Crowd, key_of
from tests.ha.cluster import Cluster, Node
from tests.waiting import DEADLINE, until
from tools.entering import cookie_of
from tools.measures import Desk, free_port

__all__ = ["chromium", "chromium_path", "playwright"]
pytestmark = pytest.mark.ha
_MEMBERS, _COMPANIES = 8, 3000
_QUIET = 5.0
"""Seconds of calls before and after each blow."""
_SOON = 3.0
"""Seconds in which a blow is felt."""
_NOTE = "Budget voté en mai"


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    made = Cluster(free_port())
    try:
        made.start()
        yield made
    finally:
        made.stop()


def _inside(desk: Desk, *words: str) -> str:
    command = [sys.executable, *words]
    done = subprocess.run(
        command, env=desk.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def desk(cluster: Cluster, tmp_path: Path) -> Iterator[tuple[Desk, Crowd]]:
    """A desk of two processes on the cluster, and eight members who will call."""
    desk = Desk(str(tmp_path / "data"), free_port())
    desk.environment |= {
        "DATABASE_URL": cluster.url,
        "DECROCHE_WORKERS": "2",
        "DECROCHE_NOW": "2026-11-24T10:05",
        "DJANGO_SETTINGS_MODULE": "decroche.config.settings",
    }
    _inside(desk, "-m", "decroche", "demo", "--companies", str(_COMPANIES))
    script = f"import django; django.setup(); from tests.ha.ground import lay; lay({_MEMBERS})"
    *keys, companies = _inside(desk, "-c", script).splitlines()
    cards = [int(one) for one in companies.split()]
    desk.start()
    shares = [cards[number + 1 :: _MEMBERS] for number in range(_MEMBERS)]
    callers = [Caller(desk.port, key, share) for key, share in zip(keys, shares, strict=True)]
    try:
        yield desk, Crowd(callers)
    finally:
        desk.stop()


@pytest.fixture
def page(chromium: Browser, desk: tuple[Desk, Crowd]) -> Iterator[Page]:
    """The owner's call screen, with a card before her."""
    served, _crowd = desk
    context = chromium.new_context(locale="fr-FR")
    context.set_default_timeout(DEADLINE * 1000)
    context.add_init_script(NEVER_DIAL)
    name, _, value = cookie_of(served.data, served.port).partition("=")
    base = f"http://127.0.0.1:{served.port}"
    context.add_cookies([{"name": name, "value": value, "url": base}])
    page = context.new_page()
    page.goto(f"{base}/calls/")
    page.locator("form[action='/calls/begin/'] button").click()
    expect(page.locator("#note")).to_be_visible()
    yield page
    context.close()


def test_every_confirmed_outcome_is_there_once(
    cluster: Cluster,
    desk: tuple[Desk, Crowd],
    page: Page,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _desk, crowd = desk
    lines = list[str]()

    def blow(what: str, hit: Callable[[Node], None], on: Node) -> None:
        """One blow, and how long nobody's call was confirmed."""
        time.sleep(_QUIET)
        at = time.monotonic()
        hit(on)
        until(lambda: crowd.everybody_since(at + _SOON), f"calls are kept after {what}")
        time.sleep(_QUIET)
        lines.append(f"{what}: nothing confirmed for {crowd.silence(at):.1f} s (goal < 30)")

    hers = int(page.locator("form[data-loop] input[name=company]").input_value())
    crowd.leave_out(hers)
    crowd.begin()
    page.locator("#note").fill(_NOTE)

    def killed_while_she_calls(node: Node) -> None:
        node.kill()
        page.locator("#note").blur()
        page.keyboard.press("Digit1")
        expect(page.locator("[data-outbox]")).to_contain_text("Décroche ne répond pas")

    leads = _leader(cluster)
    blow("the one that leads is killed", killed_while_she_calls, leads)
    expect(page.locator("[data-outbox]")).to_be_hidden()

    leads.start()
    cluster.wait_until_whole()
    leads = _leader(cluster)
    blow("the one that leads is cut off", Node.cut, leads)
    leads.heal()
    cluster.wait_until_whole()
    follows = next(node for node in cluster.nodes if node is not _leader(cluster))
    blow("one that follows is cut off", Node.cut, follows)
    follows.heal()
    cluster.wait_until_whole()
    crowd.end()

    confirmed, kept = crowd.confirmed(), _kept(cluster)
    lines.append(f"{len(confirmed)} calls confirmed, answers: {dict(crowd.answers())}")
    with capsys.disabled():
        sys.stdout.write("\n".join(["", *lines, ""]))
    lost, twice = set(confirmed) - set(kept), [key for key, count in kept.items() if count > 1]
    assert (lost, twice) == (set(), [])
    assert len(set(kept) - set(confirmed)) == 1, "the one that was noted on the call screen"
    assert _notes(cluster) == [_NOTE]


def _leader(cluster: Cluster) -> Node:
    found = until(cluster.leader, "a node leads")
    assert found is not None
    return found


def _kept(cluster: Cluster) -> dict[str, int]:
    """{key that a call of a company is sent with: how many calls of it there are}."""
    with psycopg.connect(cluster.url) as line:
        rows = line.execute("SELECT company_id, count(*) FROM calls_call GROUP BY 1").fetchall()
    return {key_of(int(company)): int(count) for company, count in rows}


def _notes(cluster: Cluster) -> list[str]:
    with psycopg.connect(cluster.url) as line:
        found = line.execute("SELECT note FROM calls_call WHERE note <> ''").fetchall()
    return [str(note) for (note,) in found]
