"""What each role may do: the owner and the caller work in the file, the reader only reads it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from decroche.team.models import Member

WORKS = frozenset({Member.Role.OWNER, Member.Role.CALLER})
"""The roles that change the file: calls, mails, imports, settings."""
_READ = frozenset({"GET", "HEAD", "OPTIONS"})


class NotAllowed(PermissionDenied):
    """The member's role does not allow this; nothing was changed."""


READERS_ONLY_READ: Promise = _(
    "You may read this file, not change it: whoever owns it can make you a caller."
)
"""What a reader is told, on every way in."""


def require_work(member: Member) -> None:
    """Raises NotAllowed for a member who only reads."""
    if member.role not in WORKS:
        raise NotAllowed(member.role)


def require_work_for(request: HttpRequest, member: Member) -> None:
    """Raises NotAllowed when a reader's request is one that changes something."""
    if request.method not in _READ:
        require_work(member)
