"""How soon a card is there: the first one after an import, the one that a program asks for, and the
next one in her browser.
"""

from __future__ import annotations

import json
import shutil
from argparse import Namespace
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from django.db import connection

from decroche.callqueue.claiming import release
from decroche.calls.outcomes import OUTCOMES
from decroche.cli.commands import next_
from decroche.team.actions import ensure_local_member
from decroche.team.door import new_key
from tools.entering import HOST
from tools.measures import KEY_1, Browser, Desk, desk_with, percentile, say, timed
from tools.scale import scale

_PRESS = """([key, patience]) => new Promise((done, fail) => {
  performance.clearResourceTimings();
  const late = () => fail(new Error(`no card ${patience} ms after the key ${key}`));
  const waiting = setTimeout(late, patience);
  document.addEventListener("htmx:afterSwap", () => requestAnimationFrame(() => {
    const frame = new MessageChannel();
    frame.port1.onmessage = () => {
      clearTimeout(waiting);
      const painted = performance.now() - start;
      const sent = performance.getEntriesByType("resource").filter(one => /log/.test(one.name));
      done({ answered: sent[0].responseEnd - start, painted });
    };
    frame.port2.postMessage(0);
  }), { once: true });
  const start = performance.now();
  const pressed = { key, code: `Digit${key}`, bubbles: true };
  document.body.dispatchEvent(new KeyboardEvent("keydown", pressed));
})"""
"""Presses a key; milliseconds until the answer is there, and until the frame with it is drawn (what
is posted inside a frame comes after it). Fails when no card comes."""
_PATIENCE = 20_000
"""Milliseconds"""
_BETWEEN = 1_100
"""Milliseconds on a card before the key: within a second, a second press of the same key would be
taken for a slip (ui/assets/js/guard.js).
"""


def measure_first(folder: str) -> None:
    """The first card of a file that was just brought in: no order of it was made yet."""
    for size in scale().sizes[-2:]:
        times, bare = list[float](), list[float]()
        for number in range(3):
            desk = desk_with(folder, size, f"first-{number}")
            desk.start()
            caller = Browser(desk.data, desk.port, begins=False)
            bare.append(percentile([caller.ping() for _ in range(scale().calls)], 0.5))
            caller.begin(shown=False)
            times.append(timed(partial(caller.get, "/calls/")) * 1000)
            desk.stop()
            shutil.rmtree(desk.data)
        say(
            f"first   {size:>9,} companies: the first card after {min(times):.0f} ms (goal ≤ 300), "
            f"slowest of three {max(times):.0f} ms; empty view {min(bare):.2f} ms"
        )


def measure_next(folder: str) -> None:
    """The next card by the API and by the command line, against the desk's page of it: each time
    the card is given back first. Server time: the command line is asked in this process.
    """
    for size in scale().sizes:
        desk = desk_with(folder, size, "next")
        desk.start()
        token = (Path(desk.data) / "api-token").read_text()
        caller = Browser(desk.data, desk.port)
        by_desk, by_api = list[float](), list[float]()
        for _ in range(scale().calls):
            _asked(desk, token, "POST", "/api/v1/release")
            by_desk.append(timed(partial(caller.get, "/calls/")))
            _asked(desk, token, "POST", "/api/v1/release")
            by_api.append(timed(partial(_asked, desk, token, "GET", "/api/v1/next")))
        desk.stop()
        by_command = _by_command(desk)
        shown = percentile(by_desk, 0.5)
        say(
            f"next    {size:>9,} companies: desk {shown:.1f} ms, API "
            f"{percentile(by_api, 0.5):.1f} ms, command line {by_command:.1f} ms; ratio "
            f"{percentile(by_api, 0.5) / shown:.2f} and {by_command / shown:.2f} (goal ≤ 1.5)"
        )


def _asked(desk: Desk, token: str, method: str, path: str) -> Any:
    line = HTTPConnection(HOST, desk.port, timeout=30)
    line.request(method, path, headers={"Authorization": f"Bearer {token}"})
    answer = line.getresponse()
    found = json.loads(answer.read())
    line.close()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status} {found}")
    return found


def _by_command(desk: Desk) -> float:
    """Milliseconds of `decroche next`, without the start of Python."""
    connection.close()
    connection.settings_dict["NAME"] = str(Path(desk.data) / "decroche.sqlite3")
    times = []
    for _ in range(scale().calls):
        release(ensure_local_member())
        times.append(timed(partial(next_, Namespace())))
    connection.close()
    return percentile(times, 0.5)


def measure_painted(folder: str) -> None:
    """From the key pressed to the next card painted, in Chromium, and the part of it that the
    server and the line take.
    """
    from playwright.sync_api import sync_playwright

    size = scale().imported
    desk = desk_with(folder, size, "painted")
    desk.start()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = chromium.new_page()
        page.goto(f"http://{HOST}:{desk.port}/open/?key={new_key(Path(desk.data))}")
        page.goto(f"http://{HOST}:{desk.port}/calls/")
        begin = page.locator("form[action='/calls/begin/'] button")
        if begin.count():  # a measure before this one may have begun the sitting of this file
            begin.click()
        page.wait_for_selector("#desk")
        times = list[dict[str, float]]()
        for _ in range(scale().calls // 3 + 5):
            page.wait_for_timeout(_BETWEEN)
            times.append(page.evaluate(_PRESS, [OUTCOMES[KEY_1].key, _PATIENCE]))
        chromium.close()
    desk.stop()
    took = [one["painted"] / 1000 for one in times[5:]]
    server = [one["answered"] / 1000 for one in times[5:]]
    say(
        f"painted {size:,} companies: key to next card painted p50 {percentile(took, 0.5):.0f} ms "
        f"(goal ≤ 60), p95 {percentile(took, 0.95):.0f} ms; of which until the answer was there "
        f"p50 {percentile(server, 0.5):.0f} ms"
    )
