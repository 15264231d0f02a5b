"""One file, read to its end the way an import does, one mail, read the way the inbox is, one list
of typed lines or one date: what every broken input is put through.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from decroche.correspondence.absence import return_said
from decroche.correspondence.incoming import Incoming, read_incoming
from decroche.correspondence.mailtext import TooDeep
from decroche.intake.cards import RowReader
from decroche.intake.register_query import understand_wanted
from decroche.intake.rules import guess_layout
from decroche.intake.sources.opening import open_source
from decroche.intake.sources.source import Unreadable
from decroche.prospects.paper_line import read_paper_line
from decroche.shared.clock import PARIS
from decroche.shared.numbers import read_numbers
from decroche.shared.spoken import NotUnderstood, understand


def read_through(path: Path) -> int:
    """How many rows there were; a refusal is none. Any other exception is a mistake of ours."""
    count = 0
    try:
        source = open_source(path)
        source.height()
        first = [row for _, (_line, row) in zip(range(60), source.rows(), strict=False)]
        reader = RowReader(guess_layout(first)) if first else None
        if reader:
            for line, row in source.rows():
                reader.read(line, row)
                count += 1
    except Unreadable:
        return 0
    return count


_READ_AT = datetime(2026, 11, 24, 10, 5, tzinfo=PARIS)


def read_mail(content: bytes) -> Incoming | None:
    """What a message says; None for one of more parts than a person or a server makes. Any other
    exception is a mistake of ours.
    """
    try:
        said = read_incoming(content, sent=("Ma présentation", "Bonjour, voici ma présentation."))
    except TooDeep:
        return None
    return_said(said.whole, now=_READ_AT)
    return said


def read_lines(text: str) -> int:
    """How many typed lines gave a name or a number."""
    count = 0
    for line in text.splitlines()[:50]:
        read = read_paper_line(line)
        read_numbers(line)
        understand_wanted(line, _READ_AT.date())
        count += bool(read.name or read.numbers)
    return count


def read_date(text: str) -> bool:
    """Whether a text is a moment to come. What is said back means the same moment; anything else is
    a mistake of ours.
    """
    try:
        meant = understand(text, now=_READ_AT)
    except NotUnderstood:
        return False
    again = understand(meant.said_back, now=_READ_AT)
    if meant.at <= _READ_AT or again.at != meant.at:
        raise AssertionError(f"{text!r} is said back {meant.said_back!r}")
    return True
