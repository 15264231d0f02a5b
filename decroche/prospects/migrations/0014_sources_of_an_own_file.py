"""A file of one's own says the source of each company: such a source is a part of its import's."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("prospects", "0013_who_is_first_on_the_line")]
    operations = [
        migrations.AddField(
            model_name="provenance",
            name="part_of",
            field=models.ForeignKey(
                help_text=(
                    "The source of the import that brought a file whose rows name sources of their "
                    "own: this is one of those."
                ),
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="parts",
                to="prospects.provenance",
            ),
        ),
    ]
