"""Which mail servers a member may name for a mailbox of their own.

In a shared file the desk runs on a server of the team, inside its network: a caller who could name
any host would have that server knock at doors that they cannot reach themselves. An owner may.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from decroche.correspondence.models import Mailbox
from decroche.correspondence.password import servers_of
from decroche.correspondence.providers import AUTHORIZERS, HOSTS, Provider, provider_of
from decroche.correspondence.whose import Whose, kept_of
from decroche.gateways.trust import may_sign_in
from decroche.team.models import Member
from decroche.team.needs import OWN, allows


def may_name_servers(by: Member, values: Mapping[str, Any]) -> bool:
    """Whether a mailbox with these columns may be theirs: its servers are those of the mailbox of
    the file, or of a provider that is known.
    """
    if allows(by, OWN):
        return True
    wanted = servers_of(dict(values))
    known = [provider_of(str(values["address"])), *HOSTS]
    known += [preset.mail for preset in AUTHORIZERS.values()]
    # A program on the computer itself (a bridge) would be one of the server's.
    known = [one for one in known if not one.guessed and not may_sign_in(one.smtp_host, "none")]
    allowed = [_servers(one) for one in known]
    shared: Mailbox | None = kept_of(Whose(by.workspace_id))
    if shared is not None:
        allowed.append(servers_of(vars(shared)))
    return all(not wanted[way][0] or wanted[way] in [one[way] for one in allowed] for way in wanted)


def _servers(provider: Provider) -> dict[str, list[Any]]:
    return servers_of(
        {
            f"{way}_{name}": getattr(provider, f"{way}_{name}")
            for way in ("smtp", "imap")
            for name in ("host", "port", "security")
        }
    )
