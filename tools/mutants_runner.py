"""A pytest plugin that runs the mutants of some modules against collected tests, by forking.

The tests are collected once and the database is made once, in memory. One child runs all the tests
with coverage and says which test executes which line. Then there is a child for each mutant: it
puts the changed code into the functions of the module, or runs its assignments once more, and runs
the tests that execute the changed lines, until one fails. What no test notices so, though it is
outside functions or runs while modules are imported, is left to `tools.mutants`, which imports
everything anew with the change in place.

Without the environment variable MUTANTS_PLAN only the settings of the tests are changed.
"""

from __future__ import annotations

import ast
import contextlib
import gc
import json
import os
import pickle
import resource
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from types import CodeType, FunctionType, SimpleNamespace
from typing import Any

import coverage
import pytest
from _pytest.runner import runtestprotocol

from tools.mutants_operators import Mutant, Source

ROOT = Path(__file__).resolve().parent.parent
PLAN = os.environ.get("MUTANTS_PLAN", "")
SLOWEST = 4.0
"""Seconds of the processor: a test that takes more does not take part; the rules have faster ones.
On a busy machine the same test takes up to twice as much as on an idle one.
"""
PATIENCE = 1800
"""Seconds by the clock that a mutant may take at least: one that waits for nothing is ended by its
time of the processor, long before.
"""
KILLED, SURVIVED = 0, 1
"""How a child ends."""
_modules: list[str] = json.loads(Path(PLAN).read_text())["modules"] if PLAN else []
_coverage = coverage.Coverage(
    data_file=None, include=[str(ROOT / module) for module in _modules], config_file=False
)


@dataclass
class Baseline:
    """What the unchanged code does: seconds of each test that passes (by its place among the
    collected), and the tests that execute each line of each module.
    """

    seconds: dict[int, float] = field(default_factory=dict)
    failed: list[int] = field(default_factory=list)
    lines: dict[str, dict[int, list[int]]] = field(default_factory=dict)


if PLAN:
    _coverage.start()  # the lines that run while modules are imported


@pytest.fixture(scope="session")
def _database_made(django_test_environment: None) -> None:
    """The database is made before the first fork; the tests find it ready."""


def pytest_configure(config: pytest.Config) -> None:
    """A database in memory, which a fork copies; the same examples for every mutant."""
    from django.conf import settings
    from hypothesis import HealthCheck
    from hypothesis import settings as examples

    settings.DATABASES["default"]["TEST"]["NAME"] = None
    examples.register_profile(
        "mutants",
        derandomize=True,
        database=None,
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    if PLAN:
        config.pluginmanager.register(SimpleNamespace(django_db_setup=_database_made))


def pytest_collection_finish(session: pytest.Session) -> None:
    """The tests are imported: their settings can be overruled."""
    from hypothesis import settings as examples

    examples.load_profile("mutants")
    if PLAN:
        _coverage.stop()


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Runs the mutants instead of the tests."""
    if not PLAN:
        return None
    from django.test.utils import setup_databases
    from pytest_django.plugin import blocking_manager_key

    plan = json.loads(Path(PLAN).read_text())
    imported = _lines_executed()
    with session.config.stash[blocking_manager_key].unblock():
        setup_databases(verbosity=0, interactive=False)
    gc.collect()
    gc.freeze()
    base = _told_by_child(lambda: _baseline(session))
    for place in base.failed:
        _say(f"does not take part: {session.items[place].nodeid}")
    with Path(plan["results"]).open("w", encoding="utf-8") as out:
        for module in _modules:
            ran = imported.get(module, set())
            for line in _run_module(session, module, base, ran, plan):
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
                out.flush()
    names = [name for name in sys.modules if not name.startswith(("decroche", "tests", "tools"))]
    Path(plan["imports"]).write_text(json.dumps(names))
    return True


def _say(text: str) -> None:
    print(text, file=sys.__stderr__, flush=True)


def _lines_executed() -> dict[str, set[int]]:
    data = _coverage.get_data()
    return {
        str(Path(file).relative_to(ROOT)): set(data.lines(file) or ())
        for file in data.measured_files()
    }


def _baseline(session: pytest.Session) -> Baseline:
    """Runs every test once, with coverage by test."""
    found = Baseline()
    _coverage.erase()
    _coverage.start()
    try:
        for place, item in enumerate(session.items):
            _forget_answers()
            _coverage.switch_context(str(place))
            begun = time.process_time()
            good = _passes(session, item)
            took = time.process_time() - begun
            if good and took <= SLOWEST:
                found.seconds[place] = took
            else:
                found.failed.append(place)
    finally:
        _coverage.stop()
    data = _coverage.get_data()
    for file in data.measured_files():
        found.lines[str(Path(file).relative_to(ROOT))] = {
            line: [int(one) for one in contexts if one and int(one) in found.seconds]
            for line, contexts in data.contexts_by_lineno(file).items()
        }
    return found


def _forget_answers() -> None:
    """Empties the caches of the modules' functions: a test executes the lines that it would execute
    alone, and a changed function is asked again.
    """
    for module in _modules:
        held = sys.modules.get(module.removesuffix(".py").replace("/", "."))
        for one in vars(held).values() if held else ():
            if callable(clear := getattr(one, "cache_clear", None)):
                clear()


def _passes(session: pytest.Session, item: pytest.Item) -> bool:
    """Whether a test passes; everything it set up is taken down, but what lasts for the session."""

    class Nobody:
        """Stands for the next test: it shares nothing with this one but the session."""

        def listchain(self) -> list[Any]:
            return [session]

    reports = runtestprotocol(item, log=False, nextitem=Nobody())  # type: ignore[arg-type]  # pytest asks it for nothing but this
    if os.environ.get("MUTANTS_TALK"):
        for report in reports:
            if not report.passed:
                _say(f"{item.nodeid}: {report.longreprtext[-3000:]}")
    return bool(reports) and all(report.passed for report in reports)


def _told_by_child(work: Callable[[], Any]) -> Any:
    """The value a child works out, so that nothing it does stays in this process."""
    ear, mouth = os.pipe()
    child = os.fork()
    if not child:
        with os.fdopen(mouth, "wb") as out:
            pickle.dump(work(), out)
        os._exit(0)
    os.close(mouth)
    with os.fdopen(ear, "rb") as told:
        value = pickle.load(told)
    os.waitpid(child, 0)
    return value


def _run_module(
    session: pytest.Session,
    module: str,
    base: Baseline,
    imported: set[int],
    plan: Mapping[str, Any],
) -> Iterator[dict[str, Any]]:
    """One line of results for each mutant of a module, or of a sample of them. What stands outside
    functions is tried on whole files of tests: a test may read a constant and execute no line.
    """
    source = Source((ROOT / module).read_text(encoding="utf-8"))
    functions = _functions_of(str(ROOT / module))
    lines = base.lines.get(module, {})
    files = {session.items[place].path for tests in lines.values() for place in tests}
    everyone = {place for place in base.seconds if session.items[place].path in files}
    begun, count = time.monotonic(), 0
    every = list(source.mutants())
    for mutant in _asked(every, module, plan):
        count += 1
        line = {"module": module, "number": mutant.number, "name": mutant.name, "of": len(every)}
        line |= {"outside": mutant.target is None}
        line |= {"kind": mutant.kind, "line": mutant.lines[0]}
        touched = set(range(mutant.lines[0], mutant.lines[1] + 1))
        found = {place for number in touched for place in lines.get(number, ())}
        early = mutant.target is None or bool(touched & imported)
        places = _quickest(everyone if early else found, base, plan["seconds"])
        names = [session.items[place].nodeid for place in places]
        if not places:
            yield line | {"result": "untested"}
            continue
        bend = _way_to_bend(module, source, mutant, functions)
        done = _run(session, bend, places, base) if bend else {"result": "survived"}
        if early and done["result"] == "survived":
            done = {"result": "later", "tests": names}
        yield line | done
    _say(f"{module}: {count} mutants in {time.monotonic() - begun:.0f} s")


def _quickest(places: set[int], base: Baseline, seconds: float) -> list[int]:
    """The quickest first; with `seconds`, no more of them than the unchanged code takes so long
    for: more mutants live than with all of them.
    """
    ordered = sorted(places, key=base.seconds.__getitem__)
    ends = accumulate(base.seconds[place] for place in ordered)
    return [place for place, end in zip(ordered, ends, strict=True) if not seconds or end < seconds]


def _asked(every: list[Mutant], module: str, plan: Mapping[str, Any]) -> list[Mutant]:
    """Those that the plan names, a sample, or all."""
    if module in plan["only"]:
        return [one for one in every if one.number in plan["only"][module]]
    return _sampled(every, plan["sample"])


def _sampled(every: list[Mutant], sample: int) -> list[Mutant]:
    """At most `sample` mutants of functions and a third as many outside them, by a hash of their
    names: the choice changes only with the module. All of them when `sample` is 0.
    """
    if not sample:
        return every
    chosen = set[int]()
    for outside, most in ((False, sample), (True, sample // 3)):
        some = [one for one in every if (one.target is None) is outside]
        some.sort(key=lambda one: sha256(one.name.encode()).digest())
        chosen |= {one.number for one in some[:most]}
    return [one for one in every if one.number in chosen]


def _way_to_bend(
    module: str,
    source: Source,
    mutant: Mutant,
    functions: dict[tuple[str, int], list[FunctionType]],
) -> Callable[[], None] | None:
    """How a mutant is put into the modules as they are; None when they must be imported again."""
    if mutant.target is not None:
        found = functions.get(mutant.target)
        return (lambda: _bend_functions(source, mutant, found)) if found else None
    statements = source.tree.body
    first = next(
        (
            place
            for place, one in enumerate(statements)
            if one.lineno <= mutant.lines[0] <= (one.end_lineno or one.lineno)
        ),
        None,
    )
    if first is None or not isinstance(statements[first], ast.Assign | ast.AnnAssign):
        return None
    return lambda: _bend_constants(module, source, mutant, first, functions)


def _functions_of(file: str) -> dict[tuple[str, int], list[FunctionType]]:
    """The functions of a file that exist, by name and first line."""
    found = defaultdict(list)
    for one in gc.get_objects() if gc.get_freeze_count() == 0 else _unfrozen():
        if isinstance(one, FunctionType) and one.__code__.co_filename == file:
            found[one.__code__.co_name, one.__code__.co_firstlineno].append(one)
    return found


def _unfrozen() -> list[Any]:
    """All objects: `gc.get_objects` leaves out the frozen ones."""
    gc.unfreeze()
    found = gc.get_objects()
    gc.freeze()
    return found


def _run(
    session: pytest.Session, bend: Callable[[], None], places: list[int], base: Baseline
) -> dict[str, Any]:
    """The tests of one mutant in a child of its own."""
    ear, mouth = os.pipe()
    child = os.fork()
    if not child:
        limit(sum(base.seconds[place] for place in places))
        os._exit(_child(session, bend, places, mouth))
    os.close(mouth)
    with os.fdopen(ear, "rb") as told:
        said = told.read().decode()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return {"result": "timeout", "by": said}
    return {"result": "killed" if os.WEXITSTATUS(status) == KILLED else "survived", "by": said}


def limit(seconds: float) -> None:
    """Ends this process when it takes far longer than the unchanged code did, or far more
    memory.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(PATIENCE + int(60 * seconds))
    used = int(time.process_time())
    most = used + 10 + int(10 * seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (most, most + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (4 << 30, 4 << 30))


def _child(session: pytest.Session, bend: Callable[[], None], places: list[int], mouth: int) -> int:
    try:
        bend()
    except Exception as error:
        os.write(mouth, f"{type(error).__name__} while it was put in place".encode())
        return KILLED
    for place in places:
        _forget_answers()
        with contextlib.suppress(SystemExit):
            if _passes(session, session.items[place]):
                continue
        os.write(mouth, session.items[place].nodeid.encode())
        return KILLED
    return SURVIVED


def _bend_functions(source: Source, mutant: Mutant, functions: list[FunctionType]) -> None:
    """Gives functions the changed code, and defaults worked out once more."""
    tree = source.changed(mutant.number)
    whole = compile(tree, functions[0].__code__.co_filename, "exec", dont_inherit=True)
    code = next(one for one in _codes(whole) if _place(one) == mutant.target)
    for function in functions:
        function.__code__ = code
    _put_defaults(tree, {mutant.target: functions})


def _bend_constants(
    module: str,
    source: Source,
    mutant: Mutant,
    first: int,
    functions: dict[tuple[str, int], list[FunctionType]],
) -> None:
    """Runs a changed assignment of a module and those after it once more, and hands the new values
    to whoever imported the old ones. Functions and classes stay the objects they are.
    """
    tree = source.changed(mutant.number)
    name = module.removesuffix(".py").replace("/", ".")
    names = vars(sys.modules[name])
    old = dict(names)
    again: list[ast.stmt] = [
        one for one in tree.body[first:] if isinstance(one, ast.Assign | ast.AnnAssign)
    ]
    exec(compile(ast.Module(again, []), str(ROOT / module), "exec"), names)
    for other in list(sys.modules.values()):
        if other is not None and (other.__name__ or "").startswith(("decroche", "tests", "tools")):
            held = vars(other)
            for one in [one for one in old if held.get(one) is old[one]]:
                held[one] = names[one]
    _put_defaults(tree, functions)


def _put_defaults(tree: ast.Module, functions: Mapping[Any, list[FunctionType]]) -> None:
    """Defaults are worked out where a function is defined: once more, from the changed text."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef):
            continue
        first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
        for function in functions.get((node.name, first), ()):
            known = function.__globals__
            values = [eval(_expression(one), known) for one in node.args.defaults]
            function.__defaults__ = tuple(values) or None
            pairs = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
            function.__kwdefaults__ = {
                one.arg: eval(_expression(value), known)
                for one, value in pairs
                if value is not None
            } or None


def _expression(node: ast.expr) -> CodeType:
    return compile(ast.Expression(node), "<default>", "eval")


def _codes(code: CodeType) -> Iterator[CodeType]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield one
            yield from _codes(one)


def _place(code: CodeType) -> tuple[str, int]:
    return code.co_name, code.co_firstlineno
