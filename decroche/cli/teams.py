"""The command about a shared workspace: who works in it, who is invited, who leaves."""

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


def team_(options: Namespace) -> dict[str, Any]:
    """Does what is asked, in the name of the owner at this machine."""
    by = ensure_local_member()
    try:
        return _DOES[options.do](by, options)
    except NotDone as problem:
        raise Refusal(not_done_in_words(problem)) from None


def _show(by: Member, _options: Namespace) -> dict[str, Any]:
    emails = emails_of_members(by.workspace)
    members = [
        {"name": one.name, "role": one.role, "email": emails.get(one.pk, "")}
        for one in members_of(by.workspace)
    ]
    return {"shared": by.workspace.shared, "members": members}


def _share(by: Member, options: Namespace) -> dict[str, Any]:
    """The password is typed and not shown, or comes on standard input: a command line is seen."""
    if sys.stdin.isatty():
        password = getpass.getpass(_("Password, ten characters or more") + " : ")
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
    return _show(by, options)


def _member(by: Member, email: str) -> Member:
    emails = emails_of_members(by.workspace)
    found = [one for one in members_of(by.workspace) if emails.get(one.pk) == email.lower().strip()]
    if not email.strip() or not found:
        raise Refusal(_("Nobody here signs in with “%(email)s”.") % {"email": email})
    return found[0]


def _link(key: str) -> str:
    """The link as a browser asks for it: behind a proxy by its name, else by its path only."""
    names = extra_host_names() if settings.BEHIND_PROXY else []
    return f"https://{names[0]}{_path(key)}" if names else _path(key)


def _path(key: str) -> str:
    return reverse("take-up", args=[key])


_DOES = {
    "show": _show,
    "share": _share,
    "invite": _invite,
    "password": _password,
    "leave": _leave,
}
