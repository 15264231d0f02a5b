"""Requests drawn from the OpenAPI document itself: whatever is sent, no 500."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given
from hypothesis import settings as drawing
from schemathesis.checks import (
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema

from decroche.team.models import Member
from tests.cast import file_of

CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]
"""No 500, no status that the document doesn't name, no answer of another shape."""


@pytest.fixture
def schema(member: Member) -> Iterator[object]:
    """The document, served by the real WSGI application inside the test's own transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    file_of(member, 3)
    key = {"Authorization": f"Bearer {settings.ACCESS_TOKEN}"}
    yield schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", get_wsgi_application(), headers=key
    )
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_no_request_breaks_the_service(schema: BaseSchema) -> None:
    key = {"Authorization": f"Bearer {settings.ACCESS_TOKEN}"}
    tried = []
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()

        @drawing(
            max_examples=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
        )
        @given(case=operation.as_strategy())
        def attempt(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate(headers=key, checks=CHECKS)

        attempt()
        tried.append(operation.label)
    assert len(tried) >= 20
