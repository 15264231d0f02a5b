"""Whatever somebody sends: twice as much of it costs at most 2.3 times the work, for each reader.

What is counted is the time of the processor over three doublings at once, the least of several
tries, with the garbage collector at rest: the collector's work grows with what the other tests
left in memory, and others on the machine then change little. By itself the test goes up to 64 KB,
`bin/test --linear` up to 1 MB.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from decroche.correspondence.absence import return_said, says_away, says_somebody_left
from decroche.correspondence.bounces import address_is_dead, ids
from decroche.correspondence.incoming import read_incoming
from decroche.correspondence.mailtext import text_of_html
from decroche.correspondence.quoting import own_words
from decroche.correspondence.refusing import read_refusal
from decroche.correspondence.rules import fill
from decroche.desk.help.guide import find
from decroche.desk.settings.days_off import read_days_off
from decroche.gateways.calendar import read_answer
from decroche.intake import activities
from decroche.intake.cells import next_call_of, people_of, refuses
from decroche.intake.headers import field_of
from decroche.intake.history import read_facts, read_lines, read_moment
from decroche.intake.register_query import understand_wanted
from decroche.intake.row_cells import read_siret
from decroche.intake.sources.opening import open_source
from decroche.intake.sources.source import Unreadable
from decroche.offer.rules import typeset
from decroche.prospects.deciders import decider_named
from decroche.prospects.hours_noted import hours_of
from decroche.prospects.legal_actions import NotAValue, read_values
from decroche.prospects.paper_line import read_paper_line
from decroche.prospects.rules import headcount_from, is_a_name, role_of
from decroche.prospects.search import words_of
from decroche.prospects.spellings import words_asked
from decroche.shared.addresses import check_address, domain_of, find_addresses
from decroche.shared.folding import fold, fold_name, letter_words
from decroche.shared.language import Language
from decroche.shared.numbers import read_numbers, read_postcode
from decroche.shared.spoken import NotUnderstood, day_meant, understand

LARGEST = int(os.environ.get("DECROCHE_LARGEST", "64000"))
DOUBLINGS = 3
MOST = 2.3**DOUBLINGS
"""How much the work may grow over the three doublings: 12 times. Linear is 8, quadratic is 64."""
_SEEN = 0.06
"""Seconds of work below which a growth says nothing."""
_QUICK = 1 / 3_000_000
"""Seconds a character below which nothing is measured further."""
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
Read = Callable[[bytes], object]


def file_reader(folder: Path) -> Read:
    def read(content: bytes) -> None:
        path = folder / "file"
        path.write_bytes(content)
        with suppress(Unreadable):
            for _row in open_source(path).rows():
                continue

    return read


def moment(text: str, language: Language = "fr") -> None:
    with suppress(NotUnderstood):
        understand(text, now=NOW, language=language)


def meant(text: str) -> None:
    with suppress(NotUnderstood):
        day_meant(text, now=NOW)


def opposed(text: str) -> None:
    with suppress(NotAValue):
        read_values(text)


def mail(content: bytes) -> None:
    with suppress(ValueError):  # said of one message, which is kept aside
        read_incoming(content + b"\r\n\r\nx")


TEXTS: dict[str, Callable[[str], object]] = {
    "typed line": lambda text: read_paper_line(text, now=NOW),
    "address": check_address,
    "addresses": find_addresses,
    "website": lambda text: domain_of(text, text),
    "site alone": domain_of,
    "numbers": read_numbers,
    "postcode": read_postcode,
    "moment": moment,
    "register": lambda text: understand_wanted(text, NOW.date()),
    "search": words_of,
    "folding": lambda text: fold_name(fold(text)),
    "own words": own_words,
    "refusal": lambda text: read_refusal(text, text),
    "absence": lambda text: (says_away(text, text), says_somebody_left(text)),
    "return": lambda text: return_said(text, now=NOW),
    "bounce": lambda text: (address_is_dead(text), ids(text)),
    "html of a mail": text_of_html,
    "typography": lambda text: typeset(text, "fr"),
    "invitation": read_answer,
    "lines of the past": lambda text: (read_lines(text), read_facts(text), read_moment(text)),
    "cells": lambda text: (people_of(text), refuses(text), next_call_of(text, NOW)),
    "headers": field_of,
    "role, headcount": lambda text: (role_of(text), headcount_from(text)),
    "moment, English": lambda text: moment(text, "en"),
    "day meant": meant,
    "who decides": lambda text: decider_named([text]),
    "hours of a note": lambda text: hours_of([text]),
    "days off": read_days_off,
    "oppositions": opposed,
    "words asked": words_asked,
    "name": is_a_name,
    "words of names": letter_words,
    "SIRET": read_siret,
    "letter": lambda text: fill(text, {"a": "b"}),
    "guide": lambda text: find("fr", text),
}
PIECES = (
    *("a.", "a@b.example ", "06 12 ", "x ", "((", "@.", "-", "www.a.", "lundi ", "é", "\t", "1"),
    *("\n", "> x\n", "ne plus ", "<", "<!--", ":", "M. ", "=?", "De : x\n", "Le 1 janvier\n"),
    *("le boss, c’est ", "pas avant ", "du 3 au "),
    *("re: ", "<b>", "e\u0301", "\u0301", "0", " ", "'", '"', ", ", "/", "de ", "(0) ", "dans 2 "),
)
FILES = {
    "csv": ("nom;tel\n", ("a;b\n", '"a;', ";", '"', 'a@b.example;"0353011234\n', "\n")),
    "vcard": (
        "BEGIN:VCARD\nVERSION:2.1\n",
        ("END:VCARD\nBEGIN:VCARD\nFN:x\n", " x\n", '":', "quoted-printable", "FN:x\n"),
    ),
    "vcard, quoted": ("BEGIN:VCARD\nNOTE;ENCODING=QUOTED-PRINTABLE:", ("=C3=\n", "==\n", "=\n ")),
    "ldif": ("dn: cn=a\ncn: b\n", (" z\n", "dn: x\ncn: y\n\n", "cn:: eA==\n")),
    "xml sheet": (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
        "<Worksheet><Table><Row><Cell><Data>nom</Data></Cell></Row>",
        (
            "<Row><Cell><Data>x</Data></Cell></Row>",
            "<Worksheet><Table>",
            "<Cell>",
            "<Data>",
            '<Cell ss:Index="9">',
            "&amp;",
        ),
    ),
    "xml list": (
        '<?xml version="1.0"?><list>',
        ("<one><name>x</name></one>", "<a>", "<one/>", "<!ENTITY a 'b'>", "<a b='c'>", "]]>"),
    ),
    "xml, one company": (
        '<?xml version="1.0"?><list><one><name>x</name><tel>1</tel></one><one><name>x</name>',
        ("<tel>1</tel>", "<a><b>1</b></a>", "y"),
    ),
    "on its side": ("nom", (";Canal", "\n;", "\nx;y", ";;")),
    "directory": ("cn: a\n", ("^a ~b\n", "~", "^")),
    "json": ("[", ('{"a":"b"},', "[", '"a",', '{"a":')),
    "web page": (
        "<html><table>",
        ("<tr><td>x", "<", "<!--", "&", "</", "<a href='x'>", "<a '\"", "<script>", "<![CDATA["),
    ),
    "list": ("Imprimerie Vasseur 0353011234 Lille\n", ("Canal 0353011234\n", "x ", "a.")),
}
HTML, PLAIN = b"Content-Type: text/html\r\n\r\n", b"Content-Type: text/plain\r\n\r\n"
MAILS = {
    "html": (
        HTML,
        (
            b"<div>",
            b"<table><tr><td>",
            b"</div>",
            b"&#1",
            b"<a href=x>",
            b"<p>x",
            b"<",
            b"<!--",
            b"&",
            b"<blockquote>",
            b"<style>x",
            b"<tr><td>",
            b"</",
        ),
    ),
    "text": (PLAIN, (b"> x\n", b"Le 1 janvier a ecrit :\n", b"STOP ", b"ne plus ", b"--\n", b"_")),
    "header": (
        b"Subject: ",
        (
            b"re: ",
            b"Re[2]: ",
            b"\xcc\x81",
            b" ",
            b"=?utf-8?b?",
            b"=?utf-8?q?a?= ",
            b"a",
            b"(",
            b'"',
            b"=?",
        ),
    ),
    "sender": (
        b"From: ",
        (b"a@b.c, ", b'"', b"(", b"<", b"a@", b"1", b"www.", b"]!", b"Re: ", b"x:"),
    ),
    "references": (b"From: a@b.example\r\nReferences: ", (b"<a@b> ", b"<", b"a ")),
    "mails in mails": (b"", (b"Content-Type: message/rfc822\r\n\r\n",)),
    "quoted-printable": (
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n",
        (b"=\r\n", b"=C3", b"=", b" \r\n"),
    ),
    "base64": (b"Content-Transfer-Encoding: base64\r\n\r\n", (b"eHg=\r\n", b"=", b"\r\n", b"e")),
    "report": (
        b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: message/delivery-status\r\n\r\n",
        (
            b"Final-Recipient: rfc822; a@b.example\r\nStatus: 5.1.1\r\n\r\n",
            b"Status: 5.1.1 ",
            b"--b\r\nContent-Type: message/delivery-status\r\n\r\n",
        ),
    ),
    "date": (b"Date: ", (b"1 ", b"Nov ", b"(", b":", b"+")),
    "authentic": (
        b"Authentication-Results: mx.example; ",
        (b"dkim=pass ", b"(", b";", b"dmarc=fail (x) "),
    ),
    "headers": (b"", (b"X: y\r\n", b"Received: x\r\n y\r\n")),
    "parameters": (b"Content-Type: text/plain; ", (b"a=b; ", b"a*1*=b; ", b'"')),
    "parts": (
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n",
        (b"--b\r\n\r\nx\r\n", b"--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"),
    ),
    "calendar": (
        b"Content-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n",
        (b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.c\r\n", b" x\r\n", b"BEGIN:VEVENT\r\n"),
    ),
}


def cost(read: Read, content: bytes, tries: int = 1) -> float:
    """Seconds of the processor, the least of several tries."""
    least = float("inf")
    for _again in range(tries):
        begun = time.process_time()
        read(content)
        least = min(least, time.process_time() - begun)
    return least


def grows(read: Read, start: bytes, piece: bytes, largest: int = LARGEST) -> str:
    """How the work grows too fast; "" when it does not. What looks so is looked at again."""
    small = largest // 2**DOUBLINGS

    def make(size: int) -> bytes:
        return start + piece * (size // len(piece))

    read(make(largest // 64))  # what is loaded at the first use
    if cost(read, make(small)) > 2:  # what is far from linear is seen early
        return f"more than 2 s for {small} bytes"
    whole = cost(read, make(largest))
    if whole < max(_SEEN, largest * _QUICK):
        return ""
    for tries in (1, 3, 5):
        ratio = cost(read, make(largest), tries) / max(cost(read, make(small), tries), 1e-6)
        if ratio <= MOST:
            return ""
        if ratio > 2 * MOST:  # no other try would make it linear
            break
    return f"{ratio:.1f} times the work for {2**DOUBLINGS} times the input"


@pytest.fixture(autouse=True)
def collector_at_rest() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def test_work_that_grows_with_the_square_is_seen() -> None:
    def read(content: bytes) -> None:
        for at in range(0, len(content), 4):
            content[at:].count(b"zz")

    assert grows(read, b"", b"a", 64_000) != ""


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_that_is_twice_as_long_costs_twice_the_work(name: str) -> None:
    def read(raw: bytes) -> object:
        return TEXTS[name](raw.decode(errors="replace"))

    said = {piece: grows(read, b"", piece.encode()) for piece in PIECES}
    assert {piece: words for piece, words in said.items() if words} == {}


@pytest.mark.parametrize("name", TEXTS)
def test_a_long_run_within_a_text_costs_its_length(name: str) -> None:
    """What a reader takes off at the ends, or looks for behind a word, it meets inside."""

    def read(raw: bytes) -> object:
        return TEXTS[name](raw.decode(errors="replace") + "x")

    said = {
        (word, run): grows(read, word.encode(), run.encode())
        for word in ("mail", "ville :", "a@b.fr", "le 12", "cedex", '="')
        for run in (" ", "1", "a", "- ")
    }
    assert {shape: words for shape, words in said.items() if words} == {}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_twice_as_long_costs_twice_the_work(name: str, tmp_path: Path) -> None:
    start, pieces = FILES[name]
    read = file_reader(tmp_path)
    said = {piece: grows(read, start.encode(), piece.encode()) for piece in pieces}
    assert {piece: words for piece, words in said.items() if words} == {}


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_that_is_twice_as_long_costs_twice_the_work(name: str) -> None:
    start, pieces = MAILS[name]
    said = {piece: grows(mail, start, piece) for piece in pieces}
    assert {piece: words for piece, words in said.items() if words} == {}


def test_a_search_of_many_words_compares_each_with_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """300 letters pasted into the search of the register held the desk for ten seconds."""
    compare = activities._one_word
    counted = list[int]()

    def counting(word: str, other: str) -> bool:
        counted.append(1)
        return compare(word, other)

    monkeypatch.setattr(activities, "_one_word", counting)

    def compared(words: int) -> int:
        counted.clear()
        understand_wanted("Mme " * words, NOW.date())
        return len(counted)

    assert 0 < compared(20) <= 2.3 * compared(10)
