"""What is said when a verb about members was not done, and when somebody could not sign in."""

from __future__ import annotations

from datetime import datetime
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decroche.membership.actions import NotDone
from decroche.membership.queries import who_changed_role
from decroche.team.models import Member
from decroche.team.signing import NotSignedIn, PasskeyNeeded


def not_done_in_words(problem: NotDone) -> str:
    """Why nothing was changed, and what to do."""
    if problem.code == "password":
        return " ".join([_("Choose another password."), *problem.reasons])
    words = {
        "shared_already": _("This file is shared already."),
        "not_shared": _("This file is not shared yet."),
        "email": _("Write an e-mail address."),
        "email_taken": _("Somebody else signs in with this address."),
        "wrong_password": _("The password you have now is another one."),
        "name": _("Write your name."),
        "invitation": _("This invitation was used, withdrawn, or is more than seven days old."),
        "last_owner": _("Somebody has to own the file: make another member an owner first."),
        "key": _("Name the program and say what it may do."),
        "passkey": _("The device made no passkey for this page: try again."),
        "passkey_kept": _("This device has a passkey here already."),
        "passkeys": _("Twenty passkeys are kept: remove one first."),
        "why": _("Write why you look at them: the members read it."),
        "gone": _("Choose another member who may call."),
    }
    return words[problem.code]


def role_changed_in_words(member: Member, at: datetime) -> str:
    """Who has just changed her role, and what she may do now; "" when nobody has for a day."""
    by = who_changed_role(member, at)
    if by is None:
        return ""
    words = {
        Member.Role.READER: _(
            "%(name)s has just made you a reader: you may read this file, not change it. Ask them "
            "to make you a caller again; what you typed stays in this browser."
        ),
        Member.Role.CALLER: _(
            "%(name)s has just made you a caller: you may call and write, and only an owner may do "
            "this."
        ),
    }
    return words.get(Member.Role(member.role), "") % {"name": by}


def not_signed_in_in_words(refused: NotSignedIn) -> str:
    """The same words whether the address is known or not."""
    if isinstance(refused, PasskeyNeeded):
        return _(
            "The password is right, but this account opens with its passkey only. If the device is "
            "lost: ask another owner for a link to another password, or run “decroche open” on the "
            "machine of the desk; then remove the passkey in your account."
        )
    if not refused.wait:
        return _("The address or the password is not right.")
    minutes = ceil(refused.wait.total_seconds() / 60)
    return ngettext(
        "Too many tries: try again in a minute.",
        "Too many tries: try again in %(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}
