"""The desk started by a click, without a terminal: what it says goes into a file, and a refusal is
shown in the browser.
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
"""Bytes after which a new file is begun; the one before is kept."""
_WAIT = 60.0
"""Seconds for the browser to fetch the page of a refusal."""
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


def speak_into_file(folder: Path) -> None:
    """From here on what this process and those it starts say goes into the log of the data folder;
    what it writes with `print` too.
    """
    path = folder / LOG
    if path.exists() and path.stat().st_size > _LARGEST_LOG:
        path.replace(path.with_suffix(".old.log"))
    said = path.open("a", encoding="utf-8", buffering=1)
    sys.stdout = sys.stderr = said
    for descriptor in (1, 2):
        # Closed, or no such thing, where there never was a terminal (pythonw on Windows).
        with contextlib.suppress(OSError):
            os.dup2(said.fileno(), descriptor)


def show_refusal(sentence: str) -> None:
    """The sentence as a page of the browser, handed over once. Does nothing when no browser takes
    it within a minute.
    """
    page = page_of_refusal(sentence)
    given = False

    class Once(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            nonlocal given
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)
            given = True

        def log_message(self, *_what: object) -> None:
            """Nobody reads it."""

    with HTTPServer(("127.0.0.1", 0), Once) as server:
        server.timeout = _WAIT
        address = f"http://127.0.0.1:{server.server_port}/"
        # Some browsers are waited for until they end.
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        server.handle_request()
    if not given:
        print(sentence, file=sys.stderr)


def page_of_refusal(sentence: str) -> bytes:
    """The page: the sentence, and where what happened before it can be read. It needs no settings:
    they may be what is wrong.
    """
    return _PAGE.format(
        language=terminal_language(),
        sentence=escape(sentence),
        log=escape(str(getattr(sys.stderr, "name", ""))),
    ).encode()
