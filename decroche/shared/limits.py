"""Limits that a process which reads somebody's file sets on itself: a few kilobytes of a PDF, a
workbook or a picture can ask for gigabytes and for hours. The kernel keeps them (Linux, macOS in
part); Windows has none, and only the time is watched there.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

MEMORY = 512 << 20
"""Bytes beyond what the interpreter and its libraries take."""
OUTPUT = 512 << 20
"""Bytes of the largest file it may write."""


class TooHeavy(Exception):
    """A process was ended by its limits."""


if sys.platform == "win32":

    def limit_memory(_most: int = MEMORY) -> None:
        """Not on this system."""

    def limit_time(_seconds: float) -> None:
        """Not on this system."""
else:
    import resource

    def limit_memory(most: int = MEMORY) -> None:
        """From here on this process takes at most this much more memory, writes no larger file, and
        leaves no image of its memory behind. (macOS reserves more addresses than any limit that
        would help, and refuses to set one below.)
        """
        if sys.platform != "darwin":
            _lower(resource.RLIMIT_AS, _taken() + most)
        _lower(resource.RLIMIT_FSIZE, OUTPUT)
        _lower(resource.RLIMIT_CORE, 0)

    def limit_time(seconds: float) -> None:
        """From here on this process works for at most this many seconds (of the processor)."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        until = int(used.ru_utime + used.ru_stime + seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))

    def _lower(what: int, most: int) -> None:
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))

    def _taken() -> int:
        """Bytes of addresses that are taken now; a guess where the system does not say."""
        try:
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        except OSError:
            return 1 << 30
        return pages * resource.getpagesize()


def run_limited(module: list[str], *, wait: float) -> str:
    """Runs a module that limits itself; what it says. Raises TooHeavy when it was ended by its
    limits.
    """
    home = str(Path(__file__).parents[2])
    try:
        done = subprocess.run(
            [sys.executable, "-m", *module],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": home},
            timeout=wait,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TooHeavy from None
    if done.returncode:
        raise TooHeavy
    return done.stdout.decode()
