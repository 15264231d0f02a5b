from django.db import migrations, models


class Migration(migrations.Migration):
    """An import that is being taken back says so."""

    dependencies = [("intake", "0003_people_of_a_change")]

    operations = [
        migrations.AlterField(
            model_name="batch",
            name="state",
            field=models.CharField(
                choices=[
                    ("uploaded", "ready"),
                    ("running", "running"),
                    ("done", "done"),
                    ("failed", "failed"),
                    ("undoing", "being undone"),
                    ("undone", "undone"),
                ],
                default="uploaded",
                max_length=10,
            ),
        )
    ]
