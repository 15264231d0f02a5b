"""One conversation with her server: reading, writing and removing events and cards.

Much is read before anything is written, and what she decides in between counts: an object is only
written while its row is as it was read (`is_unchanged`), and a lock (`one_at_a_time`) keeps the run
and her own decisions apart.
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
from decroche.background.turns import taken
from decroche.config.locks import try_lock
from decroche.gateways import dav
from decroche.gateways.dav import Account, NotSynced, Object
from decroche.team.models import Member, Workspace
from decroche.team.preferences import lock_preferences, preferred

_PATIENCE = 2.5 * dav.SECONDS
"""Seconds after which one write has ended for sure: a request that is redirected once."""
_LOOKED_AT = 50
"""How many missing objects are asked for one by one in a run; the others in the next run."""
_AS_READ = ("state", "digest", "etag", "at", "there_at", "there_whole_day")


class Overtaken(Exception):
    """She stopped the synchronisation or changed her choice during the run, which then writes
    nothing more.
    """


@dataclass(slots=True)
class Done:
    """What a run did: how many events and cards it wrote on the server, how many follow-ups it
    moved, how many events and cards it removed from the server.
    """

    written: int = 0
    moved: int = 0
    removed: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation with the server of `account`, about what the `agenda` says, in the name of
    `member`.
    """

    account: Account
    agenda: Agenda
    member: Member
    done: Done = field(default_factory=Done)

    @transaction.atomic
    def begin(self, ending: str, **stands_for: int) -> Twin:
        """Saves the name under which a follow-up or a person is about to be written. Raises
        Overtaken.
        """
        self._require_same_choice()
        path = f"{self.agenda.sign}{secrets.token_hex(12)}.{ending}"
        return Twin.objects.create(workspace=self.member.workspace, path=path, **stands_for)

    def fetch(self, twins: list[Twin]) -> dict[int, Object | None]:
        """{key of a twin: its object on the server, or None when it is not there}; all twins are of
        one kind. Twins whose object could not be looked up are left out. Raises NotSynced (emptied:
        so many are missing that an error of the server is likelier).

        An object that is missing from an answer may still exist: those that should be there are
        asked for again, first together, then one by one.
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
        """Writes `text` in place of the `known` object and saves the changes of its twin. Returns
        False when the object or the twin was changed since it was read; the next run compares them
        again. Raises NotSynced, Overtaken.
        """
        collection, kind = self._collection(twin)
        with one_at_a_time(self.member.workspace):
            if not self.is_unchanged(twin):
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
        """The object as it is on the server now. Raises NotSynced."""
        return dav.read(self.account, self._collection(twin)[0], twin.path)

    def take_away(self, twin: Twin) -> None:
        """Deletes the object on the server, then its twin. Raises NotSynced, Overtaken."""
        collection, _kind = self._collection(twin)
        with one_at_a_time(self.member.workspace):
            self.is_unchanged(twin)  # raises Overtaken; a changed object is removed all the same
            if collection:
                dav.delete(self.account, collection, twin.path)
            Twin.objects.filter(pk=twin.pk).delete()
        self.done.removed += 1

    def unknown_objects(self) -> list[tuple[str, str]]:
        """(collection, name) of the objects on the server that have our mark and no twin: after a
        copy was restored, or when the synchronisation was stopped and started again. Raises
        NotSynced.
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
    def is_unchanged(self, twin: Twin) -> bool:
        """Whether the twin is still as it was read. Raises Overtaken."""
        self._require_same_choice()
        row = Twin.objects.filter(pk=twin.pk).values(*_AS_READ).first()
        return bool(row == {name: getattr(twin, name) for name in _AS_READ})

    @transaction.atomic
    def keep(self, twin: Twin, **changes: Any) -> bool:
        """Changes a twin, unless she has answered since it was read; returns whether it did. Raises
        Overtaken.
        """
        if not self.is_unchanged(twin):
            return False
        Twin.objects.filter(pk=twin.pk).update(**changes)
        for name, value in changes.items():
            setattr(twin, name, value)
        return True

    def _require_same_choice(self) -> None:
        """Raises Overtaken when she changed her choice. Called inside a transaction, until whose
        end the choice stays locked.
        """
        kept = lock_preferences(self.member.workspace_id)
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
    """Held while one object is written on the server, and while she decides something in Décroche,
    on whatever machine. Not to be taken inside a transaction, since writing takes seconds.
    """
    end = time.monotonic() + _PATIENCE
    while True:
        with _alone(workspace) as mine:
            if mine or time.monotonic() > end:
                yield
                return
        time.sleep(0.05)


@contextmanager
def _alone(workspace: Workspace) -> Iterator[bool]:
    """Among the processes of this machine by a lock file, among machines by the database."""
    with try_lock(Path(settings.DATA_FOLDER), f"agenda-writes-{workspace.pk}") as here:
        if not here:
            yield False
            return
        with taken(workspace.pk, "agenda-writes") as mine:
            yield mine


def account_of(workspace: Workspace, agenda: Agenda) -> Account:
    """Her account on the server. Raises NotSynced (password) when no password is kept for it."""
    password = read_password(workspace.pk, agenda.address, agenda.user)
    if not password:
        raise NotSynced("password", "none is kept for this server")
    return Account(agenda.address, agenda.user, password, own_network=agenda.own_network)


def digest_of(text: str) -> str:
    """A digest by which a changed text is noticed."""
    return sha256(text.encode()).hexdigest()
