"""What the tests of imports in many short transactions share."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from decroche.intake.models import Batch
from decroche.prospects.models import CallList
from decroche.team.models import Member
from tests.waiting import DEADLINE

MOMENTS = 3
"""In how many of the moments in which the lock is left free the other one writes."""


class OtherWriter:
    """Another connection, in a thread, that writes whenever the import leaves the write lock free.
    `wait` runs what the test does in a free moment (by its number), and returns when it was
    written. `seen` are the states of the batch at these moments.
    """

    def __init__(self, member: Member) -> None:
        self.member = member
        self.seen = list[str]()
        self._asked, self._written = threading.Semaphore(0), threading.Semaphore(0)
        self._thread = threading.Thread(target=self._write)
        self._thread.start()

    def wait(self, moment: int) -> None:
        """Lets it write once, in each of the first moments."""
        if moment <= MOMENTS:
            self._asked.release()
            assert self._written.acquire(timeout=DEADLINE)

    def end(self) -> None:
        """Waits until it is done, or has seen that nobody asks any more."""
        self._thread.join()

    def _write(self) -> None:
        for place in range(MOMENTS):
            if not self._asked.acquire(timeout=DEADLINE):
                break
            with transaction.atomic():
                CallList.objects.create(workspace=self.member.workspace, name=f"Nord {place}")
                self.seen.append(Batch.objects.get().state)
            self._written.release()
        connection.close()


@pytest.fixture
def other_writer(member: Member) -> Iterator[OtherWriter]:
    """Another connection that writes while an import goes on or is taken back."""
    other = OtherWriter(member)
    yield other
    other.end()
