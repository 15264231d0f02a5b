"""Making the database forget: what was erased is not left in free pages, in the log of writes or in
the search index.
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
    """Rewrites the file without what was erased; False when somebody is writing just now: to be
    asked again.

    SQLite: the trigrams are merged, the write-ahead log is emptied, the file is rebuilt (VACUUM).
    PostgreSQL: dead rows are
    removed; its disk pages and its own archives are the administrator's.
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
