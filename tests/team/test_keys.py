"""Keys by which programs ask the API in a member's name: what each may do, how it ends."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.conf import settings
from django.test import Client

from decroche.calls.models import Call
from decroche.journal.models import Entry
from decroche.membership.actions import (
    NotDone,
    change_role,
    end_members_sessions,
    leave,
    make_key,
)
from decroche.prospects.actions import oppose_all, remove
from decroche.prospects.models import Company
from decroche.team.models import ApiKey, Member
from decroche.team.needs import MAY
from decroche.team.roles import ENDPOINTS
from decroche.team.scopes import SCOPES, Scope
from decroche.team.signing import digest_of
from tests.cast import file_of, log
from tests.sharing import entered, joined
from tests.team.test_roles import what_is_kept

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]
ALL = list(Scope.values)


def program(key: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {key}"}, raise_request_exception=False)


def status(key: str) -> int:
    """Returns the status of the simplest request."""
    return program(key).get("/api/v1/when?text=demain").status_code


def oppose_first(member: Member) -> Entry:
    return oppose_all(by=member, companies=Company.objects.filter(pk=first_card().pk))


def take_out_first(member: Member) -> Entry:
    return remove(by=member, companies=Company.objects.filter(pk=first_card().pk))


def log_first(member: Member) -> Entry:
    return log(member, first_card(), "no_answer").entry


def first_card() -> Company:
    return Company.objects.order_by("pk")[0]


def made(page: Client, name: str, *scopes: str) -> str:
    """A key made on the page of the account, as it is shown once."""
    answer = page.post("/account/keys/", {"name": name, "scope": list(scopes)})
    assert answer.status_code == 200
    found = re.search(r'value="(dcr_.*?)"', unescape(answer.content.decode()))
    assert found
    return found[1]


def test_a_key_is_shown_once_listed_and_ended(owner: Member) -> None:
    page = entered(joined(owner))
    key = made(page, "Carnet", "read")
    assert status(key) == 200
    shown = page.get("/account/").content.decode()
    assert key not in shown
    assert "Carnet" in shown
    assert ApiKey.objects.get().digest == digest_of(key)
    assert key not in json.dumps(list(Entry.objects.values_list("particulars", flat=True)))
    page.post(f"/account/keys/{ApiKey.objects.get().pk}/end/")
    assert status(key) == 401
    assert "Carnet" not in page.get("/account/").content.decode()


def test_a_key_needs_a_name_and_a_scope(owner: Member) -> None:
    page = entered(owner)
    for form in ({"name": "", "scope": "read"}, {"name": "x"}, {"name": "x", "scope": "fly"}):
        assert page.post("/account/keys/", form).status_code == 422
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize("scope", ALL)
@pytest.mark.parametrize("role", Member.Role.values)
def test_every_address_asks_for_its_scope_and_for_the_role(
    owner: Member, role: str, scope: str
) -> None:
    file_of(owner, 2)
    noe = joined(owner, role=role)
    asks = program(make_key(by=noe, name="x", scopes=[scope]))
    before, refused = what_is_kept(), 0
    for one, need in ENDPOINTS.items():
        if one == "GET /openapi.json" or (SCOPES[one] == scope and MAY[role] >= need):
            continue
        method, path = one.split(" ", 1)
        ask = asks.get if method == "GET" else asks.post
        answer = ask(f"/api/v1{re.sub('{.*?}', '1', path)}")
        assert answer.status_code == 403, one
        assert answer.json()["detail"]
        refused += 1
    assert what_is_kept() == before
    assert refused >= 4


def test_what_a_program_does_is_done_by_its_member(owner: Member, in_file_order: None) -> None:
    file_of(owner, 2)
    noe = joined(owner)
    asks = program(make_key(by=noe, name="x", scopes=["call", "prospects"]))
    card = asks.get("/api/v1/next").json()
    company = Company.objects.order_by("pk")[0]
    assert company.name in json.dumps(card, ensure_ascii=False)
    answer = asks.post(
        "/api/v1/calls",
        json.dumps({"company": company.pk, "outcome": "no_answer"}),
        content_type="application/json",
    )
    assert answer.status_code < 300, answer.content
    assert Call.objects.get().member == noe


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize(
    ("done", "reason", "scope"),
    [
        (oppose_first, "?reason=saisie+par+erreur", "administer"),
        (take_out_first, "", "prospects"),
        (log_first, "", "call"),
    ],
)
def test_a_key_takes_back_what_its_scopes_cover(
    owner: Member, done: Callable[[Member], Entry], reason: str, scope: str, named: bool
) -> None:
    file_of(owner, 2)
    line = done(owner)
    address = f"/api/v1/undo{reason}"
    if named:
        address += f"{'&' if reason else '?'}entry={line.pk}"
    weaker = [one for one in ("call", "prospects", "administer") if one != scope]
    weak = program(make_key(by=owner, name="x", scopes=sorted({"call", *weaker})))
    if scope != "call":
        assert weak.post(address).status_code == 403
        line.refresh_from_db()
        assert line.undone_at is None
    asks = program(make_key(by=owner, name="x", scopes=["call", scope]))
    assert asks.post(address).status_code == 200
    line.refresh_from_db()
    assert line.undone_at is not None


def test_a_key_ends_with_the_member_their_role_or_their_sessions(owner: Member) -> None:
    noe, ada = joined(owner), joined(owner, "Ada")
    keys = [make_key(by=one, name="x", scopes=["read", "call"]) for one in (noe, ada)]
    change_role(by=owner, member=ada, role="reader")
    assert program(keys[1]).get("/api/v1/next").status_code == 403
    assert status(keys[1]) == 200
    end_members_sessions(by=owner, member=ada)
    assert status(keys[1]) == 401
    leave(by=owner, member=noe, to=owner)
    assert status(keys[0]) == 401


def test_nobody_ends_another_s_key(owner: Member) -> None:
    noe = joined(owner)
    key = make_key(by=noe, name="x", scopes=["read"])
    assert entered(owner).post(f"/account/keys/{ApiKey.objects.get().pk}/end/").status_code == 404
    assert status(key) == 200


def test_alone_there_are_no_keys(page: Client, member: Member) -> None:
    with pytest.raises(NotDone):
        make_key(by=member, name="x", scopes=["read"])
    assert status("dcr_" + "x" * 43) == 401
    assert status(settings.ACCESS_TOKEN) == 200
