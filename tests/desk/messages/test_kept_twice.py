"""The first mailbox, its button pressed twice: both presses arrive in one instant."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from decroche.correspondence.actions import keep_mailbox
from decroche.correspondence.models import Mailbox
from decroche.correspondence.password import read_password
from decroche.gateways import vault
from decroche.journal.models import Entry
from decroche.team.models import Member
from tests.desk.messages.test_mail import BOX


@pytest.mark.django_db(transaction=True)
def test_the_first_mailbox_kept_twice_in_one_instant_is_one(
    member: Member, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault, "has_keyring", lambda: False)
    together = threading.Barrier(4)

    def press(_number: int) -> int:
        try:
            together.wait()
            return keep_mailbox(by=member, values=BOX, password="s3cret-x").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        kept = set(pool.map(press, range(4)))
    assert len(kept) == Mailbox.objects.count() == 1
    assert read_password(Mailbox.objects.get(), "smtp") == "s3cret-x"
    assert Entry.objects.filter(verb="mailbox.kept").count() >= 1
