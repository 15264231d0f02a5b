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
from django.utils.translation import gettext as _

from decroche.cli.answering import say
from decroche.cli.ports import choose_port
from decroche.config.holding import FolderInUse, held, only_one
from decroche.config.readers import more_names
from decroche.intake.jobs import sweep
from decroche.shared.refusal import DONE, Refusal
from decroche.storage import asking
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
_PATIENCE = 20.0
"""Seconds for a desk that is starting or closing."""


def serve_(options: Namespace) -> int:
    """Prepares the database, says where the desk is, opens the browser, serves until
    interrupted. A desk that is open already is opened once more in the browser.
    """
    _refuse_what_cannot_be_served(options.host)
    patience = time.monotonic() + _PATIENCE
    while True:
        with only_one(Path(settings.DATA_FOLDER), "desk") as mine:
            if mine:
                return _serve(options)
        if address := running_address():
            _show(address, browser=not options.no_browser)
            return DONE
        if time.monotonic() > patience:
            raise Refusal(_("Décroche is starting or closing just now: try again in a moment."))
        time.sleep(_LOOK)


def _refuse_what_cannot_be_served(host: str) -> None:
    """Raises Refusal for a network that must not see the desk, and when the pages have no style."""
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
    """Serves until interrupted, a restored copy in between."""
    _note().unlink(missing_ok=True)  # of a desk that ended without a word
    options.port = choose_port(options.host, options.port)
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
    remove_unsealed(older_than=0)
    address = _address(options)
    _note().write_text(address, encoding="ascii")
    print(f"Décroche: {address}  (Ctrl+C to stop)", file=sys.stderr)
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
    address = running_address()
    if not address:
        raise Refusal(_("The desk is not open: run bin/start (or decroche serve)."))
    if options.print:
        return {"link": _link(address)}
    _show(address, browser=True)
    return {"address": address}


def _address(options: Namespace) -> str:
    host = f"[{options.host}]" if ":" in options.host else options.host
    return f"http://{host}:{options.port}/"


def _note() -> Path:
    """Where the desk of this data folder says its address."""
    return Path(settings.DATA_FOLDER) / "address"


def running_address() -> str:
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
    return f"{outside(address).rstrip('/')}{LINK}?key={new_key()}"


def outside(address: str) -> str:
    """The address by which a browser asks the desk: behind a proxy, the proxy's."""
    names = more_names() if settings.BEHIND_PROXY else []
    return f"https://{names[0]}/" if names else address


def _show(address: str, *, browser: bool) -> None:
    """Opens the browser; without one, says the link."""
    seen = (
        os.environ.get("DISPLAY")
        or os.environ.get("WAYLAND_DISPLAY")
        or sys.platform in ("darwin", "win32")
    )
    if not (browser and seen and webbrowser.open(_link(address))):
        print(f"Open, once, within ten minutes: {_link(address)}", file=sys.stderr)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _show_when_open(host: str, port: int, address: str, browser: bool) -> None:
    for _again in range(100):
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
        _note().unlink(missing_ok=True)


def _stop_when_asked(stop: Callable[[], None], ended: threading.Event) -> None:
    """Ends the server as Ctrl+C would, when a page has asked for something."""
    while not ended.wait(_LOOK):
        if asking.was_asked():
            stop()
            return
