"""bin/mutants: does a test fail when a rule is bent?

    bin/mutants                    every group of modules, then the page
    bin/mutants compliance …       these groups (or modules)
    bin/mutants --sample 150 …     at most so many mutants of functions of each module, and a third
                                   as many outside functions; always the same ones
    bin/mutants --alive …          only those that the last run left alive
    bin/mutants --seconds 4 …      at most so many seconds of tests for a mutant, the quickest first
    bin/mutants bent [WORD …]      the rules bent by hand (tools/bent.py)
    bin/mutants show compliance    what survived the last run
    bin/mutants report             writes docs/reference/mutants.md from the last runs

Results are kept in .mutants/; the survivors that may live are explained in tools/mutants.toml.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
import tomllib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import CodeType
from typing import Any

from tools import bent
from tools.mutants_operators import Source

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".mutants"
PAGE = ROOT / "docs" / "reference" / "mutants.md"
SETTINGS = ROOT / "tools" / "mutants.toml"
DEAD = ("killed", "timeout")
_PLUGINS = (
    "pytest",
    "_pytest",
    "_hypothesis",
    "hypothesis.extra",
    "xdist",
    "anyio",
    "schemathesis",
)
"""Modules that pytest imports itself, to rewrite their assertions."""

_PAGE = """# Mutants: which bent rules the tests notice

Written by `bin/mutants report` from the last runs; decision 0033 says how it works. A mutant is one
small change of a module: a boundary moved by one, an operand left out, a constant changed, a
statement removed, a word dropped from a table. It is killed when a test fails (or takes far too
long) with it. Equivalent survivors change nothing that can be seen; accepted ones could be noticed
and are not worth a test, each for the reason given. The share counts both as alive. A module with
more mutants than were run was sampled: `bin/mutants --sample 150` runs 150 mutants of functions and
50 of what stands outside them (constants, tables, defaults), chosen by a hash of their names, so
that the next run has the same ones.

| module | mutants | run | killed | alive | of these equivalent | killed | outside functions |
|---|---|---|---|---|---|---|---|
{table}

## Survivors
{survivors}
"""


@dataclass(frozen=True, slots=True)
class Group:
    """Modules with the tests that guard them."""

    name: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]


def groups() -> list[Group]:
    """The groups of tools/mutants.toml."""
    found = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))["group"]
    return [
        Group(
            name,
            tuple(module for one in each["modules"] for module in _modules(one)),
            tuple(each["tests"]),
        )
        for name, each in found.items()
    ]


def _modules(named: str) -> list[str]:
    """The modules that a line of the settings names, a `*` standing for any; `__init__` is none."""
    found = sorted((ROOT / "decroche").glob(named))
    return [one.relative_to(ROOT).as_posix() for one in found if one.stem != "__init__"]


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="bin/mutants", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("what", nargs="*", help="groups or modules; or: show …, report")
    parser.add_argument("--sample", type=int, default=0, help="mutants of each module, at most")
    parser.add_argument("--alive", action="store_true", help="those left alive by the last run")
    parser.add_argument("--seconds", type=float, default=0, help="of tests for each mutant")
    asked = parser.parse_args(arguments)
    words = asked.what
    if words[:1] == ["report"]:
        return report()
    if words[:1] == ["show"]:
        return show(words[1:])
    if words[:1] == ["bent"]:
        return bent.main(words[1:])
    KEPT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="decroche-mutants-") as folder:
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        for group in _chosen(words):
            run(group, Path(folder), asked)
    if not words:
        report()
    return 0


def _chosen(words: list[str]) -> list[Group]:
    """The groups named, each with the modules named in it."""
    found = []
    for group in groups():
        modules = tuple(
            one
            for one in group.modules
            if not words or group.name in words or any(word in one for word in words if "/" in word)
        )
        if modules:
            found.append(Group(group.name, modules, group.tests))
    if not found:
        names = ", ".join(group.name for group in groups())
        raise SystemExit(f"no such group; there are: {names}")
    return found


def run(group: Group, folder: Path, wanted: argparse.Namespace) -> None:
    """Runs the mutants of a group, all or some, and keeps what became of each."""
    begun = time.monotonic()
    before = {module: _results(module) or [] for module in group.modules} if wanted.alive else {}
    results, imports, plan = (folder / name for name in ("results", "imports", "plan"))
    asked = {"modules": group.modules, "results": str(results), "imports": str(imports)}
    only = {
        module: [one["number"] for one in lines if one["result"] not in DEAD]
        for module, lines in before.items()
    }
    plan.write_text(
        json.dumps(asked | {"sample": wanted.sample, "seconds": wanted.seconds, "only": only})
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *_pytest(), *group.tests],
        env={**os.environ, "MUTANTS_PLAN": str(plan)},
        cwd=ROOT,
        check=False,
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{done.stdout}\nthe tests of {group.name} could not be run")
    lines = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]
    _import_ahead(json.loads(imports.read_text()))
    for line in lines:
        if line["result"] == "later":
            line["result"] = _afresh(line) if line["tests"] else "untested"
    for module in group.modules:
        new = {line["number"]: line for line in lines if line["module"] == module}
        old = {line["number"]: line for line in before.get(module, [])}
        _keep(module, list((old | new).values()))
    print(f"{group.name}: {len(lines)} mutants in {time.monotonic() - begun:.0f} s", flush=True)
    show(list(group.modules), only_counts=True)


def _pytest() -> list[str]:
    plugins = ("no:randomly", "no:cacheprovider", "tools.mutants_runner")
    return ["-q", "-x", "--tb=native", "--assert=plain", "-n", "0"] + [
        word for plugin in plugins for word in ("-p", plugin)
    ]


def _import_ahead(names: list[str]) -> None:
    """Imports the libraries once, so that a child that starts afresh only imports the product."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in names:
            if not name.startswith(_PLUGINS) and name != "__main__":
                try:
                    importlib.import_module(name)
                except Exception as error:
                    print(f"not imported ahead: {name} ({type(error).__name__})", file=sys.stderr)


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads a module from changed code."""

    def __init__(self, name: str, path: str, code: CodeType) -> None:
        super().__init__(name, path)
        self.code = code

    def get_code(self, fullname: str) -> CodeType:
        """The changed code."""
        return self.code


class _Finder(importlib.abc.MetaPathFinder):
    """Finds one module as changed, everything else as usual."""

    def __init__(self, module: str, code: CodeType) -> None:
        self.name, self.path, self.code = _dotted(module), str(ROOT / module), code

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """A spec for that module only."""
        if name != self.name:
            return None
        loader = _Loader(name, self.path, self.code)
        return importlib.util.spec_from_file_location(name, self.path, loader=loader)


def _dotted(module: str) -> str:
    return module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _afresh(line: dict[str, Any]) -> str:
    """What becomes of a mutant when everything is imported with it in place."""
    child = os.fork()
    if not child:
        os._exit(_afresh_in_child(line))
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return "timeout"
    return "survived" if os.WEXITSTATUS(status) == 0 else "killed"


def _afresh_in_child(line: dict[str, Any]) -> int:
    """0 when all the tests pass with the mutant."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    try:
        import pytest

        from tools.mutants_runner import limit

        limit(60)
        source = Source((ROOT / line["module"]).read_text(encoding="utf-8"))
        tree = source.changed(line["number"])
        code = compile(tree, str(ROOT / line["module"]), "exec", dont_inherit=True)
        sys.meta_path.insert(0, _Finder(line["module"], code))
        return int(pytest.main([*_pytest(), *line["tests"]]))
    except BaseException:
        return 1


def _keep(module: str, lines: list[dict[str, Any]]) -> None:
    for line in lines:
        line.pop("tests", None)
    _file_of(module).write_text(
        json.dumps({"source": _stamp(module), "mutants": lines}, ensure_ascii=False, indent=0),
        encoding="utf-8",
    )


def _file_of(module: str) -> Path:
    return KEPT / (module.replace("/", "~") + ".json")


def _stamp(module: str) -> str:
    return sha256((ROOT / module).read_bytes()).hexdigest()[:16]


def _results(module: str) -> list[dict[str, Any]] | None:
    """The last run of a module; None when it was not run, or has changed since."""
    if not _file_of(module).exists():
        return None
    kept = json.loads(_file_of(module).read_text(encoding="utf-8"))
    return kept["mutants"] if kept["source"] == _stamp(module) else None


def show(words: list[str], *, only_counts: bool = False) -> int:
    """Prints the survivors of the last run."""
    reasons = explained()
    for group in _chosen(words):
        for module in group.modules:
            lines = _results(module)
            if lines is None:
                print(f"{module}: not run since it changed")
                continue
            alive = [line for line in lines if line["result"] not in DEAD]
            open_ = [line for line in alive if (module, line["name"]) not in reasons]
            share = 100 - 100 * len(alive) / max(len(lines), 1)
            print(
                f"{module}: {len(lines)} mutants, {len(alive)} alive ({share:.1f} % killed), "
                f"{len(open_)} unexplained"
            )
            if not only_counts:
                for line in open_:
                    print(f"  {line['line']:4} {line['result']:8} {line['name']}")
    return 0


def explained() -> dict[tuple[str, str], tuple[str, str]]:
    """(module, mutant) → (kind, why) of the survivors that may live."""
    found = {}
    for each in tomllib.loads(SETTINGS.read_text(encoding="utf-8")).get("alive", []):
        for name in each["mutants"]:
            found[f"decroche/{each['module']}", name] = (each["kind"], each["why"])
    return found


def report() -> int:
    """Writes the page; 1 when a module was not run as it stands or a survivor has no reason."""
    reasons = explained()
    missing, rows, survivors = [], [], []
    everything: list[dict[str, Any]] = []
    mutants = equals = 0
    for group in groups():
        for module in group.modules:
            lines = _results(module)
            if lines is None:
                missing.append(module)
                continue
            alive = [line for line in lines if line["result"] not in DEAD]
            kinds = [reasons.get((module, one["name"]), ("", ""))[0] for one in alive]
            equal, every = kinds.count("equivalent"), lines[0]["of"] if lines else 0
            everything += lines
            mutants, equals = mutants + every, equals + equal
            rows.append(_row(module.removeprefix("decroche/"), every, lines, equal))
            survivors += list(_survivors(module, alive, reasons))
    if missing:
        print("not run as they stand:", *missing, sep="\n  ")
        return 1
    rows.append(_row("**all**", mutants, everything, equals))
    text = _PAGE.format(table="\n".join(rows), survivors="\n".join(survivors))
    PAGE.write_text(text.rstrip() + "\n", encoding="utf-8")
    open_ = sum("**unexplained**" in line for line in survivors)
    left = len(everything) - _dead(everything)
    print(f"{PAGE.relative_to(ROOT)}: {len(everything)} mutants, {left} alive, {open_} open")
    return 1 if open_ else 0


def _row(name: str, every: int, lines: list[dict[str, Any]], equal: int) -> str:
    """A row of the table: how many mutants there are, what was run, how many were noticed."""
    outside = [line for line in lines if line["outside"]]
    alive = len(lines) - _dead(lines)
    share = f"{100 * _dead(lines) / max(len(lines), 1):.1f} %"
    apart = f"{_dead(outside)} of {len(outside)}" if outside else ""
    return (
        f"| {name} | {every} | {len(lines)} | {_dead(lines)} | {alive} | {equal} | {share} | "
        f"{apart} |"
    )


def _dead(lines: list[dict[str, Any]]) -> int:
    return sum(line["result"] in DEAD for line in lines)


def _survivors(
    module: str, alive: list[dict[str, Any]], reasons: dict[tuple[str, str], tuple[str, str]]
) -> Iterator[str]:
    if not alive:
        return
    yield f"\n### {module.removeprefix('decroche/')}\n"
    by_reason: dict[tuple[str, str], list[str]] = {}
    for line in alive:
        reason = reasons.get((module, line["name"]), ("**unexplained**", ""))
        by_reason.setdefault(reason, []).append(line["name"])
    for (kind, why), names in by_reason.items():
        yield f"- {kind}: {why}" if why else f"- {kind}"
        for name in names:
            yield "  - `` " + name.replace("``", "` `") + " ``"


if __name__ == "__main__":
    raise SystemExit(main())
