"""For a desk that was started by a click and has no terminal: its output is written to a log file,
and a refusal is shown in the browser.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import webbrowser
from html import escape
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from decroche.shared.language import terminal_language

LOG = "decroche.log"
_LARGEST_LOG = 1_000_000
"""Bytes after which a new log is begun; the one before is kept."""
_WAIT = 60.0
"""Seconds to wait for the browser to fetch the page of a refusal."""
_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<meta charset="utf-8">
<title>Décroche</title>
<style>body{{font:1.1rem/1.5 sans-serif;max-width:40rem;margin:15vh auto;padding:0 1rem}}</style>
<h1>Décroche</h1>
<p>{sentence}</p>
<p><code>{log}</code></p>
</html>
"""


def redirect_output(folder: Path) -> None:
    """Redirects the output of this process, and of those it starts, to the log in a folder."""
    path = folder / LOG
    if path.exists() and path.stat().st_size > _LARGEST_LOG:
        path.replace(path.with_suffix(".old.log"))
    output = path.open("a", encoding="utf-8", buffering=1)
    sys.stdout = sys.stderr = output
    for descriptor in (1, 2):
        # pythonw on Windows starts programs without these two descriptors.
        with contextlib.suppress(OSError):
            os.dup2(output.fileno(), descriptor)


def show_refusal(sentence: str) -> None:
    """Shows a sentence as a page in the browser. A server for one request hands the page over; when
    no browser fetches it within a minute, the sentence is printed.
    """
    page = page_of_refusal(sentence)
    fetched = False

    class Once(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            nonlocal fetched
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)
            fetched = True

        def log_message(self, *_message: object) -> None:
            """Logs nothing."""

    with HTTPServer(("127.0.0.1", 0), Once) as server:
        server.timeout = _WAIT
        address = f"http://127.0.0.1:{server.server_port}/"
        # In a thread, because `open` waits for some browsers until they are closed.
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        server.handle_request()
    if not fetched:
        print(sentence, file=sys.stderr)


def page_of_refusal(sentence: str) -> bytes:
    """The page with a sentence and the path of the log. It uses no Django settings or templates,
    since the settings may be what is wrong.
    """
    return _PAGE.format(
        language=terminal_language(),
        sentence=escape(sentence),
        log=escape(str(getattr(sys.stderr, "name", ""))),
    ).encode()
