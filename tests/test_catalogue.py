"""The texts on screen: every sentence exists in both languages, and the French ones follow French
typography.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

from decroche.desk.help.guide import guide
from tools.messages import PACKAGE, load, spaced

SAME = {
    "%(m)s min %(s)02d",
    "%(n)s conversation",
    "%(n)s conversations",
    "%(n)s min",
    "%(shown)s conversation",
    "%(shown)s conversations",
    "%(number)s (fax)",
    "CV (PDF)",
    "Fax",
    "SIREN",
    "SIRET",
    "STARTTLS",
    "TLS",
    "conversation",
    "conversations",
    "Clients",
    "Conversations",
    "Copies",
    "Documents",
    "E-mail",
    "Excel",
    "Menu",
    "Messages",
    "Mobile",
    "Note",
    "Notes",
    "Oppositions",
    "Pages",
    "Pause",
    "Port",
    "Question",
    "Site",
    "Situation",
    "Source",
    "Sources",
    "communication",
    "e-mail",
    "e-mails",
    "fax",
    "marketing",
    "mobile",
    "pause",
    "rectification",
    "services",
}
"""Words that are the same in both languages."""
FRENCH_PAGES = Path(__file__).parents[1] / "docs" / "fr"
EXAMPLES = (
    "Imprimerie du Canal 03 53 01 12 34 Lille",
    "Studio Nord 03 53 01 12 34 Lille com: Mme Petit",
    "imprimeries, Nord, 50 salariés et plus",
)
"""What a French company is called, in either language."""
LITERAL = re.compile(r"\b(?:callto|sip|com|https?|tel):|<[^>]*>|%\(\w+\)s|\d\d:\d\d")
"""Schemes, a keyword of the quick entry, tags and variables are not sentences."""
GENDERED = re.compile(
    r"\w\([ens]e?s?\)|\w[·⋅•]\w|\b\w+/(?:e|es|ne|se|trice)\b|\b(?:il/elle|celui/celle|un\(e\))"
    r"|\bvous (?:êtes|serez|étiez|avez été|seriez) (?:\w+ )?\w+ée?\b"
    r"|\b(?:êtes-vous|soyez|vous êtes) (?:sûre?|certaine?|prête?|seule?|satisfaite?|contente?)\b"
    r"|\b(?:Bienvenue? (?:chez|à vous)|inscrite?s? par vous-même)\b",
    re.IGNORECASE,
)
"""Two forms in one word, or a form that says whether its reader is a woman or a man."""
OWN_WORDS = {
    "CSV",
    "JSON",
    "PDF",
    "SIRET",
    "Décroche",
    "décroche",
    "Français",
    "English",
    "nbsp",
}
"""Names: of formats, of a register, of the product, of languages in themselves, and a sign."""
SHOWN = re.compile(r'\b(?:placeholder|title|alt|aria-label|aria-description)="([^"]*)"')
NOT_SHOWN = re.compile(r"<!--.*?-->|<(?:script|style|svg|kbd)\b.*?</\w+>|<[^>]*>", re.DOTALL)


def french() -> Iterator[tuple[str, str]]:
    """(English, French) of every sentence, both forms of those with a number."""
    for message in load():
        if message.id:
            forms = [message.string] if isinstance(message.string, str) else message.string or ()
            names = [message.id] * 2 if isinstance(message.id, str) else message.id
            yield from zip(names, forms, strict=False)


def test_every_sentence_is_translated() -> None:
    untranslated = [
        english
        for english, said in french()
        if not said
        or (said == english and said not in SAME and said not in EXAMPLES and words_of(said))
    ]
    assert untranslated == []
    assert not [message.id for message in load() if message.fuzzy and message.id]
    assert len(list(french())) > 1800


def words_of(text: str) -> list[str]:
    """Words of three letters and more, without variables."""
    return re.findall(r"[^\W\d_]{3,}", LITERAL.sub(" ", text))


def faults(said: str) -> Iterator[str]:
    """What French typography would not print."""
    plain = LITERAL.sub("x", said)
    if re.search(r"[^\s:;!?…(«]\s?(?<!\s)[:;!?](?=\s|$)", plain):
        yield "no space before : ; ! ?"
    if spaced(said) != said:
        yield "a space where a line may break before : ; ! ? » or after «"
    if re.search(r"[\"']", plain):
        yield "a straight quotation mark or apostrophe"
    if re.search(r"[“”„]", plain):
        yield "English quotation marks"
    if re.search(r"«\S|\S»", plain):
        yield "no space inside « »"
    if "..." in plain:
        yield "three points for …"
    if GENDERED.search(plain):
        yield "a gender"


def test_french_is_written_as_french_is() -> None:
    found = [f"{fault}: {said}" for _, said in french() for fault in faults(said)]
    assert found == []


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("Votre choix: oui", "no space before : ; ! ?"),
        ("Oui!", "no space before : ; ! ?"),
        ("L'entreprise", "a straight quotation mark or apostrophe"),
        ('Le mot "oui"', "a straight quotation mark or apostrophe"),
        ("Le mot “oui”", "English quotation marks"),
        ("Le mot «oui»", "no space inside « »"),
        ("Votre choix : oui", "a space where a line may break before : ; ! ? » or after «"),
        ("Quand ?", "a space where a line may break before : ; ! ? » or after «"),
        ("«\u00a0oui »", "a space where a line may break before : ; ! ? » or after «"),
        ("Un instant...", "three points for …"),
        ("Vous êtes prête", "a gender"),
        ("Vous êtes bien connectée", "a gender"),
        ("Votre interlocuteur(trice) est appelé(e)", "a gender"),
        ("Client·e", "a gender"),
    ],
)
def test_a_fault_is_seen(said: str, fault: str) -> None:
    assert fault in list(faults(said))


@pytest.mark.parametrize(
    "said",
    [
        "Votre choix\u00a0: oui\u202f; non\u202f?",
        "Écrivez com: Mme Petit à 10:00, tel:+33, ou %(a)s\u00a0: x",
        '<a href="%(there)s">Réglages</a>',
        "«\u00a0L’entreprise\u00a0»…",
        "La fiche est prête, la copie est scellée.",
    ],
)
def test_what_is_well_written_is_no_fault(said: str) -> None:
    assert list(faults(said)) == []


def test_the_french_guides_are_spaced_as_french_is() -> None:
    """The guide in the program, and the pages of docs/fr."""
    shown = "".join(one.title + one.body for one in guide("fr"))
    pages = {path.name: path.read_text("utf-8") for path in FRENCH_PAGES.glob("*.md")}
    assert pages
    for name, text in {"guide": shown, **pages}.items():
        plain = re.sub(r"<code>.*?</code>|```.*?```|`[^`]*`|<[^>]*>", "", text, flags=re.DOTALL)
        assert re.findall(r"[^\n]{0,20} [:;!?»](?=\s|$)|« [^\n]{0,20}", plain) == [], name


def templates() -> list[Path]:
    """Every template of the product."""
    return [
        path
        for path in sorted(PACKAGE.rglob("*.html"))
        if not {"node_modules", "static"} & set(path.parts)
    ]


def untranslated_words(source: str) -> Iterator[str]:
    """Returns the words of a template outside of its sentences, in its text or in attributes that
    are read out or shown.
    """
    outside, inside = [], False
    for token in Lexer(source).tokenize():
        word = token.contents.split()[0] if token.contents.split() else ""
        if token.token_type == TokenType.TEXT and not inside:
            outside.append(token.contents)
        elif token.token_type == TokenType.BLOCK:
            inside = word in ("blocktranslate", "comment") or (
                inside and (word not in ("endblocktranslate", "endcomment"))
            )
    text = "".join(outside)
    yield from words_of(" ".join([NOT_SHOWN.sub(" ", text), *SHOWN.findall(text)]))


def test_every_word_of_a_template_is_in_a_translated_sentence() -> None:
    examples = {
        "desk/importing/start.html": "Imprimerie Canal Lille Mme Durand Laiterie Marais Amiens com",
        "desk/sheets/sheets.html": "com",
        "desk/telephone/_ways.html": "PJSIP from internal",
        # the places that a letter can be filled with, each in both languages
        "desk/messages/templates.html": (
            "interlocuteur entreprise nom métier date lieu missions présentation part contact "
            "company name trade place services presentation behalf"
        ),
    }
    found = {}
    for path in templates():
        name = str(path.relative_to(PACKAGE))
        known = OWN_WORDS | set(examples.get(name, "").split())
        if left := [
            word for word in untranslated_words(path.read_text("utf-8")) if word not in known
        ]:
            found[name] = left
    assert found == {}


def test_a_word_outside_of_the_sentences_is_seen() -> None:
    source = (
        '{% translate "In" %} <b title="Shown">Plain</b>'
        "{% blocktranslate %}In{% endblocktranslate %}"
    )
    assert list(untranslated_words(source)) == ["Plain", "Shown"]
