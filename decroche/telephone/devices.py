"""The telephones that are paired with this desk.

They are listed in a file of the data folder (telephones.json) and not in the database, because
restoring an older copy of the database would bring back a telephone that was taken off the list.
The file holds no key: each key is derived from the secrets of the folder and the id of the
telephone, so that a new access token makes all of them invalid.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings

from decroche.shared.clock import now
from decroche.team.door import token

MOST = 8
"""Telephones in the list, at most."""
_SEEN_EVERY = timedelta(minutes=1)
"""How often, at most, the file is written to note that a telephone was seen."""
_IDLE = timedelta(days=30)
"""After which time unseen the list proposes to take a telephone off."""
_lock = Lock()
"""Held while the file is read and written again."""


@dataclass(frozen=True, slots=True)
class Device:
    """One paired telephone. `device_id` is its id, `member` the key of its owner, `name` what its
    owner calls it, `language` the code of the language it shows. `paired_at` and `seen_at` are
    instants in ISO 8601. `address` is where it looks for this computer: the address of its code;
    empty when it was paired before this was kept.
    """

    device_id: str
    member: int
    name: str
    language: str
    paired_at: str
    seen_at: str
    address: str = ""

    @property
    def seen(self) -> datetime:
        """When it last sent a message, or listened, to the minute."""
        return datetime.fromisoformat(self.seen_at)

    @property
    def is_idle(self) -> bool:
        """Whether nothing was heard of it for so long that it may be used no more."""
        return now() - self.seen > _IDLE

    @property
    def paired(self) -> datetime:
        """When it was paired."""
        return datetime.fromisoformat(self.paired_at)


class TooMany(Exception):
    """There are `MOST` telephones in the list already."""


def all_devices() -> list[Device]:
    """Every telephone of this data folder, the newest first. None when the file is missing, and
    also when it is damaged: then telephones must be paired again.
    """
    try:
        rows = json.loads(_path().read_text(encoding="utf-8"))
        devices = [_device_of(row) for row in rows]
    except (FileNotFoundError, ValueError, TypeError):
        return []
    return sorted(devices, key=lambda device: device.paired_at, reverse=True)


def devices_of(member: int) -> list[Device]:
    """The telephones of one member, the newest first."""
    return [device for device in all_devices() if device.member == member]


def device(device_id: str) -> Device | None:
    """A telephone by its id; None when it is not in the list."""
    return next((found for found in all_devices() if found.device_id == device_id), None)


def key_for(device_id: str) -> bytes:
    """The key (32 bytes) shared with a telephone, or shown with a pairing, of this id. It is
    derived from the secrets of the folder (HKDF, RFC 5869) and changes with them.
    """
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    hkdf = HKDF(SHA256(), 32, salt=device_id.encode("utf-8", "replace"), info=b"decroche.telephone")
    return hkdf.derive(f"{settings.SECRET_KEY}:{token()}".encode())


def add_device(member: int, name: str, language: str, address: str = "") -> Device:
    """Puts a new telephone into the list; a second one of the same name bears a number. Raises
    TooMany.
    """
    at = now().isoformat()
    with _lock:
        devices = all_devices()
        if len(devices) >= MOST:
            raise TooMany
        taken = {device.name for device in devices if device.member == member}
        own_name = _free_name(name[:60].strip(), taken)
        added = Device(secrets.token_hex(8), member, own_name, language[:5], at, at, address)
        _write([*devices, added])
    return added


def name_in(agent: str) -> str:
    """What a telephone is called until its owner names it: its model, where its browser tells it,
    else its system; "" when neither is known. `agent` is how the browser names itself. Chrome says
    “K” in the place of every model, Firefox “Mobile”.
    """
    kind = re.search("iPhone|iPad|Android", agent)
    model = re.search(r"Android [\d.]+; ([^;)]+?)(?: Build/[^;)]*)?[;)]", agent)
    if model and model[1] not in ("K", "Mobile", "Tablet"):
        return f"{model[1][:40].strip()} (Android)"
    return kind[0] if kind else ""


def _free_name(name: str, taken: set[str]) -> str:
    """Two telephones of a kind can be told apart in the list."""
    if not name or name not in taken:
        return name
    return next(f"{name} {count}" for count in range(2, MOST + 2) if f"{name} {count}" not in taken)


def rename(member: int, device_id: str, name: str) -> Device | None:
    """Gives a telephone of this member another name, and returns it; None when it is not theirs.
    Without a name it keeps the one it has.
    """
    with _lock:
        devices = all_devices()
        found = _own(devices, member, device_id)
        if found is None:
            return None
        others = [device for device in devices if device is not found]
        taken = {device.name for device in others if device.member == member}
        renamed = replace(found, name=_free_name(name[:60].strip(), taken) or found.name)
        if renamed != found:
            _write([*others, renamed])
    return renamed


def _own(devices: list[Device], member: int, device_id: str) -> Device | None:
    of_member = (device for device in devices if device.member == member)
    return next((device for device in of_member if device.device_id == device_id), None)


def revoke(member: int, device_id: str) -> bool:
    """Takes a telephone of this member off the list, at once. Returns whether it was there."""
    with _lock:
        devices = all_devices()
        left = [
            device for device in devices if (device.member, device.device_id) != (member, device_id)
        ]
        _write(left)
    return len(left) < len(devices)


def revoke_all() -> None:
    """Takes every telephone off the list."""
    with _lock:
        _path().unlink(missing_ok=True)


def note_seen(device_id: str) -> None:
    """Notes that a telephone sent a message now."""
    at = now()
    with _lock:
        devices = all_devices()
        device = next((device for device in devices if device.device_id == device_id), None)
        if device is not None and abs(at - device.seen) > _SEEN_EVERY:
            seen = replace(device, seen_at=at.isoformat())
            _write([seen if other is device else other for other in devices])


def _device_of(row: dict[str, Any]) -> Device:
    """A row of the file; its id was called “number” before."""
    if "number" in row:
        row["device_id"] = row.pop("number")
    return Device(**row)


def _path() -> Path:
    return Path(settings.DATA_FOLDER) / "telephones.json"


def _write(devices: list[Device]) -> None:
    """Writes the list, readable by its owner only. It is written to another file first, so that the
    list is never half written.
    """
    part = _path().with_suffix(f".{os.getpid()}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump([asdict(device) for device in devices], file)
    part.replace(_path())
