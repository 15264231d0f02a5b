"""bin/mutants bent [WORD …]: rules bent by hand, one by one, each with the tests that must fail.

tools/bent.toml has them: what a rule says, the line of the product that holds it, that line bent,
and the tests; `also` where two places hold one rule and both must be bent. They are bent in a copy
of the repository, so that the repository itself is never changed. With words: only the rules whose
sentence, file or tests contain one of them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "tools" / "bent.toml"
_BUILT, _MODULES = "decroche/ui/static/built", "decroche/ui/assets/node_modules"
_PATIENCE = ("DEADLINE = 120.0", "DEADLINE = 25.0")
"""In the copy, tests wait less long for what never happens."""
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Bent:
    """A rule in words, the changes that bend it ((file, text that stands there once, text in its
    place), …), and the tests (paths or node ids) of which one must fail then.
    """

    rule: str
    changes: tuple[tuple[str, str, str], ...]
    tests: tuple[str, ...]


def bent_rules() -> list[Bent]:
    """The table."""
    rows = tomllib.loads(TABLE.read_text(encoding="utf-8"))["bent"]
    return [
        Bent(
            row["rule"],
            tuple((one["file"], one["old"], one["new"]) for one in (row, *row.get("also", ()))),
            tuple(row["tests"]),
        )
        for row in rows
    ]


def main(words: list[str]) -> int:
    """Bends the rules asked for; 1 when a test lets one pass."""
    chosen = [
        one
        for one in bent_rules()
        if not words or any(word in text for word in words for text in _texts(one))
    ]
    with tempfile.TemporaryDirectory(prefix="decroche-bent-") as folder:
        copy = Path(folder) / "copy"
        _copy_to(copy)
        alive = sum(not _noticed(copy, one) for one in chosen)
    print(f"{len(chosen)} rules bent, {alive} not noticed")
    return 1 if alive else 0


def _texts(one: Bent) -> tuple[str, ...]:
    return (one.rule, *(file for file, _, _ in one.changes), *one.tests)


def _copy_to(copy: Path) -> None:
    """What git knows or would add, and the built assets."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    if (ROOT / _BUILT).exists():
        shutil.copytree(ROOT / _BUILT, copy / _BUILT, dirs_exist_ok=True)
    if (ROOT / _MODULES).exists():
        (copy / _MODULES).symlink_to(ROOT / _MODULES)
    waiting = copy / "tests" / "waiting.py"
    waiting.write_text(waiting.read_text(encoding="utf-8").replace(*_PATIENCE), encoding="utf-8")


def _noticed(copy: Path, one: Bent) -> bool:
    before = {file: (copy / file).read_text(encoding="utf-8") for file, _, _ in one.changes}
    try:
        for file, old, new in one.changes:
            text = (copy / file).read_text(encoding="utf-8")
            if text.count(old) != 1:
                print(f"STANDS {text.count(old)} TIMES  {file}: {old}", flush=True)
                return False
            (copy / file).write_text(text.replace(old, new), encoding="utf-8")
        failed = _first_failing(copy, list(one.tests))
    finally:
        for file, text in before.items():
            (copy / file).write_text(text, encoding="utf-8")
    if failed and _first_failing(copy, [failed]):
        print(f"FAILS ALSO UNBENT  {one.rule}\n         {failed}", flush=True)
        return False
    print(f"{'noticed' if failed else 'ALIVE  '}  {one.rule}\n         {failed}", flush=True)
    return bool(failed)


def _first_failing(copy: Path, tests: list[str]) -> str:
    """The first of these tests that fails in the copy; empty when all pass."""
    done = subprocess.run(
        [copy / "bin" / "test", *tests, "-q", "-x", "-n", "0", "-p", "no:randomly", "-rfE"],
        cwd=copy,
        env={**os.environ, "DECROCHE_VENV": os.environ.get("DECROCHE_VENV", str(ROOT / ".venv"))},
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode == 0:
        return ""
    found = _FAILED.search(done.stdout)
    if not found:
        raise SystemExit(f"{done.stdout}\nthese tests could not be run: {tests}")
    return found[1]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
