"""Each member's own way to dial: in a team everybody has a handset, a line, an extension.

`preferred_by` reads a member's settings, else those of the workspace, which an owner keeps for all
who chose nothing. Secrets are looked for in the same order. A secret of the workspace is used by an
owner, and for settings that are those an owner keeps for all; with other settings it might be sent
to a machine that no owner meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Protocol, Self

from decroche.calls.bound_secret import forget_secrets, keep_secrets, read_secrets
from decroche.calls.preferences import MembersDial
from decroche.gateways.dialler import NotDialled, Why
from decroche.team.models import Member
from decroche.team.needs import CALL, OWN, allows, require
from decroche.team.preferences import (
    Section,
    preferred,
    save_own_preferences,
    save_preferences,
)


class AskedSection(Section, Protocol):
    """The settings of a way to dial that asks another machine over the network (asked.py:ASKED).
    The names of its secrets in the vault begin with `SECRETS`.
    """

    SECRETS: ClassVar[str]

    @property
    def bound_to(self) -> str:
        """The machine and user that the secrets are for: after a change of it they are not used."""

    @property
    def on_own_network(self) -> bool:
        """Whether the machine that is asked is on the desk's own network."""

    def for_everybody(self) -> Self:
        """Returns the settings without what each member has for themselves (a line, an
        extension).
        """

    def check(self) -> None:
        """Raises NotDialled for settings with which no request can be sent."""

    def wrong_fields(self, secrets: Mapping[str, str]) -> list[str]:
        """The fields, secrets among them, that are missing or can't be what they are to be;
        `secrets` as they would be used.
        """


def keep_asked(
    *, by: Member, chosen: AskedSection, typed: Mapping[str, str], for_all: bool = False
) -> Why | None:
    """Keeps the settings of one way as hers, with the secrets that were typed, by field: an empty
    one keeps the earlier secret, if that is for the same machine. With `for_all`, which only an
    owner may say, they are also kept for all members who chose nothing.

    Returns what is wrong with the settings, None when they were kept.
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


def wrong_in(*, by: Member, chosen: AskedSection, typed: Mapping[str, str]) -> list[str]:
    """The fields of settings that would be kept which nobody could be asked with: those that are
    missing, or can't be what they are to be. `typed` are the secrets; where one is empty the one
    kept for the same counts.
    """
    kept = _own_secrets(by, chosen, vouched=_is_for_all(by, chosen))
    return chosen.wrong_fields(kept | {name: text for name, text in typed.items() if text})


def asked_secrets(member: Member, chosen: AskedSection) -> dict[str, str]:
    """Returns the secrets to send with a request, by field. Raises NotDialled (owner)."""
    _require_network(member, chosen)
    return _own_secrets(member, chosen, vouched=_is_for_all(member, chosen))


def forget_own_secrets(member: Member, section: type[AskedSection]) -> None:
    """Removes the secrets of one way that were a member's own."""
    forget_secrets(_own(section.SECRETS, member))


def _own_secrets(member: Member, chosen: AskedSection, *, vouched: bool) -> dict[str, str]:
    """`vouched` says that an owner keeps these settings for all."""
    own = read_secrets(_own(chosen.SECRETS, member), chosen.bound_to)
    if vouched or allows(member, OWN):
        return read_secrets(_shared(chosen.SECRETS, member), chosen.bound_to) | own
    return own


def _is_for_all(member: Member, chosen: AskedSection) -> bool:
    """Whether an owner keeps these settings for all, apart from each member's own line or
    extension.
    """
    shared = preferred(member.workspace, type(chosen))
    return chosen.for_everybody() == shared.for_everybody()


def _require_network(member: Member, chosen: AskedSection) -> None:
    """Raises NotDialled (owner) when the settings name a machine on the network of the computer
    that Décroche runs on, and no owner of the shared file allowed that.
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
