"""Rewriting the database after an erasure, so that the erased data is not left in free pages of the
file, in the write-ahead log or in the search index.
"""

from __future__ import annotations

import logging

from django.db import OperationalError, connection

log = logging.getLogger(__name__)
_TABLES = (
    "prospects_company",
    "prospects_contact",
    "prospects_phonenumber",
    "calls_call",
    "correspondence_message",
    "journal_entry",
)


def scrub_database() -> bool:
    """Rewrites the database. Returns False when that was not possible because somebody was writing;
    then it is to be called again.

    On SQLite the search index is merged, the write-ahead log emptied and the file rebuilt (VACUUM).
    On PostgreSQL dead rows are removed; its archives are the administrator's affair.
    """
    if connection.in_atomic_block:  # VACUUM can't run inside a transaction
        return False
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("INSERT INTO prospects_search(prospects_search) VALUES ('optimize')")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                busy = bool(cursor.fetchone()[0])
            else:
                for table in _TABLES:
                    cursor.execute(f"VACUUM {table}")
                busy = False
    except OperationalError as error:
        log.info("the database could not be rewritten now: %s", error)
        return False
    return not busy
