"""Checks of the supply chain: secrets in the repository, licences, known vulnerabilities.

python -m tools.audit     0: nothing found; 1: something found; 3: nothing found, but not all of it
                          could be asked (the data on vulnerabilities is elsewhere)
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from tools.assets import npm_command
from tools.sbom import LOCK, NPM_LOCK, ROOT, Part, npm_parts, python_parts

FOUND, NOT_ASKED = 1, 3
_PATIENCE = 120
"""Seconds for each question to another machine."""
SECRETS = {
    "private key": re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+[A-Za-z0-9+/=]{40}"),
    "key of AWS": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "token of GitHub": re.compile(r"\bgh[pousr]_[A-Za-z0-9]{36}\b|\bgithub_pat_\w{60}"),
    "token of GitLab": re.compile(r"\bglpat-[\w-]{20}\b"),
    "token of Slack": re.compile(r"\bxox[baprs]-[\w-]{20}"),
    "token of PyPI": re.compile(r"\bpypi-[\w-]{80}"),
    "token of npm": re.compile(r"\bnpm_[A-Za-z0-9]{36}\b"),
    "JSON web token": re.compile(r"\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{20}"),
    "password in an address": re.compile(
        r"\b(?:https?|postgres(?:ql)?|imaps?|smtps?)://[^\s/:@'\"{}<>$%]{1,40}:(?!password|secret)[^\s/@'\"{}<>$]{6,}@"
        r"(?![\w.-]*(?:example|localhost|127\.0\.0\.1|invalid|test)\b)"
    ),
}
_FREE = re.compile(
    r"(?i)\b(?:MIT|BSD|0BSD|Apache|ISC|PSF|Python|MPL|Mozilla|HPND|Unlicense|LGPL|GPL|AGPL"
    r"|GNU|OFL|CC0|Zlib|CNRI|Public Domain)\b|MIT-CMU|BSD-\d|Python-2"
)
"""Licences that go with the AGPL-3.0-or-later."""
_NOT_FREE = re.compile(r"(?i)\bproprietary\b|\bcommercial\b|GPL-2\.0-only|\bSSPL\b|\bBUSL\b")


class Answer(NamedTuple):
    """The answer to one check: what was found, and why it could not be done ("" when it was)."""

    found: list[str]
    not_asked: str = ""


def main() -> int:
    """Does all checks, and prints the results."""
    answers = {
        "secrets": Answer(list(secrets(tracked()))),
        "licences": Answer(list(bad_licences(every_part()))),
        "known vulnerabilities, Python": python_vulnerabilities(),
        "known vulnerabilities, npm": npm_vulnerabilities(),
    }
    for name, answer in answers.items():
        said = f"; NOT ASKED: {answer.not_asked}" if answer.not_asked else ""
        print(f"{name}: {len(answer.found)} found{said}")
        print("".join(f"  {line}\n" for line in answer.found), end="")
    return verdict(answers.values())


def verdict(answers: Iterable[Answer]) -> int:
    """The exit code: what was found weighs more than what could not be asked."""
    answers = list(answers)
    if any(answer.found for answer in answers):
        return FOUND
    return NOT_ASKED if any(answer.not_asked for answer in answers) else 0


def tracked() -> list[Path]:
    """The files of the repository."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in done.stdout.decode().split("\0") if name]


def secrets(paths: Iterable[Path]) -> Iterator[str]:
    """The places of texts that look like a secret."""
    for path in paths:
        text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
        for what, pattern in SECRETS.items():
            for match in pattern.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                place = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
                yield f"{place}:{line}: {what}"


def every_part() -> list[Part]:
    """Everything that is locked, also what only builds and tests."""
    return [*python_parts(LOCK.with_name("test.txt")), *npm_parts(built_with=True)]


def bad_licences(parts: Iterable[Part]) -> Iterator[str]:
    """Packages whose licence does not go with ours, or is not known as one that does."""
    for part in parts:
        if part.licence and (_NOT_FREE.search(part.licence) or not _FREE.search(part.licence)):
            yield f"{part.name} {part.version}: {part.licence}"


def python_vulnerabilities() -> Answer:
    """What pip-audit knows about the lock; pip-audit is fetched for this."""
    uv = str(Path(sys.executable).with_name("uv"))
    words = ["tool", "run", "pip-audit", "--disable-pip", "--require-hashes", "--format", "json"]
    said = _asked([uv, *words, "-r", str(LOCK)])
    try:
        packages = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Answer([], "pip-audit gave no answer (no network, or no data there)")
    left = sum("skip_reason" in one for one in packages)
    return Answer(
        [f"{one['name']}: {bug['id']}" for one in packages for bug in one.get("vulns", [])],
        f"{left} of {len(packages)} packages are not in the data it reached" if left else "",
    )


def npm_vulnerabilities() -> Answer:
    """What npm audit knows about the lock."""
    said = _asked([*npm_command(), "audit", "--json", "--package-lock-only"], NPM_LOCK.parent)
    try:
        found = json.loads(said)["vulnerabilities"]
    except (ValueError, KeyError, TypeError):
        return Answer([], "npm audit gave no answer (no network, or no data there)")
    return Answer([f"{name}: {one['severity']}" for name, one in found.items()])


def _asked(command: list[str], folder: Path = ROOT) -> str:
    """What a program said; "" when it can't be run or does not come to an end."""
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=_PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
