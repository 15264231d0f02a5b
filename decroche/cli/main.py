"""decroche [--data DIR] COMMAND … [--json]

Exit codes: 0 done, 1 refused or failed (with a sentence), 2 wrong usage, 3 nothing to give.
With --json exactly one JSON document goes to standard output; messages and progress go to standard
error.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import django
from django.conf import settings
from django.utils import translation

from decroche.cli.answering import fail
from decroche.cli.grammar import build_parser
from decroche.config.readers import BadSetting, keep_to_ourselves
from decroche.shared.language import terminal_language
from decroche.shared.refusal import REFUSED


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    unsaid = argparse.Namespace(data="", json=False, no_console=False)
    options = build_parser().parse_args(arguments, unsaid)
    if options.data:
        os.environ["DECROCHE_DATA"] = options.data
    keep_to_ourselves()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "decroche.config.settings")
    try:
        django.setup()
    except BadSetting as error:
        return fail(options, str(error), REFUSED, {})
    if options.no_console:
        import_module("decroche.cli.windowed").speak_into_file(settings.DATA_FOLDER)
    # Only now can what uses the models be imported.
    with translation.override(terminal_language()):
        code: int = import_module("decroche.cli.running").run(options)
    return code


def open_desk() -> int:
    """What `decroche-desk` starts, by a click: the desk without a terminal."""
    return main([*sys.argv[1:], "serve", "--no-console"])
