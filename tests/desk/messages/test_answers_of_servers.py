"""What a mail server answered is said in plain words, with what to do, where she sees it."""

from __future__ import annotations

import pytest
from django.test import Client

from decroche.correspondence import trial
from decroche.correspondence.models import Message
from decroche.team.models import Member
from tests.cast import TUESDAY, company
from tests.desk.messages.test_mail import BOX
from tests.waiting import background_done

pytestmark = pytest.mark.usefixtures("no_keyring")


def shown(page: Client, address: str) -> str:
    text = page.get(address).content.decode()
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("&#x27;", "'")


@pytest.mark.parametrize(
    ("state", "step", "words", "said"),
    [
        ("failed", "recipient", "550 5.1.1 no such user", "Cette adresse n’existe pas chez eux"),
        ("failed", "bounce", "5.1.1 unknown", "Cette adresse n’existe pas chez eux"),
        ("failed", "recipient", "552 mailbox full", "Leur boîte est pleine ou fermée"),
        ("failed", "recipient", "554 no", "Leur serveur le refuse"),
        ("failed", "data", "554 spam", "Leur serveur refuse le message lui-même"),
        ("failed", "connect", "timed out", "Pendant deux jours, leur serveur n’a pas répondu"),
        ("failed", "opposed", "opposed", "il a été retenu"),
        ("failed", "opposed", "no_consent", "un particulier"),
        ("check", "answer", "", "La liaison s’est coupée tout à la fin"),
    ],
)
def test_a_message_that_did_not_arrive_says_why(
    state: str, step: str, words: str, said: str, page: Client, member: Member
) -> None:
    Message.objects.create(
        workspace=member.workspace,
        company=company(member),
        member=member,
        to="com@vasseur.example",
        state=state,
        step=step,
        words=words,
        closed_at=TUESDAY,
    )
    assert said in shown(page, "/messages/")


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (trial.Trial("ok"), "Tout fonctionne"),
        (trial.Trial("ok", "smtp_only"), "aucun serveur IMAP n’est indiqué"),
        (trial.Trial("not_found"), "n’est pas encore dans votre boîte"),
        (trial.Trial("smtp", "connect"), "Le serveur ne répond pas"),
        (trial.Trial("smtp", "tls"), "La liaison sûre n’a pas pu s’établir"),
        (trial.Trial("imap", "login"), "Nom ou mot de passe refusé"),
        (trial.Trial("smtp", "sender"), "l’adresse et le nom d’utilisateur"),
        (trial.Trial("smtp", "recipient"), "votre propre adresse"),
        (trial.Trial("imap", "folder"), "Le serveur a refusé."),
    ],
    ids=lambda one: "-".join((one.step, one.at)) if isinstance(one, trial.Trial) else "",
)
def test_the_test_of_a_mailbox_says_which_step_failed_and_what_to_do(
    found: trial.Trial,
    said: str,
    page: Client,
    monkeypatch: pytest.MonkeyPatch,
    at_once: None,
) -> None:
    monkeypatch.setattr("decroche.desk.mailbox.views.try_mailbox", lambda **_: found)
    page.post("/mailbox/", {**BOX, "password": "x", "try": "1"})
    background_done()
    assert said in shown(page, "/mailbox/")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("camille@gmail.com", "mot de passe d’application"),
        ("camille@orange.fr", "doit d’abord autoriser"),
        ("camille@outlook.com", "Microsoft ne laisse plus entrer de programme"),
        ("camille@proton.me", "Proton Bridge sur cette machine"),
    ],
)
def test_a_provider_with_a_trick_about_its_passwords_says_it(
    address: str, said: str, page: Client
) -> None:
    assert said in shown(page, f"/mailbox/servers/?address={address}")
