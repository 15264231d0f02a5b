"""Verbs about workspaces and members."""

from __future__ import annotations

from django.db import transaction

from decroche.shared.clock import now
from decroche.team.models import Member, Workspace
from decroche.team.queries import local_member


@transaction.atomic
def open_workspace(*, name: str = "Décroche", owner: str = "") -> Member:
    """A new workspace with its owner."""
    workspace = Workspace.objects.create(name=name)
    return Member.objects.create(workspace=workspace, name=owner)


@transaction.atomic
def ensure_local_member() -> Member:
    """The member at this machine, made on the first start."""
    return local_member() or open_workspace()


@transaction.atomic
def introduce(*, by: Member, name: str, trade: str) -> None:
    """Saves her name and trade; both may be empty when she skipped the page, which is not shown
    again.
    """
    by.name, by.trade = name.strip()[:120], trade.strip()[:160]
    by.welcomed_at = by.welcomed_at or now()
    by.save(update_fields=["name", "trade", "welcomed_at"])


@transaction.atomic
def speak(*, by: Member, language: str, theme: str) -> None:
    """Saves her language and the colours of the screen."""
    by.language, by.theme = language, theme
    by.save(update_fields=["language", "theme"])
