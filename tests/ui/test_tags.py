"""The tags that stand in for Django's own say what Django's say."""

from __future__ import annotations

import pytest
from django.template import Context, Engine
from django.urls import NoReverseMatch, reverse, set_script_prefix
from django.utils.translation import override

OURS = ["django.templatetags.i18n", "decroche.ui.templatetags.ui"]
TEMPLATES = [
    '{% url "loop" %}',
    '{% url "company" 42 %}',
    "{% url name 42 as there %}{{ there }} {{ there }}",
    '{% url "company" pk as there %}{{ there }}',
    '{% translate "Keep" %}',
    '{% translate "Keep" as words %}{{ words }}',
    '{% translate "No card, no source." %}',
    '{% translate "Keep"|upper %}',
    "{% translate name %}",
    "{% translate said %}",
    '{% translate "50%% <b>" %}',
]


def shown(source: str, builtins: list[str]) -> list[str]:
    """In both languages, each twice: what is kept from the first time is shown the second."""
    made = Engine(builtins=builtins).from_string(source)
    values = {"name": "company", "pk": 7, "said": "Keep <this>"}
    found = list[str]()
    for language in ("fr", "en", "fr", "en"):
        with override(language):
            found.append(made.render(Context(values)))
    return found


@pytest.mark.parametrize("source", TEMPLATES)
def test_an_address_and_a_text_are_those_of_django(source: str) -> None:
    assert shown(source, OURS) == shown(source, OURS[:1])


def test_a_text_is_translated_for_each_language_of_its_page() -> None:
    assert shown('{% translate "Keep" %}', OURS) == ["Garder", "Keep", "Garder", "Keep"]


def test_a_text_that_a_variable_holds_is_translated_each_time() -> None:
    made = Engine(builtins=OURS).from_string("{% translate said %}")
    with override("fr"):
        assert [made.render(Context({"said": one})) for one in ("Keep", "Kept.")] == [
            "Garder",
            "C’est gardé.",
        ]


def test_an_address_follows_the_place_of_the_desk_on_its_server() -> None:
    made = Engine(builtins=OURS).from_string('{% url "loop" %}')
    assert made.render(Context()) == reverse("loop")
    try:
        set_script_prefix("/desk/")
        assert made.render(Context()) == "/desk/calls/"
    finally:
        set_script_prefix("/")


def test_a_page_that_is_not_there_is_an_error() -> None:
    with pytest.raises(NoReverseMatch):
        shown('{% url "nowhere" %}', OURS)
