"""Characters that turn the direction of a text are left out where it is shown, and kept
elsewhere.
"""

from __future__ import annotations

import pytest

from decroche.shared.direction import page_without_direction, shown_plainly, without_direction
from decroche.shared.folding import fold, fold_name
from decroche.shared.numbers import read_numbers

SIGNS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_is_left_out_of_a_text_and_of_a_page(sign: str) -> None:
    name = f"Studio {sign}levirG{sign}"
    assert without_direction(name) == "Studio levirG"
    page = f"<h1>{name} – l’été</h1>".encode()
    assert page_without_direction(page).decode() == "<h1>Studio levirG – l’été</h1>"


def test_what_a_page_sends_back_is_as_it_was_kept() -> None:
    page = (
        '<p title="a\u202eb">a\u202eb</p><input name="x" value="a\u202eb">'
        '<textarea name="y">a\u202eb\nc\u2066</textarea><p>\u2066c</p>'
    )
    assert page_without_direction(page.encode()).decode() == (
        '<p title="ab">ab</p><input name="x" value="a\u202eb">'
        '<textarea name="y">a\u202eb\nc\u2066</textarea><p>c</p>'
    )


def test_a_page_without_such_signs_is_the_same_page() -> None:
    page = "<h1>« L’Été » – 9\u202fh… €</h1>".encode()
    assert page_without_direction(page) is page


def test_a_value_is_shown_without_them_at_any_depth() -> None:
    value = {"name": "a\u202eb", "others": [{"shown": "01\u202e", "id": 3}], "number": None}
    assert shown_plainly(value) == {
        "name": "ab",
        "others": [{"shown": "01", "id": 3}],
        "number": None,
    }


def test_a_name_with_signs_nobody_sees_is_found_and_compared_as_without_them() -> None:
    assert fold("Stu\u202edio Gri\u00advel\u202c") == "studio grivel"
    assert fold_name("\u2067SARL Grivel\u2069") == "grivel"


def test_a_number_between_such_signs_is_read() -> None:
    (number,) = read_numbers("\u202a03 53 01 55 66\u202c").numbers
    assert number.e164 == "+33353015566"
    (number,) = read_numbers("\u206603 53 01\u2069 55 66").numbers
    assert number.e164 == "+33353015566"
