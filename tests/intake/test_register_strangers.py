"""Sentences for the register as a stranger says them: 87, written before the code was looked at.

At first 27 of the first 39 were understood, 21 of the next 24 after mending for those, 24 of the
last 24 (names of departments made of several words).
"""

from __future__ import annotations

from datetime import date

import pytest

from decroche.intake.register_query import understand_wanted

TODAY = date(2026, 11, 23)
SENTENCES: list[tuple[str, str, str, int | None, int | None, str]] = [
    ("boulangeries dans le 35 et le 22 de plus de 10 salariés", "10.71C", "22 35", 10, None, ""),
    ("cabinets d'architectes Ille-et-Vilaine 5 à 20 salariés", "71.11Z", "35", 5, 20, ""),
    ("hôtels de 10 à 50 personnes dans le Var", "55.10Z", "83", 10, 50, ""),
    ("agences de publicité du Rhône et de l'Isère", "73.11Z", "38 69", None, None, ""),
    ("mairies des Côtes-d'Armor", "84.11Z", "22", None, None, ""),
    ("mairies (29)", "84.11Z", "29", None, None, ""),
    ("hôtels, Hauts de France", "55.10Z", "02 59 60 62 80", None, None, ""),
    ("hôtels PACA", "55.10Z", "04 05 06 13 83 84", None, None, ""),
    ("hôtels en région parisienne", "55.10Z", "75 77 78 91 92 93 94 95", None, None, ""),
    ("hôtels Ile de France sauf 75 et 92", "55.10Z", "77 78 91 93 94 95", None, None, ""),
    ("imprimeries moins de vingt salariés 59", "18.11Z 18.12Z", "59", None, 19, ""),
    ("imprimeries, 59, au plus 50 salariés", "18.11Z 18.12Z", "59", None, 50, ""),
    ("imprimeries 59 50 salariés max", "18.11Z 18.12Z", "59", None, 50, ""),
    ("imprimeries 59 minimum 20 salariés", "18.11Z 18.12Z", "59", 20, None, ""),
    ("imprimeries 59 à partir de 20 salariés", "18.11Z 18.12Z", "59", 20, None, ""),
    ("imprimeries entre 20 et 99 employés, Marne", "18.11Z 18.12Z", "51", 20, 99, ""),
    ("imprimeries effectif 20-49, Marne", "18.11Z 18.12Z", "51", 20, 49, ""),
    ("imprimeries, exactement 12 salariés, Marne", "18.11Z 18.12Z", "51", 12, 12, ""),
    ("imprimeries de 12 salariés, Marne", "18.11Z 18.12Z", "51", 12, 12, ""),
    ("cliniques vétérinaires à Nantes", "75.00Z", "", None, None, "Nantes"),
    ("vétérinaires Nantes 30 km", "75.00Z", "", None, None, "Nantes"),
    ("opticiens autour de Saint-Brieuc (20 km)", "47.78A", "", None, None, "saint-brieuc"),
    ("opticiens à moins de 15 km d'Angers", "47.78A", "", None, None, "Angers"),
    ("opticiens 49000", "47.78A", "", None, None, "49000"),
    ("opticiens 75011 et 75012", "47.78A", "", None, None, "75011 75012"),
    ("notaires Lyon 3e", "69.10Z", "", None, None, "69003"),
    ("1812Z 59", "18.12Z", "59", None, None, ""),
    ("18.12Z ou 18.13Z dans l'Aube", "18.12Z 18.13Z", "10", None, None, ""),
    ("PME du Finistère, hôtels", "55.10Z", "29", None, None, "PME"),
    ("ETI du Finistère, hôtels", "55.10Z", "29", None, None, "ETI"),
    ("hôtels outre-mer", "55.10Z", "971 972 973 974 976", None, None, ""),
    ("hôtels à La Réunion", "55.10Z", "974", None, None, ""),
    ("hôtels 971 972", "55.10Z", "971 972", None, None, ""),
    ("restaurants étoilés dans le 64", "any", "64", None, None, ""),
    ("notaires de Gironde créés depuis 2015", "69.10Z", "33", None, None, "not used"),
    ("notaires de Gironde avec un site web", "69.10Z", "33", None, None, "not used"),
    ("notaires de Gironde dont le CA dépasse 1 M€", "69.10Z", "33", None, None, "not used"),
    ("notaires de Gironde dirigés par une femme", "69.10Z", "33", None, None, "not used"),
    ("notaires de Gironde, pas les associations", "69.10Z", "33", None, None, "not used"),
    ("dentistes Rennes 10 km", "86.23Z", "", None, None, "Rennes"),
    ("kinés dans le 56", "86.90E", "56", None, None, ""),
    ("agences de voyages du Nord", "79.11Z", "59", None, None, ""),
    ("cabinets de géomètres, Loire", "71.12A", "42", None, None, ""),
    ("imprimeries 3 à 9 personnes dans l'Orne", "18.11Z 18.12Z", "61", 3, 9, ""),
    ("mairies de Haute-Savoie et de Savoie", "84.11Z", "73 74", None, None, ""),
    ("mairies Seine-et-Marne", "84.11Z", "77", None, None, ""),
    ("hôtels Alpes-Maritimes 20 salariés minimum", "55.10Z", "06", 20, None, ""),
    ("hôtels 06, 10 salariés maxi", "55.10Z", "06", None, 10, ""),
    ("campings de Vendée", "55.30Z", "85", None, None, ""),
    ("opticiens 62 hors Arras", "47.78A", "62", None, None, "not used"),
    ("fleuristes à Tours ou Orléans", "47.76Z", "", None, None, ""),
    ("garages Bouches du Rhône", "45.20A 45.20B", "13", None, None, ""),
    ("garages 13 et 83 moins de 10 personnes", "45.20A 45.20B", "13 83", None, 9, ""),
    ("notaires Corse du Sud", "69.10Z", "2A", None, None, ""),
    ("notaires 2B", "69.10Z", "2B", None, None, ""),
    ("pharmacies dans les Deux-Sèvres de plus de 5 salariés", "47.73Z", "79", 5, None, ""),
    ("pharmacies en Rhône-Alpes", "47.73Z", "01 07 26 38 42 69 73 74", None, None, ""),
    ("menuiseries Val-d'Oise 20-50 salariés", "43.32A 43.32B 16.23Z", "95", 20, 50, ""),
    ("collèges et lycées de l'Yonne", "85.31Z 85.31Z 85.32Z", "89", None, None, ""),
    ("restaurants 75001", "56.10A", "", None, None, "75001"),
    ("architectes à moins de 30 km de Vannes", "71.11Z", "", None, None, "Vannes"),
    ("EHPAD associatifs du Cher", "any", "18", None, None, ""),
    ("auto-écoles du Gers", "85.53Z", "32", None, None, ""),
    ("imprimeries Val-de-Marne", "18.11Z 18.12Z", "94", None, None, ""),
    ("imprimeries Hauts-de-Seine", "18.11Z 18.12Z", "92", None, None, ""),
    ("imprimeries Seine-Saint-Denis", "18.11Z 18.12Z", "93", None, None, ""),
    ("imprimeries Haute-Marne", "18.11Z 18.12Z", "52", None, None, ""),
    ("imprimeries Loir-et-Cher", "18.11Z 18.12Z", "41", None, None, ""),
    ("imprimeries Eure-et-Loir", "18.11Z 18.12Z", "28", None, None, ""),
    ("imprimeries Tarn-et-Garonne", "18.11Z 18.12Z", "82", None, None, ""),
    ("imprimeries Lot-et-Garonne", "18.11Z 18.12Z", "47", None, None, ""),
    ("imprimeries Indre-et-Loire", "18.11Z 18.12Z", "37", None, None, ""),
    ("imprimeries Maine-et-Loire", "18.11Z 18.12Z", "49", None, None, ""),
    ("imprimeries Saône et Loire", "18.11Z 18.12Z", "71", None, None, ""),
    ("imprimeries Pyrénées-Atlantiques", "18.11Z 18.12Z", "64", None, None, ""),
    ("imprimeries Territoire de Belfort", "18.11Z 18.12Z", "90", None, None, ""),
    ("imprimeries Pas de Calais", "18.11Z 18.12Z", "62", None, None, ""),
    ("imprimeries Puy-de-Dôme", "18.11Z 18.12Z", "63", None, None, ""),
    ("imprimeries Côte-d'Or", "18.11Z 18.12Z", "21", None, None, ""),
    ("imprimeries Haute-Loire", "18.11Z 18.12Z", "43", None, None, ""),
    ("imprimeries Charente-Maritime", "18.11Z 18.12Z", "17", None, None, ""),
    ("imprimeries Meurthe et Moselle", "18.11Z 18.12Z", "54", None, None, ""),
    ("imprimeries Ille et Vilaine", "18.11Z 18.12Z", "35", None, None, ""),
    ("imprimeries Seine-Maritime", "18.11Z 18.12Z", "76", None, None, ""),
    ("imprimeries Loire", "18.11Z 18.12Z", "42", None, None, ""),
    ("imprimeries Creuse", "18.11Z 18.12Z", "23", None, None, ""),
    ("imprimeries Essonne", "18.11Z 18.12Z", "91", None, None, ""),
]
"""(sentence, activities, departments, least, most, what else: a town, postcodes, a category, or
that something is said not to be used)
"""


@pytest.mark.parametrize(("text", "codes", "departments", "least", "most", "more"), SENTENCES)
def test_every_part_of_a_sentence_is_used_or_said_not_to_be(
    text: str, codes: str, departments: str, least: int | None, most: int | None, more: str
) -> None:
    wanted = understand_wanted(text, TODAY)
    assert codes in ("any", " ".join(wanted.activities))
    assert " ".join(sorted(wanted.departments)) == departments
    assert (wanted.least, wanted.most) == (least, most)
    if more == "not used":
        assert wanted.not_used
    elif more:
        town = [wanted.around[0]] if wanted.around else []
        assert more in (*town, " ".join(wanted.postcodes), wanted.category)
