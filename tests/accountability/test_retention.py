"""After three years the job erases what its preview showed, and doing it twice changes nothing
more.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Model

from decroche.accountability.due import look_at, note_informed, to_inform, yearly
from decroche.accountability.retention import apply_retention, kept_until, plan, soon
from decroche.calls.actions import win
from decroche.calls.models import Call
from decroche.calls.reading import OutcomeInput
from decroche.compliance.actions import ConsentGiven
from decroche.compliance.models import Suppression
from decroche.compliance.preferences import LegalChoices
from decroche.correspondence.models import Message
from decroche.insights.funnel import figures
from decroche.prospects.legal_actions import choose_audience, keep_consent, leave_person_alone
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.shared import clock
from decroche.shared.calendar import months_later
from decroche.shared.clock import now
from decroche.team.models import Member
from decroche.team.preferences import save_preferences
from tests.cast import TUESDAY, company
from tools.outcomes import log_outcome

pytestmark = pytest.mark.usefixtures("own_folder")

LATER = months_later(TUESDAY, 36) + timedelta(days=1)


@pytest.fixture
def old_file(member: Member) -> dict[str, Company]:
    """Cards of today, each with its own history."""
    cards = {
        "people": company(member, "Mutuelle des Deux Caps 03 53 01 02 15 Calais rh: Mme Roussel"),
        "bare": company(member, "Laiterie du Marais 02 61 91 04 20 Amiens"),
        "alone": company(member, "Claire Durand EI 06 39 98 47 11 Lille"),
        "rung": company(member, "Port fluvial 03 53 01 03 77 Béthune com: M. Haddad"),
        "talked": company(member, "Verrerie du Nord 01 99 00 05 31 Paris com: Mme Nguyen"),
        "client": company(member, "Filature Carlier 03 53 01 06 11 Roubaix com: M. Petit"),
        "opposed": company(member, "M. Lefebvre 06 39 98 05 05 Douai"),
    }
    log_outcome(
        by=member,
        company_id=cards["people"].pk,
        outcome="no_need",
        said=OutcomeInput(note="parlé à Mme Roussel", told=True),
    )
    win(by=member, company=cards["client"])
    choose_audience(by=member, company=cards["opposed"], audience="professional")
    log_outcome(
        by=member,
        company_id=cards["opposed"].pk,
        outcome="do_not_call",
        said=OutcomeInput(note="fâché"),
    )
    choose_audience(by=member, company=cards["opposed"], audience="")
    Message.objects.create(
        workspace=member.workspace,
        company=cards["bare"],
        to="a@b.example",
        state="draft",
        created_at=now(),
    )
    with clock.frozen(TUESDAY + timedelta(days=700)):
        log_outcome(by=member, company_id=cards["rung"].pk, outcome="no_answer")
        log_outcome(
            by=member,
            company_id=cards["talked"].pk,
            outcome="interested",
            said=OutcomeInput(when=now() + timedelta(days=3), told=True),
        )
    return cards


def state() -> list[list[dict[str, Any]]]:
    tables: list[type[Model]] = [Company, Contact, PhoneNumber, Call, Message]
    return [list(table._base_manager.order_by("pk").values()) for table in tables]


def test_the_job_does_what_the_preview_said_twice_the_same(
    member: Member, old_file: dict[str, Company], tmp_path: Path
) -> None:
    (tmp_path / "before-update-20230101-000000.sqlite3").write_bytes(b"x")
    counted = figures(member.workspace)
    with clock.frozen(LATER):
        shown = plan(member.workspace, now())
        assert [(one.company.name, one.fate) for one in shown.cards] == [
            ("Mutuelle des Deux Caps", "clear"),
            ("Claire Durand EI", "erase"),
            ("Port fluvial", "clear"),
            ("M. Lefebvre", "erase"),
        ]
        assert (shown.drafts, shown.counts()["erased"], shown.counts()["cleared"]) == (1, 2, 2)
        done = apply_retention(by=member)
        assert (done.counts(), [one.company.pk for one in done.cards]) == (
            shown.counts(),
            [one.company.pk for one in shown.cards],
        )
        after = state()
        again = apply_retention(by=member)
        assert again.empty
        assert state() == after
    people, alone, rung = (
        Company.objects.get(pk=old_file[name].pk) for name in ("people", "alone", "rung")
    )
    assert (people.name, people.contacts.count(), people.state.callable) == (
        "Mutuelle des Deux Caps",
        0,
        True,
    )
    assert people.numbers.count() == 1
    assert [call.note for call in Call.objects.filter(company=people)] == [""]
    assert (alone.name, alone.erased_at is not None, alone.numbers.count()) == ("—", True, 0)
    assert rung.contacts.count() == 0, "her own unanswered call renewed the time"
    assert Contact.objects.filter(company=old_file["talked"]).exists(), (
        "a talk with interest starts the time again"
    )
    assert Contact.objects.filter(company=old_file["client"]).exists()
    assert Suppression.objects.exists(), "the opposition outlives the erasure"
    found = figures(member.workspace)
    assert (found.calls, found.by_outcome) == (counted.calls, counted.by_outcome)


def test_it_warns_a_month_before(member: Member, old_file: dict[str, Company]) -> None:
    eve = months_later(TUESDAY, 36) - timedelta(days=20)
    with clock.frozen(eve):
        assert plan(member.workspace, now()).cards == []
        assert {one.company.name for one in soon(member.workspace, now(), 9).cards} == {
            "Mutuelle des Deux Caps",
            "Claire Durand EI",
            "Port fluvial",
            "M. Lefebvre",
        }
    assert soon(member.workspace, TUESDAY, 9).cards == []


def test_she_may_keep_for_less_and_never_for_more(
    member: Member, old_file: dict[str, Company]
) -> None:
    card = old_file["people"]
    assert kept_until(card, member.workspace, TUESDAY) == months_later(card.created_at, 36)
    for said, months in ((12, 12), (60, 36), ("x", 36), (0, 36)):
        section = LegalChoices.read({"prospect_months": said})
        save_preferences(workspace=member.workspace, section=section)
        assert kept_until(card, member.workspace, TUESDAY) == months_later(card.created_at, months)


def test_people_who_have_to_be_informed_after_a_month_are_listed(
    member: Member, old_file: dict[str, Company]
) -> None:
    assert not to_inform(member.workspace, TUESDAY).exists()
    later = months_later(TUESDAY, 1) + timedelta(days=1)
    # Mme Roussel was told in the talk, Mme Nguyen too (later): the others wait
    assert [one.name for one in to_inform(member.workspace, later)] == ["M. Haddad", "M. Petit"]
    note_informed(by=member, company=old_file["rung"], kind="printed")
    leave_person_alone(by=member, person=Contact.objects.get(name="M. Petit"))
    assert not to_inform(member.workspace, later).exists()


def test_the_yearly_list_comes_back_after_a_year(member: Member) -> None:
    assert all(one.due for one in yearly(member.workspace, TUESDAY))
    look_at(workspace=member.workspace, code="notes", at=TUESDAY, done=True)
    assert [one.code for one in yearly(member.workspace, TUESDAY) if not one.due] == ["notes"]
    assert all(one.due for one in yearly(member.workspace, months_later(TUESDAY, 13)))
    look_at(workspace=member.workspace, code="notes", at=TUESDAY, done=False)
    assert all(one.due for one in yearly(member.workspace, TUESDAY))


def test_a_consumer_is_called_with_a_consent_within_the_hours_and_a_refusal_is_for_good(
    member: Member,
) -> None:
    card = company(member, "Claire Durand EI 06 39 98 47 11 Lille")
    assert (card.audience, card.state.blocked_by, card.state.zone, card.state.consumer) == (
        "consumer",
        "no_consent",
        "metro",
        True,
    )
    number = card.numbers.get()
    keep_consent(
        by=member,
        company=card,
        given=ConsentGiven(
            kind="number",
            value=number.dial,
            text="J’accepte d’être appelée",
            channel="form",
            given_at=now() - timedelta(days=1),
        ),
    )
    card.refresh_from_db()
    assert card.state.callable
    done = log_outcome(by=member, company_id=card.pk, outcome="hung_up")
    assert done.consequence.kind == "suppress"
    card.refresh_from_db()
    assert card.opposed_at is not None


def test_a_consent_needs_its_words_and_a_day_that_has_come(member: Member) -> None:
    card = company(member, "Claire Durand EI 06 39 98 47 11 Lille")
    for text, given in (("", now()), ("oui", now() + timedelta(days=1))):
        with pytest.raises(ValueError, match="consent"):
            keep_consent(
                by=member,
                company=card,
                given=ConsentGiven("number", "+33639984711", text, "form", given),
            )
