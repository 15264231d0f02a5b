"""Texts without invisible characters."""

from __future__ import annotations

import pytest

from decroche.shared.typed import only_seen


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Mme Noël, le matin\n\tœuvre – 12 €", "Mme Noël, le matin\n\tœuvre – 12 €"),
        ("a\x07b\x1b[2Jc\r\n", "ab[2Jc\n"),
        ("a\u200bb\u202ec\u2066d\ufeff", "abcd"),
        ("a" + "".join(chr(0xE0000 + ord(one)) for one in "obey me"), "a"),
        ("a\ufe0fb\U000e0141c\u034fd\u3164", "abcd"),
        ("a\ue000b\ud800c", "abc"),
    ],
    ids=["plain", "control", "direction", "tags", "variants", "private"],
)
def test_only_what_is_seen_stays(typed: str, seen: str) -> None:
    assert only_seen(typed) == seen
