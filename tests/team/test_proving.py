"""Before what is sensitive a member shows again that it is they."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from decroche.membership.actions import change_role, invite, join
from decroche.shared import clock
from decroche.shared.clock import now
from decroche.team.models import ApiKey, Invitation, Member, MemberSession, SignInTry
from decroche.team.needs_of_pages import PAGES, PROVED_LOOK, PROVED_SEND
from decroche.team.rules import ACCOUNT_FREE, PROOF
from tests.sharing import PASSWORD, signed_in
from tests.team.device import Device
from tools.entering import HOST

EXPORT = "/settings/export/decroche.json"
KEY = {"name": "Tableur", "scope": ["read", "call"]}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]


def long_open(host: str = HOST) -> Client:
    """A browser in which she signed in longer ago than she is trusted."""
    client = signed_in(host=host)
    MemberSession.objects.update(proved_at=now() - PROOF)
    return client


def asked_for(client: Client) -> int:
    """The status with which the whole file is answered."""
    answer = client.get(EXPORT)
    if answer.streaming:
        assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file's answer
    return int(answer.status_code)


def said(answer: Any) -> str:
    return unescape(answer.content.decode())


def test_the_pages_that_are_asked_for_are_pages_there_are() -> None:
    assert set(PAGES) >= PROVED_LOOK | PROVED_SEND


def test_alone_nobody_is_asked(page: Client, member: Member) -> None:
    assert asked_for(page) == 200


def test_the_link_of_the_machine_is_not_asked(page: Client, owner: Member) -> None:
    assert asked_for(page) == 200


def test_a_member_who_signed_in_just_now_is_not_asked(owner: Member) -> None:
    assert asked_for(signed_in()) == 200


def test_the_whole_file_is_given_after_the_password_only(owner: Member) -> None:
    client = long_open()
    assert asked_for(client) == 403
    assert "Est-ce bien vous" in said(client.get(EXPORT))
    wrong = client.post("/account/prove/", {"next": EXPORT, "proof": "non"})
    assert wrong.status_code == 403
    assert asked_for(client) == 403
    right = client.post("/account/prove/", {"next": EXPORT, "proof": PASSWORD})
    assert right.status_code == 200
    assert EXPORT in said(right)
    assert asked_for(client) == 200
    with clock.frozen(now() + PROOF + timedelta(seconds=1)):
        assert asked_for(client) == 403
    with clock.frozen(now() - timedelta(days=1)):  # a clock that was put back
        assert asked_for(client) == 403


@pytest.mark.parametrize(
    "elsewhere", ["//other.example/", "https://other.example/", "javascript:x"]
)
def test_it_leads_to_no_other_page(owner: Member, elsewhere: str) -> None:
    answer = signed_in().post("/account/prove/", {"next": elsewhere})
    assert answer.status_code == 302
    assert answer["Location"] == "/account/"


def test_a_form_goes_on_with_what_was_typed(owner: Member) -> None:
    client = long_open()
    asked = client.post("/account/keys/", KEY)
    assert asked.status_code == 403
    for hidden in ('name="scope" value="read"', 'name="scope" value="call"', 'value="Tableur"'):
        assert hidden in said(asked), hidden
    assert not ApiKey.objects.exists()
    answer = client.post("/account/keys/", {**KEY, "proof": PASSWORD})
    assert answer.status_code == 200
    assert ApiKey.objects.get().scopes == "read call"


def test_nobody_is_let_in_and_no_role_changes_before(owner: Member) -> None:
    noe = join(key=invite(by=owner, role="caller"), name="Noé", email="n@x.fr", password=PASSWORD)
    client, before = long_open(), Invitation.objects.count()
    for address, typed in (
        ("/team/invite/", {"role": "owner"}),
        (f"/team/{noe.pk}/role/", {"role": "owner"}),
        (f"/team/{noe.pk}/password/", {}),
        ("/settings/copies/seal/", {"passphrase": "x" * 20, "again": "x" * 20}),
        ("/settings/copies/restore/a-copy/", {}),
    ):
        answer = client.post(address, typed)
        assert answer.status_code == 403, address
        assert "Est-ce bien vous" in said(answer), address
    noe.refresh_from_db()
    assert noe.role == Member.Role.CALLER
    assert Invitation.objects.count() == before
    assert client.post(f"/team/{noe.pk}/role/", {"role": "reader", "proof": PASSWORD}).status_code
    noe.refresh_from_db()
    assert noe.role == Member.Role.READER


def test_what_a_role_forbids_is_refused_first(owner: Member) -> None:
    noe = join(key=invite(by=owner, role="owner"), name="Noé", email="n@x.fr", password=PASSWORD)
    client = Client(headers={"Host": HOST})
    client.post("/sign-in/", {"email": "n@x.fr", "password": PASSWORD})
    change_role(by=owner, member=noe, role="caller")
    answer = client.get(EXPORT)
    assert answer.status_code == 403
    assert "Est-ce bien vous" not in said(answer)


def test_a_guesser_waits_here_too(owner: Member) -> None:
    client = long_open()
    for _ in range(ACCOUNT_FREE):
        client.post("/account/prove/", {"next": EXPORT, "proof": "non"})
    answer = client.post("/account/prove/", {"next": EXPORT, "proof": PASSWORD})
    assert answer.status_code == 403
    assert "Trop d’essais" in said(answer)
    assert SignInTry.objects.filter(failures__gte=ACCOUNT_FREE).exists()


def test_an_owner_with_a_passkey_shows_it(owner: Member) -> None:
    host, origin = "localhost:8000", "http://localhost:8000"
    client = signed_in(host=host)
    device = Device(origin, "localhost")
    made = client.post("/account/passkeys/ask/", {"old": PASSWORD}).json()
    client.post("/account/passkeys/", {"name": "Portable", "answer": device.make(made)})
    MemberSession.objects.update(proved_at=now() - PROOF)
    asked = said(client.get(EXPORT))
    assert 'name="proof"' not in asked
    assert 'data-passkey="get"' in asked
    typed = client.post("/account/prove/", {"next": EXPORT, "proof": PASSWORD})
    assert typed.status_code == 403, "her password alone opens nothing any more"
    signs = device.sign(client.post("/sign-in/ask/").json())
    shown = client.post("/account/prove/", {"next": EXPORT, "answer": signs})
    assert shown.status_code == 200
    assert asked_for(client) == 200


def test_the_passkey_of_another_member_proves_nothing(owner: Member) -> None:
    host, origin = "localhost:8000", "http://localhost:8000"
    join(key=invite(by=owner, role="caller"), name="Noé", email="n@x.fr", password=PASSWORD)
    theirs = Client(headers={"Host": host})
    theirs.post("/sign-in/", {"email": "n@x.fr", "password": PASSWORD})
    device = Device(origin, "localhost")
    made = theirs.post("/account/passkeys/ask/", {"old": PASSWORD}).json()
    theirs.post("/account/passkeys/", {"name": "Portable", "answer": device.make(made)})
    client = long_open(host)
    signs = device.sign(client.post("/sign-in/ask/").json())
    assert client.post("/account/prove/", {"next": EXPORT, "answer": signs}).status_code == 403
    assert asked_for(client) == 403
