"""What undo leaves in place stays whole: no row without its parts, and every page still opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, reverse
from django.urls.converters import IntConverter

from decroche.calls.actions import keep_moment
from decroche.calls.models import CallState
from decroche.correspondence.actions import begin
from decroche.desk.urls import urlpatterns
from decroche.journal import staying
from decroche.journal.actions import undo
from decroche.journal.models import Entry
from decroche.journal.record import record
from decroche.offer.actions import save_offer
from decroche.offer.models import Service, Step
from decroche.offer.queries import offer_of
from decroche.prospects import actions
from decroche.prospects.actions import NewCompany, add_company
from decroche.prospects.models import Company, Contact, DuplicateCandidate, PhoneNumber
from decroche.shared.numbers import read_numbers
from decroche.storage.database import ready
from decroche.team.models import Member
from tests.cast import LINES, TUESDAY, company, log

pytestmark = pytest.mark.django_db

REFERRAL = "Theatre 06 39 98 72 72 Anne Lang"
USES: list[Callable[[Member, Company], object]] = [
    lambda by, card: actions.add_person(by=by, company=card, role="hr", name="Mme Roussel"),
    lambda by, card: actions.edit_company(by=by, company=card, changes={"notes": "à voir"}),
    lambda by, card: log(by, card, "no_answer"),
    lambda by, card: keep_moment(by=by, sentence="Appelez en mars", company=card),
    lambda by, card: begin(by=by, company=card),
    lambda by, card: actions.tag(by=by, companies=Company.objects.filter(pk=card.pk), word="nord"),
    lambda by, card: log(by, company(by, LINES[3]), "no_need", details={"referral": REFERRAL}),
]


def of_a_call(member: Member) -> tuple[Entry, Company]:
    """A card that a call made, by a recommendation."""
    entry = log(member, company(member), "no_need", details={"referral": REFERRAL}).entry
    return entry, Company.objects.get(name="Theatre")


def of_a_line(member: Member) -> tuple[Entry, Company]:
    """A card that she typed."""
    numbers = list(read_numbers("06 39 98 72 72").numbers)
    card, entry = add_company(
        by=member, new=NewCompany("Theatre", numbers, people=[("other", "Anne Lang")])
    )
    return entry, card


def rows_of(card: Company) -> dict[str, list[dict[str, Any]]]:
    """The card and what belongs to it: numbers, people, call state."""
    found: dict[str, list[dict[str, Any]]] = {}
    for model in (Company, Contact, PhoneNumber, type(card.state)):
        column = "pk" if model is Company else "company"
        rows = model._base_manager.filter(**{column: card.pk}).order_by("pk")
        found[model._meta.label] = [dict(row) for row in rows.values()]
    return found


def parts_of(card: Company) -> dict[str, list[int]]:
    """The keys of the same rows."""
    return {
        label: [row.get("id", card.pk) for row in rows] for label, rows in rows_of(card).items()
    }


def pages_that_break(page: Client, card: Company) -> list[str]:
    """The addresses of the desk, all of them, that answer a GET with an error of the server."""
    page.raise_request_exception = False
    found = []
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        values = {
            name: card.pk if isinstance(converter, IntConverter) else "me"
            for name, converter in pattern.pattern.converters.items()
        }
        address = reverse(str(pattern.name), kwargs=values)
        if page.get(address).status_code >= 500:
            found.append(address)
    return found


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("make", [of_a_call, of_a_line])
def test_a_card_that_stays_is_whole_and_every_page_opens(
    make: Callable[[Member], tuple[Entry, Company]],
    use: Callable[[Member, Company], object],
    member: Member,
    page: Client,
) -> None:
    entry, card = make(member)
    use(member, card)
    before = rows_of(Company.objects.get(pk=card.pk))
    undo(by=member, entry_id=entry.pk)
    assert rows_of(Company.objects.get(pk=card.pk)) == before
    assert pages_that_break(page, card) == []


@pytest.mark.parametrize("model", [Contact, PhoneNumber])
def test_a_part_that_was_changed_since_keeps_the_whole_card(
    model: type[Model], member: Member
) -> None:
    """A name corrected, a number found wrong."""
    entry, card = of_a_line(member)
    part = model._base_manager.get(company=card)
    with_a_change = {"name": "Anna Lang"} if model is Contact else {"state": "wrong"}
    with record("company.edited", by=member, company_id=card.pk) as verb:
        verb.update(part, **with_a_change)
    before = parts_of(card)
    undo(by=member, entry_id=entry.pk)
    assert parts_of(card) == before
    entry.refresh_from_db()
    assert entry.particulars["stays"] == [["used", "Theatre"]]


def test_a_card_that_nobody_used_goes_with_all_its_parts(member: Member) -> None:
    for make in (of_a_call, of_a_line):
        entry, card = make(member)
        before = rows_of(card)
        assert all(before.values())
        undo(by=member, entry_id=entry.pk)
        assert not any(rows_of(card).values())


def test_a_card_in_doubt_that_stays_is_still_asked_about(member: Member) -> None:
    company(member, "Studio Nord 03 53 01 44 55 Lille")
    referral = {"referral": "Studio Nord 06 39 98 06 11"}
    entry = log(member, company(member), "no_need", details=referral).entry
    new = Company.objects.filter(name="Studio Nord").latest("pk")
    asked = DuplicateCandidate.objects.count()
    assert asked == 1
    actions.add_person(by=member, company=new, role="hr", name="Mme Roussel")
    undo(by=member, entry_id=entry.pk)
    assert DuplicateCandidate.objects.count() == asked


def test_a_service_that_stays_keeps_its_steps(member: Member) -> None:
    offer = offer_of(member)
    one = replace(offer.services[0], pk=None, name="Un service de plus")
    entry = save_offer(by=member, offer=replace(offer, services=(*offer.services, one)))
    made = Service.objects.get(name="Un service de plus")
    steps = Step.objects.filter(service=made).count()
    assert steps
    newer = tuple(
        replace(service, name="Autrement dit") if service.pk == made.pk else service
        for service in offer_of(member).services
    )
    save_offer(by=member, offer=replace(offer_of(member), services=newer))
    undo(by=member, entry_id=entry.pk)
    assert Step.objects.filter(service=made).count() == steps


def test_a_card_that_an_older_version_left_without_its_state_is_whole_after_a_start(
    member: Member, page: Client
) -> None:
    """Its number went with the state: it waits among those to complete."""
    _entry, card = of_a_call(member)
    log(member, card, "voicemail")
    expected = _state(card)
    PhoneNumber.objects.filter(company=card).delete()
    CallState.objects.filter(pk=card.pk).delete()
    Company.objects.filter(pk=card.pk).update(name_key="", sort_name="", search_text="")
    assert f"/companies/{card.pk}/" in pages_that_break(page, card)
    assert ready() != ""
    assert pages_that_break(page, card) == []
    found = _state(card)
    changed = {name for name in expected if found[name] != expected[name]}
    assert changed <= {"blocked_by", "not_before", "stratum"}
    assert (found["blocked_by"], found["attempts"]) == ("no_number", 1)
    assert found["not_before"] == TUESDAY
    card.refresh_from_db()
    assert card.name_key
    assert ready() == ""


def test_each_row_that_is_one_with_another_is_a_part_of_it() -> None:
    """A row that a page takes for granted (one to one) never goes alone."""
    for model in apps.get_models():
        if not model.__module__.startswith("decroche"):
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.OneToOneField) and field.primary_key:
                assert field.name in staying._parts[model._meta.label_lower]


def _state(card: Company) -> dict[str, Any]:
    """Its call state without its place in the file."""
    return dict(CallState.objects.filter(pk=card.pk).values()[0]) | {"position": 99}
