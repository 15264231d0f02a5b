"""Her passphrase for the copies, in the vault of this machine and never in the database.

A copy holds the choice to seal, not the passphrase: on another computer it has to be typed again.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from decroche.gateways import vault
from decroche.shared.refusal import Refusal
from decroche.storage.preferences import CopyFolder
from decroche.team.models import Workspace
from decroche.team.preferences import preferred, save_preferences

SHORTEST = 10
"""Characters; a passphrase of fewer is guessed."""


def seals(workspace: Workspace) -> bool:
    """Whether she wants her copies sealed."""
    return preferred(workspace, CopyFolder).sealed


def kept_passphrase(workspace: Workspace) -> str:
    """The passphrase; "" when none is kept on this computer."""
    return vault.read(_folder(), _name(workspace))


def passphrase_to_seal(workspace: Workspace) -> str:
    """The passphrase of the next copy, "" when she wants none. Raises Refusal when she wants one
    and it is not on this computer: no copy is made unsealed then.
    """
    if not seals(workspace):
        return ""
    found = kept_passphrase(workspace)
    if not found:
        raise Refusal(
            _("The passphrase of your copies is not on this computer: type it in Settings, Copies.")
        )
    return found


def choose_passphrase(*, workspace: Workspace, passphrase: str, again: str) -> None:
    """From now on copies are sealed with it. Raises Refusal for one that is short or was typed
    otherwise the second time.
    """
    passphrase = passphrase.strip()
    if len(passphrase) < SHORTEST:
        words = _("Choose a passphrase of %(n)s characters or more, four words for instance.")
        raise Refusal(words % {"n": SHORTEST})
    if passphrase != again.strip():
        raise Refusal(_("The two passphrases differ."))
    vault.keep(_folder(), _name(workspace), passphrase)
    _note(workspace, sealed=True)


def seal_no_more(*, workspace: Workspace) -> None:
    """From now on copies are not sealed; those that are stay so, and need the passphrase."""
    _note(workspace, sealed=False)
    vault.forget(_folder(), _name(workspace))


def _note(workspace: Workspace, *, sealed: bool) -> None:
    chosen = preferred(workspace, CopyFolder)
    save_preferences(workspace=workspace, section=replace(chosen, sealed=sealed))


def _folder() -> Path:
    return Path(settings.DATA_FOLDER)


def _name(workspace: Workspace) -> str:
    return f"copies-{workspace.pk}"
