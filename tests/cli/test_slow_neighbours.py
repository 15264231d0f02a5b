"""Ten that never come to an end at once (servers that drip, bodies that do not come), and the desk
answers as before.
"""

from __future__ import annotations

import socket
import statistics
import time
import urllib.parse
import urllib.request
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.cli.test_serving import Desk, desk  # noqa: F401 (a fixture)
from tests.gateways.test_deadline import dripping
from tests.waiting import DEADLINE
from tools.entering import cookie_of

pytestmark = pytest.mark.sqlite
TIMES = 60
_BODY = b"POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 5000\r\n%s\r\n\r\nabc"
_FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


def ping(port: int) -> float:
    """Seconds for one answer, the median of many."""
    taken = []
    for _ in range(TIMES):
        line = HTTPConnection("127.0.0.1", port, timeout=DEADLINE)
        begun = time.perf_counter()
        line.request("GET", "/ping/")
        assert line.getresponse().read()
        taken.append(time.perf_counter() - begun)
        line.close()
    return statistics.median(taken)


def token_of(page: str) -> str:
    return page.split('name="csrfmiddlewaretoken" value="')[1].split('"', maxsplit=1)[0]


def test_ten_that_never_end_leave_the_desk_as_quick_as_it_was(
    desk: Desk,  # noqa: F811  # the fixture, by the name pytest asks for
    tmp_path: Path,
) -> None:
    with ExitStack() as stack:
        smtp = stack.enter_context(dripping(b"220 hello "))
        register = stack.enter_context(dripping(b"HTTP/1.1 200 OK\r\n\r\n", b" "))
        desk.environment |= {
            "DECROCHE_REGISTER_URL": f"http://127.0.0.1:{register}",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        }
        desk.start()
        cookie = cookie_of(str(desk.data), desk.port)
        where = f"http://127.0.0.1:{desk.port}"

        def asked(path: str, fields: dict[str, str] | None = None, more: str = "") -> str:
            headers = {"Cookie": f"{cookie}{more}"}
            data = urllib.parse.urlencode(fields).encode() if fields else None
            request = urllib.request.Request(where + path, data, headers)
            with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
                jar = answer.headers.get("Set-Cookie", "").partition(";")[0]
                return f"{jar}\n{answer.read().decode()}"

        jar, _line, page = asked("/mailbox/").partition("\n")
        form = {"csrfmiddlewaretoken": token_of(page)}
        idle = ping(desk.port)
        mailbox = {
            "address": "camille@arnaud.example",
            "password": "s3cret",
            "smtp_host": "127.0.0.1",
            "smtp_port": str(smtp),
            "smtp_security": "none",
        }
        shown = asked("/mailbox/", form | mailbox, f"; {jar}")
        assert "<progress" in shown
        for place in ("Nord", "Rhône", "Gironde"):
            text = f"imprimeries, {place}"
            assert "<progress" in asked("/register/ask/", form | {"text": text}, f"; {jar}")
        lines = []
        for number in range(10):
            line = stack.enter_context(socket.create_connection(("127.0.0.1", desk.port)))
            own = b"Cookie: %s\r\n" % cookie.encode() if number % 2 else b""
            path = b"/calls/log/" if number < 8 else b"/api/v1/calls"
            line.sendall(_BODY % (path, desk.port, _FORM + own))
            lines.append(line)
        busy = min(ping(desk.port) for _ in range(3))
        assert "<progress" in asked("/mailbox/")  # and pages are made meanwhile
        for line in lines:
            line.close()
        idle = max(idle, ping(desk.port))  # what else runs on this machine may have changed
        assert busy < 8 * idle, (busy, idle)
