"""The key of a follow-up is called so; rows that exist keep it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0001_what_stands_there"),
    ]

    operations = [
        migrations.RemoveConstraint("twin", "one_event_a_follow_up"),
        migrations.RenameField("twin", "step", "follow_up"),
        migrations.AddConstraint(
            "twin",
            models.UniqueConstraint(
                fields=("workspace", "follow_up"), name="one_event_a_follow_up"
            ),
        ),
    ]
