"""Whether a mail comes from whom it names: the verdicts of servers, as they write them."""

from __future__ import annotations

import pytest

from decroche.compliance.models import Suppression
from decroche.correspondence.authentic import verdict_of
from decroche.correspondence.judging import judgements_of, settle
from decroche.correspondence.mailtext import parse
from decroche.correspondence.models import DeadAddress, Message, Reply
from decroche.correspondence.outbox import turn
from decroche.correspondence.receiving import take
from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.cast import TUESDAY
from tests.correspondence.server_mails import BOUNCES
from tests.correspondence.test_incoming import mail

SENDER = "com@vasseur.example"
GMAIL = """Delivered-To: camille@arnaud.example
Received: by 2002:a05:6a10:1234 with SMTP id x1csp1; Tue, 24 Nov 2026 01:05:00 -0800 (PST)
ARC-Authentication-Results: i=1; mx.google.com; dmarc=pass header.from=vasseur.example
Return-Path: <com@vasseur.example>
Received: from mail.vasseur.example (mail.vasseur.example. [192.0.2.7])
 by mx.google.com with ESMTPS id a1 for <camille@arnaud.example>; Tue, 24 Nov 2026 01:05:00 -0800
Authentication-Results: mx.google.com;
 dkim={dkim} header.i=@vasseur.example header.s=s1 header.b=abc;
 spf={spf} (google.com: domain of com@vasseur.example says 192.0.2.7) smtp.mailfrom={envelope};
 dmarc={dmarc} (p=NONE sp=NONE dis=NONE) header.from=vasseur.example
"""
MICROSOFT = """Received: from PR0P1.FRAP264.PROD.OUTLOOK.COM (::1) by
 PR1P2.FRAP264.PROD.OUTLOOK.COM with HTTPS; Tue, 24 Nov 2026 09:05:00 +0000
Authentication-Results: spf={spf} (sender IP is 192.0.2.7) smtp.mailfrom={envelope};
 dkim={dkim} (message not signed) header.d={envelope};dmarc={dmarc}
 action=none header.from=vasseur.example;compauth={compauth} reason=001
"""
OVH = """Return-Path: <com@vasseur.example>
Authentication-Results: garm6.mail.ovh.net;
\tdkim={dkim} (2048-bit key) header.d={envelope} header.i=@{envelope};
\tspf={spf} smtp.mailfrom={envelope}
Received: from mail.vasseur.example by in12.mail.ovh.net with ESMTPS; Tue, 24 Nov 2026 10:05:00
"""
POSTFIX = """Received: from mail.vasseur.example by mx.arnaud.example (Postfix)
 with ESMTPS id 4; Tue, 24 Nov 2026 10:05:00 +0100
{told}Received: from laptop by mail.vasseur.example; Tue, 24 Nov 2026 10:04:00 +0100
"""
EVIL = "Authentication-Results: {server}; dmarc=pass header.from=vasseur.example\n"


def filled(form: str, **values: str) -> bytes:
    usual = {"spf": "pass", "dkim": "pass", "dmarc": "pass", "compauth": "pass"}
    return form.format(**usual | {"envelope": "vasseur.example", "told": ""} | values).encode()


@pytest.mark.parametrize(
    ("head", "verdict"),
    [
        # Gmail puts it below its own Received header
        (filled(GMAIL), "pass"),
        (filled(GMAIL, dmarc="fail", spf="softfail", dkim="neutral"), "fail"),
        (filled(GMAIL, dmarc="none", spf="neutral", dkim="fail"), "fail"),
        (filled(GMAIL, dmarc="none", dkim="none", spf="pass", envelope="evil.example"), ""),
        (filled(GMAIL, dmarc="none", dkim="none", spf="pass"), "pass"),
        (filled(GMAIL, dmarc="temperror", spf="temperror", dkim="temperror"), ""),
        # Microsoft leaves its own name out
        (filled(MICROSOFT), "pass"),
        (filled(MICROSOFT, spf="fail", dkim="none", dmarc="fail", compauth="fail"), "fail"),
        (filled(MICROSOFT, spf="none", dkim="none", dmarc="none", compauth="fail"), "fail"),
        (filled(MICROSOFT, dmarc="none", envelope="evil.example"), ""),
        # OVH says nothing of DMARC, and stands above
        (filled(OVH), "pass"),
        (filled(OVH, spf="fail", dkim="none"), "fail"),
        (filled(OVH, spf="fail", dkim="pass"), "pass"),  # forwarded
        (filled(OVH, envelope="evil.example"), ""),
        (filled(OVH, spf="softfail", dkim="none"), ""),
        # no verdict; one that came with the message; one that claims to be her server's
        (filled(POSTFIX), ""),
        (filled(POSTFIX, told=EVIL.format(server="evil.example")), ""),
        (filled(POSTFIX, told=EVIL.format(server="mail.vasseur.example")), ""),
        (filled(POSTFIX, told=EVIL.format(server="mx.arnaud.example")), "pass"),
        # her own server's stands above the sender's, whatever that one says
        (
            filled(POSTFIX, told="Authentication-Results: mx.arnaud.example; dmarc=fail\n")
            + EVIL.format(server="mx.arnaud.example").encode(),
            "fail",
        ),
        # words of a comment, or of a value, are no verdict
        (b"Authentication-Results: mx.x.example; dmarc=none (was dmarc=fail once)\n", ""),
        (b"Authentication-Results: mx.x.example; none (dmarc=pass (spf=pass))\n", ""),
        (b"Authentication-Results: dmarc.example; auth=pass smtp.auth=dmarc=fail\n", ""),
        (
            b"Authentication-Results: mx.x.example 1; DMARC=Pass header.from=vasseur.example\n",
            "pass",
        ),
        (b"Authentication-Results: ;;;=\n", ""),
        (b"Authentication-Results: " + b"(" * 4000 + b"\n", ""),
    ],
)
def test_what_her_server_says(head: bytes, verdict: str) -> None:
    assert verdict_of(parse(head + mail("STOP")), SENDER) == verdict


ANSWERS_NOTHING = mail("STOP", In_Reply_To="")


@pytest.mark.parametrize(
    ("content", "doubt"),
    [
        (mail("STOP"), ""),
        (filled(OVH, spf="softfail", dkim="none") + mail("STOP"), ""),
        (filled(GMAIL, dmarc="fail") + mail("STOP"), "forged"),
        (ANSWERS_NOTHING, "unanswered"),
        (filled(OVH, envelope="evil.example") + ANSWERS_NOTHING, "unanswered"),
        (filled(POSTFIX, told=EVIL.format(server="evil.example")) + ANSWERS_NOTHING, "unanswered"),
        (filled(GMAIL, dmarc="fail") + ANSWERS_NOTHING, "forged"),
        (filled(GMAIL) + ANSWERS_NOTHING, ""),
        (filled(MICROSOFT) + ANSWERS_NOTHING, ""),
    ],
)
def test_an_opposition_needs_a_mail_it_answers_or_a_sender_that_is_proved(
    content: bytes, doubt: str, member: Member, sent: Message, card: Company
) -> None:
    assert take(member.workspace, content)
    card.refresh_from_db()
    assert Reply.objects.get().doubt == doubt
    assert (card.opposed_at is None) is bool(doubt)
    assert Suppression.objects.exists() is not bool(doubt)


@pytest.mark.parametrize("form", [GMAIL, MICROSOFT])
def test_a_false_bounce_kills_no_address(form: str, member: Member, sent: Message) -> None:
    content = filled(form, spf="fail", dkim="none", dmarc="fail", compauth="fail")
    assert take(member.workspace, content + BOUNCES["postfix"])
    assert not DeadAddress.objects.exists()
    assert Reply.objects.get().doubt == "forged"


def test_she_says_what_it_is_and_meanwhile_no_mail_leaves_by_itself(
    member: Member, sent: Message, card: Company
) -> None:
    take(member.workspace, ANSWERS_NOTHING)
    reply = Reply.objects.get()
    assert judgements_of(reply) == ("stop", "nothing")
    waiting = Message.objects.create(
        workspace=member.workspace,
        company=card,
        member=member,
        to=SENDER,
        state="queued",
        subject="x",
        body="y",
        queued_at=TUESDAY,
        send_after=TUESDAY,
    )
    turn(member.workspace)
    waiting.refresh_from_db()
    assert waiting.state == "queued"
    settle(by=member, reply=reply, reading="stop")
    card.refresh_from_db()
    assert card.opposed_at
