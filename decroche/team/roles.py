"""What a role has to allow for each address of the API, verb of the journal and command.

Pages of the desk have a table of their own (needs_of_pages.py). What is not in a table needs the
owner: something new is closed to others until somebody has thought about it (a test fails for
whatever is missing here).
"""

from __future__ import annotations

from collections.abc import Callable

from decroche.team.needs import CALL, OWN, READ, Need, NotAllowed
from decroche.team.scopes import SCOPES, Scope

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
            *("backup", "restore", "carry-over", "demo", "team"),
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


def need_of_verb(verb: str) -> Need:
    """What a verb of the journal needs."""
    found = VERBS.get(verb)
    return VERBS.get(verb.partition(".")[0], OWN) if found is None else found


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
