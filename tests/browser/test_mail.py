"""“Envoyez-moi un e-mail”: one key, an address, Enter; with real servers and a real browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from django.conf import LazySettings
from playwright.sync_api import expect

from decroche.correspondence.jobs import run_once
from decroche.correspondence.models import Mailbox, Message
from decroche.followups.models import FollowUp
from decroche.shared import clock
from decroche.team.actions import introduce
from decroche.team.models import Member
from tests.browser.conftest import Open, Watched, caller
from tests.browser.mail import CAPS, HER, NOBODY, THEM, Post, missing, post
from tests.browser.test_morning import next_card, press
from tests.cast import TUESDAY, file_of, keep_offer
from tests.waiting import until

pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.skipif(
        os.geteuid() != 0,
        reason="OpenSMTPD starts as root only, to give each part of itself a user of its own",
    ),
]


@pytest.fixture
def servers(
    tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Post]:
    assert not missing(), (
        f"{missing()} missing: sudo apt-get install -y opensmtpd dovecot-imapd (bin/test does it)"
    )
    settings.DATA_FOLDER = tmp_path
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    with post() as running:
        yield running


def test_asked_for_sent_answered_bounced_stopped(open_page: Open, servers: Post) -> None:
    with clock.frozen(TUESDAY):
        member = caller()
        keep_offer(member)
        introduce(by=member, name="Camille Arnaud", trade="cheffe de projet en communication")
        file_of(member, 5)
        desk = open_page()
        set_the_mailbox(desk, servers)
        desk.begin()
        asked = [ask_for_mail(desk, address) for address in (THEM, NOBODY, CAPS)]
    with clock.frozen(TUESDAY + timedelta(seconds=90)):
        Mailbox.objects.update(pace_seconds=0)
        done, _replies = run_once(member.workspace)
        assert (done.sent, done.failed, done.check) == (3, 0, 0)
        message_id = it_arrived(servers)
        servers.send(
            THEM,
            (
                "Merci ! Rappelez-moi en janvier.\n\nLe 24 nov. 2026 à 10:06, Camille a écrit :\n"
                "> Bonjour"
            ),
            Subject="Re: Ma présentation",
            In_Reply_To=message_id,
        )
        servers.send(
            CAPS,
            "STOP, merci de ne plus me contacter.",
            Subject="Re: présentation",
            In_Reply_To=_id_of(CAPS),
        )
        assert (
            read_until(member, 3) == 3
        )  # the answer, the stop, and the bounce that OpenSMTPD writes
        assert run_once(member.workspace)[1] == 0
        it_stands_on_the_cards(desk, member, asked)
        servers.send(
            THEM,
            "Ne m'appelez plus avant 14 h.",
            Subject="Re: Ma présentation",
            In_Reply_To=message_id,
        )
        assert read_until(member, 1) == 1
        what_is_in_doubt_is_judged_with_one_key(desk)


def what_is_in_doubt_is_judged_with_one_key(desk: Watched) -> None:
    page = desk.page
    desk.go("/")
    desk.accessible()
    doubt = page.get_by_text("C’est peut-être une opposition.")
    expect(doubt).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator("[role=status]").first).to_contain_text("une réponse, à lire aujourd’hui")
    expect(doubt).to_have_count(0)
    assert not Message.objects.get(to=THEM).company.opposed_at


def read_until(member: Member, count: int) -> int:
    """Reads the inbox until that many answers came. Returns how many there are then."""
    found: list[int] = []

    def all_read() -> bool:
        found.append(run_once(member.workspace)[1])
        return sum(found) >= count

    until(all_read, f"{count} answers in the inbox")
    return sum(found)


def set_the_mailbox(desk: Watched, servers: Post) -> None:
    page = desk.page
    desk.go("/mailbox/")
    desk.accessible()
    page.get_by_label("Votre adresse e-mail").fill(HER)
    expect(page.locator("#servers [name=smtp_host]")).to_have_value("smtp.arnaud.example")
    page.locator("[name=password]").fill("secret")
    for name, port in (("smtp", servers.smtp), ("imap", servers.imap)):
        page.locator(f"[name={name}_host]").fill("127.0.0.1")
        page.locator(f"[name={name}_port]").fill(str(port))
        page.locator(f"[name={name}_security]").select_option("none")
    page.locator("[name=smtp_user]").fill("")
    Mailbox.objects.all().delete()
    page.get_by_role("button", name="Garder et essayer").click()
    expect(page.locator("[role=status]").first).to_contain_text("retrouvé")


def ask_for_mail(desk: Watched, address: str) -> str:
    page = desk.page
    name = page.locator(".fiche h1").inner_text()
    press(desk, "5")
    page.locator("#email-email_requested").fill(address)
    page.keyboard.press("Enter")
    next_card(desk, name)
    return name


def _id_of(address: str) -> str:
    return Message.objects.get(to=address).message_id


def it_arrived(servers: Post) -> str:
    (content,) = servers.wait_for(THEM, 1)
    mail = message_from_bytes(content, policy=default)
    assert [part.get_filename() for part in mail.iter_attachments()] == [
        "Présentation Camille Arnaud.pdf"
    ]
    assert next(mail.iter_attachments()).get_content().startswith(b"%PDF")
    filed = [message_from_bytes(one)["Message-ID"] for one in servers.inbox(HER, "Envoyes")]
    assert sorted(filed) == sorted(Message.objects.values_list("message_id", flat=True))
    assert Message.objects.filter(filed_at=None).count() == 0
    return str(mail["Message-ID"])


def it_stands_on_the_cards(desk: Watched, member: Member, asked: list[str]) -> None:
    page = desk.page
    answered, bounced, stopped = (
        Message.objects.get(to=address) for address in (THEM, NOBODY, CAPS)
    )
    assert [one.company.name for one in (answered, bounced, stopped)] == asked
    desk.go(f"/companies/{answered.company_id}/")
    expect(page.get_by_text("Rappelez-moi en janvier").first).to_be_visible()
    assert list(
        FollowUp.objects.filter(company=answered.company, closed_at=None).values_list(
            "purpose", flat=True
        )
    ) == ["reply"]
    follow_up = FollowUp.objects.get(company=bounced.company, closed_at=None)
    assert follow_up.purpose == "bounce"
    assert "user unknown" in follow_up.note
    desk.go("/follow-ups/")
    desk.accessible()
    expect(page.get_by_text("user unknown").first).to_be_visible()
    stopped.company.refresh_from_db()
    assert stopped.company.opposed_at
    assert not stopped.company.state.callable
    assert not FollowUp.objects.filter(company=stopped.company, closed_at=None).exists()
    desk.go("/messages/")
    desk.accessible()
    expect(page.get_by_text("Cette adresse n’existe pas chez eux").first).to_be_visible()
