from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decroche.prospects.actions import NewCompany, add_company
from decroche.prospects.models import Company
from decroche.prospects.search import narrowed, search
from decroche.shared.numbers import read_numbers
from decroche.team.models import Member
from tests.cast import file_of, log
from tests.grown import grown
from tests.work import counted

WORDS = ("imp", "lille", "0353", "vasseur lille", "impr", "max")


def test_a_search_is_three_statements(member: Member) -> None:
    grown(member, 300)
    search(member.workspace, "imp")
    for word in WORDS:
        with CaptureQueriesContext(connection) as asked:
            search(member.workspace, word)
        assert len(asked) <= 3, word


@pytest.mark.sqlite
def test_a_search_reads_its_candidates_and_no_more_of_the_file(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("decroche.prospects.search._CANDIDATES", 30)
    grown(member, 7000)
    for word in WORDS:
        assert steps(member, word) < 4000, word  # all the rows: 25,000


def steps(member: Member, word: str) -> int:
    with counted() as work:
        search(member.workspace, word)
    return work.steps


def test_words_of_any_length_are_found_together(member: Member) -> None:
    file_of(member)
    assert [found.name for found, _ in search(member.workspace, "du marais la")] == [
        "Laiterie du Marais"
    ]
    assert search(member.workspace, "du marais zz") == []


SPELLINGS = [
    ("Métallerie de Saint-Chamas", "st chamas", "St-Chamas", "st. chamas", "saint chamas"),
    ("Fonderie St Orens", "saint orens", "Saint-Orens", "st orens"),
    ("Institution Ste-Ursule", "sainte ursule", "ste ursule", "institution ste"),
    ("Boulangerie Sainte-Énimie", "ste enimie", "Ste Énimie"),
    ("Conseil J.P. Morel", "jp morel", "j.p. morel", "J. P. Morel", "JP MOREL"),
    ("Conseil JC Lenoir", "j.c. lenoir", "j c lenoir", "J.-C. Lenoir"),
    ("Étude Jean-Baptiste Roux", "jb roux", "J.-B. Roux", "jean baptiste roux"),
    ("S.N.P.L.", "snpl", "s.n.p.l", "S N P L"),
    ("A.B.C. Informatique", "abc", "a.b.c", "abc informatique"),
    ("TNPC Levage", "t.n.p.c.", "tnpc"),
    ("Menuiserie Blanc & Fils", "blanc et fils", "blanc and fils", "blanc & fils"),
    ("Noir et Associés", "noir & associés", "noir associes", "noir and associes"),
    ("R & D Textile", "r&d textile", "r et d textile", "RD textile"),
    ("B & B Literie", "b&b", "b et b", "B & B"),
    ("K&N Levage", "k & n", "k et n"),
    ("P et T Affûtage", "p&t", "P & T"),
    ("Banque Nationale du Pévèle", "bnp", "B.N.P."),
    ("Union des Coopératives d'Artois", "uca"),
    ("SARL Dupont-Moretti", "dupont moretti", "dupont-moretti", "dupontmoretti"),
    ("Multiservices Ferrand", "multi-services ferrand", "multi services"),
    ("Garage de l'Étang", "garage de letang", "l'etang", "garage l’étang"),
    ("Garage Müller", "mueller", "muller", "MÜLLER"),
    ("Schaefer Optik", "schäfer", "schaefer", "schafer"),
    ("Établissements Caron", "ets caron", "Éts. Caron"),
    ("Transports Vidal Frères", "vidal frs", "vidal freres"),
]
"""A made-up name and texts that find it, each the other way of writing a part of it."""


def _file(member: Member) -> None:
    for name, *_ in SPELLINGS:
        add_company(by=member, new=NewCompany(name, [], {}, [], "salon"))


def test_a_name_is_found_by_each_way_of_writing_it(member: Member) -> None:
    _file(member)
    cards = Company.objects.filter(workspace=member.workspace)
    missing = [
        (name, text)
        for name, *texts in SPELLINGS
        for text in texts
        if name not in [found.name for found, _ in search(member.workspace, text)]
        or name not in [card.name for card in narrowed(cards, text)]
    ]
    assert missing == []


def test_a_spelling_finds_no_stranger(member: Member) -> None:
    _file(member)
    for text, name in (
        ("abc", "A.B.C. Informatique"),
        ("jp morel", "Conseil J.P. Morel"),
        ("bnp", "Banque Nationale du Pévèle"),
        ("mueller", "Garage Müller"),
        ("st chamas", "Métallerie de Saint-Chamas"),
    ):
        assert [found.name for found, _ in search(member.workspace, text)] == [name]


@pytest.mark.parametrize(
    ("number", "texts"),
    [
        ("+590 590 29 00 00", ["+590 590 29", "00590590290", "0590 29", "+590 (0)590 29"]),
        ("+32 2 555 12 34", ["+32 2 555", "+32 (0)2 555 12", "00 32 2 555 12 3", "555 12 34"]),
        ("03 53 01 12 34", ["+33 3 53 01", "+33 (0)3 53", "0033 3 53 01", "3530112"]),
        ("+39 06 1234 5678", ["+39 06 12", "+39061234"]),
    ],
)
def test_part_of_a_number_is_found_in_its_international_form(
    member: Member, number: str, texts: list[str]
) -> None:
    read = read_numbers(number).numbers
    assert read
    add_company(by=member, new=NewCompany("Perles du Lagon", read, {}, [], "salon"))
    for text in texts:
        assert search(member.workspace, text), text


def test_a_number_in_the_note_of_a_call_finds_its_card(member: Member) -> None:
    card = file_of(member, 2)[1]
    log(member, card, "no_need", note="de son portable +33 6 39 98 55 12, demain 14 h")
    assert [found.pk for found, _ in search(member.workspace, "06 39 98 55 12")] == [card.pk]
