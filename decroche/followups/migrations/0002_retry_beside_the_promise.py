"""A promise keeps its day when a call reaches nobody: when it is offered again stands beside it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("followups", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="followup",
            name="retry_at",
            field=models.DateTimeField(
                blank=True,
                help_text="When the queue offers it again after a call that reached nobody.",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="followup",
            name="due_at",
            field=models.DateTimeField(
                help_text="Of a promise: what she said, changed by her own word only."
            ),
        ),
    ]
