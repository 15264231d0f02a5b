"""Names in the standard terms of the field."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("callqueue", "0001_initial")]
    operations = [
        migrations.RenameModel("Dial", "CallObservation"),
        migrations.RenameModel("FrozenOrder", "CallPlan"),
        migrations.RenameModel("Pass", "Skip"),
    ]
