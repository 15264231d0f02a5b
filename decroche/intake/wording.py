"""Refusals and reasons of imports in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from decroche.intake.sources import Unreadable


def unreadable_in_words(error: Unreadable) -> str:
    """Why a file could not be read, and what to do."""
    words = {
        "missing": _("The file can't be opened (%(detail)s)."),
        "empty": _("The file is empty."),
        "not_a_table": _("This is not a table of companies. Save it as CSV or XLSX and try again."),
        "broken_workbook": _("The workbook can't be read: it is damaged or locked by a password. Save it again as XLSX or CSV."),
        "broken_line": _("The file can't be read past line %(detail)s. Save it again as CSV and try again."),
        "encoding": _("The letters of the file can't be read (%(detail)s). Save it as “CSV UTF-8” and try again."),
        "too_large": _("The workbook would unpack to more than 1.5 GB. Save it as CSV and try again."),
    }
    return words.get(error.code, _("The file can't be read.")) % {"detail": error.detail}


def aside_reason(code: str) -> str:
    """Why a row was kept aside."""
    return {
        "empty": _("the row is empty"),
        "nothing_to_call": _("no name, no number, no address"),
        "header_again": _("the header again"),
    }.get(code, code)
