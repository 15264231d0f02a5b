"""What every page shows around its content; counted only where it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from decroche.compliance.queries import open_requests
from decroche.correspondence.queries import drafts_count
from decroche.followups.queries import due_count
from decroche.prospects.queries import counts
from decroche.shared.clock import PARIS, now
from decroche.shared.counted import Counted
from decroche.storage.server_requests import can_request
from decroche.team.door import desk_mark
from decroche.team.models import Member
from decroche.team.needs import MAY
from decroche.team.needs_of_pages import PAGES
from decroche.telephone.service import telephones


@dataclass(frozen=True, slots=True)
class Link:
    """A line of the menu."""

    address: str
    words: str
    icon: str
    count: int | Counted | None
    here: bool
    key: str = ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """The menu with its counts; nothing is asked of the database until the menu is drawn.
    `desk_mark` tells the browser whose file its page is about: what it keeps is sent to no other.
    `members_sign_in`: the file is shared. `telephone_on`: the desk dials with her telephone.
    """
    member = getattr(request, "member", None)
    mark = desk_mark(member.workspace_id, member.pk) if member else ""
    return {
        "menu": SimpleLazyObject(lambda: _menu(request)),
        "desk_mark": mark,
        "members_sign_in": member is not None and member.workspace.shared,
        "telephone_on": member is not None and telephones.is_on(member.pk),
    }


def _menu(request: HttpRequest) -> list[Link]:
    workspace = getattr(request, "workspace", None)
    if workspace is None:
        return []
    midnight = now().astimezone(PARIS).replace(hour=23, minute=59)
    lines: list[tuple[str, str, str, int | Counted | None]] = [
        ("today", _("Today"), "sun", None),
        ("loop", _("Calls"), "phone", None),
        ("followups", _("Follow-ups"), "calendar", due_count(workspace, midnight)),
        ("file", _("File"), "users", counts(workspace)),
        ("messages", _("Messages"), "mail", drafts_count(workspace)),
        ("offer", _("My offer"), "briefcase", None),
        ("figures", _("Figures"), "chart-column", None),
        ("moments", _("Great moments"), "star", None),
        ("compliance", _("Compliance"), "scale", len(open_requests(workspace))),
        ("settings", _("Settings"), "settings", None),
    ]
    if workspace.shared:
        lines.insert(-1, ("team", _("Team"), "users", None))
        may = MAY[request.member.role]  # type: ignore[attr-defined]
        lines = [line for line in lines if may >= PAGES[line[0]].look]
    shown = [*(_link(request, *line) for line in lines), _guide(request)]
    member: Member = request.member  # type: ignore[attr-defined]  # there is a workspace
    if can_request() and MAY[member.role] >= PAGES["close-desk"].look:
        shown.append(_link(request, "close-desk", _("Close Décroche"), "power", None))
    return shown


_PART_OF = {
    "import": "bring",
    "file": "bring",
    "companies": "bring",
    "register": "companies",
    "complete": "companies",
    "doubles": "companies",
    "calls": "calls",
    "telephone": "calls",
    "figures": "figures",
    "offer": "offer",
    "messages": "write",
    "mailbox": "write",
    "follow-ups": "write",
    "compliance": "law",
    "copies": "copies",
    "close": "cut",
}
"""The part of the guide about a screen, by the second word of its address, or else the first."""


def _guide(request: HttpRequest) -> Link:
    """The address of the part of the guide that is about this screen. On the call screen `?` shows
    the keys instead.
    """
    _root, *words = PurePosixPath(request.path).parts
    part = next((_PART_OF[word] for word in reversed(words[:2]) if word in _PART_OF), "")
    address = reverse("help") + (f"#{part}" if part else "")
    calls = request.path == reverse("loop")
    return Link(
        address,
        _("User guide"),
        "book-open",
        None,
        request.path == reverse("help"),
        "" if calls else "?",
    )


def _link(
    request: HttpRequest, name: str, words: str, icon: str, count: int | Counted | None
) -> Link:
    address = reverse(name)
    inside = name != "today" and request.path.startswith(address)  # every address starts as today's
    here = request.path == address or inside
    return Link(address, words, icon, count or None, here)
