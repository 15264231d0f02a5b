"""Whether a mail was written by her own hand, and whether it was recalled while it was leaving."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0002_plain_names")]
    operations = [
        migrations.AddField(
            model_name="message",
            name="written_at",
            field=models.DateTimeField(
                help_text="When she wrote it herself, or changed what was prepared.", null=True
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="recalled_at",
            field=models.DateTimeField(
                help_text=(
                    "When the call that asked for it was taken back while it was leaving."
                ),
                null=True,
            ),
        ),
    ]
