"""Printing what a command returns, or the sentence with which it is refused."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from typing import Any

from decroche.cli.windowed import show_refusal
from decroche.shared.direction import without_direction

Answer = dict[str, Any]
"""What a command returns, by name."""


def answer(options: Namespace, values: Answer) -> None:
    """Prints the values a command returned: one “name: value” a line, or one JSON document."""
    if options.json:
        print(json.dumps(values, ensure_ascii=False, default=str))
        return
    for name, value in values.items():
        plain = value is None or isinstance(value, str | int)
        shown = value if plain else json.dumps(value, ensure_ascii=False, default=str)
        print(without_direction(f"{name}: {shown}"))


def fail(options: Namespace, sentence: str, code: int, particulars: dict[str, Any]) -> int:
    """Prints a refusal on standard error, with --json also as a document on standard output, and
    shows it in the browser when the desk was started by a click. Returns the exit code.
    """
    if options.json:
        print(json.dumps({"error": sentence, **particulars}, ensure_ascii=False, default=str))
    print(f"decroche: {sentence}", file=sys.stderr)
    if options.no_console:
        show_refusal(sentence)
    return code


def say(sentence: str) -> None:
    """Prints a sentence on standard error; nothing when it is empty."""
    if sentence:
        print(sentence, file=sys.stderr)
