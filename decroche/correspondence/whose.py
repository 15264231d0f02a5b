"""Whose a mailbox is: the file's, or that of one member.

The owners set up the mailbox of the file, from which every member writes who has none of their own;
each owner may set up one of their own too, and says on its page which of the two is meant. What is
kept of a mailbox in the vault (password, access) is found by this too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, Self

from decroche.correspondence.models import Mailbox
from decroche.team.models import Member
from decroche.team.needs import CALL, OWN, allows, require
from decroche.team.preferences import preferred_by, save_own_preferences


class Whose(NamedTuple):
    """A workspace, and the member whose own mailbox is meant; None for that of the file."""

    workspace_id: int
    member_id: int | None = None

    @property
    def key(self) -> str:
        """The name under which the vault keeps what belongs to this mailbox."""
        own = "" if self.member_id is None else f"-of-{self.member_id}"
        return f"{self.workspace_id}{own}"


@dataclass(frozen=True, slots=True)
class MailboxMeant:
    """Which mailbox an owner of a shared file sets up: that of the file, or their `own`."""

    SECTION: ClassVar[str] = "mailbox_meant"
    own: bool = False

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """From the preferences."""
        return cls(stored.get("own") is True)

    def stored(self) -> dict[str, Any]:
        """The values to save in the preferences, as `read` takes them back."""
        return {"own": self.own}


def mean_mailbox(*, by: Member, own: bool) -> None:
    """Notes which mailbox an owner sets up from now on; both stay as they are."""
    require(by, CALL)
    save_own_preferences(member=by, section=MailboxMeant(own))


def whose_of(member: Member) -> Whose:
    """The mailbox that a member sets up: an owner the one they mean, anybody else their own."""
    own = not allows(member, OWN) or (
        member.workspace.shared and preferred_by(member, MailboxMeant).own
    )
    return Whose(member.workspace_id, member.pk if own else None)


def whose(mailbox: Mailbox) -> Whose:
    """The owner of a mailbox: the file, or one member."""
    return Whose(mailbox.workspace_id, mailbox.member_id)


def kept_of(one: Whose) -> Mailbox | None:
    """The mailbox, when it is set."""
    return Mailbox.objects.filter(**one._asdict()).first()
