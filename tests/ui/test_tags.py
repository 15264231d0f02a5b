"""The tags that replace Django's own give the same text."""

from __future__ import annotations

from datetime import date

import pytest
from django.template import Context, Engine, TemplateSyntaxError
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse, set_script_prefix
from django.utils.translation import override

from decroche.ui.templatetags.ui import calendar_day, file_size, quoted

OURS = ["django.templatetags.i18n", "decroche.ui.templatetags.ui"]
TEMPLATES = [
    '{% url "loop" %}',
    '{% url "company" 42 %}',
    "{% url name 42 as there %}{{ there }} {{ there }}",
    '{% url "answer-question" 42 pk %}',
    '{% url "answer-question" pk 42 as there %}{{ there }}',
    '{% url "save-settings" "questions" %}',
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


def test_a_link_to_a_missing_page_is_an_error() -> None:
    with pytest.raises(NoReverseMatch):
        shown('{% url "nowhere" %}', OURS)


def test_a_kept_part_is_drawn_once_for_its_values_and_each_language() -> None:
    drawn = list[str]()

    def seen() -> str:
        drawn.append("")
        return f"<{len(drawn)}>"

    made = Engine(builtins=OURS).from_string(
        '{% kept one other %}{{ one }} {{ seen }} {% translate "Keep" %}{% endkept %}'
    )
    values = [("fr", "a", 1), ("fr", "a", 1), ("en", "a", 1), ("fr", "a", 2), ("fr", "a", 1)]
    found = list[str]()
    for language, one, other in values:
        with override(language):
            found.append(made.render(Context({"one": one, "other": other, "seen": seen})))
    first, french, english, again = "a &lt;1&gt; Garder", *found[1:4]
    assert found[0] == french == found[4] == first
    assert english == "a &lt;2&gt; Keep"
    assert again == "a &lt;3&gt; Garder"


def test_what_is_kept_does_not_grow_without_end() -> None:
    made = Engine(builtins=OURS).from_string("{% kept one %}{{ one }}{% endkept %}")
    for one in range(1_000):
        assert made.render(Context({"one": one})) == str(one)
    (part,) = made.nodelist
    assert len(part.__dict__["drawn"]) <= 200


def test_a_key_and_an_icon_are_made_of_a_text_or_a_value() -> None:
    source = (
        '{% key "P" %}{% key said|upper %}{% key _("Space") %}{% icon "phone" %}{% icon name %}'
    )
    made = Engine(builtins=OURS).from_string(source)
    with override("fr"):
        shown_fr = made.render(Context({"said": "<q", "name": "mail"}))
    with override("en"):
        shown_en = made.render(Context({"said": "<q", "name": "mail"}))
    assert '<kbd aria-hidden="true">P</kbd>' in shown_fr
    assert "&lt;Q</kbd>" in shown_fr
    assert ">Espace</kbd>" in shown_fr
    assert ">Space</kbd>" in shown_en
    assert "#phone" in shown_fr
    assert "#mail" in shown_fr
    with pytest.raises(TemplateSyntaxError):
        Engine(builtins=OURS).from_string('{% icon "phone" "mail" %}')


def test_all_forms_of_a_page_carry_the_same_protection_and_each_page_its_own() -> None:
    made = Engine(builtins=OURS).from_string("{% csrf_token %}|{% csrf_token %}")
    pages = [RequestFactory().get("/") for _ in range(2)]
    shown_there = [made.render(Context({"request": page})).split("|") for page in pages]
    for one, other in shown_there:
        assert one == other
        assert 'name="csrfmiddlewaretoken"' in one
        assert 'name="form_key"' in one
    assert shown_there[0][0] != shown_there[1][0]
    assert made.render(Context({"protection": "<mark>"})) == "&lt;mark&gt;|&lt;mark&gt;"


def test_the_first_of_a_month_is_written_as_each_language_does() -> None:
    first, second = date(2026, 12, 1), date(2026, 12, 21)
    with override("fr"):
        assert calendar_day(first) == "1er déc. 2026"
        assert calendar_day(first, "j F") == "1er décembre"
        assert calendar_day(second, "j F") == "21 décembre"
        assert calendar_day(None) == ""
    with override("en"):
        assert calendar_day(first, "j F") == "1 December"


def test_the_size_of_a_file_is_written_as_the_systems_she_knows_write_it() -> None:
    with override("fr"):
        assert file_size(995_328) == "972\u00a0Ko"
        assert file_size(10) == "1\u00a0Ko"
        assert file_size(1_300_000) == "1,2\u00a0Mo"
        assert file_size(3 << 30) == "3,0\u00a0Go"
    with override("en"):
        assert file_size(1_300_000) == "1.2 MB"


def test_quotation_marks_inside_of_a_quotation_are_inner_ones() -> None:
    with override("fr"):
        assert quoted("«\u00a0Vous tombez du ciel\u00a0» : bravo") == (
            "«\u00a0“Vous tombez du ciel” : bravo\u00a0»"
        )
    with override("en"):
        assert quoted("“At last”, he said") == "“\u2018At last\u2019, he said”"
