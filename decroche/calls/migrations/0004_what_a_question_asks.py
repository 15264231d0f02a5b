"""A question says whether its answer names who decides, and is archived instead of deleted.

Until now the answer to any question without choices named who decides. The question of the first
set is known by its words, in French or English; others ask for facts.
"""

import unicodedata

import django.db.models.deletion
from django.db import migrations, models


def _letters(text):
    decomposed = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain).split())


def mark_who_decides(apps, schema_editor):
    Question = apps.get_model("calls", "Question")
    for row in Question.objects.all():
        if not row.choices and _letters(row.text).startswith(("qui decide", "who decides")):
            row.asks = "decider"
            row.save(update_fields=["asks"])


class Migration(migrations.Migration):
    dependencies = [("calls", "0003_outcomes_without_choices")]
    operations = [
        migrations.AddField(
            model_name="question",
            name="asks",
            field=models.CharField(
                choices=[("fact", "how they work"), ("decider", "the name of who decides")],
                default="fact",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="archived_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="qualification",
            name="question",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="calls.question",
            ),
        ),
        migrations.RunPython(mark_who_decides, migrations.RunPython.noop),
    ]
