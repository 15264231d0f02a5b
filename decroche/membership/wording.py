"""What is said when a verb about members was not done, and when somebody could not sign in."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decroche.membership.actions import NotDone


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
        "gone": _("Choose another member who may call."),
    }
    return words[problem.code]


def not_signed_in_in_words(wait: timedelta) -> str:
    """The same words whether the address is known or not."""
    if not wait:
        return _("The address or the password is not right.")
    minutes = ceil(wait.total_seconds() / 60)
    return ngettext(
        "Too many tries: try again in a minute.",
        "Too many tries: try again in %(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}
