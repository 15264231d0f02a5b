"""The made-up file is removed with one click, together with everything that was tried on it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from decroche.callqueue.next_card import next_for
from decroche.callqueue.preferences import keep_order
from decroche.callqueue.queries import ready_count
from decroche.callqueue.search import Nothing, Pick
from decroche.calls.models import Call, CallState
from decroche.calls.states import work_out
from decroche.followups.models import FollowUp
from decroche.intake.actions import GivenFile, import_file
from decroche.intake.choices import Choices
from decroche.intake.demo import write_demo
from decroche.intake.models import Batch
from decroche.intake.sample import SAMPLE_NAME, sample_in
from decroche.intake.uploads import keep_demo
from decroche.prospects.actions import edit_company
from decroche.prospects.legal_actions import choose_audience
from decroche.prospects.models import Company
from decroche.shared.clock import PARIS
from decroche.team.models import Member
from tests.cast import TUESDAY, company, keep_offer, log

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sample(member: Member) -> Batch:
    batch = keep_demo(by=member, name=SAMPLE_NAME)
    write_demo(Path(batch.path), companies=20, seed=1)
    return import_file(
        by=member,
        file=GivenFile(Path(batch.path), SAMPLE_NAME, "un fichier inventé"),
        choices=Choices(on_duplicate="create"),
        batch=batch,
    )


def test_a_file_of_hers_with_the_same_name_is_not_offered_to_be_thrown_away(
    page: Client, member: Member, tmp_path: Path
) -> None:
    path = tmp_path / "hers.csv"
    write_demo(path, companies=3, seed=2)
    import_file(
        by=member,
        file=GivenFile(path, SAMPLE_NAME, "mon fichier"),
        choices=Choices(on_duplicate="create"),
    )
    assert sample_in(member.workspace) is None
    assert "aucun téléphone ne sonnera" not in page.get("/").content.decode()
    page.post("/import/sample/discard/")
    assert Company.objects.filter(removed_at=None).count() == 3


def test_it_leaves_with_what_was_tried_and_her_own_stays(
    page: Client, member: Member, sample: Batch
) -> None:
    mine = company(member, "Laiterie du Marais 02 61 91 04 20 Amiens")
    tried = list(Company.objects.filter(provenance=sample.provenance).order_by("pk"))
    assert len(tried) == 20
    log(member, mine, "no_answer")
    log(member, tried[0], "call_back", when=TUESDAY + timedelta(days=2), precision="minute")
    log(member, tried[1], "do_not_call")
    log(member, tried[2], "no_answer")
    edit_company(by=member, company=tried[3], changes={"name": "Autrement"})
    shown = page.get("/").content.decode()
    assert "aucun téléphone ne sonnera" in shown
    said = page.post("/import/sample/discard/", follow=True).content.decode()
    assert "20 entreprises inventées" in said
    assert list(Company.objects.filter(removed_at=None)) == [mine]
    assert [call.company_id for call in Call.objects.all()] == [mine.pk]
    assert not FollowUp.objects.filter(company__in=tried, closed_at=None).exists()
    assert sample_in(member.workspace) is None
    assert "aucun téléphone ne sonnera" not in page.get("/").content.decode()


def test_twice_throws_nothing_more_away(page: Client, member: Member, sample: Batch) -> None:
    page.post("/import/sample/discard/")
    mine = company(member)
    page.post("/import/sample/discard/")
    assert list(Company.objects.filter(removed_at=None)) == [mine]


def test_the_five_steps_stand_on_the_first_page_until_the_first_call(
    page: Client, member: Member
) -> None:
    shown = page.get("/").content.decode()
    steps = shown.partition("Cinq étapes")[2].partition("</ol>")[0]
    assert steps.count("<li>") == 5
    assert steps.count("fait</span>") == 0, "her offer is only proposed"
    keep_offer(member)
    steps = page.get("/").content.decode().partition("Cinq étapes")[2].partition("</ol>")[0]
    assert steps.count("fait</span>") == 1, "her name is known, and her offer is read"
    card = company(member)
    steps = page.get("/").content.decode().partition("Cinq étapes")[2].partition("</ol>")[0]
    assert steps.count("fait</span>") == 2
    log(member, card, "no_answer")
    assert "Cinq étapes" not in page.get("/").content.decode()


SATURDAY_EVENING = datetime(2026, 11, 28, 21, 40, tzinfo=PARIS)


@pytest.fixture
def tried_late(member: Member) -> Batch:
    """The made-up file, brought as from its button."""
    batch = keep_demo(by=member, name=SAMPLE_NAME)
    return import_file(
        by=member,
        file=GivenFile(Path(batch.path), batch.filename, "un fichier inventé"),
        choices=Choices(on_duplicate="create"),
        batch=batch,
    )


@pytest.mark.parametrize("ranked", [True, False])
def test_made_up_companies_are_tried_at_any_hour_and_real_ones_are_not(
    member: Member, tried_late: Batch, ranked: bool
) -> None:
    keep_order(workspace=member.workspace, ranked=ranked)
    real = company(member, "Laiterie du Marais 02 61 91 04 20 Amiens")
    for _card in range(3):
        found = next_for(member, SATURDAY_EVENING)
        assert isinstance(found, Pick)
        assert found.company.provenance == tried_late.provenance
        log(member, found.company, "no_answer", SATURDAY_EVENING)
    left = tried_late.created_count - 3
    assert ready_count(member.workspace, SATURDAY_EVENING).count == left
    Company.objects.filter(provenance=tried_late.provenance).update(removed_at=TUESDAY)
    work_out(None, member.workspace_id, Company.objects.values_list("pk", flat=True))
    nobody = next_for(member, SATURDAY_EVENING)
    assert isinstance(nobody, Nothing)
    assert nobody.why == "closed"
    assert not CallState.objects.get(pk=real.pk).any_hour


def test_a_made_up_card_says_so_and_one_called_a_private_person_keeps_the_hours_of_the_law(
    page: Client, member: Member, tried_late: Batch
) -> None:
    card = Company.objects.filter(provenance=tried_late.provenance).order_by("pk")[0]
    assert "Entreprise inventée" in _shown(page, card)
    choose_audience(by=member, company=card, audience="consumer", reason="chez lui")
    assert not CallState.objects.get(pk=card.pk).any_hour
    assert "Entreprise inventée" not in _shown(page, card)
    real = company(member, "Laiterie du Marais 02 61 91 04 20 Amiens")
    assert "Entreprise inventée" not in _shown(page, real)


def _shown(page: Client, card: Company) -> str:
    return page.get(reverse("company", args=[card.pk])).content.decode()
