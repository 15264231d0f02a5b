"""What weighs like a refusal is asked about, in no form that anybody wrote down.

The weights come from the made-up answers of `corpus`; the second sixty of `stranger_240.jsonl` are
left out of them, and nobody has read which of those are missed. `stranger_150.jsonl` is another
stranger's: it was read blind before it came to the corpus (64 of 75 refusals and doubts seen, none
of 70 friendly answers opposed, 6 asked about).
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from decroche.correspondence.quoting import own_words
from decroche.correspondence.refusal_weights import signs_of
from decroche.correspondence.refusing import read_by_forms, read_refusal
from tools.weigh_answers import MADE_OF, TABLE, digest

CORPUS = Path(__file__).parent / "corpus"


def test_the_weights_are_those_of_the_answers_that_stand_in_the_corpus() -> None:
    first = TABLE.read_text(encoding="utf-8").partition("\n")[0]
    assert first == f"{MADE_OF}{digest()}", "python -m tools.weigh_answers computes them again"


def test_of_the_sixty_refusals_left_out_fifty_seven_are_seen_and_few_others_asked_about() -> None:
    found: Counter[tuple[bool, str]] = Counter()
    for line in (CORPUS / "stranger_240.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if int(row["id"][1:]) > 60:
            said = read_refusal(row["subject"], own_words(row["body"])) or "reply"
            found[row["wanted"] == "refusal", said] += 1
    assert found[True, "stop"] + found[True, "doubt"] >= 57
    assert found[False, "stop"] == 0
    assert found[False, "doubt"] <= 15


def test_another_stranger_is_read_without_an_opposition_too_many() -> None:
    found: Counter[tuple[str, str]] = Counter()
    for line in (CORPUS / "stranger_150.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        found[row["kind"], read_refusal("", own_words(row["text"])) or "reply"] += 1
    assert found["friendly", "stop"] == 0
    assert found["friendly", "doubt"] <= 6
    assert found["opposition", "reply"] + found["doubt", "reply"] == 0


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        # In no form: the words are those of refusals.
        ("Purgez vos registres de mon nom.", "doubt"),
        ("Trouvez-vous une autre proie.", "doubt"),
        # Words of work, a time, others.
        ("Le devis me plaît, voyons-nous jeudi.", ""),
        ("Ma collègue vous rappelle la semaine prochaine.", ""),
        # A greeting alone says nothing.
        ("Bonjour, cordialement", ""),
        ("", ""),
    ],
)
def test_an_answer_without_a_form_is_weighed(text: str, reading: str) -> None:
    assert read_by_forms("", text) == ""
    assert read_refusal("", text) == reading


@pytest.mark.parametrize("start", ["Avec plaisir", "Entendu", "Bonjour", "Enfin", "C’est noté"])
@pytest.mark.parametrize(
    "invitation",
    ["voyons-nous mardi", "parlons-en de vive voix", "téléphonez-moi", "prenons un café"],
)
@pytest.mark.parametrize("end", ["Bonne journée", "Belle fin de journée", "Bonne suite"])
def test_an_invitation_with_a_farewell_is_not_asked_about(
    start: str, invitation: str, end: str
) -> None:
    assert read_refusal("Re: Ma présentation", f"{start}, {invitation}. {end}") == ""
    assert read_refusal("Re: Ma présentation", f"{start},\n\n{invitation}.\n\n{end},") == ""


def test_a_farewell_beside_a_refusal_hides_nothing() -> None:
    assert read_refusal("", "Au plaisir de ne plus vous lire. Belle fin de journée") == "doubt"
    assert read_refusal("", "Merci de ne plus nous contacter. Bonne fin de journée") == "stop"


def test_a_refusal_by_its_form_among_friendly_words_is_asked_about() -> None:
    text = "Ne m’appelez plus.\nAvant lundi, je suis là."
    assert (read_by_forms("", text), read_refusal("", text)) == ("stop", "doubt")
    assert read_refusal("", "Merci de ne plus nous contacter.") == "stop"


def test_the_signs_of_an_answer() -> None:
    signs = signs_of("Rappelez-moi jeudi 14 h ?", asks=True, invites=False)
    assert {"sign asks", "sign question", "sign hour", "word rappel", "pair moi jeudi"} <= signs
    assert {"kind time", "answer time meeting", "clause time meeting", "word #"} <= signs
    assert "sign invites" not in signs
    assert "clause time meeting" not in signs_of("Rappelez-moi, jeudi", asks=False, invites=False)


def test_kinds_meet_in_one_clause_or_only_in_the_answer() -> None:
    apart = signs_of("Plus tard. Un mail ?", asks=False, invites=False)
    assert "answer reaching ending" in apart
    assert "clause reaching ending" not in apart
