"""Names in the standard terms of the field."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("calls", "0001_initial")]
    operations = [
        migrations.RenameField("answer", "they_say", "objection"),
        migrations.RenameField("answer", "she_says", "response"),
    ]
