"""Names in the standard terms of the field."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("prospects", "0001_initial")]
    operations = [
        migrations.RenameModel("LookAlike", "DuplicateCandidate"),
        migrations.RenameModel("NotTheSame", "DistinctPair"),
        migrations.RenameField("company", "heard", "notes_index"),
    ]
