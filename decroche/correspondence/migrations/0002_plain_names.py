"""Names in the standard terms of the field: a message that waits for her is a draft."""

from django.db import migrations, models


def rename_state(apps, schema_editor):
    apps.get_model("correspondence", "Message").objects.filter(state="wanted").update(state="draft")


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0001_initial")]
    operations = [
        migrations.AlterField(
            model_name="message",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "to send"),
                    ("queued", "leaving"),
                    ("sending", "being sent"),
                    ("handed", "being handed over"),
                    ("sent", "sent"),
                    ("check", "to check"),
                    ("failed", "refused"),
                    ("dropped", "dropped"),
                ],
                default="draft",
                max_length=8,
            ),
        ),
        migrations.RunPython(rename_state, migrations.RunPython.noop),
    ]
