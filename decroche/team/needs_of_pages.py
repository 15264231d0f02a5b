"""What a role has to allow for each page of the desk, in one table.

What is not in the table needs the owner: something new is closed to others until somebody has
thought about it (a test fails for whatever is missing here).
"""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest

from decroche.team.needs import CALL, OWN, READ, Need


class Page(NamedTuple):
    """What an address needs: to be looked at (GET), and to be sent something (any other method)."""

    look: Need
    send: Need


_LOOK, _WORK = Page(READ, OWN), Page(READ, CALL)
_CALLER, _OWNER, _OFFICE = Page(CALL, CALL), Page(OWN, OWN), Page(READ, READ)


def _pages(page: Page, *names: str) -> dict[str, Page]:
    return dict.fromkeys(names, page)


PAGES: dict[str, Page] = {
    # Looked at by everybody; what they change, if anything, is the workspace's own.
    **_pages(
        _LOOK,
        "help",
        "ping",
        "recap",
        "hang-ups",
        "reach",
        "hear-when",
        "hear-note",
        "hear-made",
        "hear-contract",
        "hear-referral",
        "hear-email",
        "renew",
        "telephone-state",
        "number-code",
        "file",
        "block",
        "print-file",
        "more",
        "find",
        "company",
        "fact",
        "contract",
        "person",
        "figures",
        "compare-figures",
        "rhythm",
        "aftermath",
        "calls-behind",
        "last-month",
        "month",
        "export-figures",
        "followups",
        "messages",
        "moments",
        "draft",
        "compliance",
        "papers",
        "paper-file",
        "settings",
        "looking",
        "comparing",
        "doubles",
        "templates",
        "offer",
        "offer-preview",
        "presentation",
        "team",
        "team-board",
        "live-company",
        "live-rows",
        "live-today",
    ),
    # Looked at by everybody, changed by those who work here.
    **_pages(
        _WORK,
        "today",
        "welcome",
        "edit",
        "keep-contract",
        "write-note",
        "correct-call",
        "add-number",
        "add-person",
        "edit-person",
        "remove-person",
        "join",
        "apart",
        "compare",
        "complete",
        "keep-complete",
        "look-over",
        "oppose-company",
        "remove-company",
        "win-company",
        "lose-company",
        "rest-company",
        "move-follow-up",
        "follow-up",
        "look",
        "judge",
        "unread",
        "write",
        "keep-letter",
        "take-back-message",
        "send-again",
        "send-now",
        "message",
        "pin",
        "audience",
        "audience-of-import",
        "consent",
        "told",
        "leave-person",
        "oppositions",
    ),
    # Only of use to those who call.
    **_pages(
        _CALLER,
        "loop",
        "begin",
        "take-card",
        "log",
        "undo-call",
        "dialling",
        "sheets",
        "skip",
        "pause",
        "end",
        "keep-note",
        "hold",
        "drop-press",
        "live-card",
        "answer-question",
        "telephone",
        "keep-way",
        "pair",
        "paired",
        "name-telephone",
        "revoke-telephone",
        "ring",
        "bulk",
        "quick",
        "undo",
        "ask-to-dial",
        "call-phase",
        "hang-up",
        "calendar-feed",
        "begin-message",
        "own-figures",
        # A mailbox: an owner sets up that of the file, a caller their own.
        "mailbox",
        "connect-mailbox",
        "authorizer-fields",
        "mailbox-back",
        "disconnect-mailbox",
        "trial",
        "servers",
    ),
    # The owner's.
    **_pages(
        _OWNER,
        "register",
        "ask-register",
        "asking-register",
        "bring-register",
        "check-register",
        "join-sure",
        "import",
        "upload",
        "paste",
        "hear-source",
        "try-demo",
        "batch",
        "run-import",
        "undo-import",
        "read-again",
        "paper",
        "correct-line",
        "as-columns",
        "piece",
        "changes",
        "decide-changes",
        "already-there",
        "aside",
        "webhook",
        "test-webhook",
        "testing-webhook",
        "agenda",
        "agenda-choose",
        "agenda-end",
        "agenda-waiting",
        "agenda-answer",
        "openings",
        "bring-file",
        "lift-card",
        "looked",
        "keep",
        "lift",
        "requests",
        "request",
        "access",
        "access-person",
        "law-settings",
        "source",
        "copies",
        "served",
        "make-copy",
        "copy-folder",
        "bring-copy",
        "download-copy",
        "restore-copy",
        "seal-copies",
        "open-copy",
        "discard-sample",
        "export-file",
        "close-desk",
        "end-session",
        "share",
        "invite",
        "withdraw-invitation",
        "member-role",
        "member-leaves",
        "end-member-sessions",
        "renew-password",
        "list-callers",
        "members-figures",
    ),
    # One's own: what a member is called, signs in with, and where.
    **_pages(
        _OFFICE,
        "save-settings",
        "account",
        "prove",
        "seen",
        "own-password",
        "end-own-session",
        "sign-out",
        "make-key",
        "end-key",
        "ask-for-passkey",
        "keep-passkey",
        "remove-passkey",
    ),
}
"""By the name of an address of the desk."""

OPEN_PAGES = frozenset({"sign-in", "sign-in-ask", "sign-in-passkey", "sign-in-strength", "take-up"})
"""Addresses of the desk that nobody has to be signed in for: each asks for a key or a password, or
reads nothing of the file.
"""

PROVED_LOOK = frozenset({"download-copy", "export-file"})
"""Pages that give the whole file away: a member shows again that it is they before they are looked
at.
"""
PROVED_SEND = frozenset(
    {
        "invite",
        "make-key",
        "member-role",
        "prove",
        "renew-password",
        "restore-copy",
        "seal-copies",
    }
)
"""Pages that let somebody in, or put the whole file in another's place: asked in the same way
before anything is sent there.
"""

SECTIONS: dict[str, Need] = {
    "me": READ,
    **dict.fromkeys(
        ("delays", "hours", "roles", "scripts", "answers", "questions", "queue", "goals", "team"),
        OWN,
    ),
}
"""The sections of the settings: her own words and looks, or the workspace's."""


def need_of_request(request: HttpRequest, name: str, section: str = "") -> Need:
    """What a request of the desk needs, by the name of its address."""
    page = PAGES.get(name, _OWNER)
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return page.look
    return SECTIONS.get(section, OWN) if name == "save-settings" else page.send


def needs_proof(request: HttpRequest, name: str) -> bool:
    """Whether a member has to show again that it is they before this request is carried out."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return name in PROVED_LOOK
    return name in PROVED_SEND
