"""The pages of what went wrong, and the same in JSON for programs."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client

from decroche.team.models import Member
from tools.entering import browser


def test_a_form_older_than_its_protection_changes_nothing_and_says_so(member: Member) -> None:
    answer = browser(enforce_csrf_checks=True).post("/settings/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "Cette page était trop ancienne" in answer.content.decode()
    member.refresh_from_db()
    assert member.theme == ""


def test_a_request_with_too_many_fields_is_one_sentence(
    page: Client, settings: LazySettings
) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    answer = page.post("/settings/", {f"field{place}": "x" for place in range(9)})
    assert answer.status_code == 400
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "Cette demande ne peut pas être lue" in answer.content.decode()


def test_an_error_of_ours_is_a_page_that_leads_back(
    page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("made up")

    monkeypatch.setattr("decroche.desk.duplicates.views.pairs_to_look_at", fails)
    page.raise_request_exception = False
    answer = page.get("/doubles/")
    assert answer.status_code == 500
    shown = answer.content.decode()
    assert "Quelque chose a cassé chez nous" in shown
    assert "made up" not in shown
    assert 'href="/"' in shown


def test_programs_get_json_and_no_page(
    member: Member, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = {"Authorization": f"Bearer {settings.ACCESS_TOKEN}"}
    program = Client(headers=key | {"Host": "127.0.0.1"}, raise_request_exception=False)
    missing = program.get("/api/v1/nowhere")
    assert (missing.status_code, set(missing.json())) == (404, {"detail"})

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("made up")

    monkeypatch.setattr("decroche.desk.errors.views.is_api", lambda _: True)
    monkeypatch.setattr("decroche.desk.duplicates.views.pairs_to_look_at", fails)
    page = browser(raise_request_exception=False)
    broken = page.get("/doubles/")
    assert broken.status_code == 500
    assert "made up" not in broken.content.decode()
    assert set(broken.json()) == {"detail"}
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    long = page.post("/settings/", {f"field{place}": "x" for place in range(9)})
    assert (long.status_code, set(long.json())) == (400, {"detail"})
