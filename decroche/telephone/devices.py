"""The telephones that are paired with this desk.

They are listed in a file of the data folder and not in the database: a copy that is restored would
bring back one that was taken off the list. The file holds no key: each key is made from the secrets
of the folder and the name of the telephone, so that a new access token ends them all.
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from django.conf import settings

from decroche.shared.clock import now
from decroche.team.door import token

MOST = 8
"""Telephones in the list."""
_SEEN = timedelta(minutes=1)
"""How often it is written down that a telephone was seen."""
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Device:
    """One telephone: `number` is its id (no telephone number), `member` is whose it is,
    `language` what it speaks.
    `paired_at` and `seen_at` are ISO instants.
    """

    number: str
    member: int
    name: str
    language: str
    paired_at: str
    seen_at: str

    @property
    def seen(self) -> datetime:
        """When it was last heard."""
        return datetime.fromisoformat(self.seen_at)

    @property
    def paired(self) -> datetime:
        """Since when it is in the list."""
        return datetime.fromisoformat(self.paired_at)


class TooMany(Exception):
    """The list is full."""


def all_devices() -> list[Device]:
    """Every telephone of this data folder, the newest first."""
    try:
        lines = json.loads(_path().read_text(encoding="utf-8"))
        found = [Device(**line) for line in lines]
    except (FileNotFoundError, ValueError, TypeError):
        return []  # none yet; a file that is damaged pairs nothing
    return sorted(found, key=lambda one: one.paired_at, reverse=True)


def devices_of(member: int) -> list[Device]:
    """Hers."""
    return [one for one in all_devices() if one.member == member]


def device(device_id: str) -> Device | None:
    """One by its id."""
    return next((one for one in all_devices() if one.number == device_id), None)


def key_for(device_id: str) -> bytes:
    """The key of a telephone or of a pairing, as the secrets of the folder are now."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    made = HKDF(SHA256(), 32, salt=device_id.encode("utf-8", "replace"), info=b"decroche.telephone")
    return made.derive(f"{settings.SECRET_KEY}:{token()}".encode())


def add_device(member: int, name: str, language: str) -> Device:
    """Puts a telephone into the list. Raises TooMany."""
    at = now().isoformat()
    made = Device(secrets.token_hex(8), member, name[:60].strip(), language[:5], at, at)
    with _lock:
        found = all_devices()
        if len(found) >= MOST:
            raise TooMany
        _write([*found, made])
    return made


def revoke(member: int, device_id: str) -> bool:
    """Takes one of hers off the list, at once; whether it was there."""
    with _lock:
        found = all_devices()
        left = [one for one in found if (one.member, one.number) != (member, device_id)]
        _write(left)
    return len(left) < len(found)


def revoke_all() -> None:
    """Takes all off the list."""
    with _lock:
        _path().unlink(missing_ok=True)


def seen(number: str) -> None:
    """Notes that a telephone was heard."""
    at = now()
    with _lock:
        found = all_devices()
        one = next((one for one in found if one.number == number), None)
        if one is not None and abs(at - one.seen) > _SEEN:
            fresh = replace(one, seen_at=at.isoformat())
            _write([fresh if other is one else other for other in found])


def _path() -> Path:
    return Path(settings.DATA_FOLDER) / "telephones.json"


def _write(devices: list[Device]) -> None:
    """Whole or not at all, readable by its owner only."""
    half = _path().with_suffix(f".{os.getpid()}.part")
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump([asdict(one) for one in devices], file)
    half.replace(_path())
