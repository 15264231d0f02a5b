"""A migration is what it was on the day it was written: nothing of it changes with the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from decroche.shared import clock
from decroche.team.fields import InstantField
from tests.cast import TUESDAY

PACKAGE = Path(__file__).resolve().parents[2] / "decroche"
MIGRATIONS = sorted(PACKAGE.glob("*/migrations/*.py"))
LIVE = ("decroche", "django.apps", "importlib")
"""Modules through which a migration would reach today's code or today's models."""


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")
        elif isinstance(node, ast.Name) and node.id == "__import__":
            yield "importlib"


@pytest.mark.parametrize(
    "path", MIGRATIONS, ids=lambda path: f"{path.parent.parent.name}.{path.stem}"
)
def test_a_migration_imports_no_code_of_ours(path: Path) -> None:
    found = set(imported(ast.parse(path.read_text(encoding="utf-8"))))
    live = {name for name in found if name.startswith((*LIVE, "."))}
    assert not live, (
        f"{path.name} imports {', '.join(sorted(live))}: a migration keeps its own copy of what it "
        "needs, and a default that is a function belongs into decroche/team/fields.py"
    )


def test_the_clock_of_the_product_fills_every_instant_that_is_not_given() -> None:
    filled = [
        field
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, InstantField)
    ]
    with clock.frozen(TUESDAY):
        assert {field.get_default() for field in filled} == {TUESDAY}
        assert {field.clone().get_default() for field in filled} == {TUESDAY}
    assert {field.deconstruct()[1] for field in filled} == {"django.db.models.DateTimeField"}
    assert not any("default" in field.deconstruct()[3] for field in filled)


def test_no_field_writes_a_function_of_ours_into_a_migration() -> None:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            default = field.deconstruct()[3].get("default", models.NOT_PROVIDED)
            ours = getattr(default, "__module__", "").startswith("decroche")
            assert not (callable(default) and ours), field
