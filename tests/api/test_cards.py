"""The content of a card, and the law, over HTTP: each request uses the same verb as the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from decroche.calls.models import Note, Question
from decroche.compliance.models import Suppression
from decroche.journal.actions import undo
from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.cast import TUESDAY, company

NUMBER = "+33353010142"


@pytest.fixture
def api(member: Member) -> Client:
    return Client(headers={"Authorization": f"Bearer {settings.ACCESS_TOKEN}"})


def posted(api: Client, path: str, **body: Any) -> tuple[int, Any]:
    answer = api.post(f"/api/v1{path}", body, content_type="application/json")
    return answer.status_code, answer.json()


def got(api: Client, path: str) -> Any:
    answer = api.get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_note_is_kept_once_and_can_be_taken_back(api: Client, member: Member) -> None:
    card = company(member)
    path = f"/companies/{card.pk}/notes"
    assert posted(api, path, text="ils refont leur site") == (200, {"kept": True})
    assert posted(api, path, text="ils refont leur site") == (200, {"kept": False})
    assert [one["text"] for one in got(api, path)] == ["ils refont leur site"]
    undo(by=member)
    assert not Note.objects.exists()
    assert posted(api, path, text="  ")[0] == 422
    assert posted(api, "/companies/999999/notes", text="x")[0] == 404


def test_her_questions_are_answered(api: Client, member: Member) -> None:
    card = company(member)
    question = got(api, "/questions")[0]["id"]
    path = f"/companies/{card.pk}/answers"
    assert posted(api, path, question=question, value="une agence")[0] == 200
    assert got(api, path) == [{"question": question, "value": "une agence"}]
    assert posted(api, path, question=question + 9999, value="x")[0] == 404
    Question.objects.update(archived_at=TUESDAY)
    assert got(api, "/questions") == []


def test_an_opposition_stops_and_is_lifted_with_a_reason_only(api: Client, member: Member) -> None:
    card = company(member)
    told = posted(api, "/oppositions", value="03 53 01 01 42", channel="mail")
    assert told == (200, {"opposed": ["number"], "cards": 1})
    count = Suppression.objects.count()
    assert posted(api, "/oppositions", value="03 53 01 01 42")[0] == 200
    assert Suppression.objects.count() == count
    assert Company.objects.get(pk=card.pk).opposed_at is not None
    for path in ("notes", "answers"):
        body = {"text": "x", "question": 1, "value": "x"}
        assert posted(api, f"/companies/{card.pk}/{path}", **body)[0] == 422
    assert posted(api, "/oppositions/lift", value=NUMBER, reason="x")[0] == 422
    assert Company.objects.get(pk=card.pk).opposed_at is not None
    status, told_then = posted(api, "/oppositions/lift", value=NUMBER, reason="noté par erreur")
    assert status == 200
    assert told_then["lifted"] >= 1
    assert Company.objects.get(pk=card.pk).opposed_at is None
    assert posted(api, "/oppositions", value="patate")[0] == 422


def test_a_company_that_asked_not_to_be_called_is_not_added(api: Client, member: Member) -> None:
    silent = company(member, email="info@vasseur.example")
    assert posted(api, "/oppositions", value="03 53 01 01 42")[0] == 200
    for said in (
        {"name": "Vasseur Imprimeurs", "number": "+33 (0)3 53 01 01 42"},
        {"name": silent.name, "city": silent.city},
        {"name": "Studio Nord", "email": "info@vasseur.example"},
    ):
        status, told = posted(api, "/companies", **said)
        assert status == 422
        assert "rien n’est ajouté" in told["detail"]
    assert Company.objects.count() == 1


def test_a_consent_is_proved_and_taken_back(api: Client, member: Member) -> None:
    card = company(member)
    path = f"/companies/{card.pk}/consents"
    body = {
        "value": NUMBER,
        "text": "Oui, appelez-moi.",
        "channel": "form",
        "given_at": (TUESDAY - timedelta(days=1)).isoformat(),
    }
    assert posted(api, path, **body) == (200, {"kept": True})
    (kept,) = got(api, path)
    assert (kept["value"], kept["text"], kept["revoked_at"]) == (NUMBER, "Oui, appelez-moi.", None)
    assert posted(api, f"{path}/revoke", value=NUMBER, channel="phone")[0] == 200
    assert got(api, path)[0]["revoked_at"] is not None
    future = (TUESDAY + timedelta(days=1)).isoformat()
    assert posted(api, path, **body | {"given_at": future})[0] == 422
    assert posted(api, path, **body | {"value": "+33100000000"})[0] == 404


def test_the_offer_is_hers(api: Client, member: Member) -> None:
    assert got(api, "/offer")["name"] == "Camille Arnaud"


def test_cards_of_others_are_not_there(api: Client, member: Member, stranger: Member) -> None:
    card = company(stranger)
    for path in ("notes", "answers", "consents"):
        assert api.get(f"/api/v1/companies/{card.pk}/{path}").status_code == 404
    assert posted(api, f"/companies/{card.pk}/notes", text="x")[0] == 404
    assert not Note.objects.exists()
