"""Whether every locked package is ready-made for every computer Décroche is meant for.

A package without a wheel has to be compiled, which nobody can do who has never opened a terminal.
`bin/lock` writes the names of the wheels into locks/wheels.txt, so that the check needs no network.

python -m tools.wheels              checks the lock against the table
python -m tools.wheels write FILE   writes the table from a pylock.toml
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

from tools.sbom import LOCK, ROOT

TABLE = ROOT / "locks" / "wheels.txt"
PYTHONS = ((3, 11), (3, 12), (3, 13), (3, 14))
_MACOS = (13, 0)
"""The oldest macOS that the locked packages are made for."""
_GLIBC = range(5, 29)
"""The minor versions of glibc 2 whose wheels run on the oldest Linux meant: Debian 10 has 2.28."""


class System(NamedTuple):
    """A kind of computer: the tags of the wheels it takes, and what markers say of it."""

    platforms: tuple[str, ...]
    markers: Mapping[str, str]


def _linux(machine: str) -> System:
    old = {5: "manylinux1", 12: "manylinux2010", 17: "manylinux2014"}
    tags = [f"manylinux_2_{minor}_{machine}" for minor in reversed(_GLIBC)]
    tags += [f"{name}_{machine}" for name in old.values()]
    return System((*tags, f"linux_{machine}"), _markers("linux", "Linux", machine))


def _macos(machine: str) -> System:
    tags = tuple(mac_platforms(_MACOS, machine))
    return System(tags, _markers("darwin", "Darwin", machine))


def _markers(sys_platform: str, system: str, machine: str) -> dict[str, str]:
    return {
        "sys_platform": sys_platform,
        "platform_system": system,
        "platform_machine": machine,
        "os_name": "nt" if sys_platform == "win32" else "posix",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }


SYSTEMS = {
    "Windows x64": System(("win_amd64",), _markers("win32", "Windows", "AMD64")),
    "macOS arm64": _macos("arm64"),
    "macOS x86-64": _macos("x86_64"),
    "Linux x64": _linux("x86_64"),
    "Linux arm64": _linux("aarch64"),
}
MISSING = {("cryptography", "macOS x86-64")}
"""What has no wheel, said in docs/how-to/install.md: cryptography stopped making them for Intel
Macs with its version 49.
"""


@dataclass(frozen=True, slots=True)
class Locked:
    """A line of the lock: a version of a package, where it is wanted, and the hashes it accepts."""

    requirement: Requirement
    hashes: frozenset[str]

    @property
    def name(self) -> str:
        """The name, as canonical names are written."""
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> str:
        """The one version that is locked."""
        return str(self.requirement.specifier).removeprefix("==")

    def is_wanted(self, system: System, python: tuple[int, int]) -> bool:
        """Whether it is installed on such a computer."""
        marker, version = self.requirement.marker, ".".join(map(str, python))
        values = {"python_version": version, "python_full_version": f"{version}.0"}
        return marker is None or marker.evaluate({**system.markers, **values})


class Wheel(NamedTuple):
    """A wheel of the table."""

    sha256: str
    file: str

    @property
    def tags(self) -> frozenset[Tag]:
        """What it runs on."""
        return parse_wheel_filename(self.file)[3]


def locked(text: str) -> list[Locked]:
    """The lines of a lock made by uv."""
    found = []
    for part in re.split(r"\n(?=[a-z0-9])", text):
        head = part.split("\\\n", 1)[0].strip()
        hashes = frozenset(re.findall(r"--hash=sha256:([0-9a-f]{64})", part))
        found.append(Locked(Requirement(head), hashes))
    return found


def table(text: str) -> list[Wheel]:
    """The wheels of the table."""
    return [Wheel(*line.split("  ", 1)) for line in text.splitlines()]


def lacking(lock: Iterable[Locked], wheels: Iterable[Wheel]) -> Iterator[str]:
    """Where a locked package has no wheel, and what is known to have none and has one now."""
    by_package: dict[tuple[str, str], list[Wheel]] = {}
    for wheel in wheels:
        name, version, *_ = parse_wheel_filename(wheel.file)
        by_package.setdefault((name, str(version)), []).append(wheel)
    missing = set[tuple[str, str]]()
    for one in lock:
        known = [w for w in by_package.get((one.name, one.version), []) if w.sha256 in one.hashes]
        if not known:
            yield f"{one.name} {one.version} is not in {TABLE.name}: run bin/lock"
            continue
        tags = frozenset[Tag]().union(*(wheel.tags for wheel in known))
        for system, python in ((name, python) for name in SYSTEMS for python in PYTHONS):
            wanted = one.is_wanted(SYSTEMS[system], python)
            if not wanted or tags & _tags(system, python):
                continue
            missing.add((one.name, system))
            if (one.name, system) not in MISSING:
                major, minor = python
                yield f"{one.name} {one.version} has no wheel for {system}, Python {major}.{minor}"
    for package, system in sorted(MISSING - missing):
        yield f"{package} has a wheel for {system} now: take it out of MISSING and out of the guide"


@cache
def _tags(system: str, python: tuple[int, int]) -> frozenset[Tag]:
    platforms = SYSTEMS[system].platforms
    own = cpython_tags(python, platforms=platforms)
    interpreter = f"cp{python[0]}{python[1]}"
    return frozenset((*own, *compatible_tags(python, interpreter, platforms)))


def lines(lock: str) -> Iterator[str]:
    """The table, from a pylock.toml: only wheels that one of the systems takes."""
    taken = frozenset[Tag]().union(*(_tags(name, python) for name in SYSTEMS for python in PYTHONS))
    for package in tomllib.loads(lock)["packages"]:
        for one in package.get("wheels", []):
            wheel = Wheel(one["hashes"]["sha256"], one["url"].rsplit("/", 1)[1])
            try:
                fits = bool(wheel.tags & taken)
            except InvalidWheelFilename:
                continue  # pip takes no such file either
            if fits:
                yield f"{wheel.sha256}  {wheel.file}"


def main(arguments: list[str]) -> int:
    """Writes the table, or says what is lacking; the exit code."""
    if arguments[:1] == ["write"]:
        found = "\n".join(lines(Path(arguments[1]).read_text(encoding="utf-8")))
        TABLE.write_text(found + "\n", encoding="utf-8")
        return 0
    lock, wheels = (file.read_text(encoding="utf-8") for file in (LOCK, TABLE))
    said = list(lacking(locked(lock), table(wheels)))
    print("".join(f"{line}\n" for line in said), end="")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
