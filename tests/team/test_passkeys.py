"""Passkeys of members: made, used to sign in, removed; and what opens nothing."""

from __future__ import annotations

import json
import tracemalloc
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from fido2.utils import websafe_encode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decroche.gateways.webauthn import LONGEST_ANSWER, NotSigned, Site
from decroche.journal.models import Entry
from decroche.membership.actions import invite, join, leave
from decroche.shared import clock
from decroche.shared.clock import now
from decroche.team import passkeys
from decroche.team.models import Member, MemberSession, Passkey
from decroche.team.passkeys import CHALLENGE, answered_passkey
from decroche.team.rules import ADDRESS_FREE
from tests.sharing import OWNER, PASSWORD, signed_in, visitor
from tests.team.device import Device

HOST, ORIGIN = "localhost:8000", "http://localhost:8000"
SITE = Site("localhost", ORIGIN)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]


def with_password(email: str = OWNER) -> Client:
    return signed_in(email, host=HOST)


def added(client: Client, name: str = "Portable", **particulars: Any) -> Device:
    """Adds a device with a passkey of the member who is signed in."""
    device = Device(ORIGIN, "localhost", **particulars)
    asked = client.post("/account/passkeys/ask/", {"old": PASSWORD})
    assert asked.status_code == 200, asked.content.decode()
    client.post("/account/passkeys/", {"name": name, "answer": device.make(asked.json())})
    return device


def challenge(client: Client) -> dict[str, Any]:
    answer = client.post("/sign-in/ask/")
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


def entered(client: Client, answer: str) -> int:
    return client.post("/sign-in/passkey/", {"answer": answer}).status_code


def test_a_passkey_opens_the_desk_without_a_password(owner: Member) -> None:
    device = added(with_password())
    client = visitor(HOST)
    assert entered(client, device.sign(challenge(client))) == 302
    shown = client.get("/account/").content.decode()
    assert "Portable" in shown
    assert Entry.objects.filter(verb="member.passkey_added", member=owner).count() == 1


def test_the_password_of_an_owner_with_a_passkey_opens_nothing_more(owner: Member) -> None:
    added(with_password())
    client = visitor(HOST)
    answer = client.post("/sign-in/", {"email": OWNER, "password": PASSWORD})
    assert answer.status_code == 403
    said = answer.content.decode()
    assert "clé d’accès" in said
    assert "decroche open" in said, "what to do when the device is lost"
    assert client.get("/account/").status_code == 302, "not signed in"
    wrong = client.post("/sign-in/", {"email": OWNER, "password": "non"}).content.decode()
    assert "ce compte ne s’ouvre" not in wrong, "said to who knows it only"


def test_a_caller_chooses_between_the_two(owner: Member) -> None:
    join(key=invite(by=owner, role="caller"), name="Noé", email="n@x.example", password=PASSWORD)
    device = added(with_password("n@x.example"))
    with_password("n@x.example")
    client = visitor(HOST)
    assert entered(client, device.sign(challenge(client))) == 302


@pytest.mark.parametrize("counts", [True, False])
def test_an_answer_opens_once(owner: Member, counts: bool) -> None:
    """An answer that was overheard opens nothing, even that of a device that does not count."""
    device = added(with_password(), counts=counts)
    client = visitor(HOST)
    answer = device.sign(challenge(client))
    assert entered(client, answer) == 302
    assert entered(visitor(HOST), answer) == 403
    with clock.frozen(now() + timedelta(seconds=1)):
        assert entered(client, device.sign(challenge(client))) == 302


def test_a_copy_of_a_device_is_noticed_by_its_count(owner: Member) -> None:
    device = added(with_password())
    client = visitor(HOST)
    assert entered(client, device.sign(challenge(client))) == 302
    device.counter -= 1
    with clock.frozen(now() + timedelta(seconds=1)):
        assert entered(visitor(HOST), device.sign(challenge(client))) == 403
        assert entered(visitor(HOST), device.sign(challenge(client))) == 302, "counted on"


def test_a_challenge_is_for_one_purpose_and_its_time(owner: Member) -> None:
    client = with_password()
    device = added(client)
    asked = client.post("/account/passkeys/ask/", {"old": PASSWORD}).json()
    to_add = {"publicKey": {"challenge": asked["publicKey"]["challenge"]}}
    assert entered(visitor(HOST), device.sign(to_add)) == 403, "made to add one"
    early = challenge(client)
    with clock.frozen(now() + CHALLENGE + timedelta(seconds=1)):
        assert entered(visitor(HOST), device.sign(early)) == 403, "too late"
    assert entered(visitor(HOST), device.sign(challenge(client))) == 302


def test_a_challenge_to_add_is_for_one_member(owner: Member) -> None:
    join(key=invite(by=owner, role="caller"), name="Noé", email="n@x.example", password=PASSWORD)
    theirs = with_password("n@x.example")
    asked = with_password().post("/account/passkeys/ask/", {"old": PASSWORD}).json()
    made = Device(ORIGIN, "localhost").make(asked)
    theirs.post("/account/passkeys/", {"name": "x", "answer": made})
    assert not Passkey.objects.exists()


@pytest.mark.parametrize(
    ("origin", "host", "verifies"),
    [
        ("https://localhost.phishing.example", "localhost", True),
        ("http://localhost:9000", "localhost", True),
        (ORIGIN, "phishing.example", True),
        (ORIGIN, "localhost", False),
    ],
)
def test_what_another_page_or_an_unverified_holder_signs_opens_nothing(
    owner: Member, origin: str, host: str, verifies: bool
) -> None:
    device = added(with_password())
    device.origin, device.host, device.verifies = origin, host, verifies
    client = visitor(HOST)
    assert entered(client, device.sign(challenge(client))) == 403
    assert MemberSession.objects.count() == 1


def test_another_key_under_a_known_name_opens_nothing(owner: Member) -> None:
    device = added(with_password())
    other = Device(ORIGIN, "localhost", name=device.name, counter=10)
    client = visitor(HOST)
    assert entered(client, other.sign(challenge(client))) == 403
    named = device.sign(challenge(client), userHandle=b"1.999")
    assert entered(client, named) == 403, "a key of another member"


def test_adding_and_removing_ask_for_the_password(owner: Member) -> None:
    client = with_password()
    refused = client.post("/account/passkeys/ask/", {"old": "non"})
    assert refused.status_code == 422
    assert refused.json()["problem"]
    device = added(client)
    (kept,) = Passkey.objects.all()
    client.post(f"/account/passkeys/{kept.pk}/remove/", {"old": "non"})
    assert Passkey.objects.count() == 1
    client.post(f"/account/passkeys/{kept.pk}/remove/", {"old": PASSWORD})
    assert not Passkey.objects.exists()
    assert entered(visitor(HOST), device.sign(challenge(client))) == 403
    with_password()


def test_nobody_removes_the_passkey_of_another(owner: Member) -> None:
    added(with_password())
    (kept,) = Passkey.objects.all()
    join(key=invite(by=owner, role="owner"), name="Noé", email="n@x.example", password=PASSWORD)
    theirs = with_password("n@x.example")
    answer = theirs.post(f"/account/passkeys/{kept.pk}/remove/", {"old": PASSWORD})
    assert answer.status_code == 404
    assert Passkey.objects.count() == 1


def test_the_same_passkey_is_kept_once(owner: Member) -> None:
    client = with_password()
    device = added(client)
    asked = client.post("/account/passkeys/ask/", {"old": PASSWORD}).json()
    assert len(asked["publicKey"]["excludeCredentials"]) == 1
    client.post("/account/passkeys/", {"name": "encore", "answer": device.make(asked)})
    assert [one.name for one in Passkey.objects.all()] == ["Portable"]


def test_a_member_who_left_has_no_passkey(owner: Member) -> None:
    noe = join(
        key=invite(by=owner, role="caller"), name="Noé", email="n@x.example", password=PASSWORD
    )
    device = added(with_password("n@x.example"))
    leave(by=owner, member=noe, to=owner)
    assert not Passkey.objects.exists()
    client = visitor(HOST)
    assert entered(client, device.sign(challenge(client))) == 403


def test_tries_are_counted_by_address(owner: Member) -> None:
    client = visitor(HOST)
    for _ in range(ADDRESS_FREE):
        assert entered(client, "{}") == 403
    assert entered(client, "{}") == 429


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "[::1]:8000"])
def test_an_address_of_numbers_has_no_passkeys(owner: Member, host: str) -> None:
    client = visitor(host)
    assert client.post("/sign-in/ask/").status_code == 404
    assert "passkeys.js" not in client.get("/sign-in/").content.decode()
    assert "passkeys.js" in visitor(HOST).get("/sign-in/").content.decode()


def test_a_file_of_one_person_has_none(page: Client) -> None:
    for address in ("/account/passkeys/ask/", "/account/passkeys/"):
        assert page.post(address).status_code == 404


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=8), part),
    max_leaves=8,
)


@given(
    st.one_of(
        st.text(max_size=60),
        ODD.map(json.dumps),
        st.fixed_dictionaries(
            {
                "rawId": ODD,
                "response": st.fixed_dictionaries(
                    {"clientDataJSON": ODD, "signature": ODD, "authenticatorData": ODD}
                ),
            }
        ).map(json.dumps),
        st.just("[" * 5000),
        st.just("x" * (LONGEST_ANSWER + 1)),
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_a_browser_sends_is_refused_as_such(owner: Member, answer: str) -> None:
    with pytest.raises(NotSigned):
        answered_passkey(owner.workspace, SITE, answer)
    with pytest.raises(NotSigned):
        passkeys.add_passkey(owner, SITE, answer, "x")


RAW = st.binary(max_size=200).map(websafe_encode)


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_real_answer_with_odd_parts_is_refused(owner: Member, data: st.DataObject) -> None:
    """The challenge is ours, what the library reads is not."""
    Passkey.objects.all().delete()
    device = Device(ORIGIN, "localhost")
    made = json.loads(device.make(passkeys.options_to_add(owner, SITE)))
    odd = json.loads(json.dumps(made))
    odd["response"]["attestationObject"] = data.draw(ODD | RAW)
    with pytest.raises(NotSigned):
        passkeys.add_passkey(owner, SITE, json.dumps(odd), "x")
    passkeys.add_passkey(owner, SITE, json.dumps(made), "x")
    signed = json.loads(device.sign(passkeys.options_to_sign_in(SITE)))
    part = data.draw(st.sampled_from(["authenticatorData", "signature", "userHandle"]))
    signed["response"][part] = data.draw((ODD | RAW).filter(lambda one: one not in (None, "")))
    with pytest.raises(NotSigned):
        answered_passkey(owner.workspace, SITE, json.dumps(signed))


def test_a_number_in_place_of_a_text_allocates_no_memory(owner: Member) -> None:
    device = Device(ORIGIN, "localhost")
    passkeys.add_passkey(owner, SITE, device.make(passkeys.options_to_add(owner, SITE)), "x")
    signed = json.loads(device.sign(passkeys.options_to_sign_in(SITE)))
    signed["response"]["authenticatorData"] = 10**9
    tracemalloc.start()
    with pytest.raises(NotSigned):
        answered_passkey(owner.workspace, SITE, json.dumps(signed))
    assert tracemalloc.get_traced_memory()[1] < 10**7
    tracemalloc.stop()
