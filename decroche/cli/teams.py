"""The command `decroche team`: shows the members of a workspace, shares it, invites members, makes
links for new passwords, and removes members.
"""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from decroche.config.readers import extra_host_names
from decroche.membership.actions import NotDone, invite, leave, renew_password, share
from decroche.membership.queries import emails_of_members
from decroche.membership.wording import not_done_in_words
from decroche.shared.refusal import Refusal
from decroche.team.actions import ensure_local_member
from decroche.team.models import Member
from decroche.team.queries import members_of
from decroche.telephone.service import telephones


def team_(options: Namespace) -> dict[str, Any]:
    """Carries out one of `_ACTIONS`, in the name of the member who uses this computer."""
    by = ensure_local_member()
    try:
        return _ACTIONS[options.do](by, options)
    except NotDone as problem:
        raise Refusal(not_done_in_words(problem)) from None


def _show(by: Member, _options: Namespace) -> dict[str, Any]:
    emails = emails_of_members(by.workspace)
    members = [
        {"name": member.name, "role": member.role, "email": emails.get(member.pk, "")}
        for member in members_of(by.workspace)
    ]
    return {"shared": by.workspace.shared, "members": members}


def _share(by: Member, options: Namespace) -> dict[str, Any]:
    """Shares the workspace. The password is typed without being shown, or read from standard input.
    It is no option, because other users of the computer can see the options of a process.
    """
    if sys.stdin.isatty():
        password = getpass.getpass(_("Password, twelve characters or more") + " : ")
    else:
        password = sys.stdin.readline().rstrip("\n")
    share(by=by, name=options.name or by.name, email=options.email, password=password)
    return _show(by, options)


def _invite(by: Member, options: Namespace) -> dict[str, Any]:
    return {"role": options.role, "link": _link(invite(by=by, role=options.role))}


def _password(by: Member, options: Namespace) -> dict[str, Any]:
    member = _member(by, options.email)
    return {"member": member.name, "link": _link(renew_password(by=by, member=member))}


def _leave(by: Member, options: Namespace) -> dict[str, Any]:
    member, to = _member(by, options.email), _member(by, options.to)
    leave(by=by, member=member, to=to)
    telephones.revoke_of(member.pk)
    return _show(by, options)


def _member(by: Member, email: str) -> Member:
    """The member who signs in with an address. Raises Refusal when there is none."""
    emails, wanted = emails_of_members(by.workspace), email.lower().strip()
    for member in members_of(by.workspace) if wanted else ():
        if emails.get(member.pk) == wanted:
            return member
    raise Refusal(_("Nobody here signs in with “%(email)s”.") % {"email": email})


def _link(key: str) -> str:
    """The link for a new member or a new password: the whole address behind a proxy, whose name is
    known; else the path only, because it is not known by which name the desk is reached.
    """
    names = extra_host_names() if settings.BEHIND_PROXY else []
    return f"https://{names[0]}{_path(key)}" if names else _path(key)


def _path(key: str) -> str:
    return reverse("take-up", args=[key])


_ACTIONS = {
    "show": _show,
    "share": _share,
    "invite": _invite,
    "password": _password,
    "leave": _leave,
}
"""The first argument of the command, and the function for it."""
