"""Refusals are understood when they refuse, and nothing else is.

The corpus is made up: one answer a line, “ | ” for an end of line, twenty-three sets. What the
first reading of each gave is in docs/reference/reading.md.
"""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from decroche.correspondence.quoting import own_words
from decroche.correspondence.refusing import read_by_forms, read_refusal, title_says_stop

CORPUS = Path(__file__).parent / "corpus"


def answers(kind: str) -> list[str]:
    """Every made-up answer of a kind."""
    return [
        line.replace(" | ", "\n")
        for path in sorted(CORPUS.glob(f"{kind}*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def read(text: str) -> str:
    return read_refusal("Re: Ma présentation", own_words(text))


def by_forms(text: str) -> str:
    """What the forms alone find: these tests are about them, in sentences cut to the bone."""
    return read_by_forms("Re: Ma présentation", own_words(text))


def test_of_a_hundred_refusals_ninety_eight_are_understood() -> None:
    missed = [text for text in answers("refusals") if read(text) != "stop"]
    assert len(answers("refusals")) >= 490
    assert len(missed) <= 0.02 * len(answers("refusals")), missed


def test_of_those_that_are_not_sure_nearly_all_are_shown() -> None:
    unseen = [text for text in answers("refusals") if not read(text)]
    assert len(unseen) <= 1, unseen


def test_no_friendly_answer_is_an_opposition() -> None:
    assert len(answers("friendly")) >= 500
    assert [text for text in answers("friendly") if read(text) == "stop"] == []


def test_few_friendly_answers_are_asked_about() -> None:
    asked = [text for text in answers("friendly") if read(text) == "doubt"]
    assert len(asked) <= 0.07 * len(answers("friendly")), asked


def test_every_answer_is_read_as_it_was_written_but_those_that_she_is_asked_about() -> None:
    """Which answers she is asked about is written in `asked.txt`, so that a form which is lost is
    named even when the shares above still hold.
    """
    wrong = [text for text in answers("refusals") if read(text) != "stop"]
    wrong += [text for text in answers("friendly") if read(text) != ""]
    asked = answers("asked")
    assert [text for text in wrong if text not in asked] == []
    assert {read(text) for text in asked} == {"doubt"}


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("Ne m'appelez plus.", "stop"),
        ("Ne m'appelez plus avant 14 h.", "doubt"),
        ("Ne m'appelez pas avant 14 h.", ""),
        ("Ne m'appelez plus, écrivez-moi plutôt.", "doubt"),
        ("Ne m'appelez plus. Votre offre m'intéresse, mais par mail.", "doubt"),
        ("Nous ne voulons plus démarcher nous-mêmes.", ""),
        ("Merci de ne plus me contacter, ni par mail ni par téléphone.", "stop"),
        ("Par téléphone non, mais par e-mail oui.", ""),
        ("Arrêtez-vous quand vous passez.", ""),
    ],
)
def test_what_limits_a_refusal_makes_it_a_question(text: str, reading: str) -> None:
    assert by_forms(text) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        # A line or a clause that says nothing but “stop”.
        ("Stop", "stop"),
        ("Stop svp merci", "stop"),
        ("stop " * 12, "stop"),
        ("Stop - merci", "stop"),
        ("Stop, Jean Pierre Martin", "stop"),
        ("Stop, Jean Pierre Martin Vasseur", "doubt"),
        ("STOP, Jean Pierre Martin Vasseur", "stop"),
        ("Stop, Jean Pierre Martin Vasseur, pas intéressé", "stop"),
        ("STOP ! Appelez-moi.", "doubt"),
        ("Ça m’intéresse beaucoup, stop", "doubt"),
        ("un deux trois quatre cinq six sept, arrêtez", "stop"),
        ("un deux trois quatre cinq six sept huit, arrêtez", "doubt"),
        ("\n \n".join(["un deux"] * 7 + ["Stop"]), "stop"),
        ("\n\n".join(["un deux"] * 8 + ["Stop"]), "doubt"),
        ("Bonjour", ""),
        ("", ""),
        # Typed in haste.
        ("Ne mecrivez plus.", "stop"),
        ("Ne menvoyez plus rien.", "stop"),
        ("Ne mappelez plus.", "stop"),
        ("Ne mennuyez plus.", "stop"),
        ("Ne mimportunez plus.", "stop"),
        ("Ne madressez plus de mails.", "stop"),
        # A limit is one of the same sentence.
        ("Ne m’appelez\nplus avant lundi.", "doubt"),
        ("Ne m’appelez plus.\nAvant lundi, je suis là.", "stop"),
        ("Ne m’appelez plus\n \nAvant lundi, je suis là.", "stop"),
        ("Ne m’appelez plus - avant lundi", "stop"),
        ("Ne m’appelez plus : avant lundi", "stop"),
        ("Retirez jean@vasseur.example de tout.", "stop"),
        # A question invites, but not one of a word or two, nor one that refuses or complains.
        ("Ne m’appelez plus. On se voit ?", "doubt"),
        ("Ne m’appelez plus. On mange ?", "stop"),
        ("Ne m’appelez plus. Pouvez-vous me retirer de votre liste ?", "stop"),
        ("Ne m’appelez plus. D’où avez-vous mon numéro ?", "stop"),
    ],
)
def test_what_an_answer_says(text: str, reading: str) -> None:
    assert by_forms(text) == reading


@pytest.mark.parametrize("short", ["M", "Mme", "Mr", "Mrs", "Dr", "Tél", "etc"])
def test_an_abbreviation_ends_no_sentence(short: str) -> None:
    """The limit would be of another sentence, and the refusal be sure."""
    assert by_forms(f"Ne m’appelez plus, voyez {short}. Durand avant lundi.") == "doubt"


@pytest.mark.parametrize(
    "subject",
    [
        *("STOP", "stop", "RE: STOP", "Fwd: TR : stop", "Re[2]: stop", "Aw: stop", "Rep: stop"),
        *("SV: stop", "FW: stop", "Stop svp", "Désinscription"),
    ],
)
def test_a_subject_that_the_link_in_her_mails_writes(subject: str) -> None:
    assert title_says_stop(subject) is True
    assert read_refusal(subject, "Bonjour") == "stop"


@pytest.mark.parametrize("subject", ["Ma présentation", "", "Bonstop", "Ne m’appelez plus"])
def test_a_subject_that_says_more_or_nothing(subject: str) -> None:
    assert title_says_stop(subject) is False


def test_a_subject_is_a_sentence_too() -> None:
    assert read_refusal("Re: ne m’appelez plus", "Bonjour") == "stop"
    assert read_refusal("Re: ne m’appelez plus avant lundi", "Bonjour") == "doubt"


def test_the_subject_alone_may_refuse() -> None:
    assert read_refusal("STOP", "") == "stop"
    assert read_refusal("Re: Re: stop merci", "Bonjour") == "stop"
    assert read_refusal("Nonstop", "") == ""


def test_a_long_letter_is_shown_rather_than_applied() -> None:
    letter = "Nous avons bien lu votre proposition et la trouvons claire. " * 15
    assert by_forms(f"{letter}\nMerci de ne plus me contacter.") == "doubt"


@pytest.mark.parametrize("sign", ["ne plus ", "stop ", "de ", "merci de ne plus me ", "a b, ", "?"])
def test_a_hostile_text_is_read_in_time(sign: str) -> None:
    begun = process_time()
    read_refusal("", sign * 20_000)
    assert process_time() - begun < 5, "no pattern tries every way to divide the text"


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        # What somebody does not want undone.
        ("Ne me retirez surtout pas de votre liste.", ""),
        ("Je ne vous ai pas demandé d’arrêter.", ""),
        ("Si vous ne me retirez pas de vos listes, je saisis la CNIL.", "stop"),
        # The law and the tools of their own work.
        ("Nous cherchons un outil compatible Bloctel.", ""),
        ("Notre numéro est inscrit sur Bloctel.", "stop"),
        ("Nous avons porté plainte contre notre ancien prestataire.", ""),
        ("Je porte plainte.", "stop"),
        ("La loi nous oblige à supprimer les données.", ""),
        # A sort of calls refused.
        ("Nous refusons les appels masqués.", "doubt"),
        ("Nous refusons les appels enregistrés.", "doubt"),
        ("Nous refusons les appels commerciaux.", "stop"),
        # What another decided.
        ("Il ne veut pas qu’on le rappelle.", "stop"),
        ("Il ne veut pas qu’on le rappelle avant lundi.", ""),
        ("Il ne veut pas qu’on l’appelle Maître.", ""),
        # A name or a farewell on the next line ends the sentence.
        ("Pas la peine de rappeler\nSeb", "stop"),
        ("Pas la peine de rappeler\nbien à vous", "stop"),
        # A promise, and one with a condition.
        ("Inutile de me rappeler, je vous écris sans faute.", ""),
        ("Inutile de me rappeler, je vous rappelle si besoin.", "doubt"),
        # A link at the foot, cut from its sentence by a colon.
        ("Oui, demain.\nPour ne plus recevoir notre newsletter, cliquez : se désinscrire", ""),
        # In no form: asked about, but where something invites.
        ("Je n’ai plus envie que l’on nous démarche.", "doubt"),
        ("Je n’ai plus envie que l’on nous démarche. Rendez-vous lundi.", ""),
    ],
)
def test_kinds_of_errors_of_the_last_sets(text: str, reading: str) -> None:
    assert by_forms(text) == reading
