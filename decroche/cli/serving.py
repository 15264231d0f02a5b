"""Serving the desk on this machine."""

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
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation

from decroche.cli.answering import say
from decroche.config.holding import FolderInUse, held
from decroche.config.readers import own_names
from decroche.intake.jobs import sweep
from decroche.shared.refusal import DONE, Refusal
from decroche.storage import asking
from decroche.storage.database import ready
from decroche.storage.restoring import restore_from
from decroche.team.access import LINK
from decroche.team.actions import ensure_local_member
from decroche.team.door import new_key
from decroche.team.language import member_language
from decroche.team.queries import local_member

_LOOK = 0.3
"""Seconds between two looks at whether a page asked for something."""


def serve_(options: Namespace) -> int:
    """Prepares the database, says where the desk is, opens the browser, serves until
    interrupted. A desk that is open already is opened once more in the browser.
    """
    try:
        _port_free(options.host, options.port)
    except Refusal:
        if _running() != _address(options):
            raise
        _show(_running(), browser=not options.no_browser)
        return DONE
    first = True
    asking.forget_asked()
    while True:
        with held(Path(settings.DATA_FOLDER)):
            _serve_once(options, show=first)
        asked = asking.take_asked()
        if asked is None or not asked.copy:
            return DONE
        _let_interrupt()
        _restore(Path(asked.copy))
        first = False  # the page that asked waits for the desk


def _serve_once(options: Namespace, *, show: bool) -> None:
    """Serves until it is interrupted, or until a page asks for something."""
    os.environ[asking.SERVED] = secrets.token_hex(8)
    say(ready())
    ensure_local_member()
    sweep()
    address = _address(options)
    _note().write_text(address, encoding="ascii")
    print(f"Décroche: {address}  (Ctrl+C to stop)", file=sys.stderr)
    if not _is_loopback(options.host):
        _open_to_other_devices()
        print(
            "On another device, once, within ten minutes: http://<this computer>:"
            f"{options.port}{LINK}?key={new_key()}",
            file=sys.stderr,
        )
    if show:
        threading.Thread(
            target=_show_when_open,
            args=(options.host, options.port, address, not options.no_browser),
            daemon=True,
        ).start()
    _run(options.host, options.port)


def _let_interrupt() -> None:
    """Ctrl+C and a polite kill end the program again: the server that has ended kept them."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _restore(copy: Path) -> None:
    """Puts a copy in place while nothing is served; what came of it waits for the next page."""
    member = local_member()
    with translation.override(member_language(member) if member else None):
        try:
            with held(Path(settings.DATA_FOLDER), alone=True):
                done = restore_from(copy)
        except (Refusal, FolderInUse) as refusal:
            answer = asking.Answered(copy.name, refusal=str(refusal))
        else:
            answer = asking.Answered(
                copy.name,
                kept=str(done.kept or ""),
                oppositions=done.carried["oppositions"],
                erased=done.carried["erased"],
                whole=done.whole,
            )
    asking.leave_answer(answer)


def open_(options: Namespace) -> dict[str, str]:
    """A link that opens the running desk once; shown in the browser, or only said."""
    address = _running()
    if not address:
        raise Refusal("The desk is not open: run bin/start (or decroche serve).")
    if options.print:
        return {"link": _link(address)}
    _show(address, browser=True)
    return {"address": address}


def _address(options: Namespace) -> str:
    host = "127.0.0.1" if options.host in ("0.0.0.0", "::") else options.host
    return f"http://{f'[{host}]' if ':' in host else host}:{options.port}/"


def _note() -> Path:
    """Where the desk of this data folder says its address."""
    return Path(settings.DATA_FOLDER) / "address"


def _running() -> str:
    """The address of the desk that serves this data folder; "" when none answers there."""
    if not _note().exists():
        return ""
    address = _note().read_text(encoding="ascii").strip()
    where = urlsplit(address)
    try:
        socket.create_connection((where.hostname or "", where.port or 80), timeout=2).close()
    except OSError:
        return ""
    return address


def _link(address: str) -> str:
    return f"{address.rstrip('/')}{LINK}?key={new_key()}"


def _show(address: str, *, browser: bool) -> None:
    """Opens the browser; without one, says the link."""
    seen = (
        os.environ.get("DISPLAY")
        or os.environ.get("WAYLAND_DISPLAY")
        or sys.platform in ("darwin", "win32")
    )
    if not (browser and seen and webbrowser.open(_link(address))):
        print(f"Open, once, within ten minutes: {_link(address)}", file=sys.stderr)


def _open_to_other_devices() -> None:
    """Other devices may call this machine by its own names.

    Workers that are forked inherit the setting; those that are spawned read the environment.
    """
    settings.ALLOWED_HOSTS += own_names()
    os.environ["DECROCHE_OPEN_HOST"] = "1"


def _port_free(host: str, port: int) -> None:
    if not 1 <= port <= 65535:
        raise Refusal(f"{port} is not a port. Choose one between 1024 and 65535.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Refusal(
                f"Port {port} needs an administrator. Choose one above 1023 with --port."
            ) from None
        except OSError as error:
            if error.errno in (98, 48, 10048):
                raise Refusal(
                    f"Port {port} is in use: Décroche may be open already at "
                    f"http://{host}:{port}/. Close it, or choose another with --port."
                ) from None
            raise Refusal(f"{host}:{port} can't be served: {error.strerror}.") from None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _show_when_open(host: str, port: int, address: str, browser: bool) -> None:
    for _ in range(100):
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
            continue
        _show(address, browser=browser)
        return


def _run(host: str, port: int) -> None:
    """One process serves pages and jobs: SQLite has one writer, and one process is all she should
    have to think of.
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
        # Most of them wait for bodies: team/access.py says how many work at the same time, which
        # is what granian's warning, left out above, is about.
        blocking_threads=16,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        websockets=False,
    )
    ended = threading.Event()
    threading.Thread(
        target=_stop_when_asked, args=(server.signal_handler_interrupt, ended), daemon=True
    ).start()
    try:
        server.serve()
    finally:
        ended.set()


def _stop_when_asked(stop: Callable[[], None], ended: threading.Event) -> None:
    """Ends the server as Ctrl+C would, when a page has asked for something."""
    while not ended.wait(_LOOK):
        if asking.was_asked():
            stop()
            return
