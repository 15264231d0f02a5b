"""The catalogue of sentences: found in code and templates, checked against fr.po.

python -m tools.messages update   adds new sentences to fr.po (untranslated) and drops those gone
python -m tools.messages check    fails when a sentence is missing, untranslated, or loses a
variable
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from django.template.base import Lexer, TokenType
from django.utils.translation import trim_whitespace

PACKAGE = Path(__file__).resolve().parent.parent / "decroche"
PO = PACKAGE / "ui" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
Key = str | tuple[str, str]
_NO_BREAK = (
    (re.compile(r"\s(?=[:»])|(?<=«)\s"), "\u00a0"),
    (re.compile(r"\s(?=[;!?])"), "\u202f"),
)
"""The spaces that French prints around its signs; a line never breaks there."""
_FIRST_DAY = datetime(2026, 11, 1, tzinfo=UTC)
"""Always the same, so that two changes to the catalogue do not conflict in its head."""
_QUOTED = re.compile(r"""_\("((?:[^"\\]|\\.)*)"\)""")
_PLAIN = re.compile(r"""^(?:translate|trans)\s+"((?:[^"\\]|\\.)*)\"""")
_VARIABLE = re.compile(r"%\((\w+)\)s")


def sentences() -> dict[Key, list[str]]:
    """Every sentence with the files it stands in."""
    found: dict[Key, list[str]] = {}
    for path in sorted(PACKAGE.rglob("*")):
        if "node_modules" in path.parts or path.suffix not in (".py", ".html"):
            continue
        lines = _python(path) if path.suffix == ".py" else _template(path)
        for key in lines:
            found.setdefault(key, []).append(str(path.relative_to(PACKAGE.parent)))
    return found


def _python(path: Path) -> Iterator[Key]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        texts = [
            arg.value
            for arg in node.args[:2]
            if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
        ]
        if node.func.id in ("_", "gettext", "gettext_lazy") and texts:
            yield texts[0]
        elif node.func.id == "ngettext" and len(texts) == 2:
            yield texts[0], texts[1]


def _template(path: Path) -> Iterator[Key]:
    text = path.read_text(encoding="utf-8")
    block: list[str] | None = None
    plural: list[str] | None = None
    trimmed = False
    for token in Lexer(text).tokenize():
        yield from (
            _QUOTED.findall(token.contents)
            if token.token_type in (TokenType.BLOCK, TokenType.VAR)
            else ()
        )
        if token.token_type == TokenType.BLOCK:
            word = token.contents.split()[0]
            if found := _PLAIN.match(token.contents):
                yield found.group(1)
            elif word == "blocktranslate":
                block, plural, trimmed = [], None, "trimmed" in token.contents.split()
            elif word == "plural":
                plural = []
            elif word == "endblocktranslate" and block is not None:
                texts = ["".join(part) for part in (block, plural) if part is not None]
                if trimmed:
                    texts = [trim_whitespace(text) for text in texts]
                yield (texts[0], texts[1]) if len(texts) == 2 else texts[0]
                block = None
        elif block is not None:
            part = (
                f"%({token.contents.split('|')[0]})s"
                if token.token_type == TokenType.VAR
                else token.contents.replace("%", "%%")
            )
            (block if plural is None else plural).append(part)


def _empty() -> Catalog:
    header = "# Décroche in French. Sentences are added by bin/fix."
    return Catalog(
        locale="fr",
        project="decroche",
        version="1",
        charset="utf-8",
        fuzzy=False,
        header_comment=header,
        last_translator="The Décroche developers",
        creation_date=_FIRST_DAY,
        copyright_holder="",
    )


def load() -> Catalog:
    """fr.po as it stands."""
    if not PO.exists():
        return _empty()
    with PO.open("rb") as file:
        return read_po(file, locale="fr")


def spaced(french: str) -> str:
    """A French sentence with its no-break spaces: a thin one before ; ! ?, a whole one before : and
    inside « ». No space is added where there is none.
    """
    for signs, space in _NO_BREAK:
        french = signs.sub(space, french)
    return french


def _spaced(said: str | list[str] | tuple[str, ...] | None) -> str | tuple[str, ...] | None:
    if said is None or isinstance(said, str):
        return spaced(said) if said else said
    return tuple(spaced(one) for one in said)


def update() -> int:
    """Writes fr.po with exactly the sentences in use, spaced as French is."""
    old, new = load(), _empty()
    for key, places in sentences().items():
        kept = old.get(key[0] if isinstance(key, tuple) else key)
        flags = ["python-format"] if "%" in (key if isinstance(key, str) else "".join(key)) else []
        new.add(
            key,
            _spaced(kept.string if kept else None),
            locations=[(place, 0) for place in sorted(set(places))],
            flags=flags,
        )
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, new, sort_output=True, width=0, omit_header=False)
    left = [message.id for message in new if message.id and not _translated(message)]
    print(f"{len(new)} sentences, {len(left)} to translate", file=sys.stderr)
    return 0


def _translated(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def check() -> int:
    """1 when fr.po is not complete."""
    catalog, wrong = load(), []
    for key, places in sentences().items():
        message = catalog.get(key[0] if isinstance(key, tuple) else key)
        if message is None or not _translated(message):
            wrong.append(f"{places[0]}: not translated: {key!r}")
            continue
        texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
        wanted = set(_VARIABLE.findall(key if isinstance(key, str) else key[1]))
        wrong += [
            f"{places[0]}: variables differ: {key!r}"
            for text in texts
            if not set(_VARIABLE.findall(text)) <= wanted
            or (wanted - set(_VARIABLE.findall(text)) and text == texts[-1])
        ]
    print("\n".join(wrong) or f"{len(catalog)} sentences, all in French")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit({"update": update, "check": check}[sys.argv[1]]())
