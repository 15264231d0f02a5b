"""A PostgreSQL server of our own that can be killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg

PROGRAMS = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/usr/bin"))
"""Where PostgreSQL's own programs lie, of the newest version there is."""
_OPTIONS = "-c listen_addresses='' -c unix_socket_directories={folder} -c max_connections=40"


class PostgresServer:
    """The server, and its one database `kills`. It writes to the disk as it does by default."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="decroche-kills-pg-"))
        self.rights = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        if self.rights:
            shutil.chown(self.folder, "postgres")
        self._call(
            "initdb",
            "-D",
            self._db,
            "-U",
            "decroche",
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        self._start()

    @property
    def url(self) -> str:
        """Where the program finds it."""
        return f"postgresql://decroche@/kills?host={self.folder}"

    @property
    def _db(self) -> str:
        return str(self.folder / "db")

    def close(self) -> None:
        """Ends the server and takes its folder away."""
        self._call("pg_ctl", "-D", self._db, "-m", "immediate", "stop")
        shutil.rmtree(self.folder)

    def empty(self) -> None:
        """Makes the database, or empties it."""
        self._tell('DROP DATABASE IF EXISTS "kills" WITH (FORCE)', 'CREATE DATABASE "kills"')

    def keep(self, name: str) -> None:
        """Keeps the database as it is under a name."""
        self._tell(f'CREATE DATABASE "kept-{name}" TEMPLATE "kills" STRATEGY file_copy')

    def put_back(self, name: str) -> None:
        """Restores the database that was kept."""
        self._tell(
            'DROP DATABASE IF EXISTS "kills" WITH (FORCE)',
            f'CREATE DATABASE "kills" TEMPLATE "kept-{name}" STRATEGY file_copy',
        )

    def kill_backend(self) -> bool:
        """Kills the process that works on the database with kill -9. Returns whether
        there was one.
        """
        found = self._processes("kills")
        for pid in found[:1]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                return True
        return False

    def kill_all(self) -> bool:
        """kill -9 of the whole server when it works on the database; whether it did."""
        if not self._processes("kills"):
            return False
        for pid in [self._main(), *self._processes("")]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return True

    def up_again(self) -> None:
        """Waits until the server has recovered; starts it when it was killed."""
        end = time.monotonic() + 60
        while True:
            try:
                if not self._alive():
                    self._start()
                self._tell("SELECT 1")
            except (subprocess.CalledProcessError, psycopg.Error):
                # the last of the killed processes still hold its memory, or it recovers
                assert time.monotonic() < end, "PostgreSQL does not come back"
                time.sleep(0.1)
            else:
                return

    def _main(self) -> int:
        return int((Path(self._db) / "postmaster.pid").read_text().split()[0])

    def _alive(self) -> bool:
        try:
            return _alive(self._main())
        except FileNotFoundError:
            return False

    def _processes(self, database: str) -> list[int]:
        """The server's processes of a database; with "" all but the first."""
        main, found = self._main(), []
        for place in Path("/proc").glob("[0-9]*"):
            with suppress(OSError, IndexError, ValueError):
                parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
                words = (place / "cmdline").read_text()
                if parent == main and (not database or f" {database} " in words):
                    found.append(int(place.name))
        return found

    def _start(self) -> None:
        options = _OPTIONS.format(folder=self.folder)
        log = str(self.folder / "log")
        self._call("pg_ctl", "-D", self._db, "-w", "-l", log, "-o", options, "start")

    def _call(self, program: str, *words: str) -> None:
        subprocess.run(
            [*self.rights, str(PROGRAMS / program), *words],
            cwd="/",
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def _tell(self, *orders: str) -> None:
        line: Any
        where = f"postgresql://decroche@/postgres?host={self.folder}"
        with psycopg.connect(where, autocommit=True) as line:
            for order in orders:
                line.execute(order)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
