"""In a team each member writes from their own mailbox, and is answered there."""

from __future__ import annotations

from email import message_from_bytes
from email.utils import parseaddr
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import OperationalError
from django.test import Client

from decroche.correspondence.actions import (
    forget_mailbox,
    forget_secrets_of_who_left,
    keep_mailbox,
)
from decroche.correspondence.authorizing import authorizer_of
from decroche.correspondence.models import Mailbox, Message, Reply
from decroche.correspondence.outbox import turn
from decroche.correspondence.password import read_password
from decroche.correspondence.queries import mailbox_for
from decroche.correspondence.receiving import take
from decroche.correspondence.whose import whose_of
from decroche.followups.models import FollowUp
from decroche.membership.actions import change_role, invite, join, leave, share
from decroche.prospects.models import Company
from decroche.team.models import Member
from decroche.team.needs import NotAllowed
from tests.cast import company
from tests.correspondence.conftest import leaving
from tests.correspondence.servers import Server
from tests.sharing import signed_in

PASSWORD = "quatre mots bien longs"
HERS = "lou@arnaud.example"


@pytest.fixture(autouse=True)
def _quick(settings: LazySettings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def lou(member: Member, mailbox: Mailbox) -> Member:
    """A colleague who has set up no mailbox yet."""
    share(by=member, name="Camille", email="camille@door.example", password=PASSWORD)
    key = invite(by=member, role="caller")
    return join(key=key, name="Lou Ferrand", email="lou@door.example", password=PASSWORD)


def own_mailbox(member: Member, shared_one: Mailbox, address: str = HERS) -> Mailbox:
    """A mailbox of their own at the server of the file's."""
    values = {
        "address": address,
        "smtp_host": shared_one.smtp_host,
        "smtp_port": shared_one.smtp_port,
        "smtp_security": "none",
        "pace_seconds": 0,
    }
    return keep_mailbox(by=member, values=values, password="a word of hers")


def senders(server: Server) -> dict[str, str]:
    """By recipient, the address that each mail came from."""
    return {to: parseaddr(message_from_bytes(mail)["From"])[1] for to, mail in server.kept}


def test_each_member_writes_from_their_own_mailbox(
    member: Member, lou: Member, card: Company, mailbox: Mailbox, server: Server
) -> None:
    own_mailbox(lou, mailbox)
    leaving(member, card, "one@vasseur.example")
    leaving(lou, company(member, "Filature Perrin"), "two@perrin.example")
    assert turn(member.workspace).sent == 2
    assert senders(server) == {"one@vasseur.example": mailbox.address, "two@perrin.example": HERS}


def test_who_has_none_writes_from_that_of_the_file_in_their_own_name(
    member: Member, lou: Member, card: Company, mailbox: Mailbox, server: Server
) -> None:
    leaving(lou, card, "two@perrin.example")
    assert turn(member.workspace).sent == 1
    ((_to, mail),) = server.kept
    assert parseaddr(message_from_bytes(mail)["From"]) == ("Lou Ferrand", mailbox.address)


def test_a_daily_limit_is_that_of_one_mailbox(
    member: Member, lou: Member, card: Company, mailbox: Mailbox, server: Server
) -> None:
    own_mailbox(lou, mailbox)
    Mailbox.objects.update(daily_limit=1)
    for number in range(2):
        leaving(member, card, f"m{number}@vasseur.example")
        leaving(lou, card, f"l{number}@vasseur.example")
    assert turn(member.workspace).sent == 2
    assert sorted(senders(server).values()) == [mailbox.address, HERS]


def test_a_mailbox_that_refuses_holds_nobody_else_up(
    member: Member, lou: Member, card: Company, mailbox: Mailbox, server: Server
) -> None:
    own_mailbox(lou, mailbox)
    Mailbox.objects.filter(member=lou).update(smtp_port=1)
    leaving(member, card, "one@vasseur.example")
    leaving(lou, card, "two@vasseur.example")
    turn(member.workspace)
    assert senders(server) == {"one@vasseur.example": mailbox.address}
    assert Mailbox.objects.get(member=None).problem == ""
    assert Mailbox.objects.get(member=lou).problem_step == "connect"


def test_an_answer_comes_to_the_card_and_to_who_wrote(
    member: Member, lou: Member, card: Company, mailbox: Mailbox, server: Server
) -> None:
    own_mailbox(lou, mailbox)
    message = leaving(lou, card, "two@vasseur.example")
    turn(member.workspace)
    message.refresh_from_db()
    answer = (
        f"From: two@vasseur.example\r\nTo: {HERS}\r\nSubject: Re: Ma présentation\r\n"
        f"Message-ID: <9@vasseur.example>\r\nIn-Reply-To: {message.message_id}\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\nMerci, voyons cela en janvier.\r\n"
    )
    assert take(lou.workspace, answer.encode())
    assert Reply.objects.get().company == card
    step = FollowUp.objects.get(purpose="reply")
    assert (step.company, step.member) == (card, lou)


def test_a_password_opens_ones_own_mailbox_only(
    member: Member, lou: Member, mailbox: Mailbox
) -> None:
    own = own_mailbox(lou, mailbox)
    assert read_password(own, "smtp") == "a word of hers"
    assert read_password(mailbox, "smtp") == "secret"
    forget_mailbox(by=lou)
    assert read_password(mailbox, "smtp") == "secret"
    assert mailbox_for(lou) == mailbox


def test_a_mailbox_forgotten_sends_nothing_from_another_address(
    member: Member, lou: Member, card: Company, mailbox: Mailbox, server: Server
) -> None:
    own_mailbox(lou, mailbox)
    leaving(lou, card, "two@vasseur.example")
    leaving(member, card, "one@vasseur.example")
    forget_mailbox(by=lou)
    assert turn(member.workspace).sent == 1
    assert Message.objects.get(member=lou).state == Message.State.DRAFT


def part(how: str, owner: Member, lou: Member) -> None:
    if how == "leaves":
        leave(by=owner, member=lou, to=owner)
    else:
        change_role(by=owner, member=lou, role=how)


@pytest.mark.parametrize("how", ["leaves", "reader"])
def test_the_mailbox_of_who_leaves_is_read_no_longer(
    how: str,
    member: Member,
    lou: Member,
    mailbox: Mailbox,
    django_capture_on_commit_callbacks: Any,
) -> None:
    own = own_mailbox(lou, mailbox)
    with django_capture_on_commit_callbacks(execute=True):
        part(how, member, lou)
    assert list(Mailbox.objects.all()) == [mailbox]
    assert read_password(own, "smtp") == ""


@pytest.mark.parametrize("how", ["leaves", "reader"])
def test_a_verb_that_fails_at_its_end_takes_no_password(
    how: str, member: Member, lou: Member, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full when the line of the journal is written: the mailbox stays, and opens."""
    own = own_mailbox(lou, mailbox)

    def full(_entry: object) -> None:
        raise OperationalError("disk full")

    monkeypatch.setattr("decroche.journal.record.rows.insert", full)
    with pytest.raises(OperationalError):
        part(how, member, lou)
    assert Mailbox.objects.filter(pk=own.pk).exists()
    assert read_password(own, "smtp") == "a word of hers"


def test_a_start_removes_what_its_machine_still_has_of_who_left(
    member: Member, lou: Member, mailbox: Mailbox
) -> None:
    """The verb ran on another machine: this one learns of it by the database."""
    own = own_mailbox(lou, mailbox)
    leave(by=member, member=lou, to=member)
    assert read_password(own, "smtp"), "kept here until the commit, which a test has none of"
    forget_secrets_of_who_left()
    assert read_password(own, "smtp") == ""
    assert read_password(mailbox, "smtp") == "secret"


def test_a_second_owner_writes_from_a_mailbox_of_their_own(
    member: Member, lou: Member, card: Company, mailbox: Mailbox, server: Server
) -> None:
    change_role(by=member, member=lou, role="owner")
    page = signed_in("lou@door.example", PASSWORD)
    assert "Celle du fichier" in page.get("/mailbox/").content.decode()
    assert page.post("/mailbox/", {"whose": "own"}).status_code == 302
    assert "n’est qu’à vous" in page.get("/mailbox/").content.decode()
    lou.refresh_from_db()
    own_mailbox(lou, mailbox)
    page.post("/mailbox/", {"whose": "file"})
    shown = page.get("/mailbox/").content.decode()
    assert f"une autre messagerie\u00a0: {HERS}" in shown
    assert mailbox.address in shown
    leaving(lou, card, "two@vasseur.example")
    leaving(member, card, "one@vasseur.example")
    assert turn(member.workspace).sent == 2
    assert senders(server) == {
        "two@vasseur.example": HERS,
        "one@vasseur.example": mailbox.address,
    }


@pytest.mark.parametrize("pressed", [{"forget": "1"}, {"address": HERS, "password": "a word"}])
def test_a_page_of_the_other_mailbox_changes_nothing(
    pressed: dict[str, str], member: Member, lou: Member, mailbox: Mailbox
) -> None:
    change_role(by=member, member=lou, role="owner")
    page = signed_in("lou@door.example", PASSWORD)
    page.post("/mailbox/", {"whose": "own"})
    assert 'name="shown" value="own"' in page.get("/mailbox/").content.decode()
    page.post("/mailbox/", {"whose": "file"})  # in another window
    for address in ("/mailbox/", "/mailbox/disconnect/"):
        answer = page.post(address, {"shown": "own", **pressed}, follow=True)
        assert "Rien n’a été changé" in answer.content.decode()
    kept = Mailbox.objects.get()
    assert (kept.address, read_password(kept, "smtp")) == (mailbox.address, "secret")


def test_the_role_of_an_owner_kept_once_more_keeps_their_mailbox(
    member: Member, lou: Member, mailbox: Mailbox
) -> None:
    own = own_mailbox(lou, mailbox)
    for _ in range(2):
        change_role(by=member, member=lou, role="owner")
    assert mailbox_for(lou) == own


def test_alone_or_as_a_caller_nobody_is_asked_which_mailbox(
    page: Client, member: Member, mailbox: Mailbox
) -> None:
    page.post("/mailbox/", {"whose": "own"})
    assert whose_of(Member.objects.get(pk=member.pk)).member_id is None
    assert "Celle du fichier" not in page.get("/mailbox/").content.decode()


@pytest.mark.parametrize(
    ("host", "port", "allowed"),
    [
        ("smtp.gmail.com", 465, True),
        ("ssl0.ovh.net", 465, True),
        ("10.0.0.5", 465, False),
        ("mail.intranet.example", 465, False),
        ("smtp.gmail.com", 22, False),
        ("127.0.0.1", 5432, False),
    ],
)
def test_a_member_names_servers_of_the_file_or_of_a_known_provider_only(
    host: str, port: int, allowed: bool, lou: Member, mailbox: Mailbox
) -> None:
    values = {"address": "lou@gmail.com", "smtp_host": host, "smtp_port": port}
    values |= {"smtp_security": "tls"}
    if allowed:
        assert keep_mailbox(by=lou, values=values).member == lou
        return
    with pytest.raises(NotAllowed):
        keep_mailbox(by=lou, values=values)


def test_the_provider_of_an_owner_s_own_mailbox_is_no_choice_for_the_file(
    member: Member, lou: Member, mailbox: Mailbox
) -> None:
    change_role(by=member, member=lou, role="owner")
    page = signed_in("lou@door.example", PASSWORD)
    typed = {"address": "lou@gmail.com", "provider": "google", "client": "lou-s-program"}
    page.post("/mailbox/", {"whose": "own"})
    assert page.post("/mailbox/connect/", {**typed, "shown": "own"}).status_code == 200
    assert "lou-s-program" in page.get("/mailbox/connect/").content.decode()
    page.post("/mailbox/", {"whose": "file"})
    assert "lou-s-program" not in page.get("/mailbox/connect/").content.decode()
    assert authorizer_of(Member.objects.get(pk=member.pk)).client == ""


def test_a_connection_begun_on_a_page_of_the_other_mailbox_is_not_made_and_nothing_typed_is_lost(
    member: Member, lou: Member, mailbox: Mailbox
) -> None:
    change_role(by=member, member=lou, role="owner")
    page = signed_in("lou@door.example", PASSWORD)
    page.post("/mailbox/", {"whose": "own"})
    assert 'name="shown" value="own"' in page.get("/mailbox/connect/").content.decode()
    page.post("/mailbox/", {"whose": "file"})  # in another window
    typed = {"address": "lou@gmail.com", "provider": "google", "client": "lou-s-program"}
    answer = page.post("/mailbox/connect/", {**typed, "shown": "own"})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Rien n’a été changé" in said
    assert 'name="shown" value="file"' in said
    assert "lou-s-program" in said
    assert authorizer_of(lou).client == ""
