"""Whatever comes in by mail is read or refused, never an error, and never a wrong certainty."""

from __future__ import annotations

import random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from decroche.correspondence.absence import return_said
from decroche.correspondence.incoming import Incoming
from decroche.correspondence.quoting import own_words
from decroche.correspondence.refusing import read_refusal
from tests.cast import TUESDAY
from tests.correspondence.server_mails import AUTOMATIC, BOUNCES, DELAYS, RECEIPTS
from tests.correspondence.test_kinds import MAILS
from tools.fuzz_input import read_mail

SEEDS = [
    *(path.read_bytes() for path in sorted(MAILS.glob("*.eml"))),
    *BOUNCES.values(),
    *DELAYS.values(),
    *RECEIPTS.values(),
    *(content for content, _kind in AUTOMATIC.values()),
]
PIECES = (
    b"Message-ID: <>",
    b"Message-ID: <[1@2]>",
    b'Content-Type: text/plain; charset="=?"; 1*',
    b"Content-Type: multipart/mixed; boundary=b",
    b"Content-Type: message/rfc822\n\n",
    b"Content-Type: message/delivery-status\n\n",
    b"Content-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR",
    b"Content-Transfer-Encoding: base64",
    b"Content-Transfer-Encoding: x-uuencode",
    b"=?utf-8?q?=FF?= =?x?b?!?=",
    b"charset*0*=utf-8''%FF; charset*1=x",
    b"DTSTART;TZID=Nowhere:99999999T999999",
    b"Auto-Submitted: auto-replied",
    b"de retour le 99/99/9999",
    b"<blockquote>",
    b"\n--b\n",
    b"\n> ",
    b"\x00\xff\xfe\x80",
    "\ud7ff\u2028\u202e".encode(),
)


def broken(seed: bytes, draw: random.Random) -> bytes:
    """A message with bytes changed, pieces put in, lines taken out or repeated."""
    content = bytearray(seed)
    for _ in range(draw.randint(1, 12)):
        at = draw.randint(0, len(content))
        choice = draw.randint(0, 4)
        if choice == 0:
            content[at : at + 1] = bytes([draw.randint(0, 255)])
        elif choice == 1:
            content[at:at] = draw.choice(PIECES)
        elif choice == 2:
            del content[at : at + draw.randint(1, 80)]
        elif choice == 3:
            content[at:at] = content[at : at + draw.randint(1, 200)] * draw.randint(1, 4)
        else:
            content[at:at] = b"\n" + draw.choice(PIECES) + b"\n"
    return bytes(content)


def kept(said: Incoming | None) -> None:
    """What is read can be written down: no half of a sign, no control."""
    if said is None:
        return
    for text in (said.text, said.subject, said.sender, said.words, said.message_id, *said.failed):
        text.encode("utf-8")
        assert "\x00" not in text


@settings(max_examples=400)
@given(seed=st.sampled_from(SEEDS), draw=st.randoms(use_true_random=False))
def test_a_broken_mail_is_read_or_refused(seed: bytes, draw: random.Random) -> None:
    kept(read_mail(broken(seed, draw)))


@given(content=st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    kept(read_mail(content))


WORDS = st.sampled_from(
    [
        "ne",
        "plus",
        "pas",
        "m",
        "nous",
        "me",
        "appelez",
        "contacter",
        "merci",
        "de",
        "stop",
        "avant",
        "14",
        "h",
        "le",
        "mercredi",
        "retirez",
        "mon",
        "adresse",
        "vous",
        ",",
        ".",
        "?",
        "\n",
        ">",
        "a",
        "écrit",
        ":",
        "Le",
        "25",
        "nov.",
        "2026",
        "wrote",
        "From:",
        "Sent:",
        "unsubscribe",
        "please",
        "don't",
        "call",
        "email",
        "jusqu'au",
        "retour",
        "lundi",
        "7",
        "décembre",
        "06.12.34.56.78",
        "until",
        "Friday",
        "back",
    ]
)


@given(words=st.lists(WORDS, max_size=60))
@example(["ne"] * 60)
def test_any_words_have_a_reading(words: list[str]) -> None:
    text = " ".join(words)
    assert read_refusal(text, own_words(text)) in ("stop", "doubt", "")
    said = return_said(text, now=TUESDAY)
    assert said is None or said.day >= TUESDAY.date()


@given(words=st.lists(WORDS, max_size=30), limit=st.sampled_from(["avant 14 h", "le mercredi"]))
def test_a_request_about_the_hour_is_never_an_opposition(words: list[str], limit: str) -> None:
    quoted = "\n".join(f"> {word}" for word in words)
    assert read_refusal("", own_words(f"Ne pas m'appeler {limit}.\n\n{quoted}")) == ""


def test_long_messages_end() -> None:
    for piece in (*PIECES, b"a@b.fr ", b"le 3 a ", b"ne plus ", b"De : x\n", b"From: x\nTo: y\n"):
        kept(read_mail(b"Subject: x\n\n" + piece * (200_000 // len(piece))))
