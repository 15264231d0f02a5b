from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import LazySettings

from decroche.correspondence.actions import MailInput, keep_mailbox, queue
from decroche.correspondence.models import Mailbox, Message
from decroche.followups.models import FollowUp
from decroche.gateways import vault
from decroche.prospects.models import Company
from decroche.shared import clock
from decroche.team.models import Member
from tests.cast import TUESDAY, company, keep_offer
from tests.correspondence.server_mails import MINE, TO
from tests.correspondence.servers import Server, smtp_server


@pytest.fixture(autouse=True)
def _patient_mail(settings: LazySettings, no_keyring: None) -> None:
    settings.MAIL_TIMEOUT = 60.0


@pytest.fixture
def server() -> Iterator[Server]:
    with smtp_server() as running:
        yield running


@pytest.fixture
def mailbox(member: Member, server: Server, tmp_path: Path) -> Mailbox:
    vault.keep(tmp_path, f"mailbox-{member.workspace_id}", "secret")
    keep_offer(member)
    return keep_mailbox(
        by=member,
        values={
            "address": "camille@arnaud.example",
            "smtp_host": "127.0.0.1",
            "smtp_port": server.port,
            "smtp_security": "none",
            "pace_seconds": 0,
        },
    )


@pytest.fixture
def card(member: Member) -> Company:
    return company(member)


@pytest.fixture
def sent(member: Member, card: Company) -> Message:
    """The sent mail to which the incoming messages belong."""
    return Message.objects.create(
        workspace=member.workspace,
        company=card,
        member=member,
        to=TO,
        state="sent",
        message_id=MINE,
        closed_at=TUESDAY,
    )


@pytest.fixture
def advised(member: Member, card: Company) -> FollowUp:
    """A follow-up that the mail advised, a week later."""
    return FollowUp.objects.create(
        workspace=member.workspace,
        company=card,
        kind="advised",
        purpose="email_requested",
        due_at=TUESDAY + timedelta(days=7),
        precision="day",
    )


def wanted(member: Member, card: Company, to: str = "com@vasseur.example") -> Message:
    """A message that waits for her."""
    return Message.objects.create(workspace=member.workspace, company=card, to=to, member=member)


def leaving(
    member: Member, card: Company, to: str = "com@vasseur.example", **choices: Any
) -> Message:
    """A message that is due to leave (it was queued half a minute ago)."""
    message = wanted(member, card, to)
    with clock.frozen(TUESDAY - timedelta(seconds=31)):
        queue(
            by=member,
            message=message,
            to=to,
            mail=MailInput(
                **{
                    "subject": "Ma présentation",
                    "body": "Bonjour,\n\nVoici.",
                    "with_presentation": False,
                    **choices,
                }
            ),
        )
    message.refresh_from_db()
    return message


@pytest.fixture
def wrong_certificate(tmp_path: Path) -> ssl.SSLContext:
    """A certificate that no authority has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.example")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2036, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "wrong.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path)
    return context
