"""Cards of an import that may be those of private people are decided on together, or one by one."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from decroche.callqueue.next_card import next_for
from decroche.callqueue.search import Pick
from decroche.intake.models import Batch
from decroche.journal.actions import undo
from decroche.journal.models import Entry
from decroche.prospects.legal_actions import choose_audience
from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.cast import TUESDAY, company
from tests.intake.test_under_way import bring

TABLE = (
    "Société;Téléphone;Ville\n"
    "M. Petit;01 99 00 12 35;Arras\n"
    "Mme Roux;01 99 00 12 36;Lens\n"
    "Julie Maréchal graphiste;01 99 00 12 37;Lille\n"
    "Bois Vasseur SARL;01 99 00 12 34;Lille\n"
)


@pytest.fixture
def batch(member: Member, tmp_path: Path) -> Batch:
    file = tmp_path / "liste.csv"
    file.write_text(TABLE, encoding="utf-8")
    return bring(member, file)


def answer(page: Client, batch: Batch, audience: str) -> str:
    there = reverse("audience-of-import", args=[batch.pk])
    return page.post(there, {"audience": audience}, follow=True).content.decode()


def decided() -> dict[str, tuple[str, str]]:
    rows = Company.objects.values_list("name", "audience", "audience_why")
    return {name: (audience, why) for name, audience, why in rows}


def test_all_are_answered_for_at_once_and_called_then(
    page: Client, member: Member, batch: Batch
) -> None:
    firm = Company.objects.get(name="Bois Vasseur SARL")
    card = next_for(member, TUESDAY)
    assert isinstance(card, Pick)
    assert card.company == firm
    before = decided()
    said = page.get(reverse("batch", args=[batch.pk])).content.decode()
    assert "Je les appelle tous pour leur métier" in said
    said = answer(page, batch, "professional")
    assert "Je les appelle tous pour leur métier" not in said
    after = decided()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"M. Petit", "Mme Roux", "Julie Maréchal graphiste"}
    assert {after[name] for name in changed} == {("professional", "chosen")}
    entry = Entry.objects.get(verb="companies.audience")
    assert entry.particulars["count"] == 3
    assert entry.particulars["reason"]
    undo(by=member, entry_id=entry.pk)
    assert decided() == before


def test_what_she_said_of_one_and_other_imports_stay(
    page: Client, member: Member, batch: Batch
) -> None:
    other = company(member, "M. Lenoir 01 99 00 12 39 Arras")
    choose_audience(by=member, company=Company.objects.get(name="M. Petit"), audience="consumer")
    before = decided()
    answer(page, batch, "professional")
    after = decided()
    assert after["M. Petit"] == ("consumer", "chosen")
    assert after[other.name] == before[other.name]
    assert after["Mme Roux"] == ("professional", "chosen")


def test_all_may_be_private_people(page: Client, batch: Batch) -> None:
    answer(page, batch, "consumer")
    assert decided()["Mme Roux"] == ("consumer", "chosen")


def test_no_other_answer_is_taken(page: Client, batch: Batch) -> None:
    before = decided()
    for audience in ("", "anybody"):
        there = reverse("audience-of-import", args=[batch.pk])
        assert page.post(there, {"audience": audience}).status_code == 404
    assert decided() == before


def test_an_answer_that_comes_too_late_says_so(page: Client, batch: Batch) -> None:
    answer(page, batch, "professional")
    before = decided()
    assert "rien n’a été changé" in answer(page, batch, "consumer")
    assert decided() == before
