"""Companies from the state's register: found by her words, imported, compared with
existing cards.
"""

from __future__ import annotations

import random
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from decroche.gateways import sirene
from decroche.gateways.sirene import NotAnswered, Register, Unit
from decroche.intake import jobs
from decroche.intake.actions import GivenFile, import_file
from decroche.intake.activities import SWITCH, activities, find_activities, is_2025
from decroche.intake.choices import Choices
from decroche.intake.completing import check_file, checked_batch, complete
from decroche.intake.headcounts import bands
from decroche.intake.models import Batch, Change
from decroche.intake.register import asked_as, gather, query_for, the_register, written
from decroche.intake.register_query import understand_wanted
from decroche.journal.actions import undo
from decroche.prospects.models import Company, Contact
from decroche.shared.typed import without_control
from decroche.team.models import Member
from tests.cast import company
from tests.gateways.register_server import (
    CANAL,
    DISCREET,
    MIDI,
    SHUT,
    VASSEUR,
    Served,
    made_up,
    siren,
    siret,
)
from tests.waiting import DEADLINE, background_done

TODAY = date(2026, 11, 23)
WORDS = "imprimeries, Nord, 50 salariés et plus"


@pytest.mark.parametrize(
    ("text", "codes", "departments", "least", "most"),
    [
        (WORDS, ("18.11Z", "18.12Z"), ("59",), 50, None),
        ("Imprimeries dans le Nord", ("18.11Z", "18.12Z"), ("59",), None, None),
        ("18.12Z, 62, entre 10 et 49 salariés", ("18.12Z",), ("62",), 10, 49),
        ("mairies; Pas-de-Calais", ("84.11Z",), ("62",), None, None),
        ("agences de publicité, Paris, moins de 50", ("73.11Z",), ("75",), None, 49),
        ("imprimeries 59 62 80", ("18.11Z", "18.12Z"), ("59", "62", "80"), None, None),
        ("imprimeries (59, 62)", ("18.11Z", "18.12Z"), ("59", "62"), None, None),
        ("avocats 69", ("69.10Z",), ("69",), None, None),
        ("garages 2A", ("45.20A", "45.20B"), ("2A",), None, None),
        ("hôtels entre 10 et 49 dans le Finistère", ("55.10Z",), ("29",), 10, 49),
        ("architectes, < 10 salariés, 44", ("71.11Z",), ("44",), None, 9),
        ("architectes, Loire Atlantique, -10 salariés", ("71.11Z",), ("44",), None, 9),
        ("architectes, >= 20 salariés, 44", ("71.11Z",), ("44",), 20, None),
        ("hôtels sans salarié, Ain", ("55.10Z",), ("01",), 0, 0),
        ("hôtels avec au moins un salarié, Ain", ("55.10Z",), ("01",), 1, None),
        ("hôtels 44 plus de vingt salariés", ("55.10Z",), ("44",), 20, None),
        ("TPE, hôtels, 44", ("55.10Z",), ("44",), None, 9),
        (
            "hôtels en Île-de-France sauf Paris",
            ("55.10Z",),
            ("77", "78", "91", "92", "93", "94", "95"),
            None,
            None,
        ),
        ("hôtels en Normandie hors 14, 27", ("55.10Z",), ("50", "61", "76"), None, None),
        ("opticiens du Var et des Alpes-Maritimes", ("47.78A",), ("83", "06"), None, None),
        ("EHPAD ou cliniques, Somme", ("87.10A", "86.10Z"), ("80",), None, None),
        ("hôtels, 59 et 62, plus de 1 000 salariés", ("55.10Z",), ("59", "62"), 1000, None),
        ("printers in Nord, 50+", (), ("59",), 50, None),
        ("imprimeries dans le 59 et le 62", ("18.11Z", "18.12Z"), ("59", "62"), None, None),
        ("imprimeries dans le 59, 62 ou 80", ("18.11Z", "18.12Z"), ("59", "62", "80"), None, None),
        ("imprimeries, 20 salariés", ("18.11Z", "18.12Z"), (), 20, 20),
        ("une vingtaine de salariés, mairies", ("84.11Z",), (), 20, 20),
        ("Nord et Pas-de-Calais, mairies", ("84.11Z",), ("59", "62"), None, None),
        ("mairies du Lot et du Tarn", ("84.11Z",), ("46", "81"), None, None),
        ("hôtels en Corse", ("55.10Z",), ("2A", "2B"), None, None),
        ("hôtels Corse", ("55.10Z",), ("2A", "2B"), None, None),
        ("hôtels en Bretagne", ("55.10Z",), ("22", "29", "35", "56"), None, None),
        (
            "hôtels de plus de 20 salariés dans la Somme, l'Oise et l'Aisne",
            ("55.10Z",),
            ("80", "60", "02"),
            20,
            None,
        ),
        ("hôtels et mairies, Ain", ("55.10Z", "84.11Z"), ("01",), None, None),
    ],
)
def test_her_words_are_understood(
    text: str,
    codes: tuple[str, ...],
    departments: tuple[str, ...],
    least: int | None,
    most: int | None,
) -> None:
    wanted = understand_wanted(text, TODAY)
    assert (wanted.activities, wanted.departments, wanted.least, wanted.most) == (
        codes,
        departments,
        least,
        most,
    )


def test_a_town_behind_a_trade_is_looked_for_around() -> None:
    wanted = understand_wanted("imprimeries à La Rochelle", TODAY)
    assert (wanted.around, wanted.words) == (("La Rochelle", 5.0), ())
    assert wanted.activities == ("18.11Z", "18.12Z")


def test_what_is_no_trade_is_looked_for_in_the_names_without_its_places() -> None:
    wanted = understand_wanted("Vasseur, Nord, PME", TODAY)
    assert (wanted.words, wanted.departments, wanted.category) == (("Vasseur",), ("59",), "PME")


def test_a_place_around_a_town_and_a_category() -> None:
    wanted = understand_wanted("imprimeries, à 30 km de Béthune, PME", TODAY)
    assert (wanted.around, wanted.category) == (("Béthune", 30.0), "PME")
    assert understand_wanted("autour de Lille", TODAY).around == ("Lille", 20.0)


@pytest.mark.parametrize(
    ("text", "not_used"),
    [
        ("imprimeries, Nord, créées depuis moins de 5 ans", "creees depuis moins de 5 ans"),
        ("imprimeries de plus de 10 ans, Nord", "de plus de 10 ans"),
        ("entreprises créées après 2020, imprimeries, Nord", "creees apres 2020"),
        ("imprimeries, Nord, chiffre d'affaires de plus de 2 millions", "chiffre d affaires"),
        ("imprimeries avec site internet, Nord", "avec site internet"),
        ("imprimeries, Nord, pas les auto-entrepreneurs", "pas les auto-entrepreneurs"),
        ("imprimeries, Nord, sauf micro-entreprises", "sauf micro-entreprises"),
    ],
)
def test_what_the_register_cant_be_asked_is_said_and_is_no_size(text: str, not_used: str) -> None:
    wanted = understand_wanted(text, TODAY)
    assert (wanted.activities, wanted.departments) == (("18.11Z", "18.12Z"), ("59",))
    assert (wanted.least, wanted.most, wanted.words) == (None, None, ())
    assert any(one.startswith(not_used) for one in wanted.not_used)


def test_all_of_france_but_one_department() -> None:
    wanted = understand_wanted("imprimeries hors Paris", TODAY)
    assert "75" not in wanted.departments
    assert {"59", "2A", "974"} < set(wanted.departments)


@pytest.mark.parametrize(
    ("text", "around"),
    [
        ("plombiers autour de Lens", ("Lens", 20.0)),
        ("plombiers à 25 km de Lens", ("Lens", 25.0)),
        ("plombiers près de Lens, 15 km", ("Lens", 15.0)),
        ("plombiers dans un rayon de 10 km autour de Lens", ("Lens", 10.0)),
    ],
)
def test_the_trade_before_a_place_is_not_lost(text: str, around: tuple[str, float]) -> None:
    wanted = understand_wanted(text, TODAY)
    assert (wanted.activities, wanted.around) == (("43.22A",), around)


@pytest.mark.parametrize(
    ("text", "codes", "town"),
    [
        ("plombiers Lens", ("43.22A",), "Lens"),
        ("imprimeries Roubaix 50 salariés et plus", ("18.11Z", "18.12Z"), "Roubaix"),
        ("Fleuristes Villeneuve d'Ascq", ("47.76Z",), "Villeneuve d'Ascq"),
        ("agences de communication Lille", ("73.11Z", "70.21Z"), "Lille"),
        ("hôtels Saint-Malo, plus de 10 salariés", ("55.10Z",), "Saint-Malo"),
        ("Opticiens Le Havre", ("47.78A",), "Le Havre"),
        ("coiffeurs L'Isle-Adam", ("96.02A", "96.02B"), "L'Isle-Adam"),
        ("cabinets d'avocats Aix-en-Provence", ("69.10Z",), "Aix-en-Provence"),
        ("notaires ARRAS", ("69.10Z",), "ARRAS"),
    ],
)
def test_a_town_behind_a_trade_needs_no_word_between(
    text: str, codes: tuple[str, ...], town: str
) -> None:
    wanted = understand_wanted(text, TODAY)
    assert (wanted.activities, wanted.around, wanted.words) == (codes, (town, 5.0), ())


def test_a_word_behind_a_trade_that_is_no_town_is_looked_for_in_names(service: Served) -> None:
    """“garages Renault”: the register knows no such town."""
    query = query_for(understand_wanted("garages Renault", TODAY), the_register())
    assert (query.text, query.around, query.activities) == ("garages Renault", None, ())
    for text in ("restaurants bio", "Imprimeries du Canal"):
        assert understand_wanted(text, TODAY).words == (text,)


@pytest.mark.parametrize(
    ("text", "postcodes"),
    [
        ("fleuristes 59000 Lille", ("59000",)),
        ("fleuristes, code postal 59000", ("59000",)),
        ("fleuristes à Paris 11e arrondissement", ("75011",)),
        ("fleuristes, Marseille 6ème", ("13006",)),
    ],
)
def test_a_postcode_stands_for_its_town(text: str, postcodes: tuple[str, ...]) -> None:
    wanted = understand_wanted(text, TODAY)
    assert (wanted.activities, wanted.postcodes, wanted.words) == (("47.76Z",), postcodes, ())


def test_sizes_are_bands_of_insee() -> None:
    assert bands(50, None)[0] == "21"
    assert bands(10, 49) == ("11", "12")
    assert bands(None, None) == ()


def test_both_nomenclatures_are_known_and_told_apart() -> None:
    old = [code for code in activities() if not is_2025(code)]
    assert (len(old), len(activities()) - len(old)) == (732, 747)
    assert find_activities("imprimeries", TODAY) == ["18.11Z", "18.12Z"]
    assert find_activities("imprimeries", SWITCH) == ["18.11Y", "18.12Y"]
    assert asked_as("18.12Y") == ["18.12Z"]
    assert find_activities("clinique", SWITCH)[0].startswith("86.10")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IMPRIMERIE DU CANAL SARL", "Imprimerie du Canal SARL"),
        ("PRESSES DE L'EST", "Presses de l'Est"),
        ("Déjà écrit", "Déjà écrit"),
        ("GMB", "GMB"),
    ],
)
def test_capitals_are_written_as_one_writes(text: str, expected: str) -> None:
    assert written(text) == expected


def test_what_is_found_becomes_a_file_without_the_closed_and_the_private(
    service: Served, tmp_path: Path, member: Member
) -> None:
    path = tmp_path / "found.csv"
    done = gather(understand_wanted(WORDS, TODAY), the_register(), path)
    assert (done.found, done.closed, done.private) == (3, 0, 1)
    batch = import_file(by=member, file=GivenFile(path, "x", "registre"), choices=Choices())
    assert (batch.created_count, batch.rows) == (3, 3)
    canal, lille, dunkerque = Company.objects.order_by("pk")
    assert (canal.name, canal.siret, canal.naf, canal.city, canal.headcount_min) == (
        "Les Presses du Canal (Imprimerie du Canal SARL)",
        siret(CANAL),
        "18.12Z",
        "Lille",
        50,
    )
    assert [one.siret for one in (lille, dunkerque)] == [siret(VASSEUR), siret(VASSEUR, 2)]
    assert set(Contact.objects.values_list("role", "name")) == {("communication", "")}


def test_half_a_search_leaves_no_file(service: Served, tmp_path: Path) -> None:
    service.fail_next = [400]
    with pytest.raises(NotAnswered):
        gather(understand_wanted(WORDS, TODAY), Register(service.address), tmp_path / "found.csv")
    assert list(tmp_path.iterdir()) == []


HOSTILE: tuple[Any, ...] = (
    *(None, [], {}, [[]], {"a": []}, True, -1, 10**400, 1e308, float("nan"), ""),
    *("\ud800", "\x00\x1b[2J", "9" * 5_000, "x" * 100_000, "=HYPERLINK(1)", 'a;b\n"c', "٣", "nan"),
)


def spoilt(value: Any, at: random.Random) -> Any:
    """A value of an answer in which one thing is replaced by a hostile one."""
    if isinstance(value, dict) and value and at.random() < 0.9:
        name = at.choice(sorted(value))
        return value | {name: spoilt(value[name], at)}
    if isinstance(value, list) and value and at.random() < 0.9:
        place = at.randrange(len(value))
        return [*value[:place], spoilt(value[place], at), *value[place + 1 :]]
    return at.choice(HOSTILE)


def test_whatever_a_register_answers_is_a_file_or_a_sentence(
    service: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = {"results": service.results, "total_results": 4, "page": 1, "total_pages": 1}
    at, made, refused = random.Random(7), 0, 0
    for number in range(600):
        given = spoilt(page, at)
        monkeypatch.setattr(sirene, "_read", lambda *_how, given=given: given)
        path = tmp_path / f"{number}.csv"
        try:
            at_once = Register("https://x.example", sleep=lambda _seconds: None)
            gather(understand_wanted(WORDS, TODAY), at_once, path)
        except NotAnswered:
            refused += 1
            continue
        made += 1
        for line in path.read_text(encoding="utf-8").splitlines():
            assert len(line) < 10_000
            assert without_control(line) == line
    assert made > 100
    assert refused > 100


@pytest.mark.django_db(transaction=True)
def test_the_page_shows_what_was_understood_and_brings_it_in(
    service: Served, page: Client, member: Member, at_once: None
) -> None:
    shown = page.post("/register/ask/", {"text": WORDS}, follow=True).content.decode()
    assert "Autre imprimerie (labeur)" in shown
    assert "Les Presses du Canal" in shown
    answer = page.post("/register/bring/", {"text": WORDS, "code": ["18.12Z"], "list": "Nord"})
    background_done()
    batch = Batch.objects.get()
    assert (batch.state, batch.created_count) == ("done", 3)
    assert "pas être diffusé" in page.get(answer["Location"]).content.decode()
    assert batch.provenance
    assert "recherche-entreprises" not in batch.provenance.source
    assert WORDS in batch.provenance.source


@pytest.mark.django_db(transaction=True)
def test_cards_that_are_there_are_changed_only_with_her_word(
    service: Served, page: Client, member: Member
) -> None:
    page.post("/register/bring/", {"text": WORDS, "code": ["18.12Z"]})
    background_done()
    service.results[0] = made_up(
        CANAL, "IMPRIMERIE DU CANAL SARL", sign="LES PRESSES DU CANAL", street="40 RUE NEUVE"
    )
    page.post("/register/bring/", {"text": WORDS, "code": ["18.12Z"]})
    background_done()
    batch = Batch.objects.latest("pk")
    assert (batch.created_count, batch.updated_count, batch.duplicate_count) == (0, 0, 3)
    assert Change.objects.get().fields == {"address": ["12 Rue Du Port", "40 Rue Neuve"]}


def test_moved_renamed_and_closed_are_seen_and_taken_back(
    service: Served, page: Client, member: Member
) -> None:
    one = company(
        member,
        "Imprimerie du Canal 03 53 01 12 34 Lille",
        siret=siret(CANAL),
        postcode="59000",
        city="Lille",
        address="1 vieille rue",
    )
    two = company(member, "Presses fermées 03 53 01 12 35 Lille", siret=siret(SHUT))
    three = company(member, "Vasseur et Fils 03 53 01 12 36 Lille", siren=VASSEUR)
    batch = check_file(
        by=member,
        register=the_register(),
        batch=checked_batch(member, "contrôle"),
        tell=lambda *_: None,
    )
    changes = {change.company_id: change.fields for change in Change.objects.filter(batch=batch)}
    assert changes[one.pk]["address"] == ["1 vieille rue", "12 Rue Du Port"]
    assert changes[two.pk]["closed"] == ["", "2026-03-31"]
    assert "name" not in changes[three.pk]
    page.post(f"/import/{batch.pk}/changes/all/")
    one.refresh_from_db()
    two.refresh_from_db()
    assert one.address == "12 Rue Du Port"
    assert two.removed_at
    assert [number.national for number in one.numbers.all()] == ["03 53 01 12 34"]
    undo(by=member)
    two.refresh_from_db()
    assert two.removed_at is None


def test_a_card_typed_by_hand_is_completed_with_the_difference_shown(
    service: Served, page: Client, member: Member, at_once: None
) -> None:
    card = company(member, "Imprimerie du Midi 03 53 01 12 34 Marseille", postcode="13002")
    shown = page.post(f"/companies/{card.pk}/register/", follow=True).content.decode()
    assert siret(MIDI) in shown
    page.post(f"/companies/{card.pk}/register/", {"siret": siret(MIDI)})
    answer = page.get(f"/companies/{card.pk}/register/")
    assert f"<ins>{siret(MIDI)}</ins>" in page.get(answer["Location"]).content.decode()
    card.refresh_from_db()
    assert card.siret == ""
    change = Change.objects.get()
    done = page.post(
        f"{answer['Location']}take/",
        {"card": change.pk, "field": [f"{change.pk}:{name}" for name in change.fields]},
    )
    assert done["Location"] == f"/companies/{card.pk}/"
    card.refresh_from_db()
    assert (card.siret, card.siren, card.naf) == (siret(MIDI), MIDI, "18.12Z")


def test_without_the_network_there_is_a_sentence_and_everything_else_works(
    page: Client, member: Member, settings: Any, at_once: None
) -> None:
    settings.REGISTER_URL = "http://127.0.0.1:9"
    the_register.cache_clear()
    card = company(member, "Imprimerie du Midi 03 53 01 12 34 Marseille", siret=siret(MIDI))
    shown = page.post("/register/ask/", {"text": WORDS}, follow=True).content.decode()
    assert "ne répond pas" in shown
    answer = page.post(f"/companies/{card.pk}/register/", follow=True)
    assert "ne répond pas" in answer.content.decode()
    assert page.get("/calls/").status_code == 200
    the_register.cache_clear()


def test_looking_at_the_page_asks_nobody(service: Served, page: Client, member: Member) -> None:
    card = company(member, "Imprimerie du Midi 03 53 01 12 34 Marseille", siret=siret(MIDI))
    for address in (f"/register/?text={WORDS}", f"/companies/{card.pk}/register/"):
        assert "Interroger l’annuaire" in page.get(address).content.decode()
    assert service.asked == []


def test_cards_without_a_number_come_one_at_a_time(page: Client, member: Member) -> None:
    one, two = (
        company(member, "Imprimerie du Canal, Lille"),
        company(member, "Laiterie du Marais, Amiens", website="marais.example"),
    )
    shown = page.get("/complete/").content.decode()
    assert "Imprimerie du Canal" in shown
    assert "duckduckgo.com/?q=Imprimerie+du+Canal+Lille" in shown
    answer = page.post(
        f"/complete/{one.pk}/", {"number": "0353011234", "email": "", "website": "", "after": ""}
    )
    one.refresh_from_db()
    assert one.state.callable
    shown = page.get(answer["Location"]).content.decode()
    assert "Laiterie du Marais" in shown
    assert "https://marais.example" in shown
    page.post(
        f"/complete/{two.pk}/", {"number": "à demander", "email": "", "website": "", "after": ""}
    )
    assert not two.numbers.exists()
    assert (
        "Laiterie"
        not in page.get(f"/complete/?after={two.state.position}")
        .content.decode()
        .split("</h1>")[1]
        .split("dialog")[0]
    )
    undo(by=member)
    one.refresh_from_db()
    assert not one.state.callable


def test_a_strangers_card_is_not_compared_nor_completed(
    service: Served, page: Client, stranger: Member
) -> None:
    card = company(stranger, "Imprimerie du Canal, Lille", siret=siret(CANAL))
    assert page.get(f"/companies/{card.pk}/register/").status_code == 404
    assert page.post(f"/complete/{card.pk}/", {"number": "0353011234"}).status_code == 404
    assert "Imprimerie" not in page.get("/complete/").content.decode()


def test_a_private_unit_changes_nothing(member: Member) -> None:
    card = company(member, "Atelier discret, Lille", siren=DISCREET)
    assert (
        complete(
            by=member,
            company=card,
            unit=Unit(DISCREET, siret(DISCREET), "[NON-DIFFUSIBLE]", private=True),
        )
        is None
    )
    assert not Batch.objects.exists()


def test_around_a_town_sizes_are_sorted_out_here(service: Served, tmp_path: Path) -> None:
    service.results.append(
        made_up(siren(9), "LILLE", naf="84.11Z", headcount="42", nature_juridique="7210")
    )
    done = gather(
        understand_wanted("imprimeries, à 30 km de Lille, 200 salariés et plus", TODAY),
        the_register(),
        tmp_path / "found.csv",
    )
    assert next(asked for asked in service.asked if "lat" in asked) == {
        "activite_principale": "18.11Z,18.12Z",
        "lat": "50.63",
        "long": "3.06",
        "radius": "30.0",
    }
    assert done.found == 1
    with pytest.raises(NotAnswered, match="no_such_place Nullepart"):
        gather(
            understand_wanted("imprimeries, autour de Nullepart", TODAY),
            the_register(),
            tmp_path / "found.csv",
        )


@pytest.mark.django_db(transaction=True)
def test_a_second_click_asks_the_register_once(
    service: Served, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered, second_click = service.answer, threading.Event()

    def answer_later(*asked: Any) -> Any:
        second_click.wait(DEADLINE)
        return answered(*asked)

    monkeypatch.setattr(service, "answer", answer_later)
    wanted = understand_wanted(WORDS, TODAY)
    first, second = (
        jobs.start_register(
            by=member, wanted=wanted, name=WORDS, source_said="x", choices=Choices()
        )
        for _ in range(2)
    )
    second_click.set()
    background_done()
    assert first.pk == second.pk
    assert Batch.objects.get().state == "done"
    asked = [sorted(one.items()) for one in service.asked]
    assert len(asked) == len({tuple(one) for one in asked})
