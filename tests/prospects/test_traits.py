"""What of a card is compared: names, towns, streets and domains as they are folded."""

from __future__ import annotations

import pytest

from decroche.prospects.traits import street_of, town_of, traits

SHORT = (
    "st saint, elem elementaire, mat maternelle, prim primaire, pub publique, pr prive,"
    " col college, lyc lycee, ec ecole, imp imprimerie, gal general, cdt commandant, mal marechal,"
    " pdt president, frs freres"
)
STREETS = (
    "st saint, gal general, cdt commandant, mal marechal, pdt president, frs freres,"
    " first 1st, second 2nd, third 3rd, fourth 4th, fifth 5th, sixth 6th, seventh 7th,"
    " eighth 8th, ninth 9th, tenth 10th"
)
WAYS = (
    "rue r avenue av ave boulevard bd bld blv blvd boul place pl chemin che chem ch route rte"
    " impasse imp allee all faubourg fg fbg square sq quai cours zone za zi zac street road rd"
    " drive dr highway hwy de du des la le les l d n s e w bp cs"
)


@pytest.mark.parametrize("pair", SHORT.split(", "))
def test_an_abbreviation_in_a_name_is_written_out(pair: str) -> None:
    short, long = pair.split()
    assert traits(1, f"{short.title()}. Perrin") == traits(1, f"{long} perrin")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("L'Atelier d’Arras", "l atelier d arras"),
        ("SARL Vasseur & Fils", "vasseur fils"),
        ("Œuvre-Été", "oeuvre ete"),
        ("", ""),
    ],
)
def test_the_words_of_a_name(name: str, words: str) -> None:
    assert " ".join(traits(1, name).name) == words


@pytest.mark.parametrize(
    ("city", "town"),
    [
        ("Béthune Cedex 2", "bethune"),
        ("BETHUNE CEDEX", "bethune"),
        ("Lille 2", "lille"),
        ("St-Omer", "saint omer"),
        ("St.Omer", "saint omer"),
        ("Ste Menehould", "sainte menehould"),
        ("Kansas City", "kansas"),
        ("Cedex Ville", "cedex ville"),
        ("2 Rives", "2 rives"),
        ("59000", ""),
        ("", ""),
    ],
)
def test_a_town_is_known_without_what_the_post_adds(city: str, town: str) -> None:
    assert town_of(city) == town
    assert traits(1, "Perrin", city=city).city == town


@pytest.mark.parametrize(
    ("address", "house", "street"),
    [
        ("12 rue du Port", "12", "port"),
        ("12 bis, rue du Port", "12", "bis port"),
        ("12b rue du Port", "12", "port"),
        ("12t, r.du Port", "12", "port"),
        ("Bâtiment B, 12 rue du Grand Port", "12", "batiment grand port"),
        ("59000 Lille", "59000", "lille"),
        ("123456 Port", "123456", "port"),
        ("1234567 Port", "", "port"),
        ("rue du Port", "", "port"),
        ("rue Ré", "", "re"),
        ("", "", ""),
    ],
)
def test_an_address_is_a_house_and_the_words_of_a_street(
    address: str, house: str, street: str
) -> None:
    """A number of more than six digits is no house; a letter by itself no word."""
    assert street_of(address) == (house, tuple(street.split()))


@pytest.mark.parametrize("way", WAYS.split())
def test_the_kind_of_a_way_does_not_name_it(way: str) -> None:
    assert street_of(f"12 {way} Port") == ("12", ("port",))


@pytest.mark.parametrize("pair", STREETS.split(", "))
def test_an_abbreviation_in_a_street_is_written_out(pair: str) -> None:
    """A number that is written in letters is one in digits, and names no street by itself."""
    short, long = pair.split()
    words = ("port",) if long[0].isdigit() else (long, "port")
    assert street_of(f"rue {short} Port")[1] == words


@pytest.mark.parametrize(
    ("website", "email", "domain"),
    [
        ("https://www.perrin.example/contact", "", "perrin.example"),
        ("Perrin.example/x//y", "", "perrin.example"),
        ("http://perrin.example//x", "", "perrin.example"),
        ("//perrin.example", "", "perrin.example"),
        ("WWW.perrin.example", "", "perrin.example"),
        ("", "paul@Perrin.example", "perrin.example"),
        ("", '"a@b"@perrin.example', "perrin.example"),
        ("perrin.example", "paul@autre.example", "perrin.example"),
        ("", "paul@gmail.com", ""),
        ("", "", ""),
    ],
)
def test_a_domain_of_its_own(website: str, email: str, domain: str) -> None:
    """The domain is that of the website, else of the e-mail address; one where everybody can have
    an address does not count.
    """
    assert traits(1, "Perrin", website=website, email=email).domain == domain


def test_what_is_not_given_is_empty() -> None:
    found = traits(7, "Perrin", ["", "+33353011234"], siret="73282932000074")
    assert found._asdict() == {
        "key": 7,
        "name": ("perrin",),
        "numbers": frozenset(["+33353011234"]),
        "siret": "73282932000074",
        "siren": "732829320",
        "email": "",
        "domain": "",
        "postcode": "",
        "city": "",
        "house": "",
        "street": (),
    }
    assert traits(1, "Perrin").siret == ""
    assert traits(1, "Perrin", siren="552081317").siren == "552081317"
