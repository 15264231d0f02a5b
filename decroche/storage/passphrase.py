"""Her passphrase for sealed copies. It is kept in the vault of this machine (gateways/vault), never
in the database; so a copy does not contain it, and on another computer it has to be typed again.
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
"""How many characters a passphrase has at least: a shorter one can be guessed by trying."""


def seals(workspace: Workspace) -> bool:
    """Whether copies are to be sealed."""
    return preferred(workspace, CopyFolder).sealed


def kept_passphrase(workspace: Workspace) -> str:
    """The passphrase that is kept on this computer; "" when there is none."""
    return vault.read(_folder(), _name(workspace))


def passphrase_to_seal(workspace: Workspace) -> str:
    """The passphrase for the next copy, "" when copies are not to be sealed. Raises Refusal when
    they are and the passphrase is not on this computer, so that no copy is made without it.
    """
    if not seals(workspace):
        return ""
    passphrase = kept_passphrase(workspace)
    if not passphrase:
        raise Refusal(
            _("The passphrase of your copies is not on this computer: type it in Settings, Copies.")
        )
    return passphrase


def choose_passphrase(*, workspace: Workspace, passphrase: str, again: str) -> None:
    """Seals copies with this passphrase from now on. Raises Refusal when it is too short, or was
    typed differently the second time (`again`).
    """
    passphrase = passphrase.strip()
    if len(passphrase) < SHORTEST:
        words = _("Choose a passphrase of %(n)s characters or more, four words for instance.")
        raise Refusal(words % {"n": SHORTEST})
    if passphrase != again.strip():
        raise Refusal(_("The two passphrases differ."))
    vault.keep(_folder(), _name(workspace), passphrase)
    _save_choice(workspace, sealed=True)


def seal_no_more(*, workspace: Workspace) -> None:
    """Seals no copies from now on. Those that are sealed stay so, and need the passphrase."""
    _save_choice(workspace, sealed=False)
    vault.forget(_folder(), _name(workspace))


def _save_choice(workspace: Workspace, *, sealed: bool) -> None:
    chosen = preferred(workspace, CopyFolder)
    save_preferences(workspace=workspace, section=replace(chosen, sealed=sealed))


def _folder() -> Path:
    return Path(settings.DATA_FOLDER)


def _name(workspace: Workspace) -> str:
    return f"copies-{workspace.pk}"
