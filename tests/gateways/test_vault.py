"""A password that is saved twice at the same moment (a button pressed twice) is not lost."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from decroche.gateways import vault


def test_a_password_kept_many_times_at_once_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault, "has_keyring", lambda: False)
    together = threading.Barrier(8)

    def keep(number: int) -> str:
        together.wait()
        return vault.keep(tmp_path, f"mail-{number % 2}", f"s3cret-{number}")

    with ThreadPoolExecutor(8) as pool:
        for _again in range(5):
            assert list(pool.map(keep, range(8))) == ["folder"] * 8
            for name in range(2):
                assert vault.read(tmp_path, f"mail-{name}").startswith("s3cret-")
    assert not list(tmp_path.glob("*.part"))
