"""Each member's own way to dial: in a team everybody has a handset, a line, an extension.

Settings are read by `preferred_by`: hers, else the workspace's, which an owner keeps for all who
chose nothing (and which is what there was before members had their own). Secrets are looked for in
the same order. A secret of the workspace is only used as an owner meant it: by an owner, or where
what is asked is what an owner keeps for all.
"""

from __future__ import annotations

from collections.abc import Mapping

from decroche.calls.bound_secret import forget_secrets, keep_secrets, read_secrets
from decroche.calls.preferences import MembersDial
from decroche.gateways.dialler import NotDialled
from decroche.team.models import Member
from decroche.team.preferences import (
    Section,
    forget_own_preferences,
    preferred,
    save_own_preferences,
    save_preferences,
)
from decroche.team.roles import CALL, OWN, allows, require

_NAMES = ("dialling", "dialling-ovh", "dialling-asterisk")
"""What the secrets of each way are called in the vault, before whose they are."""


def keep_own(
    *,
    by: Member,
    section: Section,
    name: str,
    bound_to: str,
    typed: Mapping[str, str],
    for_all: bool,
) -> None:
    """Keeps the settings of one way as hers, with the secrets that were typed; `for_all`: for all
    who chose nothing as well, which is the owner's to decide.
    """
    require(by, OWN if for_all else CALL)
    keep_secrets(_own(name, by), bound_to, typed)
    save_own_preferences(member=by, section=section)
    if for_all:
        values = own_secrets(by, name, bound_to, vouched=True)
        keep_secrets(_shared(name, by), bound_to, values)
        save_preferences(workspace=by.workspace, section=section)


def own_secrets(member: Member, name: str, bound_to: str, *, vouched: bool) -> dict[str, str]:
    """The secrets of one way, by field; `vouched`: what is asked is what an owner keeps for all."""
    own = read_secrets(_own(name, member), bound_to)
    if vouched or allows(member, OWN):
        return read_secrets(_shared(name, member), bound_to) | own
    return own


def require_network(member: Member, *, vouched: bool) -> None:
    """Something of the own network is to be asked, by the computer that Décroche runs on: in a
    shared file an owner allows that. Raises NotDialled (owner).
    """
    if not member.workspace.shared or vouched or allows(member, OWN):
        return
    if not preferred(member.workspace, MembersDial).own_network:
        raise NotDialled("owner")


def dial_as_all(*, by: Member) -> None:
    """From now on they dial as an owner keeps it for all who chose nothing; later changes of it are
    theirs, too.
    """
    require(by, CALL)
    forget_own_way(by)


def forget_own_way(member: Member) -> None:
    """How a member dialled is forgotten, with the secrets."""
    forget_own_preferences(member)
    for name in _NAMES:
        forget_secrets(_own(name, member))


def _own(name: str, member: Member) -> str:
    return f"{_shared(name, member)}-member-{member.pk}"


def _shared(name: str, member: Member) -> str:
    return f"{name}-{member.workspace_id}"
