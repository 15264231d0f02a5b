"""A mail that she only looked at waits for nothing, and thanks nobody for a talk."""

from __future__ import annotations

import pytest
from django.test import Client

from decroche.correspondence.actions import begin
from decroche.correspondence.models import Message
from decroche.correspondence.queries import drafts, drafts_count
from decroche.team.models import Member
from tests.cast import company

pytestmark = pytest.mark.usefixtures("offer_kept")


def test_a_mail_that_she_looked_at_does_not_wait_and_one_she_wrote_does(
    page: Client, member: Member
) -> None:
    message = begin(by=member, company=company(member))
    letter = page.get(f"/messages/{message.pk}/").content.decode()
    assert "comme convenu" not in letter
    assert "Merci pour l’accueil" not in letter
    assert (drafts_count(member.workspace), list(drafts(member.workspace))) == (0, [])
    typed = {"to": "com@vasseur.example", "subject": "Bonjour", "body": "Bonjour,", "seen": ""}
    answer = page.post(f"/messages/{message.pk}/keep/", typed).json()
    assert answer["kept"]
    assert [one.body for one in drafts(member.workspace)] == ["Bonjour,"]
    assert "Bonjour," in page.get(f"/messages/{message.pk}/").content.decode()


def test_of_a_mail_that_has_left_nothing_is_kept(page: Client, member: Member) -> None:
    message = begin(by=member, company=company(member))
    Message.objects.filter(pk=message.pk).update(state="sent", body="parti")
    typed = {"to": "com@vasseur.example", "subject": "Bonjour", "body": "Trop tard"}
    assert page.post(f"/messages/{message.pk}/keep/", typed).json() == {"kept": False}
    assert Message.objects.get().body == "parti"


def test_two_windows_write_one_after_the_other(page: Client, member: Member) -> None:
    message = begin(by=member, company=company(member))
    typed = {"to": "a@vasseur.example", "subject": "Bonjour"}
    page.post(f"/messages/{message.pk}/keep/", {**typed, "body": "Bonjour,\nUn", "seen": ""})
    other = page.post(
        f"/messages/{message.pk}/keep/",
        {**typed, "body": "Bonjour,\n\nDeux\n\nTrois\n\nUn", "seen": ""},
    ).json()
    assert other["body"] == "Bonjour,\nUn\nDeux\n\nTrois"
