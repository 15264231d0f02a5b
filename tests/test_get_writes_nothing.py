"""A page that is only looked at changes no row. Another page can make her browser ask for it."""

from __future__ import annotations

import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse
from django.urls.converters import IntConverter

from decroche.desk.urls import urlpatterns
from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.cast import file_of

_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)", re.IGNORECASE)
CALLS = reverse("loop")
TABLES_OF_THE_LOOP = {"callqueue_callplan", "callqueue_claim"}
"""The call screen is the exception: the card it shows is hers from then on, and the order of the
sitting is made when it is first needed.
"""


def tables_written(page: Client, address: str) -> set[str]:
    """The tables that a GET writes to."""
    with CaptureQueriesContext(connection) as asked:
        page.get(address)
    written = (one["sql"] for one in asked if _WRITES.match(one["sql"]))
    return {re.findall(r"\b[a-z]+_[a-z_]+\b", sql)[0] for sql in written}


def test_no_page_that_is_looked_at_changes_a_row(page: Client, member: Member) -> None:
    file_of(member, 3)
    page.raise_request_exception = False
    company = Company.objects.order_by("pk").values_list("pk", flat=True)[0]
    seen = 0
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        values = {
            name: company if isinstance(converter, IntConverter) else "me"
            for name, converter in pattern.pattern.converters.items()
        }
        address = reverse(str(pattern.name), kwargs=values)
        allowed = TABLES_OF_THE_LOOP if address == CALLS else set()
        assert tables_written(page, address) <= allowed, address
        seen += 1
    assert seen > 100


def test_looking_at_the_call_screen_again_changes_nothing(page: Client, member: Member) -> None:
    file_of(member, 3)
    assert tables_written(page, CALLS) == TABLES_OF_THE_LOOP
    assert tables_written(page, CALLS) == set()
