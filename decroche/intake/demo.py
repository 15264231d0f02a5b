"""Made-up companies to try with: none exists, and ARCEP reserves their numbers for fiction."""

from __future__ import annotations

import csv
import random
from pathlib import Path

_TRADES = [
    ("Imprimerie", "Imprimerie de labeur"),
    ("Laiterie", "Fabrication de produits laitiers"),
    ("Mutuelle", "Assurance santé"),
    ("Transports", "Transport routier"),
    ("Brasserie", "Fabrication de bière"),
    ("Clinique", "Activités hospitalières"),
    ("Menuiserie", "Travaux de menuiserie"),
    ("Port fluvial", "Services portuaires"),
    ("Verrerie", "Fabrication de verre"),
    ("Filature", "Filature de fibres textiles"),
    ("Coopérative", "Commerce de gros agricole"),
    ("Chocolaterie", "Fabrication de cacao et chocolat"),
    ("Logis", "Hébergement"),
    ("Conserverie", "Conserves de légumes"),
    ("Papeterie", "Fabrication de papier"),
    ("Ateliers", "Mécanique industrielle"),
]
_NAMES = [
    "Vasseur & Fils",
    "du Canal",
    "des Deux Caps",
    "du Marais",
    "de la Lys",
    "Saint-Éloi",
    "Delattre",
    "des Remparts",
    "du Beffroi",
    "Hélène Carlier",
    "de l’Œillet",
    "Courtois",
    "des Tilleuls",
    "du Grand Large",
    "Perrin",
    "de la Gohelle",
    "Lemaître",
    "des Trois Ponts",
    "du Vieux Lavoir",
    "Morel",
    "de la Scarpe",
    "Août",
    "Château-Renaud",
    "du Moulin",
]
_TOWNS = [
    ("59000", "Lille", 1),
    ("62400", "Béthune", 1),
    ("59300", "Valenciennes", 1),
    ("80000", "Amiens", 1),
    ("62000", "Arras", 1),
    ("59140", "Dunkerque", 1),
    ("75011", "Paris", 0),
    ("35000", "Rennes", 2),
    ("44000", "Nantes", 2),
    ("69003", "Lyon", 3),
    ("13002", "Marseille", 3),
    ("31000", "Toulouse", 4),
    ("67000", "Strasbourg", 1),
    ("97400", "Saint-Denis", 5),
]
_RANGES = ["019900", "035301", "026191", "046571", "053649", "063998"]
_SIZES = [
    "1 à 9 salariés",
    "10 à 49 salariés",
    "50 à 99 salariés",
    "100 à 249 salariés",
    "250 salariés et plus",
]
_PEOPLE = [
    ("Mme Carpentier", "Responsable communication"),
    ("M. Lefebvre", "DRH"),
    ("Mme Nguyen", "Directrice de la communication"),
    ("M. Haddad", "Directeur"),
    ("Mme Roussel", "Chargée de communication interne"),
]
HEADER = [
    "Entreprise",
    "Activité",
    "Effectif",
    "Adresse",
    "CP",
    "Ville",
    "Téléphone",
    "E-mail",
    "Site web",
    "Contact",
    "Fonction",
]


def demo_rows(companies: int, seed: int) -> list[list[str]]:
    """Returns rows of a file as she might have one; the same seed gives the same rows."""
    draw = random.Random(seed)
    return [_row(draw, index) for index in range(companies)]


def _row(draw: random.Random, index: int) -> list[str]:
    trade, activity = draw.choice(_TRADES)
    name = f"{trade} {draw.choice(_NAMES)}" + (f" {index}" if index >= 200 else "")
    postcode, town, area = draw.choice(_TOWNS)
    digits = f"{_RANGES[min(area, 4)]}{(index * 37 + 11) % 10000:04}"
    number = " ".join(digits[i : i + 2] for i in range(0, 10, 2))
    site = f"{trade.split()[0].lower()}-{index}.example"
    person, title = draw.choice(_PEOPLE) if draw.random() < 0.35 else ("", "")
    email = f"contact@{site}" if draw.random() < 0.4 else ""
    return [
        name,
        activity,
        draw.choice(_SIZES),
        f"{draw.randint(1, 90)} rue des Essais",
        postcode,
        town,
        number,
        email,
        f"www.{site}",
        person,
        title,
    ]


def write_demo(path: Path, *, companies: int, seed: int) -> None:
    """The rows as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(HEADER)
        table.writerows(demo_rows(companies, seed))
