"""Incoming mail is understood, whether a person or a program wrote it."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.utils.translation import override

from decroche.callqueue.next_card import next_for
from decroche.callqueue.search import Pick
from decroche.callqueue.wording import reason_in_words
from decroche.correspondence.absence import return_said
from decroche.correspondence.incoming import read_incoming
from decroche.correspondence.models import DeadAddress, Message, Reply
from decroche.correspondence.quoting import own_words
from decroche.correspondence.receiving import take
from decroche.correspondence.refusing import read_refusal
from decroche.correspondence.rules import fill, next_try
from decroche.followups.models import FollowUp
from decroche.prospects.models import Company
from decroche.shared.clock import PARIS
from decroche.team.models import Member
from tests.cast import TUESDAY
from tests.correspondence.server_mails import MINE


def mail(text: str = "Merci.", sender: str = "Com <com@vasseur.example>", **headers: str) -> bytes:
    made = EmailMessage()
    made["From"], made["To"] = sender, "camille@arnaud.example"
    for name, value in {
        "Subject": "Re: Ma présentation",
        "Message_ID": "<r1@vasseur.example>",
        "In_Reply_To": MINE,
        **headers,
    }.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made.as_bytes()


def bounce(
    outer: str = "multipart/report; report-type=delivery-status",
    action: str = "failed",
    original: str = "message/rfc822",
) -> bytes:
    return f"""From: MAILER-DAEMON@mx.example\r
To: camille@arnaud.example\r
Subject: Undelivered Mail Returned to Sender\r
Message-ID: <b1@mx.example>\r
Auto-Submitted: auto-replied\r
MIME-Version: 1.0\r
Content-Type: {outer}; boundary="x"\r
\r
--x\r
Content-Type: text/plain\r
\r
Sorry.\r
--x\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.example\r
\r
Final-Recipient: rfc822; com@vasseur.example\r
Action: {action}\r
Status: 5.1.1\r
Diagnostic-Code: smtp; 550 5.1.1 <com@vasseur.example>: user unknown\r
\r
--x\r
Content-Type: {original}\r
\r
From: camille@arnaud.example\r
Message-ID: {MINE}\r
Subject: Ma presentation\r
\r
Bonjour\r
--x--\r
""".encode()


def test_an_answer_closes_the_advised_follow_up_and_opens_one_for_today(
    member: Member, sent: Message, advised: FollowUp
) -> None:
    assert take(member.workspace, mail("Rappelez-moi en janvier.\n\n> Bonjour"))
    advised.refresh_from_db()
    assert advised.closed_how == "replied"
    opened = FollowUp.objects.get(closed_at=None)
    assert (opened.purpose, opened.note) == ("reply", "Rappelez-moi en janvier.")
    assert Reply.objects.get().kind == "reply"


def test_a_promise_is_not_closed_by_an_answer(
    member: Member, sent: Message, advised: FollowUp
) -> None:
    FollowUp.objects.update(kind="promised")
    take(member.workspace, mail())
    assert FollowUp.objects.filter(closed_at=None).count() == 2


def test_the_same_answer_twice_is_taken_once(member: Member, sent: Message) -> None:
    assert take(member.workspace, mail())
    assert not take(member.workspace, mail())
    assert Reply.objects.count() == 1


def test_an_answer_is_known_by_its_references_or_by_who_writes(
    member: Member, sent: Message
) -> None:
    assert take(member.workspace, mail(In_Reply_To="<other@x>", References=f"<a@x> {MINE} <b@x>"))
    assert take(member.workspace, mail(In_Reply_To="", Message_ID="<r2@vasseur.example>"))
    assert not take(
        member.workspace,
        mail(In_Reply_To="", Message_ID="<r3@x>", sender="inconnu@ailleurs.example"),
    )


def test_a_strangers_workspace_takes_nothing(stranger: Member, sent: Message) -> None:
    assert not take(stranger.workspace, mail())


@pytest.mark.parametrize(
    "outer", ["multipart/report; report-type=delivery-status", "multipart/mixed"]
)
@pytest.mark.parametrize(
    "original", ["message/rfc822", "text/rfc822-headers", "message/rfc822-headers"]
)
def test_a_bounce_is_known_by_its_report_whatever_the_outer_type(
    outer: str, original: str, member: Member, sent: Message, advised: FollowUp
) -> None:
    assert take(member.workspace, bounce(outer, original=original))
    sent.refresh_from_db()
    advised.refresh_from_db()
    assert (sent.state, sent.bounced_at is not None) == ("failed", True)
    assert DeadAddress.objects.get().address == "com@vasseur.example"
    assert (advised.purpose, advised.due_at) == ("bounce", TUESDAY)
    assert "user unknown" in advised.note


def test_a_warning_of_delay_is_no_bounce(member: Member, sent: Message) -> None:
    assert not take(member.workspace, bounce(action="delayed"))
    sent.refresh_from_db()
    assert sent.state == "sent"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Je suis absente. De retour le 15 décembre.", (12, 15)),
        ("En congés jusqu'au 4 décembre inclus.", (12, 7)),  # a Friday: back on the Monday
        ("I am out of the office, back on 14 December.", (12, 14)),
        ("Je serai de nouveau joignable à partir du 8/12.", (12, 8)),
    ],
)
def test_an_absence_moves_the_follow_up_to_the_return(
    text: str, day: tuple[int, int], member: Member, sent: Message, advised: FollowUp
) -> None:
    assert take(
        member.workspace, mail(text, Auto_Submitted="auto-replied", Subject="Réponse automatique")
    )
    advised.refresh_from_db()
    due = advised.due_at.astimezone(PARIS)
    assert (due.month, due.day) == day
    assert advised.closed_at is None


@pytest.mark.parametrize(
    "text",
    [
        "STOP",
        "stop.",
        "Merci de ne plus me contacter.",
        "Bonjour,\nVeuillez ne plus nous écrire.\nCordialement",
        "Retirez-moi de votre liste.",
        "Désinscription",
        "Please do not contact me again.",
        "unsubscribe",
        "Je souhaite ne plus être contactée.",
    ],
)
def test_stop_is_an_opposition_at_once(
    text: str, member: Member, sent: Message, advised: FollowUp, card: Company
) -> None:
    waiting = Message.objects.create(
        workspace=member.workspace, company=card, to="rh@vasseur.example", member=member
    )
    assert take(member.workspace, mail(text))
    card.refresh_from_db()
    waiting.refresh_from_db()
    assert (card.state.callable, card.opposed_at is not None, waiting.state) == (
        False,
        True,
        "dropped",
    )
    assert Reply.objects.get().kind == "stop"


@pytest.mark.parametrize(
    "text",
    [
        "Je ne peux pas vous recevoir avant janvier.",
        "Nous faisons un stop motion.",
        "Merci.\n\n> répondez STOP : je ne vous écrirai plus",
        "Non merci, pas pour le moment.",
    ],
)
def test_a_polite_no_is_no_opposition(text: str) -> None:
    assert read_refusal("Re: Ma présentation", own_words(text)) == ""


def test_the_mailto_link_is_an_opposition(member: Member, sent: Message, card: Company) -> None:
    link = mail("", Subject="STOP", In_Reply_To="")
    take(member.workspace, b"Authentication-Results: mx.arnaud.example; dmarc=pass\n" + link)
    card.refresh_from_db()
    assert card.opposed_at


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: =?utf-8?b?!!!?=\r\n\r\nx",
        b"From: <<<>>\r\nReferences: <<>\r\n\r\n",
        b"Content-Type: multipart/mixed\r\n\r\nx",
    ],
)
def test_a_broken_message_costs_nothing(content: bytes, member: Member, sent: Message) -> None:
    assert take(member.workspace, content) is False


def test_html_alone_is_read_as_text() -> None:
    made = EmailMessage()
    made["From"], made["Subject"] = "a@x.example", "Re"
    made.set_content(
        (
            "<style>p{}</style><p>Merci&nbsp;!</p><p>À "
            "bient&ocirc;t</p><blockquote>Bonjour</blockquote>"
        ),
        subtype="html",
    )
    said = read_incoming(made.as_bytes())
    assert said.text.replace("\xa0", " ").split("\n")[0] == "Merci !"
    assert "Bonjour" not in said.text


def test_own_words_end_where_the_quote_begins() -> None:
    assert (
        own_words(
            "Oui !\n\nLe mar. 24 nov. 2026 à 10:06, Camille <c@x.example> a écrit :\n> Bonjour"
        )
        == "Oui !"
    )


def test_no_date_of_return_moves_nothing() -> None:
    assert return_said("Je suis absente. Merci d’écrire à mes collègues.", now=TUESDAY) is None


def test_a_field_left_empty_takes_its_line_away() -> None:
    assert (
        fill(
            "Bonjour [interlocuteur],\n\n[lieu]\n\nÀ [date].",
            {"interlocuteur": "", "lieu": "", "date": "jeudi"},
        )
        == "Bonjour,\n\nÀ jeudi."
    )


def test_tries_grow_apart_and_end_after_two_days() -> None:
    waits = [(next_try(n, TUESDAY, TUESDAY) or TUESDAY) - TUESDAY for n in range(1, 9)]
    assert waits == sorted(waits)
    assert next_try(3, TUESDAY, TUESDAY + timedelta(days=2)) is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (mail("Rappelez-moi en janvier."), "Ils ont répondu"),
        (bounce(), "demandez la bonne adresse"),
    ],
)
def test_what_came_back_brings_the_card_with_its_reason(
    content: bytes, words: str, member: Member, sent: Message, advised: FollowUp
) -> None:
    take(member.workspace, content)
    found = next_for(member, TUESDAY)
    assert isinstance(found, Pick)
    with override("fr"):
        assert words in reason_in_words(found.reason, TUESDAY)
