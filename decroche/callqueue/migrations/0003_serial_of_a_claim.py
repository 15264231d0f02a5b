"""A claim moves from one card to the next instead of being made anew: a serial tells them apart."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("callqueue", "0002_plain_names")]
    operations = [
        migrations.AddField(
            model_name="claim",
            name="serial",
            field=models.IntegerField(
                default=0,
                help_text="How many cards came before on this row: each has a key of its own.",
            ),
        ),
    ]
