"""A note may say how the contract with their agency stands. Notes there are say nothing of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calls", "0015_openings_after_a_mail")]
    operations = [
        migrations.AddField(
            model_name="note",
            name="details",
            field=models.JSONField(
                db_default=models.Value({}, models.JSONField()),
                default=dict,
                help_text=(
                    "What it says of their agency, under the names that details of a call have."
                ),
            ),
        ),
    ]
