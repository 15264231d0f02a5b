from django.db import migrations, models


class Migration(migrations.Migration):
    """A large import is taken back in many short transactions too."""

    dependencies = [("prospects", "0010_more_spellings")]

    operations = [
        migrations.AlterField(
            model_name="provenance",
            name="under_way",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "no"),
                    ("writing", "writing"),
                    ("opening", "opening"),
                    ("leaving", "leaving"),
                ],
                db_default="",
                default="",
                help_text=(
                    "writing: its cards are still being written, and the queue offers none of "
                    "them; opening: all are there, and are being offered; leaving: it is being "
                    "taken back, and none is offered; empty: none of these."
                ),
                max_length=8,
            ),
        )
    ]
