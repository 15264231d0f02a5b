"""A reader reads the file and changes nothing, by whatever way she comes in."""

from __future__ import annotations

import json
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver

from decroche.callqueue.actions import claim
from decroche.callqueue.models import Claim
from decroche.callqueue.rules import Reason
from decroche.calls.actions import record_outcome
from decroche.calls.models import Call
from decroche.cli.main import main
from decroche.journal.models import Entry
from decroche.prospects.models import Company
from decroche.shared.clock import now
from decroche.team.models import Member, Workspace
from decroche.team.roles import NotAllowed
from tests.cast import file_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(member: Member) -> Member:
    """The one who sits here may only read."""
    file_of(member, 2)
    member.role = Member.Role.READER
    member.save()
    return member


def what_is_kept() -> tuple[int, ...]:
    tables = (Entry, Call, Claim, Company)
    return *(table.objects.count() for table in tables), len(str(Workspace.objects.get()))


def test_a_reader_logs_no_call(reader: Member) -> None:
    card = Company.objects.all()[0]
    with pytest.raises(NotAllowed):
        record_outcome(by=reader, company_id=card.pk, outcome="no_answer")
    with pytest.raises(NotAllowed):
        claim(reader, card, Reason("held"), now())
    assert not Call.objects.exists()
    assert not Claim.objects.exists()


def paths() -> list[str]:
    """Every address of the desk, with a number where it takes one."""
    found = []
    for pattern in get_resolver().url_patterns:
        inner = getattr(pattern, "url_patterns", None)
        for one in inner if inner is not None else [pattern]:
            if isinstance(one, URLPattern):
                found.append(str(pattern.pattern if one is not pattern else "") + str(one.pattern))
    return [f"/{path}" for path in found]


def test_every_address_refuses_what_a_reader_posts(page: Client, reader: Member) -> None:
    """Also with words of why: the page says who can change it."""
    before = what_is_kept()
    posted = 0
    for path in paths():
        address = re.sub(r"<int:\w+>", "1", re.sub(r"<(slug|str):\w+>", "name", path))
        key = {"Authorization": f"Bearer {settings.ACCESS_TOKEN}"}
        answer = page.post(address, {"company": 1, "outcome": "no_answer"}, headers=key)
        assert answer.status_code in (403, 404), address
        posted += answer.status_code == 403
    assert posted > 60
    assert what_is_kept() == before
    shown = page.post("/calls/log/", {"company": 1, "outcome": "no_answer"})
    assert "peut" in shown.content.decode() or "may read" in shown.content.decode()


def test_the_api_and_the_command_line_refuse_in_words(
    page: Client, reader: Member, capsys: pytest.CaptureFixture[str]
) -> None:
    card = Company.objects.all()[0]
    answer = Client(headers={"Authorization": f"Bearer {settings.ACCESS_TOKEN}"}).post(
        "/api/v1/calls",
        json.dumps({"company": card.pk, "outcome": "no_answer"}),
        content_type="application/json",
    )
    assert answer.status_code == 403
    assert "detail" in answer.json()
    assert main(["log", "--company", str(card.pk), "no_answer"]) != 0
    assert not Call.objects.exists()


def test_a_reader_reads(page: Client, reader: Member) -> None:
    card = Company.objects.all()[0]
    for path in ("/", "/file/", f"/companies/{card.pk}/", "/figures/"):
        assert page.get(path).status_code == 200, path
