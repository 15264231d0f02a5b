"""What a workspace prefers, and what a member does for herself, section by section: the one place
that reads and writes it.

A section is a frozen value of the package it belongs to. It reads itself from what was stored or
typed: what is missing, unknown or out of bounds is its default, so nobody asks twice. The packages
ask `preferred(workspace, Hours)` and keep `save_preferences(workspace=…, section=Hours(…))`.

Some sections are each member's own (how she dials: in a team everybody has a handset of their own).
They are asked with `preferred_by(member, Dialled)` and kept with `save_own_preferences`; a member
who chose nothing has what the workspace has.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol, Self, TypeVar

from django.db import transaction

from decroche.team.models import Member, Workspace


class Section(Protocol):
    """A group of settings: its name in the store, its reader, and what it stores (JSON)."""

    SECTION: ClassVar[str]

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """From what was stored or typed; never raises."""

    def stored(self) -> dict[str, Any]:
        """The values to save in the preferences, as `read` takes them back."""


Kind = TypeVar("Kind", bound=Section)


def preferred(workspace: Workspace, section: type[Kind]) -> Kind:
    """A section as she left it, or its defaults."""
    stored = workspace.preferences.get(section.SECTION)
    return section.read(stored if isinstance(stored, dict) else {})


def preferred_by(member: Member, section: type[Kind]) -> Kind:
    """A section as the member left it; that of the workspace when the member chose nothing."""
    stored = member.preferences.get(section.SECTION)
    if isinstance(stored, dict):
        return section.read(stored)
    return preferred(member.workspace, section)


def read_preferences_again(workspace: Workspace) -> None:
    """Reads again what another process may have saved since the workspace was read."""
    workspace.refresh_from_db(fields=["preferences"])


def lock_preferences(workspace_id: int) -> Workspace:
    """The workspace as it stands, its settings held to the end of the transaction. Rows that belong
    to it can be written meanwhile: who saves a setting does not wait for an import.
    """
    return Workspace.objects.select_for_update(no_key=True).get(pk=workspace_id)


@transaction.atomic
def save_preferences(*, workspace: Workspace, section: Section) -> None:
    """Replaces one section, leaving the others as they stand in the database."""
    kept = lock_preferences(workspace.pk)
    kept.preferences = {**kept.preferences, section.SECTION: section.stored()}
    kept.save(update_fields=["preferences"])
    workspace.preferences = kept.preferences


@transaction.atomic
def save_own_preferences(*, member: Member, section: Section) -> None:
    """Replaces one section of a member's own, leaving the others as they stand."""
    kept = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    kept.preferences = {**kept.preferences, section.SECTION: section.stored()}
    kept.save(update_fields=["preferences"])
    member.preferences = kept.preferences


def prefers_own(member: Member, *sections: str) -> bool:
    """Whether the member has settings of her own in one of these sections."""
    return any(name in member.preferences for name in sections)


def forget_own_preferences(member: Member, *sections: str) -> None:
    """Deletes the member's own settings: those of these sections, all when none is named."""
    left = {name: own for name, own in member.preferences.items() if name not in sections}
    member.preferences = left if sections else {}
    member.save(update_fields=["preferences"])
