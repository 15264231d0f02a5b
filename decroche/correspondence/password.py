"""The password of her mailbox, in the vault of this machine and never in the database."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from decroche.gateways import vault


def keep_password(workspace_id: int, password: str) -> None:
    """Keeps it in place of the one before."""
    vault.keep(_folder(), _name(workspace_id), password)


def read_password(workspace_id: int) -> str:
    """The password; "" when none is kept."""
    return vault.read(_folder(), _name(workspace_id))


def forget_password(workspace_id: int) -> None:
    """Removes it."""
    vault.forget(_folder(), _name(workspace_id))


def _folder() -> Path:
    return Path(settings.DATA_FOLDER)


def _name(workspace_id: int) -> str:
    return f"mailbox-{workspace_id}"
