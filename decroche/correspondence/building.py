"""A message as it is sent. It is built once, so that what is sent and what is filed are the same
bytes.
"""

from __future__ import annotations

from datetime import datetime
from email.encoders import encode_base64
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from django.utils.translation import gettext as _
from django.utils.translation import override

from decroche.correspondence.composing import footer
from decroche.correspondence.leaving import carries_presentation
from decroche.correspondence.models import Message
from decroche.correspondence.rules import one_line
from decroche.gateways.calendar import from_whom
from decroche.offer.presentation import as_pdf
from decroche.offer.queries import enclosure, offer_of
from decroche.shared.clock import PARIS
from decroche.shared.language import PROSPECTS_LANGUAGE, Language, known_language
from decroche.team.models import Member

NOBODY = "moi@localhost"
"""The sender of a draft as long as she gave no address: her mail program puts its own."""
INVITATION = "invitation.ics"
"""How an attached invitation is called."""


def new_message_id(mailbox_address: str) -> str:
    """A new Message-ID in her own domain."""
    return make_msgid(domain=mailbox_address.rpartition("@")[2] or "localhost")


def language_of(message: Message) -> Language:
    """The language a message is written in."""
    return known_language(message.language, PROSPECTS_LANGUAGE)


def whole_body(by: Member, message: Message) -> str:
    """The body with its signature, mentions and the way to say stop."""
    offer = offer_of(by)
    return f"{message.body.strip()}\n\n{footer(by, message, offer, language_of(message))}\n"


def build(*, by: Member, message: Message, sender: str, at: datetime) -> EmailMessage:
    """The message with its attachments.

    `message.body` is what she wrote; the signature is added here.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(one_line(by.name), addr_spec=sender)
    mail["To"] = Address(
        one_line(message.contact.name) if message.contact else "", addr_spec=message.to
    )
    mail["Subject"] = one_line(message.subject)
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message.message_id or new_message_id(sender)
    mail["List-Unsubscribe"] = f"<mailto:{sender}?subject=STOP>"
    mail["Content-Language"] = language_of(message)
    mail.set_content(whole_body(by, message), charset="utf-8", cte="quoted-printable")
    if message.calendar:
        _add_invitation(mail, message, (one_line(by.name), sender))
    if carries_presentation(message):
        _attach(
            mail,
            _presentation(by, message, at),
            presentation_name(by, language_of(message)),
            "application/pdf",
        )
    cv = enclosure(by.workspace, "cv") if message.with_cv else None
    if cv:
        _attach(mail, bytes(cv.content), cv.filename, cv.media_type)
    return mail


def _add_invitation(mail: EmailMessage, message: Message, organizer: tuple[str, str]) -> None:
    """Adds the invitation in the name of whoever sends it now. It stands twice: mail programs ask
    about the one beside the text, and a draft that is opened again keeps only what is attached.
    """
    known = None if organizer[1] == NOBODY else organizer
    text = from_whom(message.calendar, known).encode()
    method = message.calendar_method if known else "PUBLISH"
    mail.add_alternative(
        text,
        maintype="text",
        subtype="calendar",
        params={"method": method, "charset": "utf-8"},
    )
    _attach(mail, text, INVITATION, "application/ics")


def presentation_name(by: Member, language: Language) -> str:
    """“Présentation Camille Arnaud.pdf”"""
    with override(language):
        return one_line(f"{_('Presentation')} {by.name}").strip() + ".pdf"


def _presentation(by: Member, message: Message, at: datetime) -> bytes:
    logo = enclosure(by.workspace, "logo")
    return as_pdf(
        offer_of(by),
        language_of(message),
        on=at.astimezone(PARIS).date(),
        logo=bytes(logo.content) if logo else b"",
    ).content


def _attach(mail: EmailMessage, content: bytes, name: str, media_type: str) -> None:
    """Attaches a file.

    Its name stands twice: as RFC 2231 says, and as Outlook and old readers want it (an encoded
    word).
    """
    maintype, _slash, subtype = media_type.partition("/")
    part = MIMENonMultipart(
        maintype,
        subtype,
        name=name if name.isascii() else Header(name, "utf-8", maxlinelen=400).encode(),
    )
    part.set_payload(content)
    encode_base64(part)
    part.add_header(
        "Content-Disposition",
        "attachment",
        filename=name if name.isascii() else ("utf-8", "", name),
    )
    if mail.get_content_type() != "multipart/mixed":
        mail.make_mixed()
    # typeshed asks for an EmailMessage; this older kind of part keeps its headers as written.
    mail.attach(part)  # type: ignore[arg-type]  # see above


def as_sent(mail: EmailMessage) -> bytes:
    """The bytes that are sent, and filed in the Sent folder."""
    return mail.as_bytes(policy=SMTP.clone(refold_source="none"))
