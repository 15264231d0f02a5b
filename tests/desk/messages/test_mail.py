"""Messages and the mailbox, on the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from decroche.calls.reading import OutcomeInput
from decroche.correspondence.actions import keep_mailbox
from decroche.correspondence.composing import compose
from decroche.correspondence.models import DeadAddress, Mailbox, Message, Template
from decroche.correspondence.outbox import turn
from decroche.followups.models import FollowUp
from decroche.gateways import vault
from decroche.journal.actions import undo
from decroche.offer.actions import save_offer
from decroche.offer.models import Profile
from decroche.offer.queries import offer_of
from decroche.offer.seeds import first_offer
from decroche.prospects.models import Company
from decroche.shared import clock
from decroche.team.models import Member
from tests.cast import TUESDAY, company
from tools.outcomes import log_outcome

BOX = {
    "address": "camille@arnaud.example",
    "smtp_host": "127.0.0.1",
    "smtp_port": 1,
    "smtp_security": "none",
}
LETTER = {
    "to": "com@vasseur.example",
    "subject": "Ma présentation",
    "body": "Bonjour",
    "situation": "agency",
    "language": "fr",
    "presentation": "1",
}


@pytest.fixture(autouse=True)
def _quick_mail(settings: LazySettings, no_keyring: None, offer_kept: None) -> None:
    settings.MAIL_TIMEOUT = 1.0


@pytest.fixture
def asked(member: Member) -> Message:
    """An e-mail asked for on the telephone, without a mailbox: it waits for her."""
    card = company(member)
    log_outcome(
        by=member,
        company_id=card.pk,
        outcome="email_requested",
        said=OutcomeInput(email="com@vasseur.example", reason="agency"),
    )
    return Message.objects.get()


def test_asked_for_with_a_mailbox_it_is_queued_with_the_right_letter(member: Member) -> None:
    keep_mailbox(by=member, values=BOX)
    log_outcome(
        by=member,
        company_id=company(member).pk,
        outcome="email_requested",
        said=OutcomeInput(email="com@vasseur.example", reason="agency", details={"cv": "1"}),
    )
    message = Message.objects.get()
    assert (message.state, message.situation, message.with_cv) == ("queued", "agency", True)
    assert "Vous travaillez avec une agence" in message.body
    assert "[" not in message.subject + message.body


def test_i_write_it_later_keeps_it_for_her(member: Member) -> None:
    keep_mailbox(by=member, values=BOX)
    log_outcome(
        by=member,
        company_id=company(member).pk,
        outcome="email_requested",
        said=OutcomeInput(email="a@b.example", details={"mail": "later"}),
    )
    assert Message.objects.get().state == "draft"


def test_taking_the_call_back_takes_its_mail_back(member: Member) -> None:
    keep_mailbox(by=member, values=BOX)
    log_outcome(
        by=member,
        company_id=company(member).pk,
        outcome="email_requested",
        said=OutcomeInput(email="a@b.example"),
    )
    assert Message.objects.get().state == "queued"
    undo(by=member)
    assert not Message.objects.exists()
    assert not FollowUp.objects.filter(closed_at=None).exists()


def test_the_letter_is_read_again_before_it_leaves(page: Client, asked: Message) -> None:
    shown = page.get(f"/messages/{asked.pk}/").content.decode()
    assert "Vous travaillez avec une agence" in shown
    assert "SIRET en cours d’attribution" in shown
    assert "répondez STOP" in shown
    other = page.get(f"/messages/{asked.pk}/?situation=too_late&language=en").content.decode()
    assert "For your next project" in other


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"to": "a@x.example, b@y.example"}, "Une adresse à la fois"),
        ({"to": "pas une adresse"}, "Ce n’est pas une adresse e-mail"),
        ({"to": "perdu@x.example"}, "est revenu"),
        ({"subject": "  "}, "un objet et un texte"),
    ],
)
def test_what_cannot_leave_says_why_and_keeps_what_was_typed(
    change: dict[str, str], words: str, page: Client, member: Member, asked: Message
) -> None:
    keep_mailbox(by=member, values=BOX)
    DeadAddress.objects.create(workspace=member.workspace, address="perdu@x.example", words="550")
    answer = page.post(f"/messages/{asked.pk}/", {**LETTER, "body": "Mes mots à moi", **change})
    assert answer.status_code == 422
    assert words in answer.content.decode().replace("\u202f", " ").replace("\u00a0", " ")
    assert "Mes mots à moi" in answer.content.decode()
    asked.refresh_from_db()
    assert asked.state == "draft"


def test_sent_taken_back_and_sent_again_from_the_page(
    page: Client, member: Member, asked: Message
) -> None:
    keep_mailbox(by=member, values=BOX)
    page.post(f"/messages/{asked.pk}/", LETTER)
    asked.refresh_from_db()
    assert asked.state == "queued"
    page.post(f"/messages/{asked.pk}/back/")
    asked.refresh_from_db()
    assert asked.state == "draft"
    Message.objects.update(state="check")
    assert "La liaison s’est coupée" in page.get("/messages/").content.decode()
    page.post(f"/messages/{asked.pk}/again/")
    asked.refresh_from_db()
    assert asked.state == "queued"


def test_an_opposed_company_cannot_be_written_to_whatever_the_path(
    page: Client, member: Member, asked: Message
) -> None:
    keep_mailbox(by=member, values=BOX)
    log_outcome(by=member, company_id=asked.company_id, outcome="do_not_call")
    assert (
        page.post(f"/messages/{asked.pk}/", {**LETTER, "to": "autre@vasseur.example"}).status_code
        == 422
    )
    page.post(f"/messages/{asked.pk}/again/")
    asked.refresh_from_db()
    assert asked.state == "dropped"


def test_without_a_mailbox_there_is_a_draft(page: Client, asked: Message) -> None:
    answer = page.get(f"/messages/{asked.pk}/draft.eml")
    mail = message_from_bytes(answer.content, policy=default)
    assert mail["To"].addresses[0].addr_spec == "com@vasseur.example"
    assert mail["X-Unsent"] == "1"
    assert [part.get_filename() for part in mail.iter_attachments()] == [
        "Présentation Camille Arnaud.pdf"
    ]


def test_a_strangers_message_is_not_found(page: Client, stranger: Member) -> None:
    card = Company.objects.create(
        workspace=stranger.workspace,
        name="x",
        name_key="x",
        sort_name="x",
        provenance=company(stranger).provenance,
    )
    message = Message.objects.create(workspace=stranger.workspace, company=card, to="a@b.example")
    for address in (f"/messages/{message.pk}/", f"/messages/{message.pk}/draft.eml"):
        assert page.get(address).status_code == 404
    assert page.post(f"/messages/{message.pk}/again/").status_code == 404


def test_servers_are_filled_in_from_the_address(page: Client) -> None:
    shown = page.get("/mailbox/servers/?address=marie@gmail.com").content.decode()
    assert "smtp.gmail.com" in shown
    assert "mot de passe d’application" in shown
    assert "ssl0.ovh.net" in page.get("/mailbox/servers/?host=OVHcloud").content.decode()
    assert (
        "smtp.arnaud.example"
        in page.get("/mailbox/servers/?address=camille@arnaud.example").content.decode()
    )


def test_a_mailbox_that_does_not_answer_says_which_step_failed(
    page: Client, member: Member, tmp_path: Path, at_once: None
) -> None:
    answer = page.post(
        "/mailbox/",
        {
            **BOX,
            "password": "tres-secret",
            "imap_host": "127.0.0.1",
            "imap_port": 1,
            "imap_security": "none",
        },
        follow=True,
    )
    shown = answer.content.decode()
    assert "L’étape qui a échoué" in shown
    assert "ne répond pas" in shown
    assert "tres-secret" not in shown
    assert Mailbox.objects.get().problem_step == "connect"
    kept = (tmp_path / "mail-secrets.json").read_text()
    assert "tres-secret" not in kept
    assert (tmp_path / "mail-key").stat().st_mode & 0o077 == 0
    assert vault.read(tmp_path, f"mailbox-{member.workspace_id}") == "tres-secret"
    page.post("/mailbox/", {"forget": "1"})
    assert not Mailbox.objects.exists()
    assert vault.read(tmp_path, f"mailbox-{member.workspace_id}") == ""


def test_templates_are_hers_and_come_back_when_emptied(page: Client, member: Member) -> None:
    page.post(
        "/messages/templates/",
        {"language": "fr", "agency-subject": "Coucou", "agency-body": "Ligne 1\r\nLigne 2"},
    )
    row = Template.objects.get(situation="agency")
    assert (row.subject, row.body) == ("Coucou", "Ligne 1\nLigne 2")
    page.post("/messages/templates/", {"language": "fr", "agency-subject": "", "agency-body": ""})
    assert not Template.objects.filter(situation="agency").exists()
    assert (
        "Vous travaillez avec une agence"
        in page.get("/messages/templates/?language=fr").content.decode()
    )


def test_an_address_that_came_back_is_said_while_they_are_on_the_telephone(
    page: Client, member: Member
) -> None:
    card = company(member)
    DeadAddress.objects.create(
        workspace=member.workspace, address="perdu@x.example", words="550 user unknown"
    )
    shown = page.post(
        "/calls/log/",
        {"outcome": "email_requested", "company": card.pk, "email": "perdu@x.example"},
        headers={"HX-Request": "true"},
    ).content.decode()
    assert "user unknown" in shown
    assert not Message.objects.exists()


def test_a_message_is_begun_from_a_card_or_a_follow_up_once(page: Client, member: Member) -> None:
    card = company(member, email="contact@vasseur.example")
    first = page.post(f"/companies/{card.pk}/write/", {"situation": "follow_up"})
    assert first.headers["Location"] == f"/messages/{Message.objects.get().pk}/?situation=follow_up"
    assert "l’avez-vous bien reçue" in page.get(first.headers["Location"]).content.decode()
    page.post(f"/companies/{card.pk}/write/")
    assert Message.objects.get().to == "contact@vasseur.example"
    assert page.get("/follow-ups/").status_code == 200


def test_what_waited_for_the_mailbox_leaves_when_it_is_set_right(member: Member) -> None:
    keep_mailbox(by=member, values=BOX)
    log_outcome(
        by=member,
        company_id=company(member).pk,
        outcome="email_requested",
        said=OutcomeInput(email="a@b.example"),
    )
    with clock.frozen(TUESDAY + timedelta(minutes=1)):
        turn(member.workspace)
        later = Message.objects.get().send_after
        assert later
        assert later > clock.now()
        keep_mailbox(by=member, values=BOX)
        assert Message.objects.get().send_after == clock.now()


def test_nothing_of_an_offer_leaves_before_she_has_read_and_kept_it(
    page: Client, member: Member, asked: Message
) -> None:
    Profile.objects.update(kept_at=None)
    draft = page.get(f"/messages/{asked.pk}/draft.eml").content.decode()
    assert "application/pdf" not in draft
    letter = compose(by=member, message=asked, situation="agency", language="fr")
    assert "présentation" not in letter.body
    assert "Site web" not in letter.body
    shown = page.get(f"/messages/{asked.pk}/").content.decode()
    assert "Votre offre n’est pas encore lue et gardée" in shown
    assert "Votre numéro de téléphone manque" in shown
    save_offer(by=member, offer=replace(offer_of(member), phone="06 39 98 00 01"))
    shown = page.get(f"/messages/{asked.pk}/").content.decode()
    assert "Votre offre n’est pas encore lue et gardée" not in shown
    assert "Votre numéro de téléphone manque" not in shown
    assert "application/pdf" in page.get(f"/messages/{asked.pk}/draft.eml").content.decode()


def test_the_offer_proposed_holds_no_example_that_reads_as_a_fact(member: Member) -> None:
    for language in ("fr", "en"):
        assert not any(service.example for service in first_offer(language).services)


def test_a_mail_is_in_the_language_of_those_who_read_it_not_in_that_of_her_screen(
    page: Client, member: Member, asked: Message
) -> None:
    page.get("/offer/")
    before = page.get(f"/messages/{asked.pk}/").context["letter"]
    member.language = "en"
    member.save()
    shown = page.get(f"/messages/{asked.pk}/")
    assert "Added under it, as the law asks" in shown.content.decode()
    letter = shown.context["letter"]
    assert letter.language == "fr"
    assert (letter.subject, letter.body) == (before.subject, before.body)
    chosen = page.get(f"/messages/{asked.pk}/?language=en").context["letter"]
    assert chosen.language == "en"
    assert page.get("/messages/templates/").context["written_in"] == "fr"


def test_her_first_offer_is_in_the_language_of_those_who_read_it(
    page: Client, member: Member
) -> None:
    Profile.objects.all().delete()
    member.language = "en"
    member.save()
    page.get("/offer/")
    assert Profile.objects.get().tagline == first_offer("fr").tagline
