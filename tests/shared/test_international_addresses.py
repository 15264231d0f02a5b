"""“contact@hôtel.example” is another domain than “hotel.example”, and is written to there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decroche.shared.addresses import canonical, check_address, find_addresses, readable


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("contact@hôtel.example", "contact@xn--htel-vqa.example", "contact@hôtel.example"),
        ("Contact@HÔTEL.example", "contact@xn--htel-vqa.example", "contact@hôtel.example"),
        ("contact@ho\u0302tel.example", "contact@xn--htel-vqa.example", "contact@hôtel.example"),
        ("contact@xn--htel-vqa.example", "contact@xn--htel-vqa.example", "contact@hôtel.example"),
        ("rené@vasseur.example", "rene@vasseur.example", "rene@vasseur.example"),
        ("info@münchen.example", "info@xn--mnchen-3ya.example", "info@münchen.example"),
        ("info@例え.テスト", "info@xn--r8jz45g.xn--zckzah", "info@例え.テスト"),
        (
            "marie point durand arobase hôtel point fr",
            "marie.durand@hotel.fr",
            "marie.durand@hotel.fr",
        ),
    ],
)
def test_the_accents_of_a_domain_are_kept_as_the_network_writes_them(
    typed: str, kept: str, shown: str
) -> None:
    checked = check_address(typed)
    assert (checked.address, checked.ok) == (kept, True)
    assert readable(kept) == shown


def test_an_accent_in_the_name_of_a_great_provider_is_a_slip() -> None:
    assert check_address("marie@gmaïl.com").better == "marie@gmail.com"


def test_addresses_with_accents_are_found_in_a_text() -> None:
    text = "Voir contact@hôtel.example, René@vasseur.example ; a@b"
    assert find_addresses(text) == ["contact@xn--htel-vqa.example", "rene@vasseur.example"]


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_is_read_and_an_address_stays_what_it_is(local: str, domain: str) -> None:
    text = f"{local}@{domain}.fr"
    checked = check_address(text)
    assert not checked.ok or canonical(checked.address) == checked.address
    assert canonical(readable(canonical(text))) is not None
    assert isinstance(find_addresses(f"{text}@{text}.fr"), list)


@given(text=st.from_regex(r"[A-Za-z0-9._+'-]{1,50}@[a-z0-9.-]{1,20}[a-z]{1,6}", fullmatch=True))
def test_a_cell_that_is_one_address_is_read_as_in_any_text(text: str) -> None:
    assert find_addresses(text) == find_addresses(f"{text} {' ' * 64}")
