"""The inbox is read, whatever its server leaves out and whatever messages it contains."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client as HttpClient
from imapclient.exceptions import IMAPClientError

from decroche.correspondence import jobs, receiving
from decroche.correspondence.incoming import read_incoming
from decroche.correspondence.models import Mailbox, Message, Reply, UnreadMail
from decroche.correspondence.outbox import turn
from decroche.gateways import imap
from decroche.prospects.models import Company
from decroche.shared import clock
from decroche.team.models import Member
from tests.cast import TUESDAY
from tests.correspondence.conftest import leaving
from tests.correspondence.imap_server import Client, opens
from tests.correspondence.server_mails import MINE
from tests.correspondence.test_kinds import case


@pytest.fixture
def box(member: Member, mailbox: Mailbox) -> Mailbox:
    """A mailbox whose inbox was empty when it was first read."""
    mailbox.imap_host, mailbox.inbox_validity, mailbox.inbox_uid = "imap.arnaud.example", 7, 0
    mailbox.polled_at = TUESDAY - timedelta(hours=1)
    mailbox.save()
    return mailbox


POISON = [
    case("bounce-broken-msgid"),
    b"Content-Type: text/plain; 1*\r\n\r\nx",
    b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    + b"".join(
        b"--x\r\nContent-Type: multipart/mixed; boundary=x%d\r\n\r\n--x%d\r\n" % (n, n)
        for n in range(1500)
    ),
    b"From: \xff\xfe <x@\x80>\r\nSubject: =?utf-8?b?////?=\r\nMessage-ID: <\xff>\r\n\r\n\xff",
    b"In-Reply-To: " + MINE.encode() + b"\r\nContent-Type: text/plain; charset=utf-7\r\n\r\n+2AA-",
]


@pytest.mark.parametrize("poison", POISON)
def test_a_malformed_message_costs_no_other(
    poison: bytes, member: Member, box: Mailbox, sent: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens(monkeypatch, Client([poison, case("human")]))
    receiving.poll(member.workspace)
    assert Reply.objects.filter(excerpt="Merci, appelez-moi jeudi.").count() == 1
    box.refresh_from_db()
    assert (box.inbox_uid, box.polled_at) == (2, TUESDAY)


def test_what_could_not_be_read_is_kept_aside_once(
    member: Member, box: Mailbox, sent: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens(monkeypatch, Client([POISON[2], IMAPClientError("NO corrupted"), case("human")]))
    assert receiving.poll(member.workspace) == 1
    Mailbox.objects.update(inbox_uid=0)
    receiving.poll(member.workspace)
    kept = list(UnreadMail.objects.order_by("id").values_list("reason", "sender"))
    assert kept == [("unreadable", "a@b.example"), ("unreadable", "")]


def test_a_mistake_of_ours_on_one_message_costs_no_other(
    member: Member, box: Mailbox, sent: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = read_incoming

    def stumbling(content: bytes, *, sent: tuple[str, ...] = ()) -> object:
        if b"STOP merci" in content:
            raise ZeroDivisionError
        return real(content, sent=sent)

    monkeypatch.setattr(receiving, "read_incoming", stumbling)
    opens(monkeypatch, Client([case("stop-merci"), case("human")]))
    assert receiving.poll(member.workspace) == 1
    assert UnreadMail.objects.get().subject == "Re: Ma presentation"


def test_a_reading_that_fails_waits_as_long_as_one_that_works(
    member: Member, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def failing(_mailbox: object) -> int:
        tries.append(1)
        raise AssertionError

    Mailbox.objects.update(polled_at=None)

    class Broken(Client):
        def select_folder(self, name: str, readonly: bool = False) -> dict[bytes, object]:
            raise KeyError(b"UIDVALIDITY")

    opens(monkeypatch, Broken())
    for _ in range(3):
        jobs._read_due()
    box.refresh_from_db()
    assert (box.polled_at, box.unreadable_at) == (TUESDAY, TUESDAY)
    monkeypatch.setattr(receiving, "poll_one", failing)
    jobs._read_due()
    assert tries == []
    with clock.frozen(TUESDAY + timedelta(minutes=3)):
        jobs._read_due()
    assert tries == [1]


def test_a_stamp_of_the_future_does_not_stop_the_reading(
    member: Member, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    Mailbox.objects.update(polled_at=TUESDAY + timedelta(days=365))
    opens(monkeypatch, Client())
    jobs._read_due()
    box.refresh_from_db()
    assert box.polled_at == TUESDAY


@pytest.mark.parametrize(("validity", "following"), [(7, False), (None, True), (None, False)])
def test_a_server_may_leave_out_uidnext_and_uidvalidity(
    validity: int | None, following: bool
) -> None:
    mails = [b"Subject: a\r\n\r\nx", b"Subject: b\r\n\r\ny"]
    inbox = imap.Inbox(Client(mails, validity=validity, following=following))
    end = inbox.end()
    assert (end.uid, end.validity) == (2, validity or 1)
    position, found = inbox.since(imap.Position(end.validity, 1))
    assert (position.uid, [one.content for one in found]) == (2, mails[1:])


def test_a_recreated_mailbox_is_read_again_from_the_last_day_and_nothing_twice(
    member: Member, box: Mailbox, sent: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens(monkeypatch, Client([case("human")]))
    assert receiving.poll(member.workspace) == 1
    anew = Client([case("human"), case("ack-ticket")], validity=8)
    opens(monkeypatch, anew)
    assert receiving.poll(member.workspace) == 1
    box.refresh_from_db()
    assert (box.inbox_validity, box.inbox_uid) == (8, 2)
    assert sorted(Reply.objects.values_list("kind", flat=True)) == ["auto", "reply"]


@pytest.mark.parametrize(
    ("folders", "sent_folder"),
    [
        ([("", "/", "INBOX"), ("\\Sent", "/", "Boîte 3")], "Boîte 3"),
        ([("", ".", "INBOX"), ("", ".", "INBOX.Envoyés")], "INBOX.Envoyés"),
        ([("", ".", "INBOX"), ("", ".", "INBOX.Sent Items")], "INBOX.Sent Items"),
        ([("", "/", "INBOX"), ("", "/", "INBOX/Sent")], "INBOX/Sent"),
        ([("", ".", "INBOX"), ("", ".", "INBOX.Éléments envoyés")], "INBOX.Éléments envoyés"),
        ([("", "/", "INBOX"), ("", "/", "Éléments envoyés")], "Éléments envoyés"),
        ([("", "/", "INBOX"), ("", "/", "E\u0301le\u0301ments envoye\u0301s")], None),
        ([("", "/", "INBOX"), ("", "/", "Courrier envoyé")], "Courrier envoyé"),
        ([("", "/", "INBOX"), ("", "/", "Gesendet")], "Gesendet"),
        ([("", "/", "INBOX"), ("", "/", "[Gmail]/Messages envoyés")], "[Gmail]/Messages envoyés"),
        ([("", "/", "INBOX"), ("", "/", "Sent"), ("", "/", "Archives/2020/Sent")], "Sent"),
        (
            [("\\Noselect", "/", "Sent"), ("", "/", "Sent/Messages envoyés")],
            "Sent/Messages envoyés",
        ),
        ([("", "/", "INBOX"), ("\\sent \\HasNoChildren", "/", "Parties")], "Parties"),
    ],
)
def test_the_folder_for_sent_mail_is_the_one_that_is_there(
    folders: list[tuple[str, str, str]], sent_folder: str | None
) -> None:
    client = Client(folders=folders)
    assert imap.Inbox(client).sent_folder() == (sent_folder or folders[-1][2])
    assert client.made == []


@pytest.mark.parametrize(
    ("folders", "made"),
    [
        ([("", "/", "INBOX"), ("", "/", "Corbeille")], "Sent"),
        ([("", ".", "INBOX"), ("", ".", "INBOX.Trash")], "INBOX.Sent"),
        ([("", ".", "INBOX")], "INBOX.Sent"),
        ([("", "/", "INBOX")], "Sent"),
    ],
)
def test_a_folder_for_sent_mail_is_made_where_the_server_allows_it(
    folders: list[tuple[str, str, str]], made: str
) -> None:
    client = Client(folders=folders)
    assert imap.Inbox(client).sent_folder() == made
    assert client.made == [made]


@pytest.fixture
def silent() -> Iterator[int]:
    """A reading server that takes the line and never says a word; its port."""
    lines: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def take() -> None:
            while True:
                try:
                    lines.append(listener.accept()[0])
                except OSError:
                    return

        threading.Thread(target=take, daemon=True).start()
        yield listener.getsockname()[1]
    for line in lines:
        line.close()


def test_a_dead_reading_server_is_asked_once_not_for_every_mail(
    member: Member, card: Company, box: Mailbox, silent: int
) -> None:
    Mailbox.objects.update(imap_host="127.0.0.1", imap_port=silent, imap_security="none")
    for number in range(3):
        leaving(member, card, to=f"a{number}@vasseur.example")
    asked: list[str] = []
    opened = imap.opened

    def counted(account: imap.ImapAccount) -> object:
        asked.append(account.host)
        return opened(replace(account, timeout=0.5))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(imap, "opened", counted)
        assert turn(member.workspace).sent == 3
    assert len(asked) == 1
    assert Mailbox.objects.get().unreadable_at == TUESDAY


def test_a_reading_server_that_fails_is_said_on_the_page(
    member: Member,
    box: Mailbox,
    page: HttpClient,
    monkeypatch: pytest.MonkeyPatch,
    at_once: None,
) -> None:
    class Broken(Client):
        def select_folder(self, name: str, readonly: bool = False) -> dict[bytes, object]:
            raise KeyError(b"UIDVALIDITY")

    opens(monkeypatch, Broken())
    shown = page.post("/messages/look/", follow=True).content.decode()
    assert "Le serveur de réception ne répond pas" in shown
    assert "n’ont pas pu être lues" in shown
    opens(monkeypatch, Client())
    shown = page.post("/messages/look/", follow=True).content.decode()
    assert "n’ont pas pu être lues" not in shown


def test_a_flood_is_read_on_at_once_and_not_begun_again(
    member: Member, box: Mailbox, sent: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind 450 mails of strangers stands the answer of somebody she wrote to."""
    stranger = b"From: a@inconnu.example\r\nMessage-ID: <%d@inconnu.example>\r\n\r\nOffre"
    flood: list[bytes | Exception] = [stranger % n for n in range(450)]
    opens(monkeypatch, Client([*flood, case("human")]))
    receiving.poll(member.workspace)
    box.refresh_from_db()
    assert box.inbox_uid == 451
    assert Reply.objects.count() == 1
    Mailbox.objects.update(inbox_uid=0)
    breaks = Client([*flood[:250], OSError("the line is cut"), *flood[250:]])
    opens(monkeypatch, breaks)
    monkeypatch.setattr(imap, "MOST_AT_ONCE", 100)
    with pytest.raises(OSError, match="cut"):
        receiving.poll(member.workspace)
    box.refresh_from_db()
    assert box.inbox_uid == 200, "what was taken is not fetched again"


def test_one_reading_has_an_end(
    member: Member, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    mails: list[bytes | Exception] = [b"From: a@inconnu.example\r\n\r\n%d" % n for n in range(450)]
    opens(monkeypatch, Client(mails))
    monkeypatch.setattr(receiving, "_ONE_READING", 0.0)
    receiving.poll(member.workspace)
    box.refresh_from_db()
    assert (box.inbox_uid, box.polled_at) == (200, TUESDAY)
    monkeypatch.setattr(receiving, "_ONE_READING", 60.0)
    receiving.poll(member.workspace)
    box.refresh_from_db()
    assert box.inbox_uid == 450
