"""The changelog: one short fragment a change, put together at a release.

    python -m tools.changelog check            every fragment can be used, the version follows
    python -m tools.changelog release 0.2.0    fragments become a section, the version is set

A fragment is a file of changelog.d/: a title (“# What it is about”), an empty line, and a list of
what changed for those who use or install Décroche. The version stands in decroche/__init__.py and
nowhere else; between two releases it is the next one with .dev0 behind it.
"""

from __future__ import annotations

import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_RELEASED = re.compile(r"^## (\d+\.\d+\.\d+) \(\d{4}-\d\d-\d\d\)$", re.MULTILINE)
_VERSION = re.compile(r'^__version__ = "(.+)"$', re.MULTILINE)
Version = tuple[int, int, int]


def main(words: list[str]) -> int:
    """Runs one of the two; 1 with the reasons on standard error."""
    if words == ["check"]:
        faults = faults_in(ROOT)
    elif len(words) == 2 and words[0] == "release":
        faults = release(ROOT, words[1], datetime.now(UTC).date())
    else:
        faults = ["usage: python -m tools.changelog check | release VERSION"]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def faults_in(root: Path) -> list[str]:
    """What keeps the fragments from being put together, and whether the version follows."""
    faults = [
        f"changelog.d/{path.name}: a title (“# …”), an empty line, then a list (“- …”)"
        for path in fragments(root)
        if not re.match(r"# .+\n\n- .", path.read_text(encoding="utf-8"))
    ]
    version, last = version_in(root), latest_release(root)
    if number(version) < last or (number(version) == last and ".dev" in version):
        faults.append(
            f"decroche/__init__.py says {version}, and CHANGELOG.md ends at {_text(last)}"
        )
    if ".dev" not in version and fragments(root):
        faults.append(f"{version} is released: the next version.dev0 belongs into __init__.py")
    return faults


def release(root: Path, version: str, day: date) -> list[str]:
    """Makes a section of the fragments, removes them and sets the version; what forbids it."""
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        return [f"{version} is not a version: write three numbers, such as 0.2.0"]
    if number(version) <= latest_release(root):
        return [f"{version} does not come after {_text(latest_release(root))}"]
    if not fragments(root):
        return ["changelog.d/ holds nothing to release"]
    if faults := faults_in(root):
        return faults
    parts = [path.read_text(encoding="utf-8").strip() for path in fragments(root)]
    section = "\n\n".join([f"## {version} ({day})", *[f"##{part}" for part in parts]])
    log = root / "CHANGELOG.md"
    head, rest = _split(log.read_text(encoding="utf-8"))
    log.write_text(f"{head}{section}\n\n{rest}", encoding="utf-8")
    for path in fragments(root):
        path.unlink()
    _write_version(root, version)
    return []


def fragments(root: Path) -> list[Path]:
    """In the order of the numbers their names begin with, then by name."""
    found = (root / "changelog.d").glob("*.md")
    return sorted(found, key=lambda path: (int((re.findall(r"^\d+", path.name) or ["0"])[0]), path))


def version_in(root: Path) -> str:
    """The version of the code."""
    found = _VERSION.search((root / "decroche" / "__init__.py").read_text(encoding="utf-8"))
    if found is None:
        raise ValueError("decroche/__init__.py says no version")
    return found[1]


def latest_release(root: Path) -> Version:
    """The newest section of the changelog; 0.0.0 without one."""
    found = _RELEASED.search((root / "CHANGELOG.md").read_text(encoding="utf-8"))
    return number(found[1]) if found else (0, 0, 0)


def number(version: str) -> Version:
    """The three numbers of a version, in order of time."""
    major, minor, patch = (int(part) for part in version.split(".")[:3])
    return major, minor, patch


def _split(log: str) -> tuple[str, str]:
    """What stands before the newest section, and from there on."""
    first = _RELEASED.search(log)
    return (log[: first.start()], log[first.start() :]) if first else (log.rstrip() + "\n\n", "")


def _write_version(root: Path, version: str) -> None:
    path = root / "decroche" / "__init__.py"
    path.write_text(
        _VERSION.sub(f'__version__ = "{version}"', path.read_text(encoding="utf-8")),
        encoding="utf-8",
    )


def _text(version: Version) -> str:
    return ".".join(map(str, version))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
