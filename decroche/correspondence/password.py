"""The password of her mailbox, in the vault of this machine and never in the database.

It is kept together with the servers it was typed for: settings that name another host, port or
security, however they came there (a form, a restored copy), do not get it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from django.conf import settings

from decroche.correspondence.models import Mailbox
from decroche.correspondence.whose import Whose, kept_of, whose
from decroche.gateways import vault
from decroche.team.kept_on import kept_elsewhere, note_forgotten, note_kept_here

Way = Literal["smtp", "imap"]


def keep_password(mailbox: Mailbox, password: str) -> None:
    """Saves the password in place of the previous one, for the servers of this mailbox."""
    vault.keep(_folder(), _name(whose(mailbox)), password)
    _bind(mailbox)
    note_secret_here(whose(mailbox))


def read_password(mailbox: Mailbox, way: Way) -> str:
    """The password for sending or for reading; "" when none is kept for that server."""
    password = vault.read(_folder(), _name(whose(mailbox)))
    if not password:
        return ""
    bound = vault.read(_folder(), _bound_name(whose(mailbox)))
    if not bound:  # kept by a version that did not note for which servers
        _bind(mailbox)
        return password
    return password if json.loads(bound).get(way) == _server(vars(mailbox), way) else ""


def is_kept_for(one: Whose, values: dict[str, Any]) -> bool:
    """Whether the kept password, if there is one, was typed for the servers in these columns of a
    Mailbox.
    """
    if not vault.read(_folder(), _name(one)):
        return True
    kept = kept_of(one)
    noted = vault.read(_folder(), _bound_name(one))
    if noted:
        return bool(json.loads(noted) == servers_of(values))
    return kept is not None and servers_of(vars(kept)) == servers_of(values)


def has_password(one: Whose) -> bool:
    """Whether a password is kept, for whatever servers."""
    return bool(vault.read(_folder(), _name(one)))


def secret_elsewhere(mailbox: Mailbox) -> str:
    """The machine that has what opens this mailbox, password or access, when this one has not; ""
    when it has.
    """
    return kept_elsewhere(mailbox.workspace, _name(whose(mailbox)))


def note_secret_here(one: Whose) -> None:
    """Notes that what opens the mailbox was kept on this machine."""
    note_kept_here(one.workspace_id, _name(one))


def note_secret_forgotten(one: Whose) -> None:
    """Notes that nothing opens the mailbox any more: the other machines remove what they have."""
    note_forgotten(one.workspace_id, _name(one))


def forget_password(one: Whose) -> None:
    """Removes the password and what it was typed for."""
    vault.forget(_folder(), _name(one))
    vault.forget(_folder(), _bound_name(one))


def servers_of(values: dict[str, Any]) -> dict[str, list[Any]]:
    """Host, port and security of both servers in these columns of a Mailbox."""
    return {"smtp": _server(values, "smtp"), "imap": _server(values, "imap")}


def _bind(mailbox: Mailbox) -> None:
    servers = json.dumps(servers_of(vars(mailbox)))
    vault.keep(_folder(), _bound_name(whose(mailbox)), servers)


def _server(values: dict[str, Any], way: Way) -> list[Any]:
    return [values.get(f"{way}_{name}") for name in ("host", "port", "security")]


def _folder() -> Path:
    return Path(settings.DATA_FOLDER)


def _name(one: Whose) -> str:
    return f"mailbox-{one.key}"


def _bound_name(one: Whose) -> str:
    return f"mailbox-{one.key}-servers"
