"""Sentences into which a name, a source, a date or another free text is put are correct French
whatever it is: no word before it would have to agree with it (“de la part de Clinique”, “par un
salon”, “pour vers le lundi”).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from decroche.calls.texts import ANSWERS, OPENINGS, SCRIPTS
from decroche.compliance.wording import spoken_source, written_source
from decroche.correspondence.letters import LETTERS, plain_letter
from decroche.correspondence.rules import MAIL_SITUATIONS
from decroche.desk.loop.opening import opening
from decroche.team.models import Member
from tools.messages import load

AGREES = (
    r"(?:\b(?:de|du|des|à|au|aux|par|pour|chez|le|la|les|un|une|en|dans|depuis|vers|sur|que|si"
    r"|jusqu’au|jusqu’à|dès)\s|\b(?:[dlqsnj]|qu|jusqu)’)(?:<[^>]*>)*$"
)
"""What a free text may not follow in French: words that contract, elide, or want an article. “De”
before the name of a company is said with its article (decroche/shared/french_names.py).
"""
KNOWN_SHAPES = {
    *("n", "part", "whole", "of", "goal", "least", "most", "low", "high", "reached", "calls"),
    *("years", "months", "minutes", "average", "size", "km"),
    *("day", "first", "last", "end", "until", "hour", "h", "next", "after"),
    *("to", "email", "host", "known", "folder", "file", "copy", "kept", "free", "interval"),
}
"""Numbers, days and hours by the calendar, addresses and folders: the words before these are known
to fit.
"""
CHECKED = {
    "%(follows)s, with %(names)s",
    "%(n)s day late, since %(when)s",
    "%(n)s days late, since %(when)s",
    "late since %(when)s",
    "Due since %(when)s",
    "rests until %(when)s",
    "It worked on %(when)s.",
    "by %(who)s, until %(until)s",
    "The mail to %(what)s has left: it can’t be taken back.",
    "The mail to %(what)s is leaving at this moment: it is stopped if there is still time. "
    "Messages tells which.",
    "The mail to %(what)s, which you wrote yourself, stays.",
    "“%(text)s” can’t be kept: write a whole number from %(least)s to %(most)s.",
    "Informed %(how)s.",
    "Noted by %(name)s while this telephone was theirs: it is not sent in your name. It can be "
    "sent again once they have paired the telephone anew.",
    "The PDF has more than %(detail)s pages. Cut it into parts and bring each one in.",
    "To %(name)s",
    "By %(what)s",
    "Stock files have no distances: name the department or the postcodes instead of “around "
    "%(detail)s”.",
}
"""Looked at one by one: a day (“depuis jeudi”), an hour, an address, a number, a member’s
name, her own words quoted.
"""


def translated() -> Iterator[tuple[str, str]]:
    """(English, French) of each sentence, plurals apart."""
    for message in load():
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
        strings = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        yield from zip(ids, strings, strict=True)


def disagreeing(english: str, french: str) -> bool:
    """Whether a free text of a sentence follows a word that would have to agree with it."""
    return english not in CHECKED and any(
        re.search(AGREES, french[: found.start()], re.IGNORECASE)
        for found in re.finditer(r"%\((\w+)\)s", french)
        if found.group(1) not in KNOWN_SHAPES
    )


def test_nothing_before_a_free_text_has_to_agree_with_it() -> None:
    assert [french for english, french in translated() if disagreeing(english, french)] == []


FREE_FIELDS = r"\[(?:dernière note|lieu|présentation)\]"


@pytest.mark.parametrize(
    "french",
    [
        *SCRIPTS["fr"].values(),
        *OPENINGS["fr"].values(),
        *(answer for _, answer, _ in ANSWERS["fr"]),
        *(part for letter in LETTERS["fr"].values() for part in letter),
        *(part for situation in MAIL_SITUATIONS for part in plain_letter(situation, "fr")),
    ],
)
def test_what_she_says_and_writes_first_fits_any_name(french: str) -> None:
    for found in re.finditer(FREE_FIELDS, french):
        assert not re.search(AGREES, french[: found.start()], re.IGNORECASE)


def test_an_opening_leaves_no_colon_before_a_fact_that_is_not_known(member: Member) -> None:
    hers = "Nous nous étions parlé [dernière fois] : [dernière note]. Je vous écoute."
    said = opening(hers, member, {"last": "le jeudi 19 novembre"})
    assert "<mark>le jeudi 19 novembre</mark>. Je" in said


@pytest.mark.parametrize(
    ("source", "within"),
    [
        ("un salon (Préventica)", "un salon, Préventica."),
        ("l’annuaire", "l’annuaire."),
        ("Fichier de l’agence.", "Fichier de l’agence."),
        ("export.csv", "export.csv."),
    ],
)
def test_any_source_is_said_aloud_and_written(source: str, within: str) -> None:
    assert spoken_source(source).startswith(f"Voici d’où viennent vos coordonnées\u00a0: {within}")
    assert written_source(source).endswith(f": {within}")
