"""Every locked package is ready-made for every computer meant; the check sees one that is not."""

from __future__ import annotations

import pytest

from tools.sbom import LOCK
from tools.wheels import MISSING, TABLE, lacking, locked, table

_LOCK = """\
numpy==2.5.5 ; python_full_version >= '3.13' \\
    --hash=sha256:{a} \\
    --hash=sha256:{b}
    # via decroche (pyproject.toml)
""".format(a="a" * 64, b="b" * 64)
_EVERYWHERE = [
    "win_amd64",
    "macosx_11_0_arm64",
    "macosx_10_15_x86_64",
    "manylinux_2_27_x86_64.manylinux_2_28_x86_64",
    "manylinux2014_aarch64",
]


def wheels(*left_out: str, sha256: str = "a") -> str:
    """A table with a wheel of numpy for Python 3.13 and 3.14 on each system but these."""
    return "".join(
        f"{sha256 * 64}  numpy-2.5.5-cp3{minor}-cp3{minor}-{system}.whl\n"
        for minor in (13, 14)
        for system in _EVERYWHERE
        if system not in left_out
    )


def said(text: str) -> list[str]:
    """What is lacking, without what is known to have no wheel."""
    known = {name for name, _ in MISSING}
    lines = lacking(locked(_LOCK), table(text))
    return [line for line in lines if line.split()[0] not in known]


def test_every_locked_package_has_a_wheel_for_every_system() -> None:
    lock, there = locked(LOCK.read_text("utf-8")), table(TABLE.read_text("utf-8"))
    assert len(lock) > 50
    assert all(one.hashes for one in lock)
    assert list(lacking(lock, there)) == []


def test_a_package_with_a_wheel_everywhere_lacks_nothing() -> None:
    """Python 3.11 and 3.12 are not asked for: the marker leaves them out."""
    assert said(wheels()) == []


@pytest.mark.parametrize(
    ("tag", "system"),
    [
        ("win_amd64", "Windows x64"),
        ("macosx_11_0_arm64", "macOS arm64"),
        ("macosx_10_15_x86_64", "macOS x86-64"),
        ("manylinux_2_27_x86_64.manylinux_2_28_x86_64", "Linux x64"),
        ("manylinux2014_aarch64", "Linux arm64"),
    ],
)
def test_a_missing_wheel_is_said_with_its_system_and_python(tag: str, system: str) -> None:
    assert said(wheels(tag)) == [
        f"numpy 2.5.5 has no wheel for {system}, Python 3.13",
        f"numpy 2.5.5 has no wheel for {system}, Python 3.14",
    ]


def test_a_linux_of_today_is_not_enough() -> None:
    """A wheel for glibc 2.34 does not run on Debian 10 or Ubuntu 20.04."""
    newer = wheels().replace("manylinux_2_27_x86_64.manylinux_2_28_x86_64", "manylinux_2_34_x86_64")
    assert len(said(newer)) == 2


def test_a_table_older_than_the_lock_is_said() -> None:
    """By its version and by its hashes."""
    stale = ["numpy 2.5.5 is not in wheels.txt: run bin/lock"]
    assert said(wheels().replace("2.5.5", "2.5.4")) == stale
    assert said(wheels(sha256="c")) == stale


def test_what_is_known_to_have_no_wheel_is_said_once_it_has_one() -> None:
    """So that the guide does not warn of what is no longer so."""
    lines = list(lacking(locked(_LOCK), table(wheels())))
    assert [line.split(" now")[0] for line in lines] == [
        f"{name} has a wheel for {system}" for name, system in sorted(MISSING)
    ]
