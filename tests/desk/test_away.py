"""A database that does not answer is said in words, and costs nothing that is typed."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, InternalError, OperationalError
from django.test import Client

from decroche.desk.today import views
from decroche.shared.away import is_away
from decroche.team import access
from tools.entering import HOST

pytestmark = pytest.mark.django_db


def gone(*_: object, **__: object) -> Any:
    """As Django says that the line to PostgreSQL is broken."""
    raise OperationalError("the connection is closed") from psycopg.OperationalError("closed")


def test_a_page_says_so_and_asks_nothing_more(page: Client, monkeypatch: Any) -> None:
    page.raise_request_exception = False
    monkeypatch.setattr(views, "counted_of", gone)
    monkeypatch.setattr("decroche.desk.parts.frame._menu", gone)
    answer = page.get("/")
    assert answer.status_code == 503
    said = answer.content.decode()
    assert "La base de données ne répond pas" in said
    assert int(answer.headers["Refresh"]) > 0
    assert int(answer.headers["Retry-After"]) > 0


def test_so_it_is_when_nobody_can_be_known(page: Client, monkeypatch: Any) -> None:
    page.raise_request_exception = False
    monkeypatch.setattr(access, "member_for", gone)
    assert page.get("/file/").status_code == 503
    sent = page.post("/calls/log/", {"company": 1})
    assert sent.status_code == 503
    assert "Refresh" not in sent.headers, "a form is not sent again by itself"


def test_a_program_is_told_in_json(monkeypatch: Any) -> None:
    monkeypatch.setattr(access, "api_key_for", gone)
    program = Client(headers={"Host": HOST, "Authorization": "Bearer abc"})
    program.raise_request_exception = False
    answer = program.get("/api/v1/next")
    assert answer.status_code == 503
    assert "base de données" in answer.json()["detail"]


def test_what_is_no_broken_line_is_our_mistake() -> None:
    away = psycopg.errors.lookup
    for code in ("08006", "57P01", "57P03", "25006"):
        assert is_away(away(code)("x")), code
    for code in ("40P01", "53100", "23505"):
        assert not is_away(away(code)("x")), code
    outer = InternalError("read-only")
    outer.__cause__ = away("25006")("x")
    assert is_away(outer)
    assert not is_away(DatabaseError("database is locked"))
    assert not is_away(None)
