"""What a command prints: its answer, or the sentence of its refusal."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from typing import Any

from decroche.cli.windowed import show_refusal


def answer(options: Namespace, values: dict[str, Any]) -> None:
    """The answer as lines, or as one JSON document."""
    if options.json:
        print(json.dumps(values, ensure_ascii=False, default=str))
        return
    for name, value in values.items():
        plain = value is None or isinstance(value, str | int)
        print(f"{name}: {value if plain else json.dumps(value, ensure_ascii=False, default=str)}")


def fail(options: Namespace, sentence: str, code: int, particulars: dict[str, Any]) -> int:
    """Says the sentence on standard error (and in the JSON document, and in the browser for a desk
    that was started by a click); returns the exit code.
    """
    if options.json:
        print(json.dumps({"error": sentence, **particulars}, ensure_ascii=False, default=str))
    print(f"decroche: {sentence}", file=sys.stderr)
    if options.no_console:
        show_refusal(sentence)
    return code


def say(sentence: str) -> None:
    """A sentence beside the answer, on standard error; nothing when it is empty."""
    if sentence:
        print(sentence, file=sys.stderr)
