"""The opening after an e-mail says what was sent and on which day it left.

Until now the proposed words said “ma présentation” and the day of the talk. They are replaced where
they stand as they were proposed, also inside words of her own.
"""

from django.db import migrations

PROPOSED = {
    "Je vous ai envoyé ma présentation [dernière fois] : avez-vous pu la regarder ?": (
        "Je vous ai envoyé [envoi] [parti] : avez-vous pu y jeter un œil ?"
    ),
    "Je vous ai envoyé ma présentation [dernière fois]": "Je vous ai envoyé [envoi] [parti]",
    "I sent you my presentation [last time]": "I sent you [sent] [left]",
}


def say_what_was_sent(apps, schema_editor):
    Script = apps.get_model("calls", "Script")
    for row in Script.objects.filter(situation="after_mail"):
        text = row.text
        for old, new in PROPOSED.items():
            text = text.replace(old, new)
        if text != row.text:
            row.text = text
            row.save(update_fields=["text"])


class Migration(migrations.Migration):
    dependencies = [("calls", "0014_removed_in_words")]
    operations = [migrations.RunPython(say_what_was_sent, migrations.RunPython.noop)]
