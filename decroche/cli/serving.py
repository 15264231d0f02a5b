"""`decroche serve` and `decroche open`: serving the desk on this machine, and opening it in the
browser. One desk at a time serves a data folder.
"""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import sys
import threading
import time
import webbrowser
from argparse import Namespace
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from decroche.cli.answering import say
from decroche.cli.ports import choose_port
from decroche.cli.refusals import folder_in_use_in_words
from decroche.config.locks import FolderInUse, folder_lock, try_lock
from decroche.config.readers import extra_host_names
from decroche.intake.jobs import sweep
from decroche.shared.refusal import DONE, Refusal
from decroche.storage import server_requests
from decroche.storage.database import ready
from decroche.storage.restoring import restore_from
from decroche.storage.unsealed import remove_unsealed
from decroche.team.access import LINK
from decroche.team.actions import ensure_local_member
from decroche.team.door import new_key
from decroche.team.language import member_language
from decroche.team.queries import local_member

_LOOK = 0.3
"""Seconds between two looks at whether a page asked for something, or another desk has ended."""
_STOPS_WITHIN = 30
"""Seconds that a process of the server has to finish what it is doing, once it is to end."""
_PATIENCE = 20.0
"""Seconds to wait for a desk that is starting or closing just now."""


def serve_(options: Namespace) -> int:
    """Serves the desk until it is interrupted. When a desk already serves this data folder, that
    one is opened in the browser instead.
    """
    _refuse_what_cannot_be_served(options.host)
    patience = time.monotonic() + _PATIENCE
    while True:
        with try_lock(Path(settings.DATA_FOLDER), "desk") as locked:
            if locked:
                return _serve(options)
        if address := running_address():
            _show(address, browser=not options.no_browser)
            return DONE
        if time.monotonic() > patience:
            raise Refusal(_("Décroche is starting or closing just now: try again in a moment."))
        time.sleep(_LOOK)


def _refuse_what_cannot_be_served(host: str) -> None:
    """Raises Refusal for a host that is not this machine, since the desk must not be open to the
    network, and when the style sheets have not been built.
    """
    if not _is_loopback(host):
        raise Refusal(
            _(
                "Décroche answers this computer only, so that nobody else on the network can open "
                "your file. A telephone is paired in Settings."
            )
        )
    if not (settings.PACKAGE / "ui" / "static" / "built" / "app.css").exists():
        raise Refusal(
            _("The style of the pages has not been built: start with bin/start, which does it.")
        )


def _serve(options: Namespace) -> int:
    """Serves until it is interrupted or a page asks to stop. When a page asks to restore a copy,
    the server is ended, the copy is restored, and the desk is served again.
    """
    _address_file().unlink(missing_ok=True)  # left by a desk that was killed
    options.port = choose_port(options.host, options.port)
    first = True
    server_requests.forget_request()
    while True:
        with folder_lock(Path(settings.DATA_FOLDER)):
            _serve_once(options, show=first)
        request = server_requests.take_request()
        if request is None or not request.copy:
            return DONE
        _reset_signal_handlers()
        _restore(Path(request.copy))
        first = False  # no new browser page: the one that asked waits for the desk


def _serve_once(options: Namespace, *, show: bool) -> None:
    """Prepares the data and serves until interrupted, or until a page asks for something. `show`
    opens the browser.
    """
    os.environ[server_requests.SERVING_ID] = secrets.token_hex(8)
    say(ready())
    ensure_local_member()
    sweep()
    remove_unsealed(older_than=0)
    address = _address(options)
    _address_file().write_text(address, encoding="ascii")
    say(_("Décroche is open at %(address)s (Ctrl+C to stop).") % {"address": address})
    if show:
        threading.Thread(
            target=_show_when_open,
            args=(options.host, options.port, address, not options.no_browser),
            daemon=True,
        ).start()
    _run(options.host, options.port)


def _reset_signal_handlers() -> None:
    """Makes Ctrl+C and SIGTERM end the program again: granian's handlers are still installed after
    its server has ended.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _restore(copy: Path) -> None:
    """Restores a copy while nothing is served, and keeps the outcome for the next page."""
    member = local_member()
    with translation.override(member_language(member) if member else None):
        try:
            with folder_lock(Path(settings.DATA_FOLDER), exclusive=True):
                restored = restore_from(copy)
        except Refusal as refusal:
            outcome = server_requests.RestoreOutcome(copy.name, refusal=str(refusal))
        except FolderInUse as error:
            words = folder_in_use_in_words(error)
            outcome = server_requests.RestoreOutcome(copy.name, refusal=words)
        else:
            outcome = server_requests.RestoreOutcome(
                copy.name,
                kept=str(restored.kept or ""),
                oppositions=restored.carried["oppositions"],
                erased=restored.carried["erased"],
                whole=restored.whole,
            )
    server_requests.keep_outcome(outcome)


def open_(options: Namespace) -> dict[str, str]:
    """Opens the running desk in the browser; with --print returns a link that opens it once."""
    address = running_address()
    if not address:
        raise Refusal(
            _(
                "The desk is not open: click the icon of Décroche, or run decroche serve (in a "
                "clone bin/start)."
            )
        )
    if options.print:
        return {"link": _link(address)}
    _show(address, browser=True)
    return {"address": address}


def _address(options: Namespace) -> str:
    host = f"[{options.host}]" if ":" in options.host else options.host
    return f"http://{host}:{options.port}/"


def _address_file() -> Path:
    """The file in which the desk that serves this data folder writes its address."""
    return Path(settings.DATA_FOLDER) / "address"


def running_address() -> str:
    """The address of the desk that serves this data folder; "" when none accepts connections."""
    if not _address_file().exists():
        return ""
    address = _address_file().read_text(encoding="ascii").strip()
    parts = urlsplit(address)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 80), timeout=2).close()
    except OSError:
        return ""
    return address


def _link(address: str) -> str:
    """A link that lets one browser in, once, within ten minutes."""
    return f"{public_address(address).rstrip('/')}{LINK}?key={new_key()}"


def public_address(address: str) -> str:
    """The address of the desk for a browser: the proxy's behind a proxy, else `address`."""
    names = extra_host_names() if settings.BEHIND_PROXY else []
    return f"https://{names[0]}/" if names else address


def _show(address: str, *, browser: bool) -> None:
    """Opens the desk in the browser. Without a graphical screen or a browser, or with `browser`
    False, the link is printed.
    """
    has_screen = (
        os.environ.get("DISPLAY")
        or os.environ.get("WAYLAND_DISPLAY")
        or sys.platform in ("darwin", "win32")
    )
    if not (browser and has_screen and webbrowser.open(_link(address))):
        words = _("Open it with this link, once, within ten minutes: %(link)s")
        say(words % {"link": _link(address)})


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _show_when_open(host: str, port: int, address: str, browser: bool) -> None:
    """Waits until the server accepts connections, then shows the desk."""
    for _again in range(100):
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
            continue
        _show(address, browser=browser)
        return


def _run(host: str, port: int) -> None:
    """Runs granian's server until it ends. Its first process also runs the background jobs (see
    config/wsgi.py), so that there is one program to start and to close.
    """
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    logging.getLogger("_granian").addFilter(
        lambda line: "seems quite high" not in line.getMessage()
    )
    os.environ["DECROCHE_MAIL_RUNNER"] = "1"
    server = Server(
        "decroche.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.WORKERS,
        # Most of these threads wait for the bodies of requests; team/access.py limits how many work
        # at a time. granian's warning about their number is filtered out above.
        blocking_threads=16,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=_STOPS_WITHIN,
        websockets=False,
    )
    ended = threading.Event()
    threading.Thread(target=_stop_when_asked, args=(server, ended), daemon=True).start()
    try:
        server.serve()
    finally:
        ended.set()
        _address_file().unlink(missing_ok=True)


class _Server(Protocol):
    """What is asked of granian's server to stop it."""

    interrupt_signal: bool
    wrks: list[Any]

    def signal_handler_interrupt(self) -> None: ...


def _stop_when_asked(server: _Server, ended: threading.Event) -> None:
    """Waits until a page asks for something, then ends the server as Ctrl+C would; and asks again
    until it has ended.

    A server that is asked while it replaces a worker forgets it, and a worker that only begins
    does not hear it: it has the handlers of its parent until it has loaded the pages.
    """
    while not ended.wait(_LOOK):
        if server.interrupt_signal or server_requests.has_request():
            server.signal_handler_interrupt()
            for worker in list(server.wrks):
                worker.terminate()
