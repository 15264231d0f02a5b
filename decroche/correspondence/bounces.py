"""A message that came back: read from the report of RFC 3464, or from what servers without one
write. Pure.

Forms without a report: Exim (X-Failed-Recipients), qmail (“This is the qmail-send program”),
Exchange in HTML, Gmail, Sendmail, Proofpoint, Orange. A report is looked for in the message itself,
not in what a person encloses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message

from decroche.correspondence.mailtext import (
    content_type,
    header,
    header_names,
    inside,
    part_text,
    parts,
)
from decroche.shared.addresses import canonical, find_addresses
from decroche.shared.folding import only_letters

_DAEMONS = frozenset(
    [
        "mailer-daemon",
        "mailerdaemon",
        "postmaster",
        "mail-daemon",
        "maildaemon",
        "mdaemon",
        "mailer",
        "mail.daemon",
        "mailsystem",
        "mail-system",
        "microsoftexchange",
        "bounce",
        "bounces",
        "noreply-bounce",
    ]
)
_DAEMON_NAME = re.compile(
    r"mail delivery (?:sub)?system|mail(?:er)? daemon|microsoft outlook|mail system|postmaster"
    r"|mail administrator|systeme de messagerie|administrateur systeme|system administrator"
    r"|mail router|internet mail delivery"
)
_FAILURE_TITLE = re.compile(
    r"undeliver|delivery (?:status notification|failure|has failed|failed|problem|report"
    r"|notification)"
    r"|returned mail|failure notice|mail failure|could not be delivered|returned to sender"
    r"|message not delivered|non (?:remis|distribu|delivre)"
    r"|echec (?:de (?:la )?(?:remise|distribution|livraison|l envoi)|d envoi)"
    r"|notification d etat de remise|unzustellbar|rejected|mail (?:non|not) deliver"
    r"|nondeliverable|erreur de (?:distribution|livraison|remise)|undelivrable"
    r"|courrier (?:non|retourne)|warning could not send|delay|(?:remise|distribution) differee"
    r"|retard"
)
_FAILURE_TEXT = re.compile(
    r"could not (?:be )?deliver|(?:was|were|has|have)(?: not|n t) (?:been )?(?:delivered|able to)"
    r"|unable to deliver|delivery (?:to|has|of) .{0,80}failed|undeliverable"
    r"|permanent (?:fatal )?error|address not found|address rejected|user unknown|unknown user"
    r"|no such (?:user|mailbox|recipient|person|address)|recipient (?:not found|rejected|unknown)"
    r"|mailbox (?:unavailable|not found|full)|unrouteable|unroutable"
    r"|does not exist|doesn t exist|n existe pas|introuvable|inconnu"
    r"|n a pas (?:pu|ete) (?:etre )?(?:remis|delivre|distribue|livre|achemine)"
    r"|impossible de (?:remettre|delivrer|distribuer|livrer)|echec de la remise"
    r"|n ont pas pu etre (?:remis|delivres)|qmail send|giving up|message you sent"
    r"|konnte nicht zugestellt|boite (?:aux lettres )?(?:pleine|inexistante)|over quota"
    r"|has been rejected"
)
_FOR_GOOD = re.compile(r"(?<![\d.])5(?:\d\d[ \-]|\.\d{1,3}\.\d{1,3}\b)")
_DELAY = re.compile(
    r"delay|not yet been delivered|still being retried|will be retried"
    r"|will (?:continue to )?(?:try|retry)|warning could not send|will keep trying"
    r"|temporarily deferred|remise (?:est )?(?:retardee|differee)|n a pas encore"
    r"|nouvelles? tentative|continuera|sera retente|no action is required"
    r"|you do not need to (?:do anything|resend)"
)
_CODE = re.compile(r"(?<![\d.])(?:[45]\d\d[ \-](?=\S)|[45]\.\d{1,3}\.\d{1,3}\b)[^\n]{0,300}")
_COPY_ID = re.compile(r"(?im)^\W{0,4}message-id:\s*(<[^<>\s]{1,250}>)")
_POLICY = re.compile(
    r"(?<![\d.])[45]\.7\.\d|spam|blocked|block ?list|blacklist|black list|reputation|policy|dmarc"
    r"|\bspf\b|dkim|content rejected|virus|too large|message size|5\.3\.4|5\.2\.3|full|quota"
    r"|5\.2\.2|4\.2\.2|pleine|satur[ée]e|greylist|temporar(?:y|ily)|temporaire"
)
"""Words of a refusal that has another reason than the address."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """A delivery that did not succeed, or a warning that it has not yet (`delayed`); `delivered`
    when the report says that it arrived.

    failed: the addresses it may be about, lower case, those of the report first. words: those of
    the server. originals: the Message-IDs of the mail that came back.
    """

    failed: tuple[str, ...]
    words: str
    originals: tuple[str, ...]
    delayed: bool
    delivered: bool = False


def ids(text: str) -> tuple[str, ...]:
    """The Message-IDs of a header, in order, each once."""
    return tuple(dict.fromkeys(re.findall(r"<[^<>\s]+>", text[:20_000])))


def read_bounce(mail: Message, *, sender: str, subject: str, text: str) -> Bounce | None:
    """What a message says about a delivery; None when it is about something else."""
    report = next(
        (part for part in parts(mail) if content_type(part) == "message/delivery-status"), None
    )
    if report is not None:
        return _of_report(mail, report, text)
    if _failed_elsewhere(mail, sender, only_letters(subject), only_letters(text[:6_000])):
        return _of_text(mail, subject, text)
    return None


def address_is_dead(words: str) -> bool:
    """Whether a server's words speak of the address: a full mailbox or a message taken for spam do
    not, and may be tried again.
    """
    return _POLICY.search(words.lower()) is None


def _of_report(mail: Message, report: Message, text: str) -> Bounce:
    failed: list[str] = []
    words, actions = "", []
    for block in inside(report)[:50]:
        named = [header(block, "Original-Recipient"), header(block, "Final-Recipient")]
        if not any(named):
            continue
        action = header(block, "Action").strip().lower().split(" ")[0]
        actions.append(action)
        if action in ("", "failed"):
            failed += [canonical(one.rpartition(";")[2].strip().strip("<>")) for one in named]
            told = header(block, "Diagnostic-Code").partition(";")[2]
            words = words or f"{header(block, 'Status')} {told}".strip()
    if not re.search("[A-Za-z]{3}", words):  # a bare status: people are told more
        told_people = _CODE.search(text)
        words = told_people.group() if told_people else words
    bad = "" in actions or "failed" in actions or not actions
    return Bounce(
        tuple(dict.fromkeys(one for one in failed if one)),
        " ".join(words.split())[:500],
        _originals(mail, text),
        delayed=not bad and "delayed" in actions,
        delivered=not bad and "delayed" not in actions,
    )


def _failed_elsewhere(mail: Message, sender: str, title: str, text: str) -> bool:
    """Whether a message without a report is one of a mail server about a delivery."""
    if header(mail, "X-Failed-Recipients") or "x-ms-exchange-message-is-ndr" in header_names(mail):
        return True
    local = sender.partition("@")[0]
    name = only_letters(header(mail, "From").partition("<")[0])
    daemon = local in _DAEMONS or _DAEMON_NAME.search(name) is not None
    nobody = header(mail, "Return-Path").replace(" ", "") == "<>" or sender == ""
    said = _FAILURE_TITLE.search(title) is not None, _FAILURE_TEXT.search(text) is not None
    return (daemon and any(said)) or (nobody and all(said))


def _of_text(mail: Message, subject: str, text: str) -> Bounce:
    above = re.split(
        r"(?im)^[^\w\n]{0,20}(?:below this line is a copy|this is a copy of the message"
        r"|.{0,20}original message|.{0,20}message (?:original|d.origine)|.{0,20}message headers"
        r"|return-path:|en-t.tes)",
        text,
        maxsplit=1,
    )[0]
    named = header(mail, "X-Failed-Recipients")
    failed = [canonical(one) for one in (*find_addresses(named), *find_addresses(above[:8_000]))]
    refusals = [one.strip() for one in above.split("\n") if _FOR_GOOD.search(one)]
    spared = [one.strip() for one in above.split("\n") if not address_is_dead(one)]
    said = [*refusals, *spared, *_lines(above)]
    words = next((one for one in said if re.search("[A-Za-z]{3}", one)), subject)
    plain = f"{only_letters(subject)} {only_letters(above[:3_000])}"
    title = only_letters(subject)
    delayed = _DELAY.search(plain) is not None and not _FOR_GOOD.search(above)
    if "fail" in title and "delay" not in title:
        delayed = False
    return Bounce(
        tuple(dict.fromkeys(failed))[:20],
        " ".join(words.split())[:500],
        _originals(mail, text),
        delayed,
    )


def _lines(text: str) -> list[str]:
    """The lines that say something about the failure."""
    return [one.strip() for one in text.split("\n") if _FAILURE_TEXT.search(only_letters(one))]


def _originals(mail: Message, text: str) -> tuple[str, ...]:
    """The Message-IDs of what came back: of the copy or the headers enclosed, or in the text."""
    found: list[str] = []
    for part in parts(mail):
        kind = content_type(part)
        if kind.startswith("message/"):
            found += [one for inner in inside(part) for one in ids(header(inner, "Message-ID"))]
        if kind == "text/rfc822-headers":
            found += _COPY_ID.findall(part_text(part)[:50_000])
    found += _COPY_ID.findall(text)
    return tuple(dict.fromkeys(found))
