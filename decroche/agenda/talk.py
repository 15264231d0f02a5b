"""One talk with her server: what is known of it, and the ways to write and to take away there.

It reads much before it writes. What she decides meanwhile counts: each thing is written only while
it stands here as it was read (`same`), and neither side writes in the middle of the other
(`one_at_a_time`).
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from decroche.agenda.models import Twin
from decroche.agenda.password import read_password
from decroche.agenda.preferences import Agenda
from decroche.agenda.rules import suspicious
from decroche.config.locks import try_lock
from decroche.gateways import dav
from decroche.gateways.dav import Account, NotSynced, Object
from decroche.team.models import Member, Workspace
from decroche.team.preferences import preferred

_PATIENCE = 2.5 * dav.SECONDS
"""Seconds after which what is written there has ended: a request, redirected once."""
_LOOKED_AT = 50
"""Objects that are missing are asked for one by one; more of them the next time."""
_AS_READ = ("state", "digest", "etag", "at", "there_at", "there_whole_day")


class Overtaken(Exception):
    """She stopped or chose otherwise while it ran: it writes nothing any more."""


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

    @transaction.atomic
    def begin(self, ending: str, **stands_for: int) -> Twin:
        """Notes under which name a follow-up or a person is about to be written. Raises
        Overtaken.
        """
        self._require_same_choice()
        path = f"{self.agenda.sign}{secrets.token_hex(12)}.{ending}"
        return Twin.objects.create(workspace=self.member.workspace, path=path, **stands_for)

    def fetch(self, twins: list[Twin]) -> dict[int, Object | None]:
        """{key of a twin: it as it is there, None when it is not}; all twins are of one kind. Those
        that could not be told are left out. Raises NotSynced (emptied: so many are missing that it
        is not believed).

        An answer that names too little is no deletion: what should stand there and is not named is
        asked for again, then one by one.
        """
        if not twins:
            return {}
        found = self._named(twins)
        expected = [twin for twin in twins if twin.should_stand]
        missing = [twin for twin in expected if twin.pk not in found]
        if missing:
            found |= self._named(missing)
            missing = [twin for twin in missing if twin.pk not in found]
        if suspicious(expected=len(expected), missing=len(missing)):
            raise NotSynced("emptied", f"{len(missing)} / {len(expected)}")
        for twin in missing[:_LOOKED_AT]:
            stands = dav.read(self.account, self._collection(twin)[0], twin.path)
            if stands is not None:
                found[twin.pk] = stands
        untold = {twin.pk for twin in missing[_LOOKED_AT:]}
        return {twin.pk: found.get(twin.pk) for twin in twins if twin.pk not in untold}

    def write(self, twin: Twin, text: str, known: Object | None, **changes: Any) -> bool:
        """Writes in place of what is known, and keeps the changes of its twin. Whether it could:
        when it is another by now, there or here, the next synchronisation looks again. Raises
        NotSynced, Overtaken.
        """
        collection, kind = self._collection(twin)
        with one_at_a_time(self.member.workspace):
            if not self.same(twin):
                return False
            before = known.etag if known else ""
            try:
                etag = dav.put(self.account, collection, kind, twin.path, text=text, etag=before)
            except NotSynced as error:
                if error.why != "changed":
                    raise
                return False
            if kind == "book":
                changes["etag"] = etag[:200]
            self.keep(twin, **changes)
        self.done.written += 1
        return True

    def read(self, twin: Twin) -> Object | None:
        """It as it is there now. Raises NotSynced."""
        return dav.read(self.account, self._collection(twin)[0], twin.path)

    def take_away(self, twin: Twin) -> None:
        """Deletes it there, then what is known of it. Raises NotSynced, Overtaken."""
        collection, _kind = self._collection(twin)
        with one_at_a_time(self.member.workspace):
            self.same(twin)
            if collection:
                dav.delete(self.account, collection, twin.path)
            Twin.objects.filter(pk=twin.pk).delete()
        self.done.removed += 1

    def unknown(self) -> list[tuple[str, str]]:
        """(collection, name) of what stands there under our sign and is not known here: after a
        copy was restored, or it was stopped and begun anew. Raises NotSynced.
        """
        known = set(
            Twin.objects.filter(workspace=self.member.workspace).values_list("path", flat=True)
        )
        chosen = (self.agenda.calendar, self.agenda.book)
        return [
            (collection, name)
            for collection in chosen
            if collection
            for name in dav.names(self.account, collection)
            if name.startswith(self.agenda.sign) and name not in known
        ]

    @transaction.atomic
    def same(self, twin: Twin) -> bool:
        """Whether it stands here as it was read. Raises Overtaken."""
        self._require_same_choice()
        row = Twin.objects.filter(pk=twin.pk).values(*_AS_READ).first()
        return bool(row == {name: getattr(twin, name) for name in _AS_READ})

    @transaction.atomic
    def keep(self, twin: Twin, **changes: Any) -> bool:
        """Changes what is known of it, unless she has answered meanwhile. Whether it was. Raises
        Overtaken.
        """
        if not self.same(twin):
            return False
        Twin.objects.filter(pk=twin.pk).update(**changes)
        for name, value in changes.items():
            setattr(twin, name, value)
        return True

    def _require_same_choice(self) -> None:
        """Inside a transaction: nobody chooses otherwise before it ends."""
        kept = Workspace.objects.select_for_update().get(pk=self.member.workspace_id)
        if preferred(kept, Agenda).choice != self.agenda.choice:
            raise Overtaken

    def _named(self, twins: list[Twin]) -> dict[int, Object]:
        collection, kind = self._collection(twins[0])
        start = "/" + "/".join(collection.split("/")[3:]).strip("/")
        paths = {twin.pk: f"{start}/{twin.path}" for twin in twins}
        found = dav.fetch(self.account, collection, kind, list(paths.values()))
        return {key: found[path] for key, path in paths.items() if path in found}

    def _collection(self, twin: Twin) -> tuple[str, dav.Kind]:
        if twin.follow_up is not None:
            return self.agenda.calendar, "calendar"
        return self.agenda.book, "book"


@contextmanager
def one_at_a_time(workspace: Workspace) -> Iterator[None]:
    """Held while one thing is written there, and while she decides here. Not inside a transaction:
    what is written there takes seconds.
    """
    end = time.monotonic() + _PATIENCE
    while True:
        with try_lock(Path(settings.DATA_FOLDER), f"agenda-writes-{workspace.pk}") as mine:
            if mine or time.monotonic() > end:
                yield
                return
        time.sleep(0.05)


def account_of(workspace: Workspace, agenda: Agenda) -> Account:
    """Raises NotSynced (password) when none is kept for that server."""
    password = read_password(workspace.pk, agenda.address, agenda.user)
    if not password:
        raise NotSynced("password", "none is kept for this server")
    return Account(agenda.address, agenda.user, password, own_network=agenda.own_network)


def digest_of(text: str) -> str:
    """Short for a text, to see whether it is another."""
    return sha256(text.encode()).hexdigest()
