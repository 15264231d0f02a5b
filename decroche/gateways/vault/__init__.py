"""Keeping passwords: in the system's keyring where there is one that works, else encrypted in the
data folder.

There the passwords are in one file (mail-secrets.json, encrypted) and the key in another
(mail-key). Both are outside of the database, so that a copy of the database, an export or a log
never holds a password.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

log = logging.getLogger(__name__)
_SERVICE = "decroche"
_folder_lock = threading.Lock()
"""Held while the file is read and written again: two requests may keep a password at the same
moment (a button pressed twice), and the second would undo the first.
"""
_said: set[tuple[Path, str]] = set()
"""The secrets of which it was said that the key of the folder does not open them."""
_LONGEST_IN_KEYRING = 1000
"""Characters: Windows keeps 2,560 bytes of a secret in its own, and some tokens are longer."""


def keep(folder: Path, name: str, secret: str) -> str:
    """Keeps a secret under a name. Returns where it is: "keyring" or "folder"."""
    if len(secret) <= _LONGEST_IN_KEYRING and has_keyring():
        import keyring

        try:
            keyring.set_password(_SERVICE, f"{folder}:{name}", secret)
        except keyring.errors.KeyringError as error:
            log.warning(
                (
                    "the system keyring refused the password (%s); it is kept encrypted in the "
                    "data folder"
                ),
                type(error).__name__,
            )
        else:
            _forget_in_folder(folder, name)
            return "keyring"
    with _folder_lock:
        secrets = _read(folder)
        try:
            cipher = _cipher(folder)
        except ValueError:  # no key: what it closed can't be opened any more
            log.warning("the key file of the passwords is damaged; a new one is made")
            (folder / "mail-key").replace(folder / "mail-key.damaged")
            cipher = _cipher(folder)
        secrets[name] = cipher.encrypt(secret.encode()).decode("ascii")
        _write(folder, secrets)
    return "folder"


def read(folder: Path, name: str) -> str:
    """The secret of a name; "" when there is none, or it can't be decrypted. The folder is looked
    in first: a secret is there only when the keyring refused it.
    """
    kept = _read(folder).get(name)
    if kept:
        from cryptography.fernet import InvalidToken

        try:
            return _cipher(folder).decrypt(kept.encode("ascii")).decode()
        except (InvalidToken, ValueError):
            if (folder, name) not in _said:  # it is asked for every few seconds
                _said.add((folder, name))
                log.warning("the kept password can't be decrypted: its key file was replaced")
            return ""
    if has_keyring():
        import keyring

        try:
            return keyring.get_password(_SERVICE, f"{folder}:{name}") or ""
        except keyring.errors.KeyringError as error:
            log.warning("the system keyring gave no password (%s)", type(error).__name__)
    return ""


def forget(folder: Path, name: str) -> None:
    """Removes a secret from the folder and from the keyring."""
    _forget_in_folder(folder, name)
    if has_keyring():
        import keyring

        try:
            keyring.delete_password(_SERVICE, f"{folder}:{name}")
        except keyring.errors.KeyringError:
            log.info("there was no password in the system keyring")


def has_keyring() -> bool:
    """Whether the system has a keyring that can be used. The library's `fail` and `null` backends
    stand for none, and so does a chain without a backend in it.
    """
    import keyring
    from keyring.backends import fail, null

    backend = keyring.get_keyring()
    return not isinstance(backend, fail.Keyring | null.Keyring) and bool(
        getattr(backend, "backends", True)
    )


def _cipher(folder: Path) -> Fernet:
    """The cipher of the folder's key, which is made when there is none. The key is written to a
    file of its own first and then linked, so that no process reads half a key, and two processes
    agree on one.
    """
    from cryptography.fernet import Fernet

    path = folder / "mail-key"
    if not path.exists():
        part = folder / f"mail-key.{os.getpid()}.part"
        _write_private(part, Fernet.generate_key())
        with contextlib.suppress(FileExistsError):  # another process made it meanwhile
            os.link(part, path)
        part.unlink()
    return Fernet(path.read_bytes())


def _read(folder: Path) -> dict[str, str]:
    """What the file has; nothing when it is damaged, which is then kept beside."""
    path = folder / "mail-secrets.json"
    try:
        return dict(json.loads(path.read_text(encoding="ascii"))) if path.exists() else {}
    except (ValueError, TypeError):
        log.warning("the file of the passwords is damaged; it is kept as mail-secrets.damaged")
        path.replace(path.with_suffix(".damaged"))
        return {}


def _write(folder: Path, secrets: dict[str, str]) -> None:
    part = folder / f"mail-secrets.{os.getpid()}.part"
    _write_private(part, json.dumps(secrets).encode("ascii"))
    part.replace(folder / "mail-secrets.json")


def _write_private(path: Path, content: bytes) -> None:
    """Writes a file that only its owner may read."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)


def _forget_in_folder(folder: Path, name: str) -> None:
    with _folder_lock:
        secrets = _read(folder)
        if secrets.pop(name, None) is not None:
            _write(folder, secrets)
