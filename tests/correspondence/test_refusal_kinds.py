"""Kinds of refusals, and of answers that use their words and refuse nothing, written before the
reader knew them (`corpus/kinds`): a heading for each kind, one answer a line, “ | ” for an end of
line.

The first reading, by the forms alone, caught 97 of the first 232 refusals and made 13 of the 205
first others an opposition; of the 60 in English written after that was mended it caught 33, and
made none of 50 others one; of the 35 in pictures it then caught 8, of the 20
longer ones of the neighbours 7, of the 60 last ones 35.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from decroche.correspondence.quoting import own_words
from decroche.correspondence.refusal_words import (
    has_only_words_of_refusals,
    names_in,
    takes_back,
)
from decroche.correspondence.refusing import read_by_forms, read_refusal

KINDS = Path(__file__).parent / "corpus" / "kinds"


def kinds(name: str) -> dict[str, list[str]]:
    """The answers of a file by the kind they stand under."""
    found: dict[str, list[str]] = defaultdict(list)
    kind = ""
    for line in (KINDS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            kind = line[2:]
        else:
            found[kind].append(line.replace(" | ", "\n"))
    return found


REFUSALS, OTHERS = kinds("refusals"), kinds("near")


def read(text: str) -> str:
    return read_refusal("Re: Ma présentation", own_words(text))


def by_forms(text: str) -> str:
    """What the forms alone find, in sentences cut to the bone."""
    return read_by_forms("Re: Ma présentation", own_words(text))


@pytest.mark.parametrize("kind", REFUSALS)
def test_nearly_every_refusal_of_a_kind_is_applied_or_asked_about(kind: str) -> None:
    missed = [text for text in REFUSALS[kind] if not read(text)]
    assert len(missed) <= 0.07 * len(REFUSALS[kind]), missed


def test_of_all_kinds_ninety_seven_of_a_hundred_are_seen() -> None:
    every = [text for texts in REFUSALS.values() for text in texts]
    assert len(every) >= 300
    assert len([text for text in every if not read(text)]) <= 0.03 * len(every)


@pytest.mark.parametrize("kind", OTHERS)
def test_what_only_looks_like_a_refusal_makes_no_opposition(kind: str) -> None:
    assert [text for text in OTHERS[kind] if read(text) == "stop"] == []


def test_few_of_those_are_asked_about() -> None:
    every = [text for texts in OTHERS.values() for text in texts]
    assert len(every) >= 250
    assert len([text for text in every if read(text)]) <= 0.16 * len(every)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        # Every word is one that refusals use.
        ("Merci de ne plus nous appeler.", "stop"),
        # A word they do not use may change the meaning: she is asked.
        ("Merci de ne plus nous appeler pendant le tournage.", "doubt"),
        ("Plus d’appels en numéro masqué.", "doubt"),
        # A name changes nothing.
        ("Merci de retirer la société Vasseur de vos listes.", "stop"),
        # What is quoted was said by another.
        ("Vous m’écrivez « merci de ne plus nous appeler ».", "doubt"),
        # Taken back.
        ("Merci de ne plus nous appeler. Je plaisante.", "doubt"),
        ("J’ai changé d’avis, merci de ne plus nous appeler.", "stop"),
        # Work, a time or another way in a sentence beside it.
        ("Merci de ne plus nous appeler. Le devis part demain.", "doubt"),
        ("Merci de ne plus nous appeler. Bonne continuation.", "stop"),
    ],
)
def test_a_refusal_is_sure_when_all_its_words_are_those_of_refusals(
    text: str, reading: str
) -> None:
    assert by_forms(text) == reading


def test_names_are_words_with_a_capital_inside_a_sentence() -> None:
    assert names_in("Merci de retirer Vasseur & Fils.") == {"vasseur", "fils"}
    assert names_in("MERCI DE RETIRER VASSEUR") == frozenset()
    assert has_only_words_of_refusals("merci de retirer vasseur", frozenset(["vasseur"]))
    assert not has_only_words_of_refusals("merci de retirer vasseur", frozenset())


@pytest.mark.parametrize(
    ("subject", "text", "reading"),
    [
        # What stands in the title is theirs unless it answers hers.
        ("Silence radio svp", "Cordialement", "doubt"),
        ("Re: Silence radio svp", "Cordialement", ""),
        # The link in her mails writes STOP; what stands below may say more.
        ("STOP", "Bonjour", "stop"),
        ("STOP", "C’est une blague ! Appelez-moi.", "doubt"),
    ],
)
def test_what_the_subject_says(subject: str, text: str, reading: str) -> None:
    assert read_refusal(subject, text) == reading


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("J’ai changé d’avis", True),
        ("Oubliez mon dernier mail", True),
        ("Oubliez mon numéro", False),
        ("Merci de ne plus appeler", False),
    ],
)
def test_what_takes_a_refusal_back(text: str, taken: bool) -> None:
    assert takes_back(text) is taken


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        # An end beside a way of being reached, in no form.
        ("Pas de rappel svp.", "doubt"),
        ("Adresse à supprimer.", "doubt"),
        # What they did, or did not do, themselves.
        ("Je n’ai pas reçu votre mail.", ""),
        ("Notre standard n’est plus en service, rappelez.", ""),
        # What limits.
        ("Ne me rappelez que si le prix baisse.", ""),
        ("Pas de rappel avant lundi svp.", ""),
        # A plain no beside it, and the limit is in another clause.
        ("On a 0 besoin. Pas de rappel svp, mon mari est sur le chantier.", "doubt"),
        # Reproaches.
        ("La prochaine fois, je transmets à la DGCCRF.", "doubt"),
        ("Vous insistez lourdement.", "doubt"),
        ("Vous n’insistez jamais lourdement.", ""),
        # The talk is closed.
        ("Restons-en là.", "stop"),
        ("Silence radio, merci.", "doubt"),
        # A question that refuses invites nobody.
        ("Pouvez-vous faire en sorte que mon adresse disparaisse ?", "doubt"),
        ("Pouvez-vous me donner votre adresse ?", ""),
        # Whoever decided it, and whatever stands before.
        ("Je vous serais obligé de ne plus me contacter.", "doubt"),
        ("Désolé de ne pas vous avoir rappelée.", ""),
        # Beside an invitation a complaint counts, a mere denial for once does not.
        ("Je vous rappelle demain. Vous insistez lourdement.", "doubt"),
        ("Je vous rappelle demain. Pas besoin de mail.", ""),
        # It is no foot of a mail when they speak of themselves.
        ("Je ne suis pas le bon destinataire, merci de ne plus m’écrire.", "stop"),
        ("Si vous n’êtes pas le destinataire, merci de ne plus m’écrire.", ""),
        # In a picture.
        ("La coupe est pleine.", "doubt"),
        ("Faites une croix sur le 12, ce sera le 13.", ""),
        # What limits a sure refusal may leave a hint one.
        ("Pas de relance à ce sujet.", "doubt"),
        # In the languages of the neighbours.
        ("Bitte nehmen Sie mich aus Ihrem Verteiler.", "doubt"),
        ("Ich habe die Nachricht nicht gesehen, bitte melden.", ""),
        ("Le PDF n’est pas dans le mail.", ""),
        # Written in haste.
        ("STOOOOP", "stop"),
        ("fo plu mapeler", "doubt"),
    ],
)
def test_what_may_be_a_refusal_is_asked_about(text: str, reading: str) -> None:
    assert by_forms(text) == reading
