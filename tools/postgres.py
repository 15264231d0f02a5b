"""A PostgreSQL server of our own for as long as a measure takes."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def own_server() -> Iterator[str]:
    """The address of an empty database on a server with the settings that PostgreSQL comes with: it
    writes to the disk as it does by default. Raises RuntimeError where it is not installed.
    """
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        raise RuntimeError("PostgreSQL is missing (Debian: apt install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="decroche-bench-pg-"))
    rights = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if rights:
        shutil.chown(folder, "postgres")

    def call(program: str, *words: str) -> None:
        command = [*rights, str(programs[-1] / program), "-D", str(folder / "db"), *words]
        subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL)

    try:
        call("initdb", "-U", "decroche", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder}"
        call("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://decroche@/postgres?host={folder}"
        finally:
            call("pg_ctl", "-m", "fast", "stop")
    finally:
        shutil.rmtree(folder)
