"""What is queued leaves once, whatever the server does."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import default

import pytest
from django.conf import LazySettings
from django.utils.translation import override

from decroche.compliance.actions import oppose
from decroche.correspondence.actions import (
    CannotWrite,
    MailInput,
    check_recipient,
    queue,
    send_again,
    take_back,
)
from decroche.correspondence.models import DeadAddress, Mailbox, Message
from decroche.correspondence.outbox import recover, turn
from decroche.correspondence.wording import failure_in_words
from decroche.followups.models import FollowUp
from decroche.journal.record import record
from decroche.offer.actions import enclose
from decroche.offer.models import Profile
from decroche.offer.presentation import as_pdf
from decroche.prospects.models import Company
from decroche.shared import clock
from decroche.shared.clock import PARIS
from decroche.team.models import Member
from tests.cast import TUESDAY, log
from tests.correspondence.conftest import leaving, wanted
from tests.correspondence.servers import Server, greeting_only, smtp_server

State = Message.State
pytestmark = pytest.mark.usefixtures("mailbox")


def now_is(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def test_a_message_leaves_with_its_presentation_and_says_who_where_from_and_how_to_stop(
    member: Member, card: Company, server: Server
) -> None:
    enclose(by=member, kind="cv", filename="Curriculum d’été.pdf", content=b"%PDF-1.4 cv")
    message = leaving(member, card, with_presentation=True, with_cv=True)
    assert turn(member.workspace).sent == 1
    ((recipient, content),) = server.kept
    mail = message_from_bytes(content, policy=default)
    text = mail.get_body(("plain",))
    assert text
    body = text.get_content()
    assert recipient == "com@vasseur.example"
    assert mail["From"].addresses[0].display_name == "Camille Arnaud"
    assert "SIRET en cours d’attribution" in body
    assert "le fichier papier" in body
    assert "répondez STOP" in body
    assert mail["List-Unsubscribe"] == "<mailto:camille@arnaud.example?subject=STOP>"
    names = [part.get_filename() for part in mail.iter_attachments()]
    assert names == ["Présentation Camille Arnaud.pdf", "Curriculum d’été.pdf"]
    assert now_is(message) == State.SENT
    assert message.message_id == mail["Message-ID"]
    assert "répondez STOP" in message.body


def test_before_she_has_read_her_offer_a_mail_says_nothing_of_her_form_siret_and_vat(
    member: Member, card: Company, server: Server
) -> None:
    Profile.objects.update(kept_at=None)
    leaving(member, card)
    assert turn(member.workspace).sent == 1
    ((_recipient, content),) = server.kept
    text = message_from_bytes(content, policy=default).get_body(("plain",))
    assert text
    for fact in ("SIRET", "TVA", "Arnaud\u00a0EI"):
        assert fact not in text.get_content()
    assert "répondez STOP" in text.get_content()


def test_a_mail_whose_presentation_can_not_be_made_is_failed_with_words(
    member: Member, card: Company, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    message, plain = leaving(member, card, with_presentation=True), leaving(member, card)
    as_pdf.cache_clear()
    monkeypatch.setattr("decroche.offer.presentation._sources", lambda: {"card.typ": b"#nothing"})
    done = turn(member.workspace)
    assert (done.sent, done.failed) == (1, 1)
    assert (now_is(message), now_is(plain)) == (State.FAILED, State.SENT)
    with override("fr"):
        assert failure_in_words(message).startswith("Votre présentation n’a pas pu être faite")
    assert len(server.kept) == 1


def test_attachment_names_are_right_for_old_readers_too(
    member: Member, card: Company, server: Server
) -> None:
    leaving(member, card, with_presentation=True)
    turn(member.workspace)
    raw = server.kept[0][1].decode("ascii")
    assert "filename*=utf-8''Pr%C3%A9sentation%20Camille%20Arnaud.pdf" in raw
    _mail, _text, attachment = message_from_bytes(server.kept[0][1]).walk()
    old = attachment.get_param("name")
    assert str(make_header(decode_header(str(old)))) == "Présentation Camille Arnaud.pdf"


def test_it_can_be_taken_back_for_half_a_minute(
    member: Member, card: Company, server: Server
) -> None:
    message = wanted(member, card)
    queue(by=member, message=message, to=message.to, mail=MailInput("x", "y"))
    assert turn(member.workspace).sent == 0
    assert take_back(by=member, message=message)
    with clock.frozen(TUESDAY + timedelta(minutes=5)):
        turn(member.workspace)
    assert server.kept == []
    assert now_is(message) == State.DRAFT


def test_too_late_to_take_back_once_it_left(member: Member, card: Company, server: Server) -> None:
    message = leaving(member, card)
    turn(member.workspace)
    assert not take_back(by=member, message=message)
    assert now_is(message) == State.SENT


def test_what_a_clock_a_year_ahead_put_off_leaves_when_it_is_right(
    member: Member, card: Company, server: Server
) -> None:
    late, ahead = TUESDAY + timedelta(days=365), leaving(member, card)
    Message.objects.filter(pk=ahead.pk).update(send_after=late, queued_at=late)
    Mailbox.objects.update(retry_at=late)
    assert turn(member.workspace).sent == 1
    assert now_is(ahead) == State.SENT


def test_queued_twice_it_leaves_once(member: Member, card: Company, server: Server) -> None:
    message = leaving(member, card)
    with pytest.raises(CannotWrite, match="gone"):
        queue(by=member, message=message, to=message.to, mail=MailInput("x", "y"))
    turn(member.workspace)
    turn(member.workspace)
    assert len(server.kept) == 1


@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "text"])
def test_a_refusal_for_the_moment_waits_and_goes_later(
    step: str, member: Member, card: Company, server: Server
) -> None:
    message = leaving(member, card)
    server.hook = lambda at: "451 4.7.1 greylisted, come back" if at == step else None
    assert turn(member.workspace).later == 1
    assert now_is(message) == State.QUEUED
    assert "greylisted" in message.words
    server.hook = lambda _step: None
    assert turn(member.workspace).sent == 0
    with clock.frozen(TUESDAY + timedelta(minutes=3)):
        assert turn(member.workspace).sent == 1
    assert len(server.kept) == 1


def test_after_two_days_of_refusals_it_is_given_up_and_said(
    member: Member, card: Company, server: Server
) -> None:
    message = leaving(member, card)
    server.hook = lambda at: "451 busy" if at == "rcpt" else None
    for hours in range(0, 60, 7):
        with clock.frozen(TUESDAY + timedelta(hours=hours)):
            turn(member.workspace)
    assert now_is(message) == State.FAILED


@pytest.mark.parametrize(("step", "dead"), [("rcpt", True), ("data", False), ("text", False)])
def test_a_final_refusal_is_shown_with_the_servers_words(
    step: str, dead: bool, member: Member, card: Company, server: Server
) -> None:
    message = leaving(member, card)
    server.hook = lambda at: "550 5.1.1 no such user here" if at == step else None
    assert turn(member.workspace).failed == 1
    assert now_is(message) == State.FAILED
    assert "no such user" in message.words
    assert DeadAddress.objects.filter(address=message.to).exists() is dead
    if dead:
        with pytest.raises(CannotWrite, match="dead"):
            check_recipient(by=member, to=message.to)


@pytest.mark.parametrize("step", ["connect", "ehlo", "mail", "rcpt"])
def test_a_line_cut_before_the_text_loses_nothing_and_doubles_nothing(
    step: str, member: Member, card: Company, server: Server
) -> None:
    message = leaving(member, card)
    server.hook = lambda at: "close" if at == step else None
    turn(member.workspace)
    assert now_is(message) == State.QUEUED
    server.hook = lambda _step: None
    with clock.frozen(TUESDAY + timedelta(minutes=11)):
        assert turn(member.workspace).sent == 1
    assert len(server.kept) == 1


@pytest.mark.parametrize("step", ["data", "text", "kept"])
def test_a_line_cut_around_the_text_is_for_her_to_check_and_never_sent_again_by_itself(
    step: str, member: Member, card: Company, server: Server
) -> None:
    message = leaving(member, card)
    server.hook = lambda at: "close" if at == step else None
    assert turn(member.workspace).check == 1
    kept = len(server.kept)
    server.hook = lambda _step: None
    for days in range(3):
        with clock.frozen(TUESDAY + timedelta(days=days)):
            turn(member.workspace)
            recover(member.workspace)
    assert len(server.kept) == kept
    assert now_is(message) == State.CHECK
    assert send_again(by=member, message=message)
    assert turn(member.workspace).sent == 1


def test_a_server_that_is_slow_is_waited_for_and_then_left(
    member: Member, card: Company, server: Server, settings: LazySettings
) -> None:
    settings.MAIL_TIMEOUT = 0.5
    message = leaving(member, card)
    server.hook = lambda at: "slow" if at == "rcpt" else None
    turn(member.workspace)
    assert now_is(message) == State.QUEUED


def test_a_server_that_only_greets_stops_the_mailbox_not_the_message(
    member: Member, card: Company, settings: LazySettings
) -> None:
    settings.MAIL_TIMEOUT = 0.5
    message = leaving(member, card)
    with greeting_only() as port:
        Mailbox.objects.update(smtp_port=port)
        assert turn(member.workspace).problem == "connect"
    assert now_is(message) == State.QUEUED
    assert Mailbox.objects.get().retry_at


def test_a_wrong_certificate_is_the_mailboxs_problem(
    member: Member, card: Company, wrong_certificate: object
) -> None:
    message = leaving(member, card)
    with smtp_server(tls_context=wrong_certificate, require_starttls=True) as server:
        Mailbox.objects.update(smtp_port=server.port, smtp_security="starttls")
        assert turn(member.workspace).problem == "tls"
        assert server.kept == []
    assert now_is(message) == State.QUEUED
    assert "certificate" in Mailbox.objects.get().problem


def test_an_opposition_made_meanwhile_keeps_the_message_back(
    member: Member, card: Company, server: Server
) -> None:
    message = leaving(member, card)
    with record("test", by=member) as verb:
        oppose(verb=verb, by=member, values=[("email", message.to)])
    turn(member.workspace)
    assert server.kept == []
    assert now_is(message) == State.FAILED
    with pytest.raises(CannotWrite, match="opposed"):
        check_recipient(by=member, to=message.to.upper())


def test_the_day_has_a_limit_and_mails_keep_their_distance(
    member: Member, card: Company, server: Server
) -> None:
    Mailbox.objects.update(daily_limit=3, pace_seconds=20)
    for number in range(5):
        leaving(member, card, f"p{number}@vasseur.example")
    for seconds in range(0, 300, 10):
        with clock.frozen(TUESDAY + timedelta(seconds=seconds)):
            turn(member.workspace)
    assert len(server.kept) == 3
    with clock.frozen(TUESDAY + timedelta(days=1)):
        assert turn(member.workspace).sent == 1


@pytest.mark.parametrize(
    "subject", ["Bonjour\r\nBcc: all@x.example", "a\nX-Evil: 1", "a\u2028b", "a\x00b"]
)
def test_headers_cannot_be_injected(
    subject: str, member: Member, card: Company, server: Server
) -> None:
    message = wanted(member, card)
    queue(
        by=member,
        message=message,
        to=message.to,
        mail=MailInput(subject, "y", with_presentation=False),
    )
    Message.objects.filter(pk=message.pk).update(send_after=TUESDAY)
    assert turn(member.workspace).sent == 1
    mail = message_from_bytes(server.kept[0][1])
    assert mail["Bcc"] is None
    assert mail["X-Evil"] is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("a@x.example, b@y.example", "several"),
        ("a@x.example b@y.example", "several"),
        ("pas une adresse", "address"),
        ("a@x.example\r\nRCPT TO:<b@y.example>", "several"),
    ],
)
def test_a_list_of_addresses_is_refused_kindly(typed: str, code: str, member: Member) -> None:
    with pytest.raises(CannotWrite) as caught:
        check_recipient(by=member, to=typed)
    assert caught.value.code == code


def test_what_died_before_the_text_leaves_again(
    member: Member, card: Company, server: Server
) -> None:
    message = leaving(member, card)
    Message.objects.filter(pk=message.pk).update(
        state=State.SENDING, runner="another", tried_at=TUESDAY - timedelta(hours=1)
    )
    recover(member.workspace)
    assert turn(member.workspace).sent == 1


def test_five_hundred_leave_in_one_turn(member: Member, card: Company, server: Server) -> None:
    Mailbox.objects.update(daily_limit=1000)
    rows = [
        Message(
            workspace=member.workspace,
            company=card,
            to=f"p{n}@vasseur.example",
            member=member,
            state=State.QUEUED,
            subject="x",
            body="y",
            with_presentation=False,
            queued_at=TUESDAY,
            send_after=TUESDAY,
        )
        for n in range(500)
    ]
    Message.objects.bulk_create(rows)
    assert turn(member.workspace).sent == 500
    assert len({recipient for recipient, _ in server.kept}) == 500


def test_a_mail_that_leaves_days_later_counts_its_follow_up_from_then_and_knows_what_it_carried(
    member: Member, card: Company, server: Server
) -> None:
    log(member, card, "email_requested", email="com@vasseur.example")
    Profile.objects.update(kept_at=None)  # an offer that she has not kept is not attached
    with clock.frozen(TUESDAY + timedelta(days=3)):
        assert turn(member.workspace).sent == 1
    assert server.kept
    row, message = FollowUp.objects.get(), Message.objects.get()
    assert row.due_at.astimezone(PARIS).date() == TUESDAY.date() + timedelta(days=10)
    assert (message.state, message.with_presentation) == ("sent", False)
    assert row.call_id == message.call_id
