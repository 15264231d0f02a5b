"""The password of her server, in the vault of this machine, together with the server it was typed
for: settings that name another server, such as those of a restored copy, do not get it.
"""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings

from decroche.gateways import vault
from decroche.gateways.dav import origin
from decroche.team.kept_on import kept_elsewhere, note_forgotten, note_kept_here
from decroche.team.models import Workspace


def keep_password(workspace_id: int, address: str, user: str, password: str) -> None:
    """Saves it in place of the previous one."""
    kept = json.dumps({"for": origin(address), "user": user, "password": password})
    vault.keep(_folder(), _name(workspace_id), kept)
    note_kept_here(workspace_id, _name(workspace_id))


def password_elsewhere(workspace: Workspace) -> str:
    """The machine that has the password, when this one has not; "" when it has."""
    return kept_elsewhere(workspace, _name(workspace.pk))


def read_password(workspace_id: int, address: str, user: str) -> str:
    """The password; "" when none is kept for that server and name."""
    try:
        kept = dict(json.loads(vault.read(_folder(), _name(workspace_id)) or "{}"))
    except (ValueError, TypeError):
        return ""
    if (kept.get("for"), kept.get("user")) != (origin(address), user):
        return ""
    return str(kept.get("password", ""))


def forget_password(workspace_id: int) -> None:
    """Removes it, on the other machines too."""
    vault.forget(_folder(), _name(workspace_id))
    note_forgotten(workspace_id, _name(workspace_id))


def _folder() -> Path:
    return Path(settings.DATA_FOLDER)


def _name(workspace_id: int) -> str:
    return f"agenda-{workspace_id}"
