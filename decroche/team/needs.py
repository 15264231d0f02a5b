"""How much a role allows, and the refusal of what it does not.

A reader reads. A caller also calls, writes to prospects and adds cards. The owner also decides: the
settings of the workspace, its members, imports, erasures, keys, copies, retention. What needs which
of them stands in two tables: needs_of_pages.py (pages) and roles.py (all other ways in).
"""

from __future__ import annotations

from enum import IntEnum

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from decroche.team.models import Member
from decroche.team.scopes import Scope


class Need(IntEnum):
    """How much a role has to allow; each includes those before it."""

    READ = 0
    CALL = 1
    OWN = 2


READ, CALL, OWN = Need.READ, Need.CALL, Need.OWN
MAY: dict[str, Need] = {
    Member.Role.READER: READ,
    Member.Role.CALLER: CALL,
    Member.Role.OWNER: OWN,
}
"""What each role allows."""


class NotAllowed(PermissionDenied):
    """The member's role does not allow this, or the `scope` that the key of a program lacks;
    nothing was changed.
    """

    def __init__(self, need: Need, scope: Scope | None = None) -> None:
        super().__init__(need.name)
        self.need, self.scope = need, scope

    @property
    def sentence(self) -> Promise:
        """What the member is told, on every way in."""
        if self.scope is not None:
            return NOT_OF_THIS_KEY
        return READERS_ONLY_READ if self.need == CALL else OWNERS_ONLY


READERS_ONLY_READ: Promise = _(
    "You may read this file, not change it: whoever owns it can make you a caller."
)
OWNERS_ONLY: Promise = _("Only an owner of this file may do this.")
NOT_OF_THIS_KEY: Promise = _("This key was not given what is needed here.")


def allows(member: Member, need: Need) -> bool:
    """Whether her role allows what has this need."""
    return MAY[member.role] >= need


def require(member: Member, need: Need) -> None:
    """Raises NotAllowed when her role does not allow it."""
    if not allows(member, need):
        raise NotAllowed(need)


def require_work(member: Member) -> None:
    """Raises NotAllowed for a member who only reads."""
    require(member, CALL)
