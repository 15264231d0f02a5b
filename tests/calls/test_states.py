"""What blocks a card, and that its state follows whatever it depends on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from decroche.accountability.erasing import erase_company
from decroche.callqueue.claiming import release
from decroche.callqueue.next_card import next_for
from decroche.callqueue.search import Pick
from decroche.calls.actions import lose, win
from decroche.calls.callability import blocked_by
from decroche.calls.models import CALLABLE, CallState
from decroche.calls.reading import OutcomeInput
from decroche.calls.states import note_way_in, rest, work_out
from decroche.compliance.actions import ConsentGiven
from decroche.compliance.permission import CallValues, Consent
from decroche.followups.models import FollowUp
from decroche.intake.actions import GivenFile, import_file
from decroche.intake.choices import Choices
from decroche.journal.actions import undo
from decroche.prospects import actions, legal_actions
from decroche.prospects.merging import merge
from decroche.prospects.models import Company
from decroche.shared.numbers import read_numbers
from decroche.team.models import Member
from tests.cast import LINES, TUESDAY, company, file_of, state_of
from tools.outcomes import log_outcome

YES = Consent(TUESDAY - timedelta(days=9))
GONE = Consent(TUESDAY - timedelta(days=9), revoked_at=TUESDAY - timedelta(days=2))


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (CallValues(), ""),
        (CallValues(number=False), "no_number"),
        (CallValues(opposed=True), "opposed"),
        (CallValues(removed=True, opposed=True), "opposed"),
        (CallValues(removed=True), "removed"),
        (CallValues(number=False, erased=True, removed=True), "erased"),
        (CallValues(unlisted=True, nature="register"), "unlisted"),
        (CallValues(unlisted=True, nature="business"), ""),
        (CallValues(audience="consumer"), "no_consent"),
        (CallValues(audience="consumer", consent=YES), ""),
        (CallValues(audience="consumer", consent=GONE), "no_consent"),
        (CallValues(audience="consumer", consent=YES, refused_at=TUESDAY), "opposed"),
        (CallValues(audience="consumer", consent=YES, attempts=[TUESDAY] * 9), ""),
        (CallValues(audience="consumer", client=True), "client"),
        (CallValues(client=True), "client"),
        (CallValues(client=True, opposed=True), "opposed"),
        (CallValues(number=False, client=True), "no_number"),
    ],
)
@pytest.mark.parametrize("hour", [3, 11])
def test_a_refusal_that_lasts_until_something_changes_is_a_block(
    values: CallValues, why: str, hour: int
) -> None:
    """At three in the morning as at eleven: an hour that is to come is no block."""
    assert blocked_by(values, TUESDAY.replace(hour=hour)) == why
    assert why in CallState.BlockedBy.values


def consumer(member: Member, card: Company) -> None:
    legal_actions.choose_audience(by=member, company=card, audience="consumer")


def agree(member: Member, card: Company) -> None:
    legal_actions.keep_consent(
        by=member,
        company=card,
        given=ConsentGiven(
            kind="number",
            value=card.numbers.get().dial,
            text="Oui, appelez-moi.",
            channel="phone",
            given_at=TUESDAY - timedelta(days=1),
        ),
    )


def take_back_consent(member: Member, card: Company) -> None:
    legal_actions.revoke_consent(
        by=member, company=card, kind="number", value=card.numbers.get().dial, channel="phone"
    )


def only(card: Company) -> QuerySet[Company]:
    return Company.objects.filter(pk=card.pk)


VERBS: list[tuple[str, Callable[[Member, Company], object], str]] = [
    ("removed", lambda m, c: actions.remove(by=m, companies=only(c)), "removed"),
    ("opposed", lambda m, c: actions.oppose_all(by=m, companies=only(c)), "opposed"),
    ("consumer", consumer, "no_consent"),
    ("client", lambda m, c: win(by=m, company=c), "client"),
    (
        "wrong number",
        lambda m, c: log_outcome(by=m, company_id=c.pk, outcome="wrong_number", at=TUESDAY),
        "no_number",
    ),
]


@pytest.mark.parametrize(("verb", "why"), [v[1:] for v in VERBS], ids=[v[0] for v in VERBS])
def test_each_verb_moves_the_state_and_undo_moves_it_back(
    member: Member, verb: Callable[[Member, Company], object], why: str
) -> None:
    card, other = file_of(member, 2)
    assert state_of(card).blocked_by == ""
    verb(member, card)
    assert state_of(card).blocked_by == why
    assert state_of(card).callable == (why in CALLABLE)
    assert state_of(other).blocked_by == ""
    undo(by=member, reason="une erreur de ma part")
    assert state_of(card).blocked_by == ""


def test_a_number_makes_a_card_callable_and_a_consent_a_consumer(member: Member) -> None:
    bare = company(member, "Menuiserie Sans Numéro")
    assert state_of(bare).blocked_by == "no_number"
    actions.add_number(by=member, company=bare, number=read_numbers("03 53 01 44 55").numbers[0])
    assert state_of(bare).blocked_by == ""
    consumer(member, bare)
    assert (state_of(bare).blocked_by, state_of(bare).consumer) == ("no_consent", True)
    agree(member, bare)
    assert state_of(bare).blocked_by == ""
    take_back_consent(member, bare)
    assert state_of(bare).blocked_by == "no_consent"


def test_the_place_follows_the_postcode_else_the_number(member: Member) -> None:
    here, there = company(member, postcode="59000"), company(member, "Loin 02 62 91 04 20")
    assert (state_of(here).zone, state_of(there).zone) == ("metro", "974")
    actions.edit_company(by=member, company=here, changes={"postcode": "67000"})
    assert state_of(here).zone == "alsace"
    actions.edit_company(by=member, company=there, changes={"postcode": "75001"})
    assert state_of(there).zone == "metro"
    actions.edit_company(by=member, company=there, changes={"postcode": ""})
    assert state_of(there).zone == "974"


def test_an_older_entry_taken_back_frees_nobody_that_was_opposed_since(member: Member) -> None:
    card = company(member)
    removed = actions.remove(by=member, companies=only(card))
    actions.oppose_all(by=member, companies=only(card))
    undo(by=member, entry_id=removed.pk)
    assert state_of(card).blocked_by == "opposed"


def test_a_corrected_source_frees_what_only_its_register_blocked(member: Member) -> None:
    card = company(member)
    legal_actions.note_diffusion(by=member, company=card, status="P")
    assert state_of(card).blocked_by == ""
    actions.say_nature(by=member, provenance=card.provenance, nature="register")
    assert state_of(card).blocked_by == "unlisted"
    actions.say_nature(by=member, provenance=card.provenance, nature="business")
    assert state_of(card).blocked_by == ""


def test_an_erased_card_is_blocked_as_such(member: Member) -> None:
    card = company(member)
    erase_company(by=member, company=card, leave_alone=False)
    assert state_of(card).blocked_by == "erased"


def test_two_cards_made_one_rest_as_long_as_either_and_count_all_calls(member: Member) -> None:
    one, two = file_of(member, 2)
    log_outcome(by=member, company_id=two.pk, outcome="no_answer", at=TUESDAY)
    rest(by=member, companies=only(one), days=400)
    merge(by=member, kept=one, other=two)
    kept, gone = state_of(one), state_of(two)
    assert (kept.attempts, kept.last_outcome, kept.unanswered) == (1, "no_answer", 1)
    assert kept.not_before == TUESDAY + timedelta(days=400)
    assert gone.blocked_by == "removed"


def test_a_client_is_not_prospected_and_promises_to_her_still_come(member: Member) -> None:

    card, other = file_of(member, 2)
    when = TUESDAY + timedelta(minutes=5)
    log_outcome(
        by=member,
        company_id=card.pk,
        outcome="call_back",
        said=OutcomeInput(when=when, precision="minute"),
        at=TUESDAY - timedelta(days=1),
    )
    win(by=member, company=card)
    found = next_for(member, TUESDAY)
    assert isinstance(found, Pick)
    assert (found.company, found.reason.source) == (card, "promise")
    FollowUp.objects.all().delete()
    release(member)
    found = next_for(member, TUESDAY)
    assert isinstance(found, Pick)
    assert found.company == other
    lose(by=member, company=card)
    assert (state_of(card).blocked_by, state_of(card).not_before) == ("", TUESDAY)


def test_the_way_in_is_kept_with_the_calls(member: Member) -> None:
    card = company(member)
    assert note_way_in(by=member, company=card, text=" Mme Durand, poste 12 ")
    assert state_of(card).ask_next == "Mme Durand, poste 12"
    assert note_way_in(by=member, company=card, text="Mme Durand, poste 12") is None
    with pytest.raises(ValueError, match="160"):
        note_way_in(by=member, company=card, text="x" * 161)
    undo(by=member)
    assert state_of(card).ask_next == ""


def test_an_import_keeps_to_a_consent_that_was_given_before(member: Member, tmp_path: Path) -> None:
    card = company(member, "Mme Claire Durand 06 39 98 06 11")
    consumer(member, card)
    agree(member, card)
    actions.remove(by=member, companies=only(card))
    path = tmp_path / "fichier.csv"
    path.write_text(
        "Nom;Téléphone\nMme Claire Durand;06 39 98 06 11\nMme Anne Petit;06 39 98 06 12\n",
        encoding="utf-8",
    )
    import_file(
        by=member,
        file=GivenFile(path, path.name, "carnet personnel"),
        choices=Choices(on_duplicate="create"),
    )
    states = {
        one.company.name: (one.blocked_by, one.consumer)
        for one in CallState.objects.filter(company__removed_at=None).select_related("company")
    }
    assert states == {
        "Mme Claire Durand": ("", True),
        "Mme Anne Petit": ("no_consent", True),
    }


def test_an_imported_card_has_the_state_that_working_it_out_again_gives(
    member: Member, tmp_path: Path
) -> None:
    path = tmp_path / "fichier.csv"
    path.write_text(
        "Nom;Téléphone;CP;Statut de diffusion;Ne plus appeler\n"
        "Imprimerie Vasseur;03 53 01 01 42;59000;O;oui\n"
        "Laiterie;;67000;O;\n"
        "Mme Anne Petit;06 39 98 06 12;;O;\n"
        "Verrerie du Large;02 62 91 05 31;97400;P;\n"
        "Filature;02 62 91 05 32;;O;\n",
        encoding="utf-8",
    )
    import_file(
        by=member,
        file=GivenFile(path, path.name, "registre SIRENE"),
        choices=Choices(on_duplicate="create", nature="register"),
    )

    def found() -> list[tuple[object, ...]]:
        rows = CallState.objects.order_by("position")
        return list(rows.values_list("company__name", "blocked_by", "zone", "consumer"))

    made = found()
    assert [row[1] for row in made] == ["opposed", "no_number", "no_consent", "unlisted", ""]
    work_out(None, member.workspace_id, CallState.objects.values_list("pk", flat=True))
    assert found() == made


def test_many_cards_are_worked_out_with_the_same_statements(member: Member) -> None:
    counted = []
    for count in (2, len(LINES)):
        cards = file_of(member, count)
        with CaptureQueriesContext(connection) as queries:
            work_out(None, member.workspace_id, [card.pk for card in cards])
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 6
