"""What the import linter cannot see: keys, templates and subscriptions point downwards too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from decroche.shared.events import listeners
from decroche.team.models import Member, Workspace

PACKAGE = Path(__file__).resolve().parent.parent / "decroche"
ORDER = [
    "shared",
    "ui",
    "gateways",
    "database",
    "team",
    "background",
    "telephone",
    "journal",
    "compliance",
    "offer",
    "prospects",
    "calls",
    "followups",
    "correspondence",
    "referrals",
    "webhooks",
    "agenda",
    "intake",
    "callqueue",
    "insights",
    "membership",
    "accountability",
    "storage",
    "cli",
    "api",
    "desk",
]
RANK = {name: place for place, name in enumerate(ORDER)}


def room(module: str) -> str:
    return module.split(".")[1]


def test_every_foreign_key_points_down() -> None:
    for model in apps.get_models():
        if not model.__module__.startswith("decroche"):
            continue
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey):
                target = field.related_model
                assert isinstance(target, type)
                assert RANK[room(target.__module__)] <= RANK[room(model.__module__)], field


def test_every_row_belongs_to_a_workspace_and_every_unique_constraint_starts_with_it() -> None:
    for model in apps.get_models():
        if model is Workspace or not model.__module__.startswith("decroche"):
            continue
        assert "workspace" in {field.name for field in model._meta.get_fields()}, model
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint):
                assert constraint.fields[0] == "workspace", constraint
    assert Member._meta.get_field("workspace")


def test_every_subscription_points_down() -> None:
    for event, found in listeners().items():
        for listener in found:
            assert RANK[room(listener.__module__)] >= RANK[room(event.__module__)], listener


def templates() -> list[Path]:
    """Returns every template of the product."""
    found = [path for path in PACKAGE.glob("**/*.html") if "node_modules" not in path.parts]
    assert len(found) > 60
    return found


def test_every_template_is_included_from_above() -> None:
    for path in templates():
        here = RANK[path.relative_to(PACKAGE).parts[0]]
        for name in re.findall(
            r'\{% (?:include|extends) "(\w+)/', path.read_text(encoding="utf-8")
        ):
            assert RANK[name] <= here, (path, name)


def test_every_partial_belongs_to_one_screen() -> None:
    for path in templates():
        inside = path.relative_to(PACKAGE)
        for name in re.findall(
            r'\{% (?:include|extends) "([^"]+)"', path.read_text(encoding="utf-8")
        ):
            assert (PACKAGE / name).is_file(), (inside, name)
            beside = Path(name).parent == inside.parent
            assert beside or name.startswith(("ui/", "desk/parts/")), (inside, name)


WRITES = {
    "save",
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "save_preferences",
}
READS = {"objects", "_base_manager", "_default_manager"}
NARROWS = {"filter", "exclude", "order_by", "annotate", "select_related", "prefetch_related"}


def desk() -> list[tuple[str, ast.Module]]:
    """(path below the package, syntax) of every module of the desk."""
    found = [
        (str(path.relative_to(PACKAGE)), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(PACKAGE.glob("desk/**/*.py"))
    ]
    assert len(found) > 60
    return found


def called(node: ast.AST) -> str:
    """The name of what is called: `save` of `row.save()`, `record` of `record(…)`."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def test_no_view_changes_a_row() -> None:
    ways_in = [*desk(), *((f"api/{name}", tree) for name, tree in _modules("api"))]
    for path, tree in ways_in:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                assert called(node) not in {*WRITES, "record"}, (path, node.lineno)


ANOTHER_CLOCK = {
    "shared/spoken": "on the clock of the card that is spoken of",
    "shared/calendar.py": "the day of the clock it is given",
    "compliance/rules.py": "on the clock of the place called",
    "compliance/permission.py": "on the clock of the place called",
    "agenda/rules.py": "on the clock of the card, for both days",
    "calls/returns.py": "on the clock of the card",
    "calls/outcomes": "on the clock of the card",
    "calls/wording.py": "on the clock of the card",
    "correspondence/absence.py": "on the clock of the card",
    "correspondence/composing.py": "on the clock of the card",
    "followups/forbidden.py": "on the clock of the card",
    "followups/rules.py": "on the clock it is given, for both days",
    "gateways/calendar": "a day of an appointment, on its own clock",
    "shared/clock.py": "the one place that says which day it is",
}
"""Modules whose moments are on the clock of a card: their day is the day there."""


def test_which_day_it_is_is_asked_of_the_clock() -> None:
    """An instant is in UTC, and its `.date()` the day before until two in the morning: the day in
    Paris is `today()` or `day_of(…)`.
    """
    for path in sorted(PACKAGE.rglob("*.py")):
        inside = path.relative_to(PACKAGE).as_posix()
        if inside.startswith(tuple(ANOTHER_CLOCK)) or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and called(node) == "date" and not node.args:
                asked = ast.unparse(node.func).removesuffix(".date")
                utc = re.search(r"\bnow\(\)$|(?:^|[._])at$|_at$", asked)
                assert not utc, (inside, node.lineno, f"{asked}.date()")


def _modules(package: str) -> list[tuple[str, ast.Module]]:
    return [
        (path.name, ast.parse(path.read_text(encoding="utf-8")))
        for path in PACKAGE.glob(f"{package}/*.py")
    ]


def test_the_desk_asks_its_questions_by_name() -> None:
    """Rows are found by the queries of their package; only `get_own_or_404` takes any model."""
    ways_in = [*desk(), *((f"api/{name}", tree) for name, tree in _modules("api"))]
    for path, tree in ways_in:
        for node in ast.walk(tree):
            if path == "desk/parts/asking.py":
                continue
            if isinstance(node, ast.Attribute):
                assert node.attr not in READS, (path, node.lineno)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in NARROWS, (path, node.lineno)
            if isinstance(node, ast.ImportFrom):
                names = {one.name for one in node.names}
                if node.module == "django.db" and names == {"OperationalError"}:
                    continue  # how a database that is busy says so
                assert node.module not in ("django.db", "decroche.database.prepared"), path


def test_the_desk_imports_no_gateway_and_no_legal_limit() -> None:
    for path, tree in desk():
        for node in ast.walk(tree):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{one.name}" for one in node.names]
            for name in names:
                assert not name.startswith(
                    ("decroche.gateways", "decroche.shared.legal_figures")
                ), path


def test_addresses_are_found_by_name() -> None:
    for path, tree in desk():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not re.match(r"/([a-z]|$)", node.value), (path, node.lineno, node.value)
    for template in templates():
        text = template.read_text(encoding="utf-8")
        found = re.findall(r'(?:href|action|src|hx-get|hx-post)="/[^"]*"', text)
        assert not found, (template, found)


def test_a_line_of_a_script_has_a_hundred_signs_at_most() -> None:
    """Scripts are laid out as `prettier --print-width 100` does; no formatter for them is
    installed, so only the length of lines is checked.
    """
    scripts = [
        path
        for path in (PACKAGE / "ui" / "assets").rglob("*.js")
        if "node_modules" not in path.parts
    ]
    assert len(scripts) > 20
    for path in scripts:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            assert len(line) <= 100, (path.name, number)


def test_every_room_says_what_it_is() -> None:
    for name in ORDER:
        text = ast.get_docstring(
            ast.parse((PACKAGE / name / "__init__.py").read_text(encoding="utf-8"))
        )
        assert text, name


def imported(path: Path, known: set[str]) -> set[str]:
    """The modules of the product that a file imports, inside functions too; not those it names
    for the type checker only.
    """
    found: set[str] = set()
    for node in nodes(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found.add(whole if whole in known else str(node.module))
    return found & known


def nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Yields all nodes below a node, except those under `if TYPE_CHECKING`."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"):
            yield from nodes(child)


def circle_in(graph: dict[str, set[str]]) -> list[str]:
    """Returns the modules of one circle of imports, the first one again at its end; nothing when
    there is none.
    """
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_modules_import_each_other_in_a_circle() -> None:
    files = {
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(
            ".__init__"
        ): path
        for path in PACKAGE.glob("**/*.py")
        if "migrations" not in path.parts
    }
    graph = {name: imported(path, set(files)) - {name} for name, path in files.items()}
    assert sum(map(len, graph.values())) > 1000  # the imports are really seen
    assert circle_in(graph) == []


@pytest.mark.parametrize(
    "text",
    ["from decroche.b import x", "import decroche.b", "def f():\n    from decroche import b"],
)
def test_a_circle_would_be_seen(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.py").write_text(text)
    graph = {
        "decroche.a": imported(tmp_path / "a.py", {"decroche.a", "decroche.b"}),
        "decroche.b": {"decroche.a"},
    }
    assert sorted(set(circle_in(graph))) == ["decroche.a", "decroche.b"]
    (tmp_path / "a.py").write_text("if TYPE_CHECKING:\n    from decroche.b import x")
    graph["decroche.a"] = imported(tmp_path / "a.py", {"decroche.a", "decroche.b"})
    assert circle_in(graph) == []


def test_lines_of_style_sheets_are_no_longer_than_lines_of_code() -> None:
    long = [
        f"{path.name}:{number}"
        for path in PACKAGE.glob("ui/assets/**/*.css")
        if "node_modules" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > 100
    ]
    assert long == []


def test_classes_of_the_call_screen_are_not_used_on_other_pages() -> None:
    """All sheets are served as one: a rule for a class of the call screen would also apply to other
    elements with that class. Classes that several pages use are in parts.css.
    """
    rules = (PACKAGE / "ui/assets/css/call.css").read_text(encoding="utf-8")
    own = set(re.findall(r"^\s*\.([a-z-]+)\s*[,{]", rules, re.MULTILINE))
    found = {
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in PACKAGE.glob("**/*.html")
        if path.parent.name not in ("loop", "telephone")
        for names in re.findall(r'class="([^"{]*)', path.read_text(encoding="utf-8"))
        for name in names.split()
        if name in own
    }
    assert found == set()
    assert "who" in own
