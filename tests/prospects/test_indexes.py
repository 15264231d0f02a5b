"""Cards are found by their number, address or registration without reading the file."""

from __future__ import annotations

import pytest
from django.db.models import QuerySet

from decroche.intake.models import Batch
from decroche.intake.queries import in_doubt_of
from decroche.prospects.models import Company, PhoneNumber
from decroche.team.models import Member
from tests.cast import company

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


@pytest.mark.parametrize("field", ["siren", "siret", "email"])
def test_a_company_is_found_by_an_index(member: Member, field: str) -> None:
    rows = Company.objects.filter(workspace=member.workspace, **{field: "732829320"})
    assert f"USING INDEX company_{field} (workspace_id=? AND {field}=?)" in plan(rows)
    both = Company.objects.filter(workspace=member.workspace, **{f"{field}__in": ["1", "2"]})
    assert f"USING INDEX company_{field} (workspace_id=? AND {field}=?)" in plan(both)


def test_a_number_is_found_by_an_index(member: Member) -> None:
    rows = PhoneNumber.objects.filter(workspace=member.workspace, e164="+33199000001")
    assert "USING INDEX number_e164 (workspace_id=? AND e164=?)" in plan(rows)


def test_the_doubtful_cards_of_an_import_are_found_by_an_index(member: Member) -> None:
    batch = Batch.objects.create(workspace=member.workspace, provenance=company(member).provenance)
    assert "USING INDEX company_doubts_of_source (workspace_id=? AND provenance_id=?)" in plan(
        in_doubt_of(batch)
    )


def plan(rows: QuerySet[Company] | QuerySet[PhoneNumber]) -> str:
    """How SQLite reads the rows: one line a table."""
    return str(rows.order_by().explain())
