"""`decroche doctor`: whether this computer has what the desk needs (disk space, readable data, a
free port, fonts, a browser, tesseract, a mailbox, a keyring), and how to get what is missing. It
uses no network and changes nothing.
"""

from __future__ import annotations

import platform
import shutil
import sqlite3
import webbrowser
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import DatabaseError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from decroche import __version__
from decroche.cli.answering import answer
from decroche.cli.ports import USUAL, Taken, refuse_taken
from decroche.cli.serving import running_address
from decroche.correspondence.models import Mailbox
from decroche.gateways import ocr, vault
from decroche.gateways.programs import find_program, how_to_get
from decroche.shared.refusal import DONE, REFUSED

State = Literal["good", "missing", "bad"]
_SIGNS: dict[State, str] = {"good": "✓", "missing": "–", "bad": "✗"}
_LITTLE = 500 << 20
"""Bytes of free space below which she is warned: the daily copies will soon fill the disk."""
_TOO_LITTLE = 50 << 20
"""Bytes of free space below which the desk can't work."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked. state: good, missing (the desk works without it) or bad (it does
    not work). `words` says it in a sentence; `how` is the command that mends it on this computer,
    "" when none is known.
    """

    name: str
    state: State
    words: str
    how: str = ""


def doctor_(options: Namespace) -> int:
    """Prints all findings. The exit code is REFUSED when something keeps the desk from working."""
    findings = list(look())
    code = REFUSED if any(finding.state == "bad" for finding in findings) else DONE
    if options.json:
        answer(options, {"ok": code == DONE, "findings": [asdict(one) for one in findings]})
        return code
    for finding in findings:
        print(f"{_SIGNS[finding.state]} {finding.words}")
        if finding.how:
            print(f"    {finding.how}")
    return code


def look() -> Iterator[Finding]:
    """Checks one thing after another."""
    words = f"Décroche {__version__}, Python {platform.python_version()}, {platform.platform()}"
    yield Finding("version", "good", words)
    yield _space()
    yield _data()
    yield _port()
    yield _pages()
    yield _browser()
    yield _paper()
    yield _mail()
    yield _keyring()


def _space() -> Finding:
    folder = Path(settings.DATA_FOLDER)
    free = shutil.disk_usage(folder).free
    values = {"folder": folder, "free": number_format(free / 1e9, 1)}
    if free < _TOO_LITTLE:
        words = _("The disk of %(folder)s is full: %(free)s GB are left. Make room.")
        return Finding("space", "bad", words % values)
    if free < _LITTLE:
        words = _("The disk of %(folder)s is nearly full: %(free)s GB are left.")
        return Finding("space", "missing", words % values)
    words = _("Your data is in %(folder)s; %(free)s GB are free there.")
    return Finding("space", "good", words % values)


def _data() -> Finding:
    path = _database_file()
    if "sqlite" not in settings.DATABASES["default"]["ENGINE"]:
        return Finding("data", "good", _("The data is on a PostgreSQL server."))
    if not path.exists():
        return Finding("data", "good", _("There is no data yet: it is made at the first start."))
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
            whole = database.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    except sqlite3.Error:
        whole = False
    if not whole:
        words = _("The file of your data is damaged. Put a copy in its place:")
        return Finding("data", "bad", words, "decroche restore FILE")
    return Finding("data", "good", _("The file of your data can be read."))


def _database_file() -> Path:
    return Path(settings.DATABASES["default"]["NAME"])


def _port() -> Finding:
    if address := running_address():
        return Finding("port", "good", _("The desk is open at %(at)s.") % {"at": address})
    try:
        refuse_taken("127.0.0.1", USUAL)
    except Taken:
        words = _("Port %(port)s is in use by another program: the desk takes the next free one.")
        return Finding("port", "good", words % {"port": USUAL})
    return Finding("port", "good", _("Port %(port)s is free.") % {"port": USUAL})


def _pages() -> Finding:
    built = settings.PACKAGE / "ui" / "static" / "built"
    needed = ["app.css", "app.js", "fonts/atkinson-400.ttf", "fonts/bricolage.ttf"]
    if all((built / name).exists() for name in needed):
        return Finding("pages", "good", _("The style of the pages and the fonts are there."))
    words = _("The style of the pages or a font is missing: install Décroche again.")
    return Finding("pages", "bad", words)


def _browser() -> Finding:
    try:
        webbrowser.get()
    except webbrowser.Error:
        words = _("No browser was found.")
        return Finding("browser", "missing", words, how_to_get("browser"))
    return Finding("browser", "good", _("A browser is there."))


def _paper() -> Finding:
    if find_program("tesseract") is None:
        words = _("Photos and scans of paper can't be read: the program tesseract is missing.")
        return Finding("paper", "missing", words, how_to_get("tesseract"))
    try:
        ocr.languages()
    except ocr.NotRead:
        words = _("Photos and scans of paper can't be read: tesseract does not know French.")
        return Finding("paper", "missing", words, how_to_get("tesseract"))
    return Finding("paper", "good", _("Photos and scans of paper can be read."))


def _mail() -> Finding:
    mailboxes = 0
    if "sqlite" not in settings.DATABASES["default"]["ENGINE"] or _database_file().exists():
        try:
            mailboxes = Mailbox.objects.count()
        except DatabaseError:
            words = _("Whether mail is set up can't be read from the data.")
            return Finding("mail", "missing", words)
    if not mailboxes:
        words = _("No mailbox is set up: mails can't leave. Set it up in Settings, Mailbox.")
        return Finding("mail", "missing", words)
    return Finding("mail", "good", _("A mailbox is set up; Settings, Mailbox, tries it."))


def _keyring() -> Finding:
    if vault.has_keyring():
        return Finding("keyring", "good", _("Passwords are kept in the keyring of the system."))
    words = _("There is no keyring: passwords are kept encrypted in the folder of your data.")
    return Finding("keyring", "missing", words, how_to_get("keyring"))
