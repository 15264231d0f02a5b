from django.db import migrations, models


class Migration(migrations.Migration):
    """A large import is written in many short transactions; until all of it is there, the source
    of its cards says so.
    """

    dependencies = [("prospects", "0007_indexes_of_pages")]

    operations = [
        migrations.AddField(
            model_name="provenance",
            name="under_way",
            field=models.CharField(
                blank=True,
                choices=[("", "no"), ("writing", "writing"), ("opening", "opening")],
                db_default="",
                default="",
                help_text=(
                    "writing: its cards are still being written, and the queue offers none of "
                    "them; opening: all are there, and are being offered; empty: neither."
                ),
                max_length=8,
            ),
        )
    ]
