"""The cards that are there are found under the spellings that are new: Mt for Mont, Gd for Grand,
ND for Notre-Dame, assoc for association, bd and av. What follows is prospects/spellings.py as it
was when this was written; the initials of a firm and its other spellings stand in the text already.
"""

import re

from django.db import migrations

_PART = 2000
"""Cards read at once."""
_SHORT_AND_LONG = (
    ("assoc", "association"),
    ("ass", "association"),
    ("mt", "mont"),
    ("mts", "monts"),
    ("gd", "grand"),
    ("gde", "grande"),
    ("gds", "grands"),
    ("gdes", "grandes"),
    ("bd", "boulevard"),
    ("av", "avenue"),
    ("nd", "notre dame"),
)
_OTHERWISE = {}
for _short, _long in _SHORT_AND_LONG:
    _OTHERWISE[_short] = (*_OTHERWISE.get(_short, ()), _long)
    _OTHERWISE[_long] = (*_OTHERWISE.get(_long, ()), _short)
_TOLD = re.compile(rf"(?<![^ .])(?:{'|'.join(sorted(_OTHERWISE, key=len, reverse=True))})(?![^ .])")


def with_spellings(text):
    """A search text with the new spellings behind it; the same text gives the same always."""
    held = set(text.split())
    found = dict.fromkeys(
        other for word in _TOLD.findall(text) for other in _OTHERWISE[word] if other not in held
    )
    return " ".join([text, *found])


def rewrite_journal(apps, schema_editor):
    """The journal's images of search texts get the same behind them as the card of today, so that
    a line of before can still be taken back.
    """
    Entry = apps.get_model("journal", "Entry")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM journal_entry WHERE CAST(changes AS text) LIKE %s ORDER BY id",
            ["%search_text%"],
        )
        keys = [pk for (pk,) in cursor.fetchall()]
    for key in keys:
        entry = Entry.objects.only("changes").get(pk=key)
        changes = [image_with(image) for image in entry.changes]
        if changes != entry.changes:
            Entry.objects.filter(pk=key).update(changes=changes)


def image_with(image):
    sign, label, keys, *sides = image
    if label != "prospects.company":
        return image
    return [sign, label, keys, *(side_with(side) for side in sides)]


def side_with(side):
    if not side.get("search_text"):
        return side
    return {**side, "search_text": with_spellings(side["search_text"])}


def add_spellings(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM prospects_company")
        highest = cursor.fetchone()[0] or 0
        for first in range(1, highest + 1, _PART):
            cursor.execute(
                "SELECT id, search_text FROM prospects_company WHERE id BETWEEN %s AND %s",
                [first, first + _PART - 1],
            )
            rows = [(with_spellings(text), pk) for pk, text in cursor.fetchall() if text]
            changed = [(text, pk) for text, pk in rows if _TOLD.search(text)]
            if changed:
                cursor.executemany(
                    "UPDATE prospects_company SET search_text = %s WHERE id = %s", changed
                )


class Migration(migrations.Migration):
    dependencies = [
        ("prospects", "0009_doubtful_cards_of_the_file"),
        ("journal", "0003_lessons_and_counts"),
    ]

    operations = [
        migrations.RunPython(rewrite_journal, migrations.RunPython.noop),
        migrations.RunPython(add_spellings, migrations.RunPython.noop),
    ]
