"""What each role may do, on every way in: pages, the API, verbs of the journal, commands."""

from __future__ import annotations

import ast
import json
import re
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, reverse
from django.urls.converters import IntConverter
from django.utils import translation

from decroche.api.service import api
from decroche.callqueue.claiming import claim
from decroche.callqueue.models import Claim
from decroche.callqueue.rules import Reason
from decroche.calls.models import Call
from decroche.cli.grammar import build_parser
from decroche.cli.main import main
from decroche.desk.settings.sections import SECTIONS as KEPT_SECTIONS
from decroche.desk.urls import urlpatterns
from decroche.journal import verbs as journal_verbs
from decroche.journal.models import Entry
from decroche.prospects.models import Company
from decroche.shared.clock import now
from decroche.team.access import SIGN_IN_PATHS
from decroche.team.models import Member, Workspace
from decroche.team.needs import MAY, OWN, OWNERS_ONLY, READERS_ONLY_READ, NotAllowed
from decroche.team.needs_of_pages import OPEN_PAGES, PAGES, SECTIONS
from decroche.team.roles import COMMANDS, ENDPOINTS, FREE_COMMANDS, VERBS, need_of_verb
from decroche.team.scopes import SCOPES
from tests.cast import file_of
from tools.outcomes import log_outcome

PACKAGE = Path(__file__).resolve().parents[2] / "decroche"
pytestmark = pytest.mark.django_db
ROLES = list(Member.Role.values)


def with_role(member: Member, role: str) -> Member:
    member.role = role
    member.save()
    return member


@pytest.fixture
def reader(member: Member) -> Member:
    """Makes the member at this desk a reader."""
    file_of(member, 2)
    return with_role(member, Member.Role.READER)


def what_is_kept() -> tuple[int | str, ...]:
    tables = (Entry, Call, Claim, Company)
    kept = Workspace.objects.values_list("name", "preferences").get()
    return *(table.objects.count() for table in tables), str(kept)


def test_a_reader_logs_no_call(reader: Member) -> None:
    card = Company.objects.order_by("pk")[0]
    with pytest.raises(NotAllowed):
        log_outcome(by=reader, company_id=card.pk, outcome="no_answer")
    with pytest.raises(NotAllowed):
        claim(reader, card, Reason("held"), now())
    assert not Call.objects.exists()
    assert not Claim.objects.exists()


def addresses() -> list[tuple[str, str]]:
    """(name, address) of every page of the desk, with a number where it takes one."""
    found = []
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        values = {
            name: 1 if isinstance(converter, IntConverter) else "name"
            for name, converter in pattern.pattern.converters.items()
        }
        found.append((str(pattern.name), reverse(str(pattern.name), kwargs=values)))
    return found


def test_every_page_says_what_it_needs() -> None:
    names = {name for name, _ in addresses()}
    assert names == set(PAGES) | OPEN_PAGES, "each page stands in the table, and no other"
    for name, address in addresses():
        assert (name in OPEN_PAGES) == address.startswith(SIGN_IN_PATHS), address
    assert set(KEPT_SECTIONS) == set(SECTIONS)


@pytest.mark.parametrize("role", ROLES)
def test_every_address_refuses_what_a_role_does_not_allow(
    page: Client, member: Member, role: str
) -> None:
    """Asked as the link of the start lets her in; nothing is kept of what is refused."""
    file_of(member, 2)
    with_role(member, role)
    page.raise_request_exception = False
    before, refused = what_is_kept(), 0
    expected = sum((MAY[role] < page.look) + (MAY[role] < page.send) for page in PAGES.values())
    for name, address in addresses():
        if name in OPEN_PAGES:
            continue
        if MAY[role] < PAGES[name].look:
            assert page.get(address).status_code == 403, address
            refused += 1
        if MAY[role] < PAGES[name].send:
            answer = page.post(address, {"company": 1, "outcome": "no_answer"})
            assert answer.status_code == 403, address
            refused += 1
    assert what_is_kept() == before
    assert refused == expected


def test_the_refusal_says_who_can_change_it(page: Client, reader: Member) -> None:
    answer = page.post("/calls/log/", {"company": 1, "outcome": "no_answer"})
    assert str(READERS_ONLY_READ) in unescape(answer.content.decode())
    with_role(reader, Member.Role.CALLER)
    assert str(OWNERS_ONLY) in unescape(page.get("/settings/webhook/").content.decode())


@pytest.mark.parametrize("role", ROLES)
def test_every_section_of_the_settings_asks_for_its_role(
    page: Client, member: Member, role: str
) -> None:
    with_role(member, role)
    for name, need in SECTIONS.items():
        expected = {302, 422} if MAY[role] >= need else {403}
        assert page.post(f"/settings/{name}/", {}).status_code in expected, name


def test_a_reader_chooses_her_own_language_and_no_goal_of_the_file(
    page: Client, reader: Member
) -> None:
    before = reader.workspace.preferences
    page.post("/settings/me/", {"name": "Ada", "language": "en", "theme": "dark", "goal": "7"})
    reader.refresh_from_db()
    assert (reader.name, reader.theme) == ("Ada", "dark")
    assert Workspace.objects.get().preferences == before


def endpoints() -> set[str]:
    """“POST /calls” of every address of the API, as its document names them."""
    document = api.get_openapi_schema()
    found = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in document["paths"].items()
        for method in methods
    }
    return {*found, "GET /openapi.json"}


def test_every_endpoint_says_what_it_needs() -> None:
    assert endpoints() == set(ENDPOINTS) == set(SCOPES)


@pytest.mark.parametrize("role", ROLES)
def test_every_endpoint_refuses_what_a_role_does_not_allow(member: Member, role: str) -> None:
    file_of(member, 2)
    with_role(member, role)
    program = Client(
        headers={"Authorization": f"Bearer {settings.ACCESS_TOKEN}"}, raise_request_exception=False
    )
    before = what_is_kept()
    for one, need in ENDPOINTS.items():
        method, path = one.split(" ", 1)
        address = f"/api/v1{re.sub('{.*?}', '1', path)}"
        if MAY[role] < need:
            ask = program.get if method == "GET" else program.post
            answer = ask(address)
            assert answer.status_code == 403, one
            assert "detail" in answer.json()
    assert what_is_kept() == before
    assert program.get("/api/v1/companies?q=a").status_code == 200


def verbs() -> set[str]:
    """Returns the verbs that `record` is called with anywhere; for a name that is put together, the
    part before its dot.
    """
    found = set[str]()
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {
            node.targets[0].id: node.value.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "record":
                continue
            said = node.args[0]
            for one in [said.body, said.orelse] if isinstance(said, ast.IfExp) else [said]:
                if isinstance(one, ast.Constant):
                    found.add(str(one.value))
                elif isinstance(one, ast.JoinedStr):
                    found.add(ast.unparse(one)[2:-1].partition(".")[0])
                elif isinstance(one, ast.Name):
                    found.add(str(named.get(one.id) or getattr(journal_verbs, one.id, one.id)))
    return found


def test_every_verb_says_what_it_needs() -> None:
    known = {verb for verb in verbs() if verb in VERBS or verb.partition(".")[0] in VERBS}
    assert verbs() == known
    assert len(known) > 45
    assert need_of_verb("nobody.thought_of_it") == OWN


def test_every_command_says_what_it_needs(
    member: Member, capsys: pytest.CaptureFixture[str]
) -> None:
    actions = [one for one in build_parser()._actions if one.dest == "command"]
    assert actions[0].choices is not None
    assert set(actions[0].choices) == set(COMMANDS) | FREE_COMMANDS
    with_role(member, Member.Role.CALLER)
    for command in (["demo"], ["undo-import", "1"], ["keep"], ["backup", "x"]):
        assert main(command) == 1, command
    assert not Company.objects.exists()


def test_the_api_and_the_command_line_refuse_in_words(
    reader: Member, capsys: pytest.CaptureFixture[str]
) -> None:
    del reader
    card = Company.objects.order_by("pk")[0]
    answer = Client(headers={"Authorization": f"Bearer {settings.ACCESS_TOKEN}"}).post(
        "/api/v1/calls",
        json.dumps({"company": card.pk, "outcome": "no_answer"}),
        content_type="application/json",
    )
    assert answer.status_code == 403
    with translation.override("fr"):
        assert answer.json()["detail"] == str(READERS_ONLY_READ)
        assert main(["log", "--company", str(card.pk), "no_answer"]) != 0
        assert str(READERS_ONLY_READ) in capsys.readouterr().err
    assert not Call.objects.exists()


def test_a_reader_reads(page: Client, reader: Member) -> None:
    card = Company.objects.order_by("pk")[0]
    for path in ("/", "/file/", f"/companies/{card.pk}/", "/figures/"):
        assert page.get(path).status_code == 200, path
