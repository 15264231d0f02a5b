"""Each member's own way to dial: in a team everybody has a handset, a line, an extension.

Settings are read by `preferred_by`: hers, else the workspace's, which an owner keeps for all who
chose nothing (and which is what there was before members had their own). Secrets are looked for in
the same order. A secret of the workspace is only used as an owner meant it: by an owner, or where
what is asked is what an owner keeps for all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Protocol, Self

from decroche.calls.bound_secret import forget_secrets, keep_secrets, read_secrets
from decroche.calls.preferences import MembersDial
from decroche.gateways.dialler import NotDialled, Why
from decroche.team.models import Member
from decroche.team.preferences import (
    Section,
    preferred,
    save_own_preferences,
    save_preferences,
)
from decroche.team.roles import CALL, OWN, allows, require


class AskedSection(Section, Protocol):
    """The settings of a way to dial that asks somebody over the network (asked.py:ASKED). `SECRETS`
    is what its secrets are called in the vault, before whose they are.
    """

    SECRETS: ClassVar[str]

    @property
    def bound_to(self) -> str:
        """Whom the secrets are for: with other settings there they are not used."""

    @property
    def on_own_network(self) -> bool:
        """Whether something on the desk's own network is to be asked."""

    def for_everybody(self) -> Self:
        """Without what each member has of their own (a line, an extension)."""

    def check(self) -> None:
        """Raises NotDialled for settings with which nobody can be asked."""


def keep_asked(
    *, by: Member, chosen: AskedSection, typed: Mapping[str, str], for_all: bool = False
) -> Why | None:
    """Keeps the settings of one way as hers, with the secrets that were typed, by field: an empty
    one keeps the one before, if it is for the same. `for_all`: for all who chose nothing as well,
    which is the owner's to decide.

    Returns what is wrong with them, None when they were kept.
    """
    require(by, OWN if for_all else CALL)
    try:
        chosen.check()
        _require_network(by, chosen)
    except NotDialled as refused:
        return refused.why
    keep_secrets(_own(chosen.SECRETS, by), chosen.bound_to, typed)
    save_own_preferences(member=by, section=chosen)
    if for_all:
        values = _own_secrets(by, chosen, vouched=True)
        keep_secrets(_shared(chosen.SECRETS, by), chosen.bound_to, values)
        save_preferences(workspace=by.workspace, section=chosen)
    return None


def asked_secrets(member: Member, chosen: AskedSection) -> dict[str, str]:
    """The secrets with which somebody is asked, by field. Raises NotDialled (owner)."""
    _require_network(member, chosen)
    return _own_secrets(member, chosen, vouched=_is_for_all(member, chosen))


def forget_own_secrets(member: Member, section: type[AskedSection]) -> None:
    """The secrets of one way that were a member's own are forgotten."""
    forget_secrets(_own(section.SECRETS, member))


def _own_secrets(member: Member, chosen: AskedSection, *, vouched: bool) -> dict[str, str]:
    """`vouched`: what is asked is what an owner keeps for all."""
    own = read_secrets(_own(chosen.SECRETS, member), chosen.bound_to)
    if vouched or allows(member, OWN):
        return read_secrets(_shared(chosen.SECRETS, member), chosen.bound_to) | own
    return own


def _is_for_all(member: Member, chosen: AskedSection) -> bool:
    """Whether an owner keeps this for all: each then has a line or an extension of their own."""
    shared = preferred(member.workspace, type(chosen))
    return chosen.for_everybody() == shared.for_everybody()


def _require_network(member: Member, chosen: AskedSection) -> None:
    """Something on the desk's own network is to be asked, by the computer that Décroche runs on: in
    a shared file an owner allows that. Raises NotDialled (owner).
    """
    if not chosen.on_own_network or not member.workspace.shared:
        return
    if _is_for_all(member, chosen) or allows(member, OWN):
        return
    if not preferred(member.workspace, MembersDial).own_network:
        raise NotDialled("owner")


def _own(name: str, member: Member) -> str:
    return f"{_shared(name, member)}-member-{member.pk}"


def _shared(name: str, member: Member) -> str:
    return f"{name}-{member.workspace_id}"
