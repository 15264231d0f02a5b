"""A call in which somebody answered for the person asked for is no talk with who decides. Of the
calls that are there, those whose note says so are marked: the words are those of this day.
"""

import re

from django.db import migrations, models

_TALKS = ("call_back", "email_requested", "interested", "meeting", "no_need")
_AT_ONCE = 500
_NAMED = re.compile(
    r"(?:^|[,;.:(–—-]\s*|\b(?:son|sa|leur|au|par|avec|une?|par son|par sa)\s|\bl['’])"
    r"(?:assistante?|secr[ée]taire|standard(?:iste)?|accueil|r[ée]ceptionniste|coll[èe]gue"
    r"|assistant|secretary|receptionist|colleague|switchboard)\b"
    r"|\b(?:his|her|their|the) (?:assistant|secretary|receptionist|colleague|switchboard)\b",
    re.IGNORECASE,
)
_NOT_ON_THE_LINE = re.compile(
    r"\b(?:(?:re)?cherche(?:nt)?|recrute(?:nt)?|embauche(?:nt)?|looking for|hiring|hire)\b[^.;,]*$"
    r"|\b(?:re)?voir\b[^.;,:]*$"
    r"|\b(?:passer?|passez|via|vers|écri\w+|envo[iy]\w+|rappeler|join(?:dre|t|s)|contact\w*|demand\w+"
    r"|adress\w+|transm\w+|copie|cc|call|e-?mail|mail|write|send|ask\w*|see|through)\b[^.;,:]{0,20}$",
    re.IGNORECASE,
)


def mark(apps, schema_editor):
    calls = apps.get_model("calls", "Call").objects
    told = calls.filter(outcome__in=_TALKS).exclude(note="").values_list("pk", "note")
    found = [
        key
        for key, note in told.iterator(chunk_size=2000)
        if any(
            not _NOT_ON_THE_LINE.search(note[: one.start()]) for one in _NAMED.finditer(note)
        )
    ]
    for start in range(0, len(found), _AT_ONCE):
        calls.filter(pk__in=found[start : start + _AT_ONCE]).update(relayed=True)


class Migration(migrations.Migration):
    dependencies = [("calls", "0016_a_note_of_their_contract")]
    operations = [
        migrations.AddField(
            model_name="call",
            name="relayed",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Somebody answered for the person asked for: no talk with who decides.",
            ),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
