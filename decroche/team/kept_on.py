"""On which machine a secret of the workspace was typed last, where several answer the pages of one
team: the vault is each machine's own, unless they share its folder.

Beside a secret the vault has a mark, and so has the database, made at random when the secret is
kept: a machine without this mark has no secret, an earlier one, or one that its key does not open.
It leaves the work to the others, and its pages say where the secret is.

A secret that was taken away is noted without a mark: the other machines then remove what they still
have under its name.
"""

from __future__ import annotations

import platform
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import connection, transaction

from decroche.gateways import vault
from decroche.shared.typed import short_text
from decroche.team.models import Workspace
from decroche.team.preferences import lock_preferences, preferred, save_preferences

_MOST = 1000
_BESIDE = ("-servers", "-access", "-mark")
"""What the vault has under the name of a secret with one of these behind it belongs to it."""


@dataclass(frozen=True, slots=True)
class SecretsKept:
    """By name of a secret: the machine it was typed on, and its mark; both empty when it was taken
    away.
    """

    SECTION: ClassVar[str] = "secrets_kept"
    places: tuple[tuple[str, str, str], ...] = ()

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """From the preferences; what is no pair of texts is left out."""
        pairs = [(short_text(name, 80), place) for name, place in list(stored.items())[:_MOST]]
        return cls(
            tuple(
                (name, short_text(place[0], 60), short_text(place[1], 40))
                for name, place in sorted(pairs, key=lambda pair: pair[0])
                if isinstance(place, list | tuple) and len(place) == 2
            )
        )

    def stored(self) -> dict[str, Any]:
        """The values to save in the preferences, as `read` takes them back."""
        return {name: [machine, mark] for name, machine, mark in self.places}


@transaction.atomic
def note_kept_here(workspace_id: int, name: str) -> None:
    """Notes that the secret of this name was kept on this machine just now. The vault has the mark
    only when the row was written.
    """
    mark = secrets.token_hex(8)
    _note(workspace_id, name, platform.node()[:60], mark)
    vault.keep(_folder(), f"{name}-mark", mark)


def note_forgotten(workspace_id: int, name: str) -> None:
    """Notes that the secret of this name was taken away on this machine just now."""
    _note(workspace_id, name, "", "")
    vault.forget(_folder(), f"{name}-mark")


@transaction.atomic
def _note(workspace_id: int, name: str, machine: str, mark: str) -> None:
    """Replaces what is noted of one secret, leaving those that other machines note meanwhile."""
    workspace = lock_preferences(workspace_id)
    others = [one for one in preferred(workspace, SecretsKept).places if one[0] != name]
    save_preferences(workspace=workspace, section=SecretsKept((*others, (name, machine, mark))))


def remove_forgotten() -> None:
    """Removes what the vault of this machine still has of secrets that were taken away on another
    one.
    """
    if not _may_be_several():
        return
    for workspace in Workspace.objects.all():
        for name, _machine, mark in preferred(workspace, SecretsKept).places:
            if not mark:
                _remove_here(name)


def _remove_here(name: str) -> None:
    for one in (name, *(f"{name}{end}" for end in _BESIDE)):
        if vault.read(_folder(), one):
            vault.forget(_folder(), one)


def kept_elsewhere(workspace: Workspace, name: str) -> str:
    """The machine that has the secret of this name as it was typed last, when this one has not; ""
    when it has, and when nothing is known. A file in one folder has one machine.
    """
    if not _may_be_several():
        return ""
    for noted, machine, mark in preferred(workspace, SecretsKept).places:
        if noted == name and mark and vault.read(_folder(), f"{name}-mark") != mark:
            return machine or "?"
    return ""


def _may_be_several() -> bool:
    return connection.vendor == "postgresql"


def _folder() -> Path:
    return Path(settings.DATA_FOLDER)
