"""Requests drawn from the OpenAPI document itself: whatever is sent, no 500."""

from __future__ import annotations

import pytest
import schemathesis
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck
from hypothesis import settings as drawing

from decroche.team.models import Member
from tests.cast import file_of


@pytest.fixture
def schema(member: Member) -> object:
    file_of(member, 3)
    return schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", get_wsgi_application(), headers={"Authorization": f"Bearer {settings.DOOR_TOKEN}"}
    )


lazy = schemathesis.pytest.from_fixture("schema")


@lazy.parametrize()
@drawing(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_no_request_breaks_the_service(case: schemathesis.Case) -> None:
    response = case.call(headers={"Authorization": f"Bearer {settings.DOOR_TOKEN}"})
    assert response.status_code < 500, response.text
