"""Members of a shared workspace: signing in, sessions, invitations, leaving."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.hashers import check_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from decroche.agenda.models import Twin
from decroche.agenda.password import keep_password, read_password
from decroche.agenda.preferences import Agenda
from decroche.callqueue.models import Claim
from decroche.callqueue.next_card import next_for
from decroche.calls import sessions
from decroche.config import settings as usual_settings
from decroche.followups.feed import calendar_for, open_feed
from decroche.followups.models import FollowUp
from decroche.journal.models import Entry
from decroche.membership.actions import (
    NotDone,
    change_password,
    change_role,
    invite,
    join,
    leave,
    renew_password,
    withdraw,
)
from decroche.shared import clock
from decroche.shared.clock import now
from decroche.team import signing
from decroche.team.door import desk_mark
from decroche.team.models import Credential, Invitation, Member, MemberSession, SignInTry
from decroche.team.preferences import save_preferences
from decroche.team.rules import ACCOUNT_FREE, ADDRESS_FREE, wait_after
from decroche.team.signing import NotSignedIn, sign_in
from tests.cast import TUESDAY, file_of, log
from tests.sharing import OWNER, PASSWORD, entered, joined, signed_in, visitor
from tools.entering import HOST

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]


# Alone


def test_one_person_has_no_account_and_no_page_to_sign_in(page: Client, member: Member) -> None:
    assert page.get("/").status_code == 200
    assert visitor().get("/sign-in/").status_code == 403, "the door"
    assert page.get("/sign-in/").status_code == 404
    assert page.get("/take-up/x/").status_code == 404
    assert visitor().get("/").status_code == 403
    assert not Credential.objects.exists()
    assert "/team/" not in page.get("/file/").content.decode()


def test_alone_a_page_asks_nothing_more_of_the_database(page: Client, member: Member) -> None:
    with CaptureQueriesContext(connection) as asked:
        page.get("/help/")
    assert not [one for one in asked if "team_membersession" in one["sql"]]
    assert len([one for one in asked if "team_member" in one["sql"]]) == 1


# Another member's page in the same browser


def test_a_page_of_another_member_acts_in_nobody_elses_name(owner: Member) -> None:
    noe = joined(owner)
    page = entered(noe)
    theirs, hers = (desk_mark(one.workspace_id, one.pk) for one in (noe, owner))
    assert page.get("/calls/renew/").json()["desk"] == theirs
    for mark, status in ((theirs, 404), (hers, 403)):  # 404: there is no such card
        answer = page.post("/calls/log/", {"company": 0}, headers={"X-Desk": mark})
        assert answer.status_code == status, mark
    part = {"X-Desk": hers, "HX-Request": "true"}
    assert page.get("/calls/", headers=part).status_code == 403
    assert page.get("/calls/", headers={"X-Desk": ""}).status_code == 200


# Signing in


def test_a_session_is_that_of_the_member_who_signed_in(owner: Member) -> None:
    noe = joined(owner)
    theirs, hers = entered(noe), signed_in(OWNER)
    theirs.post("/settings/me/", {"name": "Noé F.", "theme": "dark"})
    noe.refresh_from_db()
    owner.refresh_from_db()
    assert (noe.name, owner.name) == ("Noé F.", "Camille Arnaud")
    assert "Noé F." in theirs.get("/settings/").content.decode()
    assert "Camille Arnaud" in hers.get("/settings/").content.decode()


def test_the_link_of_the_start_stays_the_owners(page: Client, owner: Member) -> None:
    noe = joined(owner)
    assert page.get("/team/").status_code == 200
    assert "Camille Arnaud" in page.get("/settings/").content.decode()
    change_role(by=owner, member=noe, role="owner")
    noe.refresh_from_db()
    leave(by=noe, member=owner, to=noe)
    assert "Noé Fabre" in page.get("/settings/").content.decode(), "the first owner there is"


def test_without_a_session_one_is_led_to_sign_in_and_sees_nothing(owner: Member) -> None:
    answer = visitor().get("/companies/1/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in/")
    shown = visitor().get("/sign-in/").content.decode()
    assert "Camille" not in shown
    for refused in (
        visitor().post("/calls/log/", {}),
        visitor().get("/team/board/", headers={"HX-Request": "true"}),
    ):
        assert refused.status_code == 403
        assert "/sign-in/" in refused.content.decode()


@pytest.mark.parametrize("key", ["", "x", "a" * 5000, "é", "\ud7ff"])
def test_no_other_cookie_is_a_session(owner: Member, key: str) -> None:
    client = visitor()
    client.cookies["decroche-member-80"] = key.encode("utf-8", "replace").decode("latin-1")
    assert client.get("/file/").status_code in (302, 403)


def test_what_is_kept_opens_nothing(owner: Member) -> None:
    """Whoever reads the database can't sign in as anybody: it holds digests only."""
    client = entered(joined(owner))
    (cookie,) = (
        client.cookies.values()
        if len(client.cookies) == 1
        else [one for name, one in client.cookies.items() if "member" in name]
    )
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    kept = MemberSession.objects.get()
    assert cookie.value != kept.digest
    thief = visitor()
    thief.cookies[cookie.key] = kept.digest
    assert thief.get("/file/").status_code == 302
    assert PASSWORD not in str(list(Credential.objects.values()))


def test_a_session_ends_for_the_copy_of_its_cookie_too(owner: Member) -> None:
    client = entered(joined(owner))
    copy = visitor()
    copy.cookies.update(client.cookies)
    assert copy.get("/file/").status_code == 200
    client.post("/sign-out/")
    assert copy.get("/file/").status_code == 302


def test_a_session_is_over_after_thirty_days(owner: Member) -> None:
    client = entered(joined(owner))
    with clock.frozen(TUESDAY + timedelta(days=29)):
        assert client.get("/file/").status_code == 200
    with clock.frozen(TUESDAY + timedelta(days=31)):
        assert client.get("/file/").status_code == 302


def test_a_member_ends_her_own_sessions_and_nobody_elses(owner: Member) -> None:
    noe, ada = joined(owner), joined(owner, "Ada Morel")
    his, other, hers = entered(noe), entered(noe), entered(ada)
    second = MemberSession.objects.filter(member=noe).latest("pk")
    hers.post("/account/session/end/", {"number": second.pk})
    assert other.get("/file/").status_code == 200
    his.post("/account/session/end/", {"number": second.pk})
    assert other.get("/file/").status_code == 302
    assert his.get("/file/").status_code == 200
    signed_in(OWNER).post(f"/team/{noe.pk}/sessions/")
    assert his.get("/file/").status_code == 302


def test_another_password_ends_the_other_sessions(owner: Member) -> None:
    noe = joined(owner)
    here, there = entered(noe), entered(noe)
    here.post("/account/password/", {"old": "non", "new": "un-autre-mot-bien-long"})
    assert there.get("/file/").status_code == 200, "the old one was not right"
    here.post("/account/password/", {"old": PASSWORD, "new": "un-autre-mot-bien-long"})
    assert here.get("/file/").status_code == 200
    assert there.get("/file/").status_code == 302
    signed_in("noe@equipe.example", "un-autre-mot-bien-long")


# Guessing


def test_a_guesser_waits_and_the_right_password_does_not_shorten_it(owner: Member) -> None:
    noe = joined(owner)
    email = Credential.objects.get(member=noe).email
    client = visitor()
    for _ in range(ACCOUNT_FREE):
        assert client.post("/sign-in/", {"email": email, "password": "non"}).status_code == 403
    answer = client.post("/sign-in/", {"email": email, "password": PASSWORD})
    assert answer.status_code == 429
    with clock.frozen(TUESDAY + timedelta(seconds=31)):
        signed_in(email)
    counts = sorted(SignInTry.objects.values_list("failures", flat=True))
    assert counts == [0, ACCOUNT_FREE], "the account's are forgotten, the network address's are not"


def test_a_clock_that_was_a_year_ahead_keeps_nobody_out(owner: Member) -> None:
    email = Credential.objects.get(member=joined(owner)).email
    client = visitor()
    with clock.frozen(TUESDAY + timedelta(days=365)):
        for _ in range(ACCOUNT_FREE):
            client.post("/sign-in/", {"email": email, "password": "non"})
        assert client.post("/sign-in/", {"email": email, "password": "non"}).status_code == 429
    signed_in(email)


def test_an_address_that_nobody_has_is_answered_alike(owner: Member) -> None:
    """The same words, the same wait, and a password is hashed as often."""
    answers = []
    for email in ("inconnue@ailleurs.example", OWNER):
        client = visitor()
        with patch.object(signing, "check_password", wraps=check_password) as hashed:
            got = [
                client.post("/sign-in/", {"email": email, "password": "non"})
                for _ in range(ACCOUNT_FREE + 1)
            ]
        shown = [re.sub(r'value="[^"]*"', "", one.content.decode()) for one in got]
        answers.append(([one.status_code for one in got], shown, hashed.call_count))
    assert answers[0] == answers[1]
    assert answers[0][0] == [403] * ACCOUNT_FREE + [429]


def test_one_network_address_cannot_try_many_accounts(owner: Member) -> None:
    for index in range(ADDRESS_FREE):
        with pytest.raises(NotSignedIn):
            guess(owner, f"a{index}@x.example", "203.0.113.9")
    with pytest.raises(NotSignedIn) as refused:
        guess(owner, OWNER, "203.0.113.9", PASSWORD)
    assert refused.value.wait
    assert guess(owner, OWNER, "203.0.113.10", PASSWORD).member == owner


def guess(owner: Member, email: str, address: str, password: str = "non") -> signing.Signed:
    return sign_in(owner.workspace, email=email, password=password, address=address, browser="")


def test_a_member_cannot_wipe_out_what_she_guesses_of_others(owner: Member) -> None:
    noe = Credential.objects.get(member=joined(owner)).email
    for _ in range(ADDRESS_FREE):
        for email, password in ((OWNER, "non"), (noe, PASSWORD)):
            try:
                guess(owner, email, "203.0.113.9", password)
            except NotSignedIn:
                continue
    with pytest.raises(NotSignedIn) as refused:
        guess(owner, OWNER, "203.0.113.9", "non")
    assert refused.value.wait


@given(st.integers(0, 10_000), st.integers(1, 100))
def test_waits_grow_and_have_an_end(failures: int, free: int) -> None:
    wait = wait_after(failures, free)
    assert timedelta(0) <= wait <= wait_after(failures + 1, free) <= timedelta(minutes=15)
    assert bool(wait) == (failures >= free)


def test_what_a_proxy_says_is_believed_only_behind_one(rf: Any, settings: Any) -> None:
    asked = rf.get("/", headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.7"})
    assert signing.address_of(asked) == "127.0.0.1"
    settings.BEHIND_PROXY = True
    assert signing.address_of(asked) == "203.0.113.7", "what stands before it may be anybody's"


def test_the_hasher_of_the_product_is_a_slow_one() -> None:
    new, before = usual_settings.PASSWORD_HASHERS
    assert new == "decroche.team.pepper.PepperedScrypt"
    assert before == "django.contrib.auth.hashers.ScryptPasswordHasher"


# Invitations


def test_an_invitation_works_once_within_seven_days(owner: Member) -> None:
    key = invite(by=owner, role="reader")
    made = join(key=key, name="Ada", email="ada@equipe.example", password=PASSWORD)
    assert made.role == Member.Role.READER
    with pytest.raises(NotDone):
        join(key=key, name="Eve", email="eve@equipe.example", password=PASSWORD)
    late = invite(by=owner, role="caller")
    with clock.frozen(TUESDAY + timedelta(days=7)), pytest.raises(NotDone):
        join(key=late, name="Eve", email="eve@equipe.example", password=PASSWORD)
    withdraw(by=owner, invitation=Invitation.objects.latest("pk"))
    with pytest.raises(NotDone):
        join(key=late, name="Eve", email="eve@equipe.example", password=PASSWORD)
    assert Member.objects.filter(workspace=owner.workspace).count() == 2
    assert key not in str(list(Invitation.objects.values()))


def test_a_form_that_is_refused_leaves_the_invitation_open(owner: Member) -> None:
    key = invite(by=owner, role="caller")
    address = f"/take-up/{key}/"
    client = visitor()
    assert client.get(address).status_code == 200
    for typed in (
        {"name": "Eve", "email": "eve", "password": PASSWORD},
        {"name": "Eve", "email": OWNER, "password": PASSWORD},
        {"name": "Eve", "email": "eve@equipe.example", "password": "onze-lettre"},
        {"name": "Eve", "email": "eve@equipe.example", "password": "1234567890123"},
        {
            "name": "eve@equipe.example",
            "email": "eve@equipe.example",
            "password": "eve@equipe.example",
        },
        {"name": " ", "email": "eve@equipe.example", "password": PASSWORD},
    ):
        assert client.post(address, typed).status_code == 422, typed
    assert Member.objects.filter(workspace=owner.workspace).count() == 1
    answer = client.post(
        address, {"name": "Eve", "email": "EVE@equipe.example ", "password": PASSWORD}
    )
    assert answer.status_code == 302
    assert client.get("/file/").status_code == 200
    assert visitor().get(address).status_code == 404


def test_a_link_shared_in_a_mail_may_be_followed_and_a_foreign_form_not(owner: Member) -> None:
    address = f"/take-up/{invite(by=owner, role='caller')}/"
    visit = {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    }
    assert visitor().get(address, headers=visit).status_code == 200
    typed = {"name": "Eve", "email": "eve@equipe.example", "password": PASSWORD}
    assert visitor().post(address, typed, headers=visit).status_code == 403
    assert (
        visitor().post("/sign-in/", {}, headers={"Origin": "http://x.example"}).status_code == 403
    )


def test_the_forms_ask_for_their_protection(owner: Member) -> None:
    strict = Client(headers={"Host": HOST}, enforce_csrf_checks=True)
    answer = strict.post("/sign-in/", {"email": OWNER, "password": PASSWORD})
    assert answer.status_code == 403
    assert not MemberSession.objects.exists()


def test_a_member_who_forgot_her_password_chooses_another_by_a_link(owner: Member) -> None:
    noe = joined(owner)
    before = entered(noe)
    key = renew_password(by=owner, member=noe)
    client = visitor()
    answer = client.post(f"/take-up/{key}/", {"password": "un-autre-mot-bien-long"})
    assert answer.status_code == 302
    assert before.get("/file/").status_code == 302
    assert Member.objects.filter(workspace=owner.workspace).count() == 2
    signed_in(Credential.objects.get(member=noe).email, "un-autre-mot-bien-long")


# Roles and leaving


def test_somebody_always_owns_the_file(owner: Member) -> None:
    noe = joined(owner)
    with pytest.raises(NotDone):
        change_role(by=owner, member=owner, role="caller")
    with pytest.raises(NotDone):
        leave(by=owner, member=owner, to=noe)
    change_role(by=owner, member=noe, role="owner")
    noe.refresh_from_db()
    change_role(by=noe, member=owner, role="reader")
    with pytest.raises(NotDone):
        leave(by=noe, member=noe, to=owner)


def test_a_member_who_left_is_not_let_in_and_their_promises_pass_on(owner: Member) -> None:
    noe, ada = joined(owner), joined(owner, "Ada Morel")
    first, second, *_ = file_of(owner, 6)
    log(noe, first, "call_back", when=TUESDAY + timedelta(days=1), precision="minute")
    log(owner, second, "call_back", when=TUESDAY + timedelta(days=1), precision="minute")
    next_for(noe, now())
    held = Claim.objects.get(member=noe).company_id
    feed, client = open_feed(by=noe), entered(noe)
    assert calendar_for(feed.token)
    leave(by=owner, member=noe, to=ada)
    assert client.get("/file/").status_code == 302
    assert calendar_for(feed.token) is None
    with pytest.raises(NotSignedIn):
        guess(owner, "noe@equipe.example", "203.0.113.1", PASSWORD)
    assert Claim.objects.get(company_id=held).member == ada
    by_company = dict(FollowUp.objects.values_list("company_id", "member_id"))
    assert by_company == {first.pk: ada.pk, second.pk: owner.pk}
    assert Entry.objects.filter(member=noe, verb="call.logged").exists(), "their calls stay theirs"
    assert Entry.objects.get(verb="member.left").particulars["promises"] == 1


@pytest.mark.parametrize("how", ["leaves", "reader"])
def test_whose_calendar_it_is_no_longer_it_is_said_what_stays_there(
    owner: Member, no_keyring: None, django_capture_on_commit_callbacks: Any, how: str
) -> None:
    noe = joined(owner)
    change_role(by=owner, member=noe, role="owner")
    server = "https://dav.example"
    there = Agenda(address=f"{server}/", user="noe", calendar=f"{server}/c/", member=noe.pk)
    save_preferences(workspace=owner.workspace, section=there)
    keep_password(owner.workspace_id, there.address, "noe", PASSWORD)
    Twin.objects.create(workspace=owner.workspace, follow_up=1, path="one.ics", digest="x")
    page = signed_in(OWNER)
    assert "Le retirer d’abord de là-bas" in page.get("/team/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        if how == "leaves":
            answer = page.post(f"/team/{noe.pk}/leaves/", {"to": owner.pk}, follow=True)
            assert "Ce que Décroche y a écrit y reste" in answer.content.decode()
        else:
            change_role(by=owner, member=noe, role="reader")
    assert f"Noé Fabre, {server}: 1" in page.get("/settings/calendar/").content.decode()
    assert not Twin.objects.exists()
    assert read_password(owner.workspace_id, there.address, "noe") == ""


def test_each_verb_about_members_is_one_line_that_undo_leaves_alone(owner: Member) -> None:
    noe = joined(owner)
    change_role(by=owner, member=noe, role="reader")
    change_role(by=owner, member=noe, role="reader")
    change_role(by=owner, member=noe, role="caller")
    change_password(by=noe, old=PASSWORD, new="un-autre-mot-bien-long", here=None)
    leave(by=owner, member=noe, to=owner)
    lines = list(Entry.objects.order_by("pk").values_list("verb", "undoable"))
    assert lines[-7:] == [
        ("workspace.shared", False),
        ("member.invited", False),
        ("member.joined", False),
        ("member.role_changed", False),
        ("member.role_changed", False),
        ("member.password_changed", False),
        ("member.left", False),
    ]
    assert PASSWORD not in str(list(Entry.objects.values()))


def test_a_role_taken_away_is_asked_at_the_next_request(owner: Member) -> None:
    noe = joined(owner, role="owner")
    client = entered(noe)
    assert client.get("/settings/webhook/").status_code == 200
    change_role(by=owner, member=noe, role="caller")
    assert client.get("/settings/webhook/").status_code == 403
    change_role(by=owner, member=noe, role="reader")
    assert client.get("/calls/").status_code == 403


def test_what_a_sitting_gave_is_shown_to_whose_it_was(owner: Member) -> None:
    noe = joined(owner)
    sitting = sessions.begin(by=noe)
    address = f"/calls/recap/{sitting.pk}/"
    assert entered(noe).get(address).status_code == 200
    assert signed_in(OWNER).get(address).status_code == 404


# The page


def test_the_page_of_the_team_shows_who_is_on_which_card(owner: Member) -> None:
    noe = joined(owner)
    file_of(owner, 4)
    theirs = entered(noe)
    theirs.get("/calls/")
    held = Claim.objects.select_related("company").get(member=noe).company.name
    for client in (theirs, signed_in(OWNER)):
        shown = client.get("/team/").content.decode()
        assert held in html.unescape(shown)
        assert "Noé Fabre" in shown
        assert client.get("/team/board/").status_code == 200
    assert OWNER not in theirs.get("/team/").content.decode()
    assert "/take-up/" not in signed_in(OWNER).get("/team/").content.decode()


def test_the_owner_shares_invites_and_parts_by_the_page(page: Client, member: Member) -> None:
    assert page.get("/team/").status_code == 200
    assert (
        page.post("/team/share/", {"name": "C", "email": "x", "password": "y"}).status_code == 422
    )
    typed = {"name": "Camille", "email": OWNER, "password": PASSWORD}
    assert page.post("/team/share/", typed).status_code == 302
    shown = page.post("/team/invite/", {"role": "caller"}).content.decode()
    (link,) = re.findall(r'value="http://127.0.0.1(/take-up/[^"]+)"', shown)
    assert "/take-up/" not in page.get("/team/").content.decode(), "shown once"
    answer = visitor().post(
        link, {"name": "Noé", "email": "noe@equipe.example", "password": PASSWORD}
    )
    assert answer.status_code == 302
    noe = Member.objects.get(name="Noé")
    page.post(f"/team/{noe.pk}/role/", {"role": "reader"})
    page.post(f"/team/{noe.pk}/leaves/", {"to": member.pk})
    noe.refresh_from_db()
    assert noe.role == "reader"
    assert noe.left_at is not None
    assert page.post("/team/invite/", {"role": "emperor"}).status_code == 404
