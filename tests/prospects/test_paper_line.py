"""Lines of paper lists in many hands: each field as a person reads it.

The lines are made up. The first reading of 291 of them, before anything was changed because of
them, gave 98.2 % of all fields (people 82 %); they have been seen since. What the first reading of
each hand gave since then stands in docs/reference/reading.md. Hands 20 to 24 (shorthand, dictated,
pasted from a page, English, capitals) were written before the reader was looked at: 167 of 245
fields. Hand 25, after mending for those: 103 of 152. Hand 26, after mending for 25: 56 of 76.
Hands 27 and 28, mixed piles: 33 and 31 of 54 whole lines.
"""

from __future__ import annotations

import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decroche.prospects.lines.numbers_in_words import with_figures
from decroche.prospects.paper_line import PaperLine, read_paper_line
from decroche.shared.clock import PARIS
from decroche.shared.numbers import Number

NOW = datetime(2026, 11, 25, 10, 30, tzinfo=PARIS)
HANDS = Path(__file__).parent / "paper_lines"
FIELDS = {
    "N": "name",
    "T": "numbers",
    "F": "faxes",
    "C": "city",
    "P": "postcode",
    "A": "address",
    "M": "email",
    "S": "website",
    "R": "follow-up",
    "W": "people",
    "X": "note",
    "!": "refused",
}
"""Letters of the corpus: one line is “what was written | LETTER expected | …”, “¦” a bar in it."""
LEAST = 0.97


def _lines() -> list[tuple[str, dict[str, str]]]:
    found = []
    for path in sorted(HANDS.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                text, *expected = line.split(" | ")
                fields = {part[0]: part[2:] or "yes" for part in map(str.strip, expected)}
                found.append((text.replace("¦", "|"), fields))
    return found


def _numbers(numbers: tuple[Number, ...]) -> str:
    return ", ".join(
        number.national + (f" poste {number.extension}" if number.extension else "")
        for number in numbers
    )


def _as_letters(read: PaperLine) -> dict[str, str]:
    return {
        "N": read.name,
        "T": _numbers(read.numbers),
        "F": _numbers(read.faxes),
        "C": read.city,
        "P": read.postcode,
        "A": read.address,
        "M": read.email,
        "S": read.website,
        "R": read.follow_up,
        "W": ", ".join(f"{person.name}/{person.role}" for person in read.people),
        "!": "yes" if read.refused else "",
    }


def test_nearly_every_field_of_three_hundred_lines_is_read_right(
    capsys: pytest.CaptureFixture[str],
) -> None:
    right, all_of_them = Counter[str](), Counter[str]()
    lines = _lines()
    for text, expected in lines:
        read = read_paper_line(text, now=NOW)
        for letter, value in _as_letters(read).items():
            if expected.get(letter) or value:
                all_of_them[letter] += 1
                right[letter] += value == expected.get(letter, "")
        if "X" in expected:
            all_of_them["X"] += 1
            right["X"] += expected["X"] in read.note
    with capsys.disabled():
        shown = (
            f"{FIELDS[one]} {right[one]}/{count}" for one, count in sorted(all_of_them.items())
        )
        sys.stdout.write(f"\npaper lines: {', '.join(shown)}\n")
    assert len(lines) >= 300
    assert right.total() >= LEAST * all_of_them.total()
    for letter in ("N", "T", "C", "W", "R", "X", "!"):
        assert right[letter] >= LEAST * all_of_them[letter], FIELDS[letter]


@pytest.mark.parametrize("town", ["Lille", "Marseille", "Grenoble", "La Madeleine"])
def test_the_end_of_a_town_is_no_article_of_a_title(town: str) -> None:
    read = read_paper_line(f"École Sainte-Anne 03 53 01 12 14 {town} directrice Mme Picard")
    assert read.city == town
    assert [(one.name, one.title) for one in read.people] == [("Mme Picard", "directrice")]


REFUSALS = {
    "ne veut plus de plaquette papier": False,
    "ne veut plus changer de site": False,
    "ne veut plus qu'on l'appelle": True,
    "ne veut plus être appelé": True,
    "ne souhaite plus être contacté": True,
    "refuse le démarchage": True,
    "- pas de démarchage": True,
    "ne pas appeler le lundi": False,
    "ne pas rappeler avant mars": False,
    "ne pas appeler entre 12 et 14": False,
    "ne plus appeler Mme Petit, voir M. Roux": False,
    "ne plus appeler le fixe": False,
    "opposition": True,
    "n'a pas d'opposition de principe": False,
    "stop démarchage": True,
    "ne pas appeler pendant les vacances": False,
    "a demandé à ne plus être rappelé": True,
    "NE PLUS DÉRANGER": True,
    "ne pas appeler après 18h": False,
    "plus jamais appeler !!": True,
}
"""What stands behind a name and its number, and whether it refuses: twenty made-up remarks. The
first reading had six of them right.
"""


@pytest.mark.parametrize("remark", REFUSALS)
def test_a_refusal_behind_a_name_and_what_only_limits_calls(remark: str) -> None:
    read = read_paper_line(f"Garage Roux 03 53 01 19 01 {remark}", now=NOW)
    assert read.refused is REFUSALS[remark]
    assert read.name == "Garage Roux"


LIMITED_IN_FRONT = {
    "ne pas appeler avant 14h": False,
    "ne pas appeler le lundi -": False,
    "ne plus appeler le fixe": False,
    "do not call before 10": False,
    "opposition de principe": False,
    "ne pas rappeler avant mars,": False,
    "ne pas contacter avant le salon :": False,
    "NE PAS APPELER :": True,
    "ne plus appeler": True,
    "opposition :": True,
    "do not call again:": True,
    "ne plus appeler Mme Petit,": False,
}
"""What stands before a name and its number, and whether it refuses. All but the last of
them were refusals at first, whatever limited them.
"""


@pytest.mark.parametrize("remark", LIMITED_IN_FRONT)
def test_what_only_limits_calls_before_a_name_is_no_refusal(remark: str) -> None:
    read = read_paper_line(f"{remark} Garage Roux 03 53 01 19 01", now=NOW)
    assert (read.refused, read.name) == (LIMITED_IN_FRONT[remark], "Garage Roux")
    assert remark.rstrip(" :-,") in read.note


@pytest.mark.parametrize(
    "name", ["La Maison Bleue", "Au Bon Pain", "LES TOITS BLEUS", "Entre Nous", "Mars Électricité"]
)
def test_a_refusal_before_a_name_that_begins_like_a_limit_refuses(name: str) -> None:
    assert read_paper_line(f"NE PLUS APPELER {name} 03 53 01 19 01", now=NOW).refused


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("zéro un quatre-vingt-dix-neuf zéro zéro douze trente-quatre", "01 99 00 12 34"),
        ("zero trois cinquante trois zero un soixante dix neuf dix", "03 53 01 79 10"),
        ("zéro deux, soixante et un, quatre-vingt-onze, soixante et onze, seize", "02 61 91 71 16"),
        ("zéro deux six un neuf un deux un zéro quatre", "02 61 91 21 04"),
        ("oh one ninety-nine zero zero twelve thirty four", "01 99 00 12 34"),
        ("zéro six 39 quatre-vingt-dix-huit 12 14", "06 39 98 12 14"),
    ],
)
def test_a_dictated_number_is_read_from_its_words(said: str, figures: str) -> None:
    read = read_paper_line(f"alors la boîte c'est Transports Morel, numéro {said}", now=NOW)
    assert (read.name, _numbers(read.numbers)) == ("Transports Morel", figures)


@pytest.mark.parametrize(
    "said", ["zéro défaut", "zéro un deux trois", "Zéro Zéro Sept, zéro huit", "un deux trois"]
)
def test_words_of_numbers_that_make_no_telephone_number_stay(said: str) -> None:
    assert with_figures(said) == said


def test_what_follows_a_dictated_number_is_not_drawn_into_it() -> None:
    said = "zéro un quatre-vingt-dix-neuf zéro zéro douze trente-quatre deux salariés"
    assert with_figures(said) == "01 99 00 12 34 deux salariés"


@pytest.mark.parametrize(
    "name",
    ["Bon Marché", "Chez Roger", "Pour Elle", "Et Alors", "Call Center Ouest", "Try Fitness"],
)
def test_a_name_that_begins_like_a_sentence_stays_whole(name: str) -> None:
    assert read_paper_line(f"{name} 03 53 01 12 34", now=NOW).name == name


@pytest.mark.parametrize(
    "text", ["", "   ", "→", "…", "12", "(", "Mme", ";;;", "\x1f\x1f", "rappeler"]
)
def test_next_to_nothing_is_no_error(text: str) -> None:
    read = read_paper_line(text, now=NOW)
    assert not read.numbers


_WORDS = ["Papeterie", "Chaudronnerie", "Villeneuve", "recommandation", "Compagnie", "boulangerie"]
_BITS = ["03 53 01 12 34", "Lille", "59000", "Mme Durand", "-", ",", "poste 12", "(RH)", "lundi"]


@given(st.lists(st.sampled_from([*_WORDS, *_BITS]), min_size=1, max_size=9))
def test_nothing_written_is_dropped(parts: list[str]) -> None:
    """Every word of a line is found again in some field."""
    text = " ".join(parts)
    read = read_paper_line(text, now=NOW)
    kept = " ".join([read.note, *_as_letters(read).values(), *(p.title for p in read.people)])
    for word in text.split():
        if word in _WORDS:
            assert word.lower() in kept.lower(), text


@pytest.mark.parametrize("unit", ["lun", "Mme A", "0", "(", "a ", "rappeler ", "com : ", "St-"])
def test_a_very_long_line_is_read(unit: str) -> None:
    read_paper_line(unit * 400, now=NOW)


@pytest.mark.parametrize("address", ["andré@perrin.example", "CONTACT@Garage-René.example"])
def test_an_address_with_accents_is_taken_out_of_the_line(address: str) -> None:
    read = read_paper_line(f"Boulangerie Perrin 03 53 01 01 42 Lille {address}")
    assert read.name == "Boulangerie Perrin"
    assert "@" in read.email
    assert "@" not in read.note


@pytest.mark.parametrize(
    ("line", "company", "who"),
    [
        (
            "Julie Maurin, cabinet Maurin Archi 01 99 00 12 35",
            "cabinet Maurin Archi",
            "Julie Maurin",
        ),
        (
            "Sophie Marin - étude de Maître Lenoir - 01 99 00 12 35",
            "étude de Maître Lenoir",
            "Sophie Marin",
        ),
        ("Paul Diot, garage du Pont 01 99 00 12 35", "garage du Pont", "Paul Diot"),
        (
            "Julie Maurin (cabinet Maurin Archi) 01 99 00 12 35",
            "cabinet Maurin Archi",
            "Julie Maurin",
        ),
        (
            "Julie Maurin cabinet Maurin Archi 01 99 00 12 35",
            "cabinet Maurin Archi",
            "Julie Maurin",
        ),
        ("Marie Petit, agence Bleue 01 99 00 12 35", "agence Bleue", "Marie Petit"),
        (
            "Cabinet Maurin Archi, Julie Maurin 01 99 00 12 35",
            "Cabinet Maurin Archi",
            "Julie Maurin",
        ),
    ],
)
def test_a_firm_whose_trade_is_written_small_is_the_company(
    line: str, company: str, who: str
) -> None:
    read = read_paper_line(line)
    assert (read.name, [person.name for person in read.people]) == (company, [who])


def test_a_remark_that_names_a_trade_is_no_company() -> None:
    read = read_paper_line("Julie Maurin, voir cabinet de conseil 01 99 00 12 35")
    assert (read.name, read.note) == ("Julie Maurin", "voir cabinet de conseil")


@pytest.mark.parametrize(
    ("remark", "refused"),
    [
        ("please never call again", True),
        ("do not call", True),
        ("boss says never call again", True),
        ("we never call before noon", False),
        ("I never call", False),
        ("they never phone", False),
    ],
)
def test_who_never_calls_has_not_refused(remark: str, refused: bool) -> None:
    assert read_paper_line(f"Garage Roux 03 53 01 19 01 {remark}", now=NOW).refused is refused


def test_a_refusal_before_an_address_refuses() -> None:
    read = read_paper_line("Verrerie Sol 01 99 00 12 36 NE PLUS APPELER 3 rue Basse 59000 Lille")
    assert (read.refused, read.address) == (True, "3 rue Basse")
    assert not read_paper_line("Verrerie Sol 01 99 00 12 36 ne plus appeler avant 14h").refused


@pytest.mark.parametrize(
    ("line", "person", "note"),
    [
        (
            "Festival Les Ondes 06 39 98 71 71 Sophie Lang de la part de Me Meyer",
            "Sophie Lang",
            "de la part de Me Meyer",
        ),
        ("Studio Nord 03 53 01 12 34 Lille de la part de Mme Petit", "", "Mme Petit"),
        ("Studio Nord, recommandé par Paul Roux, 03 53 01 12 34", "", "Paul Roux"),
    ],
)
def test_whoever_sent_her_is_not_the_one_to_ask_for(line: str, person: str, note: str) -> None:
    read = read_paper_line(line)
    assert [one.name for one in read.people] == [person] * bool(person)
    assert note in read.note
    assert read.name in {"Festival Les Ondes", "Studio Nord"}


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        (
            "Vannerie Sabourin, t. 05 36 49 33 01, p. 06 39 98 33 01",
            "05 36 49 33 01, 06 39 98 33 01",
        ),
        ("Vannerie Sabourin 05 36 49 33 01 poste 12", "05 36 49 33 01 poste 12"),
        ("Vannerie Sabourin 05,36,49,33,02", "05 36 49 33 02"),
        ("Vannerie Sabourin 0536 493 303", "05 36 49 33 03"),
        ("Vannerie Sabourin tel 33(0)5 36 49 33 07", "05 36 49 33 07"),
        ("Vannerie Sabourin tél.0536493309", "05 36 49 33 09"),
        ("Vannerie Sabourin / 01632 960318", "+44 1632 960318"),
        ("Vannerie Sabourin, 020 7946 0142", "+44 20 7946 0142"),
    ],
)
def test_no_number_is_lost_by_the_way_it_is_written(line: str, numbers: str) -> None:
    read = read_paper_line(line, now=NOW)
    assert (read.name, _numbers(read.numbers)) == ("Vannerie Sabourin", numbers)


@pytest.mark.parametrize(
    ("line", "name", "other"),
    [
        ("Verandaluze 04 65 71 50 50 po 214", "Verandaluze", "214"),
        ("Ambul. Perrin 04 65 71 36 45 Valence svc RH poste 3", "Ambul. Perrin", "3"),
        ("Fernhollow Logistics / Leeds / 01632 960 455", "Fernhollow Logistics", "Leeds"),
        ("Menuiserie Loriot - 02 61 91 14 20 - Bruxelles", "Menuiserie Loriot", "Bruxelles"),
        ("Mutuelle Solvérane 9h-12h slt 04 65 71 22 10", "Mutuelle Solvérane", "9h-12h slt"),
        (
            "04 65 71 22 11, du lundi au vendredi de 9h à 18h, Mutuelle Solvérane",
            "Mutuelle Solvérane",
            "du lundi au vendredi de 9h à 18h",
        ),
        ("Envoyé de mon iPhone – Studio Nord – 03 53 01 12 34", "Studio Nord", "iPhone"),
        ("Cordialement, Studio Nord, 03 53 01 12 34", "Studio Nord", "Cordialement"),
        ("Studio Nord virgule Vichy virgule 03 53 01 12 34", "Studio Nord", "Vichy"),
        ("la société Studio Nord au 03 53 01 12 34", "Studio Nord", ""),
    ],
)
def test_what_stands_beside_a_name_is_no_part_of_it(line: str, name: str, other: str) -> None:
    read = read_paper_line(line, now=NOW)
    extensions = "".join(number.extension for number in read.numbers)
    assert (read.name, len(read.numbers), read.people) == (name, 1, ())
    assert other in (read.note, read.city, extensions) or other in read.note
