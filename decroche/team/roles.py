"""What each role may do, in one table: pages, addresses of the API, verbs of the journal, commands.

A reader reads. A caller also calls, writes to prospects and adds cards. The owner also decides: the
settings of the workspace, its members, imports, erasures, keys, copies, retention.

What is not in the table needs the owner: something new is closed to others until somebody has
thought about it (a test fails for whatever is missing here).
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from decroche.team.models import Member


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


class Page(NamedTuple):
    """What an address needs: to be looked at (GET), and to be sent something (any other method)."""

    look: Need
    send: Need


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

ENDPOINTS: dict[str, Need] = {
    "GET /next": CALL,
    "POST /calls": CALL,
    "POST /skip/{company}": CALL,
    "POST /release": CALL,
    "POST /undo": CALL,
    "GET /companies": READ,
    "POST /companies": CALL,
    "GET /when": READ,
    "GET /number": READ,
    "GET /stats": READ,
    "GET /offer": READ,
    "GET /questions": READ,
    "GET /companies/{company}/notes": READ,
    "POST /companies/{company}/notes": CALL,
    "GET /companies/{company}/answers": READ,
    "POST /companies/{company}/answers": CALL,
    "GET /companies/{company}/consents": READ,
    "POST /companies/{company}/consents": CALL,
    "POST /companies/{company}/consents/revoke": CALL,
    "POST /oppositions": CALL,
    "POST /oppositions/lift": OWN,
    "GET /openapi.json": READ,
}
"""By method and address of the API."""


class Scope(TextChoices):
    """What a member lets a program do with a key; never more than her role allows."""

    READ = "read", _("read the file and the figures")
    CALL = "call", _("take cards and note calls")
    PROSPECTS = "prospects", _("add and change companies")
    ADMINISTER = "administer", _("do what only an owner may")


SCOPES: dict[str, Scope] = {
    **dict.fromkeys(
        (
            *("GET /companies", "GET /when", "GET /number", "GET /stats", "GET /openapi.json"),
            *("GET /offer", "GET /questions", "GET /companies/{company}/notes"),
            *("GET /companies/{company}/answers", "GET /companies/{company}/consents"),
        ),
        Scope.READ,
    ),
    **dict.fromkeys(
        ("GET /next", "POST /calls", "POST /skip/{company}", "POST /release", "POST /undo"),
        Scope.CALL,
    ),
    **dict.fromkeys(
        (
            *("POST /companies", "POST /companies/{company}/notes", "POST /oppositions"),
            *("POST /companies/{company}/answers", "POST /companies/{company}/consents"),
            "POST /companies/{company}/consents/revoke",
        ),
        Scope.PROSPECTS,
    ),
    "POST /oppositions/lift": Scope.ADMINISTER,
}
"""The scope that a key needs, by method and address of the API; `administer` for any other."""

VERBS: dict[str, Need] = {
    **dict.fromkeys(("member.joined", "member.password_changed", "member.sessions_ended"), READ),
    **dict.fromkeys(("member.key_made", "member.key_ended"), READ),
    **dict.fromkeys(("member.passkey_added", "member.passkey_removed"), READ),
    **dict.fromkeys(
        (
            "call.logged",
            "call.amended",
            "press.dropped",
            "company.noted",
            "company.contract",
            "company.diffusion",
            "moment.kept",
            "answer.written",
            "question.written",
            "script.written",
            "offer.seeded",
            "company.added",
            "company.edited",
            "company.number_added",
            "company.person_added",
            "company.person_edited",
            "company.person_removed",
            "company.completed",
            "company.qualified",
            "company.won",
            "company.lost",
            "company.audience",
            "companies.audience",
            "companies.merged",
            "companies.told_apart",
            "companies.tagged",
            "companies.listed",
            "companies.rested",
            "companies.removed",
            "companies.opposed",
            "values.opposed",
            "person.opposed",
            "consent.kept",
            "consent.revoked",
            "notice.given",
            "changes.applied",
            "changes.left",
            "feed.opened",
            "feed.closed",
            "follow_up",
            "message",
            "unread.closed",
            "mailbox",
        ),
        CALL,
    ),
    **dict.fromkeys(
        (
            "workspace.shared",
            "member",
            "list",
            "file.imported",
            "import.undone",
            "company.erased",
            "person.erased",
            "request",
            "retention.kept",
            "source.nature",
            "opposition.lifted",
            "oppositions.carried",
            "template.written",
            "offer",
        ),
        OWN,
    ),
}
"""By the name of a verb in the journal, or by what stands before its dot."""

COMMANDS: dict[str, Need] = {
    **dict.fromkeys(("search", "stats", "paper"), READ),
    **dict.fromkeys(("next", "log", "undo", "oppose", "mcp"), CALL),
    **dict.fromkeys(
        (
            *("import", "undo-import", "export", "register", "doubles", "erase", "access", "keep"),
            *("backup", "restore", "demo", "team"),
        ),
        OWN,
    ),
}
"""The commands that read or change the file, and what each needs. They are run as the member who
uses this computer (queries.py:local_member).
"""
FREE_COMMANDS = frozenset(
    {"when", "number", "check", "send", "open", "doctor", "shortcut", "serve", "unseal"}
)
"""Commands that run the program or look after it: they ask for nobody's role."""


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


def need_of_verb(verb: str) -> Need:
    """What a verb of the journal needs."""
    found = VERBS.get(verb)
    return VERBS.get(verb.partition(".")[0], OWN) if found is None else found


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


def require_scope(covers: Callable[[str], bool], endpoint: str) -> None:
    """Raises NotAllowed when a key (`covers` says which scopes it has) was not given what an
    address of the API needs.
    """
    scope = SCOPES.get(endpoint, Scope.ADMINISTER)
    if not covers(scope):
        raise NotAllowed(ENDPOINTS.get(endpoint, OWN), scope)


def require_scope_of_verb(covers: Callable[[str], bool], verb: str) -> None:
    """Raises NotAllowed when a key was not given the scope by which a verb of the journal is taken
    back: that of the owner for what only an owner may do, that of calls for calls.
    """
    need = need_of_verb(verb)
    scope = Scope.CALL if verb.partition(".")[0] == "call" else Scope.PROSPECTS
    scope = Scope.ADMINISTER if need == OWN else scope
    if not covers(scope):
        raise NotAllowed(need, scope)
