"""Serving the desk on this machine."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
import webbrowser
from argparse import Namespace
from ipaddress import ip_address

from django.conf import settings

from decroche.cli.database import ready
from decroche.cli.refusal import DONE, Refusal
from decroche.intake.jobs import sweep
from decroche.team.actions import ensure_local_member


def serve_(options: Namespace) -> int:
    """Prepares the database, says where the desk is, opens the browser, serves until
    interrupted.
    """
    _port_free(options.host, options.port)
    ready()
    ensure_local_member()
    sweep()
    host = "127.0.0.1" if options.host in ("0.0.0.0", "::") else options.host
    address = f"http://{host}:{options.port}/"
    print(f"Décroche: {address}  (Ctrl+C to stop)", file=sys.stderr)
    if not _is_loopback(options.host):
        _open_to_other_devices()
        print(
            (
                "From another device: http://<this "
                f"computer>:{options.port}/?token={settings.ACCESS_TOKEN}"
            ),
            file=sys.stderr,
        )
    if not options.no_browser and (
        os.environ.get("DISPLAY")
        or os.environ.get("WAYLAND_DISPLAY")
        or sys.platform in ("darwin", "win32")
    ):
        threading.Thread(
            target=_open_browser, args=(options.host, options.port, address), daemon=True
        ).start()
    _run(options.host, options.port)
    return DONE


def _open_to_other_devices() -> None:
    """Any name may be given to this machine: other devices are asked for the token.

    Workers that are forked inherit the setting; those that are spawned read the environment.
    """
    settings.ALLOWED_HOSTS.append("*")
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


def _open_browser(host: str, port: int, address: str) -> None:
    for _ in range(100):
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
            continue
        webbrowser.open(address)
        return


def _run(host: str, port: int) -> None:
    """One process serves pages and jobs: SQLite has one writer, and one process is all she should
    have to think of.
    """
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    os.environ["DECROCHE_MAIL_RUNNER"] = "1"
    Server(
        "decroche.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.WORKERS,
        blocking_threads=max(1, 2 // settings.WORKERS),
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        websockets=False,
    ).serve()
