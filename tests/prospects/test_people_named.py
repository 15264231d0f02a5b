"""Who is named in a part of a line, and what only looks like a person."""

from __future__ import annotations

import pytest

from decroche.prospects.lines.person_behind_firm import person_behind
from decroche.prospects.paper_line import read_paper_line
from decroche.prospects.people_named import Named, is_surname_alone, named_in
from decroche.prospects.towns import is_formed_like_a_town, is_known_town


@pytest.mark.parametrize(
    ("part", "named"),
    [
        ("T. Bellanger devis à refaire", Named(("T. Bellanger",), "", " devis à refaire")),
        ("M-C Thouvenin STOP", Named(("M-C Thouvenin",), "", " STOP")),
        ("JP Lacroix", Named(("JP Lacroix",))),
        ("Delcambre P.", Named(("Delcambre P.",))),
        ("Hervé Cloarec vu au salon", Named(("Hervé Cloarec",), "", " vu au salon")),
        ("Cloarec Hervé", Named(("Cloarec Hervé",))),
        ("chef Bruno", Named(("Bruno",), "chef")),
        ("DRH Pasquet", Named(("Pasquet",), "DRH")),
        ("Julie com.", Named(("Julie",), "com")),
        ("Inès ou Karim", Named(("Inès", "Karim"))),
        ("Solène absente jusqu'au 15", Named(("Solène",), "", " absente jusqu'au 15")),
    ],
)
def test_whom_a_part_names(part: str, named: Named) -> None:
    assert named_in(part) == named


@pytest.mark.parametrize(
    "part",
    [
        *("Camille Coiffure", "Alain Petit Conseil", "Lyon", "Valence centre", "Client de Paul"),
        *("Bellanger", "Plaquette envoyée", "Ouvert le soir", "mail envoyé", "direction", ""),
        "Julie Grande Braderie Annuelle",
    ],
)
def test_a_part_that_names_nobody_for_sure(part: str) -> None:
    assert named_in(part) is None


@pytest.mark.parametrize("part", ["Duvauchel", "Bellanger"])
def test_an_unknown_word_alone_is_a_surname(part: str) -> None:
    assert is_surname_alone(part)


@pytest.mark.parametrize(
    "part", ["Vitré", "Hautecourt", "LENS", "RDV", "Abc", "Coiffure", "Bellanger Paul", "vin", ""]
)
def test_a_town_a_trade_or_a_shout_is_no_surname(part: str) -> None:
    assert not is_surname_alone(part)


@pytest.mark.parametrize(
    ("line", "firm", "who"),
    [
        ("Fonderie Lemaire Paul Guérin", "Fonderie Lemaire", "Paul Guérin"),
        ("La Table d'Armance chef Ludo", "La Table d'Armance", "Ludo"),
        ("Cartonnages Bréal T. Bréal", "Cartonnages Bréal", "T. Bréal"),
        ("Parc aventure Canopée Thierry Blin gérant", "Parc aventure Canopée", "Thierry Blin"),
        ("Imprimeur Delorme Stéphane", "Imprimeur Delorme", "Stéphane"),
        ("Lycée Jean Moulin DGS Paul Roy", "Lycée Jean Moulin", "Paul Roy"),
    ],
)
def test_a_person_behind_a_firm_with_nothing_between(line: str, firm: str, who: str) -> None:
    split = person_behind(line)
    assert split is not None
    assert (split[0], split[1].names) == (firm, (who,))


@pytest.mark.parametrize(
    "firm",
    [
        *("Lycée Simone Signoret", "Ets Paul Guérin", "Garage A. Martin", "Institut Marie Curie"),
        *("Auberge de la Mère Françoise", "Boulangerie Chez Marie", "Salon Jean Louis David"),
        *("Centre social Louise Michel", "Domaine Lucien et Fils", "Le Chef Traiteur"),
        *("Lycée Professionnel Jean Monnet", "Studio Clara B.", "Direct Com", "Sud RH", ""),
        *("Camping Les Flots Marina", "Institut Beauté Nadia", "Résidence Les Ormes Sylvie"),
        *("Clinique vétérinaire Saint François", "Transports Roy Pierre et Associés"),
    ],
)
def test_a_firm_that_carries_a_name_is_left_whole(firm: str) -> None:
    assert person_behind(firm) is None


@pytest.mark.parametrize("town", ["Vitré", "St-Malo", "Saint Malo", "Lens Cedex", "LE MANS"])
def test_a_town_of_the_table(town: str) -> None:
    assert is_known_town(town)


@pytest.mark.parametrize("words", ["Bellanger", "Roux", "Malo", ""])
def test_a_word_of_no_town(words: str) -> None:
    assert not is_known_town(words)
    assert not is_formed_like_a_town(words)


@pytest.mark.parametrize("words", ["Hautecourt", "La Bassée", "Marcq-en-Barœul", "Val-André"])
def test_words_formed_like_a_town(words: str) -> None:
    assert is_formed_like_a_town(words)


def test_what_another_part_says_they_do_is_their_title() -> None:
    read = read_paper_line("Garage Roux / Paul Diot / gérant / 03 53 01 12 34")
    assert [(one.name, one.role) for one in read.people] == [("Paul Diot", "management")]


@pytest.mark.parametrize(
    ("line", "firm", "who"),
    [
        ("Paul Diot, Vinalys, 03 53 01 12 34", "Vinalys", "Paul Diot"),
        ("03 53 01 12 34 Karim (Batiloc)", "Batiloc", "Karim"),
        ("Marc de chez Brunel Paysage 03 53 01 12 34", "Brunel Paysage", "Marc"),
        ("Sophie L. (com chez Textor) 03 53 01 12 34", "Textor", "Sophie L."),
        ("Julie Mas, assistante RH chez Polyval, 03 53 01 12 34", "Polyval", "Julie Mas"),
        ("Cave Sauvion Bérangère absente mardi 03 53 01 12 34", "Cave Sauvion", "Bérangère"),
    ],
)
def test_a_person_at_the_beginning_of_a_line_works_for_the_company(
    line: str, firm: str, who: str
) -> None:
    read = read_paper_line(line)
    assert (read.name, [one.name for one in read.people]) == (firm, [who])


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Paul Diot, Vitré, 03 53 01 12 34", "Paul Diot"),
        ("Paul Diot (Hautecourt) 03 53 01 12 34", "Paul Diot"),
        ("Chez Brunel 03 53 01 12 34", "Chez Brunel"),
        ("Bijouterie Rose 03 53 01 12 34 Pau", "Bijouterie Rose"),
        ("Louis Pion SA, Bellanger, 03 53 01 12 34", "Louis Pion SA"),
        ("Bijouterie Rose, Groupe Armor, 03 53 01 12 34", "Bijouterie Rose"),
    ],
)
def test_a_town_behind_a_person_is_no_firm(line: str, name: str) -> None:
    assert read_paper_line(line).name == name


def test_a_day_whose_number_is_not_understood_is_no_day_to_call() -> None:
    read = read_paper_line("Garage Roux 03 53 01 12 34 RDV jeudi 6 à 15h")
    assert (read.follow_up, read.note) == ("", "RDV jeudi 6 à 15h")


def test_not_calling_again_is_no_day_to_call() -> None:
    read = read_paper_line("Garage Roux 03 53 01 12 34 ne pas rappeler avant le 10/01")
    assert (read.follow_up, read.note) == ("", "ne pas rappeler avant le 10/01")


@pytest.mark.parametrize(
    ("line", "name", "note"),
    [
        ("Durieux SARL rép. 3 fois 03 53 01 12 34", "Durieux SARL", "rép. 3 fois"),
        ("Café des Sports : mail ok, 03 53 01 12 34", "Café des Sports", "mail ok"),
        ("? Meubles Ferran 03 53 01 12 34", "Meubles Ferran", "?"),
        ("ok Bureau Vallis 03 53 01 12 34", "Bureau Vallis", "ok"),
        ("Garage Roux, 03 53 01 12 34, Plaquette envoyée", "Garage Roux", "Plaquette envoyée"),
        ("Garage Roux 03 53 01 12 34 TJM 400 trop haut", "Garage Roux", "TJM 400 trop haut"),
    ],
)
def test_a_remark_is_no_part_of_a_name_nor_a_town(line: str, name: str, note: str) -> None:
    read = read_paper_line(line)
    assert (read.name, read.note, read.city) == (name, note, "")


@pytest.mark.parametrize(
    ("line", "firm"),
    [
        ("Chantiers Navals Tanguy, Brest", "Chantiers Navals Tanguy"),
        ("Chantiers Navals Tanguy Brest", "Chantiers Navals Tanguy"),
        ("Transports Routiers Bernard, Lille", "Transports Routiers Bernard"),
        ("Constructions Métalliques Gildas, Lorient", "Constructions Métalliques Gildas"),
        ("Chantiers Navals Bernard Tanguy, Brest", "Chantiers Navals Bernard Tanguy"),
        ("Garage Automobile Patrice, Metz", "Garage Automobile Patrice"),
    ],
)
def test_a_first_name_behind_words_of_a_trade_is_the_firms_own(line: str, firm: str) -> None:
    read = read_paper_line(line)
    assert (read.name, read.people) == (firm, ())
    assert read.city


def test_a_small_commune_behind_a_firm_is_its_town_and_not_somebody() -> None:
    read = read_paper_line("Verrerie Lambert, Lewarde 02 61 91 04 20")
    assert (read.name, read.city, read.people) == ("Verrerie Lambert", "Lewarde", ())
    assert not is_surname_alone("Lewarde")
    noted = read_paper_line("Verrerie Lambert, orgueil 02 61 91 04 20")
    assert noted.city == "", "in small letters it is a word"


def test_a_company_that_a_line_sends_her_to_is_no_person() -> None:
    read = read_paper_line("voir le Studio Grivel 01 99 00 12 12")
    assert (read.name, read.people) == ("Studio Grivel", ())
    assert read_paper_line("voir Mme Petit 01 99 00 12 12").contacts == [("other", "Mme Petit")]
