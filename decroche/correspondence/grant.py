"""The access to her mailbox that its provider granted, in the vault of this machine and never in
the database.

It is kept together with the mail servers it was granted for, and with the provider's addresses that
it is refreshed and revoked at: settings that name others, however they came there, do not get it.
The access token itself is only held in memory, and asked for again before it ends.
"""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from decroche.correspondence.models import Mailbox
from decroche.correspondence.password import Way, note_secret_here, servers_of
from decroche.correspondence.whose import Whose, whose
from decroche.gateways import vault
from decroche.gateways.oauth import Authorizer, GiveToken, NotGranted, Tokens, renew
from decroche.shared.clock import now

_BEFORE = timedelta(minutes=5)
"""How long before its end an access token is replaced."""
_one_at_a_time = threading.Lock()
_changing = threading.Lock()
"""Held while what is kept is replaced or forgotten, and never while a provider is asked."""
_held: dict[str, tuple[str, datetime]] = {}
"""By refresh token: the access token and when it is replaced."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What is kept: who granted it, the token that gives access tokens, and for which servers."""

    authorizer: Authorizer
    refresh: str
    servers: dict[str, list[Any]]

    @property
    def host(self) -> str:
        """The name of the server that granted the access, for the page of the mailbox."""
        return self.authorizer.token.split("/")[2]


def keep_grant(mailbox: Mailbox, authorizer: Authorizer, tokens: Tokens) -> None:
    """Saves the access in place of the previous one, for the servers of this mailbox."""
    with _changing:
        _keep(whose(mailbox), Grant(authorizer, tokens.refresh, servers_of(vars(mailbox))))
        _hold(tokens.refresh, tokens)
    note_secret_here(whose(mailbox))


def read_grant(one: Whose) -> Grant | None:
    """The saved access; None when there is none, or none that can be read."""
    try:
        found = json.loads(vault.read(_folder(), _name(one)) or "null")
        told = found["authorizer"]
        more = tuple((str(name), str(value)) for name, value in told.pop("more"))
        return Grant(Authorizer(**told, more=more), found["refresh"], found["servers"])
    except (ValueError, TypeError, KeyError):
        return None


def forget_grant(one: Whose) -> None:
    """Removes it."""
    with _changing:
        grant = read_grant(one)
        if grant is not None:
            _held.pop(grant.refresh, None)
        vault.forget(_folder(), _name(one))


def is_granted_for(one: Whose, values: dict[str, Any]) -> bool:
    """Whether the access that is kept, if there is one, was granted for the servers in these
    columns of a Mailbox.
    """
    grant = read_grant(one)
    return grant is None or grant.servers == servers_of(values)


def token_of(mailbox: Mailbox, way: Way) -> GiveToken | None:
    """What gives the access token for sending or for reading; None when no access is granted, or
    none for that server.
    """
    grant = read_grant(whose(mailbox))
    if grant is None or grant.servers.get(way) != servers_of(vars(mailbox))[way]:
        return None
    one = whose(mailbox)
    return lambda fresh: _access(one, fresh=fresh)


def _access(one: Whose, *, fresh: bool) -> str:
    """The access token, a new one where the one that is held ends soon. Raises NotGranted."""
    with _one_at_a_time:
        grant = read_grant(one)
        if grant is None:
            raise NotGranted("account", "forgotten")
        held = _held.get(grant.refresh)
        if held is not None and not fresh and now() < held[1]:
            return held[0]
        try:
            tokens = renew(grant.authorizer, grant.refresh)
        except NotGranted as refused:
            later = read_grant(one)
            if refused.kind == "temporary" or later is None or later.refresh == grant.refresh:
                raise
            grant = later  # another process was given a new refresh token meanwhile
            tokens = renew(grant.authorizer, grant.refresh)
        with _changing:
            _require_still_kept(one, grant)
            _held.pop(grant.refresh, None)
            replaced = bool(tokens.refresh) and tokens.refresh != grant.refresh
            if replaced:
                grant = Grant(grant.authorizer, tokens.refresh, grant.servers)
                _keep(one, grant)
            _hold(grant.refresh, tokens)
        if replaced:  # a machine that has the one before can open nothing with it
            note_secret_here(one)
        return tokens.access


def _require_still_kept(one: Whose, asked: Grant) -> None:
    """Raises NotGranted when access was ended, or granted again, while the provider was asked: what
    it gave for the old one is not kept.
    """
    later = read_grant(one)
    if later is None:
        raise NotGranted("account", "forgotten")
    if later.refresh != asked.refresh:
        raise NotGranted("temporary", "replaced")


def _hold(refresh: str, tokens: Tokens) -> None:
    _held[refresh] = (tokens.access, now() + timedelta(seconds=tokens.seconds) - _BEFORE)


def _keep(one: Whose, grant: Grant) -> None:
    vault.keep(_folder(), _name(one), json.dumps(asdict(grant)))


def _folder() -> Path:
    return Path(settings.DATA_FOLDER)


def _name(one: Whose) -> str:
    return f"mailbox-{one.key}-access"
