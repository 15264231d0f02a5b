from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from decroche.calls.models import Call
from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.cast import company, file_of, log


@pytest.fixture
def api(member: Member) -> Client:
    return Client(headers={"Authorization": f"Bearer {settings.ACCESS_TOKEN}"})


@pytest.mark.parametrize(
    "address",
    ["/api/v1/next", "/api/v1/companies?q=a", "/api/v1/stats", "/api/v1/when?text=demain"],
)
def test_without_the_token_nobody_gets_in(member: Member, address: str) -> None:
    assert Client().get(address).status_code == 401
    assert Client(headers={"Authorization": "Bearer x"}).get(address).status_code == 401


@pytest.mark.usefixtures("in_file_order")
def test_a_morning_over_http(api: Client, member: Member) -> None:
    first, second = file_of(member, 2)
    card = api.get("/api/v1/next").json()
    assert (card["company"]["id"], card["number"]["e164"], card["ask_for"]) == (
        first.pk,
        "+33353010142",
        "communication",
    )
    body = {"outcome": "call_back", "company": first.pk, "when": "jeudi 10h"}
    answers = [
        api.post(
            "/api/v1/calls", body, content_type="application/json", headers={"Idempotency-Key": "k"}
        ).json()
        for _ in range(2)
    ]
    assert [answer["replayed"] for answer in answers] == [False, True]
    assert answers[0]["follow_up"]["kind"] == "promised"
    assert answers[0]["call"] == answers[1]["call"]
    assert api.get("/api/v1/next").json()["company"]["id"] == second.pk
    assert api.post("/api/v1/undo").json()["undone"]["verb"] == "call.logged"
    assert not Call.objects.exists()


def test_undo_takes_back_the_entry_that_is_named_or_says_why_not(
    api: Client, member: Member, stranger: Member
) -> None:
    first, second = file_of(member, 2)
    entries = [
        api.post(
            "/api/v1/calls",
            {"outcome": "no_answer", "company": card.pk},
            content_type="application/json",
        ).json()["entry"]
        for card in (first, second)
    ]
    other = log(stranger, file_of(stranger, 1)[0], "no_answer").entry
    colleague = Member.objects.create(workspace=member.workspace, name="Hélène", role="caller")
    theirs = log(colleague, second, "voicemail").entry

    def back(entry: int) -> tuple[int, str]:
        answer = api.post(f"/api/v1/undo?entry={entry}")
        return answer.status_code, str(answer.json().get("detail", ""))

    assert back(entries[0]) == (
        409,
        f"La ligne {entries[0]} n’est pas la dernière\u00a0: c’est la {entries[1]} (call.logged).",
    )
    assert back(other.pk)[0] == 404
    assert back(theirs.pk)[0] == 409
    assert Call.objects.filter(workspace=member.workspace).count() == 3
    answer = api.post(f"/api/v1/undo?entry={entries[1]}").json()["undone"]
    assert (answer["entry"], answer["company"]) == (
        entries[1],
        {"id": second.pk, "name": second.name},
    )
    assert back(entries[1])[0] == 409  # it is not asked of the one before
    assert api.post("/api/v1/undo").json()["undone"]["entry"] == entries[0]
    kept = Call.objects.filter(workspace=member.workspace)
    assert [one.pk for one in kept] == [theirs.subject_id]


def test_refusals_are_sentences(api: Client, member: Member) -> None:
    card = company(member)
    for body in (
        {"outcome": "call_back", "company": card.pk},
        {"outcome": "call_back", "company": card.pk, "when": "patate"},
        {"outcome": "x", "company": card.pk},
        {"outcome": "no_answer", "company": 999_999},
    ):
        answer = api.post("/api/v1/calls", body, content_type="application/json")
        assert answer.status_code == 422
        assert answer.json()["detail"]
    assert not Call.objects.exists()


@pytest.mark.parametrize("other", [{"outcome": "voicemail"}, {"company": 1}])
def test_a_key_that_kept_another_call_keeps_no_second_one(
    api: Client, member: Member, other: dict[str, Any]
) -> None:
    first, second = file_of(member, 2)
    body = {"outcome": "no_answer", "company": second.pk}
    key = {"Idempotency-Key": "k"}
    assert api.post("/api/v1/calls", body, content_type="application/json", headers=key).json()
    other = {"company": first.pk} if "company" in other else other
    answer = api.post("/api/v1/calls", body | other, content_type="application/json", headers=key)
    assert answer.status_code == 422
    assert "déjà servi à un autre appel" in answer.json()["problems"]["key"]
    assert Call.objects.count() == 1


def test_a_call_of_the_future_is_refused(api: Client, member: Member) -> None:
    (card,) = file_of(member, 1)
    for at, status in (("2026-11-24T10:09:00+01:00", 200), ("2090-01-01T10:00:00+01:00", 422)):
        body = {"outcome": "no_answer", "company": card.pk, "at": at}
        answer = api.post("/api/v1/calls", body, content_type="application/json")
        assert answer.status_code == status, answer.content
    assert "plus tard que maintenant" in answer.json()["problems"]["at"]
    assert Call.objects.count() == 1


def test_a_company_is_added_once_per_key_and_found(api: Client, member: Member) -> None:
    body = {"name": "Verrerie de l’Œillet", "number": "01 99 00 05 31", "city": "Paris"}
    for _ in range(2):
        api.post(
            "/api/v1/companies",
            body,
            content_type="application/json",
            headers={"Idempotency-Key": "k"},
        )
    assert Company.objects.count() == 1
    assert api.get("/api/v1/companies", {"q": "+33 1 99 00 05 31"}).json()[0]["match"] == "number"


def test_the_openapi_document_describes_every_verb(api: Client) -> None:
    paths = api.get("/api/v1/openapi.json").json()["paths"]
    assert {
        "/api/v1/next",
        "/api/v1/calls",
        "/api/v1/undo",
        "/api/v1/companies",
        "/api/v1/when",
        "/api/v1/number",
        "/api/v1/stats",
    } <= set(paths)
    assert json.dumps(paths).count('"name": "Idempotency-Key"') == 2


def test_a_strangers_card_is_unknown(api: Client, stranger: Member) -> None:
    theirs = company(stranger)
    assert (
        api.post(
            "/api/v1/calls",
            {"outcome": "no_answer", "company": theirs.pk},
            content_type="application/json",
        ).status_code
        == 422
    )
    assert api.post(f"/api/v1/skip/{theirs.pk}").status_code == 404
