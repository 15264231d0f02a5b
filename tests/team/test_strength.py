"""How hard a password is to guess: said while it is chosen, and the easy ones are refused."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from decroche.membership.actions import NotDone, invite, join, share
from decroche.team.models import Credential, Member
from decroche.team.strength import strength_of
from tools.entering import HOST

OWNER = "camille@arnaud.example"
PASSWORD = "trois-chats-sous-la-pluie"


@pytest.mark.parametrize(
    ("password", "level", "because"),
    [
        ("aaaaaaaaaaaa", "weak", "repeat"),
        ("jeanjeanjeanjean", "weak", "repeat"),
        ("azertyuiopqs", "weak", "row"),
        ("qsdfghjklmwxcvbn", "weak", "row"),
        ("abcdefghijklmnop", "weak", "row"),
        ("987654321098", "weak", "row"),
        ("motdepasse2024", "weak", "frequent"),
        ("M0tdepasse!2024", "weak", "frequent"),
        ("Camille.Arnaud1", "weak", "own"),
        ("arnaud.example", "weak", "own"),
        ("Zut!2019xq", "fair", "year"),
        ("hq7vkzbpwrt", "good", ""),
        ("cheval agrafe pile", "strong", ""),
        (PASSWORD, "strong", ""),
        ("hq7vkzbpwrtgd", "strong", ""),
    ],
)
def test_what_people_choose_is_weak_and_four_words_are_not(
    password: str, level: str, because: str
) -> None:
    found = strength_of(password, "Camille Arnaud", OWNER)
    assert (found.level, found.because) == (level, because)


@given(st.text(min_size=1, max_size=32))
def test_twice_the_same_is_one_step_more_at_most(password: str) -> None:
    assert strength_of(password + password).steps <= strength_of(password).steps + 1


@pytest.mark.django_db
@pytest.mark.parametrize("easy", ["azertyuiopqsdf", "camillearnaud", "motdepasse2024"])
def test_an_easy_one_is_refused_with_what_makes_it_easy(member: Member, easy: str) -> None:
    with pytest.raises(NotDone) as refused:
        share(by=member, name="Camille Arnaud", email=OWNER, password=easy)
    assert refused.value.code == "password"
    assert refused.value.reasons[0].startswith("Trop facile à deviner. Il contient")
    assert not Credential.objects.exists()
    share(by=member, name="Camille Arnaud", email=OWNER, password=PASSWORD)
    with pytest.raises(NotDone):
        join(
            key=invite(by=member, role="caller"),
            name="Noé",
            email="noe@x.example",
            password="noe@x.example",
        )


@pytest.mark.django_db
def test_the_page_says_it_and_keeps_nothing(page: Client, member: Member) -> None:
    def said(client: Client, **typed: str) -> str:
        answer = client.post("/sign-in/strength/", typed)
        assert answer.status_code == 200
        return unescape(answer.content.decode())

    visitor = Client(headers={"Host": HOST})
    assert visitor.post("/sign-in/strength/", {"password": "x"}).status_code == 403, "the door"
    assert "Trop facile" in said(page, password="motdepasse2024")
    share(by=member, name="Camille Arnaud", email=OWNER, password=PASSWORD)
    for client in (page, visitor):
        assert "Très difficile à deviner" in said(client, password=PASSWORD)
        weak = said(client, new="Camille.Arnaud1", name="Camille Arnaud")
        assert "votre nom" in weak
        assert 'value="1"' in weak
        assert "Camille" not in weak
        assert not said(client, password="").strip()
        assert visitor.get("/sign-in/strength/").status_code == 405
