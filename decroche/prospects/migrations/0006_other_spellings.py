"""The cards that are there are found under their other spellings too: St for Saint, abc for A.B.C.,
the initials of a firm, umlauts written out. What follows is prospects/spellings.py and
shared/folding.py as they were when this was written.
"""

import re
import unicodedata

from django.db import migrations

_PART = 2000
"""Cards read at once."""
_LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l"}
)
_NOT_A_WORD = re.compile(r"[^a-z0-9@.+]+")
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


def strip_marks(text):
    apart = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(c for c in apart if not unicodedata.combining(c)).lower()


def fold(text):
    return _NOT_A_WORD.sub(" ", strip_marks(text)).strip()


def only_letters(text):
    return _NOT_A_LETTER.sub(" ", strip_marks(text)).strip()


_SHORT_AND_LONG = (
    ("st", "saint"),
    ("ste", "sainte"),
    ("sts", "saints"),
    ("stes", "saintes"),
    ("ste", "societe"),
    ("soc", "societe"),
    ("ets", "etablissements"),
    ("ets", "etablissement"),
    ("cie", "compagnie"),
    ("frs", "freres"),
    ("fres", "freres"),
    ("dr", "docteur"),
    ("asso", "association"),
)
_OTHERWISE = {}
for _short, _long in _SHORT_AND_LONG:
    _OTHERWISE[_short] = (*_OTHERWISE.get(_short, ()), _long)
    _OTHERWISE[_long] = (*_OTHERWISE.get(_long, ()), _short)

_AND = frozenset(("et", "and", "und", "+"))
_ELISION = re.compile(r"(?<![^\W_])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’`´]", re.IGNORECASE)
_ELIDED = re.compile(r"(?<![^\W_])([cdjlmnst]|qu)['’`´](?=[^\W\d_])", re.IGNORECASE)
_JOINED = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
_TOLD = re.compile(
    rf"\b(?:{'|'.join(sorted(_OTHERWISE))})\b|(?:^|[ .])[a-z](?:[ .]+(?:et |and |und )?|$)[a-z]\b"
)
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "ae", "Ö": "oe", "Ü": "ue", "ß": "ss"}
)
_WRITTEN_OUT = re.compile(r"(?<=[bcdfhjklmnprstvwxz])([aou])e(?=[bcdfghjklmnprstvwxz])")
_LINKS = frozenset(
    "a au aux chez d dans de des du en et l la le les ou par pour s sous sur un une und and of the"
    .split()
)
_FORMS = frozenset(
    "sarl sas sasu sa eurl eirl ei snc sci scp scop selarl selas gie ets ste soc cie".split()
)
_FEWEST, _MOST = 3, 8


def words_asked(text):
    words = _in_one_form(text)
    kept = [word for word in words if word not in _AND]
    return _initials_joined(kept or words)


def spelled_otherwise(folded):
    if _TOLD.search(folded) is None:
        return ""
    there = folded.split()
    words = [part for word in there for part in _parts(word)]
    found = [other for word in words for other in _OTHERWISE.get(word, ())]
    joined = _initials_joined([word for word in words if word not in _AND])
    held = set(there)
    return " ".join(word for word in dict.fromkeys((*found, *joined)) if word not in held)


def spelled_as_name(name):
    found = []
    lower = name.lower()
    if "-" in name:
        for whole in _JOINED.findall(lower):
            parts = strip_marks(whole).split("-")
            found += ["".join(parts)] if len(parts) < 4 else []
            found += ["".join(part[0] for part in parts)] if 1 < len(parts) < 4 else []
    if _ELIDED.search(lower):
        found += [word for word in fold(_ELIDED.sub(r"\1", lower)).split() if "." not in word]
        found += words_asked(name)
    if not name.isascii():
        spelled = lower.translate(_UMLAUTS)
        if spelled != lower:
            found += fold(spelled).split()
    plain = strip_marks(lower)
    if "e" in plain and _WRITTEN_OUT.search(plain):
        found += [
            _WRITTEN_OUT.sub(r"\1", word) for word in fold(plain).split() if _WRITTEN_OUT.search(word)
        ]
    found += _initials(plain)
    held = fold(name).split()
    return " ".join(dict.fromkeys(word for word in found if word not in held))


def all_spellings(folded, names):
    found = [spelled_otherwise(folded), *(spelled_as_name(name) for name in names if name)]
    found = [words for words in found if words]
    return " " + " ".join(found) if found else ""


def _in_one_form(text):
    words = [part for word in fold(_ELISION.sub(" ", text)).split() for part in _parts(word)]
    return words or fold(text).split()


def _parts(word):
    if "." not in word or "@" in word:
        return [word]
    return [part for part in word.split(".") if part]


def _initials_joined(words):
    joined = []
    run = ""
    for word in words:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        joined += [run, word] if run else [word]
        run = ""
    return [*joined, run] if run else joined


def _initials(plain):
    words = [
        word for word in only_letters(plain).split() if len(word) > 1 and word not in _FORMS
    ]
    if len(words) < _FEWEST:
        return []
    short = "".join(word[0] for word in words if word not in _LINKS)
    whole = "".join(word[0] for word in words)
    return [one for one in (short, whole) if _FEWEST <= len(one) <= _MOST]


def added_to(connection, first, last):
    """{company: what is put behind its search text} of the companies between two keys."""
    people = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT company_id, name FROM prospects_contact "
            "WHERE company_id BETWEEN %s AND %s AND name <> '' ORDER BY id",
            [first, last],
        )
        for company, name in cursor.fetchall():
            people.setdefault(company, []).append(name)
        cursor.execute(
            "SELECT id, name, city, search_text FROM prospects_company "
            "WHERE id BETWEEN %s AND %s AND erased_at IS NULL ORDER BY id",
            [first, last],
        )
        return {
            pk: all_spellings(text, [name, city, *people.get(pk, ())])
            for pk, name, city, text in cursor.fetchall()
        }


def rewrite_journal(apps, schema_editor):
    """The journal's images of search texts get the same behind them as the card of today, so that
    a line of before can still be taken back.
    """
    connection = schema_editor.connection
    Entry = apps.get_model("journal", "Entry")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM journal_entry WHERE CAST(changes AS text) LIKE %s ORDER BY id",
            ["%search_text%"],
        )
        keys = [pk for (pk,) in cursor.fetchall()]
    for key in keys:
        entry = Entry.objects.only("changes").get(pk=key)
        changes = [one for image in entry.changes for one in images_with(connection, image)]
        if changes != entry.changes:
            Entry.objects.filter(pk=key).update(changes=changes)


def images_with(connection, image):
    sign, label, keys, *sides = image
    if label != "prospects.company" or not any("search_text" in side for side in sides):
        return [image]
    if sign == "-":
        (values,) = sides
        more = all_spellings(values["search_text"], [values["name"], values["city"]])
        return [[sign, label, keys, {**values, "search_text": values["search_text"] + more}]]
    added = {key: added_to(connection, key, key).get(key, "") for key in keys}
    return [
        [
            sign,
            label,
            [key for key in keys if added[key] == more],
            *({**side, "search_text": side["search_text"] + more} for side in sides),
        ]
        for more in dict.fromkeys(added.values())
    ]


def add_spellings(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # The index is made anew after the migrations, since this trigger is missing then:
            # quicker than following a change of every row.
            cursor.execute("DROP TRIGGER IF EXISTS prospects_search_update")
        cursor.execute("SELECT max(id) FROM prospects_company")
        highest = cursor.fetchone()[0] or 0
        for first in range(1, highest + 1, _PART):
            added = added_to(connection, first, first + _PART - 1)
            rows = [(more, pk) for pk, more in added.items() if more]
            if rows:
                cursor.executemany(
                    "UPDATE prospects_company SET search_text = search_text || %s WHERE id = %s",
                    rows,
                )


class Migration(migrations.Migration):
    dependencies = [
        ("prospects", "0005_details_and_faxes"),
        ("journal", "0003_lessons_and_counts"),
    ]

    operations = [
        migrations.RunPython(rewrite_journal, migrations.RunPython.noop),
        migrations.RunPython(add_spellings, migrations.RunPython.noop),
    ]
