"""Reading the environment variables of the settings. Each reader returns a typed value, or raises
BadSetting with a sentence that names the variable and what to write.

It also makes the data folder and the secrets in it.
"""

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

_PREPARED_AFTER = 5
"""Runs on one connection after which PostgreSQL keeps a statement prepared: what is asked now and
then is not worth its memory."""


class BadSetting(Exception):
    """A setting can't be used; the message is a sentence that says which, why, and what to do."""


if sys.platform == "win32":

    def _close_to_others(_folder: Path) -> None:
        """Does nothing: on Windows the folders of an account are closed to others already."""

    def _disable_core_dumps() -> None:
        """Does nothing: Windows writes no core dumps unless that was set up."""
else:
    import resource

    def _close_to_others(folder: Path) -> None:
        """Takes the permissions of other accounts on the folder away. Raises BadSetting for a
        folder that all accounts share (such as /tmp, by its sticky bit), OSError.
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

    def _disable_core_dumps() -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def data_folder() -> Path:
    """The data folder: DECROCHE_DATA, else the system's usual place for the data of programs. It is
    made when it is missing, and a file is written for a try. Raises BadSetting.
    """
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


def protect_process() -> None:
    """Makes files of this process readable by their owner only, and switches core dumps off, which
    would write its memory (with passwords) to the disk.
    """
    os.umask(0o077)
    _disable_core_dumps()


def secret(folder: Path, name: str) -> str:
    """The random secret in the file `name` of the data folder. It is made on first use, readable by
    its owner only; an empty file (left when the disk was full) is replaced.
    """
    path = folder / name
    if not _read_secret(path):
        _publish(_write_new_secret(folder, name), path)
    return _read_secret(path)


def new_secret(folder: Path, name: str) -> str:
    """Replaces the secret in the file `name` by a new one, which is returned. The file is never
    half written.
    """
    part = _write_new_secret(folder, name)
    value = _read_secret(part)
    part.replace(folder / name)
    return value


def _read_secret(path: Path) -> str:
    """The secret in a file; "" when the file is missing or empty."""
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def _write_new_secret(folder: Path, name: str) -> Path:
    """Writes a new secret to a file with a name of its own, and returns its path: several threads
    and processes may make the same secret at the same time.
    """
    part = folder / f"{name}.{os.getpid()}-{secrets.token_hex(4)}.part"
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        part.unlink()
        raise
    return part


def _publish(part: Path, path: Path) -> None:
    """Renames a new secret to `path`, unless another process made that file first: then the other
    secret stays, so that all who ask get the same one.
    """
    try:
        os.link(part, path)
    except FileExistsError:
        if not _read_secret(path):
            part.replace(path)
    except OSError:  # a disk without hard links
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def extra_host_names() -> list[str]:
    """The host names in DECROCHE_HOSTS (separated by commas), under which a proxy passes requests
    on to the desk.
    """
    listed = os.environ.get("DECROCHE_HOSTS", "").lower().split(",")
    return [name.strip() for name in listed if name.strip(" *.")]


def own_host_names() -> list[str]:
    """The host names and IP addresses under which other devices of the network may reach this
    machine: its name, `extra_host_names`, the addresses of its name, and last the address that
    leads to the network.
    """
    name = socket.gethostname().lower()
    names = [name, f"{name.partition('.')[0]}.local", *extra_host_names()]
    with contextlib.suppress(OSError):  # the machine's own name may not be resolvable
        for *_, address in socket.getaddrinfo(name, None):
            names.append(f"[{address[0]}]" if ":" in str(address[0]) else str(address[0]))
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        # Connecting a UDP socket sends nothing; it only chooses the address of this machine that
        # would be used.
        probe.connect(("192.0.2.1", 9))
        names.append(probe.getsockname()[0])
    return list(dict.fromkeys(name.strip().lower() for name in names if name.strip(" *.")))


def flag(name: str) -> bool:
    """A switch: 1/0, yes/no or true/false; not set is false. Raises BadSetting."""
    value = os.environ.get(name, "").strip().lower()
    if value in ("", "0", "no", "false"):
        return False
    if value in ("1", "yes", "true"):
        return True
    raise BadSetting(f"{name} is “{value}”; write 1 or 0.")


def seconds(name: str, default: float) -> float:
    """A duration in seconds, more than 0 and at most 600. Raises BadSetting."""
    value = os.environ.get(name, "").strip()
    try:
        number = float(value) if value else default
    except ValueError:
        number = 0.0
    if not 0 < number <= 600:
        raise BadSetting(f"{name} is “{value}”; write seconds, for instance 30.")
    return number


def whole(name: str, default: int, *, most: int) -> int:
    """A whole number from 1 to `most`. Raises BadSetting."""
    value = os.environ.get(name, "").strip()
    number = default
    if value:
        number = int(value) if value.isdecimal() and len(value) < 9 else 0
    if not 1 <= number <= most:
        raise BadSetting(f"{name} is “{value}”; write a whole number from 1 to {most}.")
    return number


def database(folder: Path) -> dict[str, Any]:
    """Django's settings of the database: PostgreSQL when DATABASE_URL is set, else the SQLite file
    of the data folder. Raises BadSetting.

    For SQLite: a write-ahead log, so that readers and the writer do not wait for each other; the
    write lock is taken at the start of each transaction (IMMEDIATE), since a transaction that reads
    first can fail when it begins to write; synchronous FULL, so that a call that was confirmed
    survives a power cut.
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
    options: dict[str, Any] = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    options["prepare_threshold"] = _prepared_after(options.pop("prepared", "1"))
    return {
        "ENGINE": "decroche.config.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or options.pop("host", ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": None,
        # Other parameters of the address (sslmode, sslrootcert…) are passed to libpq, which refuses
        # those it does not know. None may be dropped, least of all those that ask for encryption.
        "OPTIONS": options,
    }


def _prepared_after(value: str) -> int | None:
    """After how many runs PostgreSQL keeps a statement prepared; None, when the address ends with
    `prepared=0`: never. Raises BadSetting.
    """
    if value not in ("0", "1"):
        raise BadSetting(f"prepared is “{value}” in DATABASE_URL; write 1 or 0.")
    return _PREPARED_AFTER if value == "1" else None


def address(name: str, default: str) -> str:
    """The address of a service, http or https, without a slash at its end. Raises BadSetting."""
    value = os.environ.get(name, "").strip() or default
    if urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc:
        raise BadSetting(f"{name} is “{value}”; write an address such as {default}.")
    return value.rstrip("/")
