"""Every table of words matches whole words and phrases, never a piece of another word."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import decroche
from decroche.calls.contracts import _UNTIL
from decroche.compliance.permission import Nature
from decroche.correspondence.absence import return_said, says_automatic
from decroche.correspondence.quoting import own_words
from decroche.correspondence.refusing import read_refusal
from decroche.intake.headcounts import size_said
from decroche.intake.headers import field_of
from decroche.intake.places_wanted import around_said
from decroche.prospects.audience import decide, nature_from, sole_trader
from decroche.prospects.likeness import Rarity
from decroche.prospects.paper_line import read_paper_line
from decroche.prospects.rules import role_of
from decroche.prospects.traits import traits
from decroche.shared.folding import only_letters
from decroche.shared.words import Words
from tests.cast import TUESDAY


def _tables() -> Iterator[Words]:
    seen: set[int] = set()
    for module in pkgutil.walk_packages(decroche.__path__, "decroche."):
        if module.name.rpartition(".")[2] in ("audience", "rules", "traits", "likeness"):
            for found in vars(importlib.import_module(module.name)).values():
                for one in _within(found):
                    if id(one) not in seen:
                        seen.add(id(one))
                        yield one


def _within(found: object) -> Iterator[Words]:
    if isinstance(found, Words):
        yield found
    elif isinstance(found, tuple):
        for part in found:
            yield from _within(part)


def test_a_phrase_of_a_table_is_found_whole_and_not_glued_to_other_letters() -> None:
    tables = list(_tables())
    assert len(tables) >= 10
    for table in tables:
        for phrase in table.phrases:
            bare = phrase.replace("*", "")
            assert bare == only_letters(bare), "a phrase is written folded"
            assert table.found_in_plain(bare), phrase
            assert table.found_in(f"Note : {bare.title()}, hier.") or table.but_not, phrase
            alone = Words(phrase)
            assert not alone.found_in_plain(f"qx{bare}"), phrase
            assert phrase.endswith("*") or not alone.found_in_plain(f"{bare}qx"), phrase


def test_a_longer_phrase_sets_a_word_aside() -> None:
    words = Words("prive", but_not=("hopital prive",))
    assert words.found_in("Numéro privé")
    assert not words.found_in("Hôpital privé")
    assert words.found_in("Hôpital privé, son numéro privé")


@pytest.mark.parametrize(
    ("source", "nature"),
    [
        ("CCI Amiens", "business"),
        ("annuaire Familles Rurales", "business"),
        ("Tsunami Conseil", ""),
        ("liste personnelle", ""),
        ("directrice du personnel", ""),
        ("liste du président", ""),
        ("annuaire des cliniques privées", "business"),
        ("base de données achetée", ""),
        ("coordonnées lues sur la façade", ""),
        ("parcs et jardins", ""),
        ("végétation et paysage", ""),
        ("visite du quartier", ""),
        ("demandeurs d’emploi", ""),
        ("accident de chantier", ""),
        ("la clientèle de la halle", ""),
        ("une carterie", ""),
        ("Salon-de-Provence", ""),
        ("un ami", "private"),
        ("mes amies du lycée", "private"),
        ("son numéro privé", "private"),
        ("réseau personnel", "private"),
        ("annuaire résidentiel", "private"),
        ("Pages-Blanches", "private"),
        ("sa page Facebook", "private"),
        ("Registre du commerce", "register"),
        ("fichier de l’État", "register"),
        ("recommandation de Paul", "given"),
        ("donné par Mme Roussel", "given"),
        ("un client", "given"),
        ("leur site", "business"),
        ("carte de visite", "business"),
    ],
)
def test_what_a_source_says_of_itself(source: str, nature: str) -> None:
    assert nature_from(source) == nature


@pytest.mark.parametrize(
    ("name", "nature", "siren", "audience", "why"),
    [
        ("Durand Graphisme", "private", "", "consumer", "private_source"),
        ("Durand Graphisme", "private", "443061841", "professional", "registered"),
        ("Durand Graphisme", "private", "123456789", "consumer", "private_source"),
        ("S.A.R.L. Durand", "private", "", "professional", "legal_person"),
        ("Durand S.A.", "private", "", "professional", "legal_person"),
        ("SA Durand", "private", "", "professional", "legal_person"),
        ("EI Électronique SAS", "", "", "professional", "legal_person"),
        ("Mme Durand SARL", "private", "", "professional", "legal_person"),
        ("Marie et sa sœur", "private", "", "consumer", "private_source"),
        ("Spa de la Plage", "private", "", "consumer", "private_source"),
        ("Kleinert", "private", "", "consumer", "private_source"),
        ("Claire Durand E.I.", "", "443061841", "consumer", "doubt"),
        ("Claire Durand, micro-entreprise", "", "", "consumer", "doubt"),
        ("Heidi Ei", "", "", "consumer", "doubt"),
        ("Heidi Reinhold", "", "", "professional", ""),
        ("M.Petit", "", "", "consumer", "doubt"),
        ("Mmes & Cie", "", "", "professional", ""),
    ],
)
def test_professional_or_consumer(
    name: str, nature: Nature, siren: str, audience: str, why: str
) -> None:
    assert decide(name, nature, siren=siren) == (audience, why)


def test_a_companys_form_is_no_sole_trader() -> None:
    assert sole_trader("Claire Durand EI")
    assert not sole_trader("EI Électronique SAS")
    assert not sole_trader("Atelier Einar")


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Directrice de la communication", "communication"),
        ("Community manager", "communication"),
        ("Attachée de presse", "communication"),
        ("Conducteur de presse offset", "other"),
        ("Commerciale", "other"),
        ("Comptable", "other"),
        ("Directeur du personnel", "hr"),
        ("Assistant personnel", "other"),
        ("Télémarketeur", "other"),
        ("Responsable e-marketing", "marketing"),
        ("Chargé de mission fondation", "other"),
        ("Responsable vie associative", "other"),
        ("Chargée des associations", "other"),
        ("Fleuriste, spécialiste du géranium", "other"),
        ("Co-gérante", "management"),
        ("Présidente", "management"),
        ("Fondateur associé", "management"),
        ("Office manager", "management"),
    ],
)
def test_the_role_behind_a_title(title: str, role: str) -> None:
    assert role_of(title) == role


def test_a_mark_of_a_role_is_a_word_of_its_own() -> None:
    read = read_paper_line("Studio Nord www.studionord.com : 03 53 01 12 34 com: Mme Petit")
    assert (read.website, read.contacts) == ("www.studionord.com", [("communication", "Mme Petit")])
    assert [number.national for number in read.numbers] == ["03 53 01 12 34"]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Raison sociale du client", "name"),
        ("Raison du refus", ""),
        ("E-mail type", ""),
        ("E-mail typographe", "email"),
        ("Hôtel", ""),
        ("Portabilité", ""),
        ("mairie_telephone", "phone"),
    ],
)
def test_the_word_of_a_column_is_a_word_of_its_own(header: str, field: str) -> None:
    assert field_of(header) == field


@pytest.mark.parametrize(
    ("subject", "text", "stop"),
    [
        ("STOP", "", True),
        ("Re: Stop !", "", True),
        ("Stopani & Fils", "Bonjour", False),
        ("", "Stopani vous remercie.", False),
        ("", "Stop svp", True),
        ("", "Non-stop", False),
        ("", "Merci de ne plus m’écrire.", True),
        ("", "Ne m’appelez plus, merci.", True),
        ("", "Merci de ne plus\nme contacter. Aujourd’hui comme demain.", True),
        ("", "Je préfère que vous ne me contactiez plus", True),
        ("", "Merci de ne pas appeler.", True),
        ("", "Merci de ne pas m’appeler avant 14 h, rappelez jeudi.", False),
        ("", "Merci de ne pas nous appeler le lundi.", False),
        ("", "Inutile de ne pas rappeler Mme Durand, elle est revenue.", False),
        ("", "Ne nous appelez pas cette semaine, nous sommes au salon.", False),
        ("", "N’hésitez pas à me recontacter.", False),
        ("", "Supprimez-moins de pages, ajoutez des photos.", False),
        ("", "Enlevez-moi un doute : faites-vous les sites ?", False),
        ("", "Retirez notre adresse", True),
        ("", "Please don’t call us before Monday.", False),
        ("", "Please don’t call us again.", True),
        ("", "We adopt outdoor signs.", False),
        ("", "Take me offline for a second.", False),
        ("", "Take us off your list", True),
    ],
)
def test_a_request_to_be_left_alone(subject: str, text: str, stop: bool) -> None:
    assert (read_refusal(subject, own_words(text)) == "stop") is stop


@pytest.mark.parametrize(
    ("subject", "automatic"),
    [
        ("Réponse automatique : votre message", True),
        ("Absence", True),
        ("Absence du bureau Re: présentation", True),
        ("Absence de budget pour 2027", False),
        ("Absences et congés : notre offre", False),
        ("Automatic reply: hello", True),
        ("Auto : devis d’assurance", False),
        ("En congé jusqu’au 4", True),
        ("En congédiant l’agence", False),
    ],
)
def test_the_subject_of_an_automatic_answer(subject: str, automatic: bool) -> None:
    assert says_automatic(subject) is automatic


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Urgence : appelez le standard au 06.12.34.56.78.", None),
        ("Notre bureau 12 rue des Lilas est fermé.", None),
        ("Feedback welcome on 3 December", None),
        ("Le tableau 12/12 est joint.", None),
        ("Back on 14 December", "14 December"),
        ("Nous déménageons au 4 décembre prochain.", None),
        ("Absente 07/12 au 11/12", "11/12"),
        ("Joignable au 06.12.34.56.78 à partir du 14 décembre", "14 décembre"),
        ("Absente du 1er au 8 décembre, joignable au 06.12.34.56.78", "8 décembre"),
    ],
)
def test_the_day_of_return(text: str, words: str | None) -> None:
    found = return_said(text, now=TUESDAY)
    assert (found.words if found else None) == words


def test_words_of_a_search_in_the_register() -> None:
    assert size_said("hanover 50")[0] is None
    assert size_said("over 50")[0] == (50, None)
    assert size_said("au plus 20")[0] == (None, 20)
    assert size_said("flambeau plus 20")[0] is None
    assert around_said("cyprès de Lille", "cypres de lille") is None
    assert around_said("près de Lille", "pres de lille") == (("Lille", 20.0), "")
    assert around_said("linear Lille", "linear lille") is None


def test_the_end_of_a_contract_follows_a_word_of_its_own() -> None:
    found = _UNTIL.fullmatch("Agence Bleue jusqu’à fin mars")
    assert found
    assert (found["name"].strip(), found["end"]) == ("Agence Bleue", "fin mars")
    assert _UNTIL.fullmatch("Bastill 2027") is None
    assert _UNTIL.fullmatch("Pastill march") is None


def test_towns_are_compared_by_whole_words() -> None:
    rarity = Rarity()

    def place(one: str, two: str) -> bool:
        cards = [
            traits(key, "Menuiserie Courtois", (), city=town, address="", postcode="")
            for key, town in ((1, one), (2, two))
        ]
        return ("place", True) in rarity.compare(*cards).reasons

    assert place("Béthune", "Béthune Cedex 1")
    assert place("Saint-Denis", "Saint Denis sur Loire")
    assert place("Roubaix", "Roubais")
    assert not place("Lille", "Lillers")
    assert not place("Lens", "Lensac")
