"""Two members, each with a mailbox on a real Dovecot: who wrote is answered, who leaves is read no
longer, and a call that is undone leaves what its mail did in the mailbox as it is.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from email import message_from_bytes
from typing import Any

import pytest
from django.conf import LazySettings

from decroche.callqueue.next_card import next_for
from decroche.callqueue.search import Pick
from decroche.correspondence.actions import keep_mailbox
from decroche.correspondence.models import Mailbox, Message, Reply
from decroche.correspondence.outbox import recover, turn
from decroche.correspondence.receiving import poll
from decroche.followups.models import FollowUp
from decroche.gateways import smtp
from decroche.journal.actions import undo
from decroche.journal.staying import stays_in_words
from decroche.membership.actions import invite, join, leave, share
from decroche.prospects.models import Company
from decroche.shared import clock
from decroche.team.models import Member
from tests.browser.mail import CAPS, HER, LOU, THEM, Post, missing, post
from tests.cast import LINES, TUESDAY, company, keep_offer
from tests.correspondence.conftest import leaving
from tests.correspondence.test_recalling import LATER, asked
from tests.waiting import until

PASSWORD = "quatre mots bien longs"
pytestmark = pytest.mark.skipif(
    bool(missing()) or os.getuid() != 0, reason="no mail servers, or they can't be started as root"
)


@pytest.fixture(scope="module")
def servers() -> Iterator[Post]:
    with post() as running:
        yield running


@pytest.fixture
def mailbox(member: Member, servers: Post) -> Mailbox:
    """Hers, which is that of the file too."""
    keep_offer(member)
    return of(member, HER, servers)


@pytest.fixture
def lou(member: Member, mailbox: Mailbox, settings: LazySettings) -> Member:
    """A colleague with a mailbox of their own."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    share(by=member, name="Camille", email="camille@door.example", password=PASSWORD)
    key = invite(by=member, role="caller")
    return join(key=key, name="Lou Ferrand", email="lou@door.example", password=PASSWORD)


def of(member: Member, address: str, servers: Post) -> Mailbox:
    """The mailbox of a member, whose inbox was looked at once."""
    values = {
        "address": address,
        "smtp_host": "127.0.0.1",
        "smtp_port": servers.smtp,
        "smtp_security": "none",
        "imap_host": "127.0.0.1",
        "imap_port": servers.imap,
        "imap_security": "none",
        "imap_user": address,
        "pace_seconds": 0,
    }
    kept = keep_mailbox(by=member, values=values, password="secret")
    poll(member.workspace)
    return kept


def read(member: Member) -> int:
    """Reads the inboxes until something came; returns how many were about one of theirs."""
    return until(lambda: poll(member.workspace), "an answer")


def answer(servers: Post, sender: str, message: Message, to: str, text: str) -> None:
    message.refresh_from_db()
    servers.send(
        sender,
        text,
        to=to,
        Subject="Re: Ma présentation",
        Message_ID=f"<{message.pk}.{text[:4]}@vasseur.example>",
        In_Reply_To=message.message_id,
    )


def in_sent(servers: Post, user: str) -> list[str]:
    """To whom the mails are that stand in the Sent folder of a mailbox."""
    return [str(message_from_bytes(one)["To"]) for one in servers.inbox(user, "Envoyes")]


def test_each_is_answered_in_their_own_mailbox_until_they_leave(
    member: Member, lou: Member, card: Company, servers: Post
) -> None:
    of(lou, LOU, servers)
    other = company(member, LINES[1])
    of_lou, of_her = leaving(lou, card, THEM), leaving(member, other, CAPS)
    assert turn(member.workspace).sent == 2
    assert (in_sent(servers, LOU)[-1:], in_sent(servers, HER)[-1:]) == ([THEM], [CAPS])
    answer(servers, THEM, of_lou, LOU, "Merci, voyons cela en janvier.")
    assert read(member) == 1
    answer(servers, CAPS, of_her, HER, "Oui, appelez-moi.")
    assert read(member) == 1
    steps = FollowUp.objects.filter(purpose="reply").order_by("pk")
    assert [(one.company, one.member) for one in steps] == [(card, lou), (other, member)]
    assert {(one.company, one.message) for one in Reply.objects.all()} == {
        (card, of_lou),
        (other, of_her),
    }
    leave(by=member, member=lou, to=member)
    assert [box.address for box in Mailbox.objects.all()] == [HER]
    found = next_for(member, TUESDAY)
    assert isinstance(found, Pick)
    assert found.company == card, "what was answered to who left is offered to the others"


def test_a_call_undone_after_its_mail_left_keeps_the_mail_and_its_answer(
    member: Member, card: Company, mailbox: Mailbox, servers: Post
) -> None:
    asked(member, card, THEM)
    with clock.frozen(LATER):
        assert turn(member.workspace).sent == 1
        entry = undo(by=member)
        (words,) = stays_in_words(entry)
        assert THEM in words
        message = Message.objects.get()
        assert (message.state, message.filed_at is not None) == ("sent", True)
        assert in_sent(servers, HER).count(THEM) == 1
        answer(servers, THEM, message, HER, "Bien reçu, à jeudi.")
        assert read(member) == 1
        assert turn(member.workspace).sent == 0
    assert Reply.objects.get().company == card
    assert in_sent(servers, HER).count(THEM) == 1, "not filed again"


def test_a_mail_that_left_while_its_call_was_undone_and_the_program_died_is_found_in_sent(
    member: Member,
    card: Company,
    mailbox: Mailbox,
    servers: Post,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The server has it and files it by itself; what comes after the text never happens here."""
    asked(member, card, CAPS)
    send = smtp.send

    def died(account: smtp.SmtpAccount, *, content: bytes, **fields: Any) -> str:
        before_data = fields.pop("before_data")

        def undone() -> None:
            before_data()
            undo(by=member)

        send(account, content=content, before_data=undone, **fields)
        servers.file(HER, content)
        raise KeyboardInterrupt

    monkeypatch.setattr(smtp, "send", died)
    with clock.frozen(LATER):
        with pytest.raises(KeyboardInterrupt):
            turn(member.workspace)
        monkeypatch.undo()
        assert Message.objects.get().state == "handed"
        assert recover(member.workspace).sent == 1
        assert Message.objects.get().state == "sent"
        assert turn(member.workspace).sent == 0
    assert len(servers.wait_for(CAPS, 1)) >= 1
