"""Rows of another workspace of the database, asked for by their numbers at every address."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as usual
from django.test import Client
from django.urls import URLPattern, reverse
from django.urls.converters import IntConverter

from decroche.desk.urls import urlpatterns
from decroche.membership.actions import invite, share
from decroche.prospects.models import Company
from decroche.team.models import Member, WorkspaceRow
from decroche.team.needs_of_pages import OPEN_PAGES
from decroche.telephone.service import telephones
from tests.cast import TUESDAY, company, log
from tests.intake.test_import import bring

MARK = "Zénobie"
NAMED = (
    "company",
    "number",
    "contact",
    "person",
    "follow_up",
    "to",
    "pk",
    "id",
    "list",
    "question",
)
"""Fields of forms that hold the number of a row."""
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_jobs(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    """What goes on beside the pages is not started: it outlives the test's database."""
    for module in ("correspondence.jobs", "intake.jobs", "storage.jobs", "background.beside"):
        monkeypatch.setattr(f"decroche.{module}.threading", SimpleNamespace(Thread=_Unstarted))
    settings.TELEPHONE_HOST, settings.TELEPHONE_PORT = "127.0.0.1", 0
    yield
    telephones.stop()
    telephones.pairings.close()


class _Unstarted(threading.Thread):
    """A thread of a job that is never started."""

    def start(self) -> None:
        """Starts nothing."""


@pytest.fixture
def theirs(stranger: Member, quick_passwords: None, tmp_path: Path) -> Member:
    """Somebody else's workspace, with a row of nearly every kind."""
    share(by=stranger, name=MARK, email="z@autre.example", password="un-mot-bien-long-ici")
    invite(by=stranger, role="owner")
    first = company(stranger, f"{MARK} Tissage 03 53 01 44 55 Lille com: Mme {MARK}", notes=MARK)
    second = company(stranger, f"{MARK} Verrerie 03 53 01 44 56 Lille", notes=MARK)
    log(stranger, first, "call_back", when=TUESDAY, note=MARK, moment=MARK)
    log(stranger, second, "email_requested", email="z@verrerie.example", note=MARK)
    brought = tmp_path / "f.csv"
    brought.write_text(f"Société;Téléphone\n{MARK} Filature;03 53 01 44 57\n", encoding="utf-8")
    bring(stranger, brought)
    return stranger


def numbers(workspace: int) -> list[int]:
    """The keys of its rows, of all tables."""
    found = set[int]()
    for model in apps.get_models():
        if issubclass(model, WorkspaceRow):
            found |= set(
                model._base_manager.filter(workspace_id=workspace).values_list("pk", flat=True)
            )
    return sorted(found)


def rows(workspace: int) -> dict[str, list[Any]]:
    """All it has."""
    return {
        model._meta.label: list(
            model._base_manager.filter(workspace_id=workspace).order_by("pk").values()
        )
        for model in apps.get_models()
        if issubclass(model, WorkspaceRow)
    }


def addresses(keys: list[int]) -> list[str]:
    """Every address that takes a number, with each of these."""
    found = list[str]()
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        takes = pattern.pattern.converters
        places = [name for name, one in takes.items() if isinstance(one, IntConverter)]
        if not places or pattern.name in ("month",):
            continue
        words = {name: "json" for name in takes if name not in places}
        for key in keys:
            values = {**words, **dict.fromkeys(places, key)}
            found.append(reverse(str(pattern.name), kwargs=values))
    return found


def test_no_address_opens_a_row_of_another_workspace(
    page: Client, member: Member, theirs: Member
) -> None:
    """She owns an empty file of her own: a row that such a key finds is not hers."""
    assert not Company.objects.filter(workspace=member.workspace).exists()
    share(by=member, name="Camille", email="c@ici.example", password="un-mot-bien-long-ici")
    before = rows(theirs.workspace_id)
    keys = numbers(theirs.workspace_id)[:8]
    page.raise_request_exception = False
    asked = 0
    for address in addresses(keys):
        typed = {name: address.split("/")[2] for name in NAMED}
        for answer in (page.get(address), page.post(address, typed)):
            assert answer.status_code < 500, address
            if not answer.streaming:
                assert MARK not in answer.content.decode("utf-8", "replace"), address
            asked += 1
    assert asked > 300
    for pattern in urlpatterns:  # addresses that take their numbers from a form
        assert isinstance(pattern, URLPattern)
        if pattern.pattern.converters or pattern.name in (*OPEN_PAGES, "sign-out", "close-desk"):
            continue
        address = reverse(str(pattern.name))
        for key in keys[:4]:
            typed = dict.fromkeys(NAMED, str(key))
            answers = [page.get(address, typed)]
            if pattern.name not in ("end-session", "share"):
                answers.append(page.post(address, typed))
            for answer in answers:
                if not answer.streaming:
                    assert MARK not in answer.content.decode("utf-8", "replace"), address
    assert rows(theirs.workspace_id) == before


def test_no_address_of_the_api_opens_a_row_of_another_workspace(
    member: Member, theirs: Member
) -> None:
    before = rows(theirs.workspace_id)
    program = Client(headers={"Authorization": f"Bearer {usual.ACCESS_TOKEN}"})
    for key in numbers(theirs.workspace_id)[:14]:
        for path, typed in (
            (f"/api/v1/skip/{key}", {}),
            ("/api/v1/calls", {"company": key, "outcome": "no_answer"}),
            ("/api/v1/undo", {}),
        ):
            answer = program.post(path, json.dumps(typed), content_type="application/json")
            assert answer.status_code in (404, 422), path
    for path in (f"/api/v1/companies?q={MARK}", "/api/v1/next", "/api/v1/stats"):
        assert MARK not in program.get(path).content.decode()
    assert rows(theirs.workspace_id) == before


def test_a_session_of_another_workspace_shows_nothing_of_this_one(
    page: Client, member: Member, theirs: Member
) -> None:
    """The link of the start opens the first workspace only."""
    company(member, "Imprimerie Vasseur 03 53 01 01 42 Lille")
    shown = page.get("/file/").content.decode()
    assert "Imprimerie Vasseur" in shown
    assert MARK not in shown
