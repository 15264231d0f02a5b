from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from decroche.calls.states import rest
from decroche.followups.listing import Filters, filtered
from decroche.journal.actions import undo
from decroche.journal.models import Entry
from decroche.prospects import actions
from decroche.prospects.left_alone import SilentValue
from decroche.prospects.models import Company
from decroche.prospects.paper_line import read_paper_line
from decroche.prospects.queries import duplicates_of_line
from decroche.prospects.rules import headcount_from, role_of, similar_names
from decroche.prospects.search import search
from decroche.shared.numbers import read_numbers
from decroche.team.models import Member
from tests.cast import TUESDAY, company, file_of


def test_a_line_is_understood_as_typed() -> None:
    read = read_paper_line("Imprimerie du Canal 03 53 01 12 34 Lille com: Mme Durand rh: M. Petit")
    assert (read.name, read.city) == ("Imprimerie du Canal", "Lille")
    assert [number.national for number in read.numbers] == ["03 53 01 12 34"]
    assert read.contacts == [("communication", "Mme Durand"), ("hr", "M. Petit")]


@pytest.mark.parametrize(
    ("line", "name", "city", "postcode"),
    [
        ("Laiterie du Marais, Amiens", "Laiterie du Marais", "Amiens", ""),
        ("Port de Béthune 0353010377 62400 Béthune", "Port de Béthune", "Béthune", "62400"),
        ("Verrerie", "Verrerie", "", ""),
        ("", "", "", ""),
        ("Mutuelle contact@mutuelle.example 03 53 01 02 15", "Mutuelle", "", ""),
    ],
)
def test_lines_without_everything(line: str, name: str, city: str, postcode: str) -> None:
    read = read_paper_line(line)
    assert (read.name, read.city, read.postcode) == (name, city, postcode)


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Directrice de la communication", "communication"),
        ("DRH", "hr"),
        ("Responsable RH", "hr"),
        ("Gérant", "management"),
        ("Chef de produit marketing", "marketing"),
        ("Comptable", "other"),
        ("Commercial", "other"),
    ],
)
def test_roles_behind_titles(title: str, role: str) -> None:
    assert role_of(title) == role


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("50 à 99 salariés", 50),
        ("1 284", 1284),
        ("21", 50),
        ("NN", None),
        ("", None),
        ("plus de 2 000", 2000),
    ],
)
def test_headcounts(text: str, least: int | None) -> None:
    assert headcount_from(text) == least


def test_similar_names() -> None:
    assert similar_names("imprimerie canal", "imprimerie du canal lille")
    assert not similar_names("imprimerie canal", "laiterie marais")


@pytest.mark.parametrize(
    "text",
    [
        "oeillet",
        "ŒILLET",
        "œill",
        "verrerie paris",
        "01 99 00 05 31",
        "0199000531",
        "+33 1 99 00 05 31",
        "0033199000531",
        "01.99.00.05",
        "verre",
        "ve",
    ],
)
def test_a_company_is_found_by_any_part_of_it(member: Member, text: str) -> None:
    file_of(member)
    assert "Verrerie de l’Œillet" in [found.name for found, _ in search(member.workspace, text)]


def test_names_that_begin_with_the_text_come_first(member: Member) -> None:
    company(member, "Grande Papeterie 03 53 01 20 01 Lille")
    company(member, "Papeterie du Nord 03 53 01 20 02 Lille")
    assert (
        next(found.name for found, _ in search(member.workspace, "papeterie"))
        == "Papeterie du Nord"
    )


def test_the_search_says_where_it_matched(member: Member) -> None:
    card = company(member)
    actions.edit_company(by=member, company=card, changes={"notes": "refait son site en mars"})
    assert search(member.workspace, "refait")[0][1] == "note"
    assert search(member.workspace, "0353010142")[0][1] == "number"
    assert search(member.workspace, "vasseur")[0][1] == "name"


def test_a_strangers_companies_are_not_found(member: Member, stranger: Member) -> None:
    file_of(member, 3)
    assert search(stranger.workspace, "vasseur") == []


@pytest.mark.parametrize("text", ['"', "a'b", "100%", "AND", "NEAR(", "*", "\\", "()", "é" * 300])
def test_odd_searches_find_nothing_and_break_nothing(member: Member, text: str) -> None:
    file_of(member, 2)
    assert search(member.workspace, text) == []


def test_filters_narrow_the_list(member: Member) -> None:
    cards = file_of(member)
    actions.tag(by=member, companies=Company.objects.filter(pk=cards[0].pk), word="salon")
    actions.put_on_list(
        by=member, companies=Company.objects.filter(pk__in=[cards[1].pk, cards[2].pk]), name="Nord"
    )
    listed = cards[1].list_entries.get().call_list_id

    def names(**chosen: Any) -> list[str]:
        return [found.name for found in filtered(member.workspace, Filters(**chosen), TUESDAY)]

    assert names(tag="salon") == [cards[0].name]
    assert sorted(names(call_list=listed)) == sorted([cards[1].name, cards[2].name])
    assert names(role="hr") == [cards[1].name]
    assert names(place="Lille") == [cards[0].name]
    assert len(names(state="new")) == len(cards)
    assert names(state="opposed") == []


def test_bulk_verbs_can_be_taken_back(member: Member) -> None:
    cards = file_of(member, 4)
    rows = Company.objects.filter(workspace=member.workspace)
    before = list(rows.order_by("pk").values())
    verbs: list[Callable[[], Entry | None]] = [
        lambda: actions.tag(by=member, companies=rows, word="x"),
        lambda: rest(by=member, companies=rows, days=9),
        lambda: actions.oppose_all(by=member, companies=rows),
        lambda: actions.remove(by=member, companies=rows),
        lambda: actions.put_on_list(by=member, companies=rows, name="L"),
        lambda: actions.add_number(
            by=member, company=cards[0], number=read_numbers("06 39 98 00 01").numbers[0]
        ),
        lambda: actions.edit_company(
            by=member, company=cards[0], changes={"city": "Arras", "name": "Autre"}
        ),
    ]
    for verb in verbs:
        entry = verb()
        assert entry is not None
        undo(by=member, entry_id=entry.pk, reason="essai du test")
        assert list(rows.order_by("pk").values()) == before
        cards[0].refresh_from_db()


def test_an_edit_shows_in_the_search_and_the_journal(member: Member) -> None:
    card = company(member)
    entry = actions.edit_company(by=member, company=card, changes={"name": "Imprimerie Nouvelle"})
    assert entry is not None
    assert entry.particulars["before"] == {"name": "Imprimerie Vasseur & Fils"}
    assert [found.pk for found, _ in search(member.workspace, "nouvelle")] == [card.pk]
    assert search(member.workspace, "vasseur") == []


def test_a_company_cannot_lose_its_name(member: Member) -> None:
    with pytest.raises(ValueError, match="name"):
        actions.edit_company(by=member, company=company(member), changes={"name": " "})


def test_doubles_are_seen_before_they_are_made(member: Member) -> None:
    card = company(member)
    same = read_paper_line("IMPRIMERIE VASSEUR ET FILS 03 53 01 01 42 Lille")
    other = read_paper_line("Hôtel du Parc 03 53 01 01 42 Lille")
    assert duplicates_of_line(member.workspace, same) == [card]
    assert duplicates_of_line(member.workspace, other) == []


@pytest.mark.parametrize(
    ("line", "whose"),
    [
        ("Vasseur Imprimeurs 0353010142 Roubaix", "03 53 01 01 42"),
        ("Imprimerie Vasseur & Fils 03 53 01 44 44 Lille", "Imprimerie Vasseur & Fils"),
        ("Studio Nord 03 53 01 44 45 info@vasseur.example", "info@vasseur.example"),
    ],
)
def test_what_is_not_to_be_called_makes_no_card(member: Member, line: str, whose: str) -> None:
    """By its number, its name and place, or its address."""
    first = company(member, email="info@vasseur.example")
    actions.oppose_all(by=member, companies=Company.objects.filter(pk=first.pk))
    with pytest.raises(SilentValue) as silent:
        actions.add_company(by=member, new=actions.new_from_line(read_paper_line(line)))
    assert [(one.said, one.card) for one in silent.value.found] == [(whose, first)]
    assert whose in silent.value.in_words()
    assert Company.objects.count() == 1


def test_the_list_shows_all_that_the_words_find_and_a_verb_takes_all_of_them(
    member: Member,
) -> None:
    """The search from anywhere shows the best dozen; the list holds every one."""
    known = company(member)
    Company.objects.bulk_create(
        Company(
            workspace=member.workspace,
            provenance=known.provenance,
            name=f"Atelier {number}",
            sort_name=f"atelier {number:04}",
            search_text=f"atelier {number:04} lille",
        )
        for number in range(450)
    )
    found = filtered(member.workspace, Filters(text="atelier lille"), TUESDAY)
    assert found.count() == 450
    assert filtered(member.workspace, Filters(text="atelier 0042"), TUESDAY).count() == 1
    assert filtered(member.workspace, Filters(text="at 0042"), TUESDAY).count() == 1
    assert not filtered(member.workspace, Filters(text="atelier paris"), TUESDAY).exists()
    assert not filtered(member.workspace, Filters(text="--"), TUESDAY).exists()
    entry = actions.remove(by=member, companies=found.order_by())
    assert entry.particulars["count"] == 450
