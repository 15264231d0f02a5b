"""When a message is tried again, how a letter is filled in, and what its headers say of a mail that
comes in.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from decroche.correspondence.incoming import read_incoming
from decroche.correspondence.rules import (
    ACCOUNT_PAUSE,
    MAIL_SITUATIONS,
    TAKE_BACK,
    fill,
    letter_for,
    next_try,
    one_line,
)
from tests.cast import TUESDAY


@pytest.mark.parametrize(
    ("attempts", "minutes"),
    [(0, 2), (1, 2), (2, 10), (3, 30), (4, 60), (5, 180), (6, 360), (7, 360), (40, 360)],
)
def test_what_is_refused_for_the_moment_is_tried_again(attempts: int, minutes: int) -> None:
    at = TUESDAY + timedelta(hours=5)
    assert next_try(attempts, TUESDAY, at) == at + timedelta(minutes=minutes)


def test_after_two_days_it_is_not_tried_again() -> None:
    just = TUESDAY + timedelta(days=2)
    assert next_try(7, TUESDAY, just) is None
    assert next_try(7, TUESDAY, just - timedelta(seconds=1)) is not None


def test_half_a_minute_to_take_a_mail_back_and_ten_to_leave_an_account_alone() -> None:
    assert timedelta(seconds=30) == TAKE_BACK
    assert timedelta(minutes=10) == ACCOUNT_PAUSE


@pytest.mark.parametrize(
    ("text", "fields", "filled"),
    [
        ("Bonjour [nom],", {"nom": "Mme Petit"}, "Bonjour Mme Petit,"),
        ("Bonjour [ Nom ],", {"nom": "Mme Petit"}, "Bonjour Mme Petit,"),
        ("Bonjour [nom] ,\nà [date].", {"nom": "", "date": ""}, "Bonjour,\nà."),
        ("Vu [ailleurs].", {"nom": "x"}, "Vu [ailleurs]."),
        ("a\n[nom]\nb", {"nom": ""}, "a\nb"),
        ("a\n\nb", {}, "a\n\nb"),
        ("a\n\n[nom]\n\nb", {"nom": ""}, "a\n\nb"),
        ("a\n\n\n\nb\n", {}, "a\n\nb"),
        ("a  \nb", {}, "a\nb"),
        (f"[{'x' * 41}]", {"x" * 41: "y"}, f"[{'x' * 41}]"),
        (f"[{'x' * 40}]", {"x" * 40: "y"}, "Y"),
        ("à [date], [lieu].", {"date": "14 h", "lieu": ""}, "à 14 h."),
        ("à [date], [lieu].", {"date": "14 h", "lieu": "en visio"}, "à 14 h, en visio."),
        ("Bon.\n[lieu]", {"lieu": "dans vos locaux"}, "Bon.\nDans vos locaux"),
    ],
)
def test_a_letter_is_filled_in(text: str, fields: dict[str, str], filled: str) -> None:
    assert fill(text, fields) == filled


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Une\r\nBcc: x@y.example", "Une Bcc: x@y.example"),
        ("a\x00b\x7fc\u2028d\u2029e", "a b c d e"),
        ("  a   b ", "a b"),
        ("x" * 300, "x" * 200),
    ],
)
def test_a_header_is_one_line(text: str, line: str) -> None:
    assert one_line(text) == line
    assert one_line("abc", 2) == "ab"


def test_the_letter_that_an_outcome_calls_for() -> None:
    assert letter_for("interested", "") == "interested"
    assert letter_for("email_requested", "agency") == "agency"
    assert letter_for("interested", "too_late") == "too_late"
    assert letter_for("no_answer", "") == "presentation"


def test_the_letters_stand_in_the_order_in_which_they_are_needed() -> None:
    assert MAIL_SITUATIONS == (
        "agency",
        "interested",
        "meeting",
        "too_late",
        "voicemail",
        "follow_up",
        "referral",
        "first",
        "presentation",
    )


def mail(*headers: str, text: str = "Merci, à jeudi.") -> bytes:
    lines = ["Message-ID: <1@perrin.example>", "Subject: Re: Ma lettre", *headers, "", text]
    return "\r\n".join(lines).encode()


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        ("From: Paul <Paul@Perrin.example>", "paul@perrin.example"),
        ("From: paul@perrin.example", "paul@perrin.example"),
        ("From: Paul, paul@perrin.example (Verrerie)", "paul@perrin.example"),
        ("From: Paul", ""),
        ("X-From: paul@perrin.example", ""),
    ],
)
def test_who_a_mail_is_from(header: str, sender: str) -> None:
    assert read_incoming(mail(header)).sender == sender


@pytest.mark.parametrize(
    ("header", "bulk"),
    [
        ("List-Id: <lettre.perrin.example>", True),
        ("List-Unsubscribe: <mailto:x@perrin.example>", True),
        ("List-Post: <mailto:x@perrin.example>", True),
        ("Feedback-ID: 1:perrin", True),
        ("Precedence: Bulk", True),
        ("Precedence: list", True),
        ("Precedence: junk", True),
        ("Precedence: first-class", False),
        ("X-List: perrin", False),
    ],
)
def test_what_is_sent_to_many(header: str, *, bulk: bool) -> None:
    assert read_incoming(mail("From: paul@perrin.example", header)).bulk is bulk


@pytest.mark.parametrize(
    ("verdicts", "forged"),
    [
        (["dmarc=fail"], True),
        (["spf=pass; dmarc=fail"], True),
        (["spf=fail"], True),
        (["dkim=fail"], True),
        (["spf=fail; dkim=pass"], False),
        (["dkim=fail; spf=pass"], False),
        (["spf=fail; dmarc=pass"], False),
        (["spf=none"], False),
        (["dmarc=pass", "dmarc=fail"], False),  # only the topmost is of her own server
        ([], False),
    ],
)
def test_what_her_server_found_false(verdicts: list[str], *, forged: bool) -> None:
    headers = [f"Authentication-Results: mx.example; {verdict}" for verdict in verdicts]
    assert read_incoming(mail(*headers, "From: paul@perrin.example")).forged is forged


def test_a_receipt_is_known_by_its_report_type_too() -> None:
    report = "Content-Type: multipart/report; report-type=Disposition-Notification; boundary=x"
    text = "--x\r\nContent-Type: text/plain\r\n\r\nLu.\r\n--x--"
    assert read_incoming(mail("From: paul@perrin.example", report, text=text)).kind == "receipt"


def test_de_before_a_name_takes_its_article() -> None:
    fields = {"de la part de": "Clinique des Lilas", "entreprise": "Hôtel du Nord", "nom": "Ana"}
    text = "De la part de [de la part de] – [nom]\nles projets de [entreprise], de [nom]"
    assert fill(text, fields) == (
        "De la part de la Clinique des Lilas – Ana\nles projets de l’Hôtel du Nord, de Ana"
    )
    assert fill("De [de la part de] : [autre]", fields) == "De la Clinique des Lilas : [autre]"
