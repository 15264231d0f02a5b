"""Typed readers of the environment: each refuses nonsense with one sentence."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import stat
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


class BadSetting(Exception):
    """A setting that can't be used; the message says which, why, and what to do."""


if sys.platform == "win32":

    def _close_to_others(_folder: Path) -> None:
        """What lies in an account's own folder is closed to others there; modes say nothing."""

    def _leave_no_picture() -> None:
        """No picture of the memory is written there unless somebody asks for it."""
else:
    import resource

    def _close_to_others(folder: Path) -> None:
        """A folder that other accounts can look into is closed to them.

        Raises OSError, BadSetting.
        """
        mode = folder.stat().st_mode
        if not mode & 0o077:
            return
        if mode & stat.S_ISVTX:
            raise BadSetting(
                f"The data folder {folder} is one that all accounts of this machine share. Choose "
                "another with --data FOLDER."
            )
        folder.chmod(0o700)

    def _leave_no_picture() -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def data_folder() -> Path:
    """DECROCHE_DATA, else the platform's own place for user data; made if it is missing."""
    chosen = os.environ.get("DECROCHE_DATA")
    if chosen:
        folder = Path(chosen).expanduser()
    else:
        import platformdirs

        folder = Path(platformdirs.user_data_dir("decroche", appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _close_to_others(folder)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise BadSetting(
            f"The data folder {folder} can't be written ({error.strerror}). Choose another "
            "with --data FOLDER, or make this one writable."
        ) from None
    return folder.resolve()


def keep_to_ourselves() -> None:
    """Files made from now on are readable by their owner only, and a crash leaves no picture of
    the memory on the disk.
    """
    os.umask(0o077)
    _leave_no_picture()


def secret(folder: Path, name: str) -> str:
    """A random secret kept in the data folder under `name`, readable by its owner only; made on
    first use.
    """
    path = folder / name
    if not _kept(path):
        _put_first(_half(folder, name), path)
    return _kept(path)


def new_secret(folder: Path, name: str) -> str:
    """Puts another secret in place, whole or not at all; what it is."""
    half = _half(folder, name)
    made = _kept(half)
    half.replace(folder / name)
    return made


def _kept(path: Path) -> str:
    """What the file holds; "" without one, and for one that a full disk left empty."""
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def _half(folder: Path, name: str) -> Path:
    """A new secret in a file that only whoever made it knows of: pages and processes make them at
    the same time.
    """
    half = folder / f"{name}.{os.getpid()}-{secrets.token_hex(4)}.part"
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        half.unlink()
        raise
    return half


def _put_first(half: Path, path: Path) -> None:
    """Gives it its name, unless somebody else was first: all who ask get the same."""
    try:
        os.link(half, path)
    except FileExistsError:
        if not _kept(path):
            half.replace(path)
    except OSError:  # a disk without hard links
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def more_names() -> list[str]:
    """DECROCHE_HOSTS, parted by commas: the names by which a proxy before the desk calls it."""
    given = os.environ.get("DECROCHE_HOSTS", "").lower().split(",")
    return [name.strip() for name in given if name.strip(" *.")]


def own_names() -> list[str]:
    """The names and addresses by which other devices may call this machine: its own, and
    `more_names`.
    """
    name = socket.gethostname().lower()
    names = [name, f"{name.partition('.')[0]}.local", *more_names()]
    with contextlib.suppress(OSError):  # a machine whose own name leads nowhere
        for *_, place in socket.getaddrinfo(name, None):
            names.append(f"[{place[0]}]" if ":" in str(place[0]) else str(place[0]))
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.connect(("192.0.2.1", 9))  # nothing is sent: it only says which address would be used
        names.append(line.getsockname()[0])
    return list(dict.fromkeys(one.strip().lower() for one in names if one.strip(" *.")))


def flag(name: str) -> bool:
    """An environment switch: 1/0, yes/no, true/false; absent is false."""
    value = os.environ.get(name, "").strip().lower()
    if value in ("", "0", "no", "false"):
        return False
    if value in ("1", "yes", "true"):
        return True
    raise BadSetting(f"{name} is “{value}”; write 1 or 0.")


def seconds(name: str, default: float) -> float:
    """A duration in seconds, more than nothing and at most ten minutes."""
    value = os.environ.get(name, "").strip()
    try:
        number = float(value) if value else default
    except ValueError:
        number = 0.0
    if not 0 < number <= 600:
        raise BadSetting(f"{name} is “{value}”; write seconds, for instance 30.")
    return number


def whole(name: str, default: int, *, most: int) -> int:
    """A whole number from 1 to `most`."""
    value = os.environ.get(name, "").strip()
    number = int(value) if value.isdecimal() and len(value) < 9 else 0 if value else default
    if not 1 <= number <= most:
        raise BadSetting(f"{name} is “{value}”; write a whole number from 1 to {most}.")
    return number


def database(folder: Path) -> dict[str, Any]:
    """PostgreSQL when DATABASE_URL says so, else the one SQLite file of the data folder.

    SQLite: write-ahead log, write lock taken at the start of every transaction (no upgrade can
    fail half-way), synchronous FULL: a confirmed outcome survives a power cut.
    """
    url = os.environ.get("DATABASE_URL", "").strip()
    if url:
        return _postgres(url)
    return {
        "ENGINE": "decroche.config.sqlite",
        "NAME": str(folder / "decroche.sqlite3"),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000; "
                "PRAGMA mmap_size=268435456;"
            ),
        },
        "TEST": {"NAME": str(folder / "test.sqlite3")},
    }


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise BadSetting(
            "DATABASE_URL must start with postgresql:// (leave it out for the SQLite file of "
            "the data folder)."
        )
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or options.pop("host", ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": None,
        # What else stands in the address (sslmode, sslrootcert…) is for libpq, which refuses what
        # it doesn't know: none of it may be dropped, least of all that the line be sealed.
        "OPTIONS": options,
    }


def address(name: str, default: str) -> str:
    """The address of a service, http or https, without a slash at its end."""
    value = os.environ.get(name, "").strip() or default
    if urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc:
        raise BadSetting(f"{name} is “{value}”; write an address such as {default}.")
    return value.rstrip("/")
