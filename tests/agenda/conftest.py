"""A Radicale server, emptied for each test, with which everything is synchronised."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from decroche.agenda.actions import keep_agenda, sign_in
from decroche.agenda.preferences import Agenda
from decroche.team.models import Member
from tests.agenda.radicale import PASSWORD, USER, Radicale, radicale


@pytest.fixture(scope="module")
def running() -> Iterator[Radicale]:
    with radicale() as server:
        yield server


@pytest.fixture
def server(running: Radicale, member: Member, no_keyring: None) -> Radicale:
    """She is signed in at the server; the password is in the test's own folder."""
    for collection in (running.calendar, running.book):
        for address in running.objects(collection):
            running.asked("DELETE", address)
    sign_in(by=member, address=running.address, user=USER, password=PASSWORD, own_network=True)
    everything = Agenda(
        calendar=running.calendar, book=running.book, promises=True, meetings=True, people=True
    )
    keep_agenda(by=member, chosen=everything)
    return running
