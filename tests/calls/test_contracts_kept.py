"""The contract with their agency is seen and changed wherever the company is."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from decroche.calls.contract_kept import contract_of, keep_contract
from decroche.calls.contracts import Contract
from decroche.calls.correcting import correct
from decroche.calls.models import Call, CallState, Note
from decroche.insights.results import switching_points
from decroche.journal.actions import undo
from decroche.journal.models import Entry
from decroche.prospects.models import Company
from decroche.shared.clock import PARIS
from decroche.team.models import Member
from tests.cast import TUESDAY, company, log, state_of

pytestmark = pytest.mark.usefixtures("tuesday")
HTMX = {"HX-Request": "true"}
BLUE = {"agency": "Agence Bleue", "until": "fin mars"}


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").split())


def refused_because_of_an_agency(member: Member) -> Company:
    card = company(member)
    log(member, card, "no_need", note="pas avant leur fin de contrat", details=BLUE)
    return card


def test_a_contract_is_shown_on_the_card_the_page_the_follow_ups_and_the_correction(
    page: Client, member: Member
) -> None:
    card = company(member)
    log(member, card, "call_back", when=TUESDAY + timedelta(hours=2), details=BLUE)
    call = Call.objects.get()
    page.post(f"/calls/take/{card.pk}/")
    for address in ("/calls/", f"/companies/{card.pk}/", "/follow-ups/"):
        shown = page.get(address).content.decode()
        line = re.search(rf'<p class="contract small" id="contract-{card.pk}">.*?</p>', shown, re.S)
        assert line, address
        assert "Agence Bleue" in line[0]
        assert "fin mars (vers le 25 mars 2027)" in plain(line[0])
        assert f'hx-get="/companies/{card.pk}/contract/?edit"' in line[0]
    form = page.get(f"/calls/{call.pk}/correct/").content.decode()
    assert 'value="Agence Bleue"' in form
    assert 'value="fin mars"' in form


def test_a_change_is_a_dated_note_and_the_last_word_counts(page: Client, member: Member) -> None:
    card = refused_because_of_an_agency(member)
    typed = {"agency": "Studio Trait", "until": "31/12/2026"}
    shown = page.post(f"/companies/{card.pk}/contract/keep/", typed, headers=HTMX).content.decode()
    assert "Studio Trait" in shown
    assert contract_of(card) == Contract(
        "Studio Trait", "31/12/2026", datetime(2026, 12, 31).date()
    )
    note = Note.objects.get()
    assert note.text == "Leur agence\u00a0: Studio Trait. Leur contrat finit\u00a0: 31/12/2026"
    assert Call.objects.get().details == BLUE, "what was said in the call stays as it was said"
    page.post(f"/companies/{card.pk}/contract/keep/", {"agency": "", "until": ""}, headers=HTMX)
    assert not contract_of(card)


def test_the_same_words_again_change_nothing(page: Client, member: Member) -> None:
    card = refused_because_of_an_agency(member)
    page.post(f"/companies/{card.pk}/contract/keep/", BLUE, headers=HTMX)
    assert not Note.objects.exists()


def test_the_card_comes_back_by_the_new_end(page: Client, member: Member) -> None:
    card = refused_because_of_an_agency(member)
    assert f"{state_of(card).not_before:%d/%m/%Y}" == "28/01/2027"
    typed = {"agency": "Agence Bleue", "until": "fin juin"}
    shown = page.post(f"/companies/{card.pk}/contract/keep/", typed, headers=HTMX).content.decode()
    assert "La fiche revient le ven. 30 avr. 2027." in plain(shown)
    assert f"{state_of(card).not_before:%d/%m/%Y}" == "30/04/2027"
    undo(by=member, entry_id=Entry.objects.latest("pk").pk)
    assert f"{state_of(card).not_before:%d/%m/%Y}" == "28/01/2027"
    assert contract_of(card).said == "fin mars"


def test_a_day_that_something_else_led_to_stays(member: Member) -> None:
    card = refused_because_of_an_agency(member)
    before = TUESDAY + timedelta(days=30)
    CallState.objects.filter(pk=card.pk).update(not_before=before)
    card.refresh_from_db()
    kept = keep_contract(by=member, company=card, agency="Bleue", until="fin juin", at=TUESDAY)
    assert kept.back is None
    assert state_of(card).not_before == before


def test_the_note_of_a_contract_does_not_replace_her_last_words(
    page: Client, member: Member
) -> None:
    card = refused_because_of_an_agency(member)
    later = TUESDAY + timedelta(hours=1)
    keep_contract(by=member, company=card, agency="Trait", until="", at=later)
    page.post(f"/calls/take/{card.pk}/")
    shown = page.get("/calls/").content.decode()
    assert "Dernière fois" in shown or "La dernière fois" in shown
    assert "pas avant leur fin de contrat" in shown
    assert "Votre dernière note" not in shown


@pytest.mark.parametrize(
    ("until", "said", "back"),
    [("fin juin", "fin juin", "30/04/2027"), ("", "", "24/05/2027")],
)
def test_a_corrected_call_says_it_otherwise_or_no_more(
    member: Member, until: str, said: str, back: str
) -> None:
    card = refused_because_of_an_agency(member)
    typed = {"note": "pas avant leur fin de contrat", "agency": "Agence Bleue", "until": until}
    correct(by=member, call=Call.objects.get(), outcome="no_need", typed=typed, at=TUESDAY)
    assert contract_of(card).agency == "Agence Bleue"
    assert contract_of(card).said == said
    assert f"{state_of(card).not_before:%d/%m/%Y}" == back


def test_another_outcome_keeps_the_contract_that_is_typed_with_it(member: Member) -> None:
    card = refused_because_of_an_agency(member)
    typed = {"when": "jeudi 10h", "agency": "Trait", "until": ""}
    correct(by=member, call=Call.objects.get(), outcome="call_back", typed=typed, at=TUESDAY)
    assert contract_of(card) == Contract("Trait")


def test_the_results_count_what_was_noted_without_a_call(member: Member) -> None:
    card = company(member)
    at = datetime(2026, 11, 24, 9, tzinfo=PARIS)
    keep_contract(by=member, company=card, agency="Trait", until="31/03/2027", at=at)
    (point,) = switching_points(member.workspace)
    assert (point.company, point.agency, f"{point.until}") == (card, "Trait", "2027-03-31")
