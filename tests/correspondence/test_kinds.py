"""What comes in is known for what it is, as servers and programs write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from decroche.correspondence.bounces import address_is_dead
from decroche.correspondence.incoming import read_incoming
from decroche.correspondence.mailtext import ORIGINAL, decode, text_of_html
from decroche.correspondence.quoting import own_words
from tests.correspondence.server_mails import (
    AUTOMATIC,
    BOUNCES,
    DELAYS,
    MINE,
    QUOTED,
    RECEIPTS,
    TO,
)

MAILS = Path(__file__).parent / "mails"


def case(name: str) -> bytes:
    return (MAILS / f"{name}.eml").read_bytes()


@pytest.mark.parametrize("server", BOUNCES)
def test_a_bounce_of_every_server(server: str) -> None:
    said = read_incoming(BOUNCES[server])
    assert (said.kind, said.delayed, TO in said.failed) == ("bounce", False, True)
    assert any(sign.isalpha() for sign in said.words)
    if server not in ("ovh", "orange"):  # these show nothing of what came back
        assert MINE in said.about


@pytest.mark.parametrize("server", DELAYS)
def test_a_warning_of_delay(server: str) -> None:
    said = read_incoming(DELAYS[server])
    assert (said.kind, said.delayed) == ("bounce", True)


@pytest.mark.parametrize("name", RECEIPTS)
def test_a_receipt(name: str) -> None:
    assert read_incoming(RECEIPTS[name]).kind == "receipt"


@pytest.mark.parametrize("name", AUTOMATIC)
def test_an_automatic_answer(name: str) -> None:
    content, kind = AUTOMATIC[name]
    assert read_incoming(content).kind == kind


@pytest.mark.parametrize("name", QUOTED)
def test_her_own_words_apart_from_the_quotation(name: str) -> None:
    text, own = QUOTED[name]
    assert own_words(text) == own


def test_what_she_was_sent_is_not_what_she_answers() -> None:
    sent = (
        "Bonjour,\nVoici ma présentation comme convenu.\nRépondez STOP et je ne vous écrirai plus."
    )
    answer = f"Très bien.\n\n{sent}"
    assert own_words(answer, [sent]) == "Très bien.\n\nBonjour,"


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("ack-ticket", "auto", "4521"),
        ("away-english", "away", "December 14th"),
        ("away-phone", "away", "Paul"),
        ("bad-charset", "reply", "Appelez-moi jeudi à 10 h."),
        ("bounce-exchange-html", "bounce", "com@vasseur.example"),
        ("calendar-declined", "declined", ""),
        ("forwarded-bounce", "reply", "Appelez-moi jeudi."),
        ("human", "reply", "Merci, appelez-moi jeudi."),
        ("ne-pas-appeler-avant-14h", "reply", "avant 14 h"),
        ("other-address", "reply", "Appelez-moi."),
        ("reply-gmail-wrapped", "reply", "Oui."),
        ("stop-bottom", "stop", "STOP"),
        ("stop-merci", "stop", "STOP merci"),
    ],
)
def test_the_cases_of_public_reports(name: str, kind: str, text: str) -> None:
    said = read_incoming(case(name))
    assert said.kind == kind
    assert text in said.text


@pytest.mark.parametrize(
    "original", ["Message-ID: <>", "Message-ID: <[1@2]>", "Message-ID: <[a@b]", "Message-ID: =?"]
)
def test_a_bounce_with_a_broken_message_enclosed_is_read(original: str) -> None:
    content = case("bounce-broken-msgid").replace(b"Message-ID: <>", original.encode())
    assert read_incoming(content).failed == ("quelqu.un@ailleurs.example",)


@pytest.mark.parametrize(
    ("head", "text"),
    [
        (b"Content-Type: text/plain; charset=unknown-8bit", "Ça va à 10 h".encode()),
        (b"Content-Type: text/plain; charset=unknown-8bit", "Ça va à 10 h".encode("cp1252")),
        (b"Content-Type: text/plain; charset=utf-8", "Ça va à 10 h".encode("cp1252")),
        (b"Content-Type: text/plain; charset=us-ascii", "Ça va à 10 h".encode()),
        (b'Content-Type: text/plain; charset="windows-1252"', "Ça va à 10 h".encode("cp1252")),
        (b"Content-Type: text/plain; charset=x-odd", "Ça va à 10 h".encode()),
        (b"Content-Type: text/plain; charset=base64", "Ça va à 10 h".encode()),
        (b"Content-Type: text/plain; 1*", "Ça va à 10 h".encode()),
        (b"Content-Type: text/plain; charset*=utf-8''utf-8", "Ça va à 10 h".encode()),
        (b"X-Nothing: here", "Ça va à 10 h".encode()),
    ],
)
def test_an_unknown_charset_costs_no_letter(head: bytes, text: bytes) -> None:
    content = b"From: a@x.example\nSubject: Re\n" + head + b"\nContent-Transfer-Encoding: 8bit\n\n"
    assert read_incoming(content + text).text == "Ça va à 10 h"


def test_every_byte_is_some_letter() -> None:
    for charset in ("", "utf-8", "latin1", "utf-16", "zlib", "idna", "$ESC", "undefined"):
        assert isinstance(decode(bytes(range(256)), charset), str)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Oui&nbsp;!</p><blockquote type=cite>Bonjour<br>STOP</blockquote>", "Oui !"),
        ("<div>Oui</div><div id=3D'divRplyFwdMsg'>x</div>STOP", "Oui"),
        (
            'Oui<div class="gmail_quote">Le 3 nov. 2026, Camille a écrit :'
            "<blockquote>STOP</blockquote></div>",
            "Oui",
        ),
        ("<blockquote><p>Bonjour</p></blockquote><p>STOP</p>", "STOP"),
        ("<style>p{}</style><script>if (a<b) {}</script>Oui", "Oui"),
        ("<!-- a > b -->Oui<", "Oui"),
    ],
)
def test_html_is_read_with_its_quotations_marked(html: str, text: str) -> None:
    said = own_words(text_of_html(html.replace("=3D", "=")))
    assert said.split("\n")[0].rstrip() == text


def test_a_mark_of_outlook_parts_the_answer_from_what_it_quotes() -> None:
    assert ORIGINAL in text_of_html(
        'Oui<div style="border:none;border-top:solid #E1E1E1 1.0pt">STOP'
    )


@pytest.mark.parametrize(
    "html",
    [
        "<" * 200_000,
        "<p" * 100_000,
        "<!--" * 50_000,
        "<style>" * 30_000,
        "&" * 200_000,
        "<a>" * 70_000,
    ],
)
def test_hostile_html_takes_its_length(html: str) -> None:
    assert isinstance(text_of_html(html), str)


@pytest.mark.parametrize(
    ("words", "dead"),
    [
        ("550 5.1.1 user unknown", True),
        ("550 5.1.10 RESOLVER.ADR.RecipientNotFound", True),
        ("552 5.2.2 mailbox full", False),
        ("550 5.7.1 message rejected as spam", False),
        ("554 5.7.26 DMARC policy", False),
    ],
)
def test_a_full_mailbox_is_no_dead_address(words: str, dead: bool) -> None:
    assert address_is_dead(words) is dead


@pytest.mark.parametrize(
    ("verdict", "forged"),
    [
        ("mx.arnaud.example; dmarc=fail header.from=vasseur.example", True),
        ("mx.arnaud.example; spf=fail; dkim=none", True),
        ("mx.arnaud.example; spf=fail; dkim=pass", False),
        ("mx.arnaud.example; spf=pass; dkim=pass; dmarc=pass", False),
        ("mx.arnaud.example; none", False),
    ],
)
def test_the_verdict_of_her_own_server(verdict: str, forged: bool) -> None:
    content = b"Authentication-Results: " + verdict.encode() + b"\n" + case("stop-merci")
    below = b"Authentication-Results: evil.example; dmarc=pass\n"
    assert read_incoming(content).forged is forged
    assert read_incoming(content.replace(b"\nFrom:", b"\n" + below + b"From:", 1)).forged is forged


def test_a_sender_of_an_international_domain_is_known_in_both_spellings() -> None:
    for spelled in (
        "René <rené@hôtel.example>",
        "=?utf-8?q?Ren=C3=A9?= <rene@xn--htel-vqa.example>",
    ):
        said = read_incoming(f"From: {spelled}\nSubject: Re\n\nOui".encode())
        assert said.sender == "rene@xn--htel-vqa.example"


def test_a_message_whose_parts_are_not_there_is_its_text() -> None:
    """Its boundary stands nowhere in the body."""
    head = 'From: Com <com@vasseur.example>\nContent-Type: multipart/alternative; boundary="b"\n\n'
    assert read_incoming((head + "Merci, à lundi.\n").encode()).text == "Merci, à lundi."
    assert (
        read_incoming((head + "<p>Merci, à <b>lundi</b>.</p>").encode()).text == "Merci, à lundi."
    )


def test_a_text_signed_within_its_lines() -> None:
    signed = (
        "From: Com <com@vasseur.example>\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n"
        "Merci, à lundi.\n- --- merci ---\n-----BEGIN PGP SIGNATURE-----\n\niQIz\n=abcd\n"
        "-----END PGP SIGNATURE-----\n"
    )
    assert read_incoming(signed.encode()).text == "Merci, à lundi.\n--- merci ---"


def test_a_meeting_of_theirs_that_they_cancel_is_declined() -> None:
    calendar = (
        "From: Com <com@vasseur.example>\nSubject: Annulé : Point\n"
        "Content-Type: text/calendar; method=CANCEL; charset=utf-8\n\nBEGIN:VCALENDAR\n"
        "METHOD:CANCEL\nBEGIN:VEVENT\nUID:1@vasseur.example\nDTSTART:20261203T130000Z\n"
        "SUMMARY:Point\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    assert read_incoming(calendar.encode()).kind == "declined"
