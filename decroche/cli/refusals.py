"""The sentence, exit code and JSON fields of each exception that may end a command."""

from __future__ import annotations

import sqlite3
from typing import Any

from django.db.utils import DatabaseError, OperationalError
from django.utils.translation import gettext as _

from decroche.calls.refused import Refused
from decroche.calls.wording import problems_in_words, refused_in_words
from decroche.config.locks import FolderInUse
from decroche.config.readers import BadSetting
from decroche.gateways.sirene import NotAnswered
from decroche.intake.rules import NoSuchColumn
from decroche.intake.sources.source import Unreadable
from decroche.intake.stock import NoStock
from decroche.intake.wording import no_stock_in_words, not_answered_in_words, unreadable_in_words
from decroche.shared.clock import NotAnInstant
from decroche.shared.refusal import REFUSED, USAGE, Refusal
from decroche.shared.room import is_full
from decroche.shared.spoken import NotUnderstood
from decroche.storage.damage import is_damage
from decroche.team.needs import NotAllowed


def sentence_for(error: Exception) -> tuple[str | None, int, dict[str, Any]]:
    """(sentence, exit code, further fields of the JSON answer). The sentence is None for an
    exception that nobody expected: it is a mistake in the program, to be shown with its traceback.
    """
    if isinstance(error, Refusal):
        return str(error), error.code, error.particulars
    if isinstance(error, Refused):
        particulars = {"code": error.code, "problems": problems_in_words(error)}
        return refused_in_words(error), REFUSED, particulars
    if isinstance(error, NotAllowed):
        return str(error.sentence), REFUSED, {"code": "role"}
    if isinstance(error, Unreadable):
        return unreadable_in_words(error), REFUSED, {"code": error.code}
    if isinstance(error, NotAnswered):
        return not_answered_in_words(error), REFUSED, {"code": error.code}
    if isinstance(error, NoStock):
        return no_stock_in_words(error), REFUSED, {"code": error.code}
    if isinstance(error, NotUnderstood):
        return str(error), REFUSED, {"code": "when_not_understood"}
    if isinstance(error, NotAnInstant | BadSetting | NoSuchColumn):
        return str(error), REFUSED if isinstance(error, BadSetting) else USAGE, {}
    return _sentence_for_the_data(error), REFUSED, {}


def _sentence_for_the_data(error: Exception) -> str | None:
    """The sentence for an error of the data folder or the database; None for other errors."""
    if isinstance(error, FolderInUse):
        return folder_in_use_in_words(error)
    if is_full(error):
        return _("There is no room left on the disk. Free some space, then do it again.")
    if is_damage(error):
        words = _(
            "The file of your data is damaged (%(why)s). Put a copy in its place with “decroche "
            "restore COPY”; “decroche export FILE.csv” writes what can still be read."
        )
        return words % {"why": error}
    if isinstance(error, OperationalError | DatabaseError | sqlite3.Error):
        return _("The database can't be used: %(why)s.") % {"why": error}
    return None


def folder_in_use_in_words(error: FolderInUse) -> str:
    """Who has the data folder, and what to do."""
    if error.exclusive:
        words = _(
            "Décroche is open on %(folder)s: close it, and let other commands end, then restore; "
            "nothing has been changed."
        )
    else:
        words = _("A copy is being restored in %(folder)s: try again when that has ended.")
    return words % {"folder": error.folder}
