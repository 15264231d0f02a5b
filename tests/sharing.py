"""A shared workspace of the tests: its owner, who joins it, and the browsers they sign in with.

The fixtures that go with it, `owner` and `quick_passwords`, are in tests/conftest.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.test import Client

from decroche.membership.actions import invite, join
from decroche.team.models import Credential, Member
from tools.entering import HOST

PASSWORD = "trois-chats-sous-la-pluie"
OWNER = "camille@arnaud.example"


def joined(owner: Member, name: str = "Noé Fabre", role: str = "caller") -> Member:
    """A member who took up an invitation of the owner."""
    key = invite(by=owner, role=role)
    email = f"{name.split(maxsplit=1)[0].lower().replace('é', 'e')}@equipe.example"
    return join(key=key, name=name, email=email, password=PASSWORD)


def visitor(host: str = HOST) -> Client:
    """A browser in which nobody is signed in."""
    return Client(headers={"Host": host})


def signed_in(email: str = OWNER, password: str = PASSWORD, *, host: str = HOST) -> Client:
    """A browser in which a member, by default the owner, signed in with a password."""
    client = visitor(host)
    answer = client.post("/sign-in/", {"email": email, "password": password})
    assert answer.status_code == 302, answer.content.decode()
    return client


def entered(member: Member) -> Client:
    """A browser in which this member signed in."""
    return signed_in(Credential.objects.get(member=member).email)


@contextmanager
def on_another(settings: Any, folder: Path) -> Iterator[None]:
    """What follows happens on a machine with another data folder."""
    mine, settings.DATA_FOLDER = settings.DATA_FOLDER, folder / "other"
    settings.DATA_FOLDER.mkdir(exist_ok=True)
    yield
    settings.DATA_FOLDER = mine
