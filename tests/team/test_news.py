"""A member is told what happened to their account: on the page, and by mail."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from decroche.membership.actions import change_role, invite, join, leave, renew_password
from decroche.membership.news import Kind, tell
from decroche.shared import clock
from decroche.shared.clock import now
from decroche.team import signing
from decroche.team.models import AccountEvent, Credential, Member
from decroche.team.pepper import FILE, is_of_another_folder
from decroche.team.signing import sign_in
from tests.sharing import OWNER, PASSWORD
from tools.entering import HOST

ANOTHER = "un-autre-mot-bien-long"
NOE = "noe@equipe.example"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]


@pytest.fixture
def noe(owner: Member) -> Member:
    """A caller of it."""
    return join(key=invite(by=owner, role="caller"), name="Noé", email=NOE, password=PASSWORD)


def browser() -> Client:
    return Client(headers={"Host": HOST, "User-Agent": "Firefox/130 (Windows)"})


def signed_in(client: Client, password: str = PASSWORD) -> Client:
    assert client.post("/sign-in/", {"email": NOE, "password": password}).status_code == 302
    return client


def told(client: Client) -> str:
    """What the page says happened; "" when it says nothing."""
    found = {}
    for address in ("/", "/account/"):
        shown = unescape(client.get(address).content.decode())
        start = shown.find('id="news"')
        found[address] = shown[start : shown.find("</section>", start)] if start >= 0 else ""
    first, second = found.values()
    assert bool(first) == bool(second)
    return second


def test_a_sign_in_from_a_new_browser_is_told_in_the_others(noe: Member) -> None:
    here = signed_in(browser())
    assert told(here) == "", "the browser it was done in"
    here.post("/account/seen/")
    assert told(here) == ""
    signed_in(browser())
    shown = told(here)
    assert "navigateur jamais utilisé" in shown
    assert "Firefox, Windows" in shown
    here.post("/account/seen/")
    assert told(here) == ""


def test_a_browser_used_before_is_not_told_of_again(noe: Member) -> None:
    here = signed_in(browser())
    here.post("/account/seen/")
    there = signed_in(browser())
    here.post("/account/seen/")
    there.post("/account/sign-out/")
    signed_in(there)
    assert told(here) == ""
    assert "/" in there.cookies["decroche-known-80"]["path"]


def test_a_mark_of_one_member_is_none_of_another(owner: Member, noe: Member) -> None:
    here = signed_in(browser())
    here.post("/sign-in/", {"email": OWNER, "password": PASSWORD})
    assert AccountEvent.objects.filter(member=owner, kind=Kind.SIGNED_IN).count() == 1
    here.cookies["decroche-known-80"] = "made-up"
    signed_in(here)
    assert AccountEvent.objects.filter(member=noe, kind=Kind.SIGNED_IN).count() == 2


def test_whoever_took_the_account_over_cannot_hide_it(owner: Member, noe: Member) -> None:
    hers = signed_in(browser())
    hers.post("/account/seen/")
    theirs = signed_in(browser())
    theirs.post("/account/keys/", {"name": "Tableur", "scope": ["read"]})
    theirs.post("/account/seen/")
    assert told(theirs) == ""
    shown = told(hers)
    assert "navigateur jamais utilisé" in shown
    assert "Tableur" in shown
    theirs.post("/account/password/", {"old": PASSWORD, "new": ANOTHER})
    assert hers.get("/").status_code == 302, "her sessions have ended"
    again = signed_in(browser(), ANOTHER)
    assert "Votre mot de passe a été changé" in told(again)
    assert "Tableur" in told(again), "a browser that was never told is told the last thirty days"


def test_what_others_change_is_told(page: Client, owner: Member, noe: Member) -> None:
    here = signed_in(browser())
    renew_password(by=owner, member=noe)
    change_role(by=owner, member=noe, role="reader")
    change_role(by=owner, member=noe, role="reader")
    shown = told(here)
    assert shown.count("<li>") == 2
    assert "Un lien a été créé" in shown
    assert "lecture" in shown or "lecteur" in shown or "lectrice" in shown
    assert told(page) == "", "of another member nothing is said"


def test_nobody_is_asked_whether_they_decided_about_the_figures(noe: Member) -> None:
    here = signed_in(browser())
    here.post("/account/seen/")
    tell(noe, Kind.FIGURES, by_mail=False)
    shown = told(here)
    assert "Vos chiffres, depuis votre dernière visite" in shown
    assert "c’était moi" not in shown
    assert "Ce n’était pas moi" not in shown
    tell(noe, Kind.PASSWORD, by_mail=False)
    both = told(here)
    assert both.find("Vos chiffres") < both.find("Sur votre compte") < both.find("c’était moi")
    here.post("/account/seen/")
    assert told(here) == ""


def test_by_the_link_of_the_machine_too(page: Client, owner: Member) -> None:
    assert told(page) == ""
    browser().post("/sign-in/", {"email": OWNER, "password": PASSWORD})
    assert "navigateur jamais utilisé" in told(page)
    page.post("/account/seen/")
    assert told(page) == ""


def test_it_is_kept_thirty_days_and_no_clock_hides_it(noe: Member) -> None:
    here = signed_in(browser())
    with clock.frozen(now() + timedelta(days=2 * 365)):
        here.post("/account/seen/")
    signed_in(browser())
    assert told(here), "it was said in a browser whose clock was two years ahead"
    with clock.frozen(now() + timedelta(days=29)):
        assert told(here)
    with clock.frozen(now() + timedelta(days=31)):
        signed_in(browser())
        assert AccountEvent.objects.filter(member=noe).count() == 1


def test_alone_nobody_is_told_anything(page: Client, member: Member) -> None:
    assert told_alone(page) == ""
    assert page.post("/account/seen/").status_code == 302


def told_alone(page: Client) -> str:
    return "news" if 'id="news"' in page.get("/").content.decode() else ""


def test_nothing_is_kept_of_a_member_who_left(owner: Member, noe: Member) -> None:
    signed_in(browser())
    leave(by=owner, member=noe, to=owner)
    assert not AccountEvent.objects.filter(member=noe).exists()


# The secret beside the passwords


def test_the_hash_of_a_password_is_nothing_without_the_secret(
    owner: Member, settings: Any, tmp_path: Any
) -> None:
    settings.PASSWORD_HASHERS = ["decroche.team.pepper.PepperedScrypt", *settings.PASSWORD_HASHERS]
    settings.DATA_FOLDER = tmp_path
    kept = Credential.objects.get(member=owner)
    assert kept.password.startswith("md5$")
    assert entered(owner), "one that was kept before opens"
    kept.refresh_from_db()
    assert kept.password.startswith("peppered_scrypt$"), "and is hashed anew"
    secret = (tmp_path / FILE).read_text()
    assert len(secret) == 64
    assert secret not in kept.password
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0
    assert entered(owner)
    assert not is_of_another_folder(kept.password)
    (tmp_path / FILE).write_text("another")
    assert not entered(owner)
    assert is_of_another_folder(kept.password)
    (tmp_path / FILE).write_text(secret)
    assert entered(owner)


def test_the_owner_is_told_whose_password_is_of_another_computer(
    page: Client, owner: Member, noe: Member, settings: Any, tmp_path: Any
) -> None:
    settings.PASSWORD_HASHERS = ["decroche.team.pepper.PepperedScrypt", *settings.PASSWORD_HASHERS]
    settings.DATA_FOLDER = tmp_path
    join(key=renew_password(by=owner, member=noe), name="", email="", password=ANOTHER)
    assert FILE not in page.get("/team/").content.decode()
    (tmp_path / FILE).unlink()
    shown = unescape(page.get("/team/").content.decode())
    assert FILE in shown
    assert "Noé" in shown[: shown.find(FILE)].rpartition("notice due")[2]


def entered(member: Member) -> bool:
    try:
        sign_in(member.workspace, email=OWNER, password=PASSWORD, address="192.0.2.9", browser="")
    except signing.NotSignedIn:
        return False
    return True
