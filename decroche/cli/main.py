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
from decroche.config.readers import BadSetting, protect_process
from decroche.shared.language import terminal_language
from decroche.shared.refusal import REFUSED


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    # The defaults of options that may stand before or after the command (see `SUPPRESS` in
    # grammar).
    defaults = argparse.Namespace(data="", json=False, no_console=False)
    options = build_parser().parse_args(arguments, defaults)
    if options.data:
        os.environ["DECROCHE_DATA"] = options.data
    protect_process()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "decroche.config.settings")
    try:
        django.setup()
    except BadSetting as error:
        return fail(options, str(error), REFUSED, {})
    if options.no_console:
        import_module("decroche.cli.windowed").redirect_output(settings.DATA_FOLDER)
    # Modules that use models can be imported only after django.setup().
    with translation.override(terminal_language()):
        code: int = import_module("decroche.cli.running").run(options)
    return code


def open_desk() -> int:
    """The program `decroche-desk`, which is started by a click and has no terminal."""
    return main([*sys.argv[1:], "serve", "--no-console"])
