"""Connecting her mailbox with her provider's consent instead of a password (OAuth 2). Part of the
actions of this package.

She begins on the mailbox's page, agrees in her browser at the provider, and comes back with a code
for the state that was given along. A state belongs to the browser session that began, is used once,
and ends after ten minutes. Nothing is asked of a provider before she comes back with a code.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar, Literal, Self

from django.conf import settings

from decroche.correspondence.actions import keep_mailbox
from decroche.correspondence.grant import forget_grant, keep_grant, read_grant
from decroche.correspondence.models import Mailbox
from decroche.correspondence.password import forget_password, note_secret_forgotten
from decroche.correspondence.providers import AUTHORIZERS, PROVIDERS_THAT_AUTHORIZE
from decroche.correspondence.servers import may_name_servers
from decroche.correspondence.whose import Whose, whose_of
from decroche.gateways import vault
from decroche.gateways.oauth import (
    Authorizer,
    NotGranted,
    address_to_ask,
    can_be_asked,
    new_secret_word,
    redeem,
    revoke,
)
from decroche.journal.record import record
from decroche.shared.clock import now
from decroche.shared.typed import short_text
from decroche.team.models import Member
from decroche.team.needs import CALL, OWN, NotAllowed, allows, require
from decroche.team.preferences import (
    preferred,
    preferred_by,
    save_own_preferences,
    save_preferences,
)

_LASTS = 600.0
"""Seconds within which she comes back."""
Wrong = Literal["", "client", "addresses", "scope"]
"""What is wrong with what was typed: her program's name, an address, or the access that is asked
for.
"""


@dataclass(frozen=True, slots=True)
class AuthorizerChosen:
    """Who grants access to her mailbox: the code of a provider and her program as it knows it;
    the addresses are only kept for a provider that is not known here. The secret is in the vault.
    """

    SECTION: ClassVar[str] = "mail_authorizer"
    provider: str = ""
    client: str = ""
    authorize: str = ""
    token: str = ""
    revoke: str = ""
    scope: str = ""

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """From the preferences, or from a form."""
        said = {name: short_text(stored.get(name), 500) for name in cls.__slots__}
        known = said["provider"] in (*PROVIDERS_THAT_AUTHORIZE, "other")
        if not known:
            return cls()
        if said["provider"] != "other":
            return cls(said["provider"], said["client"])
        return cls(**said)

    def stored(self) -> dict[str, Any]:
        """The values to save in the preferences, as `read` takes them back."""
        return asdict(self)

    def wrong(self) -> Wrong:
        """What is wrong with it, "" when nothing is."""
        if not self.provider or not self.client or not self.client.isprintable():
            return "client"
        if self.provider != "other":
            return ""
        addresses = (self.authorize, self.token, *([self.revoke] if self.revoke else []))
        if not all(map(can_be_asked, addresses)):
            return "addresses"
        return "" if self.scope else "scope"


@dataclass(frozen=True, slots=True)
class Asking:
    """Where she is sent: the address, and its host, to be shown."""

    address: str
    host: str


def begin_connecting(
    *,
    by: Member,
    session: str,
    redirect: str,
    values: dict[str, Any],
    chosen: AuthorizerChosen,
    secret: str = "",
) -> Asking:
    """Prepares the way to the provider: `values` are the columns of the mailbox that she wants to
    connect, `redirect` is where she comes back, `session` the browser she comes back with. An empty
    `secret` is the one that is kept for the same program. Asks nobody.
    """
    require(by, CALL)
    if not may_name_servers(by, values) or not _may_choose(by, chosen):
        raise NotAllowed(OWN)
    authorizer = _authorizer(by, chosen, secret)
    state, verifier = new_secret_word(), new_secret_word()
    _keep_chosen(by, chosen)
    begun = {
        "state": sha256(state.encode()).hexdigest(),
        "session": session,
        "until": now().timestamp() + _LASTS,
        "verifier": verifier,
        "redirect": redirect,
        "values": values,
        "authorizer": asdict(authorizer),
    }
    vault.keep(_folder(), _name(whose_of(by)), json.dumps(begun))
    address = address_to_ask(
        authorizer, redirect=redirect, state=state, verifier=verifier, user=values["address"]
    )
    return Asking(address, address.split("/")[2])


def finish_connecting(*, by: Member, session: str, state: str, code: str) -> Mailbox:
    """Trades the code she came back with for access, and keeps the mailbox with it in place of a
    password. Raises NotGranted; code "state": it was used, too old, or of another browser.
    """
    begun = _take(whose_of(by), session, state)
    if begun is None:
        raise NotGranted("account", "state")
    told = begun["authorizer"]
    authorizer = Authorizer(**{**told, "more": tuple(map(tuple, told["more"]))})
    tokens = redeem(authorizer, code=code, redirect=begun["redirect"], verifier=begun["verifier"])
    mailbox = keep_mailbox(by=by, values=begun["values"])
    keep_grant(mailbox, authorizer, tokens)
    forget_password(whose_of(by))
    with record("mailbox.connected", by=by, undoable=False, host=authorizer.token.split("/")[2]):
        pass
    return mailbox


Ended = Literal["revoked", "by_hand", "not_told"]
"""How an access ended: the provider was told; the provider has no address for that; it could not be
reached.
"""


def disconnect(*, by: Member) -> Ended:
    """Forgets the access here, then tells the provider."""
    grant = read_grant(whose_of(by))
    forget_grant(whose_of(by))
    if grant is not None:
        note_secret_forgotten(whose_of(by))
    with record("mailbox.disconnected", by=by, undoable=False) as verb:
        verb.nothing_done = grant is None
    if grant is None or not grant.authorizer.revoke:
        return "by_hand"
    try:
        revoke(grant.authorizer, grant.refresh)
    except NotGranted:
        return "not_told"
    return "revoked"


def authorizer_of(member: Member) -> AuthorizerChosen:
    """The provider chosen last for the mailbox that the member sets up; for one of their own, where
    they chose none, that of the mailbox of the file.
    """
    if whose_of(member).member_id is None:
        return preferred(member.workspace, AuthorizerChosen)
    return preferred_by(member, AuthorizerChosen)


def _may_choose(by: Member, chosen: AuthorizerChosen) -> bool:
    """Whether a member may have the desk ask this provider: any other than those that are known is
    an owner's to name, since the desk asks it from inside the team's network.
    """
    known = chosen.provider in PROVIDERS_THAT_AUTHORIZE
    return known or allows(by, OWN) or chosen == preferred(by.workspace, AuthorizerChosen)


def _keep_chosen(by: Member, chosen: AuthorizerChosen) -> None:
    """Notes the provider: for the mailbox of the file, or for the one that is the member's own."""
    if whose_of(by).member_id is None:
        save_preferences(workspace=by.workspace, section=chosen)
    else:
        save_own_preferences(member=by, section=chosen)


def _authorizer(by: Member, chosen: AuthorizerChosen, secret: str) -> Authorizer:
    """The provider with its addresses and her program. A member may use the program of the mailbox
    of the file without its secret being shown to them.
    """
    preset = AUTHORIZERS.get(chosen.provider)
    authorize, token, revocation, scope, more = (
        (preset.authorize, preset.token, preset.revoke, preset.scope, preset.more)
        if preset
        else (chosen.authorize, chosen.token, chosen.revoke, chosen.scope, ())
    )
    for kept in map(read_grant, (whose_of(by), Whose(by.workspace_id))):
        if kept and (kept.authorizer.token, kept.authorizer.client) == (token, chosen.client):
            secret = secret or kept.authorizer.secret
    return Authorizer(authorize, token, revocation, scope, chosen.client, secret, more)


def _take(one: Whose, session: str, state: str) -> dict[str, Any] | None:
    """Takes what was begun, once: for somebody who comes back with its state, in the same browser
    and in time.
    """
    try:
        begun = json.loads(vault.read(_folder(), _name(one)) or "null")
    except ValueError:
        return None
    given = sha256(state.encode()).hexdigest()
    if begun is None or not hmac.compare_digest(begun["state"], given):
        return None
    vault.forget(_folder(), _name(one))
    late = not 0 <= begun["until"] - now().timestamp() <= _LASTS
    return None if late or begun["session"] != session else dict(begun)


def _folder() -> Path:
    return Path(settings.DATA_FOLDER)


def _name(one: Whose) -> str:
    return f"mailbox-{one.key}-connecting"
