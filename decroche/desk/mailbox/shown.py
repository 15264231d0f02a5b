"""Which mailbox the page of an owner shows: that of the file, or one of their own."""

from __future__ import annotations

from django.utils.translation import gettext as _

from decroche.correspondence.whose import whose_of
from decroche.desk.parts.asking import flash
from decroche.team.access import MemberRequest


def whose_shown(request: MemberRequest) -> str:
    """Returns "own" or "file", which the form of the page says back."""
    return "own" if whose_of(request.member).member_id is not None else "file"


def shows_another(request: MemberRequest) -> bool:
    """Whether a form is of the other mailbox, since the choice was changed in another window
    meanwhile. Says so on the page that comes next; nothing is to be kept or forgotten then.
    """
    if not is_of_another(request):
        return False
    flash(request, not_changed())
    return True


def is_of_another(request: MemberRequest) -> bool:
    """The same, without saying so."""
    shown = whose_shown(request)
    return request.POST.get("shown", shown) != shown


def not_changed() -> str:
    """What is said of a form of the other mailbox."""
    return _(
        "Nothing was changed: in another window the other mailbox was chosen, and this page"
        " shows it now. Choose the one you mean, and give its settings again."
    )
