"""Every letter, in both languages, with the SIRET pending and given."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils.translation import override

from decroche.calls.reading import OutcomeInput
from decroche.correspondence.composing import compose
from decroche.correspondence.letters import LETTERS
from decroche.correspondence.models import Message
from decroche.correspondence.providers import provider_of
from decroche.correspondence.rules import MAIL_SITUATIONS, letter_for
from decroche.offer.actions import save_offer
from decroche.offer.queries import offer_of
from decroche.prospects.models import Company
from decroche.shared.language import Language
from decroche.team.models import Member
from tests.cast import TUESDAY, log
from tools.outcomes import log_outcome

pytestmark = pytest.mark.usefixtures("offer_kept")


@pytest.mark.parametrize("siret", ["", "73282932000074"])
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("situation", MAIL_SITUATIONS)
def test_every_letter_is_whole(
    situation: str, language: Language, siret: str, member: Member, card: Company
) -> None:
    save_offer(by=member, offer=replace(offer_of(member), siret=siret))
    log_outcome(
        by=member,
        company_id=card.pk,
        outcome="interested",
        said=OutcomeInput(when=TUESDAY, precision="minute"),
    )
    call = card.calls.get()
    message = Message.objects.create(
        workspace=member.workspace,
        company=card,
        call=call,
        member=member,
        to="com@vasseur.example",
        created_at=TUESDAY,
    )
    letter = compose(
        by=member,
        message=message,
        situation=situation,
        language=language,
        on_behalf_of="Port fluvial",
    )
    whole = f"{letter.subject}\n{letter.body}\n{letter.footer}"
    assert "[" not in whole
    assert "Camille Arnaud\u00a0EI" in letter.footer
    given = "732\u00a0829\u00a0320\u00a000074"
    assert (given in letter.footer) is bool(siret)
    assert ("attribution" in letter.footer or "being allotted" in letter.footer) is not bool(siret)
    assert "STOP" in letter.footer
    assert len(letter.subject) < 90


def test_both_languages_have_every_situation() -> None:
    assert set(LETTERS["fr"]) == set(LETTERS["en"]) == set(MAIL_SITUATIONS)


@pytest.mark.parametrize(
    ("outcome", "reason", "situation"),
    [
        ("email_requested", "agency", "agency"),
        ("email_requested", "too_late", "too_late"),
        ("email_requested", "", "presentation"),
        ("meeting", "", "meeting"),
    ],
)
def test_the_letter_follows_what_was_said(outcome: str, reason: str, situation: str) -> None:
    assert letter_for(outcome, reason) == situation


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("a@orange.fr", "smtp.orange.fr"),
        ("a@wanadoo.fr", "smtp.orange.fr"),
        ("a@free.fr", "smtp.free.fr"),
        ("a@sfr.fr", "smtp.sfr.fr"),
        ("a@laposte.net", "smtp.laposte.net"),
        ("a@gmail.com", "smtp.gmail.com"),
        ("a@outlook.fr", "smtp-mail.outlook.com"),
        ("a@proton.me", "127.0.0.1"),
        ("a@Arnaud.Example", "smtp.arnaud.example"),
    ],
)
def test_a_provider_is_known_by_the_address(address: str, host: str) -> None:
    assert provider_of(address).smtp_host == host


@pytest.mark.parametrize(
    ("written", "given", "known"),
    [
        ("", "c.durand@vasseur.example", False),
        ("contact@vasseur.example", "c.durand@vasseur.example", False),
        ("contact@vasseur.example", "contact@vasseur.example", True),
        ("Contact@vasseur.example", "contact@vasseur.example", True),
    ],
)
def test_an_address_of_the_file_is_not_said_to_be_given_on_the_telephone(
    written: str, given: str, known: bool, member: Member, card: Company
) -> None:
    Company.objects.filter(pk=card.pk).update(email=written)
    log(member, card, "email_requested", email=given)
    message = Message.objects.get()
    with override("fr"):
        letter = compose(by=member, message=message, situation="presentation", language="fr")
    assert message.address_known is known
    assert ("adresse m’a été donnée au téléphone" in letter.footer) is not known
    assert ("viennent de" in letter.footer) is known
