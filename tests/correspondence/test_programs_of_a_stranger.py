"""Messages of programs as a stranger wrote them before the reader was looked at: their kind, and
the day of return of absences. What the first reading gave is in docs/reference/reading.md.

One message a line: kind, day of return or “-”, text with “ | ” for an end of line. Subject and
sender are those that such programs give. The day is Wednesday 25 November 2026.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from decroche.correspondence.absence import day_back, return_said
from decroche.correspondence.incoming import read_incoming
from tests.correspondence.test_strangers import AUTOMATIC, NOW, mail

ENVELOPES = {
    "away": ("Réponse automatique : Ma présentation", AUTOMATIC, "Com <com@vasseur.example>"),
    "left": ("Réponse automatique : Ma présentation", AUTOMATIC, "Com <com@vasseur.example>"),
    "auto": ("Re: Ma présentation", AUTOMATIC, "Com <com@vasseur.example>"),
    "bounce": ("Undeliverable: Ma présentation", "", "Mail Delivery System <mailer-daemon@v.test>"),
    "receipt": ("Lu : Ma présentation", "", "Com <com@vasseur.example>"),
    "declined": ("Refusé : Ma présentation", "", "Com <com@vasseur.example>"),
}
MESSAGES = [
    line.split("\t")
    for line in (Path(__file__).parent / "corpus" / "programs.txt")
    .read_text(encoding="utf-8")
    .splitlines()
]


@pytest.mark.parametrize(("kind", "day", "text"), MESSAGES)
def test_a_message_of_a_program(kind: str, day: str, text: str) -> None:
    subject, head, sender = ENVELOPES[kind]
    read = read_incoming(mail(subject, text.replace(" | ", "\n"), head, sender))
    assert read.kind == kind
    if kind == "away":
        said = return_said(f"{subject}\n{read.text}", now=NOW)
        assert (str(day_back(said, "Europe/Paris")) if said else "-") == day


@pytest.mark.parametrize(("_", "day", "text"), MESSAGES)
def test_none_is_a_refusal_whatever_its_envelope(_: str, day: str, text: str) -> None:
    read = read_incoming(mail("Re: Ma présentation", text.replace(" | ", "\n"), ""))
    assert read.kind not in ("stop", "doubt")


@pytest.mark.parametrize(
    ("subject", "text", "kind"),
    [
        ("Refusé : Démonstration", "Mme Perrin a refusé votre invitation.", "declined"),
        ("Declined: Demo", "Jane has declined this invitation.", "declined"),
        ("Refusé : Démonstration", "Trop tôt pour nous, jeudi ?", "reply"),
        ("Re: Démonstration", "Mon associé a refusé votre invitation.", "reply"),
    ],
)
def test_a_meeting_declined_in_words_alone(subject: str, text: str, kind: str) -> None:
    """By the subject that calendars write and what they say; a person's words are an answer."""
    assert read_incoming(mail(subject, text, "")).kind == kind
