"""Each member's own way to dial comes first, then the one that an owner keeps for all. Secrets, and
machines on the desk's own network, are used only as an owner allowed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from decroche.calls.asked import ASKED
from decroche.calls.asked_address import AddressAsked, ask_address
from decroche.calls.asked_asterisk import AsteriskAsked, ask_asterisk
from decroche.calls.asked_ovh import OvhAsked, ask_ovh
from decroche.calls.bound_secret import keep_secrets
from decroche.calls.dialling import WAYS
from decroche.calls.own_way import asked_secrets, keep_asked
from decroche.calls.preferences import Dialled, keep_way, let_members_dial
from decroche.correspondence.whose import mean_mailbox, whose_of
from decroche.gateways import vault
from decroche.gateways.dialler import DialTarget, NotDialled
from decroche.gateways.dialler.asterisk import Asterisk
from decroche.gateways.dialler.ovh import OvhLine
from decroche.membership.actions import leave
from decroche.prospects.models import PhoneNumber
from decroche.team.models import Member
from decroche.team.needs import NotAllowed
from decroche.team.preferences import preferred, preferred_by, save_preferences
from tests.cast import company
from tests.sharing import entered, joined

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]
HERS = AddressAsked("http://192.168.1.20/?number={number}", "1001", own_network=True)
THEIRS = AddressAsked("http://192.168.1.21/?number={number}", "1002", own_network=True)
LINE = OvhAsked("xy1234-ovh-1", "0033199000001", "application")
SERVER = AsteriskAsked("http://192.168.1.5:8088", "decroche", "PJSIP/1001", "outgoing")
CALL = "decroche-" + "0" * 32


@pytest.fixture(autouse=True)
def asked(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Whom each way asks, instead of being asked."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    settings.DATA_FOLDER = tmp_path
    found: list[Any] = []

    def ask(whom: DialTarget | OvhLine | Asterisk, *_number: str) -> None:
        found.append(whom)

    monkeypatch.setattr("decroche.calls.asked_address.dial", ask)
    monkeypatch.setattr("decroche.calls.asked_ovh.click_to_call", ask)
    monkeypatch.setattr("decroche.calls.asked_asterisk.asterisk.originate", ask)
    return found


@pytest.fixture
def number(member: Member) -> PhoneNumber:
    return company(member).numbers.get()


def again(member: Member) -> Member:
    """As the next request finds them."""
    return Member.objects.select_related("workspace").get(pk=member.pk)


def test_each_member_rings_her_own_handset(
    owner: Member, number: PhoneNumber, asked: list[DialTarget]
) -> None:
    let_members_dial(by=owner, own_network=True)
    noe = joined(owner)
    for member, chosen, password in ((owner, HERS, "her secret"), (noe, THEIRS, "their secret")):
        assert keep_asked(by=member, chosen=chosen, typed={"password": password}) is None
        keep_way(by=member, way="address")
    for member in (owner, noe):
        ask_address(again(member), number, "")
    assert [(one.template, one.password) for one in asked] == [
        (HERS.template, "her secret"),
        (THEIRS.template, "their secret"),
    ]


def test_a_new_member_is_asked_how_and_does_not_ring_the_owners_handset(owner: Member) -> None:
    keep_asked(by=owner, chosen=HERS, typed={"password": "her secret"})
    keep_way(by=owner, way="address")
    noe = again(joined(owner))
    assert preferred_by(again(owner), Dialled).way == "address"
    assert preferred_by(noe, Dialled).way == ""
    assert preferred_by(noe, AddressAsked) == AddressAsked()


def test_settings_of_before_go_on_for_everybody_until_they_choose(
    owner: Member, number: PhoneNumber, asked: list[DialTarget]
) -> None:
    """They were the workspace's, and so were the names in the vault."""
    save_preferences(workspace=owner.workspace, section=Dialled("address"))
    save_preferences(workspace=owner.workspace, section=HERS)
    keep_secrets(f"dialling-{owner.workspace_id}", "http://192.168.1.20 1001", {"password": "old"})
    noe = joined(owner)
    for member in (again(owner), again(noe)):
        assert preferred_by(member, Dialled).way == "address"
        ask_address(member, number, "")
    keep_way(by=noe, way="own")
    assert preferred_by(again(noe), Dialled).way == "own"
    assert preferred_by(again(owner), Dialled).way == "address"
    # nothing is typed again
    assert keep_asked(by=owner, chosen=HERS, typed={"password": ""}) is None
    ask_address(again(owner), number, "")
    assert [one.password for one in asked] == ["old"] * 3


def test_alone_nothing_is_asked_that_was_not_asked_before(
    member: Member, number: PhoneNumber, page: Any, asked: list[DialTarget]
) -> None:
    shown = page.get("/telephone/").content.decode()
    assert "for_all" not in shown
    assert "members_own_network" not in shown
    fields = {"way": "address", "template": HERS.template, "user": "1001", "own_network": "1"}
    assert page.post("/telephone/way/", {**fields, "password": "secret"}).status_code == 302
    ask_address(again(member), number, "")
    assert asked[0].password == "secret"


def test_an_owner_keeps_a_line_for_all_and_each_dials_from_their_own(
    owner: Member, number: PhoneNumber, asked: list[OvhLine]
) -> None:
    keep_asked(
        by=owner, chosen=LINE, typed={"application_secret": "a", "consumer_key": "c"}, for_all=True
    )
    noe = joined(owner)
    ask_ovh(again(noe), number, "")
    own = replace(LINE, line="0033199000002")
    keep_asked(by=noe, chosen=own, typed={"application_secret": "", "consumer_key": ""})
    ask_ovh(again(noe), number, "")
    assert [(one.line, one.consumer_key) for one in asked] == [
        ("0033199000001", "c"),
        ("0033199000002", "c"),
    ]
    other_account = replace(own, account="somebody-else")
    keep_asked(by=noe, chosen=other_account, typed={"application_secret": "", "consumer_key": ""})
    with pytest.raises(NotDialled, match="settings"):
        ask_ovh(again(noe), number, "")


def test_an_extension_of_ones_own_on_the_owners_server(
    owner: Member, number: PhoneNumber, asked: list[Asterisk]
) -> None:
    keep_asked(by=owner, chosen=SERVER, typed={"password": "secret"}, for_all=True)
    noe = joined(owner)
    own = replace(SERVER, endpoint="PJSIP/1002")
    assert keep_asked(by=noe, chosen=own, typed={"password": ""}) is None
    ask_asterisk(again(noe), number, CALL)
    assert (asked[0].endpoint, asked[0].password) == ("PJSIP/1002", "secret")


@pytest.mark.parametrize(
    "chosen",
    [
        replace(HERS, template="http://192.168.1.20/reset?number={number}"),
        replace(HERS, template="http://192.168.1.20:8080/?number={number}"),
    ],
)
def test_the_owners_password_opens_no_other_page(
    owner: Member, number: PhoneNumber, asked: list[DialTarget], chosen: AddressAsked
) -> None:
    keep_asked(by=owner, chosen=HERS, typed={"password": "secret"}, for_all=True)
    let_members_dial(by=owner, own_network=True)
    noe = joined(owner)
    assert keep_asked(by=noe, chosen=chosen, typed={"password": ""}) is None
    ask_address(again(noe), number, "")
    assert asked[0].password == ""


def test_only_an_owner_allows_machines_of_the_local_network(
    owner: Member, number: PhoneNumber, asked: list[Any]
) -> None:
    noe = joined(owner)
    assert keep_asked(by=noe, chosen=THEIRS, typed={"password": ""}) == "owner"
    assert keep_asked(by=noe, chosen=SERVER, typed={"password": ""}) == "owner"
    let_members_dial(by=owner, own_network=True)
    noe = again(noe)
    assert keep_asked(by=noe, chosen=THEIRS, typed={"password": ""}) is None
    ask_address(again(noe), number, "")
    let_members_dial(by=owner, own_network=False)
    with pytest.raises(NotDialled, match="owner"):  # what was kept before, too
        ask_address(again(noe), number, "")
    assert len(asked) == 1


def test_only_an_owner_decides_for_all(owner: Member) -> None:
    noe = joined(owner)
    public = AddressAsked("https://a.example/?n={digits}")
    acts: tuple[Callable[[], object], ...] = (
        lambda: keep_way(by=noe, way="tel", for_all=True),
        lambda: keep_asked(by=noe, chosen=public, typed={"password": ""}, for_all=True),
        lambda: let_members_dial(by=noe, own_network=True),
    )
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    fields = {"way": "address", "template": public.template, "for_all": "1"}
    answer = entered(noe).post("/telephone/way/", {**fields, "members_own_network": "1"})
    assert answer.status_code == 302
    assert preferred_by(again(noe), AddressAsked) == public
    assert preferred(again(owner).workspace, AddressAsked) == AddressAsked()
    assert keep_asked(by=again(noe), chosen=THEIRS, typed={"password": ""}) == "owner"


def test_the_page_keeps_for_all_what_an_owner_says(owner: Member, page: Any) -> None:
    noe = joined(owner)
    page.post("/telephone/way/", {"way": "own", "for_all": "1", "members_own_network": "1"})
    assert preferred_by(again(noe), Dialled).way == "own"
    assert keep_asked(by=again(noe), chosen=THEIRS, typed={"password": ""}) is None
    page.post("/telephone/way/", {"way": "tel"})
    assert preferred_by(again(owner), Dialled).way == "tel"
    assert preferred_by(again(noe), Dialled).way == "own"


def test_a_member_with_her_own_way_can_return_to_that_of_all(
    owner: Member,
    page: Any,
    number: PhoneNumber,
    asked: list[DialTarget],
    tmp_path: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    noe = joined(owner)
    keep_asked(by=owner, chosen=HERS, typed={"password": "the owner's"}, for_all=True)
    keep_way(by=owner, way="address", for_all=True)
    public = AddressAsked("https://a.example/?n={digits}", "2")
    keep_asked(by=noe, chosen=public, typed={"password": "their secret"})
    keep_way(by=noe, way="tel")
    their_page = entered(noe)
    with django_capture_on_commit_callbacks(execute=True):
        their_page.post("/telephone/way/", {"way": "as-all", "template": "https://b.example/"})
    noe = again(noe)
    assert preferred_by(noe, Dialled).way == "address"
    assert vault.read(tmp_path, f"dialling-{noe.workspace_id}-member-{noe.pk}") == ""
    ask_address(noe, number, "")
    assert [(one.template, one.password) for one in asked] == [(HERS.template, "the owner's")]
    chosen = r'value="as-all" required checked'
    assert chosen in their_page.get("/telephone/").content.decode()
    assert chosen not in page.get("/telephone/").content.decode()
    page.post("/telephone/way/", {"way": "tel", "for_all": "1"})
    assert preferred_by(again(noe), Dialled).way == "tel", "what an owner changes later, too"


def test_who_means_a_mailbox_of_their_own_dials_as_all_and_keeps_meaning_it(
    owner: Member, page: Any
) -> None:
    mean_mailbox(by=owner, own=True)
    chosen = r'value="as-all" required checked'
    assert chosen in page.get("/telephone/").content.decode(), "a mailbox is no way to dial"
    keep_way(by=owner, way="tel")
    assert chosen not in page.get("/telephone/").content.decode()
    page.post("/telephone/way/", {"way": "as-all"})
    assert chosen in page.get("/telephone/").content.decode()
    assert whose_of(again(owner)).member_id == owner.pk


def test_a_member_alone_has_no_way_of_everybody(member: Member, page: Any) -> None:
    assert page.post("/telephone/way/", {"way": "as-all"}).status_code == 404
    assert "as-all" not in page.get("/telephone/").content.decode()


def test_a_member_who_leaves_leaves_no_secret_behind(
    owner: Member, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    noe = joined(owner)
    keep_asked(by=noe, chosen=LINE, typed={"application_secret": "a", "consumer_key": "c"})
    public = AddressAsked("https://a.example/?n={digits}", "2")
    assert keep_asked(by=noe, chosen=public, typed={"password": "their secret"}) is None
    system = {"server": "https://pbx.example", "user": "noe", "endpoint": "SIP/1"}
    read = AsteriskAsked.read({**system, "context": "out", "own_network": False})
    assert keep_asked(by=noe, chosen=read, typed={"password": "their secret"}) is None
    whose = f"{noe.workspace_id}-member-{noe.pk}"
    names = [f"{way}-{whose}" for way in ("dialling", "dialling-ovh", "dialling-asterisk")]
    assert all(vault.read(tmp_path, name) for name in names)
    with django_capture_on_commit_callbacks(execute=True):
        leave(by=owner, member=noe, to=owner)
    assert [vault.read(tmp_path, name) for name in names] == ["", "", ""]
    assert again(noe).preferences == {}


def test_each_way_that_asks_has_settings_and_secrets_of_its_own_and_a_form(
    member: Member, page: Any
) -> None:
    assert set(ASKED) == {code for code, way in WAYS.items() if way.asks}
    assert len({way.section.SECRETS for way in ASKED.values()}) == len(ASKED)
    forms: dict[str, tuple[dict[str, str], dict[str, str]]] = {
        "address": (
            {"template": "https://a.example/?n={digits}", "user": "2", "password": " p "},
            {"password": " p "},
        ),
        "ovh": (
            {
                "account": "xy1234-ovh-1",
                "line": "0033199000001",
                "application_key": "application",
                "application_secret": " EXEgWIz07P0HYwtQ ",
                "consumer_key": " MtSwSrPpNjqfVSmJ ",
            },
            {  # pasted with a blank
                "application_secret": "EXEgWIz07P0HYwtQ",
                "consumer_key": "MtSwSrPpNjqfVSmJ",
            },
        ),
        "asterisk": (
            {
                "server": "https://pbx.example",
                "server_user": "2",
                "server_password": " p ",
                "endpoint": "SIP/1",
                "context": "out",
            },
            {"password": " p "},
        ),
    }
    for way, (typed, secrets) in forms.items():
        assert page.post("/telephone/way/", {"way": way, **typed}).status_code == 302
        kept = preferred_by(again(member), ASKED[way].section)
        assert asked_secrets(again(member), kept) == secrets
        assert kept.stored() == {**kept.stored(), **_named(typed, kept.stored())}
    assert 'value="https://pbx.example"' in page.get("/telephone/").content.decode()


OVH = {
    "account": "xy1234-ovh-1",
    "line": "0033199000001",
    "application_key": "7kbG7Bk7S9Nt7ZSV",
    "application_secret": "EXEgWIz07P0HYwtQ",
    "consumer_key": "MtSwSrPpNjqfVSmJ",
}
ASTERISK = {
    "server": "https://pbx.example",
    "server_user": "decroche",
    "server_password": "made up",
    "endpoint": "PJSIP/1001",
    "context": "from-internal",
}


@pytest.mark.parametrize("nonsense", ["", "a b"])
@pytest.mark.parametrize(
    ("way", "field"),
    [("ovh", field) for field in OVH] + [("asterisk", field) for field in ASTERISK],
)
def test_what_is_missing_or_nonsense_is_refused_at_its_field_and_the_rest_is_as_typed(
    member: Member, page: Any, way: str, field: str, nonsense: str
) -> None:
    right = OVH if way == "ovh" else ASTERISK
    if field == "server_password" and nonsense:
        return  # a password may have any form
    answer = page.post("/telephone/way/", {"way": way, **right, field: nonsense})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert shown.count('id="wrong-') == 1
    assert re.search(f'name="{field}"[^>]*aria-invalid="true"', shown)
    for name, text in right.items():
        secret = name in ("application_secret", "consumer_key", "server_password")
        assert f'name="{name}"' in shown
        assert (f'value="{text}"' in shown) == (name != field and not secret)
    assert preferred_by(again(member), Dialled).way != way
    assert preferred_by(again(member), ASKED[way].section) == ASKED[way].section()
    assert page.post("/telephone/way/", {"way": way, **right}).status_code == 302


def test_all_that_is_wrong_is_said_at_once(member: Member, page: Any) -> None:
    shown = page.post("/telephone/way/", {"way": "ovh", "line": "abc"}).content.decode()
    assert shown.count('id="wrong-') == 5
    assert 'value="abc"' in shown


def test_a_secret_that_is_kept_need_not_be_typed_again(member: Member, page: Any) -> None:
    page.post("/telephone/way/", {"way": "ovh", **OVH})
    secrets = {"application_secret": "", "consumer_key": ""}
    other = {**OVH, "line": "0033199000002", **secrets}
    assert page.post("/telephone/way/", {"way": "ovh", **other}).status_code == 302
    key = {**other, "application_key": "8kbG7Bk7S9Nt7ZSV"}  # its secrets are not known
    assert page.post("/telephone/way/", {"way": "ovh", **key}).status_code == 422


@pytest.mark.parametrize("typed", ["01 99 00 00 01", "+33 1.99.00.00.01", "0033199000001"])
def test_a_line_is_kept_as_ovhcloud_writes_it(typed: str) -> None:
    assert OvhAsked.read({"line": typed}).line == "0033199000001"


def _named(typed: dict[str, str], stored: dict[str, Any]) -> dict[str, str]:
    """What was typed under the names of the settings."""
    named = {name.removeprefix("server_"): text for name, text in typed.items()}
    return {name: text for name, text in named.items() if name in stored}
