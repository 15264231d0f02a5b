"""The small changes that a test should notice: from the source of a module to its mutants.

A mutant is one module with one change. Each change is named by the function it is in and the text
before and after, so that its name stays the same when lines move. What is not changed: annotations,
docstrings, decorators, messages of exceptions, pieces of formatted strings.
"""

from __future__ import annotations

import ast
import copy
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
"""A boundary moved by one, and the opposite."""
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_NAMES = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "startswith": "endswith",
    "endswith": "startswith",
    "removeprefix": "removesuffix",
    "partition": "rpartition",
    "rpartition": "partition",
    "filter": "exclude",
    "exclude": "filter",
    "first": "last",
    "last": "first",
    "lower": "upper",
    "union": "intersection",
}
"""Functions and methods whose neighbour is easily taken for them."""
_NOT_DROPPED = frozenset(["strict", "help_text", "verbose_name", "related_name", "slots", "frozen"])
"""Keyword arguments that decide nothing the rules are about."""
_TABLE = 10
"""A literal of a module with this many members is a table of data: three of its members are changed
(the first, the middle, the last) instead of every one.
"""
_LISTS = ("elts", "keys", "values")
_TEXT = 100
"""Characters of source that name a change, at most, before it is cut."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change. `number` finds it again in the same source; `lines` are the first and last line
    it touches; `target` is (name, first line) of the outermost function around it, None when it
    stands in the module or class itself.
    """

    number: int
    name: str
    kind: str
    lines: tuple[int, int]
    target: tuple[str, int] | None


@dataclass(slots=True)
class _Site:
    """A place of the tree and how to change it."""

    kind: str
    node: ast.AST
    apply: Callable[[], None]
    undo: Callable[[], None]
    around: tuple[ast.AST, ...]
    scope: tuple[str, ...]
    target: tuple[str, int] | None


@dataclass
class _Finder:
    """Walks a module and collects its sites."""

    sites: list[_Site] = field(default_factory=list)
    parents: list[ast.AST] = field(default_factory=list)
    scope: list[str] = field(default_factory=list)
    target: tuple[str, int] | None = None

    def visit(self, node: ast.AST) -> None:
        getattr(self, f"_at_{type(node).__name__.lower()}", self._nothing)(node)
        if isinstance(node, ast.stmt):
            self._statement(node)
        self.parents.append(node)
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list", "ctx"):
                continue
            children = value if isinstance(value, list) else [value]
            for place, child in enumerate(children):
                if self._is_table(node) and name in _LISTS and place not in _sample(len(children)):
                    continue
                if isinstance(child, ast.AST) and not _left_alone(node, name, child):
                    self._enter(child)
        self.parents.pop()

    def _enter(self, node: ast.AST) -> None:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            self.visit(node)
            return
        outer = self.target
        if outer is None and not isinstance(node, ast.ClassDef):
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            self.target = (node.name, first)
        self.scope.append(node.name)
        self.visit(node)
        self.scope.pop()
        self.target = outer

    def _nothing(self, node: ast.AST) -> None:
        pass

    def _set(self, kind: str, node: ast.AST, owner: Any, name: str, value: Any) -> None:
        """A change that sets one attribute of a node."""
        old = getattr(owner, name)
        self._add(
            kind, node, lambda: setattr(owner, name, value), lambda: setattr(owner, name, old)
        )

    def _replace(self, kind: str, node: ast.AST, new: ast.AST) -> None:
        """A change that puts another node in a node's place."""
        parent = self.parents[-1]
        ast.copy_location(new, node)
        for name, value in ast.iter_fields(parent):
            if value is node:
                self._set(kind, node, parent, name, new)
                return
            if isinstance(value, list):
                for place, one in enumerate(value):
                    if one is node:
                        self._item(kind, node, value, place, new)
                        return

    def _item(self, kind: str, node: ast.AST, items: list[Any], place: int, new: Any) -> None:
        old = items[place]
        self._add(
            kind,
            node,
            lambda: items.__setitem__(place, new),
            lambda: items.__setitem__(place, old),
        )

    def _drop(self, kind: str, node: ast.AST, place: int, *lists: list[Any]) -> None:
        """A change that leaves one member out of a node's lists."""
        kept = [list(one) for one in lists]

        def apply() -> None:
            for one in lists:
                del one[place]

        def undo() -> None:
            for one, was in zip(lists, kept, strict=True):
                one[:] = was

        self._add(kind, node, apply, undo)

    def _add(
        self, kind: str, node: ast.AST, apply: Callable[[], None], undo: Callable[[], None]
    ) -> None:
        around = (*self.parents, node)
        self.sites.append(
            _Site(kind, node, apply, undo, around, tuple(self.scope), self.target),
        )

    # Expressions

    def _at_compare(self, node: ast.Compare) -> None:
        for place, one in enumerate(node.ops):
            for other in _COMPARISONS[type(one)]:
                self._item("comparison", node, node.ops, place, other())

    def _at_boolop(self, node: ast.BoolOp) -> None:
        self._set("boolean", node, node, "op", ast.Or() if _is_and(node) else ast.And())
        for place in range(len(node.values)):
            if len(node.values) > 2:
                self._drop("operand", node, place, node.values)
            else:
                self._replace("operand", node, node.values[1 - place])

    def _at_unaryop(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not):
            self._replace("not", node, node.operand)
        elif isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.Constant):
            self._replace("sign", node, node.operand)

    def _at_binop(self, node: ast.BinOp) -> None:
        other = _ARITHMETIC.get(type(node.op))
        if other is not None and not _is_text(node.left) and not _is_text(node.right):
            self._set("arithmetic", node, node, "op", other())

    def _at_augassign(self, node: ast.AugAssign) -> None:
        other = _ARITHMETIC.get(type(node.op))
        if other is not None:
            self._set("arithmetic", node, node, "op", other())

    def _at_ifexp(self, node: ast.IfExp) -> None:
        self._negate(node)

    def _at_if(self, node: ast.If) -> None:
        self._negate(node)

    def _negate(self, node: ast.IfExp | ast.If) -> None:
        if not isinstance(node.test, ast.Compare | ast.UnaryOp):  # these have mutants of their own
            self._set("condition", node, node, "test", ast.UnaryOp(ast.Not(), node.test))

    def _at_comprehension(self, node: ast.comprehension) -> None:
        for place in range(len(node.ifs)):
            self._drop("condition", node, place, node.ifs)

    def _at_constant(self, node: ast.Constant) -> None:
        for value in _other_values(node.value):
            self._set("constant", node, node, "value", value)
        if isinstance(node.value, str) and self._is_pattern(node):
            for value in _patterns(node.value):
                self._set("pattern", node, node, "value", value)

    def _is_pattern(self, node: ast.Constant) -> bool:
        """Whether a text is a regular expression: written in a call of `re`, or as one."""
        call = next((one for one in reversed(self.parents) if isinstance(one, ast.Call)), None)
        called = (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id == "re"
            and call.args[:1] != []
            and any(one is call.args[0] for one in [*self.parents, node])
        )
        written = self.target is None and re.search(r"\\[bwds]|\(\?:|[^|]\|[^|]", str(node.value))
        return bool(called or written)

    def _at_name(self, node: ast.Name) -> None:
        self._neighbour(node, "id")

    def _at_attribute(self, node: ast.Attribute) -> None:
        self._neighbour(node, "attr")

    def _neighbour(self, node: ast.AST, name: str) -> None:
        called = self.parents and isinstance(self.parents[-1], ast.Call)
        if called and getattr(self.parents[-1], "func", None) is node:
            other = _NAMES.get(getattr(node, name))
            if other:
                self._set("name", node, node, name, other)

    def _at_call(self, node: ast.Call) -> None:
        if _is_typing(node):
            return
        for place, keyword in enumerate(node.keywords):
            if keyword.arg is not None and keyword.arg not in _NOT_DROPPED:
                self._drop("argument", node, place, node.keywords)

    def _at_slice(self, node: ast.Slice) -> None:
        for name in ("lower", "upper"):
            if getattr(node, name) is not None:
                self._set("slice", self.parents[-1], node, name, None)

    def _at_tuple(self, node: ast.Tuple) -> None:
        if isinstance(node.ctx, ast.Load):
            self._members(node, node.elts)

    def _at_list(self, node: ast.List) -> None:
        if isinstance(node.ctx, ast.Load):
            self._members(node, node.elts)

    def _at_set(self, node: ast.Set) -> None:
        self._members(node, node.elts)

    def _at_dict(self, node: ast.Dict) -> None:
        self._members(node, node.keys, node.values)

    def _members(self, node: ast.AST, *lists: list[Any]) -> None:
        count = len(lists[0])
        for place in _sample(count) if self._is_table(node) else range(count):
            if count > 1:
                self._drop("member", node, place, *lists)

    def _is_table(self, node: ast.AST) -> bool:
        """Whether a literal is a table of data (see `_TABLE`)."""
        if self.target is not None or not isinstance(
            node, ast.Tuple | ast.List | ast.Set | ast.Dict
        ):
            return False
        return len(node.values if isinstance(node, ast.Dict) else node.elts) >= _TABLE

    # Statements

    def _statement(self, node: ast.stmt) -> None:
        if self.target is None:
            return
        if isinstance(node, ast.Return) and node.value is not None:
            if not (isinstance(node.value, ast.Constant) and node.value.value is None):
                self._set("return", node, node, "value", ast.Constant(None))
        elif isinstance(node, ast.Break):
            self._replace("statement", node, ast.Continue())
        elif isinstance(node, ast.Continue):
            self._replace("statement", node, ast.Break())
        elif _can_go(node):
            self._replace("statement", node, ast.Pass())


def _sample(count: int) -> tuple[int, ...]:
    """The places of a table that are changed: the first, the middle, the last."""
    return (0, count // 2, count - 1)


def _can_go(node: ast.stmt) -> bool:
    """Whether a statement may be left out without leaving a name unset."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Call | ast.Yield | ast.Await)
    if isinstance(node, ast.Assign):
        return all(isinstance(one, ast.Attribute | ast.Subscript) for one in node.targets)
    return isinstance(node, ast.Raise | ast.AugAssign | ast.Delete)


def _is_typing(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id in ("TypeVar", "cast", "NewType")


def _is_and(node: ast.BoolOp) -> bool:
    return isinstance(node.op, ast.And)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _left_alone(parent: ast.AST, name: str, child: ast.AST) -> bool:
    """Parts in which a change says nothing about the rules."""
    if isinstance(parent, ast.Expr) and isinstance(child, ast.Constant):
        return True  # a docstring
    if isinstance(parent, ast.JoinedStr | ast.FormattedValue) and isinstance(child, ast.Constant):
        return True
    if isinstance(child, ast.keyword) and child.arg in _NOT_DROPPED:
        return True
    if isinstance(parent, ast.FormattedValue) and name == "format_spec":
        return True
    if isinstance(parent, ast.Subscript) and name == "slice":
        return isinstance(parent.value, ast.Name) and parent.value.id in ("Literal", "NDArray")
    if isinstance(parent, ast.Call) and _is_typing(parent):
        return True
    if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name):
        error = parent.func.id.endswith(("Error", "Exception"))
        return error and name in ("args", "keywords")
    if isinstance(parent, ast.Assign) and name == "value":
        return any(isinstance(one, ast.Name) and one.id == "__slots__" for one in parent.targets)
    return isinstance(child, ast.ImportFrom | ast.Import)


def _other_values(value: Any) -> tuple[Any, ...]:
    """What a constant is changed to: a number by one (a fraction by a quarter), a text made
    longer.
    """
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, int):
        return (value + 1, value - 1) if value > 0 else (value + 1,)
    if isinstance(value, float):
        return (value * 1.25,) if value else (1.0,)
    if isinstance(value, str):
        return (value + "~",)
    if isinstance(value, bytes):
        return (value + b"~",)
    return ()


def _patterns(text: str) -> Iterator[str]:
    """A regular expression with one of its alternatives left out, or one of its anchors."""
    seen = {text}
    for start, end in _alternatives(text):
        left = text[:start].removesuffix("|") + text[end:]
        if start and text[start - 1] != "|":
            left = text[:start] + text[end:].removeprefix("|")
        if left not in seen and _compiles(left):
            seen.add(left)
            yield left
    for found in re.finditer(r"\\b|(?<!\[)\^|\$", text):
        left = text[: found.start()] + text[found.end() :]
        if left not in seen and _compiles(left):
            seen.add(left)
            yield left


def _alternatives(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of every alternative of every group that has more than one."""
    open_at: list[list[int]] = [[0]]
    place, in_class = 0, False
    while place < len(text):
        letter = text[place]
        if letter == "\\":
            place += 2
            continue
        if in_class:
            in_class = letter != "]" or text[place - 1] == "["
        elif letter == "[":
            in_class = True
        elif letter == "(":
            head = re.match(r"\((?:\?(?:[:=!]|<[=!]|P<\w+>|[aiLmsux-]+:))?", text[place:])
            place += len(head.group()) if head else 1
            open_at.append([place])
            continue
        elif letter == "|":
            open_at[-1].append(place + 1)
        elif letter == ")" and len(open_at) > 1:
            yield from _spans(open_at.pop(), place)
        place += 1
    yield from _spans(open_at[0], len(text))


def _spans(starts: list[int], end: int) -> Iterator[tuple[int, int]]:
    if len(starts) > 1:
        ends = [start - 1 for start in starts[1:]] + [end]
        yield from zip(starts, ends, strict=True)


def _compiles(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True


def _sites(tree: ast.Module) -> list[_Site]:
    finder = _Finder()
    finder.visit(tree)
    return finder.sites


class Source:
    """The text of a module and its mutants."""

    def __init__(self, text: str) -> None:
        self.tree = ast.parse(text)
        self._sites = _sites(self.tree)

    def mutants(self) -> Iterator[Mutant]:
        """Every mutant, in the order of the text; changes that change nothing are left out."""
        plain = ast.dump(self.tree)
        used = Counter[str]()
        for number, site in enumerate(self._sites):
            before = _texts(site)
            site.apply()
            try:
                after = _texts(site)
                same = ast.dump(self.tree) == plain
            finally:
                site.undo()
            if same:
                continue
            name = f"{'.'.join(site.scope) or 'module'}: {_shown(before, after)}"
            used[name] += 1
            if used[name] > 1:
                name = f"{name} #{used[name]}"
            yield Mutant(number, name, site.kind, _lines(site), site.target)

    def changed(self, number: int) -> ast.Module:
        """The tree with one change, for good."""
        self._sites[number].apply()
        return ast.fix_missing_locations(self.tree)


def _lines(site: _Site) -> tuple[int, int]:
    node = next(one for one in reversed(site.around) if hasattr(one, "lineno"))
    last = getattr(node, "end_lineno", None) or node.lineno
    if isinstance(node, ast.If | ast.While):
        last = node.test.end_lineno or node.lineno
    elif isinstance(node, ast.For | ast.With | ast.Try | ast.FunctionDef):
        last = node.lineno
    return node.lineno, last


def _texts(site: _Site) -> list[str]:
    """The texts around a change, from the narrowest expression to its statement."""
    found = []
    for node in reversed(site.around):
        if isinstance(node, ast.expr | ast.stmt | ast.arguments | ast.comprehension | ast.keyword):
            found.append(_plain(node))
        if isinstance(node, ast.stmt):
            break
    return found


def _shown(before: list[str], after: list[str]) -> str:
    """The widest text around a change that is still short, before and after."""
    both = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    if not both:
        return f"{before[-1]} → ?"
    short = [pair for pair in both if len(pair[0]) <= _TEXT]
    old, new = short[-1] if len(short) > 1 else both[min(1, len(both) - 1)]
    return f"{old} → {new}"


def _plain(node: ast.AST) -> str:
    """Source of a node on one line, a block by its head only."""
    if isinstance(node, ast.If | ast.For | ast.While | ast.With | ast.FunctionDef | ast.ClassDef):
        node = copy.copy(node)
        node.body = [ast.Expr(ast.Constant(...))]
        if isinstance(node, ast.If | ast.For | ast.While):
            node.orelse = []
    text = ast.unparse(ast.fix_missing_locations(copy.deepcopy(node)))
    return " ".join(text.split())
