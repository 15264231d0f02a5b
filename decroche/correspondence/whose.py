"""Whose a mailbox is: the file's, or that of one member.

The owners share the mailbox of the file, and every member who has set none of their own writes from
it. What is kept of a mailbox in the vault (password, access) is found by this too.
"""

from __future__ import annotations

from typing import NamedTuple

from decroche.correspondence.models import Mailbox
from decroche.team.models import Member
from decroche.team.roles import OWN, allows


class Whose(NamedTuple):
    """A workspace, and the member whose own mailbox is meant; None for that of the file."""

    workspace_id: int
    member_id: int | None = None

    @property
    def key(self) -> str:
        """How the vault names it."""
        own = "" if self.member_id is None else f"-of-{self.member_id}"
        return f"{self.workspace_id}{own}"


def whose_of(member: Member) -> Whose:
    """The mailbox that a member sets up: an owner that of the file, anybody else their own."""
    return Whose(member.workspace_id, None if allows(member, OWN) else member.pk)


def whose(mailbox: Mailbox) -> Whose:
    """Whose this one is."""
    return Whose(mailbox.workspace_id, mailbox.member_id)


def kept_of(one: Whose) -> Mailbox | None:
    """The mailbox, when it is set."""
    return Mailbox.objects.filter(**one._asdict()).first()
