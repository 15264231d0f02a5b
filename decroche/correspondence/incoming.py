"""Reading what came back: pure. Bytes in, what they mean out.

The order matters: an answer to an invitation, a receipt, a delivery that failed, an automatic
answer; what is none of these was written by a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message
from email.utils import parseaddr
from functools import cached_property
from typing import Literal

from decroche.correspondence.absence import says_away, says_somebody_left, written_by_a_program
from decroche.correspondence.authentic import Verdict, verdict_of
from decroche.correspondence.bounces import Bounce, ids, read_bounce
from decroche.correspondence.mailtext import (
    content_type,
    header,
    header_names,
    is_encrypted,
    parameter,
    parse,
    part_text,
    parts,
    text_of,
)
from decroche.correspondence.quoting import own_words
from decroche.correspondence.refusing import read_refusal
from decroche.gateways.calendar import CalendarAnswer, read_answer
from decroche.shared.addresses import canonical
from decroche.shared.folding import only_letters

Kind = Literal[
    "reply",
    "stop",
    "doubt",
    "away",
    "auto",
    "left",
    "bounce",
    "receipt",
    "accepted",
    "declined",
    "tentative",
    "counter",
]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message of the inbox.

    kind: what it is; `doubt` is an answer that may refuse, for her to decide.
    about: the Message-IDs it may speak of, the likeliest first.
    sender: the address that wrote, as addresses are kept.
    text: what the person wrote; the whole text when nothing of it is her own, and for what programs
    write. whole: the text with what it quotes.
    failed: the addresses that bounced, with `words` of the server; `delayed` a warning that is no
    failure.
    verdict: what the mailbox's own server says of the sender.
    encrypted: it can't be read without a key.
    bulk: sent to many (a newsletter). meeting, proposed: of an answer to an invitation.
    """

    kind: Kind
    message_id: str
    about: tuple[str, ...]
    sender: str
    subject: str
    text: str
    whole: str = ""
    failed: tuple[str, ...] = ()
    words: str = ""
    delayed: bool = False
    verdict: Verdict = ""
    bulk: bool = False
    meeting: CalendarAnswer | None = None
    encrypted: bool = False

    @property
    def forged(self) -> bool:
        """Whether the mailbox's own server says that the sender is not who it claims to be."""
        return self.verdict == "fail"


_MEETING_KINDS: dict[str, Kind] = {
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "tentative",
    "DELEGATED": "tentative",
}
_RECEIPT_TITLE = re.compile(
    r"(?:lu|read|non lu|not read|gelesen|accuse de (?:lecture|reception)|confirmation de lecture"
    r"|return receipt|remis|delivered|relaye|relayed) .*"
)
_RECEIPT_TEXT = re.compile(
    r"\b(?:votre message|your message|le message)\b.{0,200}\b(?:a ete (?:lu|ouvert|affiche"
    r"|supprime)"
    r"|a ete remis|was (?:read|displayed|deleted|opened|delivered)"
    r"|has been (?:read|displayed|delivered))\b"
)

_DECLINED_TITLE = re.compile(r"(?:refusee?|declinee?|declined|invitation (?:refusee|declinee)) .*")
_DECLINED_TEXT = re.compile(
    r"\b(?:a|ai|has|have) (?:refuse|decline|declined) (?:l|votre|cette|la|your|this|the) (?:\w+ )?"
    r"(?:invitation|reunion|rendez vous|meeting|event)\b"
)


_MOST_NESTED = 50
"""In the header that names the sender."""
_ADDRESS_INSIDE = re.compile(r"(?<![^\s<>,;\"()@])[^\s<>,;\"()@]++@[^\s<>,;\"()]+")
"""Looked for from the beginning of a word only: from each letter, a long word costs its square."""


@dataclass(frozen=True)
class _Mail:
    """A mail taken apart, before it is known what it is."""

    mail: Message
    sent: tuple[str, ...]
    """The texts it may quote."""
    subject: str
    sender: str
    text: str
    meeting: CalendarAnswer | None

    @cached_property
    def own_words(self) -> str:
        """The text without what it quotes."""
        return own_words(self.text, self.sent)

    def said(
        self, kind: Kind, text: str = "", *, meeting: CalendarAnswer | None = None
    ) -> Incoming:
        """The message as one of this kind, with its own words (`text`), by default all of them."""
        mail = self.mail
        before = (
            *ids(header(mail, "In-Reply-To")),
            *reversed(ids(header(mail, "References"))),
        )
        return Incoming(
            kind=kind,
            message_id=next(iter(ids(header(mail, "Message-ID"))), ""),
            about=tuple(dict.fromkeys(before)),
            sender=self.sender,
            subject=self.subject,
            text=text or self.text,
            whole=self.text,
            verdict=verdict_of(mail, self.sender),
            bulk=_bulk(mail),
            meeting=meeting,
            encrypted=is_encrypted(mail),
        )


def read_incoming(content: bytes, *, sent: Iterable[str] = ()) -> Incoming:
    """What a message is. `sent` are the texts it may quote, when they are known.

    Raises ValueError for one that can't be taken apart.
    """
    mail = parse(content)
    subject, sender = header(mail, "Subject"), _sender(mail)
    read = _Mail(mail, tuple(sent), subject, sender, text_of(mail), _meeting(mail))
    for kind in (_meeting_answered, _receipt, _declined, _bounced, _by_a_program):
        found = kind(read)
        if found is not None:
            return found
    return _by_a_person(read)


def _meeting_answered(read: _Mail) -> Incoming | None:
    meeting = read.meeting
    if meeting is None or meeting.method not in ("REPLY", "COUNTER", "DECLINECOUNTER"):
        return None
    kind: Kind = (
        "counter" if meeting.method == "COUNTER" else _MEETING_KINDS.get(meeting.answer, "reply")
    )
    return read.said(kind, read.own_words or meeting.comment, meeting=meeting)


def _receipt(read: _Mail) -> Incoming | None:
    return read.said("receipt") if _is_receipt(read.mail, read.subject, read.text) else None


def _declined(read: _Mail) -> Incoming | None:
    """A meeting that is declined in prose, or called off by a calendar."""
    meeting = read.meeting
    if meeting is None:
        return read.said("declined") if _declines_in_prose(read.subject, read.text) else None
    if meeting.method != "CANCEL":
        return None
    return read.said("declined", read.own_words or meeting.comment, meeting=meeting)


def _bounced(read: _Mail) -> Incoming | None:
    """A report of a delivery: one that failed, or one that was made."""
    bounce = read_bounce(read.mail, sender=read.sender, subject=read.subject, text=read.text)
    if bounce is None:
        return None
    return read.said("receipt") if bounce.delivered else _of_bounce(read.said("bounce"), bounce)


def _by_a_program(read: _Mail) -> Incoming | None:
    """An automatic answer: the person is away, works there no more, or it says neither."""
    text = read.own_words or read.text
    if not written_by_a_program(read.mail, read.subject, text):
        return None
    if says_somebody_left(text):
        return read.said("left")
    return read.said("away" if says_away(read.subject, text) else "auto")


def _by_a_person(read: _Mail) -> Incoming:
    """What a person wrote: an answer, a refusal, or that somebody works there no more."""
    meeting, own = read.meeting, read.own_words
    refusal = read_refusal(read.subject, own)
    if meeting is None and says_somebody_left(own) and _is_about_an_address(refusal, own):
        return read.said("left", own)
    if not own and meeting is not None:
        own = meeting.title
    return read.said(refusal or "reply", own, meeting=meeting)


def _is_about_an_address(refusal: str, text: str) -> bool:
    """Whether an answer that tells that somebody left refuses nothing, or no more than that their
    address be used, with another one instead.
    """
    if refusal == "doubt":
        return "@" in text and _TAKE_OFF.search(only_letters(text)) is None
    return not refusal


_TAKE_OFF = re.compile(
    r"\b(?:supprim|retir|enlev|effac|ray|radi|remov|delet)\w*(?: \w+){0,3} (?:moi|nous|adresses?"
    r"|e ?mails?|coordonnees|numero|donnees|listes?|fichiers?|bases?|me|us|lists?|database|data)\b"
    r"|\b(?:desinscri|desabonn|unsubscri|oppos)\w* (?:moi|nous|me|us|a)\b"
)


def _of_bounce(said: Incoming, bounce: Bounce) -> Incoming:
    return Incoming(
        "bounce",
        said.message_id,
        tuple(dict.fromkeys((*bounce.originals, *said.about))),
        said.sender,
        said.subject,
        said.text,
        whole=said.whole,
        failed=bounce.failed,
        words=bounce.words,
        delayed=bounce.delayed,
        verdict=said.verdict,
        bulk=said.bulk,
    )


def _sender(mail: Message) -> str:
    """The address a message is from, as addresses are kept; "" when it names none."""
    raw = header(mail, "From")
    # The reader of the standard library calls itself for each bracket, and some real ones nest, and
    # for each name of a group (“Team: a@b.example;”).
    nested = raw.count("(") > _MOST_NESTED or raw.count(":") > _MOST_NESTED
    address = "" if nested else parseaddr(raw)[1]
    if "@" not in address or " " in address:  # `"Com" com@…` is read as one address
        found = _ADDRESS_INSIDE.search(raw)
        address = found.group() if found else ""
    return canonical(address)[:254]


def _meeting(mail: Message) -> CalendarAnswer | None:
    """The answer to an invitation, or the invitation, that a message carries."""
    for part in parts(mail):
        if content_type(part) == "text/calendar" and parameter(part, "method"):
            found = read_answer(part_text(part))
            if found is not None:
                return found
    for part in parts(mail):
        if content_type(part) in ("text/calendar", "application/ics"):
            found = read_answer(part_text(part))
            if found is not None and found.method in ("REPLY", "COUNTER", "CANCEL"):
                return found
    return None


def _is_receipt(mail: Message, subject: str, text: str) -> bool:
    """A read receipt (RFC 8098), or what some programs send instead."""
    if any(content_type(part) == "message/disposition-notification" for part in parts(mail)):
        return True
    if parameter(mail, "report-type").lower() == "disposition-notification":
        return True
    plain = only_letters(text[:600])
    return (
        _RECEIPT_TITLE.fullmatch(only_letters(subject)) is not None
        and len(plain.split()) < 60
        and _RECEIPT_TEXT.search(plain) is not None
    )


def _declines_in_prose(subject: str, text: str) -> bool:
    """Whether a calendar says in words alone that somebody declined: what it was about is not read
    from them.
    """
    title = _DECLINED_TITLE.fullmatch(only_letters(subject)) is not None
    return title and _DECLINED_TEXT.search(only_letters(text[:600])) is not None


def _bulk(mail: Message) -> bool:
    names = header_names(mail)
    return bool(names & {"list-id", "list-unsubscribe", "list-post", "feedback-id"}) or header(
        mail, "Precedence"
    ).lower() in ("bulk", "list", "junk")
