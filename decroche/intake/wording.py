"""Why a file can't be read, why a row was set aside, and what the register answered, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decroche.gateways.sirene import NotAnswered
from decroche.intake.register import AT_MOST, Gathered
from decroche.intake.sources.source import Unreadable
from decroche.intake.stock import NoStock


def unreadable_in_words(error: Unreadable) -> str:
    """Why a file could not be read, and what to do."""
    words = _of_any_file() | _of_a_table() | _of_a_picture()
    return words.get(error.code, _("The file can't be read.")) % {"detail": error.detail}


def _of_any_file() -> dict[str, str]:
    return {
        "missing": _("The file can't be opened (%(detail)s)."),
        "empty": _("The file is empty."),
        "not_a_table": _("This is not a table of companies. Save it as CSV or XLSX and try again."),
        "no_table": _(
            "This looks like a web page or an XML file without a table. Save it as CSV or XLSX and "
            "try again."
        ),
        "no_table_in_document": _(
            "This document has neither a table nor lines of companies. Copy what you need into a "
            "table and save it as CSV or XLSX."
        ),
        "broken_document": _("The document can't be read: it is damaged or locked by a password."),
        "too_large_document": _("The document is too large. Save its table as CSV or XLSX."),
        "numbers_file": _(
            "This is a file of Apple's Numbers, which only Numbers can read: export it as CSV or "
            "Excel (File, Export to) and try again."
        ),
        "archive": _("This is a packed folder (ZIP): unpack it and choose the file inside."),
        "broken_json": _("The JSON file can't be read: it is no list of companies (%(detail)s)."),
        "no_objects": _("The file is empty."),
        "leaving": _("Another import is being taken back: start this one when that is done."),
        "no_column": _(
            "No column of the file holds a company, a person, a number or an address: nothing "
            "would be brought in. Choose at least one column."
        ),
    }


def _of_a_table() -> dict[str, str]:
    """A workbook, or lines of text."""
    return {
        "broken_workbook": _(
            "The workbook can't be read: it is damaged or locked by a password. Save it "
            "again as XLSX or CSV."
        ),
        "broken_line": _(
            "The file can't be read past line %(detail)s. Save it again as CSV and try again."
        ),
        "encoding": _(
            "The characters of the file can't be read (%(detail)s). Save it as “CSV UTF-8” "
            "and try again."
        ),
        "too_large": _(
            "The workbook would unpack to more than 1.5 GB. Save it as CSV and try again."
        ),
        "too_many_cells": _(
            "The workbook spreads over too many columns and rows. Delete the empty ones, or "
            "save it as CSV and try again."
        ),
        "too_heavy": _(
            "Reading this file would take too much memory or time: it is no ordinary list. Save it "
            "as CSV, or the page as a picture, and try again."
        ),
        "too_many_columns": _(
            "A line has more than two thousand columns (%(detail)s): this is no list of companies."
        ),
    }


def _of_a_picture() -> dict[str, str]:
    """A photo or a scan, which is read letter by letter."""
    return {
        "no_tesseract": _(
            "To read a photo or a scan takes one more free program, which is not on this computer "
            "yet. Typing one line a company works without it.\n"
            "It is called Tesseract. Open the application Terminal, copy this line, press Enter: "
            "%(detail)s"
        ),
        "no_french": _(
            "The program that reads photos and scans is there, but it does not know French yet.\n"
            "It is called Tesseract. Open the application Terminal, copy this line, press Enter: "
            "%(detail)s"
        ),
        "failed": _(
            "The picture could not be read (%(detail)s). Try a sharper photo, taken from "
            "above in good light."
        ),
        "no_words": _(
            "No words were found in the picture. Try a sharper photo, taken from above in "
            "good light."
        ),
        "broken_picture": _(
            "The picture can't be opened: it is damaged or of a kind that is not known. Save "
            "it as JPEG, PNG or PDF and try again."
        ),
        "too_large_picture": _(
            "The picture is too large (%(detail)s). Save it smaller and try again."
        ),
        "too_many_pages": _(
            "The PDF has more than %(detail)s pages. Cut it into parts and bring each one in."
        ),
    }


def aside_reason(code: str) -> str:
    """Why a row was kept aside."""
    return {
        "empty": _("the row is empty"),
        "nothing_to_call": _("no name, no number, no address"),
        "header_again": _("the header again"),
        "left_alone": _("asked not to be called"),
        "summary": _("a total or a heading, no company"),
        "footer": _("what a program wrote below its table, no company"),
    }.get(code, code)


def not_answered_in_words(error: NotAnswered) -> str:
    """Why the register gave no answer, and what to do."""
    words = {
        "unreachable": _(
            "The state's register can't be reached (%(detail)s). Check the connection and "
            "try again; everything else works without it."
        ),
        "busy": _(
            "The state's register is busy and did not answer in time. Try again in a few minutes."
        ),
        "refused": _("The state's register refuses the question: %(detail)s"),
        "broken": _("The state's register gave an answer that can't be read. Try again later."),
        "no_such_place": _(
            "No town called “%(detail)s” was found. Write it as on an envelope, or give its "
            "postcode."
        ),
    }
    return words[error.code] % {"detail": error.detail}


def no_answer_in_words() -> str:
    """That the register's answer did not come in time."""
    return not_answered_in_words(NotAnswered("busy"))


def no_stock_in_words(error: NoStock) -> str:
    """Why a stock file can't be searched, and what to do."""
    words = {
        "no_duckdb": _(
            "Searching stock files needs DuckDB: install it with “pip install decroche[stock]”."
        ),
        "missing": _("There is no file %(detail)s."),
        "not_stock": _("This is no stock file of Sirene: the columns %(detail)s are missing."),
        "unreadable": _("The stock file can't be read: %(detail)s"),
        "no_place": _(
            "Stock files have no distances: name the department or the postcodes instead of "
            "“around %(detail)s”."
        ),
    }
    return words[error.code] % {"detail": error.detail}


def left_out_in_words(found: Gathered) -> str:
    """What a search in the register left out; "" when nothing."""
    said = []
    if found.closed:
        said.append(
            ngettext(
                "%(n)s closed establishment left out.",
                "%(n)s closed establishments left out.",
                found.closed,
            )
            % {"n": found.closed}
        )
    if found.private:
        said.append(
            ngettext(
                "%(n)s left out: its holder asked not to be published.",
                "%(n)s left out: their holders asked not to be published.",
                found.private,
            )
            % {"n": found.private}
        )
    if found.cut:
        said.append(
            _("Only the first %(n)s establishments were taken: ask for less.") % {"n": AT_MOST}
        )
    return " ".join(said)
