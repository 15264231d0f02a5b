"""One talk with her server: what is known of it, and the ways to write and to take away there."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256

from decroche.agenda.models import Twin
from decroche.agenda.password import read_password
from decroche.agenda.preferences import Agenda
from decroche.gateways import dav
from decroche.gateways.dav import Account, NotSynced, Object
from decroche.team.models import Member, Workspace


@dataclass(slots=True)
class Done:
    """What a synchronisation did: events and cards written there, moved here, taken away there."""

    written: int = 0
    moved: int = 0
    removed: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """With whom, about what, for whom."""

    account: Account
    agenda: Agenda
    member: Member
    done: Done = field(default_factory=Done)

    def fetch(self, twins: list[Twin]) -> dict[int, Object]:
        """{key of a twin: it as it is there}; all twins are of one kind. Raises NotSynced."""
        if not twins:
            return {}
        collection, kind = self._place(twins[0])
        start = "/" + "/".join(collection.split("/")[3:]).strip("/")
        paths = {twin.pk: f"{start}/{twin.path}" for twin in twins}
        found = dav.fetch(self.account, collection, kind, list(paths.values()))
        return {key: found[path] for key, path in paths.items() if path in found}

    def write(self, twin: Twin, text: str, known: Object | None) -> bool:
        """Whether it could be written in place of what is known: when it is another there by now,
        the next synchronisation looks again. Raises NotSynced.
        """
        collection, kind = self._place(twin)
        try:
            etag = known.etag if known else ""
            dav.put(self.account, collection, kind, twin.path, text=text, etag=etag)
        except NotSynced as error:
            if error.why != "changed":
                raise
            return False
        self.done.written += 1
        return True

    def take_away(self, twin: Twin) -> None:
        """Deletes it there, then what is known of it. Raises NotSynced."""
        collection, _kind = self._place(twin)
        if collection:
            dav.delete(self.account, collection, twin.path)
        twin.delete()
        self.done.removed += 1

    def _place(self, twin: Twin) -> tuple[str, dav.Kind]:
        if twin.step is not None:
            return self.agenda.calendar, "calendar"
        return self.agenda.book, "book"


def account_of(workspace: Workspace, agenda: Agenda) -> Account:
    """Raises NotSynced (password) when none is kept for that server."""
    password = read_password(workspace.pk, agenda.address, agenda.user)
    if not password:
        raise NotSynced("password", "none is kept for this server")
    return Account(agenda.address, agenda.user, password, own_network=agenda.own_network)


def digest_of(text: str) -> str:
    """Short for a text, to see whether it is another."""
    return sha256(text.encode()).hexdigest()
